"""What can be asked of projects and aid, on pages and in the API alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import HiddenInput, TextInput
from django.utils.translation import gettext_lazy as _

from agreements.aid_rows import Scope
from agreements.aid_totals import SHOWN, projects_of, projects_set_aside
from agreements.enums import (
    SET_ASIDE_STATES,
    AidForm,
    FundingKind,
    ProjectDirection,
    ProjectPartyRole,
    ProjectState,
    SourceType,
)
from agreements.filters.placed import PlacedFilterSet
from agreements.models import ExchangeRate, FundingLine, Project, ProjectAgency, ProjectParty
from agreements.querysets import ProjectQuerySet
from agreements.querysets.funding import FundingLineQuerySet
from agreements.selectors_projects import people_given_projects
from dnfa.accounts.models import Agency
from dnfa.core.as_of import asked_day
from dnfa.core.filters import DayFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup.filter_parts import MineFilter
from partners.charge_selectors import ME, NOBODY
from partners.filters import choosable_countries, choosable_partners
from partners.models import CooperationField, Country, Partner


def officer_choices() -> list[tuple[str, Any]]:
    """Me, nobody, or a person by user name: those a project can be given to, and those it is given to."""
    people = [(person.username, str(person)) for person in people_given_projects()]
    return [(ME, _("Tôi")), (NOBODY, _("Chưa giao ai")), *people]


class ProjectFilter(PlacedFilterSet):
    """Questions about projects and aid; the state is that of the day asked about."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("tên dự án, đối tác")})
    )
    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=ProjectDirection.choices)
    source_type = django_filters.ChoiceFilter(label=_("Nguồn vốn"), choices=SourceType.choices)
    form = django_filters.ChoiceFilter(label=_("Hình thức"), choices=AidForm.choices)
    state = django_filters.MultipleChoiceFilter(
        method="by_state", label=_("Tình trạng"), choices=ProjectState.choices, widget=PickSeveral
    )
    partner = django_filters.ModelChoiceFilter(
        method="by_partner", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    donor = django_filters.ModelChoiceFilter(
        method="by_donor", label=_("Nhà tài trợ"), queryset=choosable_partners, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country",
        label=_("Quốc gia và vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )
    agency = django_filters.ModelChoiceFilter(
        method="by_agency", label=_("Cơ quan"), queryset=Agency.objects.all(), to_field_name="key"
    )
    officer = django_filters.ChoiceFilter(
        method="by_officer", label=_("Chuyên viên phụ trách"), choices=officer_choices
    )
    mine = MineFilter()
    field = django_filters.ModelChoiceFilter(
        field_name="fields",
        label=_("Lĩnh vực"),
        queryset=CooperationField.objects.all(),
        to_field_name="code",
    )
    currency = django_filters.CharFilter(method="by_currency", label=_("Loại tiền"))
    running = YesNoFilter(method="by_running", label=_("Đang thực hiện vào ngày hỏi"))
    past_end = YesNoFilter(method="by_past_end", label=_("Quá thời hạn, chưa kết thúc"))
    in_totals = YesNoFilter(method="by_totals", label=_("Có số tiền được cộng"), widget=HiddenInput)
    set_aside = django_filters.ChoiceFilter(
        method="by_set_aside",
        label=_("Có số tiền đứng ngoài tổng"),
        choices=[(state.value, state.label) for state in SET_ASIDE_STATES],
        widget=HiddenInput,
    )
    booked_from = DayFilter(method="by_booked", label=_("Tiền ghi từ ngày"))
    booked_to = DayFilter(method="by_booked", label=_("Tiền ghi đến ngày"))
    active_from = DayFilter(method="by_activity", label=_("Trong kỳ từ ngày"), widget=HiddenInput)
    active_to = DayFilter(method="by_activity", label=_("Trong kỳ đến ngày"), widget=HiddenInput)

    class Meta:
        model = Project
        fields = (
            "q",
            "direction",
            "state",
            "source_type",
            "form",
            "partner",
            "donor",
            "country",
            "agency",
            "officer",
            "mine",
            "field",
            "currency",
            "running",
            "past_end",
            "given_by",
            "given_from",
            "managing",
            "unplaced",
            "period",
            "in_totals",
            "set_aside",
            "booked_from",
            "booked_to",
            "active_from",
            "active_to",
        )

    def by_text(self, queryset: ProjectQuerySet, _name: str, value: str) -> ProjectQuerySet:
        return queryset.matching(value)

    def by_state(self, queryset: ProjectQuerySet, _name: str, value: list[str]) -> ProjectQuerySet:
        if not value:
            return queryset
        stated: Any = Project.objects.with_state(self.as_of)
        return queryset.filter(pk__in=stated.filter(state__in=value).values("pk"))

    def by_partner(self, queryset: ProjectQuerySet, _name: str, value: Partner) -> ProjectQuerySet:
        """The partner gave, received or took part."""
        return queryset.filter(_has_party(partner=value))

    def by_donor(self, queryset: ProjectQuerySet, _name: str, value: Partner) -> ProjectQuerySet:
        return queryset.filter(_has_party(partner=value, role=ProjectPartyRole.DONOR))

    def by_country(self, queryset: ProjectQuerySet, _name: str, value: Country) -> ProjectQuerySet:
        """A side of the project is of this country or territory."""
        return queryset.filter(_has_party(partner__country=value))

    def by_totals(self, queryset: ProjectQuerySet, _name: str, value: bool) -> ProjectQuerySet:
        """Projects with lines that the tables of aid add up, booked in the period where one is asked for."""
        counted = projects_of(self._scope).values("pk")
        return queryset.filter(pk__in=counted) if value else queryset.exclude(pk__in=counted)

    def by_set_aside(self, queryset: ProjectQuerySet, _name: str, value: str) -> ProjectQuerySet:
        """Projects only talked about, or dropped, whose lines stand beside the tables of aid."""
        return queryset.filter(pk__in=projects_set_aside(self._scope, value).values("pk"))

    @property
    def _scope(self) -> Scope:
        """The lines the tables would ask for."""
        days = {name: self.form.cleaned_data.get(name) for name in ("booked_from", "booked_to")}
        return Scope(self.request.user, self.as_of, days["booked_from"], days["booked_to"])

    def by_booked(self, queryset: ProjectQuerySet, name: str, _value: date) -> ProjectQuerySet:
        """One and the same sum was booked in the period, as far as its date tells."""
        days = self._days("booked_from", "booked_to")
        if name == "booked_to" and "booked_from" in days:
            return queryset  # asked already
        bounds = {"booked_from": "booked_on__first__gte", "booked_to": "booked_on__last__lte"}
        return queryset.filter(Exists(_lines(**{bounds[which]: day for which, day in days.items()})))

    def by_activity(self, queryset: ProjectQuerySet, name: str, value: date) -> ProjectQuerySet:
        """Projects that a report of the period tells of, as known on the day asked about; one day alone is the whole period."""
        asked = self._days("active_from", "active_to")
        if name == "active_to" and "active_from" in asked:
            return queryset  # asked already
        days = {"active_from": value, "active_to": value, **asked}
        told: Any = Project.objects.in_period(days["active_from"], days["active_to"], self.as_of)
        return queryset.filter(pk__in=told.values("pk"))

    def _days(self, *names: str) -> dict[str, date]:
        """Those of the days that were asked for."""
        asked = {name: self.form.cleaned_data.get(name) for name in names}
        return {name: day for name, day in asked.items() if day}

    def by_officer(self, queryset: ProjectQuerySet, _name: str, value: str) -> ProjectQuerySet:
        """Given to the asker by name, to nobody, or to the person with this user name."""
        if value == NOBODY:
            return queryset.filter(officer__isnull=True)
        return queryset.filter(officer__username=self.request.user.username if value == ME else value)

    def undated(self) -> Q:
        return Q(Exists(_lines(kind__in=SHOWN, booked_on__isnull=True)))

    def by_agency(self, queryset: ProjectQuerySet, _name: str, value: Agency) -> ProjectQuerySet:
        return queryset.filter(Exists(ProjectAgency.objects.filter(project=OuterRef("pk"), agency=value)))

    def by_currency(self, queryset: ProjectQuerySet, _name: str, value: str) -> ProjectQuerySet:
        """Some line of the project is in this currency."""
        return queryset.filter(Exists(_lines(currency=value.strip().upper())))

    def by_running(self, queryset: ProjectQuerySet, _name: str, value: bool) -> ProjectQuerySet:
        running = Project.objects.running_on(self.as_of).values("pk")
        return queryset.filter(pk__in=running) if value else queryset.exclude(pk__in=running)

    def by_past_end(self, queryset: ProjectQuerySet, _name: str, value: bool) -> ProjectQuerySet:
        late = Project.objects.past_their_end(self.as_of).values("pk")
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class FundingLineFilter(django_filters.FilterSet):
    """Questions about sums; without `kind` every kind is given."""

    project = django_filters.CharFilter(field_name="project__key", label=_("Dự án (khóa)"))
    kind = django_filters.MultipleChoiceFilter(label=_("Loại số tiền"), choices=FundingKind.choices)
    currency = django_filters.CharFilter(method="by_currency", label=_("Loại tiền"))
    direction = django_filters.ChoiceFilter(
        field_name="project__direction", label=_("Chiều"), choices=ProjectDirection.choices
    )
    booked_from = DayFilter(method="by_first", label=_("Ngày ghi từ"))
    booked_to = DayFilter(method="by_last", label=_("Ngày ghi đến"))
    known_by = DayFilter(method="by_known", label=_("Đã biết vào ngày"))
    counted = YesNoFilter(method="by_counted", label=_("Được cộng khi cộng nhiều dự án"))
    in_totals = YesNoFilter(method="by_totals", label=_("Có trong các tổng"), widget=HiddenInput)
    rate = django_filters.ModelChoiceFilter(
        method="by_rate",
        label=_("Theo tỷ giá trong sổ"),
        queryset=ExchangeRate.objects.all(),
        widget=HiddenInput,
    )

    class Meta:
        model = FundingLine
        fields = (
            "project",
            "kind",
            "currency",
            "direction",
            "booked_from",
            "booked_to",
            "known_by",
            "counted",
            "in_totals",
            "rate",
        )

    def by_currency(self, queryset: FundingLineQuerySet, _name: str, value: str) -> FundingLineQuerySet:
        return queryset.filter(currency=value.strip().upper())

    def by_first(self, queryset: FundingLineQuerySet, _name: str, value: date) -> FundingLineQuerySet:
        return queryset.filter(booked_on__first__gte=value)

    def by_last(self, queryset: FundingLineQuerySet, _name: str, value: date) -> FundingLineQuerySet:
        return queryset.filter(booked_on__last__lte=value)

    def by_known(self, queryset: FundingLineQuerySet, _name: str, value: date) -> FundingLineQuerySet:
        """Sums that a report as of this day holds: a date known to the year or month counts from its first day."""
        return queryset.known_by(value)

    def by_counted(self, queryset: FundingLineQuerySet, _name: str, value: bool) -> FundingLineQuerySet:
        """False gives the lines of parts whose money stands in their programme."""
        return queryset.filter(project__is_component=not value)

    def by_totals(self, queryset: FundingLineQuerySet, _name: str, value: bool) -> FundingLineQuerySet:
        """Lines of projects, not parts, that on the day known by (else the day asked about) are neither talked about only nor dropped."""
        day = self.form.cleaned_data.get("known_by") or asked_day(self.request)
        added = FundingLine.objects.added_up(day).values("pk")
        return queryset.filter(pk__in=added) if value else queryset.exclude(pk__in=added)

    def by_rate(self, queryset: FundingLineQuerySet, _name: str, value: ExchangeRate) -> FundingLineQuerySet:
        """Lines told in đồng at this rate of the register."""
        return queryset.told_at(value)


def _lines(**of: Any) -> QuerySet[FundingLine]:
    return FundingLine.objects.filter(project=OuterRef("pk"), **of)


def _has_party(**of: Any) -> Exists:
    return Exists(ProjectParty.objects.filter(project=OuterRef("pk"), **of))
