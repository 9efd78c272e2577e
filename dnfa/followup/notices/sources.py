"""The notice protocol: rooms register what people are to be told, as set-based queries of a day.

A source is a query over what stands now, never an event somebody has to remember to send: whatever was missed by a
killed process, a night without power or an address corrected too late is found by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    F,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Value,
)
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import SEES_EVERYTHING
from dnfa.core.calendar import WorkCalendar, load_calendar
from dnfa.core.clock import local_today

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a source's rows say besides `about`, `dated` and `facts`; what one leaves out is empty.
ADDRESSES: dict[str, Any] = {
    "threshold": Value("", CharField()),
    "to_person": Value(None, BigIntegerField()),
    "to_agency": Value(None, BigIntegerField()),
    "to_charge_type": Value(None, IntegerField()),
    "to_charge_id": Value(None, BigIntegerField()),
    "to_heads": Value(False, BooleanField()),
    "but_person": Value(None, BigIntegerField()),
}
COLUMNS = ("about", "dated", "facts", *ADDRESSES)


@dataclass(frozen=True)
class Moment:
    """When a source is asked: the day, and the calendar it counts working days by."""

    today: date
    calendar: WorkCalendar


def moment_now() -> Moment:
    """Today in Đà Nẵng, for tasks and commands; one query."""
    return Moment(local_today(), load_calendar())


@dataclass(frozen=True)
class NoticeSource:
    """One reason to tell somebody something.

    `rows(moment)` is a queryset annotated with `about` (pk of a `model`), `dated` (the reference date) and `facts` (JSON
    object of plain values, the evidence), and with whom it goes to: `to_person` (pk of a user), `to_agency` (its focal points),
    `to_charge_type` with `to_charge_id` (who is in charge of that record; nobody: the heads of division), `to_heads`;
    `but_person` is left out whatever else. What somebody has to do and nobody with an open account would hear of goes to the
    heads of division. `threshold` tells occasions of one day apart. With `has_steps` a row is told at the latest step reached
    before or after its reference date (`ReminderStep` rows of this code), and not before the first; a new occasion is told
    anew at the step that stands.

    `say(facts)` makes one sentence in the active language. `expects`: the person has to do something. `is_fixed`: may not
    be switched off. `is_live` sources are asked every minute, the others at night. `url` and `title` of a record
    where its own do not do; `bring(records, user)` hangs what these two read onto the records of a page, seen through the
    eyes of the person.
    """

    code: str
    label: StrOrPromise
    group: StrOrPromise
    model: type[Model]
    rows: Callable[[Moment], QuerySet[Any]]
    say: Callable[[Mapping[str, Any]], str]
    expects: bool
    has_steps: bool = False
    is_fixed: bool = False
    is_live: bool = False
    order: int = 100
    bring: Callable[[Sequence[Any], Any], None] = lambda _records, _user: None
    title: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda record: str(record.get_absolute_url())

    def asked(self, moment: Moment) -> QuerySet[Any]:
        """The rows with every column of `COLUMNS`, in that order."""
        rows = self.rows(moment)
        missing = {name: value for name, value in ADDRESSES.items() if name not in rows.query.annotations}
        return rows.annotate(**missing).order_by().values(*COLUMNS)


def still_speaks(person: str, *agencies: str) -> Q:
    """Condition: whoever is named in the field `person` has an open account, in the Department or as focal point of an
    agency named in one of these fields. Who left, or went to another agency, is told nothing more.
    """
    belongs = Q(**{f"{person}__role__in": sorted(SEES_EVERYTHING)})
    for agency in agencies:
        belongs |= Q(**{f"{person}__agency": F(agency)})
    return Q(belongs, **{f"{person}__is_active": True})


_sources: dict[str, NoticeSource] = {}


def register_source(source: NoticeSource) -> None:
    """Add a source; called from `AppConfig.ready()`. A code registered twice replaces the first."""
    _sources[source.code] = source


def unregister_source(code: str) -> None:
    """Take a source away: its notices end with the next sync."""
    _sources.pop(code, None)


def all_sources() -> tuple[NoticeSource, ...]:
    """All sources in the order of the screens."""
    return tuple(sorted(_sources.values(), key=lambda source: (source.order, source.code)))


def source_named(code: str) -> NoticeSource | None:
    """The source with this code; None when it was taken away."""
    return _sources.get(code)


def source_label(code: str) -> str:
    """The name of a source for people; of one that was taken away, its code."""
    source = _sources.get(code)
    return str(source.label) if source else code


def source_choices() -> list[tuple[str, StrOrPromise]]:
    """All sources as choices of a filter."""
    return [(source.code, source.label) for source in all_sources()]


def models() -> tuple[type[Model], ...]:
    """The kinds of record that notices speak of."""
    return tuple(sorted({source.model for source in _sources.values()}, key=lambda model: model._meta.label))


def visible(model: type[Model], user: Any) -> QuerySet[Any]:
    """The records of this kind that the person may see."""
    manager: Any = model._default_manager
    rows: QuerySet[Any] = manager.visible_to(user)
    return rows


def sentence(code: str, evidence: Mapping[str, Any]) -> str:
    """What a notice says; of a source that was taken away, or of evidence written by another version, a plain word."""
    source = _sources.get(code)
    if source is None:
        return ""
    try:
        return source.say(evidence)
    except KeyError:
        return str(_("Nội dung ghi theo cách cũ của loại thông báo này."))
