from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.enums import EventKind, TermKind
from agreements.importing.cells import KIND_WORDS, Signing, SigningReading, format_signings, read_signings
from tests.agreements.importing.strategies import cell_texts, partial_dates

# What is printed, and each signing as (date, kind, in the words of the table).
CLEAR = [
    ("22/11/2016", [("2016-11-22", "signing", "22/11/2016")]),
    ("2004", [("2004", "signing", "2004")]),
    (
        "2004 (Ký tăng cường 2018)",
        [("2004", "signing", "2004"), ("2018", "strengthening", "Ký tăng cường 2018")],
    ),
    (
        "2002(Ký tăng cường 2018)",
        [("2002", "signing", "2002"), ("2018", "strengthening", "Ký tăng cường 2018")],
    ),
    (
        "2012 (ký tăng cường năm 2017)",
        [("2012", "signing", "2012"), ("2017", "strengthening", "ký tăng cường năm 2017")],
    ),
    ("2019, 2021", [("2019", "signing", "2019"), ("2021", "signing", "2021")]),
    ("2019 và 2021", [("2019", "signing", "2019"), ("2021", "signing", "2021")]),
    ("2019; 2021", [("2019", "signing", "2019"), ("2021", "signing", "2021")]),
    ("lần 1: 2004; lần 2: 2018", [("2004", "signing", "2004"), ("2018", "signing", "2018")]),
    ("2014 (Ý định thư)", [("2014", "letter_of_intent", "2014 (Ý định thư)")]),
    ("2014 (Ý định thư", [("2014", "letter_of_intent", "2014 (Ý định thư")]),
    ("Ý định thư (2014)", [("2014", "letter_of_intent", "Ý định thư (2014)")]),
    ("2014, ý định thư", [("2014", "letter_of_intent", "2014, ý định thư")]),
    ("Thư ý định năm 2014", [("2014", "letter_of_intent", "Thư ý định năm 2014")]),
    ("2014 (LOI)", [("2014", "letter_of_intent", "2014 (LOI)")]),
    (
        "4/2012 (Ý định thư) 02/2015 (ký chính thức)",
        [
            ("2012-04", "letter_of_intent", "4/2012 (Ý định thư)"),
            ("2015-02", "signing", "02/2015 (ký chính thức)"),
        ],
    ),
    (
        "2014 ý định thư, 2022 ký chính thức",
        [("2014", "letter_of_intent", "2014 ý định thư"), ("2022", "signing", "2022 ký chính thức")],
    ),
    (
        "Ý định thư năm 2012, ký chính thức ngày 15/02/2015",
        [
            ("2012", "letter_of_intent", "Ý định thư năm 2012"),
            ("2015-02-15", "signing", "ký chính thức ngày 15/02/2015"),
        ],
    ),
    ("1993 (ký lại năm 2003)", [("1993", "signing", "1993"), ("2003", "re_signing", "ký lại năm 2003")]),
    ("1993 (tái ký 2003)", [("1993", "signing", "1993"), ("2003", "re_signing", "tái ký 2003")]),
    ("2014, gia hạn 2019", [("2014", "signing", "2014"), ("2019", "renewal", "gia hạn 2019")]),
    ("2014 (đã ký gia hạn 2019)", [("2014", "signing", "2014"), ("2019", "renewal", "ký gia hạn 2019")]),
    (
        "2014 (gia hạn 2019, 2021)",
        [("2014", "signing", "2014"), ("2019", "renewal", "gia hạn 2019"), ("2021", "renewal", "2021")],
    ),
    (
        "2014 (gia hạn 2019; ký lại 2021)",
        [
            ("2014", "signing", "2014"),
            ("2019", "renewal", "gia hạn 2019"),
            ("2021", "re_signing", "ký lại 2021"),
        ],
    ),
    ("2018 (gia hạn)", [("2018", "renewal", "2018 (gia hạn)")]),
    ("2010 (kéo dài 2015)", [("2010", "signing", "2010"), ("2015", "extension", "kéo dài 2015")]),
    (
        "2014 (sửa đổi, bổ sung năm 2016)",
        [("2014", "signing", "2014"), ("2016", "amendment", "sửa đổi, bổ sung năm 2016")],
    ),
    ("2014; điều chỉnh 2016", [("2014", "signing", "2014"), ("2016", "amendment", "điều chỉnh 2016")]),
    (
        "1998 ký; 2003 ký lại; 2010 gia hạn",
        [
            ("1998", "signing", "1998 ký"),
            ("2003", "re_signing", "2003 ký lại"),
            ("2010", "renewal", "2010 gia hạn"),
        ],
    ),
    ("KÝ TĂNG CƯỜNG 2018", [("2018", "strengthening", "KÝ TĂNG CƯỜNG 2018")]),
    ("ky tang cuong 2018", [("2018", "strengthening", "ky tang cuong 2018")]),
    (
        "2004 Ký tăng cường 2018",
        [("2004", "signing", "2004"), ("2018", "strengthening", "Ký tăng cường 2018")],
    ),
    (
        "2016 - Ký tăng cường 2018",
        [("2016", "signing", "2016"), ("2018", "strengthening", "Ký tăng cường 2018")],
    ),
    (
        "2004\n(Ký  tăng cường\n2018)",
        [("2004", "signing", "2004"), ("2018", "strengthening", "Ký tăng cường 2018")],
    ),
    ("ký ngày 22/11/2016", [("2016-11-22", "signing", "ký ngày 22/11/2016")]),
    ("Ký kết ngày 22-11-2016", [("2016-11-22", "signing", "Ký kết ngày 22-11-2016")]),
    ("ký lại ký ngày 5/3/2010", [("2010-03-05", "re_signing", "ký lại ký ngày 5/3/2010")]),
    ("ngày 3 tháng 8 năm 2023", [("2023-08-03", "signing", "ngày 3 tháng 8 năm 2023")]),
    ("tháng 4/2012", [("2012-04", "signing", "tháng 4/2012")]),
    ("tháng 4 năm 2012", [("2012-04", "signing", "tháng 4 năm 2012")]),
    ("4.2012", [("2012-04", "signing", "4.2012")]),
    ("2016-11-22", [("2016-11-22", "signing", "2016-11-22")]),
    ("5/3/26", [("2026-03-05", "signing", "5/3/26")]),
    ("2004 (ký ngày 22/11/2004)", [("2004-11-22", "signing", "2004 (ký ngày 22/11/2004)")]),
    ("2004 (22/11/2004)", [("2004-11-22", "signing", "2004 (22/11/2004)")]),
]


