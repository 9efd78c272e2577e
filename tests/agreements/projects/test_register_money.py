"""All money of data/projects.csv against a count made by other means: the csv module and whole cents."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from agreements.models import FundingLine
from tests.loaded import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_totals_of_the_register_equal_a_count_of_the_file_by_other_means():
    with (DATA / "projects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {"value": "amount", "committed": "amount_committed", "disbursed": "amount_disbursed"}
    expected: dict[str, dict[str, int]] = {kind: defaultdict(int) for kind in columns}
    for row in rows:
        for kind, column in columns.items():
            if row[column] and not row["parent_key"]:
                whole, _dot, part = row[column].partition(".")
                expected[kind][row["currency"]] += int(whole) * 100 + int((part + "00")[:2])

    counted = FundingLine.objects.counted()
    found = {
        kind: {money.currency: int(money.value * 100) for money in counted.filter(kind=kind).sums()}
        for kind in columns
    }

    assert found == expected
    assert expected["value"]["EUR"] == 99434676
