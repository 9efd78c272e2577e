from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agreements.import_kinds.criteria import CRITERIA
from agreements.models import CriteriaSet, Criterion
from dnfa.accounts.enums import Role
from dnfa.core.imports import undo_batch
from dnfa.core.models import LegalBasis
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    KEEPERS_ONLY,
    NEW,
    UNCHANGED,
    commit,
    doors_of,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
    refused,
    register_now,
)
from tests.agreements.pipeline.factories import make_assessment, make_draft, make_set
from tests.factories import make_user

pytestmark = pytest.mark.django_db
CITY = "Nhân danh thành phố"
ANSWERED = "Bộ tiêu chí này đã có người trả lời nên không sửa được; hãy lập bản mới."


@pytest.fixture
def head():
    return make_user(Role.HEAD)


@pytest.fixture
def standing():
    """The set of the city since 2024 with two criteria: "loi-ich" (2) and "hien-phap" (3, required)."""
    CriteriaSet.objects.all().delete()
    LegalBasis.objects.create(key="can-cu", number="99/KH-TEST", kind="Kế hoạch", title="x")
    return make_set(name="Bộ cũ", key="cu")


def line(words="Có lợi cho thành phố", **cells) -> dict[str, str]:
    return {
        "paper_class": CITY,
        "valid_from": "01/01/2027",
        "name": "Bộ tiêu chí năm 2027",
        "text": words,
        **cells,
    }


def old(code: str, **cells) -> dict[str, str]:
    """A row of the set that stands."""
    return {**line(f"Câu {code}", valid_from="01/01/2024", name="Bộ cũ", code=code), **cells}


def told(made: CriteriaSet) -> list[tuple]:
    """The criteria of a version: code, words, weight, whether it must be met."""
    return list(made.criteria.order_by("order").values_list("code", "text", "weight", "is_required"))


def version_of(day: date) -> Any:
    return CriteriaSet.objects.get(paper_class="city", valid_from=day)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_of_a_new_day_become_the_next_version(head, standing, form):
    facts = {"pass_percent": "70", "basis": "can-cu", "is_verified": "Có", "note": "a\nb"}
    batch = commit(
        CRITERIA,
        line(weight="3", is_required="Có", hint="Xem Đề án", code="loi-ich", **facts),
        line("Có kinh phí", weight="-"),
        line("Đối tác thiện chí", weight="2", is_required="Không"),
        user=head,
        form=form,
    )

    made = version_of(date(2027, 1, 1))
    standing.refresh_from_db()
    assert fates(batch) == [NEW] * 3
    assert (made.name, made.pass_percent, made.basis.key, made.is_verified, made.note) == (
        "Bộ tiêu chí năm 2027",
        70,
        "can-cu",
        True,
        "a\nb",
    )
    assert told(made) == [
        ("loi-ich", "Có lợi cho thành phố", 3, True),
        ("tieu-chi-2", "Có kinh phí", 1, False),
        ("tieu-chi-3", "Đối tác thiện chí", 2, False),
    ]
    assert made.criteria.get(code="loi-ich").hint == "Xem Đề án"
    assert (standing.valid_to, told(standing)[0]) == (
        date(2026, 12, 31),
        ("loi-ich", "Câu loi-ich", 2, False),
    )
    shown = [(row.parsed["record"], row.parsed["name"]) for row in batch.rows.order_by("number")]
    assert shown[2] == (made.criteria.get(code="tieu-chi-3").pk, "Đối tác thiện chí")


def test_what_nobody_has_answered_is_corrected_in_its_place(head, standing):
    batch = commit(
        CRITERIA,
        old("loi-ich", weight="5", text="Có lợi lâu dài", name="Bộ sửa"),
        {**line("Câu hien-phap", valid_from="01/01/2024", name="Bộ sửa"), "is_required": "-"},
        {**line("Câu thêm", valid_from="01/01/2024", name="Bộ sửa")},
        user=head,
    )

    standing.refresh_from_db()
    assert fates(batch) == [CHANGED, CHANGED, NEW]
    assert standing.name == "Bộ sửa"
    assert told(standing) == [
        ("loi-ich", "Có lợi lâu dài", 5, False),
        ("hien-phap", "Câu hien-phap", 3, False),
        ("tieu-chi-3", "Câu thêm", 1, False),
    ]