def _told(reading: SigningReading) -> list[tuple[str | None, str, str]]:
    return [
        (signing.date.isoformat() if signing.date else None, signing.kind.value, signing.as_printed)
        for signing in reading.signings
    ]


@pytest.mark.parametrize(("text", "expected"), CLEAR)
def test_read_signings(text, expected):
    reading = read_signings(text)

    assert _told(reading) == expected
    assert (reading.notes, reading.errors, reading.term_hint) == ((), (), None)


@pytest.mark.parametrize(
    ("text", "kind", "months", "ends_on"),
    [
        ("2011 (thời hạn 4 năm)", "for", 48, None),
        ("2011, thời hạn 4 năm", "for", 48, None),
        ("2011 (4 năm)", "for", 48, None),
        ("2011 (có giá trị trong 4 năm)", "for", 48, None),
        ("2018 (đến 2023)", "until", None, "2023"),
        ("2018 (hết hạn 31/12/2023)", "until", None, "2023-12-31"),
        ("2018 (giai đoạn 2018-2022)", "until", None, "2022"),
        ("2016 (vô thời hạn)", "indefinite", None, None),
        ("2016 (tự động gia hạn từng năm)", "auto_renew", 12, None),
    ],
)
def test_read_signings_takes_a_length_as_a_hint_for_the_term(text, kind, months, ends_on):
    reading = read_signings(text)

    hint = reading.term_hint
    assert (hint.kind.value, hint.months, hint.ends_on and hint.ends_on.isoformat()) == (
        kind,
        months,
        ends_on,
    )
    assert [signing.kind for signing in reading.signings] == [EventKind.SIGNING]
    assert (reading.notes, reading.errors) == ((), ())


