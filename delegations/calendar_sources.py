"""What this room puts into the calendar: delegations, conferences, press visits, contacts (invitations apart).

The days of an entry are those of delegations/states.py: the planned ones until there are actual ones. What is known to
the month stands beside the days of the page and in no feed; what is known to the year only stands in no month. Titles
name partners, countries and how many people, never a member. What is cancelled stays, marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegations.enums import ConferencePart, Direction, EngagementKind, HeadRank, TripState
from delegations.models import (
    Conference,
    ContactRecord,
    Delegation,
    DelegationMember,
    DelegationStop,
    Engagement,
    PressVisit,
)
from delegations.states import first_day, last_day
from delegations.trip_parts import BADGES, persons_of, span
from dnfa.core.functions import PartialFirst, PartialLast
from dnfa.core.partial_dates import Precision
from dnfa.core.text import fold, sort_key
from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source
from dnfa.followup.calendar.leaders import LEADING_BODIES, names_city_leader
from partners.models import Partner

COMING_IN, GOING_OUT = "delegations_in", "delegations_out"
CONFERENCES, PRESS_VISITS, CONTACTS = "conferences", "press_visits", "engagements"
TRIP_SOURCES = {Direction.IN: COMING_IN, Direction.OUT: GOING_OUT}
# The scale of ranks is one for both directions; of a delegation out these two are the city's own leaders.
LEADERS = frozenset({HeadRank.LOCALITY_HEAD, HeadRank.LOCALITY_DEPUTY})
# Nobody has to be anywhere for these: they stand in the calendar while they are still to be sent.
PAPERS = frozenset({EngagementKind.LETTER, EngagementKind.CONGRATULATION})
FEW_NAMES = 3
CITY = "Thành phố "


@dataclass(frozen=True)
class Days:
    """From the first to the last day; `words` when they are known to the month only."""

    first: date
    last: date
    words: str = ""


def days_of(record: Any) -> Days | None:
    """On which days a record stands; None for one without days, or with one known to the year only."""
    told = [day for day in (record.starts_on, record.ends_on) if day]
    if any(day.precision == Precision.YEAR for day in told):
        return None
    first, last = _first_and_last(record)
    if first is None or last is None:
        return None
    is_vague = any(day.precision != Precision.DAY for day in told)
    return Days(first, last, span(record.starts_on or first, record.ends_on) if is_vague else "")


def _first_and_last(record: Any) -> tuple[date | None, date | None]:
    """As a plan and its carrying out tell them; of what has no plan as told alone."""
    if not isinstance(record, Engagement | PressVisit):
        return first_day(record), last_day(record)
    if record.starts_on is None:
        return None, None
    return record.starts_on.first_day(), (record.ends_on or record.starts_on).last_day()


def few(names: Iterable[str]) -> str:
    """The names, each once; of many the first two and how many more."""
    listed = list(dict.fromkeys(name.removeprefix(CITY) for name in names))
    if len(listed) <= FEW_NAMES:
        return ", ".join(listed)
    return _("%(names)s và %(n)s nơi khác") % {"names": ", ".join(listed[:2]), "n": len(listed) - 2}


def counted(title: str, persons: int | None) -> str:
    """A title with the number of people, when it is known."""
    if persons is None:
        return title
    return f"{title} ({ngettext('%(n)s người', '%(n)s người', persons) % {'n': persons}})"


def _with_bodies(rows: QuerySet[Any], model: type[ContactRecord]) -> QuerySet[Any]:
    """Annotate `lead_ids`, `lead_names`, `joined_ids`, and `is_led_by_leaders`, without a query of their own."""
    name = str(model._meta.model_name)
    of_agencies: Any = model.lead_agencies.through
    joined: Any = getattr(model, "coordinating", model.lead_agencies).through
    leads = of_agencies.objects.filter(**{name: OuterRef("pk")}).order_by()
    return rows.annotate(
        lead_ids=ArraySubquery(leads.values("agency")),
        lead_names=ArraySubquery(leads.values("agency__name_vi")),
        joined_ids=ArraySubquery(joined.objects.filter(**{name: OuterRef("pk")}).order_by().values("agency")),
        is_led_by_leaders=Exists(leads.filter(agency__key__in=LEADING_BODIES)),
    )


def _partner_names(model: type[ContactRecord], user: Any) -> ArraySubquery:
    """Names of the partners of the outer row that `user` may see."""
    seen = Partner.objects.visible_to(user).filter(**{f"{model._meta.model_name}s": OuterRef("pk")})
    return ArraySubquery(seen.order_by().values("name_vi"))


def _near(rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
    """Records that may touch the days, by the ISO text of their dates: a first cut that spares the functions all years.

    Text of any precision sorts as its first day does. Ends are compared by month, so that one known to the month counts
    to its last day; what this lets through too many, `begins` and `ends` leave out.
    """
    text = CharField()
    begins = Cast("starts_on", text)
    ends = Cast(Coalesce("ends_on", "starts_on"), text)
    return rows.alias(begins_text=begins, ends_text=ends).filter(
        Q(begins_text__isnull=True) | Q(begins_text__lte=last.isoformat()),
        Q(ends_text__isnull=True) | Q(ends_text__gte=f"{first:%Y-%m}"),
    )


def _told_between(rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
    """Of records without a plan those that touch the days."""
    ends = Coalesce(PartialLast("ends_on"), PartialLast("starts_on"), output_field=DateField())
    begun = _near(rows, first, last).annotate(begins=PartialFirst("starts_on"), ends=ends)
    return begun.filter(begins__lte=last, ends__gte=first).order_by("pk")


def _hosts(told: str, user: Any) -> bool:
    """Whether a host typed as text is the agency of the reader."""
    if not told or user.agency is None:
        return False
    names = {fold(name) for name in (user.agency.name_vi, *user.agency.abbreviations)}
    return any(fold(part) in names for part in told.replace(";", ",").split(","))


def _entry(
    row: Any, user: Any, *, source: str, title: str, told: str = "", host: str = "", **own: Any
) -> CalendarEntry | None:
    """The entry of a record; `told` is what the detail begins with, `host` a host typed as text."""
    days = days_of(row)
    if days is None:
        return None
    names = ", ".join(sorted(row.lead_names, key=sort_key))
    leads = _("Chủ trì: %(agencies)s") % {"agencies": names} if names else ""
    own_agency = [user.agency_id] if _hosts(host, user) else []
    return CalendarEntry(
        uid=f"{row._meta.model_name}-{row.pk}",
        day=days.first,
        last_day=days.last if days.last != days.first else None,
        when=days.words,
        title=title,
        detail=". ".join(filter(None, [told.rstrip(". "), leads])),
        url=row.get_absolute_url(),
        source=source,
        place=row.place,
        agencies=frozenset([*row.lead_ids, *row.joined_ids, *own_agency]),
        revision=row.version,
        changed_at=row.updated_at,
        **own,
    )


def _planned(model: Any, user: Any, first: date, last: date, today: date) -> QuerySet[Any]:
    """Delegations or conferences that touch the days, with their state; one query."""
    near: Any = _near(model.objects.visible_to(user), first, last).filter(
        Q(starts_on__isnull=False) | Q(planned_starts_on__lte=last)
    )
    rows = near.with_state(today).filter(begins__lte=last, ends__gte=first)
    return _with_bodies(rows.order_by("pk"), model)


def _standing(row: Any) -> dict[str, Any]:
    """State and mark of a delegation or conference."""
    return {"state": BADGES[TripState(row.state)], "is_cancelled": row.state == TripState.CANCELLED}


def trip_entries(
    direction: Direction, user: Any, first: date, last: date, today: date
) -> list[CalendarEntry]:
    """Delegations of one direction: whom with, else where, else what; how many people."""
    stops = DelegationStop.objects.filter(delegation=OuterRef("pk")).order_by("order", "pk")
    # A leader among the members is told to those alone who may read the list of members.
    leading = DelegationMember.objects.visible_to(user).filter(
        delegation=OuterRef("pk"), is_key_leader=True, agency__key__in=LEADING_BODIES
    )
    rows = (
        _planned(Delegation, user, first, last, today)
        .filter(direction=direction)
        .annotate(
            partner_names=_partner_names(Delegation, user),
            country_names=ArraySubquery(stops.values("country__name_vi")),
            takes_leaders=Exists(leading),
        )
    )
    found = []
    for row in rows:
        whom = few(sorted(row.partner_names, key=sort_key) or row.country_names)
        title = f"{direction.label}: {whom or row.title_vi}"
        found.append(
            _entry(
                row,
                user,
                source=TRIP_SOURCES[direction],
                title=counted(title, persons_of(row)),
                told=row.title_vi if whom else "",
                host=row.host,
                has_leaders=row.is_led_by_leaders or row.takes_leaders or _has_leader(row),
                **_standing(row),
            )
        )
    return [entry for entry in found if entry is not None]


def _has_leader(row: Delegation) -> bool:
    """A leader of the city receives the delegation or heads it.

    The field of who receives is the leader's: a name without a title counts, one with another title does not.
    """
    if row.direction == Direction.OUT:
        return row.head_rank in LEADERS or names_city_leader(row.head_title)
    if row.received_by_title:
        return names_city_leader(row.received_by_title)
    return bool(row.received_by_name)


def conference_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Conferences that the city holds or goes to."""
    titles = {ConferencePart.HOSTED: "%(title)s", ConferencePart.ATTENDED: _("Dự: %(title)s")}
    found = [
        _entry(
            row,
            user,
            source=CONFERENCES,
            title=counted(titles[ConferencePart(row.part)] % {"title": row.title_vi}, persons_of(row)),
            told=row.organiser,
            has_leaders=row.is_led_by_leaders,
            **_standing(row),
        )
        for row in _planned(Conference, user, first, last, today)
    ]
    return [entry for entry in found if entry is not None]


