from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.enums import TermKind
from agreements.importing.terms import ParsedTerm, format_term, read_term
from dnfa.core.partial_dates import PartialDate
from tests.agreements.importing.strategies import cell_texts, partial_dates

INDEFINITE = [
    "Không có thời hạn",
    "Vô thời hạn",
    "không xác định thời hạn",
    "Không quy định về thời hạn",
    "không thời hạn",
    "KHÔNG CÓ THỜI HẠN",
    "Khong co thoi han",
    "  Không   có thời\nhạn ",
    "Không có thời hạn cụ thể",
    "vô hạn",
    "vĩnh viễn",
    "indefinite",
    "cho đến khi một bên thông báo chấm dứt",
    "Có hiệu lực đến khi một trong hai bên đề nghị chấm dứt",
    "vô thời hạn, trừ khi một bên thông báo chấm dứt trước 6 tháng",
]
UNTIL = [
    ("2021", "2021", None),
    ("năm 2025", "2025", None),
    ("03/08/2023", "2023-08-03", None),
    ("3/8/2023", "2023-08-03", None),
    ("31.12.2025", "2025-12-31", None),
    ("31-12-2025", "2025-12-31", None),
    ("31/12/25", "2025-12-31", None),
    ("2026-06-30", "2026-06-30", None),
    ("6/2026", "2026-06", None),
    ("2026-06", "2026-06", None),
    ("ngày 3 tháng 8 năm 2023", "2023-08-03", None),
    ("đến 31/12/2025", "2025-12-31", None),
    ("đến hết năm 2025", "2025", None),
    ("đến tháng 6/2026", "2026-06", None),
    ("đến tháng 6 năm 2026", "2026-06", None),
    ("cuối năm 2025", "2025", None),
    ("hết năm 2025", "2025", None),
    ("hết hiệu lực 2021", "2021", None),
    ("Đã hết hiệu lực năm 2021", "2021", None),
    ("hết hạn ngày 31/12/2025", "2025-12-31", None),
    ("Có hiệu lực đến hết ngày 31 tháng 12 năm 2027", "2027-12-31", None),
    ("giai đoạn 2018-2022", "2022", None),
    ("2018 - 2022", "2022", None),
    ("2018–2022", "2022", None),
    ("từ 2018 đến 2022", "2022", None),
    ("từ năm 2018 đến hết năm 2022", "2022", None),
    ("01/01/2018 - 31/12/2022", "2022-12-31", None),
    ("5 năm (đến ngày 25/8/2019)", "2019-08-25", 60),
    ("05 năm (đến 16/4/2020)", "2020-04-16", 60),
    ("5 năm (2014-2019)", "2019", 60),
    ("5 năm kể từ ngày 25/8/2014", "2019-08-25", 60),
    ("5 năm kể từ tháng 8/2014", "2019-08", 60),
    ("5 năm từ ngày ký 29/2/2020", "2025-02-28", 60),
    ("2 năm kể từ năm 2020", "2022", 24),
]
FOR = [
    ("01 năm", 12),
    ("03 năm", 36),
    ("5 năm", 60),
    ("05 (năm) năm", 60),
    ("05 năm (năm năm)", 60),
    ("hai (02) năm", 24),
    ("năm năm", 60),
    ("ba năm", 36),
    ("sáu năm", 72),
    ("mười năm", 120),
    ("mười hai tháng", 12),
    ("mười lăm tháng", 15),
    ("hai mươi lăm năm", 300),
    ("18 tháng", 18),
    ("2 năm rưỡi", 30),
    ("2,5 năm", 30),
    ("2.5 năm", 30),
    ("1 năm 6 tháng", 18),
    ("một năm và sáu tháng", 18),
    ("nửa năm", 6),
    ("36 tháng kể từ ngày ký", 36),
    ("Có thời hạn 3 năm kể từ ngày hai bên ký", 36),
    ("thời hạn: 03 năm.", 36),
    ("trong vòng 3 năm", 36),
    ("BA NĂM", 36),
]
AUTO_RENEW = [
    ("2 năm, tự động gia hạn 2 năm nếu không bên nào thông báo trước 6 tháng", 24, 24, 6),
    ("2 năm; nếu không bên nào thông báo trước sáu tháng thì tự động gia hạn 2 năm", 24, 24, 6),
    ("05 năm, tự động gia hạn 05 năm tiếp theo", 60, 60, None),
    ("05 năm và mặc nhiên được gia hạn thêm 03 năm", 60, 36, None),
    ("3 năm và tự động gia hạn với thời hạn tương tự", 36, 36, None),
    ("3 năm, tự động gia hạn cùng thời hạn", 36, 36, None),
    (
        "3 năm và tự động gia hạn với thời hạn tương tự trừ khi một bên thông báo không gia hạn trước 03 tháng",
        36,
        36,
        3,
    ),
    ("tự động gia hạn từng năm", 12, 12, None),
    ("tự động gia hạn hằng năm", 12, 12, None),
    ("3 năm, sau đó tự động gia hạn từng năm một", 36, 12, None),
    ("tự động gia hạn mỗi 5 năm", 60, 60, None),
    ("3 năm, tự động gia hạn 3 năm, báo trước ít nhất 6 tháng", 36, 36, 6),
    ("3 năm, tự động gia hạn 3 năm, báo trước 90 ngày", 36, 36, None),
    ("3 năm, tự động gia hạn 3 năm/lần", 36, 36, None),
]
UNKNOWN = [
    "",
    "-",
    "…",
    "chưa rõ",
    "Chưa xác định",
    "Không ghi",
    "5",
    "90 ngày",
    "8 tuần",
    "0 năm",
    "200 năm",
    "2,3 năm",
    "đầu năm 2025",
    "quý II/2025",
    "khoảng 5 năm",
    "sau năm 2025",
    "5 năm - 10 năm",
    "2021 (gia hạn đến 2023)",
    "2021, 2023",
    "từ 2018",
    "từ 2022 đến 2018",
    "2 năm, tự động gia hạn",
    "2 năm, tự động gia hạn một lần 2 năm",
    "đến 2022, tự động gia hạn 5 năm",
    "tự động gia hạn 2 năm hoặc tự động gia hạn 3 năm",
    "6 tháng kể từ năm 2020",
    "5 năm, nếu không bên nào phản đối sẽ gia hạn",
    "vô thời hạn, 5 năm",
    "cho đến khi hoàn thành dự án",
    "hàng năm",
    "như trên",
    "2018-2020-2022",
    "=HYPERLINK(1)",
    "<b>2021</b>",
    "Không xác định",
]
IMPOSSIBLE = ["31/9/2023", "đến 30/2/2024", "13/2025", "5 năm (đến ngày 31/6/2019)", "5/30/2024"]


