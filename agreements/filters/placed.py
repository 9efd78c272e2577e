"""Questions that the pages of sums ask of projects and of their lines: whose money, in which row of a table, in which period.

None has a box of its own: the pages lead here, and each shows as a chip.
"""

from __future__ import annotations

import abc
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput, RegexField
from django.utils.translation import gettext_lazy as _

from agreements.aid_parts import (
    COUNTRY,
    OPEN_PARTS,
    PARTNER,
    Unplaced,
    in_period,
    managing_agency,
    open_part,
    part_of,
)
from agreements.enums import ProjectPartyRole
from dnfa.accounts.models import Agency
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import DescribedFilter
from partners.filters import choosable_countries, choosable_partners
from partners.models import Country, Partner

YEARS = r"^[12][0-9]{3}-[12][0-9]{3}$"


class YearsFilter(DescribedFilter):
    """Two years: `?period=2018-2022`."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string", "pattern": YEARS}
    field_class = RegexField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"regex": YEARS, "widget": HiddenInput, **kwargs})


class PlacedFilterSet(AsOfFilterSet):
    """What is asked of a project, or of the project of a line; `prefix` is the way there."""

    prefix: ClassVar[str] = ""

    given_by = django_filters.ModelChoiceFilter(
        method="by_giver",
        label=_("Phần của nhà tài trợ"),
        queryset=choosable_partners,
        to_field_name="key",
        widget=HiddenInput,
    )
    given_from = django_filters.ModelChoiceFilter(
        method="by_giving_country",
        label=_("Phần của nhà tài trợ thuộc"),
        queryset=choosable_countries,
        to_field_name="code",
        widget=HiddenInput,
    )
    given_to = django_filters.ModelChoiceFilter(
        method="by_taker",
        label=_("Phần của bên nhận"),
        queryset=choosable_partners,
        to_field_name="key",
        widget=HiddenInput,
    )
    given_into = django_filters.ModelChoiceFilter(
        method="by_taking_country",
        label=_("Phần của bên nhận thuộc"),
        queryset=choosable_countries,
        to_field_name="code",
        widget=HiddenInput,
    )
    managing = django_filters.ModelChoiceFilter(
        method="by_managing",
        label=_("Cơ quan chủ quản"),
        queryset=Agency.objects.all(),
        to_field_name="key",
        widget=HiddenInput,
    )
    unplaced = django_filters.ChoiceFilter(
        method="by_unplaced", label=_("Chưa xếp được"), choices=Unplaced.choices, widget=HiddenInput
    )
    period = YearsFilter(method="by_period", label=_("Giai đoạn"))

    @property
    def project_path(self) -> str:
        return self.prefix.removesuffix("__") or "pk"

    def by_giver(self, queryset: QuerySet[Any], _name: str, value: Partner) -> QuerySet[Any]:
        """Money that was received counts under this donor, whole or by its stated share."""
        return self._under(queryset, PARTNER, ProjectPartyRole.DONOR, value)

    def by_giving_country(self, queryset: QuerySet[Any], _name: str, value: Country) -> QuerySet[Any]:
        return self._under(queryset, COUNTRY, ProjectPartyRole.DONOR, value)

    def by_taker(self, queryset: QuerySet[Any], _name: str, value: Partner) -> QuerySet[Any]:
        """Money that was given counts under this recipient."""
        return self._under(queryset, PARTNER, ProjectPartyRole.RECIPIENT, value)

    def by_taking_country(self, queryset: QuerySet[Any], _name: str, value: Country) -> QuerySet[Any]:
        return self._under(queryset, COUNTRY, ProjectPartyRole.RECIPIENT, value)

    def _under(
        self, queryset: QuerySet[Any], level: str, role: ProjectPartyRole, value: Partner | Country
    ) -> QuerySet[Any]:
        return self.with_part(queryset, part_of(self.project_path, level, role=role, **{level: value}))

    def by_managing(self, queryset: QuerySet[Any], _name: str, value: Agency) -> QuerySet[Any]:
        """The agency under whose name aid is added up."""
        return queryset.alias(manages=managing_agency(self.project_path)).filter(manages=value.pk)

    def by_period(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """The project is stated to run from one year to another, no more and no less."""
        first, last = map(int, value.split("-"))
        return queryset.filter(in_period(first, last, self.prefix))

    def by_unplaced(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """What a table could not put under a name."""
        if value in OPEN_PARTS:
            level, direction = OPEN_PARTS[Unplaced(value)]
            asked = queryset.filter(**{f"{self.prefix}direction": direction})
            return self.with_part(asked, open_part(self.project_path, level))
        if value == Unplaced.COUNTRY:
            return self.with_part(
                queryset, part_of(self.project_path, COUNTRY, partner__country__isnull=True)
            )
        if value == Unplaced.AGENCY:
            return queryset.alias(manages=managing_agency(self.project_path)).filter(manages__isnull=True)
        if value == Unplaced.YEAR:
            return queryset.filter(self.undated())
        nameless = {"source_type": ""} if value == Unplaced.SOURCE else {"fields__isnull": True}
        return queryset.filter(**{f"{self.prefix}{lookup}": none for lookup, none in nameless.items()})

    @abc.abstractmethod
    def undated(self) -> Q:
        """Condition: money of no day."""

    def with_part(self, queryset: QuerySet[Any], part: Any) -> QuerySet[Any]:
        """Only what counts for more than nothing; the part that counts is annotated as `part`."""
        return queryset.annotate(part=part).filter(part__gt=0)
