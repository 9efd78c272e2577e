"""What can be asked of drafts under way and of talks that were not continued."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from agreements.enums import PIPELINE, BallHolder, BreakReason, BrokenOffBy, Stage
from agreements.filters.papers import MAX_ID, TITLE_NUMBER_PARTNER
from agreements.models import Agreement, AgreementParty, CriteriaAssessment, StageStep
from agreements.selectors_pipeline import ball_agencies
from dnfa.accounts.models import Agency
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import WholeNumberFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from partners.filters import choosable_partners
from partners.models import Partner

OF_OFFICER = [("me", _("Của tôi")), ("nobody", _("Chưa phân công"))]


def choosable_ball_agencies(request: Any) -> Any:
    """Agencies that hold a ball this person may see; none when the schema is drawn."""
    return ball_agencies(request.user) if request is not None else Agency.objects.none()


class DraftFilter(AsOfFilterSet):
    """The queryset must come from `selectors_pipeline.drafts`."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    officer = django_filters.ChoiceFilter(method="by_officer", label=_("Phụ trách"), choices=OF_OFFICER)
    ball = django_filters.ChoiceFilter(label=_("Đang chờ"), choices=BallHolder.choices)
    agency = django_filters.ModelChoiceFilter(
        method="by_agency", label=_("Cơ quan đang xử lý"), queryset=choosable_ball_agencies
    )
    late = YesNoFilter(method="by_late", label=_("Quá ngày dự kiến"))

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ("q", "officer", "ball", "agency", "late")

    def by_text(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_officer(self, queryset: Any, _name: str, value: str) -> Any:
        user = getattr(self.request, "user", None)
        return queryset.filter(officer=user) if value == "me" else queryset.filter(officer__isnull=True)

    def by_agency(self, queryset: Any, _name: str, value: Agency) -> Any:
        return queryset.filter(ball_agency_id=value.pk)

    def by_late(self, queryset: Any, _name: str, value: bool) -> Any:
        in_time = Q(expected_by__isnull=True) | Q(expected_by__gte=self.as_of)
        return queryset.filter(expected_by__lt=self.as_of) if value else queryset.filter(in_time)


class DraftListFilter(DraftFilter):
    """The list asks for stages too; the board shows them all."""

    stage = django_filters.MultipleChoiceFilter(
        label=_("Giai đoạn"), choices=[(stage, stage.label) for stage in PIPELINE], widget=PickSeveral
    )

    class Meta(DraftFilter.Meta):
        fields = ("q", "stage", "officer", "ball", "agency", "late")


class BrokenOffFilter(django_filters.FilterSet):
    """The queryset must come from `selectors_pipeline.broken_off`."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    reason = django_filters.MultipleChoiceFilter(
        field_name="break_reason", label=_("Lý do"), choices=BreakReason.choices, widget=PickSeveral
    )
    by = django_filters.ChoiceFilter(
        field_name="broken_off_by", label=_("Bên dừng"), choices=BrokenOffBy.choices
    )
    partner = django_filters.ModelChoiceFilter(
        method="by_partner", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    year = WholeNumberFilter(field_name="step_on__year", label=_("Năm dừng"), min_value=1900, max_value=2200)

    class Meta:
        model = Agreement
        fields = ("q", "reason", "by", "partner", "year")

    def by_text(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_partner(self, queryset: Any, _name: str, value: Partner) -> Any:
        return queryset.filter(Exists(AgreementParty.objects.filter(agreement=OuterRef("pk"), partner=value)))


class StageStepFilter(django_filters.FilterSet):
    """Questions of the API about steps."""

    agreement = WholeNumberFilter(
        field_name="agreement_id", label=_("Thỏa thuận (mã)"), min_value=1, max_value=MAX_ID
    )
    stage = django_filters.MultipleChoiceFilter(label=_("Giai đoạn"), choices=Stage.choices)
    ball = django_filters.ChoiceFilter(label=_("Đang chờ"), choices=BallHolder.choices)
    break_reason = django_filters.MultipleChoiceFilter(label=_("Lý do"), choices=BreakReason.choices)

    class Meta:
        model = StageStep
        fields = ("agreement", "stage", "ball", "break_reason")


class AssessmentFilter(django_filters.FilterSet):
    """Questions of the API about assessments."""

    agreement = WholeNumberFilter(
        field_name="agreement_id", label=_("Thỏa thuận (mã)"), min_value=1, max_value=MAX_ID
    )
    is_complete = YesNoFilter(method="by_complete", label=_("Đã trả lời đủ"))

    class Meta:
        model = CriteriaAssessment
        fields = ("agreement", "is_complete")

    def by_complete(self, queryset: Any, _name: str, value: bool) -> Any:
        return queryset.filter(is_complete=value)
