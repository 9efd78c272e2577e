from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.clock import local_today
from dnfa.core.demo import make_demonstration
from dnfa.core.errors import DomainError


class Command(BaseCommand):
    help = "Tạo một năm dữ liệu mẫu (chỉ trong thư mục thử); chạy lại không thêm gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="Số bản của mỗi hồ sơ (mặc định 1).")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="Ngày để tính lùi, YYYY-MM-DD (hôm nay)."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        today = options["today"] or local_today()
        try:
            made = make_demonstration(today=today, scale=options["scale"], say=self.stdout.write)
        except DomainError as error:
            raise CommandError(_told(error)) from error
        if not made:
            self.stdout.write(_("Dữ liệu mẫu đã có đủ, không thêm gì."))
            return
        for name, count in made.items():
            self.stdout.write(f"  {name}: {count}")


def _told(error: DomainError) -> str:
    """The sentence with what was said of each field, so that nobody has to guess at a command line."""
    said = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.fields.items())
    return f"{error} {said}".strip()
