from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dnfa.core.partial_dates import (
    InvalidPartialDate,
    PartialDate,
    Precision,
    add_months,
    as_partial,
    parse_vi,
)

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
PARTIALS = st.one_of(
    DAYS.map(PartialDate.of),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
)

READABLE = [
    ("2004", "2004"),
    ("năm 2012", "2012"),
    ("Năm 2012.", "2012"),
    ("4/2012", "2012-04"),
    ("04/2012", "2012-04"),
    ("04-2012", "2012-04"),
    ("tháng 4/2012", "2012-04"),
    ("Tháng 4 năm 2012", "2012-04"),
    ("tháng 04-2012", "2012-04"),
    ("2012-04", "2012-04"),
    ("22/11/2016", "2016-11-22"),
    ("22-11-2016", "2016-11-22"),
    ("22.11.2016", "2016-11-22"),
    ("22 / 11 / 2016", "2016-11-22"),
    ("05/03/2026", "2026-03-05"),
    ("5/3/2026", "2026-03-05"),
    ("5/3/26", "2026-03-05"),
    ("5/3/49", "2049-03-05"),
    ("ngày 05/03/2026", "2026-03-05"),
    ("ngày 3 tháng 8 năm 2023", "2023-08-03"),
    ("Ngày 03 tháng 8 năm 2023;", "2023-08-03"),
    ("3 tháng 8 năm 2023", "2023-08-03"),
    ("2016-11-22", "2016-11-22"),
    ("  29/2/2024 ", "2024-02-29"),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "iso"), READABLE)
def test_parse_vi_reads_what_people_write(text, iso, form):
    typed = unicodedata.normalize(form, text)

    assert PartialDate.parse_vi(typed) == PartialDate.from_iso(iso)
    assert parse_vi(typed).isoformat() == iso


NOT_IN_CALENDAR = [
    ("31/9/2023", "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."),
    ("29/2/2023", "Ngày 29/2/2023 không có trong lịch: tháng 2 năm 2023 có 28 ngày."),
    ("30/2/2024", "Ngày 30/2/2024 không có trong lịch: tháng 2 năm 2024 có 29 ngày."),
    ("0/5/2023", "Ngày 0/5/2023 không có trong lịch: tháng 5 có 31 ngày."),
    ("31/9/23", "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."),
    ("2023-09-31", "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."),
    ("12/25/2023", "Ngày 12/25/2023 không có trong lịch: hãy viết ngày trước, tháng sau."),
    ("25/13/2023", "Ngày 25/13/2023 không có trong lịch: một năm có 12 tháng."),
    ("13/2023", "Tháng 13/2023 không có trong lịch: một năm có 12 tháng."),
    ("0999", "Năm 999 nằm ngoài khoảng 1000–2999."),
    ("3000", "Năm 3000 nằm ngoài khoảng 1000–2999."),
    ("5/3/99", "Năm “99” chưa rõ là 1999 hay 2099: hãy viết đủ bốn chữ số."),
]


@pytest.mark.parametrize(("text", "message"), NOT_IN_CALENDAR)
def test_parse_vi_names_the_impossible_day(text, message):
    with pytest.raises(InvalidPartialDate) as refused:
        PartialDate.parse_vi(text)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    "text", ["", "abc", "4/12", "tháng 4", "quý 2/2012", "2012/4/5/6", "20122", "٢٠١٢", "2004 (Ký 2018)"]
)
def test_parse_vi_refuses_what_it_cannot_read(text):
    with pytest.raises(InvalidPartialDate) as refused:
        PartialDate.parse_vi(text)

    assert str(refused.value) == (
        f"Không đọc được “{text}”: hãy viết ngày/tháng/năm (22/11/2016), tháng/năm (4/2012) hoặc năm (2004)."
    )


@pytest.mark.parametrize("text", ["2012-4", "20120405", "22/11/2016", " 2004", "2004\n", "2012-04-", ""])
def test_from_iso_reads_iso_only(text):
    with pytest.raises(InvalidPartialDate, match="không đúng dạng ISO 8601"):
        PartialDate.from_iso(text)


def test_partial_date_refuses_a_day_without_month():
    with pytest.raises(InvalidPartialDate) as refused:
        PartialDate(2012, None, 5)

    assert str(refused.value) == "Có ngày 5 nhưng thiếu tháng."


