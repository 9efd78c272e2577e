"""Mails of the outbox in any state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dnfa.core.clock import VIETNAM
from dnfa.core.mail.enums import NEVER_SENT_AGAIN, SAYS_WHY, MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.services import queue_mail

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=VIETNAM)
MAIL = "hanh@danang.gov.vn"


def make_mail(key: str = "viec:1", *, state: str = MailState.QUEUED, **values: Any) -> OutgoingMail:
    """A mail in the outbox that came to `state` as the database lets it."""
    left = {name: values.pop(name) for name in ("last_error", "attempts") if name in values}
    mail = queue_mail(
        **{
            "key": key,
            "purpose": "test",
            "to": MAIL,
            "subject": "Có việc chờ bạn",
            "body": "Nội dung thư.\n",
            "now": NOW,
            **values,
        }
    )
    if state in {MailState.SENDING, MailState.SENT, MailState.FAILED}:
        _become(mail, state=MailState.SENDING, next_try_at=None, claimed_at=NOW, attempts=1)
    final = {"claimed_at": NOW if state == MailState.SENDING else None, **left}
    if state in SAYS_WHY:
        final.setdefault("last_error", "vì một lý do")
    if state in NEVER_SENT_AGAIN and mail.sensitive:
        final["body"] = ""
    if state != MailState.QUEUED:
        final |= {"state": state, "next_try_at": None, "sent_at": NOW if state == MailState.SENT else None}
    _become(mail, **final)
    return mail


def _become(mail: OutgoingMail, **values: Any) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)
    mail.refresh_from_db()
