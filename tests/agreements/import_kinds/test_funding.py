from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.import_kinds.funding import FUNDING
from agreements.models import FundingLine
from agreements.services.projects import line_add, line_net, line_set_right
from dnfa.core.imports import undo_batch
from dnfa.core.partial_dates import PartialDate
from tests.agreements.import_kinds.sheets import (
    NEW,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    notes,
    preview,
    queries_of,
    register_now,
)
from tests.factories import make_project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def sum_line(amount="601.346,76 Euro", **cells) -> dict[str, str]:
    return {"project": "cu", "kind": "Giải ngân", "amount": amount, **cells}


def test_sums_are_read_as_papers_write_them(officer):
    project = make_project(key="cu", title_vi="Cấp nước")

    batch = commit(
        FUNDING,
        sum_line(booked_on="15/3/2026", document_number="12/UNC"),
        sum_line("57,234 tỷ đồng", kind="Cam kết", project="Cấp nước"),
        sum_line("300.000 USD", rate="25.450", rate_on="5/1/2026", rate_source="NHNN"),
        user=officer,
    )

    assert fates(batch) == [NEW, NEW, NEW]
    assert [(row.kind, row.amount, row.currency, row.dong) for row in project.lines.order_by("pk")] == [
        ("disbursed", Decimal("601346.76"), "EUR", None),
        ("committed", Decimal(57_234_000_000), "VND", Decimal(57_234_000_000)),
        ("disbursed", Decimal(300_000), "USD", Decimal(7_635_000_000)),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"amount": "1,234 USD"}, "amount", "có thể hiểu hai cách"),
        ({"amount": "57.234 tỷ đồng"}, "amount", "có thể hiểu hai cách"),
        ({"amount": "500"}, "amount", "chưa có loại tiền"),
        ({"amount": "-5 USD"}, "amount", "Số tiền phải lớn hơn 0."),
        ({"booked_on": "2999"}, "booked_on", "Ngày này chưa tới."),
        ({"kind": "Kế hoạch giải ngân"}, "period_from", "cần kỳ"),
        ({"period_from": "1/1/2026"}, "period_to", "Kỳ cần cả ngày đầu và ngày cuối."),
        ({"rate": "25.450"}, "rate", "Tỷ giá cần số lớn hơn 0, ngày và nguồn."),
        ({"amount": "5 đồng", "dong_stated": "5"}, "dong_stated", "Tiền đồng không cần tỷ giá."),
    ],
)
def test_a_sum_that_is_wrong_is_told_at_its_cell(officer, cells, column, words):
    make_project(key="cu")

    found = errors(preview(FUNDING, sum_line(**cells), user=officer))

    assert [(row, name) for row, name, _words in found] == [(2, column)]
    assert words in found[0][2]
    assert not FundingLine.objects.exists()


def test_a_line_that_stands_is_not_rewritten_and_undo_takes_the_new_ones_back(officer):
    project = make_project(key="cu")
    stands = project.lines.create(kind="committed", amount=1000, currency="USD", booked_on="2025")
    before = register_now()

    changed = preview(FUNDING, sum_line("900 USD", id=str(stands.pk), kind="Cam kết"), user=officer)
    batch = commit(FUNDING, sum_line("5 USD"), user=officer)

    assert errors(changed) == [
        (
            2,
            "amount",
            "Dòng tiền đã ghi không sửa bằng bảng: hãy thêm một dòng mới ghi mã này ở cột “Điều chỉnh dòng”.",
        )
    ]
    assert imported_again(FUNDING, officer) == [UNCHANGED, UNCHANGED]
    undo_batch(batch=batch, user=officer, reason="Nhầm")
    assert register_now() == before


# --- corrections -------------------------------------------------------------------------
def make_line(project, officer, amount=1000, **more) -> FundingLine:
    facts = {"kind": "committed", "currency": "USD", "booked_on": PartialDate.of(date(2025, 3, 1)), **more}
    return line_add(project=project, amount=Decimal(amount), user=officer, today=TODAY, **facts)


def test_a_corrected_line_goes_out_with_its_correction_and_both_come_back_unchanged(officer):
    project = make_project(key="cu")
    wrong, other = make_line(project, officer), make_line(project, officer, 7)
    right = line_set_right(line=wrong, right_amount=Decimal(100), reason="Ghi thừa", user=officer)

    rows = exported_rows(FUNDING, officer)

    assert [(row["id"], row["amount"], row.get("corrects"), row.get("reason")) for row in rows] == [
        (str(wrong.pk), "1.000 USD", None, None),
        (str(right.pk), "\u2212900 USD", f"{wrong.pk}: Cam kết: 1.000 USD", "Ghi thừa"),
        (str(other.pk), "7 USD", None, None),
    ]
    assert imported_again(FUNDING, officer) == [UNCHANGED, UNCHANGED, UNCHANGED]


