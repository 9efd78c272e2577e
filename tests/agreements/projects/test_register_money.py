"""All money of data/projects.csv against a count made by other means: the csv module and whole cents."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from agreements.aid_rows import Scope
from agreements.aid_totals import DIMENSIONS, totals
from agreements.models import FundingLine
from dnfa.accounts.system import SYSTEM_VIEWER
from tests.loaded import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


COLUMNS = {"value": "amount", "committed": "amount_committed", "disbursed": "amount_disbursed"}
ASIDE = {"proposed", "cancelled"}


def file_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents_by(rows, *of):
    """What rows of projects.csv come to in cents, by functions of a row, kind and currency; parts of a programme left out."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        for kind, column in COLUMNS.items():
            if row[column] and not row["parent_key"]:
                whole, _dot, part = row[column].partition(".")
                found[*(one(row) for one in of), kind, row["currency"]] += int(whole) * 100 + int(
                    (part + "00")[:2]
                )
    return found


def test_totals_of_the_register_equal_a_count_of_the_file_by_other_means():
    expected = cents_by(file_of("projects.csv"))

    counted = FundingLine.objects.counted()
    found = {
        (kind, money.currency): int(money.value * 100)
        for kind in COLUMNS
        for money in counted.filter(kind=kind).sums()
    }

    assert found == expected
    assert expected["value", "EUR"] == 99434676


@pytest.mark.parametrize("by", sorted(DIMENSIONS))
def test_what_came_and_what_was_given_are_those_of_the_file(by):
    standing = [row for row in file_of("projects.csv") if row["status"] not in ASIDE]

    found = totals(Scope(SYSTEM_VIEWER, date(2026, 11, 26)), by)

    assert {
        (way.value, kind, money.currency): int(money.value * 100)
        for way, table in found.items()
        for kind, sums in table.whole.sums.items()
        for money in sums
    } == cents_by(standing, lambda row: row["direction"])


def test_what_was_given_stands_under_the_countries_of_the_file():
    countries = {row["key"]: row["country_code"] for row in file_of("partners.csv")}

    def only_country(row):
        named = {countries[key] for key in filter(None, row["recipient_key"].split(";"))}
        return named.pop() if len(named) == 1 else ""

    rows = [
        row for row in file_of("projects.csv") if row["direction"] == "given" and row["status"] not in ASIDE
    ]

    found = totals(Scope(SYSTEM_VIEWER, date(2026, 11, 26)), "country")["given"]

    assert {
        (row.query.get("given_into", ""), kind, money.currency): int(money.value * 100)
        for row in found.rows
        for kind, sums in row.sums.items()
        for money in sums
    } == cents_by(rows, only_country)


def test_dong_and_what_is_missing_from_it_are_those_of_the_file():
    told, missing = Decimal(0), 0
    for row in file_of("projects.csv"):
        if (
            row["amount"]
            and not row["parent_key"]
            and row["direction"] == "received"
            and row["status"] not in ASIDE
        ):
            dong = row["amount"] if row["currency"] == "VND" else row["amount_vnd_stated"]
            told, missing = told + Decimal(dong or 0), missing + (not dong)

    whole = totals(Scope(SYSTEM_VIEWER, date(2026, 11, 26)), "source")["received"].whole

    assert (whole.dong("value"), whole.untold("value")) == (told, missing)
