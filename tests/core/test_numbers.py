from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnfa.core.numbers import InvalidNumber, format_money, format_number, parse_number, roman


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234567, None, "1.234.567"),
        (Decimal("1234567.89"), None, "1.234.567,89"),
        (Decimal("601346.76"), 2, "601.346,76"),
        (Decimal("5.00"), None, "5"),
        (Decimal("5.10"), None, "5,1"),
        (Decimal(5), 2, "5,00"),
        (Decimal("1E+6"), None, "1.000.000"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.345"), 2, "2,35"),
        (Decimal("-1234.5"), None, "-1.234,5"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("-0"), None, "0"),
        (66.82, None, "66,82"),
        (0, None, "0"),
        (999, None, "999"),
        (100, None, "100"),
    ],
)
def test_format_number_writes_dots_and_a_comma(value, places, text):
    assert format_number(value, places) == text


@pytest.mark.parametrize("value", [float("inf"), float("nan"), Decimal("-Infinity")])
def test_format_number_refuses_what_is_no_number(value):
    with pytest.raises(ValueError, match="not a finite number"):
        format_number(value)


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (Decimal(220521000000), "VND", "220.521.000.000 đồng"),
        (Decimal("220521000000.00"), "vnd ", "220.521.000.000 đồng"),
        (Decimal("601346.76"), "USD", "601.346,76 USD"),
        (Decimal("601346.7"), "USD", "601.346,70 USD"),
        (Decimal(160500000), "USD", "160.500.000 USD"),
        (Decimal("0.125"), "EUR", "0,125 EUR"),
        (Decimal(-5), "JPY", "-5 JPY"),
    ],
)
def test_format_money_names_the_currency(value, currency, text):
    assert format_money(value, currency) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("601.346,76", "601346.76"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1234567", "1234567"),
        ("1234567,5", "1234567.5"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("12,5", "12.5"),
        ("-1.234,5", "-1234.5"),
        ("\u22125", "-5"),
        ("+7", "7"),
        ("007", "7"),
        (" 42 ", "42"),
        ("0", "0"),
    ],
)
def test_parse_number_reads_vietnamese_numbers(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,234.56", "“1,234.56” viết theo lối tiếng Anh: hãy viết 1.234,56."),
        ("1,234,567", "“1,234,567” viết theo lối tiếng Anh: hãy viết 1.234.567."),
        ("1,234,567.89", "“1,234,567.89” viết theo lối tiếng Anh: hãy viết 1.234.567,89."),
        ("1,234", "“1,234” có thể hiểu hai cách: hãy viết 1.234 nếu là hàng nghìn, 1,2340 nếu là số lẻ."),
        (
            "-220,521",
            "“-220,521” có thể hiểu hai cách: hãy viết -220.521 nếu là hàng nghìn, -220,5210 nếu là số lẻ.",
        ),
        (
            "1234.56",
            "“1234.56”: dấu chấm chỉ dùng để tách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ 1234,56.",
        ),
        ("1.5", "“1.5”: dấu chấm chỉ dùng để tách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ 1,5."),
        ("0.125", "“0.125”: dấu chấm chỉ dùng để tách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ 0,125."),
        (
            "1234.567",
            "“1234.567”: dấu chấm chỉ dùng để tách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ 1234,567.",
        ),
        ("1.23.456", "Không đọc được số “1.23.456”: hãy viết như 1.234.567,89."),
        ("1.234 567", "Không đọc được số “1.234 567”: hãy viết như 1.234.567,89."),
        ("5 triệu", "Không đọc được số “5 triệu”: hãy viết như 1.234.567,89."),
        ("10²", "Không đọc được số “10²”: hãy viết như 1.234.567,89."),
        ("١٢", "Không đọc được số “١٢”: hãy viết như 1.234.567,89."),
        ("1e5", "Không đọc được số “1e5”: hãy viết như 1.234.567,89."),
        ("", "Không đọc được số “”: hãy viết như 1.234.567,89."),
        ("9" * 61, "Số quá dài: nhiều nhất 60 ký tự."),
    ],
)
def test_parse_number_refuses_with_the_right_way_to_write(text, message):
    with pytest.raises(InvalidNumber) as refused:
        parse_number(text)

    assert str(refused.value) == message


@pytest.mark.parametrize("places", [0, 2])
def test_parse_number_refuses_three_decimals_where_two_are_the_most(places):
    with pytest.raises(InvalidNumber, match="hai cách"):
        parse_number("1,234", places=places)


def test_parse_number_reads_three_decimals_where_they_are_expected():
    assert parse_number("16,054", places=6) == Decimal("16.054")


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_a_formatted_number_reads_back(value):
    assert parse_number(format_number(value), places=4) == value


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_a_formatted_amount_reads_back_without_knowing_its_places(value):
    assert parse_number(format_number(value, 2)) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (49, "XLIX"), (1994, "MCMXCIV"), (3999, "MMMCMXCIX")],
)
def test_roman_writes_headings(number, text):
    assert roman(number) == text


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_refuses_what_has_no_numeral(number):
    with pytest.raises(ValueError, match="no Roman numeral"):
        roman(number)
