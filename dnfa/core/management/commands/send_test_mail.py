from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.clock import local_now
from dnfa.core.errors import InvalidInput
from dnfa.core.mail.delivery import deliver_due
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.services import queue_mail


class Command(BaseCommand):
    help = "Gửi một thư thử đến ĐỊA CHỈ và cho biết máy chủ thư nói gì; mã thoát 1 khi máy chủ không nhận."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ĐỊA CHỈ")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = local_now()
        try:
            mail = queue_mail(
                key=f"test:{options['address']}:{now.isoformat()}",
                purpose="test",
                to=options["address"],
                subject=_("Sổ đối ngoại Đà Nẵng: thư thử"),
                body=_("Thư này cho biết máy chủ thư của Sổ đối ngoại gửi được. Không cần trả lời.\n"),
                now=now,
            )
        except InvalidInput as error:
            raise CommandError(str(error)) from error
        where = mail.get_absolute_url()
        if not settings.EMAIL_HOST:
            self.stdout.write(
                _("Lệnh này không biết máy chủ thư nào; thư đợi trong hộp thư gửi đi: %(where)s")
                % {"where": where}
            )
            return
        deliver_due(clock=local_now)
        mail.refresh_from_db()
        if mail.state != MailState.SENT:
            told = {"state": mail.get_state_display(), "error": mail.last_error, "where": where}
            raise CommandError(_("%(state)s: %(error)s (%(where)s)") % told)
        self.stdout.write(_("Máy chủ thư đã nhận: %(where)s") % {"where": where})
