"""Agreements: the paper as signed, and the dated events that changed it afterwards."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import (
    ENDING_EVENTS,
    AgencyRole,
    AgreementType,
    Capacity,
    EventKind,
    LegalRegime,
    Stage,
    TermKind,
)
from agreements.models.signing import IntentFields, SigningFields
from agreements.querysets import AgreementEventQuerySet, AgreementQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import ViFold
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from partners.models import CooperationField, Partner


class TermFields(models.Model):
    """How long a paper holds: design.md section 4. The sentence as printed is kept beside what it means."""

    term_kind = models.CharField(_("Thời hạn"), max_length=20, choices=TermKind.choices, blank=True)
    term_ends_on = PartialDateField(_("Đến ngày"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(_("Số tháng"), null=True, blank=True)
    term_renew_months = models.PositiveSmallIntegerField(_("Mỗi lần gia hạn (tháng)"), null=True, blank=True)
    term_notice_months = models.PositiveSmallIntegerField(_("Báo trước (tháng)"), null=True, blank=True)
    term_as_printed = models.CharField(_("Thời hạn như văn bản ghi"), max_length=500, blank=True)

    class Meta:
        abstract = True


TERM_MESSAGE = _(
    "Thời hạn chưa khớp: “đến một ngày” cần có ngày, “trong một thời gian” cần số tháng, “tự động gia hạn” cần số tháng và số "
    "tháng mỗi lần gia hạn; các con số khác để trống."
)


def term_is_whole(*, may_be_empty: bool) -> Q:
    """Each kind of term carries exactly the figures it needs: what the database must never hold otherwise.

    A comparison with an empty number is neither true nor false, and a constraint lets that pass; so emptiness is
    asked about on its own.
    """
    no_length = Q(term_months__isnull=True, term_renew_months__isnull=True, term_notice_months__isnull=True)
    whole = (
        Q(term_kind__in=[TermKind.INDEFINITE, TermKind.UNKNOWN], term_ends_on__isnull=True) & no_length
        | Q(term_kind=TermKind.UNTIL, term_ends_on__isnull=False, term_renew_months__isnull=True)
        | Q(
            term_kind=TermKind.FOR,
            term_ends_on__isnull=True,
            term_months__isnull=False,
            term_months__gt=0,
            term_renew_months__isnull=True,
        )
        | Q(
            term_kind=TermKind.AUTO_RENEW,
            term_months__isnull=False,
            term_months__gt=0,
            term_renew_months__isnull=False,
            term_renew_months__gt=0,
            term_ends_on__isnull=True,
        )
    )
    return whole | Q(term_kind="", term_ends_on__isnull=True) & no_length if may_be_empty else whole


# Names kept for treaties (Law 70/2020/QH14; Ordinance 33/2007): no paper under these two regimes may bear one.
TREATY_NAME = r"^\s*((bản|dự thảo|toàn văn)\s+)*(công ước|định ước|hiệp ước|hiệp định)\M"
TREATY_NAME_MESSAGE = _(
    "Thỏa thuận quốc tế không mang tên công ước, định ước, hiệp ước, hiệp định; hãy dùng thỏa thuận, bản ghi nhớ, "
    "biên bản thỏa thuận, chương trình hoặc kế hoạch hợp tác."
)
LAW_2020_SINCE = date(2021, 7, 1)
DISTRICTS_UNTIL = date(2025, 6, 30)


@versioned
@audited(exclude=("version",))
class Agreement(VersionedModel, TermFields, SigningFields, IntentFields, TimeStampedModel):
    """A paper between a Vietnamese and a foreign side: as signed, with the term it was signed for."""

    key = models.SlugField(_("Khóa"), max_length=120, unique=True)
    title_vi = models.CharField(_("Tên văn bản"), max_length=500)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=500, blank=True)
    title_is_official = models.BooleanField(_("Tên chính thức"), default=False)
    type = models.CharField(_("Loại văn bản"), max_length=30, choices=AgreementType.choices)
    capacity = models.CharField(_("Danh nghĩa ký"), max_length=20, choices=Capacity.choices)
    legal_regime = models.CharField(
        _("Chế độ pháp lý"), max_length=20, choices=LegalRegime.choices, default=LegalRegime.UNKNOWN
    )
    stage = models.CharField(_("Giai đoạn"), max_length=20, choices=Stage.choices, default=Stage.SIGNED)
    document_number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    signed_on = PartialDateField(_("Ngày ký"), null=True, blank=True)
    effective_on = PartialDateField(_("Ngày hiệu lực"), null=True, blank=True)
    partners = models.ManyToManyField(
        Partner, through="AgreementParty", related_name="agreements", verbose_name=_("Đối tác")
    )
    agencies = models.ManyToManyField(
        Agency, through="AgreementAgency", related_name="agreements", verbose_name=_("Cơ quan phía Việt Nam")
    )
    fields = models.ManyToManyField(
        CooperationField, related_name="agreements", blank=True, verbose_name=_("Lĩnh vực")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("Chuyên viên phụ trách"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Văn bản gốc")
    )
    table_row = models.PositiveSmallIntegerField(
        _("Số thứ tự trong bảng quan hệ"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("STT trong bảng thống kê các cấp quan hệ (Quyết định 2887/QĐ-UBND, Phụ lục I)."),
    )
    signatory_as_printed = models.CharField(_("Cơ quan ký như bảng ghi"), max_length=300, blank=True)
    partner_as_printed = models.CharField(_("Đối tác như bảng ghi"), max_length=300, blank=True)
    country_as_printed = models.CharField(_("Nước như bảng ghi"), max_length=120, blank=True)
    signing_as_printed = models.CharField(_("Ngày ký như bảng ghi"), max_length=300, blank=True)
    note_as_printed = models.CharField(_("Ghi chú như bảng ghi"), max_length=1000, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    title_fold = models.GeneratedField(
        expression=ViFold(F("title_vi")), output_field=models.TextField(), db_persist=True
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("thỏa thuận")
        verbose_name_plural = _("thỏa thuận")
        ordering: ClassVar = [F("signed_on").desc(nulls_last=True), "pk"]
        indexes: ClassVar = [models.Index(fields=["signed_on"], name="agreement_signed")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agreement_term_whole",
                condition=term_is_whole(may_be_empty=False),
                violation_error_message=TERM_MESSAGE,
            ),
            models.CheckConstraint(
                name="agreement_draft_not_signed", condition=Q(stage=Stage.SIGNED) | Q(signed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="agreement_no_treaty_name",
                condition=~Q(legal_regime__in=[LegalRegime.LAW_2020, LegalRegime.ORDINANCE_2007])
                | ~Q(title_vi__iregex=TREATY_NAME),
                violation_error_message=TREATY_NAME_MESSAGE,
            ),
            models.CheckConstraint(
                name="agreement_law_2020_in_time",
                condition=~Q(legal_regime=LegalRegime.LAW_2020)
                | Q(signed_on__isnull=True)
                | Q(signed_on__last__gte=LAW_2020_SINCE),
                violation_error_message=_("Luật 70/2020/QH14 chỉ áp dụng cho văn bản ký từ 01/7/2021."),
            ),
            models.CheckConstraint(
                name="agreement_districts_in_time",
                condition=~Q(capacity=Capacity.DISTRICT)
                | Q(stage=Stage.SIGNED)
                & (Q(signed_on__isnull=True) | Q(signed_on__first__lte=DISTRICTS_UNTIL)),
                violation_error_message=_(
                    "Từ 01/7/2025 không còn cấp quận, huyện; văn bản mới không thể ký với danh nghĩa này."
                ),
            ),
            models.CheckConstraint(
                name="agreement_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.title_vi

    def get_absolute_url(self) -> str:
        return reverse("agreements:detail", args=[self.key])

    def term_setting_event(self) -> AgreementEvent | None:
        """The event that set the term in force on the day `register_rows` was asked about; None: the paper's own term.

        Needs the prefetched `events_so_far` (agreements/selectors.py); same choice as `validity.validity_on`.
        """
        setting = [event for event in self.events_so_far if event.term_kind]  # type: ignore[attr-defined]
        return max(setting, key=lambda event: (event.counts_from, event.order, event.pk), default=None)

    def ending_event(self) -> AgreementEvent | None:
        """The termination or replacement that took the paper's force by the day `register_rows` was asked about."""
        ending = [event for event in self.events_so_far if event.kind in ENDING_EVENTS]  # type: ignore[attr-defined]
        return min(ending, key=lambda event: (event.counts_from, event.order, event.pk), default=None)

    @property
    def term_now(self) -> TermFields:
        """The paper or event whose term is in force on that day."""
        return self.term_setting_event() or self


