"""What can be asked of tasks and proposals, on the pages and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import HiddenInput, TextInput
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import WholeNumberFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from reports.scheme.enums import (
    FIRST_YEAR,
    LAST_YEAR,
    SchemeProposalKind,
    SchemeProposalState,
    TaskOrigin,
    TaskRole,
    TaskState,
)
from reports.scheme.models import SchemeProposal, SchemeTask
from reports.scheme.selectors import groups


def all_agencies(_request: Any) -> QuerySet[Agency]:
    """Every agency, former ones too: the Decision keeps the names of its day."""
    return Agency.objects.in_vietnamese_order()


def group_choices() -> list[tuple[str, str]]:
    """Groups with their code before the name, as the Decision prints them."""
    return [(code, f"{code}. {name}") for code, name in groups()]


class TaskQuestions(AsOfFilterSet):
    """The queryset must come from `task_rows(…, as_of)`: state and agencies are those of the day asked about."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("mã, nội dung")})
    )
    group = django_filters.ChoiceFilter(
        field_name="group_code", label=_("Nhóm nhiệm vụ"), choices=group_choices, empty_label=_("Tất cả")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Tình trạng"), choices=TaskState.choices, widget=PickSeveral, distinct=False
    )
    lead = django_filters.ModelChoiceFilter(
        method="by_lead", label=_("Cơ quan chủ trì"), queryset=all_agencies, to_field_name="key"
    )
    coordinator = django_filters.ModelChoiceFilter(
        method="by_coordinator", label=_("Cơ quan phối hợp"), queryset=all_agencies, to_field_name="key"
    )
    without_lead = YesNoFilter(method="by_missing_lead", label=_("Chưa có cơ quan chủ trì"))
    reported_in = WholeNumberFilter(
        method="by_reported", label=_("Đã báo tiến độ năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    unreported_in = WholeNumberFilter(
        method="by_unreported", label=_("Chưa báo tiến độ năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    difficult = YesNoFilter(method="by_difficulty", label=_("Có vướng mắc chưa giải quyết"))
    for_all_units = YesNoFilter(
        field_name="with_all_relevant_units",
        label=_("Giao chung các đơn vị liên quan"),
        widget=HiddenInput,
    )
    origin = django_filters.ChoiceFilter(
        label=_("Xuất xứ"), choices=TaskOrigin.choices, empty_label=_("Tất cả")
    )

    class Meta:
        model = SchemeTask
        fields = (
            "q",
            "group",
            "state",
            "lead",
            "coordinator",
            "reported_in",
            "unreported_in",
            "difficult",
            "without_lead",
            "for_all_units",
            "origin",
        )

    def by_text(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_lead(self, queryset: Any, _name: str, value: Agency) -> Any:
        """Led by the agency on the day, itself or for one whose work it carries on."""
        return queryset.bound_to(value.pk, TaskRole.LEAD, self.as_of)

    def by_coordinator(self, queryset: Any, _name: str, value: Agency) -> Any:
        """Coordinated by the agency on the day; that all units are bound does not count as naming it."""
        return queryset.bound_to(value.pk, TaskRole.COORDINATING, self.as_of)

    def by_missing_lead(self, queryset: Any, _name: str, value: bool) -> Any:
        missing = queryset.model.objects.without_lead(self.as_of).values("pk")
        return queryset.filter(pk__in=missing) if value else queryset.exclude(pk__in=missing)

    def by_reported(self, queryset: Any, _name: str, value: int) -> Any:
        return queryset.reported_in(value, self.as_of)

    def by_unreported(self, queryset: Any, _name: str, value: int) -> Any:
        return queryset.unreported_in(value, self.as_of)

    def by_difficulty(self, queryset: Any, _name: str, value: bool) -> Any:
        return queryset.filter(open_difficulties__gt=0) if value else queryset.filter(open_difficulties=0)


class TaskFilter(TaskQuestions):
    """The page's questions: tasks whose place another has taken stand aside until they are asked for."""

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        wanted = self.form.cleaned_data.get("state") or []
        return rows if TaskState.REPLACED in wanted else rows.standing_on(self.as_of)


class ProposalFilter(django_filters.FilterSet):
    """Proposals by what became of them and by agency."""

    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"), choices=SchemeProposalState.choices, empty_label=_("Tất cả")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Loại đề xuất"), choices=SchemeProposalKind.choices, empty_label=_("Tất cả")
    )
    group = django_filters.ChoiceFilter(
        field_name="group_code", label=_("Nhóm nhiệm vụ"), choices=group_choices, empty_label=_("Tất cả")
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan đề xuất"), queryset=all_agencies, to_field_name="key"
    )

    class Meta:
        model = SchemeProposal
        fields = ("state", "kind", "group", "agency")
