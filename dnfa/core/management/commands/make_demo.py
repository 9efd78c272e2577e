from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.clock import local_today
from dnfa.core.demo import make_demonstration
from dnfa.core.demo_removal import remove_demonstration
from dnfa.core.errors import Conflict, DomainError


class Command(BaseCommand):
    help = "Tạo một năm dữ liệu mẫu (chỉ trong thư mục thử); chạy lại không thêm gì. --remove xóa đúng dữ liệu đã tạo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="Số bản của mỗi hồ sơ (mặc định 1).")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="Ngày để tính lùi, YYYY-MM-DD (hôm nay)."
        )
        parser.add_argument("--remove", action="store_true", help="Xóa dữ liệu mẫu, không xóa gì khác.")
        parser.add_argument(
            "--with-additions",
            action="store_true",
            help="Cùng --remove: xóa cả phần người dùng thêm vào hồ sơ mẫu (ghi chú, bước, tệp).",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["remove"]:
            self.remove(with_additions=options["with_additions"])
        elif options["with_additions"]:
            raise CommandError(_("--with-additions chỉ dùng cùng --remove."))
        else:
            self.make(options)

    def make(self, options: dict[str, Any]) -> None:
        """Make what is missing and say what was made."""
        today = options["today"] or local_today()
        try:
            made = make_demonstration(today=today, scale=options["scale"], say=self.stdout.write)
        except DomainError as error:
            raise CommandError(_told(error)) from error
        if not made:
            self.stdout.write(_("Dữ liệu mẫu đã có đủ, không thêm gì."))
        self.tell(made)

    def remove(self, *, with_additions: bool) -> None:
        """Remove what was made and say what went."""
        try:
            removed = remove_demonstration(with_additions=with_additions)
        except Conflict as error:
            lines = [str(error), *(f"  {name}" for name in error.fields["records"])]
            if not with_additions:
                lines.append(
                    _("Phần thêm vào hồ sơ mẫu (ghi chú, bước, tệp) xóa được bằng --with-additions.")
                )
            raise CommandError("\n".join(lines)) from error
        self.stdout.write(_("Đã xóa dữ liệu mẫu:") if removed else _("Không có dữ liệu mẫu để xóa."))
        self.tell(removed)

    def tell(self, counts: dict[str, int]) -> None:
        """One line for each name."""
        for name, count in counts.items():
            self.stdout.write(f"  {name}: {count}")


def _told(error: DomainError) -> str:
    """The sentence with what was said of each field, so that nobody has to guess at a command line."""
    said = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.fields.items())
    return f"{error} {said}".strip()
