from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.as_of import asked_day, on_day
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2023", date(2023, 12, 31)),
        ("2023", date(2023, 12, 31)),
        ("2/2024", date(2024, 2, 29)),
        (" 5/3/2026 ", date(2026, 3, 5)),
    ],
)
def test_a_page_reads_what_people_type(rf, typed, day):
    assert asked_day(rf.get("/doi-tac/", {"as_of": typed})) == day


@pytest.mark.parametrize("query", [{}, {"as_of": ""}, {"as_of": "31/9/2023"}])
def test_a_page_without_a_day_or_with_nonsense_means_today(rf, query):
    assert asked_day(rf.get("/doi-tac/", query)) == local_today()


def test_nobody_asking_means_today():
    assert asked_day(None) == local_today()


def test_the_api_reads_iso_days_only(rf):
    assert asked_day(rf.get("/api/v1/partners/", {"as_of": "2023-12-26"})) == date(2023, 12, 26)
    with pytest.raises(InvalidInput):
        asked_day(rf.get("/api/v1/partners/", {"as_of": "26/12/2023"}))


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [
        ("/a/", {}, "/a/"),
        ("/a/", {"as_of": " "}, "/a/"),
        ("/a/", {"as_of": "2005"}, "/a/?as_of=2005"),
        ("/a/?b=1", {"as_of": "31/12/2005"}, "/a/?b=1&as_of=31%2F12%2F2005"),
        ("", {"as_of": "2005"}, ""),
    ],
)
def test_an_address_keeps_the_day(rf, url, query, expected):
    assert on_day(url, rf.get("/", query)) == expected
