from __future__ import annotations

from datetime import date, timedelta

import pytest

from dnfa.accounts.enums import Role
from dnfa.followup.calendar import entries
from dnfa.followup.calendar.scopes import Scope, within
from dnfa.updates.calendar_source import ROUNDS, round_entries
from dnfa.updates.models import RoundAgency
from dnfa.updates.services import rounds
from tests.factories import make_agency, make_user
from tests.updates.factories import NOW, TODAY, make_cast
from tests.updates.services.test_rounds import DUE, QUESTIONS, opened, prepare

pytestmark = pytest.mark.django_db

MONTH = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture
def cast():
    return make_cast()


def told(user, *, first=MONTH[0], last=MONTH[1], today=TODAY):
    return [
        (entry.day, entry.detail, entry.state, entry.url)
        for entry in entries(user, first, last, today=today, only=[ROUNDS])
    ]


def page_of(held, agency) -> str:
    return RoundAgency.objects.get(round=held, agency=agency).get_absolute_url()


def test_the_department_sees_a_round_once_and_an_agency_its_own_page(cast):
    other = make_agency()
    held = opened(cast, agencies=[cast.agency, other], questions=QUESTIONS[1:])

    assert told(cast.officer) == [(DUE, "2 cơ quan chưa trả lời", "ticking", held.get_absolute_url())]
    assert told(cast.focal) == [(DUE, cast.agency.name_vi, "ticking", page_of(held, cast.agency))]
    assert told(make_cast().focal) == []
    assert [len(told(make_user(role))) for role in (Role.LEADER, Role.AUDITOR)] == [1, 1]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (TODAY, "ticking"),
        (DUE - timedelta(days=1), "due_soon"),
        (DUE, "due_soon"),
        (DUE + timedelta(days=1), "overdue"),
    ],
)
def test_a_day_comes_closer_and_passes(cast, today, state):
    opened(cast, questions=QUESTIONS[1:])

    assert [row[2] for row in told(cast.focal, today=today)] == [state]


def test_who_got_more_time_has_another_day(cast):
    other = make_agency()
    held = opened(cast, agencies=[cast.agency, other], questions=QUESTIONS[1:])
    asked = held.agencies.get(agency=other)
    later = DUE + timedelta(days=3)
    asked = rounds.extension_ask(
        asked=asked, until=later, because="Chờ số liệu", base_version=None, user=cast.officer, now=NOW
    )
    rounds.extension_decide(asked=asked, until=later, base_version=None, user=cast.officer, now=NOW)

    assert [row[:2] for row in told(cast.officer)] == [
        (DUE, cast.agency.name_vi),
        (later, other.name_vi),
    ]


def test_what_is_answered_closed_or_prepared_is_not_in_it(cast):
    answered = opened(cast, questions=QUESTIONS[2:])
    rounds.answer_submit(asked=answered.agencies.get(), base_version=None, user=cast.focal, now=NOW)
    closed = opened(cast, questions=QUESTIONS[2:])
    rounds.round_close(held=closed, base_version=None, user=cast.officer, now=NOW)
    prepare(cast)

    assert (told(cast.officer), told(cast.focal)) == ([], [])


def test_only_the_days_asked_for(cast):
    opened(cast, questions=QUESTIONS[1:])

    assert told(cast.officer, last=DUE - timedelta(days=1)) == []
    assert len(told(cast.officer, first=DUE, last=DUE)) == 1


def test_a_round_is_a_matter_of_who_asks_and_who_is_asked(cast):
    opened(cast, questions=QUESTIONS[1:])
    cast.officer.agency = make_agency()
    cast.officer.save()
    stranger = make_user(Role.OFFICER, agency=make_agency())

    def mine(user):
        return len(within(entries(user, *MONTH, today=TODAY, only=[ROUNDS]), Scope.MINE, user))

    assert [mine(user) for user in (cast.officer, cast.focal, stranger)] == [1, 1, 0]


def test_reading_costs_the_same_for_one_and_for_many(cast, django_assert_num_queries):
    opened(cast, questions=QUESTIONS[1:])
    with django_assert_num_queries(3):
        round_entries(cast.officer, *MONTH, TODAY)
    for number in range(3):
        opened(cast, agencies=[cast.agency, make_agency()], questions=QUESTIONS[1:], title=f"Đợt {number}")

    with django_assert_num_queries(3):
        assert len(round_entries(cast.officer, *MONTH, TODAY)) == 4
