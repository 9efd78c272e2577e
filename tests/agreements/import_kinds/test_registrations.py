from __future__ import annotations

from datetime import date

import pytest

from agreements.import_kinds import REGISTRATIONS
from agreements.models import NgoRegistration
from dnfa.core.imports import undo_batch
from dnfa.core.models import LegalBasis
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
    queries_of,
    refused,
    register_now,
)
from tests.factories import make_partner, make_partner_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def law():
    return LegalBasis.objects.get_or_create(
        key="nd-58-2022", defaults={"number": "58/2022/NĐ-CP", "kind": "Nghị định", "title": "Tổ chức"}
    )[0]


@pytest.fixture
def organisation():
    found = make_partner(key="east-meets-west", name_vi="Đông Tây Hội Ngộ", kind="organisation")
    make_partner_name(found, "East Meets West Foundation")
    return found


def line(**cells: str) -> dict[str, str]:
    return {"partner": "Đông Tây Hội Ngộ", "kind": "Đăng ký hoạt động", "number": "12/CNV-HĐ", **cells}


def make_registration(partner, number="12/CNV-HĐ", **values):
    return NgoRegistration.objects.create(partner=partner, kind="activity", number=number, **values)


@pytest.mark.parametrize("name", ["east-meets-west", "Đông Tây Hội Ngộ", "East Meets West Foundation"])
def test_a_row_becomes_a_registration(officer, organisation, law, name):
    batch = commit(
        REGISTRATIONS,
        line(
            partner=name,
            issued_on="5/3/2024",
            issued_by="Bộ Ngoại giao",
            valid_from="3/2024",
            valid_until="2029",
            scope="Y tế, giáo dục",
            legal_basis="58/2022/NĐ-CP",
            note="Bản sao",
        ),
        user=officer,
    )
    made = NgoRegistration.objects.get()

    assert fates(batch) == [NEW]
    assert (made.partner, made.kind, made.number, made.legal_basis, made.scope) == (
        organisation,
        "activity",
        "12/CNV-HĐ",
        law,
        "Y tế, giáo dục",
    )
    assert (str(made.issued_on), str(made.valid_from), str(made.valid_until)) == (
        "2024-03-05",
        "2024-03",
        "2029",
    )


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"partner": "Không có"}, "partner", "Trong sổ không có “Không có”"),
        ({"kind": "Giấy mời"}, "kind", "không có trong danh sách"),
        ({"number": ""}, "number", "Thiếu: cột này bắt buộc khi thêm mới."),
        ({"id": "999999"}, "id", "Trong sổ không có giấy đăng ký với mã này"),
        ({"valid_from": "2026", "valid_until": "2025"}, "valid_until", "Ngày kết thúc trước ngày bắt đầu."),
        ({"issued_on": "2026", "valid_until": "2025"}, "valid_until", "Ngày kết thúc trước ngày bắt đầu."),
        ({"legal_basis": "1/1900/NĐ"}, "legal_basis", "Trong sổ không có “1/1900/NĐ”"),
        ({"withdrawn_on": "1/2/2026"}, "withdrawn_reason", "Thu hồi, chấm dứt cần cả ngày và lý do."),
        ({"withdrawn_reason": "Hết việc"}, "withdrawn_on", "Thu hồi, chấm dứt cần cả ngày và lý do."),
        ({"withdrawn_on": "1/1/2999", "withdrawn_reason": "x"}, "withdrawn_on", "Ngày này chưa tới."),
        ({"note": "TUYỆT MẬT"}, "note", "mật"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(officer, organisation, cells, column, words):
    found = errors(preview(REGISTRATIONS, line(**cells), user=officer))

    assert [(row, name) for row, name, _words in found] == [(2, column)]
    assert words.lower() in found[0][2].lower()
    assert not NgoRegistration.objects.exists()


def test_the_number_of_an_organisation_names_its_registration_marks_and_case_aside(officer, organisation):
    known = make_registration(organisation, issued_by="Bộ Ngoại giao")
    make_registration(make_partner(key="khac"))

    batch = commit(
        REGISTRATIONS,
        line(number="12/cnv-hđ", withdrawn_on="1/2/2026", withdrawn_reason="Xong việc"),
        user=officer,
    )
    known.refresh_from_db()

    assert fates(batch) == [CHANGED]
    assert (known.number, known.issued_by, known.withdrawn_on, known.withdrawn_reason) == (
        "12/cnv-hđ",
        "Bộ Ngoại giao",
        date(2026, 2, 1),
        "Xong việc",
    )


def test_by_its_number_in_the_register_everything_of_a_registration_can_be_corrected(officer, organisation):
    known = make_registration(make_partner(key="nham"), valid_until="2025")

    commit(REGISTRATIONS, line(id=str(known.pk), number="13/CNV-HĐ", valid_until="2028"), user=officer)
    known.refresh_from_db()

    assert (known.partner, known.number, str(known.valid_until)) == (organisation, "13/CNV-HĐ", "2028")


def test_a_registration_twice_in_the_table_is_refused(officer, organisation):
    rows = (line(), line(partner="east-meets-west", number="12/CNV-hđ"), line(number="13/CNV-HĐ"))

    found = errors(preview(REGISTRATIONS, *rows, user=officer))

    assert [(row, column) for row, column, _words in found] == [(2, "partner"), (3, "partner")]


def test_a_number_taken_by_another_registration_is_refused_at_commit(officer, organisation):
    make_registration(organisation)
    other = make_registration(organisation, "13/CNV-HĐ")

    batch = preview(REGISTRATIONS, line(id=str(other.pk)), user=officer)

    assert list(refused(REGISTRATIONS, batch, officer)) == ["rows.2"]
    other.refresh_from_db()
    assert other.number == "13/CNV-HĐ"


def test_what_goes_out_comes_back_unchanged(officer, organisation, law):
    whole = make_registration(
        organisation,
        issued_on="2024-03-05",
        issued_by="Bộ Ngoại giao",
        valid_from="2024-03",
        valid_until="2029",
        scope="Y tế",
        legal_basis=law,
        withdrawn_on=date(2026, 2, 1),
        withdrawn_reason="Xong việc",
        note="Bản sao",
    )
    bare = make_registration(make_partner(key="khac"), "1")

    assert imported_again(REGISTRATIONS, officer) == [UNCHANGED, UNCHANGED]
    assert exported_rows(REGISTRATIONS, officer) == [
        {
            "id": str(whole.pk), "partner": "east-meets-west", "kind": "Đăng ký hoạt động", "number": "12/CNV-HĐ",
            "issued_on": "05/03/2024", "issued_by": "Bộ Ngoại giao", "valid_from": "3/2024", "valid_until": "2029",
            "scope": "Y tế", "legal_basis": "nd-58-2022", "withdrawn_on": "01/02/2026",
            "withdrawn_reason": "Xong việc", "note": "Bản sao",
        },
        {"id": str(bare.pk), "partner": "khac", "kind": "Đăng ký hoạt động", "number": "1"},
    ]  # fmt: skip


def test_undo_brings_the_register_back(officer, organisation):
    make_registration(organisation)
    before = register_now()

    batch = commit(REGISTRATIONS, line(scope="Y tế"), line(number="13/CNV-HĐ"), user=officer)
    assert (fates(batch), NgoRegistration.objects.count()) == ([CHANGED, NEW], 2)
    undo_batch(batch=batch, user=officer, reason="Nhầm")

    assert register_now() == before


def test_a_table_of_registrations_needs_a_person(organisation):
    batch = preview(REGISTRATIONS, line(), user=None)

    assert list(refused(REGISTRATIONS, batch, None)) == ["rows.2"]
    assert not NgoRegistration.objects.exists()


def test_the_preview_asks_as_often_for_many_rows_as_for_one(officer, law):
    make_registration(make_partner(), legal_basis=law)
    one = queries_of(REGISTRATIONS, officer)
    for number in range(4):
        make_registration(make_partner(), str(number), legal_basis=law)

    assert queries_of(REGISTRATIONS, officer) == one