def test_what_is_answered_stays_as_it_was_asked(head, standing):
    make_assessment(make_draft(), standing)

    same = preview(CRITERIA, old("loi-ich", weight="2"), user=head)
    other = preview(
        CRITERIA,
        old("loi-ich", weight="5"),
        line("Câu mới", valid_from="01/01/2024", name="Bộ cũ"),
        line(),
        user=head,
    )

    assert (fates(same), errors(same)) == ([UNCHANGED], [])
    assert errors(other) == [(2, "valid_from", ANSWERED), (3, "valid_from", ANSWERED)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line(valid_from="24/11/2026"), [("valid_from", "Bản mới áp dụng từ hôm nay trở đi và sau ngày bắt đầu của bản trước.")]),
        (line(valid_from="25/11/2026"), []),
        (line(valid_from="29/02/2028"), []),
        (line(valid_from="29/02/2027"), ["valid_from"]),
        (line(valid_from="2027"), ["valid_from"]),
        (line(valid_from=""), [("valid_from", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(paper_class=""), [("paper_class", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(paper_class="Mọi loại"), ["paper_class"]),
        (line(paper_class="Ý định thư"), [("paper_class", "Trong sổ chưa có bộ tiêu chí nào cho loại văn bản này để lập bản tiếp theo.")]),
        (line(name=""), [("name", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(name="x" * 201), ["name"]),
        (line(""), [("text", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line("x" * 501, hint="x" * 501), ["text", "hint"]),
        (line("Có lợi MẬT", name="TỐI MẬT", note="Độ mật: Mật", hint="TUYỆT MẬT"), ["name", "note", "text", "hint"]),
        (line(code="Mã Một"), ["code"]),
        (line(code="x" * 41), ["code"]),
        (line(weight="0"), [("weight", "Từ 1 đến 100.")]),
        (line(weight="1"), []),
        (line(weight="100"), []),
        (line(weight="101"), [("weight", "Từ 1 đến 100.")]),
        (line(weight="1,5"), ["weight"]),
        (line(weight="nặng"), ["weight"]),
        (line(pass_percent="101"), [("pass_percent", "Từ 0 đến 100.")]),
        (line(pass_percent="0"), []),
        (line(is_required="có lẽ", is_verified="chưa biết"), ["is_verified", "is_required"]),
        (line(basis="Luật lạ"), ["basis"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(head, standing, cells, expected):
    found = {
        column: message
        for _row, column, message in sorted(
            errors(preview(CRITERIA, cells, user=head)),
            key=lambda error: [column.key for column in CRITERIA.columns].index(error[1]),
        )
    }

    only_columns = expected and isinstance(expected[0], str)
    assert (list(found) if only_columns else list(found.items())) == expected


def test_rows_that_contradict_one_another(head, standing):
    batch = preview(
        CRITERIA,
        line(code="mot"),
        line("Có kinh phí", code="mot"),
        line("CÓ LỢI CHO THÀNH PHỐ", code="hai"),
        line("Khác", name="Tên khác", pass_percent="70"),
        line("Khác nữa", pass_percent="80"),
        user=head,
    )

    twice = "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."
    assert errors(batch) == [
        (3, "code", twice),
        (4, "text", twice),
        (5, "name", "Cùng một bộ tiêu chí với dòng 2 của bảng nhưng ghi khác."),
        (6, "pass_percent", "Cùng một bộ tiêu chí với dòng 5 của bảng nhưng ghi khác."),
    ]


def test_two_rows_of_a_known_criterion(head, standing):
    batch = preview(CRITERIA, old("loi-ich"), {**old("loi-ich"), "code": ""}, user=head)

    assert [(row, message) for row, _column, message in errors(batch)] == [
        (2, "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_versions_of_one_table_follow_in_the_order_of_their_days(head, standing):
    rows = [line(), line(valid_from="01/01/2028", name="Bộ 2028")]

    backwards = preview(CRITERIA, *reversed(rows), user=head)
    commit(CRITERIA, *rows, user=head)

    assert [(row, column) for row, column, _message in errors(backwards)] == [(3, "valid_from")]
    first, second = version_of(date(2027, 1, 1)), version_of(date(2028, 1, 1))
    assert (first.valid_to, second.valid_to) == (date(2027, 12, 31), None)


def test_a_code_given_to_another_criterion_is_refused_at_its_cell(head, standing):
    before = register_now()
    batch = preview(CRITERIA, line("Câu mới"), line("Câu khác", code="tieu-chi-1"), user=head)
    assert errors(batch) == []

    said = refused(CRITERIA, batch, head)

    assert said == {"rows.3.code": ["Mã tiêu chí lặp lại: tieu-chi-1."]}
    assert register_now() == before


def test_a_table_of_criteria_needs_a_person(standing):
    batch = preview(CRITERIA, line(), user=None)

    assert list(refused(CRITERIA, batch, None)) == ["rows.2"]
    assert CriteriaSet.objects.get() == standing


@pytest.mark.parametrize(
    "rows",
    [
        [line(code="mot"), line("Có kinh phí"), line("Thiện chí")],
        [old("loi-ich", weight="9"), old("hien-phap", hint="x"), line("Thêm", valid_from="01/01/2024", name="Bộ cũ")],
    ],
)  # fmt: skip
def test_undo_brings_back_every_row_of_the_register(head, standing, rows):
    before = register_now()

    batch = commit(CRITERIA, *rows, user=head)
    assert register_now() != before
    undo_batch(batch=batch, user=head, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(head, standing):
    commit(
        CRITERIA,
        line("a\nb", weight="3", is_required="Có", hint="c", basis="99/KH-TEST", note="d", pass_percent="0"),
        user=head,
    )

    assert imported_again(CRITERIA, head) == [UNCHANGED] * 3
    rows = exported_rows(CRITERIA, head)
    assert [row["code"] for row in rows] == ["tieu-chi-1", "loi-ich", "hien-phap"]
    assert rows[0] == {
        "paper_class": CITY,
        "valid_from": "01/01/2027",
        "name": "Bộ tiêu chí năm 2027",
        "pass_percent": "0",
        "basis": "can-cu",
        "is_verified": "Không",
        "note": "d",
        "code": "tieu-chi-1",
        "text": "a\nb",
        "weight": "3",
        "is_required": "Có",
        "hint": "c",
    }


def test_only_who_keeps_the_criteria_is_offered_the_table(standing):
    assert doors_of(CRITERIA) == {**KEEPERS_ONLY, "officer": {404}}
    assert Criterion.objects.count() == 2
