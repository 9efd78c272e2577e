"""Sending what waits in the outbox: at least once, and each time under the same Message-ID (decision 0016).

A mail is claimed in a transaction that is committed before the mail server hears of it, and what the server said is written
after it. A sender that dies between the two leaves the mail claimed; a later run takes it back and sends it again.
One mail at a time is claimed, so that a death leaves one in doubt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, TextField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import override

from dnfa.core.audit import as_actor
from dnfa.core.mail.enums import AttemptOutcome, MailState
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from dnfa.core.mail.recipients import may_get_mail
from dnfa.core.mail.transport import Answer, Conversation

logger = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))  # the last for all that follow
# About four days (RFC 5321, 4.5.4.1: "at least 4-5 days"): a server that fails on Friday evening is mended on Monday.
MOST_ATTEMPTS = 28
# Longer than the 290 s after which a task is killed (CELERY_TASK_TIME_LIMIT): no sender that lives is that old.
TAKE_BACK_AFTER = timedelta(minutes=10)
# A run ends before beat asks for the next; what is left is due then.
RUN_SECONDS = 50


def deliver_due(*, clock: Callable[[], datetime]) -> int:
    """Send what is due, one mail after another over one connection; gives how many went out.

    Any number of runs at once share the work. `clock` tells the moment, for a run takes a while. Without a mail server
    nothing is touched but what is past. Side effects: mails, states, `MailAttempt` rows, each committed by itself; so it
    must not be called inside a transaction.
    """
    sent = 0
    with (
        override("vi"),
        as_actor("send_mails"),
    ):  # sentences kept with a mail are Vietnamese whoever reads them
        begin = clock()
        tidy(now=begin)
        if not settings.EMAIL_HOST:
            return sent
        with Conversation() as line:
            while clock() - begin < timedelta(seconds=RUN_SECONDS):
                mail = claim(now=clock())
                if mail is None:
                    break
                if mail.state != MailState.SENDING:
                    continue
                answer = line.send(mail)
                sent += finish(mail, answer, now=clock()) and answer.outcome == AttemptOutcome.SENT
                if answer.server_is_away:
                    break
    return sent


def tidy(*, now: datetime) -> None:
    """Take back what dead senders hold, lay aside what is past, erase secrets nobody can send any more."""
    take_back(now=now)
    OutgoingMail.objects.worthless(now).update(
        state=MailState.EXPIRED,
        next_try_at=None,
        last_error=_("Đến hạn mà chưa gửi được."),
        body=Case(When(sensitive=True, then=Value("")), default=F("body"), output_field=TextField()),
    )
    OutgoingMail.objects.dead_secrets(now).update(body="")


@transaction.atomic(durable=True)
def take_back(*, now: datetime) -> int:
    """Let mails wait again whose sender died, and note that nobody knows whether they went out; gives how many."""
    found = OutgoingMail.objects.abandoned(now, after=TAKE_BACK_AFTER).select_for_update(skip_locked=True)
    mails = list(found)
    told = _("Tiến trình gửi dừng giữa chừng; thư được gửi lại với cùng mã thư.")
    for mail in mails:
        _note(mail, Answer(AttemptOutcome.LOST, told))
        _write(mail, **_once_more(mail, told, at=now))
    return len(mails)


@transaction.atomic(durable=True)
def claim(*, now: datetime) -> OutgoingMail | None:
    """Take the next mail that is due and that nobody else holds; None when there is none.

    A mail to somebody who may get none any more comes back cancelled. Side effects: state, `claimed_at`, `attempts`.
    """
    mail: OutgoingMail | None = (
        OutgoingMail.objects.due(now)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .first()
    )
    if mail is None:
        return None
    if mail.recipient is not None and not may_get_mail(mail.recipient):
        told = _("Tài khoản của người nhận không còn hoạt động.")
        _write(mail, state=MailState.CANCELLED, next_try_at=None, last_error=told, **_erased(mail))
    else:
        _write(mail, state=MailState.SENDING, next_try_at=None, claimed_at=now, attempts=mail.attempts + 1)
    return mail


@transaction.atomic(durable=True)
def finish(mail: OutgoingMail, answer: Answer, *, now: datetime) -> bool:
    """Write down how the try ended; False when the mail was taken back from this sender meanwhile.

    Side effects: one `MailAttempt`; the mail's state; the text of a secret mail that went out is erased.
    """
    held = OutgoingMail.objects.select_for_update().filter(
        pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at
    )
    if not held.exists():
        logger.warning("mail %s was taken back while it was sent (%s)", mail.pk, answer.outcome)
        return False
    _note(mail, answer)
    if answer.outcome == AttemptOutcome.SENT:
        _write(mail, state=MailState.SENT, claimed_at=None, sent_at=now, last_error="", **_erased(mail))
    elif answer.outcome == AttemptOutcome.REFUSED:
        _write(mail, state=MailState.FAILED, claimed_at=None, last_error=answer.error)
    else:
        pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
        _write(mail, **_once_more(mail, answer.error, at=now + pause))
    return True


def _once_more(mail: OutgoingMail, error: str, *, at: datetime) -> dict[str, Any]:
    """What a mail becomes that did not get through: it waits again, or has failed when it was tried often enough."""
    if mail.attempts >= MOST_ATTEMPTS:
        return {"state": MailState.FAILED, "claimed_at": None, "last_error": error}
    return {"state": MailState.QUEUED, "claimed_at": None, "next_try_at": at, "last_error": error}


def _erased(mail: OutgoingMail) -> dict[str, str]:
    return {"body": ""} if mail.sensitive else {}


def _note(mail: OutgoingMail, answer: Answer) -> None:
    begun = cast("datetime", mail.claimed_at)  # what is being sent was claimed: a constraint
    MailAttempt.objects.create(
        mail=mail, number=mail.attempts, at=begun, outcome=answer.outcome, error=answer.error
    )


def _write(mail: OutgoingMail, **values: Any) -> None:
    for name, value in values.items():
        setattr(mail, name, value)
    mail.save(update_fields=list(values))
