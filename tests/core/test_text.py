from __future__ import annotations

import itertools
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dnfa.core.text import clean_line, fold, match_key, nfc, person_sort_key, sort_key

IN_ORDER = [
    "An", "Ăn", "Ân", "Borås", "Busan", "Dubai", "Đà Nẵng", "Đồng Nai", "Ea", "Êa",
    "ma", "mà", "mả", "mã", "má", "mạ", "Nam Úc", "O", "Osaka", "Ô", "Ơ", "São Luís", "Timișoara", "U", "Ư", "Zürich",
]  # fmt: skip

TEXTS = [
    *IN_ORDER,
    "", " ", "ĐÀ NẴNG", "đà  nẵng\t", "hoà", "hòa", "thuỷ", "thủy", "Đường Nguyễn Huệ", "Košice", "Łódź", "Øresund",
    "Straße", "STRASSE", "ẞ", "Æsir", "cœur", "Þing", "İzmir", "ılıca", "ÅNGSTRÖM \u212b", "\u212a", "Σίσυφος ΣΑΣ",
    "Ярославль", "Сайн", "창원시", "大邱", "한국 안동", "ﬁn", "№ 5", "100\xa0000", "a\u200bb", "x\u3000y", "–—‘’“”‑", "[a]_{b}~`^",
    "Quận 1", "Quận 10", "ŝĝŵ", "nguye\u0302\u0303n", "nguyê\u0303n", "A\u0301\u0323", "\u0301", "Nord-Pas-de-Calais", "a:b;c<d=e>f?g@h\\i|j",
]  # fmt: skip

# Scripts that Unicode 14 (Python 3.11, PostgreSQL 15) and later versions describe alike.
LETTERS = st.one_of(
    st.characters(min_codepoint=1, max_codepoint=0x24F),
    st.characters(min_codepoint=0x300, max_codepoint=0x52F),
    st.characters(min_codepoint=0x1E00, max_codepoint=0x2BFF),
    st.characters(min_codepoint=0x3000, max_codepoint=0x30FF),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
    st.characters(min_codepoint=0xFB00, max_codepoint=0xFFEF),
    st.sampled_from("aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ \u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"),
)
WORDS = st.text(alphabet=LETTERS, max_size=16)


def from_database(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.vi_fold(t), public.vi_sort_key(t)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given(t, place) ORDER BY place",
            [texts],
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_sql_functions_equal_python_on_known_texts():
    assert from_database(TEXTS) == [(fold(text), sort_key(text)) for text in TEXTS]


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(WORDS, min_size=20, max_size=30))
def test_sql_functions_equal_python_on_random_texts(texts):
    assert from_database(texts) == [(fold(text), sort_key(text)) for text in texts]


def test_sort_key_gives_vietnamese_order():
    assert sorted(IN_ORDER, key=sort_key) == IN_ORDER


@pytest.mark.django_db
def test_database_gives_the_same_order():
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT t FROM unnest(%s::text[]) AS given(t) ORDER BY public.vi_sort_key(t) COLLATE "C"',
            [list(reversed(IN_ORDER))],
        )
        rows = [row[0] for row in cursor.fetchall()]

    assert rows == IN_ORDER


def test_sort_key_disregards_case_and_composition():
    assert sort_key("ĐÀ NẴNG") == sort_key("đà nẵng") == sort_key(unicodedata.normalize("NFD", "Đà  Nẵng "))


def test_sort_key_puts_letters_before_tones():
    assert sorted(["mạ a", "ma b", "mà a"], key=sort_key) == ["mà a", "mạ a", "ma b"]


def test_sort_key_puts_signs_before_digits_before_letters_before_other_scripts():
    assert sorted(["大邱", "zz", "đ", "9", "~"], key=sort_key) == ["~", "9", "đ", "zz", "大邱"]


