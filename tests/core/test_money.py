from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnfa.core.money import CURRENCIES, LARGEST, MixedCurrencies, Money, Sums, currency_code, parse_money
from dnfa.core.numbers import InvalidNumber, format_money, format_number

CODES = ("VND", "USD", "EUR", "JPY", "SEK")
amounts = st.decimals(min_value="-999999999", max_value="999999999", places=2)
monies = st.builds(Money, amounts, st.sampled_from(CODES))


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("601.346,76 Euro", "601346.76", "EUR"),
        ("57,234 tỷ đồng", "57234000000", "VND"),
        ("300.000 USD", "300000", "USD"),
        ("USD 300.000", "300000", "USD"),
        ("US$ 300.000", "300000", "USD"),
        ("1 000 000 yên", "1000000", "JPY"),
        ("300.000.000đ", "300000000", "VND"),
        ("300.000 VNĐ", "300000", "VND"),
        ("77,4 tỷ đồng", "77400000000", "VND"),
        ("77,4 tỉ đồng", "77400000000", "VND"),
        ("1200 tỷ đồng", "1200000000000", "VND"),
        ("1.234.567 triệu đồng", "1234567000000", "VND"),
        ("7 nghìn tỷ đồng", "7000000000000", "VND"),
        ("2 tỷ 500 triệu đồng", "2500000000", "VND"),
        ("10,5 triệu USD", "10500000", "USD"),
        ("2,4 triệu SEK", "2400000", "SEK"),
        ("1,23456789 triệu USD", "1234567.89", "USD"),
        ("500 nghìn đồng", "500000", "VND"),
        ("300 đô la Mỹ", "300", "USD"),
        ("  300  đô la Úc ", "300", "AUD"),
        ("12.345.678,90 nhân dân tệ", "12345678.90", "CNY"),
        ("5 kíp", "5", "LAK"),
        ("-5 USD", "-5", "USD"),
        ("\u22125 USD", "-5", "USD"),
        ("0 USD", "0", "USD"),
        ("999.999.999.999.999.999,99 VND", "999999999999999999.99", "VND"),
    ],
)
def test_parse_money_reads_what_papers_write(text, value, currency):
    assert parse_money(text) == Money(Decimal(value), currency)


def test_parse_money_takes_the_currency_of_the_field_beside_it():
    assert parse_money("1.234.567,89", currency="EUR") == Money(Decimal("1234567.89"), "EUR")
    assert parse_money("5 euro", currency="EUR") == Money(Decimal(5), "EUR")


TWO_WAYS = "có thể hiểu hai cách"
REFUSED = [
    ("1,234 USD", TWO_WAYS),
    ("57.234 tỷ đồng", "hãy viết 57,234 nếu là số lẻ, 57234 nếu là hàng nghìn"),
    ("1.200 tỷ đồng", TWO_WAYS),
    ("7 000 triệu đồng", TWO_WAYS),
    ("601,346.76 EUR", "hãy viết 601.346,76"),
    ("USD 11,974,405.56", "hãy viết 11.974.405,56"),
    ("1.5 triệu USD", "phần lẻ viết sau dấu phẩy, ví dụ 1,5"),
    ("2 tỷ 500", "có thể hiểu nhiều cách"),
    ("1 tỷ 2 tỷ đồng", "có thể hiểu nhiều cách"),
    ("500 triệu 2 tỷ đồng", "có thể hiểu nhiều cách"),
    ("1.234.567,89", "chưa có loại tiền"),
    ("100 tỷ", "chưa có loại tiền"),
    ("$300", "tiền của nhiều nước: hãy viết mã tiền (USD, AUD, SGD)"),
    ("300 đô la", "tiền của nhiều nước"),
    ("300 ¥", "hãy viết mã tiền (JPY, CNY)"),
    ("12 con gà", "Không rõ loại tiền"),
    ("12 con", "Không rõ loại tiền"),
    ("5tr", "Không rõ loại tiền"),
    ("USD 5 VND", "chữ ở cả hai bên"),
    ("khoảng 5 tỷ đồng", "chữ ở cả hai bên"),
    ("5-7 tỷ đồng", "Không rõ loại tiền"),
    ("0,001 USD", "hơn hai chữ số lẻ"),
    ("1,234567891 triệu USD", "hơn hai chữ số lẻ"),
    ("9999999 nghìn tỷ đồng", "Số tiền quá lớn"),
    ("", "Không đọc được"),
    ("một triệu đồng", "Không đọc được"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_parse_money_refuses_with_the_way_to_write_it(text, words):
    with pytest.raises(InvalidNumber) as error:
        parse_money(text)
    assert words in str(error.value)


def test_parse_money_refuses_another_currency_than_the_field_beside_it():
    with pytest.raises(InvalidNumber, match="ghi EUR, còn ô loại tiền ghi USD"):
        parse_money("5 euro", currency="USD")


@given(st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2), st.sampled_from(sorted(CURRENCIES)))
def test_parse_money_reads_back_what_format_money_writes(value, currency):
    assert parse_money(format_money(value, currency)) == Money(value, currency)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["nghìn", "triệu", "tỷ"]))
