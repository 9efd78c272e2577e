"""The doors of the outbox: put a mail in, take one out, let a failed one try again. Sending is delivery.py."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

if TYPE_CHECKING:
    from dnfa.accounts.models import User

logger = logging.getLogger(__name__)

TASK = "dnfa.core.tasks.send_mails"  # by name: the task runs functions of this package
LONGEST_SUBJECT = 300


def queue_mail(
    *,
    key: str,
    purpose: str,
    to: str,
    subject: str,
    body: str,
    now: datetime,
    recipient: User | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    sensitive: bool = False,
) -> OutgoingMail:
    """Put a mail into the outbox, once for each key; gives the row that stands.

    `key` names what the mail tells and to whom ("digest:5:2026-11-26"): a second call with it changes nothing, whoever
    makes it at the same time. `not_before` keeps it back, after `expires_at` it is not sent any more, `sensitive` hides the
    text from everybody and erases it when it is sent. `recipient` is the person behind the address: one whose account is
    closed meanwhile gets nothing.

    Side effects: one `OutgoingMail` in the caller's transaction, and a word to the workers once that is committed.
    Raises `InvalidInput` for what is no mail address, `ValueError` for a secret without an end.
    """
    if sensitive and expires_at is None:
        message = "a sensitive mail needs expires_at: its text is kept until then at the longest"
        raise ValueError(message)
    try:
        validate_email(to)
    except ValidationError as error:
        sentence = _("“%(address)s” không phải là địa chỉ thư điện tử.") % {"address": to}
        raise InvalidInput("mail_address_invalid", sentence, {"to": [sentence]}) from error
    due_at = max(now, not_before or now)
    mail = OutgoingMail(
        key=key,
        purpose=purpose,
        recipient=recipient,
        to=to,
        subject=clean_line(subject)[:LONGEST_SUBJECT],
        body=body,
        message_id=message_id_of(key),
        due_at=due_at,
        next_try_at=due_at,
        created_at=now,
        expires_at=expires_at,
        sensitive=sensitive,
    )
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    if due_at == now:
        transaction.on_commit(nudge, robust=True)
    return OutgoingMail.objects.get(key=key)


def message_id_of(key: str) -> str:
    """The Message-ID a mail of this key bears whenever and however often it is sent, also by a restored backup."""
    house = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{house or 'localhost'}>"


def nudge() -> None:
    """Tell a worker that mail waits. A lost word costs a minute: beat asks for what is due (dnfa/celery.py).

    Side effects: one message to the broker, one line in the log when it does not answer.
    """
    try:
        current_app.send_task(TASK, retry=False)
    except OperationalError:
        logger.warning("mail waits for the next minute: the broker does not answer")


@transaction.atomic
def mail_retry(
    *, mail: OutgoingMail, reason: str, now: datetime, base_version: int | None = None
) -> OutgoingMail:
    """Send a mail again that could not be sent: at once, and with its old Message-ID.

    The caller checks who may. Side effects: the mail waits again, the reason in the audit trail, a word to the workers on
    commit. Raises `InvalidInput` without a reason, `Conflict` for one that did not fail or is worthless by now, or whose
    version moved on.
    """
    _demand_reason(reason)
    fresh = locked(mail, base_version=base_version)
    if fresh.state != MailState.FAILED:
        raise Conflict("mail_did_not_fail", gettext_lazy("Chỉ gửi lại được thư không gửi được."))
    if fresh.is_past(now):
        raise Conflict("mail_is_past", gettext_lazy("Thư này đã quá hạn; hãy tạo thư mới thay cho nó."))
    fresh.state, fresh.next_try_at = MailState.QUEUED, now
    _save(fresh, reason)
    transaction.on_commit(nudge, robust=True)
    return fresh


@transaction.atomic
def mail_cancel(*, mail: OutgoingMail, reason: str, base_version: int | None = None) -> OutgoingMail:
    """Keep a mail that waits from being sent, for good.

    The caller checks who may. Side effects: state and reason, the text of a secret one is erased; the reason in the audit
    trail. Raises `InvalidInput` without a reason, `Conflict` for one that is being sent or does not wait any more, or
    whose version moved on.
    """
    _demand_reason(reason)
    fresh = locked(mail, base_version=base_version)
    if fresh.state != MailState.QUEUED:
        raise Conflict("mail_does_not_wait", gettext_lazy("Chỉ thôi gửi được thư đang chờ gửi."))
    fresh.state, fresh.next_try_at, fresh.last_error = MailState.CANCELLED, None, clean_line(reason)
    if fresh.sensitive:
        fresh.body = ""
    _save(fresh, reason)
    return fresh


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        sentence = gettext_lazy("Hãy ghi lý do.")
        raise InvalidInput("reason_required", gettext_lazy("Cần ghi lý do."), {"reason": [sentence]})


def _save(mail: OutgoingMail, reason: str) -> None:
    with because(clean_line(reason)):
        mail.save(update_fields=["state", "next_try_at", "last_error", "body"])
    mail.refresh_from_db(fields=["version"])
