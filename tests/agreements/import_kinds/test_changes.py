"""What a row changes of its record, and checks that look at nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agreements.import_kinds.changes import Change, checks_change, compared
from dnfa.core.table_import import Problem, RowValues, SheetColumn, number

COLUMNS = (SheetColumn("name", "Tên"), SheetColumn("persons", "Số người", number()))


def values_of(record) -> dict:
    return {"name": record.name, "persons": record.persons}


SAKAI = SimpleNamespace(name="Sakai", persons=7)


@pytest.mark.parametrize(
    ("record", "row", "given", "told"),
    [
        (None, {"name": "Mie"}, {"name": "Mie"}, {"name": "Mie"}),
        (SAKAI, {}, {}, {"name": "Sakai", "persons": 7}),
        (SAKAI, {"name": "Sakai", "persons": 7}, {}, {"name": "Sakai", "persons": 7}),
        (SAKAI, {"persons": 9}, {"persons": 9}, {"name": "Sakai", "persons": 9}),
        (SAKAI, {"name": "", "persons": None}, {"name": "", "persons": None}, {"name": "", "persons": None}),
    ],
)
def test_a_row_beside_its_record(record, row, given, told):
    assert compared(COLUMNS, values_of, row, record) == (given, told)


@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: str) -> list[Problem]:
    """Says what it is asked."""
    return [Problem("name", f"{sorted(change.given)} {today}")]


@pytest.mark.parametrize(
    ("record", "given", "said"),
    [
        (None, {}, ["[] hôm nay"]),
        (None, {"name": "Mie"}, ["['name'] hôm nay"]),
        (SAKAI, {"name": "Sakai"}, []),
        (SAKAI, {"name": "Sakai", "persons": 8}, ["['persons'] hôm nay"]),
    ],
)
def test_a_row_that_leaves_its_record_as_it_stands_is_not_looked_at(record, given, said):
    assert [problem.message for problem in check(RowValues(2, given), record, today="hôm nay")] == said


@pytest.mark.parametrize(
    ("given", "texts", "lacks"),
    [
        ({}, {}, True),
        ({"persons": 8}, {"persons": "8"}, False),
        ({"persons": None}, {"persons": "-"}, True),
        ({}, {"persons": "tám"}, False),
    ],
)
def test_what_a_record_lacks_was_left_empty_not_written_wrongly(given, texts, lacks):
    change = Change(RowValues(2, given, texts), None, dict(given), dict(given))

    assert change.lacks("persons") is lacks
