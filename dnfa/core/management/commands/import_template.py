from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.management.commands.import_table import kind_named
from dnfa.core.table_import.books import template_book


class Command(BaseCommand):
    help = "Ghi bảng mẫu (.xlsx) của một loại bảng ra tệp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="LOẠI", help="Mã loại bảng, ví dụ co-quan.")
        parser.add_argument("file", metavar="TỆP", help="Tệp .xlsx sẽ ghi; tệp cũ cùng tên bị thay.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["file"])
        content = template_book(kind_named(options["kind"]))
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(_("Không ghi được tệp %(path)s.") % {"path": path}) from error
        self.stdout.write(_("Đã ghi bảng mẫu ra %(path)s.") % {"path": path})
