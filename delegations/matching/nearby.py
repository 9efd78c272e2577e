"""Other partners near a route, ranked: who should be thought of, and why just them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from delegations.matching.distance import great_circle_km, placed
from delegations.matching.route import Route
from delegations.matching.waiting import Waiting, waiting_of
from dnfa.core.policy import EXPIRING_DAYS, parameters
from dnfa.core.text import sort_key
from dnfa.followup.activity import summary_expression
from dnfa.followup.selectors import annotate_open_flags
from partners.enums import PartnerKind
from partners.models import Partner, Relationship

MATCHING_KM = "trip-matching-km"
FARTHEST_KM = 5000  # beyond that nothing is near
# Nobody travels to see these: networks have no place, missions of a partner's country sit in Việt Nam.
NOT_VISITED = frozenset({PartnerKind.NETWORK, PartnerKind.FRAMEWORK, PartnerKind.MISSION})


@dataclass
class Nearby:
    """A partner near the route. `km` and `nearest` are None where only the country or territory speaks for it."""

    partner: Any  # with country, `standing_ties` and `open_flags`
    km: float | None
    nearest: Partner | None
    has_place: bool
    waiting: Waiting
    activity: dict[str, Any] | None = None

    @property
    def tie(self) -> Relationship | None:
        """The tie standing on the day, the latest one."""
        return next(iter(self.partner.standing_ties), None)

    @property
    def is_pressing(self) -> bool:
        """Whether something should be spoken of: a flag on the tie, or what `Waiting.is_pressing` counts."""
        return bool(self.partner.open_flags) or self.waiting.is_pressing

    @property
    def rank(self) -> tuple[bool, bool, float, str, int]:
        """The order of the list: what presses, then the nearest, then what only shares the country, by name."""
        name = sort_key(self.partner.name_vi)
        return (not self.is_pressing, self.km is None, round(self.km or 0), name, self.partner.pk)


def default_km(as_of: date) -> int:
    """How far "near" reaches on the day, as the office has set it."""
    return parameters([MATCHING_KM], as_of)[MATCHING_KM]


def nearby(
    route: Route, *, user: Any, as_of: date, km: int | None = None, kinds: Collection[str] = ()
) -> list[Nearby]:
    """Partners `user` may see within `km` (by default the office's own) of a partner on the route, ranked; of `kinds`
    only, where some are named.

    Where no distance can be told, because the partner's own place or every place of the route in that country or
    territory is unknown, the same country or territory is near enough. Ties, papers, promises and invitations are
    those `user` may see on `as_of`; flags are the ones now open. A fixed number of queries; none for an empty route.
    """
    if route.is_empty:
        return []
    settings = parameters([MATCHING_KM, EXPIRING_DAYS], as_of)
    others = _candidates(route, user, as_of, settings[MATCHING_KM] if km is None else km)
    found = list(others.filter(kind__in=kinds) if kinds else others)
    waiting = waiting_of(found, user=user, as_of=as_of, expiring_days=settings[EXPIRING_DAYS], route=route)
    points = {partner.pk: partner for partner in route.partners}
    rows = [
        Nearby(
            partner=partner,
            km=partner.km if partner.is_within else None,
            nearest=points[partner.nearest] if partner.is_within else None,
            has_place=partner.lat is not None,
            waiting=waiting[partner.pk],
        )
        for partner in found
    ]
    return sorted(rows, key=lambda row: row.rank)


def with_activity(rows: list[Nearby], as_of: date) -> list[Nearby]:
    """Hang the evidence of the last activity (`summary_expression`) onto the rows that are shown: one query."""
    shown = Partner.objects.filter(pk__in=[row.partner.pk for row in rows])
    told = dict(shown.annotate(activity=summary_expression(as_of)).values_list("pk", "activity"))
    for row in rows:
        row.activity = told[row.partner.pk]
    return rows


def _candidates(route: Route, user: Any, as_of: date, km: int) -> QuerySet[Any]:
    points = placed(Partner.objects.filter(pk__in=route.partner_ids)).filter(lat__isnull=False)
    nearest = points.annotate(km=great_circle_km("lat", "lon", OuterRef("lat"), OuterRef("lon"))).order_by(
        "km", "pk"
    )
    standing = Relationship.objects.standing_on(as_of).order_by(F("since").desc(nulls_last=True), "-pk")
    others = (
        placed(Partner.objects.visible_to(user))
        .exclude(pk__in=route.partner_ids)
        .exclude(kind__in=sorted(NOT_VISITED))
    )
    is_within = ExpressionWrapper(Q(km__isnull=False, km__lte=km), output_field=BooleanField())
    no_distance = Q(lat__isnull=True) | ~Exists(points.filter(country=OuterRef("country")))
    rows: QuerySet[Any] = others.annotate(
        km=Subquery(nearest.values("km")[:1]), nearest=Subquery(nearest.values("pk")[:1])
    ).annotate(is_within=is_within)
    near = rows.filter(Q(is_within=True) | Q(no_distance, country__in=route.countries))
    ties = Prefetch("relationships", standing, to_attr="standing_ties")
    return annotate_open_flags(near.select_related("country").prefetch_related(ties), Partner)
