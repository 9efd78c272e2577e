"""Invitations in the calendar: the day by which to answer, and the days of what one is invited to.

The city invites many partners to one event: their invitations are one entry a day, not thirty. What the reader sees in the
calendar itself (the event, the conference, the delegation that followed) is not told again by its invitations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from delegations.enums import InvitationAnswer, InvitationSide
from delegations.models import Conference, Delegation, Engagement, Invitation
from delegations.selectors_invitations import STATE_WORDS, state_of, with_days
from dnfa.core.calendar import load_calendar
from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source
from dnfa.followup.calendar.leaders import LEADING_BODIES
from dnfa.followup.clocks import soon_until
from dnfa.followup.enums import ClockState

INVITATIONS = "invitations"
NOT_TAKEN_UP = (InvitationAnswer.DECLINED, InvitationAnswer.NO_ANSWER)
ANSWER_TITLES = {
    InvitationSide.SENT: gettext_lazy("Hạn đối tác trả lời: %(occasion)s"),
    InvitationSide.RECEIVED: gettext_lazy("Hạn trả lời lời mời: %(occasion)s"),
}
EVENT_TITLES = {
    InvitationSide.SENT: gettext_lazy("Mời đối tác: %(occasion)s"),
    InvitationSide.RECEIVED: gettext_lazy("Được mời: %(occasion)s"),
}


def invitation_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Days of answer of unanswered invitations, and days of what was not turned down.

    Two queries, and two more for what is due soon where somebody waits for an answer.
    """
    seen = _seen(user)
    waiting = seen.filter(answer="", answer_by__range=(first, last))
    taken = seen.exclude(answer__in=NOT_TAKEN_UP).exclude(attended=False)
    alone = taken.filter(sees_event=False, sees_conference=False, sees_delegation=False)
    coming = with_days(alone).filter(begins__lte=last, ends__gte=first)
    unanswered = _together(waiting, "answer_by")
    soon = soon_until(today, load_calendar()) if unanswered else today
    return [
        *(_answer_entry(rows, today, soon) for rows in unanswered),
        *(_event_entry(rows, today) for rows in _together(coming, "begins", "ends")),
    ]


def _seen(user: Any) -> QuerySet[Any]:
    """Invitations the person sees, unless what they are to was given up, with what else of them it sees."""
    visible = {
        f"sees_{name}": Exists(model.objects.visible_to(user).filter(pk=OuterRef(name)))
        for name, model in (("event", Engagement), ("conference", Conference), ("delegation", Delegation))
    }
    rows = Invitation.objects.visible_to(user).filter(
        event__cancelled_on__isnull=True, conference__cancelled_on__isnull=True
    )
    return rows.annotate(**visible).select_related("partner", "agency", "event", "conference").order_by("pk")


def _together(rows: Iterable[Any], *days: str) -> list[list[Any]]:
    """Invitations of one side to one event or conference with the same days; any other stands alone."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        occasion = (row.event_id, row.conference_id)
        alone = row.pk if occasion == (None, None) else None
        groups[row.side, *occasion, alone, *(getattr(row, day) for day in days)].append(row)
    return list(groups.values())


def _answer_entry(rows: list[Any], today: date, soon: date) -> CalendarEntry:
    day = rows[0].answer_by
    if day < today:
        state = ClockState.OVERDUE
    else:
        state = ClockState.DUE_SOON if day <= soon else ClockState.TICKING
    number = len(rows)
    waiting = ngettext("%(n)s lời mời chưa có trả lời", "%(n)s lời mời chưa có trả lời", number) % {
        "n": number
    }
    return _entry(rows, ANSWER_TITLES, "answer", day, many=waiting, state=state)


def _event_entry(rows: list[Any], today: date) -> CalendarEntry:
    one, number = rows[0], len(rows)
    last_day = one.ends if one.ends != one.begins else None
    partners = ngettext("%(n)s đối tác", "%(n)s đối tác", number) % {"n": number}
    answer = str(STATE_WORDS[state_of(one, today)])
    return _entry(rows, EVENT_TITLES, "event", one.begins, last_day=last_day, many=partners, one_more=answer)


def _entry(
    rows: list[Any],
    titles: dict[Any, Any],
    part: str,
    day: date,
    *,
    many: str,
    one_more: str = "",
    **own: Any,
) -> CalendarEntry:
    """The entry of one invitation, or of all that stand together: then `many` is its detail and it opens their table.

    The name of a group holds its day, so that two days of one event are two entries for good.
    """
    one = rows[0]
    is_group = one.event_id is not None or one.conference_id is not None
    name = f"{one.event_id or ''}-{one.conference_id or ''}-{one.side}-{day:%Y%m%d}"
    told = many if len(rows) > 1 else ". ".join(filter(None, [one.partner.name_vi, one_more]))
    return CalendarEntry(
        uid=f"invitations-{name}-{part}" if is_group else f"invitation-{one.pk}-{part}",
        day=day,
        title=str(titles[InvitationSide(one.side)]) % {"occasion": one.occasion},
        detail=told,
        url=one.get_absolute_url() if len(rows) == 1 else _table_of(one),
        source=INVITATIONS,
        agencies=frozenset(row.agency_id for row in rows if row.agency_id),
        has_leaders=any(row.agency is not None and row.agency.key in LEADING_BODIES for row in rows),
        revision=None if is_group else one.version,
        changed_at=max(row.updated_at for row in rows),
        **own,
    )


def _table_of(one: Any) -> str:
    """The table of all invitations to the occasion where the reader sees it, else the list of invitations."""
    if one.sees_event:
        return reverse("delegations:event-invitees", args=[one.event.key])
    if one.sees_conference:
        return reverse("delegations:conference-invitees", args=[one.conference.key])
    return reverse("delegations:invitations")


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    register_source(CalendarSource(INVITATIONS, gettext_lazy("Lời mời"), 45, invitation_entries))
