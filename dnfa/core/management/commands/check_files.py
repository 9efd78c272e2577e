from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.attachments.integrity import FileReport, check_files


class Command(BaseCommand):
    help = "Kiểm tra mọi tệp đính kèm còn nguyên trên đĩa (đối chiếu mã băm); mã thoát 1 khi thiếu hoặc hỏng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        report = check_files()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._say(report)
        if not report.is_whole:
            raise CommandError(
                _(
                    "%(missing)s nội dung bị thiếu, %(damaged)s nội dung bị hỏng: hãy khôi phục từ bản sao lưu."
                )
                % {"missing": len(report.missing), "damaged": len(report.damaged)}
            )

    def _say(self, report: FileReport) -> None:
        for sentence, found in (
            (_("Thiếu: %(sha256)s, tệp số %(files)s"), report.missing),
            (_("Hỏng: %(sha256)s, tệp số %(files)s"), report.damaged),
        ):
            for sha256, files in found.items():
                self.stdout.write(sentence % {"sha256": sha256, "files": ", ".join(map(str, files))})
        for path in report.orphans:
            self.stdout.write(_("Không tệp nào dùng (vô hại): %(path)s") % {"path": path})
        self.stdout.write(_("Đã kiểm tra %(checked)s nội dung.") % {"checked": report.checked})
