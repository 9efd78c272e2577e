"""Under whom a project's money is added up, and which part of it: one rule for tables, for lists of projects, for lists of sums.

What was received stands under who gave it, what was given under who received it. All of it stands under the only one, or under
the only country or territory of several; several have their stated shares; what no share covers is nobody's and stands apart
(`Unplaced`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from agreements.enums import ProjectAgencyRole, ProjectDirection, ProjectPartyRole
from agreements.models import ProjectAgency, ProjectParty
from agreements.querysets.papers import DaysBetween
from dnfa.core.functions import PartialFirst, PartialLast
from partners.models import Country, Partner

AMOUNT = DecimalField(max_digits=40, decimal_places=6)
HUNDRED = Decimal(100)
SHORTEST_DAYS = 364  # of a programme: from the first day to the last of a whole year
WHOLE = Value(Decimal(1), output_field=AMOUNT)
NOTHING = Value(Decimal(0), output_field=AMOUNT)
# The side under which the money of a project stands.
COUNTED_ROLE = {
    ProjectDirection.RECEIVED: ProjectPartyRole.DONOR,
    ProjectDirection.GIVEN: ProjectPartyRole.RECIPIENT,
}
# What money is put under: each partner for itself, or the partners of a country or territory together. Paths of `ProjectParty`.
PARTNER, COUNTRY = "partner", "partner__country"


class Unplaced(TextChoices):
    """What a table cannot put under a name stands in one last row, called so."""

    SOURCE = "source", _("Tài liệu không nêu nguồn vốn")
    DONOR = "donor", _("Nhiều nhà tài trợ không ghi tỷ lệ, hoặc không nêu")
    DONOR_COUNTRY = (
        "donor_country",
        _("Nhà tài trợ thuộc nhiều quốc gia và vùng lãnh thổ, không ghi tỷ lệ, hoặc không nêu"),
    )
    RECIPIENT = "recipient", _("Nhiều bên nhận, tài liệu không chia, hoặc không nêu")
    RECIPIENT_COUNTRY = (
        "recipient_country",
        _("Bên nhận thuộc nhiều quốc gia và vùng lãnh thổ, tài liệu không chia, hoặc không nêu"),
    )
    COUNTRY = "country", _("Tổ chức quốc tế, mạng lưới không thuộc một nước")
    FIELD = "field", _("Chưa ghi lĩnh vực")
    AGENCY = "agency", _("Chưa ghi cơ quan chủ quản")
    YEAR = "year", _("Tài liệu không ghi ngày")


# What stands under nobody, by what the table puts money under and by direction; and the way back.
NOBODYS = {
    (PARTNER, ProjectDirection.RECEIVED): Unplaced.DONOR,
    (PARTNER, ProjectDirection.GIVEN): Unplaced.RECIPIENT,
    (COUNTRY, ProjectDirection.RECEIVED): Unplaced.DONOR_COUNTRY,
    (COUNTRY, ProjectDirection.GIVEN): Unplaced.RECIPIENT_COUNTRY,
}
OPEN_PARTS = {code: place for place, code in NOBODYS.items()}


@dataclass(frozen=True)
class Whose:
    """With whom projects are: one partner, or every partner of a country or territory; exactly one of both is given."""

    partner: Partner | None = None
    country: Country | None = None

    def __str__(self) -> str:
        return (self.partner or self.country).name_vi  # type: ignore[union-attr]  # one is given

    @property
    def query(self) -> dict[str, str]:
        """How a list of projects or sums is asked for them."""
        if self.partner is not None:
            return {"partner": self.partner.key}
        return {"country": self.country.code} if self.country is not None else {}

    @property
    def sides(self) -> dict[str, Any]:
        """The lookup that finds them among the sides of a project or paper."""
        return {"partner": self.partner} if self.partner else {"partner__country": self.country}

    def takes_part(self, project: str = "pk") -> Exists:
        """Condition: one of them is a side of the project; `project` is the path to its key."""
        return Exists(ProjectParty.objects.filter(project=OuterRef(project), **self.sides))


def managing_agency(project: str) -> Subquery:
    """The agency under whose name a project is added up: the first of those that manage it. `project`: the path to its key."""
    managing = ProjectAgency.objects.filter(project=OuterRef(project), role=ProjectAgencyRole.MANAGING)
    return Subquery(managing.order_by("order", "pk").values("agency")[:1])


def counted_sides(project: str) -> QuerySet[ProjectParty]:
    """Who gave a project that was received, to whom went one that was given. `project`: the path to its key."""
    roles = Q()
    for direction, role in COUNTED_ROLE.items():
        roles |= Q(project__direction=direction, role=role)
    return ProjectParty.objects.filter(roles, project=OuterRef(project)).order_by("order", "pk")


def is_one(project: str, level: str) -> Exists:
    """Condition: all counted sides of the project are one, at `PARTNER` or `COUNTRY`; it has all of it whatever share is stated."""
    found = counted_sides(project).order_by().values("project")
    told = found.annotate(
        different=Count(level, distinct=True), without=Count("pk", filter=Q(**{f"{level}__isnull": True}))
    )
    return Exists(told.filter(Q(different=1, without=0) | Q(different=0)))


def part_of(project: str, level: str, **by: Any) -> Case:
    """Which part (0 to 1) of a project's money stands under sides that are as `by` says (a lookup on `ProjectParty`)."""
    own = counted_sides(project).filter(**by)
    return Case(
        When(is_one(project, level), then=Case(When(Exists(own), then=WHOLE), default=NOTHING)),
        default=_shares(own),
        output_field=AMOUNT,
    )


