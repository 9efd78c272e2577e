from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.clock import local_now
from dnfa.followup.notices.sources import moment_now, source_label
from dnfa.followup.notices.sync import sync_notices


class Command(BaseCommand):
    help = "So thông báo với sổ: báo điều mới, kết thúc điều đã hết lý do. Chạy lại không báo hai lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = sync_notices(moment=moment_now(), now=local_now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(run), ensure_ascii=False))
        else:
            self.stdout.write(_("Thông báo: báo mới %(told)s, kết thúc %(ended)s.") % asdict(run))
        if run.failures:
            failed = ", ".join(source_label(code) for code in run.failures)
            raise CommandError(
                _("Loại thông báo có lỗi, các thông báo của chúng giữ như cũ: %(sources)s.")
                % {"sources": failed}
            )
