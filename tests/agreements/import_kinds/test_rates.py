from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.import_kinds import FUNDING, RATES
from agreements.models import ExchangeRate
from dnfa.core.imports import undo_batch
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    TODAY,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    notes,
    preview,
    queries_of,
    refused,
    register_now,
)
from tests.agreements.rates.factories import book_at, make_rate
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def line(**cells: str) -> dict[str, str]:
    return {"currency": "USD", "day": "5/1/2026", "rate": "25.450", "source": "NHNN", **cells}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_becomes_a_rate(officer, form):
    batch = commit(
        RATES,
        line(currency="Euro", rate="29.100,5", url="https://sbv.gov.vn/"),
        line(currency="kíp", rate="1,1750"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [NEW, NEW]
    assert list(
        ExchangeRate.objects.order_by("pk").values_list("currency", "day", "rate", "source", "url", "recorded_by")
    ) == [
        ("EUR", date(2026, 1, 5), Decimal("29100.5"), "NHNN", "https://sbv.gov.vn/", officer.pk),
        ("LAK", date(2026, 1, 5), Decimal("1.175"), "NHNN", "", officer.pk),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"currency": ""}, "currency", "Thiếu: cột này bắt buộc khi thêm mới."),
        ({"currency": "$"}, "currency", "là tiền của nhiều nước"),
        ({"currency": "đồng"}, "currency", "Tiền đồng không cần tỷ giá."),
        ({"day": "1/2026"}, "day", "Cần đủ ngày, tháng và năm"),
        ({"day": "1/1/2999"}, "day", "Ngày này chưa tới."),
        ({"rate": "25,450"}, "rate", "có thể hiểu hai cách"),
        ({"rate": "0"}, "rate", "Tỷ giá phải lớn hơn 0."),
        ({"source": ""}, "source", "Thiếu: cột này bắt buộc khi thêm mới."),
        ({"source": "TỐI MẬT"}, "source", "mật"),
        ({"url": "sbv.gov.vn"}, "url", "bắt đầu bằng https://"),
        ({"url": "javascript:alert(1)"}, "url", "bắt đầu bằng https://"),
        ({"url": f"https://sbv.gov.vn/{'a' * 500}"}, "url", "Địa chỉ trang quá dài."),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(officer, cells, column, words):
    found = errors(preview(RATES, line(**cells), user=officer))

    assert [(row, name) for row, name, _words in found] == [(2, column)]
    assert words.lower() in found[0][2].lower()
    assert not ExchangeRate.objects.exists()


def test_another_number_replaces_the_rate_and_tells_how_many_lines_keep_it(officer):
    wrong, alone = make_rate(2545), make_rate(170, "JPY")
    kept = book_at(wrong, make_project())

    shown = preview(RATES, line(), line(currency="JPY", rate="172,53"), user=officer)
    batch = commit(RATES, line(), line(currency="JPY", rate="172,53"), user=officer)
    wrong.refresh_from_db()
    kept.refresh_from_db()

    assert notes(shown) == [
        (2, "rate", "Thay tỷ giá 2.545 đang dùng. 1 dòng tiền đã ghi giữ tỷ giá cũ."),
        (3, "rate", "Thay tỷ giá 170 đang dùng."),
    ]
    assert fates(batch) == [CHANGED, CHANGED]
    assert (wrong.replaced_on, wrong.replacement.rate, wrong.replacement.reason) == (
        TODAY,
        25450,
        "Nhập bảng",
    )
    assert (alone.replacement.rate, kept.rate) == (Decimal("172.53"), 2545)


def test_an_address_alone_is_written_at_the_rate(officer):
    rate = make_rate(url="https://cu.vn/")

    batch = commit(RATES, line(url="https://moi.vn/"), user=officer)
    rate.refresh_from_db()

    assert (fates(batch), rate.url, rate.replaced_on) == ([CHANGED], "https://moi.vn/", None)
    commit(RATES, line(url="-"), user=officer)
    assert list(ExchangeRate.objects.values_list("url", flat=True)) == [""]


def test_a_rate_twice_in_the_table_is_refused(officer):
    found = errors(
        preview(RATES, line(), line(currency="usd", rate="25.500"), line(source="VCB"), user=officer)
    )

    assert [(row, column) for row, column, _words in found] == [(2, "currency"), (3, "currency")]


def test_what_goes_out_comes_back_unchanged(officer):
    make_rate(2545, replaced_on=date(2026, 1, 8))
    make_rate(url="https://sbv.gov.vn/")
    make_rate("1.175", "LAK")

    assert imported_again(RATES, officer) == [UNCHANGED, UNCHANGED]
    assert exported_rows(RATES, officer) == [
        {"currency": "LAK", "day": "05/01/2026", "rate": "1,1750", "source": "NHNN"},
        {"currency": "USD", "day": "05/01/2026", "rate": "25.450", "source": "NHNN", "url": "https://sbv.gov.vn/"},
    ]  # fmt: skip


def test_undo_takes_new_rates_back_and_lets_replaced_ones_stand_again(officer):
    make_rate(2545)
    before = register_now()

    batch = commit(RATES, line(), line(currency="EUR", rate="29.000"), user=officer)
    assert ExchangeRate.objects.count() == 3
    undo_batch(batch=batch, user=officer, reason="Nhầm")

    assert register_now() == before


def test_a_table_of_rates_needs_a_person():
    batch = preview(RATES, line(), user=None)

    assert list(refused(RATES, batch, None)) == ["rows.2"]
    assert not ExchangeRate.objects.exists()


def test_the_preview_asks_as_often_for_many_rows_as_for_one(officer):
    make_rate()
    one = queries_of(RATES, officer)
    for day in range(6, 10):
        make_rate(day=date(2026, 1, day))

    assert queries_of(RATES, officer) == one


def test_a_rate_of_a_sum_that_reads_two_ways_is_refused_too(officer):
    make_project(key="cu")
    told = {
        "project": "cu",
        "kind": "Cam kết",
        "amount": "5 USD",
        "rate_on": "5/1/2026",
        "rate_source": "NHNN",
    }

    found = errors(preview(FUNDING, {**told, "rate": "25,450"}, user=officer))
    batch = commit(FUNDING, {**told, "rate": "1,1750"}, user=officer)

    assert {(row, column) for row, column, _words in found} == {(2, "rate")}
    assert "có thể hiểu hai cách" in found[0][2]
    assert (fates(batch), imported_again(FUNDING, officer)) == ([NEW], [UNCHANGED])
