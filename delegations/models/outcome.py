"""What a delegation or conference brought: the report of its result, whom it met, what each side owes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.enums import ObligationSide
from delegations.models.conference import Conference
from delegations.models.delegation import Delegation
from delegations.querysets import OutcomeReportQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from dnfa.followup.models import Action
from partners.models import Partner


@versioned
@audited(exclude=("version",))
class OutcomeReport(VersionedModel, TimeStampedModel):
    """The report of the result (báo cáo kết quả), owed after the return (15 days unless the clock rule says otherwise).

    A draft until `reported_on` is given; with it a delegation or conference may be closed.
    """

    delegation = models.OneToOneField(
        Delegation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="result",
        verbose_name=_("Đoàn"),
    )
    conference = models.OneToOneField(
        Conference,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="result",
        verbose_name=_("Hội nghị, hội thảo"),
    )
    document_number = models.CharField(_("Báo cáo số"), max_length=120, blank=True)
    reported_on = models.DateField(_("Ngày báo cáo"), null=True, blank=True)
    summary = models.TextField(_("Kết quả chính"), blank=True)
    done = models.TextField(_("Đã làm được"), blank=True)
    negotiating = models.TextField(_("Còn đang trao đổi"), blank=True)
    assessment = models.TextField(_("Đánh giá"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người báo cáo"),
    )

    objects = OutcomeReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo kết quả")
        verbose_name_plural = _("các báo cáo kết quả")
        ordering: ClassVar = ["-reported_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="result_of_one_record",
                condition=Q(delegation__isnull=False, conference__isnull=True)
                | Q(delegation__isnull=True, conference__isnull=False),
            ),
            models.CheckConstraint(
                name="result_reported_says_something",
                condition=Q(reported_on__isnull=True) | ~Q(summary=""),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number or str(self.record)

    def get_absolute_url(self) -> str:
        name = "delegations:report" if self.delegation_id else "delegations:conference-report"
        return reverse(name, args=[self.record.key])

    @property
    def record(self) -> Delegation | Conference:
        """The delegation or conference whose result it tells; exactly one is given (constraint)."""
        return self.delegation or self.conference  # type: ignore[return-value]


@audited()
class OutcomeMeeting(models.Model):
    """A meeting that took place: who met whom, on which day, about what."""

    report = models.ForeignKey(
        OutcomeReport, models.CASCADE, related_name="meetings", verbose_name=_("Báo cáo kết quả")
    )
    met_on = models.DateField(_("Ngày"), null=True, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Đối tác")
    )
    counterpart = models.CharField(_("Người gặp (họ tên, chức vụ)"), max_length=300)
    our_side = models.CharField(_("Phía thành phố"), max_length=300, blank=True)
    content = models.TextField(_("Nội dung trao đổi"), blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("cuộc gặp")
        verbose_name_plural = _("các cuộc gặp")
        ordering: ClassVar = ["report", "order", "pk"]

    def __str__(self) -> str:
        return self.counterpart


@audited()
class Obligation(models.Model):
    """What one side took on, or the delegation proposes, with one lead agency; ours and proposals become actions."""

    report = models.ForeignKey(
        OutcomeReport, models.CASCADE, related_name="obligations", verbose_name=_("Báo cáo kết quả")
    )
    side = models.CharField(_("Bên thực hiện"), max_length=10, choices=ObligationSide.choices)
    text = models.CharField(_("Việc phải làm"), max_length=500)
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan chủ trì")
    )
    action = models.OneToOneField(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obligation",
        verbose_name=_("Việc phải làm trong sổ"),
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("nghĩa vụ, kiến nghị sau đoàn")
        verbose_name_plural = _("các nghĩa vụ, kiến nghị sau đoàn")
        ordering: ClassVar = ["report", "side", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="obligation_of_ours_is_led",
                condition=Q(side=ObligationSide.THEIRS) | Q(lead_agency__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text