def test_a_number_before_a_scale_word_is_never_a_thousand_times_wrong(whole, part, scale):
    factor = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}[scale]
    assert (
        parse_money(f"{whole},{part:03} {scale} đồng").value
        == (Decimal(whole) + Decimal(part) / 1000) * factor
    )
    with pytest.raises(InvalidNumber):
        parse_money(f"{whole}.{part:03} {scale} đồng")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Euro", "EUR"),
        ("đồng", "VND"),
        ("usd", "USD"),
        (" Yên Nhật ", "JPY"),
        ("₩", "KRW"),
        ("đ", "VND"),
        ("SEK", "SEK"),
    ],
)
def test_currency_code_knows_the_words_people_use(word, code):
    assert currency_code(word) == code


def test_money_counts_in_decimal_and_names_a_currency():
    with pytest.raises(TypeError, match="not in float"):
        Money(0.1, "USD")
    with pytest.raises(ValueError, match="not a currency"):
        Money(Decimal(1), "usd")
    with pytest.raises(ValueError, match="not an amount"):
        Money(Decimal("NaN"), "USD")


def test_two_currencies_are_never_one_sum():
    with pytest.raises(MixedCurrencies):
        Money(Decimal(1), "USD") + Money(Decimal(1), "VND")
    with pytest.raises(MixedCurrencies):
        Money(Decimal(1), "USD") - Money(Decimal(1), "VND")


@pytest.mark.parametrize(
    ("value", "rate", "dong"),
    [
        ("10", "25450", "254500"),
        ("0.01", "25450", "255"),
        ("-0.01", "25450", "-255"),
        ("1.10", "0.455", "1"),
        ("0", "1", "0"),
    ],
)
def test_in_dong_rounds_half_away_from_zero(value, rate, dong):
    assert Money(Decimal(value), "USD").in_dong(Decimal(rate)) == Money(Decimal(dong), "VND")


@given(st.lists(monies))
def test_sums_equal_a_count_by_other_means(lines):
    cents = {code: sum(int(m.value * 100) for m in lines if m.currency == code) for code in CODES}
    sums = Sums(lines)
    assert {code: int(sums.of(code) * 100) for code in CODES} == cents
    assert [money.currency for money in sums] == sorted(
        {m.currency for m in lines}, key=lambda c: (c != "VND", c)
    )


@given(st.lists(monies), st.lists(monies))
def test_sums_add_up_in_any_order(some, others):
    assert Sums(some) + Sums(others) == Sums([*others, *some])
    assert Sums([*some, *(-line for line in some)]) == Sums(
        [Money(Decimal(0), line.currency) for line in some]
    )


def test_a_sum_of_nought_was_told_and_one_never_counted_was_not():
    sums = Sums([Money(Decimal(5), "USD"), Money(Decimal(-5), "USD")])

    assert (sums.told("USD"), sums.told("EUR"), sums.of("EUR")) == (Decimal(0), None, Decimal(0))


def test_sums_are_written_dong_first_and_a_corrected_currency_still_stands():
    sums = Sums(
        [
            Money(Decimal("5.5"), "USD"),
            Money(Decimal(10), "VND"),
            Money(Decimal(3), "EUR"),
            Money(Decimal(-3), "EUR"),
        ]
    )
    assert str(sums) == "10 đồng; 0 EUR; 5,50 USD"
    assert len(sums) == 3
    assert sums.of("SEK") == 0
    assert repr(Sums([Money(Decimal(1), "VND")])) == "Sums([Money(value=Decimal('1'), currency='VND')])"
    assert sums != 10
    assert format_number(sums.of("VND")) == "10"
