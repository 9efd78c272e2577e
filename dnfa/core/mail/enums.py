"""How a mail stands on its way out, and how one try to send it ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    """Where a mail of ours is."""

    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    CANCELLED = "cancelled", pgettext_lazy("trạng thái thư", "Thôi gửi")
    EXPIRED = "expired", _("Quá hạn, không gửi nữa")


WAITS = frozenset({MailState.QUEUED, MailState.SENDING})
# What a secret mail no longer needs its text for: it is with the reader, or never will be.
NEVER_SENT_AGAIN = frozenset({MailState.SENT, MailState.CANCELLED, MailState.EXPIRED})
SAYS_WHY = frozenset({MailState.FAILED, MailState.CANCELLED, MailState.EXPIRED})
# The only ways from state to state; the database refuses every other.
TRANSITIONS = [
    (MailState.QUEUED, MailState.SENDING),
    (MailState.QUEUED, MailState.CANCELLED),
    (MailState.QUEUED, MailState.EXPIRED),
    (MailState.SENDING, MailState.SENT),
    (MailState.SENDING, MailState.QUEUED),
    (MailState.SENDING, MailState.FAILED),
    (MailState.FAILED, MailState.QUEUED),
]
TONES: dict[str, str] = {
    MailState.QUEUED: "info",
    MailState.SENDING: "info",
    MailState.SENT: "ok",
    MailState.FAILED: "danger",
    MailState.CANCELLED: "muted",
    MailState.EXPIRED: "muted",
}


class AttemptOutcome(models.TextChoices):
    """How one try ended."""

    SENT = "sent", _("Máy chủ đã nhận")
    DEFERRED = "deferred", _("Chưa được, thử lại sau")
    REFUSED = "refused", _("Bị từ chối")
    LOST = "lost", _("Không rõ đã đi chưa")


OUTCOME_TONES: dict[str, str] = {
    AttemptOutcome.SENT: "ok",
    AttemptOutcome.DEFERRED: "warn",
    AttemptOutcome.REFUSED: "danger",
    AttemptOutcome.LOST: "question",
}
