from __future__ import annotations

import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from dnfa.accounts.enums import Role
from dnfa.accounts.import_kinds import AGENCIES, COLUMNS
from dnfa.core.table_import import NOTE, Problem, RowValues, SheetColumn, register_kind
from dnfa.core.table_import.kinds import heading_of
from dnfa.core.table_import.planning import plan_table
from dnfa.core.table_import.registry import importer_at, importer_of, importers, importers_for
from dnfa.core.table_import.services import sheet_create
from tests.core.table_import.sheets import TODAY, fates, line, problems, workbook
from tests.factories import make_user


def _never(_user) -> bool:
    return False


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "123"},
        {"columns": (*COLUMNS, SheetColumn("key", "Lại khóa"))},
        {"identified_by": (("khong-co",),)},
    ],
)
def test_a_kind_that_cannot_work_is_refused_when_it_is_declared(changes):
    with pytest.raises(ImproperlyConfigured):
        dataclasses.replace(AGENCIES, **changes)


def test_registering_again_changes_nothing_and_another_kind_under_the_code_is_refused():
    before = importers()

    register_kind(AGENCIES)

    assert importers() == before
    with pytest.raises(ImproperlyConfigured):
        register_kind(dataclasses.replace(AGENCIES, title="Khác"))
    assert importer_of("co-quan").kind is AGENCIES


def test_kinds_are_found_by_code_and_by_address():
    assert importer_of("relations") is importer_at("bang-quan-he")
    assert (importer_at("relations"), importer_of("bang-quan-he")) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sees"), [(Role.OFFICER, True), (Role.FOCAL_POINT, False), (Role.LEADER, False)]
)
def test_people_are_offered_what_they_may_bring_in(role, sees):
    offered = {importer.slug for importer in importers_for(make_user(role))}

    assert ({"bang-quan-he", "co-quan"} <= offered, bool(offered)) == (sees, sees)


@pytest.mark.parametrize(
    ("words", "heading"),
    [("Tên cơ quan *", "tencoquan"), ("LOẠI (chọn)", "loai"), (" Ghi\nchú: ", "ghichu"), ("", "")],
)
def test_a_heading_without_marks_and_brackets(words, heading):
    assert heading_of(words) == heading


def test_headings_of_a_column_are_those_of_both_languages_its_aliases_and_its_key():
    column = SheetColumn("note", AGENCIES.column("note").label, aliases=("Chú thích",))
    with override("en"):
        english = heading_of(str(column.label))

    assert column.headings() == {"note", "ghichu", "chuthich", english}


def test_row_values_are_a_mapping_of_what_is_given():
    row = RowValues(7, {"a": 1, "b": None}, {"a": "1", "b": "-", "c": ""})

    assert (dict(row), len(row), "c" in row, row.get("c", 3)) == ({"a": 1, "b": None}, 2, False, 3)


@pytest.mark.django_db
def test_a_kind_says_more_about_rows_together_and_a_note_lets_a_row_in():
    def check_all(rows, records, *, user, today):
        assert (user, today, records) == (None, TODAY, [None, None])
        return [[Problem("note", f"Cùng {len(rows)} dòng.", NOTE)], []]

    kind = dataclasses.replace(AGENCIES, check_all=check_all)
    content = workbook(line("Sở A"), line("Sở B"))
    batch = sheet_create(kind=kind, file_name="a.xlsx", content=content, user=None, today=TODAY)

    assert (fates(batch), problems(batch)) == ([(2, "new"), (3, "new")], [(2, "note", "Cùng 2 dòng.")])


@pytest.mark.django_db
def test_a_kind_without_checks_and_identities_takes_every_row_that_can_be_read():
    bare = {field.name: getattr(AGENCIES, field.name) for field in dataclasses.fields(AGENCIES)}
    for name in ("check", "check_all", "identified_by"):
        del bare[name]

    plan = plan_table(type(AGENCIES)(**bare), workbook(line("Sở A"), line("Sở A")), user=None, today=TODAY)

    assert [str(row.fate) for row in plan.rows] == ["new", "new"]