def open_part(project: str, level: str) -> Case:
    """Which part (0 to 1) of a project's money stands under no partner, or under no country or territory."""
    left = ExpressionWrapper(WHOLE - _shares(counted_sides(project)), output_field=AMOUNT)
    return Case(When(is_one(project, level), then=NOTHING), default=left, output_field=AMOUNT)


def _shares(sides: Any) -> ExpressionWrapper:
    stated = sides.order_by().values("project").annotate(stated=Sum("share")).values("stated")
    found = Coalesce(Subquery(stated), NOTHING, output_field=AMOUNT)
    return ExpressionWrapper(found / Value(HUNDRED, output_field=AMOUNT), output_field=AMOUNT)


# --- periods -----------------------------------------------------------------------------
def period_years(prefix: str = "") -> dict[str, Any]:
    """First and last year of a project's stated time, as annotations `first_year` and `last_year`; None where it is not stated."""
    year = IntegerField()
    return {
        "first_year": ExtractYear(PartialFirst(f"{prefix}starts_on"), output_field=year),
        "last_year": ExtractYear(PartialLast(f"{prefix}ends_on"), output_field=year),
    }


def lasts_a_year(prefix: str = "") -> GreaterThanOrEqual:
    """Condition: the project is stated to last a year or longer."""
    days = DaysBetween(PartialLast(f"{prefix}ends_on"), PartialFirst(f"{prefix}starts_on"))
    return GreaterThanOrEqual(days, SHORTEST_DAYS)


def in_period(first: int, last: int, prefix: str = "") -> Q:
    """Condition: the project is stated to run from one year to another, no more and no less, and for a year or longer."""
    days: Mapping[str, date] = {
        "starts_on__first__gte": date(first, 1, 1),
        "starts_on__first__lte": date(first, 12, 31),
        "ends_on__last__gte": date(last, 1, 1),
        "ends_on__last__lte": date(last, 12, 31),
    }
    return Q(**{f"{prefix}{lookup}": day for lookup, day in days.items()}) & Q(lasts_a_year(prefix))


def money_of(part: Any = WHOLE) -> dict[str, ExpressionWrapper]:
    """Amount and value in đồng of a line as far as `part` of it counts, as annotations `total` and `total_dong` sum them."""
    return {
        "counted": ExpressionWrapper(F("amount") * part, output_field=AMOUNT),
        "counted_dong": ExpressionWrapper(F("dong") * part, output_field=AMOUNT),
    }
