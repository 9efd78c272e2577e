from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dnfa.core.clock import local_now
from dnfa.followup.notices.digests import make_digests
from dnfa.followup.notices.sources import moment_now


class Command(BaseCommand):
    help = "Lập thư tổng hợp của hôm nay cho người chưa có. Ngày nghỉ không lập; mỗi người một thư một ngày."

    def handle(self, *_args: Any, **_options: Any) -> None:
        written = make_digests(moment=moment_now(), now=local_now())
        self.stdout.write(_("Thư tổng hợp: lập %(written)s thư.") % {"written": written})