@pytest.mark.parametrize(
    ("iso", "precision", "bounds", "vi", "en"),
    [
        ("2004", Precision.YEAR, (date(2004, 1, 1), date(2004, 12, 31)), "2004", "2004"),
        ("2012-04", Precision.MONTH, (date(2012, 4, 1), date(2012, 4, 30)), "4/2012", "Apr 2012"),
        ("2024-02", Precision.MONTH, (date(2024, 2, 1), date(2024, 2, 29)), "2/2024", "Feb 2024"),
        ("2100-02", Precision.MONTH, (date(2100, 2, 1), date(2100, 2, 28)), "2/2100", "Feb 2100"),
        ("2016-11-22", Precision.DAY, (date(2016, 11, 22), date(2016, 11, 22)), "22/11/2016", "22/11/2016"),
        ("2026-03-05", Precision.DAY, (date(2026, 3, 5), date(2026, 3, 5)), "05/03/2026", "05/03/2026"),
    ],
)
def test_partial_date_knows_its_bounds_and_forms(iso, precision, bounds, vi, en):
    value = PartialDate.from_iso(iso)

    assert (value.precision, (value.first_day(), value.last_day())) == (precision, bounds)
    assert (str(value), value.isoformat()) == (iso, iso)
    assert (value.display(), value.display("vi"), value.display("en"), value.display("en-gb")) == (
        vi,
        vi,
        en,
        en,
    )


def test_partial_dates_order_as_their_iso_text():
    texts = ["2003-12-31", "2004", "2004-01", "2004-01-01", "2004-01-31", "2004-02", "2004-12-31", "2005"]
    values = [PartialDate.from_iso(text) for text in texts]

    assert sorted(values) == values
    assert sorted(texts) == texts
    assert values[0] < values[1] <= values[1] < values[2]
    assert max(values) > min(values)


@given(PARTIALS, PARTIALS)
def test_order_is_that_of_text_and_of_first_days(one, other):
    assert (one < other) == (one.isoformat() < other.isoformat())
    assert (one == other) == (one.isoformat() == other.isoformat())
    assert one > other or one.first_day() <= other.first_day()


@given(PARTIALS)
def test_what_is_written_reads_back(value):
    assert PartialDate.parse_vi(value.display("vi")) == value
    assert PartialDate.from_iso(value.isoformat()) == value
    assert PartialDate.parse_vi(value.isoformat()) == value
    assert hash(PartialDate.from_iso(value.isoformat())) == hash(value)


def test_partial_date_does_not_compare_with_a_date():
    value = PartialDate(2004)

    assert value != date(2004, 1, 1)
    with pytest.raises(TypeError):
        assert value < date(2004, 1, 1)


def test_as_partial_takes_what_code_hands_over():
    assert as_partial(PartialDate(2004)) == PartialDate(2004)
    assert as_partial(date(2016, 11, 22)) == PartialDate(2016, 11, 22)
    assert as_partial("2012-04") == PartialDate(2012, 4)
    with pytest.raises(InvalidPartialDate, match="không phải một thời điểm"):
        as_partial(datetime(2016, 11, 22, 8, 0, tzinfo=UTC))


def test_precision_labels_are_words_of_the_office():
    with translation.override("vi"):
        assert [str(choice.label) for choice in Precision] == ["năm", "tháng", "ngày"]


MONTHS = [
    (date(2020, 2, 29), 12, date(2021, 2, 28)),
    (date(2020, 2, 29), 48, date(2024, 2, 29)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2025, 12, 31), 2, date(2026, 2, 28)),
    (date(2026, 1, 15), -1, date(2025, 12, 15)),
    (date(2026, 12, 1), 0, date(2026, 12, 1)),
    (date(2018, 8, 3), 60, date(2023, 8, 3)),
]


@pytest.mark.parametrize(("day", "months", "later"), MONTHS)
def test_add_months_clamps_to_the_end_of_month(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.django_db
def test_add_months_equals_postgresql():
    cases = [(date(2019, 12, day), months) for day in range(1, 32) for months in range(-40, 41)]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (day + months * interval '1 month')::date FROM unnest(%s::date[], %s::int[]) WITH ORDINALITY"
            " AS cases(day, months, place) ORDER BY place",
            [[day for day, _ in cases], [months for _, months in cases]],
        )
        rows = [row[0] for row in cursor.fetchall()]

    assert rows == [add_months(day, months) for day, months in cases]
