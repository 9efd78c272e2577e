from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.audit import as_actor
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.clocks.sync import ACTOR


class Command(BaseCommand):
    help = "Tính lại mọi thời hạn luật định theo dữ kiện, quy tắc và lịch nghỉ. Chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        with as_actor(ACTOR):
            done = asdict(sync_clocks())
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(
                _("Thời hạn: mở %(opened)s, dời %(moved)s, đã làm %(closed)s, giữ %(kept)s, bỏ %(removed)s.")
                % done
            )
