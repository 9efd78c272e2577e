from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dnfa.core.imports import undo_batch
from reports.models import SchemeTaskProgress
from reports.scheme.import_kinds import PROGRESS
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    UNCHANGED,
    commit,
    errors,
    fates,
    imported_again,
    preview,
)
from tests.factories import make_user
from tests.reports.scheme.factories import TODAY, make_task, say

pytestmark = pytest.mark.django_db
ROW = {"task": "I.1", "year": "2026", "agency": "Sở Du lịch", "state": "Đang làm", "result": "Đã làm"}


@pytest.fixture
def officer():
    return make_user()


@pytest.fixture
def task(tourism):
    return make_task("I.1", leads=[tourism])


def standing() -> list[tuple]:
    rows = SchemeTaskProgress.objects.standing_on(date(2026, 12, 31)).order_by("pk")
    return [(row.task.code, row.year, row.agency.key, row.state, row.result) for row in rows]


def test_a_year_of_progress_comes_in_and_is_undone(officer, task):
    batch = commit(PROGRESS, {**ROW, "figure": "1.200,5", "unit": "tỷ đồng"}, user=officer)
    row = SchemeTaskProgress.objects.get()
    told = (row.figure, row.unit, row.part, row.author)
    undo_batch(batch=batch, reason="Nhầm tệp", user=officer)

    assert (fates(batch), told) == ([NEW], (Decimal("1200.50"), "tỷ đồng", "lead", officer))
    assert SchemeTaskProgress.objects.count() == 0


def test_a_row_that_says_otherwise_corrects(officer, task, tourism):
    first = say(task, agency=tourism, result="Nhầm")

    batch = commit(PROGRESS, ROW, user=officer)

    assert (fates(batch), standing()) == ([CHANGED], [("I.1", 2026, "so-du-lich", "in_progress", "Đã làm")])
    assert (first.correction.correction_reason, SchemeTaskProgress.objects.count()) == ("Nhập bảng", 2)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"task": "IX.9"}, ["task"]),
        ({"year": "2027"}, ["year"]),
        ({"state": "Chậm"}, ["state"]),
        ({"result": ""}, ["result"]),
        ({"state": "Hoàn thành"}, ["evidence"]),
        ({"figure": "3"}, ["unit"]),
        ({"unit": "đoàn"}, ["figure"]),
        ({"reported_on": "27/11/2026"}, ["reported_on"]),
    ],
)
def test_what_the_service_would_refuse_is_told_before(cells, wrong, officer, task):
    batch = preview(PROGRESS, {**ROW, **cells}, user=officer)

    assert ([column for _row, column, _words in errors(batch)], SchemeTaskProgress.objects.count()) == (
        wrong,
        0,
    )


def test_one_agency_speaks_once_of_a_task_and_year(officer, task):
    batch = preview(PROGRESS, ROW, {**ROW, "result": "Khác"}, user=officer)

    assert [(row, column) for row, column, _words in errors(batch)] == [(3, "task")]


def test_an_export_imported_again_changes_nothing(officer, task, tourism):
    say(task, agency=tourism, figure=Decimal("2.5"), unit="giải", reported_on=date(2026, 5, 1))
    wrong = say(task, "done", agency=None, year=2025, evidence="x", reported_on=date(2026, 5, 1))
    say(task, agency=None, year=2025, corrects=wrong, correction_reason="Nhầm", reported_on=TODAY)

    assert imported_again(PROGRESS, officer) == [UNCHANGED, UNCHANGED]