def test_corrections_are_rows_and_undo_takes_them_back_with_their_line(officer):
    project = make_project(key="cu")
    wrong = make_line(project, officer, rate=Decimal(25_000), rate_on=TODAY, rate_source="NHNN")
    before = register_now()

    batch = commit(
        FUNDING,
        sum_line("-300 USD", kind="Cam kết", corrects=str(wrong.pk), reason="Ghi thừa"),
        sum_line("-700 USD", kind="Cam kết", corrects=str(wrong.pk), reason="Không có khoản này"),
        sum_line("40 USD", kind="Cam kết"),
        user=officer,
    )

    assert fates(batch) == [NEW, NEW, NEW]
    assert line_net(wrong) == 0
    assert list(wrong.corrections.values_list("amount", "dong", "reason").order_by("pk")) == [
        (Decimal(-300), Decimal(-7_500_000), "Ghi thừa"),
        (Decimal(-700), Decimal(-17_500_000), "Không có khoản này"),
    ]
    undo_batch(batch=batch, user=officer, reason="Nhầm")
    assert register_now() == before


@pytest.mark.parametrize(
    ("amount", "cells", "column", "words"),
    [
        ("-900 USD", {"reason": ""}, "reason", "Hãy nói vì sao phải điều chỉnh."),
        ("-900 EUR", {}, "amount", "Dòng được điều chỉnh tính bằng USD."),
        ("0 USD", {}, "amount", "Số tiền điều chỉnh phải khác 0."),
        ("-1.001 USD", {}, "amount", "Sau điều chỉnh dòng ấy còn -1 USD, nhỏ hơn 0."),
        ("-900 USD", {"kind": "Giải ngân"}, "kind", "Dòng điều chỉnh theo đúng dòng được điều chỉnh: hãy để trống hoặc ghi như dòng ấy."),
        ("-900 USD", {"booked_on": "2024"}, "booked_on", "Dòng điều chỉnh theo đúng dòng được điều chỉnh: hãy để trống hoặc ghi như dòng ấy."),
        ("-900 USD", {"document_number": "5"}, "document_number", "Dòng điều chỉnh không ghi ô này."),
        ("-900 USD", {"corrects": "999999"}, "corrects", "Trong sổ không có “999999”: hãy ghi đúng mã."),
    ],
)  # fmt: skip
def test_a_correction_that_contradicts_its_line_is_told_at_its_cell(officer, amount, cells, column, words):
    wrong = make_line(make_project(key="cu"), officer)
    told = {"kind": "Cam kết", "corrects": str(wrong.pk), "reason": "Ghi thừa", **cells}

    assert errors(preview(FUNDING, sum_line(amount, **told), user=officer)) == [(2, column, words)]


def test_a_correction_is_not_corrected(officer):
    wrong = make_line(make_project(key="cu"), officer)
    right = line_set_right(line=wrong, right_amount=Decimal(100), reason="Ghi thừa", user=officer)

    found = errors(
        preview(FUNDING, sum_line("5 USD", kind="Cam kết", corrects=str(right.pk), reason="x"), user=officer)
    )

    assert found == [(2, "corrects", f"Trong sổ không có “{right.pk}”: hãy ghi đúng mã.")]


# --- twice -------------------------------------------------------------------------------
def test_a_table_sent_twice_is_noted_at_every_line_that_stands(officer):
    project = make_project(key="cu")
    rows = [
        sum_line("500 USD", booked_on="3/2026", reason="Đúng vậy"),
        sum_line("500 USD", booked_on="4/2026", reason="Đúng vậy"),
        sum_line("500 USD", kind="Cam kết"),
    ]
    commit(FUNDING, *rows, user=officer)
    numbers = list(project.lines.order_by("pk").values_list("pk", flat=True))

    again = preview(FUNDING, *rows, sum_line("500 USD", booked_on="5/2026"), user=officer)

    words = "Trong sổ đã có dòng cùng dự án, loại, số tiền và ngày (mã %s); nếu là một, hãy bỏ dòng này."
    assert notes(again) == [(row, "amount", words % number) for row, number in enumerate(numbers, 2)]
    assert fates(again) == [NEW, NEW, NEW, NEW]


def test_two_like_rows_of_one_table_are_noted_and_a_line_taken_back_is_not(officer):
    project = make_project(key="cu")
    gone = make_line(project, officer, 500, booked_on=None)
    line_set_right(line=gone, right_amount=Decimal(0), reason="Không có", user=officer)

    batch = preview(
        FUNDING, sum_line("500 USD", kind="Cam kết"), sum_line("500 USD", kind="Cam kết"), user=officer
    )

    assert notes(batch) == [
        (3, "amount", "Giống dòng 2 của bảng về dự án, loại, số tiền và ngày; nếu là một, hãy bỏ bớt.")
    ]


def test_a_correction_sent_twice_is_noted(officer):
    wrong = make_line(make_project(key="cu"), officer)
    row = sum_line("50 USD", kind="Cam kết", corrects=str(wrong.pk), reason="Ghi thiếu")
    commit(FUNDING, row, user=officer)
    number = wrong.corrections.get().pk

    again = preview(FUNDING, row, {**row, "amount": "60 USD"}, user=officer)

    assert notes(again) == [
        (2, "amount", f"Dòng ấy đã được điều chỉnh đúng số này (mã {number}); nếu là một, hãy bỏ dòng này.")
    ]


def test_queries_of_a_preview_do_not_grow_with_lines(officer):
    project = make_project(key="cu")

    def one_more():
        line = make_line(project, officer, 10)
        line_set_right(line=line, right_amount=Decimal(4), reason="Ghi thừa", user=officer)

    one_more()
    few = queries_of(FUNDING, officer)
    one_more()
    one_more()

    assert queries_of(FUNDING, officer) == few