def press_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:  # noqa: ARG001  (the protocol names it)
    """Visits of the foreign press, by their outlets."""
    rows = _told_between(PressVisit.objects.visible_to(user), first, last)
    found = [
        _entry(
            row,
            user,
            source=PRESS_VISITS,
            title=counted(_("Phóng viên: %(outlets)s") % {"outlets": row.outlets}, row.persons),
            told=row.title_vi,
            host=row.guided_by,
            has_leaders=row.is_led_by_leaders,
        )
        for row in _with_bodies(rows, PressVisit)
    ]
    return [entry for entry in found if entry is not None]


def contact_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Events, receptions, meetings …; letters and messages only while they are to come; no declined invitation."""
    seen = Engagement.objects.visible_to(user).exclude(kind=EngagementKind.INVITATION_DECLINED)
    rows = _told_between(seen, first, last).filter(~Q(kind__in=sorted(PAPERS)) | Q(ends__gte=today))
    rows = _with_bodies(rows.annotate(partner_names=_partner_names(Engagement, user)), Engagement)
    found = [
        _entry(
            row,
            user,
            source=CONTACTS,
            title=counted(_contact_title(row), row.persons),
            told=few(sorted(row.partner_names, key=sort_key)),
            has_leaders=row.is_led_by_leaders or names_city_leader(row.head_title),
            **_called_off(row),
        )
        for row in rows
    ]
    return [entry for entry in found if entry is not None]


def _called_off(row: Engagement) -> dict[str, Any]:
    """Mark and state of a contact that was called off; of others nothing."""
    return {"state": BADGES[TripState.CANCELLED], "is_cancelled": True} if row.cancelled_on else {}


def _contact_title(row: Engagement) -> str:
    if row.kind == EngagementKind.OTHER:
        return row.title_vi
    return f"{row.get_kind_display()}: {row.title_vi}"


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    listed: tuple[tuple[str, Any, Callable[..., list[CalendarEntry]]], ...] = (
        (COMING_IN, Direction.IN.label, partial(trip_entries, Direction.IN)),
        (GOING_OUT, Direction.OUT.label, partial(trip_entries, Direction.OUT)),
        (CONFERENCES, gettext_lazy("Hội nghị, hội thảo"), conference_entries),
        (PRESS_VISITS, gettext_lazy("Phóng viên nước ngoài"), press_entries),
        (CONTACTS, gettext_lazy("Tiếp xúc, sự kiện"), contact_entries),
    )
    for order, (code, label, found) in enumerate(listed, start=40):
        register_source(CalendarSource(code, label, order, found))
