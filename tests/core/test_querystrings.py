from __future__ import annotations

import pytest
from django.http import QueryDict

from dnfa.core.querystrings import replaced, without_value


@pytest.mark.parametrize(
    ("query", "changes", "expected"),
    [
        ("a=1&page=3", {}, "?a=1"),
        ("a=1&page=3", {"page": 4}, "?a=1&page=4"),
        ("a=1&b=2", {"a": None}, "?b=2"),
        ("a=1&b=2", {"a": ""}, "?b=2"),
        ("a=1", {"a": ["x", "y z"]}, "?a=x&a=y+z"),
        ("", {"q": "Đà & Nẵng"}, "?q=%C4%90%C3%A0+%26+N%E1%BA%B5ng"),
        ("a=1", {"a": None}, "?"),
    ],
)
def test_replaced(query, changes, expected):
    assert replaced(QueryDict(query), **changes) == expected


def test_replaced_leaves_the_original_alone():
    query = QueryDict("a=1&page=2")

    replaced(query, a=2)

    assert query.urlencode() == "a=1&page=2"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("a", "1", "?a=2&b=3"), ("a", None, "?b=3"), ("b", "3", "?a=1&a=2"), ("c", "9", "?a=1&a=2&b=3")],
)
def test_without_value(name, value, expected):
    assert without_value(QueryDict("a=1&a=2&b=3&page=7"), name, value) == expected
