from __future__ import annotations

import time
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.accounts.system import SYSTEM_VIEWER
from dnfa.core.errors import DomainError
from reports.services import report_write


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” không phải ngày dạng 2023-12-26.") % {"text": text}) from error


class Command(BaseCommand):
    help = "Lập báo cáo năm: bao-cao-YYYY.docx, phu-luc-YYYY.xlsx, bao-cao-YYYY.pdf, figures.json; in đường dẫn các tệp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="Năm báo cáo.")
        parser.add_argument("--cutoff", type=_day, required=True, help="Ngày chốt số liệu, dạng 2023-12-26.")
        parser.add_argument("--out", type=Path, required=True, help="Thư mục nhận các tệp.")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            paths = report_write(
                user=SYSTEM_VIEWER, year=options["year"], cutoff=options["cutoff"], directory=options["out"]
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("Không ghi được vào %(out)s: %(error)s") % {"out": options["out"], "error": error}
            ) from error
        for path in paths:
            self.stdout.write(str(path))
        self.stderr.write(_("Xong sau %(seconds)s giây.") % {"seconds": round(time.monotonic() - started, 1)})