@pytest.mark.parametrize(
    ("text", "signings", "note"),
    [
        ("năm", [], "Chưa thấy ngày ký trong ô; giữ nguyên văn."),
        ("ký", [], "Chưa thấy ngày ký trong ô; giữ nguyên văn."),
        ("đang thương thảo", [], "Chưa hiểu “đang thương thảo” trong ô ngày ký; giữ nguyên văn."),
        (
            "2016 (Bản ghi nhớ)",
            [("2016", "signing", "2016")],
            "Chưa hiểu “Bản ghi nhớ” trong ô ngày ký; giữ nguyên văn.",
        ),
        ("2004 (2018)", [("2004", "signing", "2004")], "Chưa hiểu “2018” trong ô ngày ký; giữ nguyên văn."),
        ("2018-2022", [], "“2018-2022” chưa rõ là các lần ký hay thời hạn; giữ nguyên văn."),
        ("2019 – 2021", [], "“2019 – 2021” chưa rõ là các lần ký hay thời hạn; giữ nguyên văn."),
        ("2019.2021", [], "Chưa hiểu “2019.2021” trong ô ngày ký; giữ nguyên văn."),
        ("42696", [], "Chưa hiểu “42696” trong ô ngày ký; giữ nguyên văn."),
        (
            "2012, gia hạn",
            [("2012", "signing", "2012"), (None, "renewal", "gia hạn")],
            "“gia hạn” chưa ghi ngày.",
        ),
        (
            "2010 (kéo dài đến 2015)",
            [("2010", "signing", "2010"), (None, "extension", "kéo dài")],
            "“kéo dài” chưa ghi ngày.",
        ),
        ("Ý định thư", [(None, "letter_of_intent", "Ý định thư")], "“Ý định thư” chưa ghi ngày."),
        (
            "2011 (thời hạn 90 ngày)",
            [("2011", "signing", "2011")],
            "Chưa hiểu “thời hạn 90 ngày” trong ô ngày ký; giữ nguyên văn.",
        ),
        (
            "gia hạn, ký lại 2003",
            [(None, "renewal", "gia hạn"), ("2003", "re_signing", "ký lại 2003")],
            "“gia hạn” chưa ghi ngày.",
        ),
        (
            "gia hạn ký lại 2003",
            [(None, "renewal", "gia hạn"), ("2003", "re_signing", "ký lại 2003")],
            "“gia hạn” chưa ghi ngày.",
        ),
    ],
)
def test_read_signings_says_what_is_unclear(text, signings, note):
    reading = read_signings(text)

    assert _told(reading) == signings
    assert reading.notes == (note,)
    assert reading.errors == ()


@pytest.mark.parametrize(
    ("text", "signings", "error"),
    [
        ("31/9/2023", [], "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."),
        (
            "2004 (Ký tăng cường 31/9/2018)",
            [("2004", "signing", "2004")],
            "Ngày 31/9/2018 không có trong lịch: tháng 9 có 30 ngày.",
        ),
        ("13/2012", [], "Tháng 13/2012 không có trong lịch: một năm có 12 tháng."),
        (
            "2004 (hết hạn 31/9/2018)",
            [("2004", "signing", "2004")],
            "Ngày 31/9/2018 không có trong lịch: tháng 9 có 30 ngày.",
        ),
    ],
)
def test_read_signings_guesses_nothing_from_an_impossible_date(text, signings, error):
    reading = read_signings(text)

    assert _told(reading) == signings
    assert reading.errors == (error,)


def test_read_signings_keeps_the_day_of_effect_apart():
    reading = read_signings("22/11/2016, có hiệu lực từ 01/01/2017")

    assert reading.signings[0].effective_on.isoformat() == "2017-01-01"
    assert _told(reading) == [("2016-11-22", "signing", "22/11/2016")]


def test_read_signings_with_only_a_day_of_effect():
    reading = read_signings("hiệu lực từ 01/01/2017")

    assert [(s.date, s.kind, s.effective_on.isoformat()) for s in reading.signings] == [
        (None, EventKind.SIGNING, "2017-01-01")
    ]


def test_read_signings_of_an_empty_cell():
    assert read_signings("  ") == SigningReading(notes=("Chưa ghi ngày ký.",))


def test_read_signings_takes_the_last_of_several_hints():
    reading = read_signings("2011 (thời hạn 4 năm); 2015 (vô thời hạn)")

    assert reading.term_hint.kind == TermKind.INDEFINITE


@pytest.mark.parametrize("text", [text for text, _expected in CLEAR[:20]])
def test_read_signings_in_decomposed_unicode(text):
    assert read_signings(unicodedata.normalize("NFD", text)) == read_signings(text)


@given(cell_texts())
def test_read_signings_never_fails(text):
    reading = read_signings(text)

    assert reading.signings or reading.notes or reading.errors


signings = st.lists(
    st.builds(
        Signing,
        partial_dates(),
        st.sampled_from(list(KIND_WORDS)),
        st.just(""),
        st.none() | partial_dates(),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@given(signings)
def test_read_signings_reads_what_format_signings_writes(given_signings):
    reading = read_signings(format_signings(given_signings))

    assert tuple(replace(signing, as_printed="") for signing in reading.signings) == given_signings
    assert (reading.notes, reading.errors, reading.term_hint) == ((), (), None)


def test_format_signings_of_an_undated_event():
    assert format_signings((Signing(None, EventKind.RENEWAL, "gia hạn"),)) == "gia hạn"
