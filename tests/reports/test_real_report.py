"""The report of 2023 from the real register: Decision 2887's own table, told as a careful clerk would tell it."""

from __future__ import annotations

import csv
import io

import pytest
from django.conf import settings
from django.core.management import call_command

from dnfa.accounts.system import SYSTEM_VIEWER
from reports.annual import content
from reports.figures import Scope, figure, values
from reports.services import files_of
from tests.reports.conftest import CUTOFF, PREPARED
from tests.snapshots import once_a_run


@pytest.fixture
def real_register(db):
    once_a_run("register-by-command", load)


def load():
    call_command("load_register", stdout=io.StringIO(), stderr=io.StringIO())


def _decision_rows():
    with (settings.BASE_DIR / "data" / "relations_table.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]


def test_report_of_2023(real_register):
    report = content.build(user=SYSTEM_VIEWER, year=2023, cutoff=CUTOFF, prepared_at=PREPARED)
    made = list(files_of(report))

    tables = {table.key: table for _number, table in report.tables()}
    assert [row.cells for row in tables["official_table"].rows] == _decision_rows()
    assert (tables["results"].row_count, tables["results"].group_count) == (47, 22)
    assert {line.key: line.value for line in report.figures}["localities"] == 47
    expired = {row.cells[1] for row in tables["expired"].rows}
    assert expired.isdisjoint(
        {
            "Tỉnh Champasak",
            "Tỉnh Salavan",
            "Tỉnh Savannakhet",
            "Tỉnh Sekong",
            "Tỉnh Attapeu",
            "Thành phố Yokohama",
        }
    )
    assert {"Thành phố Daegu", "Thành phố Varna", "Thành phố Košice"} <= expired
    assert [len(file.content) > 1000 for file in made] == [True] * 4


def test_ma_cao_makes_the_difference_between_21_and_22(real_register):
    scope = Scope.of(SYSTEM_VIEWER, CUTOFF)
    names = {row[3] for row in _decision_rows()}
    codes = set(figure("countries_and_territories").rows(scope).values_list("code", flat=True))

    assert (len(names), values(scope)["countries_and_territories"]) == (21, 22)
    assert {"MO", "CN"} <= codes
