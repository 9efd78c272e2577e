"""Composed reads of the year's programme: lines with what became of them, and the year in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, PlanStatus, ProgrammeItemKind, ProgrammeItemState, RevisionKind
from delegations.models import Conference, Delegation, ProgrammeItem, ProgrammeRevision, YearProgramme
from delegations.states import begins_expression, with_state
from partners.models import Country, Partner

HELD, PREPARED, NOT_YET = "held", "prepared", "not_yet"
CARRYING = (
    (HELD, _("Đã thực hiện")),
    (PREPARED, _("Đang chuẩn bị")),
    (NOT_YET, _("Chưa mở hồ sơ")),
)
CARRYING_WORDS = dict(CARRYING)
CARRYING_TONES = {HELD: "ok", PREPARED: "info", NOT_YET: "muted"}
STATE_TONES = {
    ProgrammeItemState.PROPOSED: "info",
    ProgrammeItemState.ACCEPTED: "ok",
    ProgrammeItemState.REFUSED: "muted",
    ProgrammeItemState.WITHDRAWN: "muted",
    ProgrammeItemState.REMOVED: "warn",
}
RECORDS = (Delegation, Conference)


def _carried(model: Any, today: date | None = None) -> Exists:
    """Not cancelled records of the line; with `today` those that had begun by then."""
    rows = model.objects.filter(programme_item=OuterRef("pk"), cancelled_on__isnull=True)
    return Exists(rows if today is None else rows.filter(starts_on__first__lte=today))


def item_rows(queryset: QuerySet[ProgrammeItem], today: date) -> QuerySet[Any]:
    """Annotate `carrying` on lines of the programme (empty on others): whether a delegation or conference of the line
    has begun by `today`, is being prepared, or none was opened. Cancelled ones do not count.
    """
    begun = Q(*(_carried(model, today) for model in RECORDS), _connector=Q.OR)
    opened = Q(*(_carried(model) for model in RECORDS), _connector=Q.OR)
    return queryset.annotate(
        carrying=Case(
            When(~Q(state=ProgrammeItemState.ACCEPTED), then=Value("")),
            When(begun, then=Value(HELD)),
            When(opened, then=Value(PREPARED)),
            default=Value(NOT_YET),
            output_field=CharField(),
        )
    ).select_related("agency", "programme", "accepted_in", "removed_in")


def lists_for(user: Any) -> tuple[Prefetch[Any, Any, Any], ...]:
    """What to prefetch of lines: countries and territories by name, partners as far as `user` may see them; a line does
    not make its partners an agency's own matter.
    """
    return (
        Prefetch("countries", Country.objects.order_by("name_vi")),
        Prefetch("partners", Partner.objects.visible_to(user).order_by("pk")),
    )


def records_for(user: Any) -> tuple[Prefetch[Any, Any, Any], ...]:
    """What to prefetch of lines: the delegations and conferences `user` sees that carry them out, by key."""
    return tuple(
        Prefetch(f"{model._meta.model_name}s", model.objects.visible_to(user).order_by("key"))
        for model in RECORDS
    )


@dataclass(frozen=True)
class KindFigures:
    """One kind of line in numbers."""

    kind: str
    proposed: int = 0
    planned: int = 0
    held: int = 0
    prepared: int = 0
    not_yet: int = 0
    removed: int = 0
    refused: int = 0
    out_of_plan: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(ProgrammeItemKind(self.kind).label)


@dataclass(frozen=True)
class YearFigures:
    """The year in numbers, kind by kind, as far as one person sees it."""

    kinds: list[KindFigures]
    waiting_in: int = 0
    waiting_out: int = 0

    @property
    def planned(self) -> int:
        return sum(one.planned for one in self.kinds)

    @property
    def held(self) -> int:
        return sum(one.held for one in self.kinds)

    @property
    def proposed(self) -> int:
        return sum(one.proposed for one in self.kinds)

    @property
    def out_of_plan(self) -> int:
        return sum(one.out_of_plan for one in self.kinds)


def year_figures(programme: YearProgramme, user: Any, today: date) -> YearFigures:
    """Lines by kind and state, and what stood outside the programme; three queries.

    Records out of plan count in the year in which they begin or are planned to begin, unless cancelled.
    """
    states, carried = ProgrammeItemState, {HELD: "held", PREPARED: "prepared", NOT_YET: "not_yet"}
    seen = item_rows(ProgrammeItem.objects.visible_to(user).filter(programme=programme), today)
    counted = (
        seen.order_by()
        .select_related(None)
        .values("kind")
        .annotate(
            proposed=Count("pk", filter=Q(state=states.PROPOSED)),
            planned=Count("pk", filter=Q(state=states.ACCEPTED)),
            removed=Count("pk", filter=Q(state=states.REMOVED)),
            refused=Count("pk", filter=Q(state=states.REFUSED)),
            coming=Count("pk", filter=Q(state=states.ACCEPTED, accepted_in__isnull=True)),
            leaving=Count("pk", filter=Q(state=states.REMOVED, removed_in__isnull=True)),
            **{name: Count("pk", filter=Q(carrying=code)) for code, name in carried.items()},
        )
    )
    by_kind = {row.pop("kind"): row for row in counted}
    waiting_in = sum(row.pop("coming") for row in by_kind.values())
    waiting_out = sum(row.pop("leaving") for row in by_kind.values())
    outside: dict[str, int] = {}
    for kind, _record in outside_records(programme.year, user):
        outside[kind] = outside.get(kind, 0) + 1
    return YearFigures(
        [
            KindFigures(kind, **by_kind.get(kind, {}), out_of_plan=outside.get(kind, 0))
            for kind in ProgrammeItemKind.values
        ],
        waiting_in,
        waiting_out,
    )


def outside_records(year: int, user: Any) -> list[tuple[str, Any]]:
    """Delegations and conferences of the year that stand outside the programme, as (kind, record), by first day."""
    found: list[tuple[str, Any]] = []
    for model in RECORDS:
        rows: Any = model.objects.visible_to(user)
        found += [
            (_kind_of(record), record)
            for record in rows.filter(plan_status=PlanStatus.OUT_OF_PLAN, cancelled_on__isnull=True)
            .annotate(begins=begins_expression())
            .filter(begins__year=year)
            .prefetch_related("lead_agencies")
        ]
    order = list(ProgrammeItemKind.values)
    return sorted(found, key=lambda pair: (order.index(pair[0]), pair[1].begins, pair[1].pk))


def _kind_of(record: Any) -> str:
    if isinstance(record, Conference):
        return ProgrammeItemKind.CONFERENCE
    is_out = record.direction == Direction.OUT
    return ProgrammeItemKind.DELEGATION_OUT if is_out else ProgrammeItemKind.DELEGATION_IN


@dataclass
class Edition:
    """An approved edition with the lines it brought in and took out, as far as one person sees them."""

    revision: ProgrammeRevision
    brought: list[ProgrammeItem] = field(default_factory=list)
    taken: list[ProgrammeItem] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        """Whether it is the programme itself, whose lines are the list below."""
        return self.revision.kind == RevisionKind.INITIAL


def editions(programme: YearProgramme, user: Any) -> list[Edition]:
    """The editions in order, each with what it changed; two queries."""
    made = {one.pk: Edition(one) for one in programme.revisions.all()}
    stamped = ProgrammeItem.objects.visible_to(user).filter(programme=programme, accepted_in__isnull=False)
    for item in stamped.select_related("agency"):
        made[item.accepted_in_id].brought.append(item)
        if item.removed_in_id is not None:
            made[item.removed_in_id].taken.append(item)
    return list(made.values())


def year_rows(user: Any, today: date) -> QuerySet[Any]:
    """The years with the number of lines in each programme that `user` sees, and how many of them have been held."""
    seen = item_rows(
        ProgrammeItem.objects.visible_to(user).filter(
            programme=OuterRef("pk"), state=ProgrammeItemState.ACCEPTED
        ),
        today,
    )

    def number(**asked: Any) -> Coalesce:
        rows = seen.filter(**asked).order_by().select_related(None).values("programme")
        return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)

    return YearProgramme.objects.annotate(
        planned=number(),
        held=number(carrying=HELD),
        out=number(kind=ProgrammeItemKind.DELEGATION_OUT),
        come_in=number(kind=ProgrammeItemKind.DELEGATION_IN),
        conferences=number(kind=ProgrammeItemKind.CONFERENCE),
    ).prefetch_related(Prefetch("revisions", ProgrammeRevision.objects.order_by("approved_on", "pk")))


def records_of(item: ProgrammeItem, user: Any, today: date) -> list[Any]:
    """The delegations and conferences that carry a line out, cancelled ones too, with `state` on `today`."""
    return [
        record
        for model in RECORDS
        for record in with_state(
            model.objects.visible_to(user).filter(programme_item=item).select_related("result"), today
        ).order_by("begins", "pk")
    ]
