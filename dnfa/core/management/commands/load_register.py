from __future__ import annotations

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.clock import local_today
from dnfa.core.loading import DataError, load_register


class Command(BaseCommand):
    help = "Nạp dữ liệu trong data/ vào sổ; chạy lại không đổi gì, không ghi đè những gì chuyên viên đã sửa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        progress = self.stderr if options["json"] else self.stdout
        try:
            summary = load_register(
                data_dir=settings.BASE_DIR / "data", today=local_today(), say=progress.write
            )
        except DataError as error:
            raise CommandError(_("Chưa nạp gì. %(error)s") % {"error": error}) from error
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self.stdout.write(
                json.dumps({"tables": summary.as_json(), "seconds": seconds}, ensure_ascii=False)
            )
            return
        self.stdout.write(
            _(
                "Xong sau %(seconds)s giây: thêm %(made)s, sửa %(changed)s, không đổi %(unchanged)s, để nguyên %(left)s."
            )
            % {
                "seconds": seconds,
                "made": summary.total("made"),
                "changed": summary.total("changed"),
                "unchanged": summary.total("unchanged"),
                "left": summary.total("left_alone"),
            }
        )
