from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.followup.calendar import CalendarEntry, sources
from dnfa.followup.calendar.scopes import Scope, scope_asked, scopes_of, within
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def entry(title: str, *, agencies: tuple[int, ...] = (), has_leaders: bool = False) -> CalendarEntry:
    return CalendarEntry(
        uid=title, day=TODAY, title=title, url="", agencies=frozenset(agencies), has_leaders=has_leaders
    )


def test_a_scope_keeps_what_is_the_agencys_or_the_leaders():
    ours, other = make_agency(), make_agency()
    rows = [
        entry("của ta", agencies=(ours.pk, other.pk)),
        entry("nơi khác", agencies=(other.pk,)),
        entry("lãnh đạo", has_leaders=True),
        entry("cả hai", agencies=(ours.pk,), has_leaders=True),
    ]
    user = make_user(agency=ours)

    kept = {scope.value: [row.title for row in within(rows, scope, user)] for scope in Scope}

    assert kept == {
        "all": ["của ta", "nơi khác", "lãnh đạo", "cả hai"],
        "mine": ["của ta", "cả hai"],
        "leaders": ["lãnh đạo", "cả hai"],
    }


def test_who_has_no_agency_has_no_calendar_of_one():
    leader = make_user(Role.LEADER)

    assert scopes_of(leader) == (Scope.ALL, Scope.LEADERS)
    assert within([entry("không ai"), entry("nơi khác", agencies=(1,))], Scope.MINE, leader) == []


@pytest.mark.parametrize(
    ("asked", "with_agency", "without"),
    [
        ("", Scope.ALL, Scope.ALL),
        ("all", Scope.ALL, Scope.ALL),
        ("mine", Scope.MINE, Scope.ALL),
        ("leaders", Scope.LEADERS, Scope.LEADERS),
        ("khong-co", Scope.ALL, Scope.ALL),
    ],
)
def test_a_scope_is_read_or_is_everything(asked, with_agency, without):
    assert scope_asked(asked, make_user(agency=make_agency())) == with_agency
    assert scope_asked(asked, make_user()) == without


def test_no_source_bears_the_name_of_a_scope():
    assert {source.code for source in sources()} & set(Scope.values) == set()
