"""Contacts that are no delegation, and invitations with their answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.enums import (
    DeclineReason,
    EngagementKind,
    Initiative,
    InvitationAnswer,
    InvitationSide,
)
from delegations.models.base import ContactRecord, GivenUpRecord, given_up_constraints
from delegations.models.conference import Conference
from delegations.models.delegation import Delegation
from delegations.querysets import EngagementQuerySet, InvitationQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from partners.models import Partner


@versioned
@audited(exclude=("version",))
class Engagement(GivenUpRecord, ContactRecord):
    """A contact that is no delegation: an event, a letter, an exchange, an online meeting, an invitation not taken up.

    What lay ahead and was called off stays, marked, and is no activity.
    """

    kind = models.CharField(_("Loại"), max_length=30, choices=EngagementKind.choices)
    initiative = models.CharField(_("Bên khởi xướng"), max_length=10, choices=Initiative.choices, blank=True)
    head_name = models.CharField(_("Người đứng đầu"), max_length=150, blank=True)
    head_title = models.CharField(_("Chức vụ"), max_length=200, blank=True)
    document_number = models.CharField(_("Văn bản số"), max_length=120, blank=True)

    objects = EngagementQuerySet.as_manager()  # type: ignore[misc]  # the stubs see a class variable in the base

    class Meta(ContactRecord.Meta):
        verbose_name = _("tiếp xúc")
        verbose_name_plural = _("tiếp xúc, sự kiện")
        constraints: ClassVar = [
            *given_up_constraints("engagement"),
            models.CheckConstraint(
                name="engagement_recurring_undated",
                condition=Q(is_recurring=False) | Q(starts_on__isnull=True),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("delegations:engagement", args=[self.key])


@versioned
@audited(exclude=("version",))
class Invitation(VersionedModel, TimeStampedModel):
    """One partner invited by the city, or the city by one partner: to what, answer by when, what was answered.

    An invitation is no evidence of a living tie, whatever the answer; that somebody came is (`attended`).
    """

    side = models.CharField(_("Chiều"), max_length=10, choices=InvitationSide.choices)
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="invitations", verbose_name=_("Đối tác")
    )
    occasion = models.CharField(_("Mời dự, mời thăm"), max_length=500)
    event = models.ForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("Sự kiện"),
    )
    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("Hội nghị, hội thảo"),
    )
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("Đoàn đi theo lời mời"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("Cơ quan theo dõi"),
    )
    document_number = models.CharField(_("Thư mời số"), max_length=120, blank=True)
    sent_on = models.DateField(_("Ngày gửi, ngày nhận"))
    event_from = models.DateField(_("Diễn ra từ ngày"), null=True, blank=True)
    event_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    answer_by = models.DateField(_("Cần trả lời trước"), null=True, blank=True)
    answer = models.CharField(_("Trả lời"), max_length=20, choices=InvitationAnswer.choices, blank=True)
    answered_on = models.DateField(_("Ngày trả lời"), null=True, blank=True)
    answer_document = models.CharField(_("Văn bản trả lời"), max_length=120, blank=True)
    reason = models.CharField(_("Lý do không nhận"), max_length=20, choices=DeclineReason.choices, blank=True)
    reason_note = models.CharField(_("Nói rõ lý do"), max_length=500, blank=True)
    attended = models.BooleanField(_("Có dự"), null=True, blank=True)
    attended_persons = models.PositiveIntegerField(_("Số người dự"), null=True, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời mời")
        verbose_name_plural = _("các lời mời")
        ordering: ClassVar = ["-sent_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["answer_by"], condition=Q(answer=""), name="invitation_unanswered")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_one_occasion",
                condition=Q(event__isnull=True) | Q(conference__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_answered_on_a_day",
                condition=Q(answer__in=["", InvitationAnswer.NO_ANSWER]) | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_declined_with_reason",
                condition=Q(answer=InvitationAnswer.DECLINED) & ~Q(reason="")
                | ~Q(answer=InvitationAnswer.DECLINED) & Q(reason=""),
            ),
            models.CheckConstraint(
                name="invitation_other_reason_told",
                condition=~Q(reason=DeclineReason.OTHER) | ~Q(reason_note=""),
            ),
            models.CheckConstraint(
                name="invitation_range",
                condition=Q(event_from__isnull=True)
                | Q(event_to__isnull=True)
                | Q(event_to__gte=F("event_from")),
            ),
            models.CheckConstraint(
                name="invitation_persons_came",
                condition=Q(attended_persons__isnull=True) | Q(attended=True),
            ),
            models.UniqueConstraint(fields=["event", "partner"], name="event_invites_partner_once"),
            models.UniqueConstraint(fields=["conference", "partner"], name="conference_invites_partner_once"),
        ]

    def __str__(self) -> str:
        return self.occasion

    def get_absolute_url(self) -> str:
        return reverse("delegations:invitation", args=[self.pk])
