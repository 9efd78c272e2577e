from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import ExchangeRate
from agreements.selectors_rates import (
    MOST_OFFERED,
    day_of_rate,
    known_sources,
    latest_rates,
    rate_rows,
    rates_near,
    youngest_rate,
)
from dnfa.accounts.enums import Role
from dnfa.core.partial_dates import PartialDate
from tests.agreements.rates.factories import book_at, make_rate
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def january(day: int) -> date:
    return date(2026, 1, day)


def test_rates_nearest_a_day_come_first_and_of_two_as_far_away_the_earlier():
    for number, day in ((1, 1), (8, 8), (9, 9), (12, 12), (15, 15), (25, 25)):
        make_rate(number, day=january(day))
    make_rate(99, day=january(10), replaced_on=TODAY)
    make_rate(98, "EUR", january(10))

    def offered(day):
        return [int(rate.rate) for rate in rates_near("USD", january(day))]

    assert offered(10) == [9, 8, 12, 15, 1]
    assert offered(1) == [1, 8, 9, 12, 15]
    assert offered(31) == [25, 15, 12, 9, 8]
    assert len(offered(10)) == MOST_OFFERED
    assert rates_near("JPY", january(10)) == []


@pytest.mark.parametrize(
    ("day", "rate"),
    [(january(4), None), (january(5), 25000), (january(29), 25000), (january(30), 26000), (TODAY, 26000)],
)
def test_the_youngest_known_by_a_day(day, rate):
    make_rate(25000)
    make_rate(26000, day=january(30))
    make_rate(9, day=january(31), replaced_on=TODAY)

    found = youngest_rate("USD", day)

    assert (found and found.rate) == rate


def test_the_latest_of_each_currency_are_standing_ones_known_by_the_day():
    make_rate(25000)
    make_rate(26000, day=january(30))
    make_rate(9, day=january(31), replaced_on=TODAY)
    make_rate(170, "JPY", day=january(2), source="VCB")
    make_rate(27000, day=date(2999, 1, 1))

    assert [(rate.currency, rate.rate) for rate in latest_rates(TODAY)] == [("JPY", 170), ("USD", 26000)]
    assert known_sources() == ["NHNN", "VCB"]


@pytest.mark.parametrize(
    ("booked_on", "day"),
    [(None, TODAY), ("2025", date(2025, 12, 31)), ("2026", TODAY), ("2026-02", date(2026, 2, 28))],
)
def test_a_line_takes_the_rate_of_the_last_day_its_date_can_mean(booked_on, day):
    assert day_of_rate(PartialDate.from_iso(booked_on) if booked_on else None, TODAY) == day


def test_a_rate_counts_the_lines_told_at_it_that_the_reader_sees():
    rate, other = make_rate(), make_rate(26000, day=january(6))
    focal = make_user(Role.FOCAL_POINT)
    own, hidden = make_project(agencies=[focal.agency]), make_project()
    line = book_at(rate, own)
    book_at(rate, own, -10, corrects=line, reason="Thừa")
    book_at(rate, hidden)
    for name, value in {"rate": 25451, "rate_on": january(6), "rate_source": "VCB"}.items():
        book_at(rate, hidden, **{name: value})
    book_at(rate, hidden, currency="EUR")

    counts = {
        role: dict(rate_rows(user).values_list("pk", "line_count"))
        for role, user in (("officer", make_user()), ("focal", focal))
    }

    assert counts == {"officer": {rate.pk: 3, other.pk: 0}, "focal": {rate.pk: 2, other.pk: 0}}


def test_nobody_unknown_reads_rates():
    make_rate()

    assert list(ExchangeRate.objects.visible_to(make_user(is_active=False))) == []


def test_rows_are_read_in_one_query_however_many():
    user = make_user()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            rows = [(str(row), row.replaces, getattr(row, "replacement", None)) for row in rate_rows(user)]
        return len(queries), len(rows)

    first = make_rate(1, replaced_on=TODAY)
    one = asked()
    second = make_rate(2, replaces=first, reason="Sai")
    make_rate(3, "EUR")
    book_at(second, make_project())

    assert (one, asked()) == ((1, 1), (1, 3))
