"""Invitations in the calendar: days of answer, days of the event, many at once, whose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delegations.calendar_invitations import INVITATIONS
from delegations.enums import InvitationAnswer, InvitationSide
from delegations.models import Invitation
from dnfa.accounts.enums import Role
from dnfa.followup.calendar import CalendarEntry, entries
from dnfa.followup.calendar.scopes import Scope, within
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agency, make_partner, make_user
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))
DAY = date(2026, 12, 10)


def told(user: Any, first: date = DECEMBER[0], last: date = DECEMBER[1]) -> list[CalendarEntry]:
    return entries(user, first, last, today=TODAY, only=(INVITATIONS,))


def words(rows: list[CalendarEntry]) -> list[tuple[date, str, str]]:
    return [(row.day, row.title, row.detail) for row in rows]


def test_an_invitation_stands_on_its_day_of_answer_and_on_the_days_of_the_event():
    invitation = make_invitation(
        side=InvitationSide.RECEIVED,
        occasion="Lễ hội Sakai",
        partner=make_partner(name_vi="Sakai"),
        answer_by=date(2026, 12, 1),
        event_from=date(2026, 12, 30),
        event_to=date(2027, 1, 2),
    )

    found = told(make_user())

    assert words(found) == [
        (date(2026, 12, 1), "Hạn trả lời lời mời: Lễ hội Sakai", "Sakai"),
        (date(2026, 12, 30), "Được mời: Lễ hội Sakai", "Sakai. Chờ trả lời"),
    ]
    assert [row.last_day for row in found] == [None, date(2027, 1, 2)]
    assert [row.uid for row in found] == [
        f"invitation-{invitation.pk}-answer",
        f"invitation-{invitation.pk}-event",
    ]
    assert {row.url for row in found} == {invitation.get_absolute_url()}


@pytest.mark.parametrize(
    ("answer_by", "state"),
    [
        (TODAY - timedelta(days=1), "overdue"),
        (TODAY, "due_soon"),
        (date(2026, 12, 4), "due_soon"),
        (date(2026, 12, 7), "ticking"),
    ],
)
def test_a_day_of_answer_has_the_state_of_a_deadline(answer_by, state):
    make_invitation(answer_by=answer_by)

    (found,) = told(make_user(), answer_by, answer_by)

    assert (found.title, found.state) == ("Hạn đối tác trả lời: Hội chợ EWEC", state)


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({}, ["answer", "event"]),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY}, ["event"]),
        ({"answer": InvitationAnswer.DELEGATED, "answered_on": TODAY}, ["event"]),
        ({"answer": InvitationAnswer.DECLINED, "answered_on": TODAY, "reason": "budget"}, []),
        ({"answer": InvitationAnswer.NO_ANSWER}, []),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY, "attended": False}, []),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY, "attended": True}, ["event"]),
    ],
)
def test_what_was_answered_and_turned_down_leaves_the_calendar(facts, kinds):
    make_invitation(answer_by=DAY, event_from=DAY, **facts)

    assert [row.uid.rsplit("-", 1)[1] for row in told(make_user())] == kinds


def test_many_invited_to_one_event_are_one_entry_a_day():
    event = make_engagement(title_vi="Hội chợ EWEC", starts_on="2026-12-20")
    for day in (DAY, DAY, DAY, DAY + timedelta(days=1)):
        make_invitation(event=event, answer_by=day)
    make_invitation(event=event, answer_by=DAY, answer=InvitationAnswer.ACCEPTED, answered_on=TODAY)

    found = told(make_user())

    last = Invitation.objects.get(answer_by=DAY + timedelta(days=1))
    assert words(found) == [
        (DAY, "Hạn đối tác trả lời: Hội chợ EWEC", "3 lời mời chưa có trả lời"),
        (DAY + timedelta(days=1), "Hạn đối tác trả lời: Hội chợ EWEC", last.partner.name_vi),
    ]
    assert [row.url for row in found] == [
        reverse("delegations:event-invitees", args=[event.key]),
        last.get_absolute_url(),
    ]
    assert len({row.uid for row in found}) == 2


def test_the_name_of_many_stays_when_one_of_them_answers():
    event = make_engagement(starts_on="2026-12-20")
    first = make_invitation(event=event, answer_by=DAY)
    make_invitation(event=event, answer_by=DAY)
    user = make_user()
    (before,) = told(user)

    Invitation.objects.filter(pk=first.pk).update(answer=InvitationAnswer.NO_ANSWER)

    (after,) = told(user)
    assert after.uid == before.uid


def test_what_stands_in_the_calendar_itself_is_not_told_again():
    given = {"event_from": DAY, "answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY}
    make_invitation(event=make_engagement(starts_on="2026-12-10"), **given)
    make_invitation(conference=make_conference(planned_starts_on=DAY, planned_ends_on=DAY), **given)
    make_invitation(delegation=make_delegation(starts_on="2026-12-10"), **given)
    make_invitation(occasion="Chỉ có lời mời", **given)

    assert [row.title for row in told(make_user())] == ["Mời đối tác: Chỉ có lời mời"]


def test_an_agency_that_does_not_see_the_event_has_its_invitations_together():
    agency = make_agency()
    event = make_engagement(starts_on="2026-12-10")
    for _number in range(2):
        make_invitation(event=event, agency=agency, answer_by=DAY, event_from=DAY)
    make_invitation(event=event, answer_by=DAY, event_from=DAY)

    found = told(make_user(Role.FOCAL_POINT, agency=agency))

    assert words(found) == [
        (DAY, "Hạn đối tác trả lời: Hội chợ EWEC", "2 lời mời chưa có trả lời"),
        (DAY, "Mời đối tác: Hội chợ EWEC", "2 đối tác"),
    ]
    assert {row.url for row in found} == {reverse("delegations:invitations")}


def test_invitations_to_a_moved_event_stand_on_its_new_day():
    agency = make_agency()
    event = make_engagement(starts_on="2026-12-20")
    make_invitation(event=event, agency=agency, event_from=DAY, event_to=DAY)

    found = told(make_user(Role.FOCAL_POINT, agency=agency))

    assert [(row.day, row.last_day) for row in found] == [(date(2026, 12, 20), None)]


def test_nobody_answers_to_a_conference_that_is_cancelled():
    conference = make_conference(cancelled_on=TODAY, cancel_reason="budget")
    make_invitation(conference=conference, answer_by=DAY)
    make_invitation(conference=make_conference(), answer_by=DAY, occasion="Vẫn họp")

    assert [row.title for row in told(make_user())] == ["Hạn đối tác trả lời: Vẫn họp"]


def test_an_agency_sees_what_it_handles_and_leaders_what_their_bodies_do():
    ours, city = make_agency(), make_agency(key="ubnd-thanh-pho")
    make_invitation(occasion="Của ta", agency=ours, answer_by=DAY)
    make_invitation(occasion="Của thành phố", agency=city, answer_by=DAY)
    make_invitation(occasion="Không ai", answer_by=DAY)
    officer = make_user(agency=ours)

    seen = {
        "officer": told(officer),
        "mine": within(told(officer), Scope.MINE, officer),
        "leaders": within(told(officer), Scope.LEADERS, officer),
        "focal": told(make_user(Role.FOCAL_POINT, agency=ours)),
        "other": told(make_user(Role.FOCAL_POINT)),
    }

    assert {who: [row.title.partition(": ")[2] for row in rows] for who, rows in seen.items()} == {
        "officer": ["Của ta", "Của thành phố", "Không ai"],
        "mine": ["Của ta"],
        "leaders": ["Của thành phố"],
        "focal": ["Của ta"],
        "other": [],
    }


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT])
def test_it_asks_as_often_for_many_as_for_one(role):
    agency = make_agency()
    user = make_user(role, agency=agency)
    asked = []
    for number in (1, 3):
        for _time in range(number):
            event = make_engagement(starts_on="2026-12-10", agencies=[agency])
            make_invitation(event=event, agency=agency, answer_by=DAY, event_from=DAY)
            make_invitation(agency=agency, answer_by=DAY, event_from=DAY)
        with CaptureQueriesContext(connection) as queries:
            told(user)
        asked.append(len(queries))

    assert asked == [4, 4]
