from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.clock import local_today
from dnfa.followup.rules import rule_label
from dnfa.followup.selectors import run_report
from dnfa.followup.sync import run_sync


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("--as-of: “%(text)s” không phải là ngày có thật ở dạng năm-tháng-ngày, ví dụ 2023-12-26.")
            % {"text": text[:40]}
        ) from error


class Command(BaseCommand):
    help = "Quét cảnh báo theo số liệu của một ngày: mở, giữ, đóng. Chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="NĂM-THÁNG-NGÀY", help="Ngày lấy số liệu; mặc định hôm nay.")
        parser.add_argument(
            "--json", action="store_true", help="In kết quả và các cảnh báo đang mở dạng JSON."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        as_of = _day(options["as_of"]) if options["as_of"] else local_today()
        report = run_report(run_sync(as_of=as_of))
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._say(report, as_of)
        if report["failures"]:
            failed = ", ".join(failure["rule"] for failure in report["failures"])
            raise CommandError(
                _("Quy tắc có lỗi, cảnh báo của chúng giữ như cũ: %(rules)s.") % {"rules": failed}
            )

    def _say(self, report: dict[str, Any], as_of: date) -> None:
        self.stdout.write(
            _("Quét cảnh báo theo số liệu ngày %(day)s: mở %(opened)s, giữ %(kept)s, đóng %(closed)s.")
            % {
                "day": f"{as_of:%d/%m/%Y}",
                "opened": report["opened"],
                "kept": report["kept"],
                "closed": report["closed"],
            }
        )
        for code, rule in report["rules"].items():
            line = _("  %(label)s: đang mở %(open)s (mở %(opened)s, giữ %(kept)s, đóng %(closed)s)")
            self.stdout.write(line % {**rule, "label": rule_label(code)})
