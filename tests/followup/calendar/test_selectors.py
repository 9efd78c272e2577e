from __future__ import annotations

from datetime import date

import pytest

from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source
from dnfa.followup.calendar.scopes import Scope
from dnfa.followup.calendar.selectors import Month, month_of
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)
TODAY = date(2026, 11, 25)


@pytest.fixture
def ours():
    return make_agency()


@pytest.fixture
def user(ours):
    return make_user(agency=ours)


def source(code: str, *rows: CalendarEntry) -> None:
    register_source(CalendarSource(code, code.upper(), 1, lambda *_asked: list(rows)))


def entry(title: str, day: date, last_day: date | None = None, **values) -> CalendarEntry:
    return CalendarEntry(uid=title, day=day, last_day=last_day, title=title, url="", **values)


@pytest.fixture(autouse=True)
def two_sources(monkeypatch, ours):
    """Six trips around the edges of November 2026, one of them without a day, and two deadlines."""
    monkeypatch.setattr("dnfa.followup.calendar.registry._sources", {})
    mine = frozenset({ours.pk})
    source(
        "trips",
        entry("tháng trước", date(2026, 10, 30), date(2026, 10, 31), source="trips"),
        entry("vắt sang", date(2026, 10, 30), date(2026, 11, 1), agencies=mine, source="trips"),
        entry("trong tháng", date(2026, 11, 30), source="trips", has_leaders=True),
        entry("tháng sau", date(2026, 12, 1), source="trips", agencies=mine),
        entry("suốt quý", date(2026, 10, 1), date(2026, 12, 31), source="trips", has_leaders=True),
        entry("chưa rõ", NOVEMBER, date(2026, 11, 30), when="11/2026", source="trips", agencies=mine),
    )
    source(
        "clocks",
        entry("hạn", TODAY, source="clocks", agencies=mine),
        entry("hạn khác", TODAY, source="clocks"),
    )


def titles(month: Month) -> tuple[list[str], list[str]]:
    return [line.entry.title for line in month.dated], [line.entry.title for line in month.undated]


def counts(choices) -> dict[str, int]:
    return {choice.code: choice.count for choice in choices}


@pytest.mark.parametrize(
    ("scope", "only", "dated", "undated"),
    [
        (Scope.ALL, (), ["suốt quý", "vắt sang", "hạn", "hạn khác", "trong tháng"], ["chưa rõ"]),
        (Scope.ALL, ("trips",), ["suốt quý", "vắt sang", "trong tháng"], ["chưa rõ"]),
        (Scope.MINE, (), ["vắt sang", "hạn"], ["chưa rõ"]),
        (Scope.MINE, ("clocks",), ["hạn"], []),
        (Scope.LEADERS, (), ["suốt quý", "trong tháng"], []),
        (Scope.LEADERS, ("clocks",), [], []),
    ],
)
def test_the_month_is_narrowed_by_scope_and_kind(user, scope, only, dated, undated):
    found = month_of(user, NOVEMBER, today=TODAY, scope=scope, only=only)

    assert titles(found) == (dated, undated)
    assert found.total == len(dated) + len(undated)


@pytest.mark.parametrize("only", [(), ("trips",), ("clocks",), ("trips", "clocks")])
@pytest.mark.parametrize("scope", list(Scope))
def test_every_count_is_the_length_of_the_list_it_opens(user, scope, only):
    found = month_of(user, NOVEMBER, today=TODAY, scope=scope, only=only)

    opened_by_scope = {
        one.value: month_of(user, NOVEMBER, today=TODAY, scope=one, only=only).total for one in Scope
    }
    opened_by_kind = {
        code: month_of(user, NOVEMBER, today=TODAY, scope=scope, only=(code,)).total
        for code in ("trips", "clocks")
    }
    assert counts(found.scopes) == opened_by_scope
    assert counts(found.kinds) == opened_by_kind
    assert [choice.code for choice in found.scopes if choice.is_chosen] == [scope]
    assert {choice.code for choice in found.kinds if choice.is_chosen} == set(only)


def test_what_has_no_day_stands_on_none(user):
    weeks = month_of(user, NOVEMBER, today=TODAY, scope=Scope.ALL).weeks

    on = {cell.day: [one.title for one in cell.entries] for week in weeks for cell in week}
    assert on[date(2026, 11, 1)] == ["suốt quý", "vắt sang"]
    assert on[date(2026, 11, 2)] == ["suốt quý"]
    assert on[date(2026, 12, 1)] == ["tháng sau", "suốt quý"]
    assert "chưa rõ" not in {title for row in on.values() for title in row}


def test_a_line_names_its_kind(user):
    found = month_of(user, NOVEMBER, today=TODAY, scope=Scope.MINE)

    assert [(line.entry.title, line.kind) for line in found.dated] == [
        ("vắt sang", "TRIPS"),
        ("hạn", "CLOCKS"),
    ]


@pytest.mark.parametrize(
    ("today", "is_next", "has_past"),
    [
        (date(2026, 10, 1), "suốt quý", False),
        (date(2026, 11, 1), "suốt quý", False),
        (date(2026, 12, 31), "suốt quý", False),
        (date(2027, 1, 1), None, False),
    ],
)
def test_the_list_says_from_where_it_is_not_over(user, today, is_next, has_past):
    found = month_of(user, NOVEMBER, today=today, scope=Scope.ALL)

    marked = [line.entry.title for line in found.dated if line.is_next]
    assert marked == ([is_next] if is_next else [])
    assert found.has_past is has_past


def test_what_is_over_comes_before_what_is_not(user):
    found = month_of(user, NOVEMBER, today=date(2026, 11, 25), scope=Scope.MINE)

    assert [(line.entry.title, line.is_next) for line in found.dated] == [("vắt sang", False), ("hạn", True)]
    assert found.has_past is True
