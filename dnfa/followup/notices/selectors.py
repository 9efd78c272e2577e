"""Reads of notices: with what they say, what they are about and where that is, for one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, OuterRef, Q, Subquery

from dnfa.followup.models import MailChoice, Notice, ReminderStep, SourceChoice
from dnfa.followup.notices import sources
from dnfa.followup.notices.sources import NoticeSource


@dataclass(frozen=True)
class Counts:
    """How many of the person's notices stand: to do, and not read yet. Each number is that of its list."""

    expected: int
    unread: int


def counts_of(user: Any) -> Counts:
    """One query."""
    counted = Notice.objects.visible_to(user).aggregate(
        expected=Count("pk", filter=Q(expects=True, ended_at__isnull=True)),
        unread=Count("pk", filter=Q(read_at__isnull=True, ended_at__isnull=True)),
    )
    return Counts(**counted)


def unread_notices() -> Subquery:
    """How many standing notices the person of the outer row has not opened; for the frame of every page."""
    unread = Notice.objects.unread().filter(recipient=OuterRef("pk")).order_by()
    return Subquery(unread.values("recipient").annotate(n=Count("pk")).values("n"))


def hang_on(notices: Iterable[Notice], user: Any) -> list[Any]:
    """Give each row `title`, `sentence`, `url`; the same number of queries for each kind of record, whatever the rows.

    Records are read through the eyes of the person: of one that is hidden the row has no title and no address.
    """
    rows: list[Any] = list(notices)
    wanted: dict[NoticeSource, list[Any]] = defaultdict(list)
    for row in rows:
        row.title = row.sentence = row.url = ""
        source = sources.source_named(row.source)
        if source is not None:
            wanted[source].append(row)
    for source, group in wanted.items():
        records = _records(source, user, {row.object_id for row in group})
        for row in group:
            record = records.get(row.object_id)
            if record is not None:
                row.title, row.url = source.title(record), source.url(record)
                row.sentence = sources.sentence(source.code, row.evidence)
    return rows


def _records(source: NoticeSource, user: Any, keys: set[int]) -> dict[int, Model]:
    records = list(sources.visible(source.model, user).filter(pk__in=keys))
    source.bring(records, user)
    return {record.pk: record for record in records}


@dataclass(frozen=True)
class Choice:
    """One kind of notice as a person may choose it: what it wants now, and the steps it can begin at."""

    source: NoticeSource
    is_off: bool
    by_mail: bool
    first_days: int | None
    steps: tuple[int, ...]


def choices_of(user: Any) -> list[Choice]:
    """Every kind of notice with the person's choice, in the order of the screens. Two queries."""
    chosen = {row.source: row for row in SourceChoice.objects.filter(user=user)}
    steps: dict[str, list[int]] = defaultdict(list)
    for source, days in ReminderStep.objects.values_list("source", "days_before"):
        if days is not None and days >= 0:
            steps[source].append(days)
    return [
        Choice(
            source,
            is_off=bool(row and row.is_off),
            by_mail=row.by_mail if row else True,
            first_days=row.first_days if row else None,
            steps=tuple(sorted(steps[source.code], reverse=True)) if source.has_steps else (),
        )
        for source in sources.all_sources()
        for row in (chosen.get(source.code),)
    ]


def mail_choice_of(user: Any) -> MailChoice:
    """How the person wants its mail; the default, not stored, for one who never chose."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)


def is_quiet(choice: MailChoice, today: date) -> bool:
    """Whether the person wants no mail on this day."""
    return choice.quiet_until is not None and today <= choice.quiet_until