def test_sort_key_keeps_a_tone_on_the_vowel_before_d():
    assert sorted(["bàđa", "bađa"], key=sort_key) == ["bađa", "bàđa"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ĐÀ NẴNG", "da nang"),
        ("Đường  Nguyễn Huệ\n", "duong nguyen hue"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("thuỷ", "thuy"),
        ("Timișoara", "timisoara"),
        ("Košice – Łódź", "kosice - lodz"),
        ("People’s", "people's"),
        ("한국", "한국"),
        ("Đà\u200b Nẵng", "da nang"),
    ],
)
def test_fold_gives_the_form_to_search_by(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(WORDS)
def test_fold_and_clean_line_change_nothing_the_second_time(text):
    assert fold(fold(text)) == fold(text)
    assert clean_line(clean_line(text)) == clean_line(text)


def test_nfc_composes():
    assert nfc("a\u0306\u0301") == "ắ"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Sở\u00a0Ngoại \t vụ\r\n", "Sở Ngoại vụ"),
        ("So\u031b\u0309 Ngoa\u0323i vu\u0323", "Sở Ngoại vụ"),
        ("Đà\u200bNẵng\ufeff", "ĐàNẵng"),
        ("a\x00\x07b", "ab"),
        ("a\x00 \x07 b", "a b"),
        ("\u202eđảo\u202c", "đảo"),
        ("", ""),
    ],
)
def test_clean_line_gives_one_storable_line(text, cleaned):
    assert clean_line(text) == cleaned


def test_people_sort_by_given_name_then_family_then_middle_name():
    people = ["Trần An", "Nguyễn Thị Ân", "Lê Văn Đức", "Nguyễn Văn An", "Nguyễn An", "Nguyễn Thị An", "An"]

    assert sorted(people, key=person_sort_key) == [
        "An", "Nguyễn An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần An", "Nguyễn Thị Ân", "Lê Văn Đức",
    ]  # fmt: skip


def test_foreign_people_sort_as_written():
    people = ["Kim Min-jun", "Anders Österberg", "Bob Adams"]

    assert sorted(people, key=lambda name: person_sort_key(name, given_name_last=False)) == [
        "Anders Österberg", "Bob Adams", "Kim Min-jun",
    ]  # fmt: skip
    assert person_sort_key("") == person_sort_key("  ")


SAME_PLACE = [
    ("daegu", ["Thành phố Daegu", "TP. Daegu", "TP.Daegu", "Tp Daegu", "T.P. Daegu", "Thanh pho Daegu", "Daegu", "City of Daegu", "Daegu City", "Daegu Metropolitan City", "THÀNH  PHỐ DAEGU"]),
    ("khonkaen", ["Tỉnh Khon Kaen", "Tỉnh Khonkaen", "tinh Khon-Kaen", "Khon Kaen Province", "Khonkaen"]),
    ("danang", ["Đà Nẵng", "Da Nang", "Danang", "TP. Đà Nẵng", "Da Nang City", "thành phố Đà Nẵng"]),
    ("macao", ["Đặc khu Hành chính Ma Cao", "Dac khu hanh chinh Macao", "Macao Special Administrative Region", "Ma Cao"]),
    ("jeju", ["Tỉnh tự trị đặc biệt Jeju", "Tỉnh Jeju", "Jeju Special Self-Governing Province", "Jeju"]),
    ("queensland", ["Bang Queensland", "State of Queensland", "Queensland"]),
    ("namuc", ["Bang Nam Úc", "Nam Úc"]),
    ("nordpasdecalais", ["Vùng Nord Pas de Calais", "Nord-Pas-de-Calais Region"]),
    ("viengchan", ["Thủ đô Viêng Chăn", "Thành phố Viêng Chăn", "Viêng Chăn"]),
    ("yeongyang", ["Quận Yeongyang", "Yeongyang County"]),
    ("vungtau", ["Vũng Tàu", "Vung Tau", "Thành phố Vũng Tàu"]),
    ("tinhbien", ["Tịnh Biên", "Thị xã Tịnh Biên"]),
    ("bangkok", ["Bangkok"]),
    ("thanhpho", ["Thành phố"]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "spellings"), SAME_PLACE)
def test_match_key_is_one_for_all_spellings(key, spellings):
    assert {spelling: match_key(spelling) for spelling in spellings} == dict.fromkeys(spellings, key)
    assert {match_key(unicodedata.normalize("NFD", spelling)) for spelling in spellings} == {key}


def test_match_key_keeps_different_places_apart():
    places = [
        "Tỉnh Gyeongsangbuk",
        "Thành phố Gyeongsan",
        "Bang Nam Úc",
        "Tây Úc",
        "Tỉnh Vân Nam",
        "Thành phố Tế Nam",
    ]

    keys = [match_key(place) for place in places]

    assert all(one != other for one, other in itertools.combinations(keys, 2))