@pytest.mark.parametrize("text", INDEFINITE)
def test_read_term_without_end(text):
    reading = read_term(text)

    assert reading.term == ParsedTerm(TermKind.INDEFINITE, as_printed=" ".join(text.split()))
    assert (reading.notes, reading.errors) == ((), ())


@pytest.mark.parametrize(("text", "ends_on", "months"), UNTIL)
def test_read_term_until_a_date(text, ends_on, months):
    reading = read_term(text)

    assert reading.term == ParsedTerm(TermKind.UNTIL, PartialDate.from_iso(ends_on), months, as_printed=text)
    assert (reading.notes, reading.errors) == ((), ())


@pytest.mark.parametrize(("text", "months"), FOR)
def test_read_term_for_some_months(text, months):
    reading = read_term(text)

    assert reading.term == ParsedTerm(TermKind.FOR, months=months, as_printed=text)
    assert (reading.notes, reading.errors) == ((), ())


@pytest.mark.parametrize(("text", "months", "renewal", "notice"), AUTO_RENEW)
def test_read_term_that_renews_itself(text, months, renewal, notice):
    reading = read_term(text)

    expected = ParsedTerm(TermKind.AUTO_RENEW, None, months, renewal, notice, as_printed=text)
    assert reading.term == expected
    assert (reading.notes, reading.errors) == ((), ())


@pytest.mark.parametrize("text", UNKNOWN)
def test_read_term_that_is_unclear_keeps_the_sentence_and_says_so(text):
    reading = read_term(text)

    assert reading.term == ParsedTerm(TermKind.UNKNOWN, as_printed=text)
    assert len(reading.notes) >= 1
    assert reading.errors == ()


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_read_term_with_an_impossible_date_is_an_error(text):
    reading = read_term(text)

    assert reading.term == ParsedTerm(TermKind.UNKNOWN, as_printed=text)
    assert len(reading.errors) == 1
    assert "không có trong lịch" in reading.errors[0]


def test_read_term_names_the_impossible_day():
    assert read_term("31/9/2023").errors == ("Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày.",)


def test_read_term_quotes_what_it_did_not_understand():
    assert read_term("đầu năm 2025").notes == ("Chưa hiểu “đầu” trong thời hạn; giữ nguyên văn.",)


def test_read_term_takes_a_notice_with_a_plain_length():
    term = read_term("5 năm, trừ khi một bên thông báo chấm dứt trước 3 tháng").term

    assert (term.kind, term.months, term.notice_months) == (TermKind.FOR, 60, 3)


@pytest.mark.parametrize("text", ["Không có thời hạn", "5 năm (đến ngày 25/8/2019)", "đến hết năm 2025"])
def test_read_term_in_decomposed_unicode(text):
    assert read_term(unicodedata.normalize("NFD", text)) == read_term(text)


@given(cell_texts())
def test_read_term_never_fails_and_never_loses_the_text(text):
    reading = read_term(text)

    assert reading.term.as_printed or not text.strip() or not text.isprintable()
    assert reading.term.kind == TermKind.UNKNOWN or not (reading.notes or reading.errors)


months = st.integers(min_value=1, max_value=1200)
terms = st.one_of(
    st.just(ParsedTerm(TermKind.INDEFINITE)),
    st.builds(ParsedTerm, st.just(TermKind.UNTIL), partial_dates(), st.none() | months),
    st.builds(ParsedTerm, st.just(TermKind.FOR), st.none(), months),
    st.builds(
        ParsedTerm, st.just(TermKind.AUTO_RENEW), st.none(), months, months, st.none() | st.integers(1, 24)
    ),
)


@given(terms)
def test_read_term_reads_what_format_term_writes(term):
    assert replace(read_term(format_term(term)).term, as_printed="") == term


def test_format_term_of_an_unknown_one_is_empty():
    assert format_term(ParsedTerm(TermKind.UNKNOWN, as_printed="chưa rõ")) == ""
