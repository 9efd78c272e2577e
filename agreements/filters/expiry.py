"""What can be asked of papers that end or renew themselves."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.forms import HiddenInput, TextInput
from django.utils.translation import gettext_lazy as _

from agreements.enums import IN_FORCE_STATUSES, Capacity, Status
from agreements.expiry import BANDS, FARTHEST_DAY, band_named
from agreements.flags import expired_papers
from agreements.models import Agreement, RenewalCase
from agreements.querysets import AgreementQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import YesNoFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup.filter_parts import MineFilter

ENDING, NOTICE, EXPIRED, TACIT = "ending", "notice", "expired", "tacit"
KINDS = (
    (ENDING, _("Sắp hết hạn")),
    (NOTICE, _("Tự gia hạn, sắp đến hạn báo trước")),
    (EXPIRED, _("Đã hết hạn, chưa gia hạn")),
    (TACIT, _("Đã tự gia hạn")),
)


def open_case() -> Exists:
    """Whether a renewal file stands open for the outer paper."""
    return Exists(RenewalCase.objects.standing().filter(agreement=OuterRef("pk")))


class ExpiryFilter(AsOfFilterSet):
    """The queryset must come from `with_status` and `with_deadline` of the same day.

    Without `kind` the list holds what comes within the farthest band: ends and days of notice alike.
    """

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("tên, số ký hiệu, đối tác")}),
    )
    kind = django_filters.ChoiceFilter(method="by_kind", label=_("Loại việc"), choices=KINDS)
    band = django_filters.ChoiceFilter(
        method="by_band", label=_("Còn"), choices=[(band.code, band.label) for band in BANDS]
    )
    has_case = YesNoFilter(method="by_case", label=_("Có hồ sơ gia hạn đang mở"))
    capacity = django_filters.MultipleChoiceFilter(
        label=_("Danh nghĩa ký"), choices=Capacity.choices, widget=PickSeveral
    )
    lead = django_filters.ModelChoiceFilter(
        method="by_lead",
        label=_("Cơ quan phía Việt Nam"),
        queryset=Agency.objects.all(),
        to_field_name="key",
        widget=HiddenInput,
    )

    mine = MineFilter()

    class Meta:
        model = Agreement
        fields = ("q", "kind", "band", "has_case", "capacity", "lead", "mine")

    def filter_queryset(self, queryset: AgreementQuerySet) -> AgreementQuerySet:
        """Without a kind: what asks for work within the farthest band."""
        if not self.form.cleaned_data.get("kind"):
            queryset = coming(queryset)
        return super().filter_queryset(queryset)

    def by_text(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.matching(value)

    def by_kind(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        if value == EXPIRED:
            return queryset.filter(pk__in=expired_papers(self.as_of).values("pk"))
        if value == TACIT:
            return queryset.tacitly_renewed()
        return coming(queryset).filter(notice_by__isnull=value == ENDING)

    def by_band(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        band = band_named(value)
        return queryset.filter(days_left__range=(band.first, band.last)) if band else queryset.none()

    def by_case(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        return queryset.filter(open_case()) if value else queryset.exclude(open_case())

    def by_lead(self, queryset: AgreementQuerySet, _name: str, value: Agency) -> AgreementQuerySet:
        return queryset.filter(agencies=value)


def coming(queryset: AgreementQuerySet) -> AgreementQuerySet:
    """After `with_deadline`: papers whose end, or whose last day for notice, comes within the farthest band.

    A suspended paper is among them: its term runs on.
    """
    ending = Q(status__in=sorted({Status.EXPIRING, Status.SUSPENDED})) | Q(notice_by__isnull=False)
    running = Q(status__in=sorted({*IN_FORCE_STATUSES, Status.SUSPENDED}))
    return queryset.filter(running & ending, days_left__range=(0, FARTHEST_DAY))
