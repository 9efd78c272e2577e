"""The outbox: every mail the house sends, and every try to send it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dnfa.core.audit import audited
from dnfa.core.mail.enums import NEVER_SENT_AGAIN, SAYS_WHY, TRANSITIONS, AttemptOutcome, MailState
from dnfa.core.mail.querysets import OutgoingMailQuerySet
from dnfa.core.versions import VersionedModel, versioned


@pgtrigger.register(
    pgtrigger.FSM(
        name="known_ways",
        field="state",
        transitions=[(str(before.value), str(after.value)) for before, after in TRANSITIONS],
    ),
    pgtrigger.ReadOnly(
        name="never_rewritten",
        fields=[
            "key",
            "purpose",
            "recipient",
            "to",
            "subject",
            "message_id",
            "created_at",
            "due_at",
            "sensitive",
        ],
    ),
)
@versioned
@audited(exclude=("body",))
class OutgoingMail(VersionedModel):
    """A mail on its way out: written once under its key, sent until the mail server takes or refuses it."""

    key = models.CharField(_("Khóa chống gửi trùng"), max_length=200, unique=True)
    purpose = models.SlugField(_("Loại thư"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("Người nhận"),
    )
    to = models.EmailField(_("Địa chỉ nhận"))
    subject = models.CharField(_("Tiêu đề"), max_length=300)
    body = models.TextField(_("Nội dung"), blank=True)
    message_id = models.CharField(_("Mã thư (Message-ID)"), max_length=200, unique=True)
    state = models.CharField(
        _("Trạng thái"), max_length=20, choices=MailState.choices, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("Số lần thử"), default=0)
    due_at = models.DateTimeField(_("Gửi từ"))
    next_try_at = models.DateTimeField(_("Lần thử tới"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("Bắt đầu gửi lúc"), null=True, blank=True)
    sent_at = models.DateTimeField(_("Gửi xong lúc"), null=True, blank=True)
    last_error = models.TextField(_("Lỗi, lý do gần nhất"), blank=True)
    created_at = models.DateTimeField(_("Ghi vào hộp lúc"))
    expires_at = models.DateTimeField(_("Không gửi sau"), null=True, blank=True)
    sensitive = models.BooleanField(_("Nội dung mật"), default=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư gửi đi")
        verbose_name_plural = _("thư gửi đi")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="queued"), name="mail_due"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="mail_claimed"),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mail_queued_has_its_time",
                condition=Q(state=MailState.QUEUED, next_try_at__isnull=False)
                | (~Q(state=MailState.QUEUED) & Q(next_try_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="mail_sending_is_claimed",
                condition=Q(state=MailState.SENDING, claimed_at__isnull=False)
                | (~Q(state=MailState.SENDING) & Q(claimed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="mail_sent_has_its_time",
                condition=Q(state=MailState.SENT, sent_at__isnull=False, attempts__gte=1)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="mail_end_says_why",
                condition=~Q(state__in=sorted(SAYS_WHY)) | ~Q(last_error=""),
            ),
            models.CheckConstraint(
                name="mail_secret_has_an_end",
                condition=Q(sensitive=False) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mail_secret_is_erased",
                condition=Q(sensitive=False) | ~Q(state__in=sorted(NEVER_SENT_AGAIN)) | Q(body=""),
            ),
            models.CheckConstraint(  # a second line in a header would be a header of somebody else's
                name="mail_headers_are_one_line",
                condition=~Q(to__regex=r"[\r\n]") & ~Q(subject__regex=r"[\r\n]"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("mails:detail", args=[self.pk])

    @property
    def shown_text(self) -> str:
        """The text as anybody but the recipient may read it: of a secret mail nothing."""
        return "" if self.sensitive else self.body

    def is_past(self, now: datetime) -> bool:
        """Whether the mail is worth nothing any more at this moment."""
        return self.expires_at is not None and now >= self.expires_at


class MailAttempt(models.Model):
    """One try to send a mail: when it began, how it ended, what the mail server said."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="tries", verbose_name=_("Thư"))
    number = models.PositiveSmallIntegerField(_("Lần"))
    at = models.DateTimeField(_("Lúc"))
    outcome = models.CharField(_("Kết quả"), max_length=20, choices=AttemptOutcome.choices)
    error = models.TextField(_("Máy chủ thư nói"), blank=True)

    class Meta:
        verbose_name = _("lần gửi thư")
        verbose_name_plural = _("các lần gửi thư")
        ordering: ClassVar = ["mail", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mail", "number"], name="mail_attempt_once"),
            models.CheckConstraint(
                name="mail_attempt_says_why", condition=Q(outcome=AttemptOutcome.SENT) | ~Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail_id} #{self.number}"
