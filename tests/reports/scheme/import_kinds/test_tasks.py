from __future__ import annotations

import pytest

from reports.models import SchemeTask
from reports.scheme.import_kinds import TASKS
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
)
from tests.factories import make_user
from tests.reports.scheme.factories import make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user()


def links(code: str) -> list[tuple[str, str]]:
    rows = SchemeTask.objects.get(code=code).agency_links.filter(valid_to__isnull=True)
    return sorted(rows.values_list("role", "agency__key"))


def test_dates_and_agencies_of_a_task_are_changed(officer, tourism, planning):
    task = make_task("I.1", leads=[planning], title_vi="Lời của Quyết định")
    row = {
        "code": "I.1",
        "title_vi": "Lời của Quyết định",
        "leads": "Sở Du lịch",
        "ends_on": "12/2028",
        "note": "Theo kế hoạch",
    }

    batch = commit(TASKS, row, user=officer)

    task.refresh_from_db()
    assert fates(batch) == [CHANGED]
    assert (str(task.ends_on), task.note, links("I.1")) == (
        "2028-12",
        "Theo kế hoạch",
        [("lead", "so-du-lich")],
    )


def test_a_new_task_needs_its_document(officer, tourism):
    make_task("II.A.1")
    row = {"code": "II.A.15", "title_vi": "Mới", "leads": "so-du-lich"}

    bare = preview(TASKS, row, user=officer)
    whole = {
        **row,
        "group_code": "II.A",
        "deciding_document": "QĐ 12/QĐ-UBND",
        "decided_on": "01/05/2026",
    }
    batch = commit(TASKS, whole, user=officer)

    assert sorted(column for _row, column, _words in errors(bare)) == [
        "decided_on",
        "deciding_document",
        "group_code",
    ]
    assert (fates(batch), links("II.A.15")) == ([NEW], [("lead", "so-du-lich")])


def test_the_words_of_the_decision_stay(officer):
    make_task("I.1", title_vi="Lời của Quyết định")

    batch = preview(TASKS, {"code": "I.1", "title_vi": "Lời khác"}, user=officer)

    assert [column for _row, column, _words in errors(batch)] == ["title_vi"]


def test_an_export_imported_again_changes_nothing(officer, tourism, planning):
    make_task("I.1", leads=[tourism, planning], coordinating=[planning], ends_on="2028", note="Một\nhai")
    make_task("I.2", with_all_relevant_units=True)

    assert [row["code"] for row in exported_rows(TASKS, officer)] == ["I.1", "I.2"]
    assert imported_again(TASKS, officer) == [UNCHANGED, UNCHANGED]