@audited()
class AgreementParty(models.Model):
    """A foreign side of an agreement, in the order of the paper."""

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        related_name="parties",
        verbose_name=pgettext_lazy("một thỏa thuận", "Thỏa thuận"),
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="parties", verbose_name=pgettext_lazy("một đối tác", "Đối tác")
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("bên ký nước ngoài")
        verbose_name_plural = _("các bên ký nước ngoài")
        ordering: ClassVar = ["agreement", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="agreement_party_once")
        ]

    def __str__(self) -> str:
        return str(self.partner)


@audited()
class AgreementAgency(models.Model):
    """A Vietnamese body of an agreement: who signed it (kept as signed), who leads, who coordinates."""

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        related_name="agency_roles",
        verbose_name=pgettext_lazy("một thỏa thuận", "Thỏa thuận"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="agreement_roles", verbose_name=_("Cơ quan")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=AgencyRole.choices)
    signatory_vi = models.CharField(_("Người ký, chức vụ theo nguồn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cơ quan phía Việt Nam")
        verbose_name_plural = _("các cơ quan phía Việt Nam")
        ordering: ClassVar = ["agreement", "role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "agency", "role"], name="agreement_agency_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_role_display()})"


@audited()
class AgreementEvent(TermFields, TimeStampedModel):
    """Something that happened to an agreement on a day: signed, strengthened, renewed, suspended, ended, replaced.

    An empty `term_kind` leaves the term as it was; a filled one sets it anew from this event on.
    """

    key = models.SlugField(_("Khóa"), max_length=120, unique=True, null=True, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        related_name="events",
        verbose_name=pgettext_lazy("một thỏa thuận", "Thỏa thuận"),
    )
    kind = models.CharField(_("Sự kiện"), max_length=20, choices=EventKind.choices)
    occurred_on = PartialDateField(_("Ngày"), null=True, blank=True)
    effective_on = PartialDateField(_("Có hiệu lực từ"), null=True, blank=True)
    successor = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("Văn bản mới"),
    )
    title_vi = models.CharField(_("Tên văn bản"), max_length=500, blank=True)
    document_number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    as_printed = models.CharField(_("Như nguồn ghi"), max_length=300, blank=True)
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự trong nguồn"), default=0)

    objects = AgreementEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("sự kiện của thỏa thuận")
        verbose_name_plural = _("các sự kiện của thỏa thuận")
        ordering: ClassVar = ["agreement", F("occurred_on").asc(nulls_last=True), "order", "pk"]
        indexes: ClassVar = [models.Index(fields=["agreement", "kind"], name="event_agreement_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_term_whole",
                condition=term_is_whole(may_be_empty=True),
                violation_error_message=TERM_MESSAGE,
            ),
            models.CheckConstraint(
                name="event_replacement_names_heir",
                condition=~Q(kind=EventKind.REPLACEMENT) | Q(successor__isnull=False),
            ),
            models.CheckConstraint(
                name="event_termination_has_reason", condition=~Q(kind=EventKind.TERMINATION) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="event_not_its_own_heir",
                condition=Q(successor__isnull=True) | ~Q(successor=F("agreement")),
            ),
            models.CheckConstraint(
                name="event_ending_sets_no_term",
                condition=~Q(kind__in=sorted(ENDING_EVENTS)) | Q(term_kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on.display() if self.occurred_on else ''}".strip()
