"""New rows that may tell of a delegation the register knows by other words: one is counted twice if nobody looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from delegations.states import begins_expression, ends_expression
from dnfa.core.table_import import Problem, RowValues
from dnfa.core.table_import.kinds import NOTE

SHOWN = 3
LONGEST = timedelta(days=366)  # no delegation that is still abroad began earlier


@dataclass(frozen=True)
class Span:
    """What two delegations are compared by."""

    title: str
    direction: str
    begins: date
    ends: date
    partner: int


def likeness_notes(
    rows: Sequence[RowValues], records: Sequence[Any], known: QuerySet[Any]
) -> list[list[Problem]]:
    """For each row a note naming delegations of the same way, with a partner in common, on days in common. One query."""
    asked = [
        _span(row) if record is None and not row.get("key") else None
        for row, record in zip(rows, records, strict=True)
    ]
    spans = [
        (days, {one.pk for one in row.get("partners") or []})
        for row, days in zip(rows, asked, strict=True)
        if days
    ]
    partners = set().union(*(held for _days, held in spans))
    if not partners:
        return [[] for _row in rows]
    first, last = min(begins for (begins, _end), _held in spans), max(end for (_begins, end), _held in spans)
    found = _known(known, partners, first, last)
    return [_notes(row, days, found) if days else [] for row, days in zip(rows, asked, strict=True)]


def _span(row: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day of a row, the real ones before the planned ones; None where it tells none."""
    starts_on, ends_on = row.get("starts_on"), row.get("ends_on")
    if starts_on:
        return starts_on.first_day(), (ends_on or starts_on).last_day()
    begins = row.get("planned_starts_on")
    return (begins, row.get("planned_ends_on") or begins) if begins else None


def _known(known: QuerySet[Any], partners: set[int], first: date, last: date) -> list[Span]:
    held = (
        known.prefetch_related(None)
        .select_related(None)
        .filter(cancelled_on__isnull=True, partners__in=partners)
    )
    dated = held.annotate(begins=begins_expression(), ends=ends_expression())
    near = dated.filter(begins__gte=first - LONGEST, begins__lte=last, ends__gte=first)
    told = near.values_list("title_vi", "direction", "begins", "ends", "partners")
    return [Span(*row) for row in told]


def _notes(row: RowValues, days: tuple[date, date], known: Sequence[Span]) -> list[Problem]:
    partners = {partner.pk for partner in row.get("partners") or []}
    titles = dict.fromkeys(
        one.title
        for one in known
        if one.partner in partners
        and one.direction == row.get("direction")
        and one.begins <= days[1]
        and days[0] <= one.ends
    )
    if not titles:
        return []
    sentence = _("Có thể đã có trong sổ: %(titles)s. Nếu là một đoàn, hãy ghi khóa của đoàn đó rồi nhập lại.")
    return [Problem("title_vi", sentence % {"titles": "; ".join(list(titles)[:SHOWN])}, NOTE)]
