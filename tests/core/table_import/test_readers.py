from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from dnfa.accounts.enums import AgencyKind, Role
from dnfa.accounts.models import Agency, User
from dnfa.core.partial_dates import PartialDate
from dnfa.core.table_import import (
    Reader,
    choice,
    keys_of,
    number,
    partial_date,
    plain,
    several,
    slug,
    text,
    whole_date,
    yes_no,
)
from dnfa.core.table_import.readers import nearest, parts_of
from tests.factories import make_agency, make_user


def _read(reader: Reader, typed: str, user=None):
    return reader.bind([typed], user)(typed)


def _refusal(reader: Reader, typed: str) -> str:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  (the sentence is what the test is about)
        _read(reader, typed)
    return str(refused.value)


@pytest.mark.parametrize(
    ("reader", "typed", "value", "written"),
    [
        (text(), "  Sở\u00a0 Ngoại  vụ ", "Sở Ngoại vụ", "Sở Ngoại vụ"),
        (text(), "So\u031b\u0309", "Sở", "Sở"),
        (text(max_length=3), "abc", "abc", "abc"),
        (text(lines=True), "\n dòng  1\r\ndòng 2 \n", "dòng 1\ndòng 2", "dòng 1\ndòng 2"),
        (slug(), " so-ngoai-vu-2 ", "so-ngoai-vu-2", "so-ngoai-vu-2"),
        (choice(AgencyKind), "sở, NGÀNH", AgencyKind.DEPARTMENT, "Sở, ngành"),
        (choice(AgencyKind), "so, nganh", AgencyKind.DEPARTMENT, "Sở, ngành"),
        (choice(AgencyKind), "department", AgencyKind.DEPARTMENT, "Sở, ngành"),
        (yes_no(), "có", True, "Có"),
        (yes_no(), "X", True, "Có"),
        (yes_no(), "TRUE", True, "Có"),
        (yes_no(), "KHÔNG", False, "Không"),
        (yes_no(), "0", False, "Không"),
        (partial_date(), "2004", PartialDate(2004), "2004"),
        (partial_date(), "4/2012", PartialDate(2012, 4), "4/2012"),
        (partial_date(), "29/2/2024", PartialDate(2024, 2, 29), "29/02/2024"),
        (partial_date(), "31/12/2025", PartialDate(2025, 12, 31), "31/12/2025"),
        (whole_date(), "5/3/2026", date(2026, 3, 5), "05/03/2026"),
        (whole_date(), "31.12.2025", date(2025, 12, 31), "31/12/2025"),
        (number(), "1.234", 1234, "1.234"),
        (number(), "12,0", 12, "12"),
        (number(places=2), "1.234,50", Decimal("1234.50"), "1.234,5"),
        (number(least=0, most=10), "10", 10, "10"),
        (several(text()), "A; B\nC;; A", ["A", "B", "C"], "A; B; C"),
        (
            several(choice(AgencyKind), ordered=False),
            "Văn phòng; department",
            ["office", "department"],
            "Sở, ngành; Văn phòng",
        ),
        (plain(int), "7", 7, "7"),
    ],
)
def test_a_reader_reads_and_what_it_writes_reads_alike(reader, typed, value, written):
    with override("vi"):
        assert _read(reader, typed) == value
        assert reader.written(value) == written
        assert reader.shown(value) == written
        assert reader.written(_read(reader, written)) == written


@pytest.mark.parametrize(
    ("reader", "typed", "sentence"),
    [
        (text(max_length=3), "abcd", "Dài 4 ký tự, nhiều nhất 3: hãy viết ngắn lại."),
        (
            slug(),
            "Sở Ngoại vụ",
            "Khóa “Sở Ngoại vụ” chỉ được gồm chữ thường không dấu, chữ số và gạch nối, nhiều nhất 80 ký tự.",
        ),
        (
            slug(max_length=2),
            "abc",
            "Khóa “abc” chỉ được gồm chữ thường không dấu, chữ số và gạch nối, nhiều nhất 2 ký tự.",
        ),
        (choice(AgencyKind), "Văn phòn", "“Văn phòn” không có trong danh sách; có phải là “Văn phòng”?"),
        (
            choice(Role),
            "zzz",
            "“zzz” không có trong danh sách: hãy chọn “Chuyên viên Sở Ngoại vụ”, “Trưởng phòng Sở Ngoại vụ”, “Đầu mối cơ quan, đơn vị”, “Lãnh đạo”, “Quản trị hệ thống”, “Kiểm tra, giám sát”.",
        ),
        (
            choice(AgencyKind),
            "zzz",
            "“zzz” không có trong danh sách: hãy chọn “Sở, ngành”, “Ủy ban nhân dân”, “Văn phòng”, “Cơ quan Đảng”, “Hội đồng nhân dân”, “Ban, ban quản lý”, “Công an, quân sự, biên phòng”, “Quận, huyện (trước 01/7/2025)”…",
        ),
        (yes_no(), "chưa rõ", "“chưa rõ”: hãy ghi Có hoặc Không."),
        (partial_date(), "29/2/2023", "Ngày 29/2/2023 không có trong lịch: tháng 2 năm 2023 có 28 ngày."),
        (whole_date(), "3/2026", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026."),
        (number(), "1,5", "“1,5”: cần số nguyên."),
        (number(places=1), "1,25", "Nhiều nhất 1 chữ số sau dấu phẩy."),
        (number(least=1), "0", "Nhỏ nhất là 1."),
        (number(most=10), "11", "Lớn nhất là 10."),
        (number(least=1, most=10), "11", "Từ 1 đến 10."),
        (several(yes_no()), "có; nhỉ", "“nhỉ”: hãy ghi Có hoặc Không."),
    ],
)
def test_a_refusal_says_what_to_do(reader, typed, sentence):
    with override("vi"):
        assert _refusal(reader, typed) == sentence


def test_choices_are_read_in_english_too_whatever_the_language():
    with override("en"):
        english = str(AgencyKind.OFFICE.label)

    with override("vi"):
        assert _read(choice(AgencyKind), english) == AgencyKind.OFFICE
        assert choice(AgencyKind).choices()[:2] == ["Sở, ngành", "Ủy ban nhân dân"]
        assert yes_no().choices() == ["Có", "Không"]


@pytest.mark.parametrize("value", [None, "", [], ()])
def test_nothing_is_written_as_nothing(value):
    assert (text().written(value), keys_of(Agency).shown(value)) == ("", "")


def test_zero_and_no_are_something():
    with override("vi"):
        assert (number().written(0), yes_no().written(False)) == ("0", "Không")


@pytest.mark.parametrize(
    ("typed", "known", "found"),
    [
        ("Ghi chu", ["Ghi chú", "Loại"], "Ghi chú"),
        ("Trung tam", ["Trung tâm, đơn vị sự nghiệp", "Sở"], "Trung tâm, đơn vị sự nghiệp"),
        ("Trung tam", ["Trung tâm thứ nhất của thành phố", "Trung tâm thứ hai của thành phố"], ""),
        ("zzz", ["Ghi chú"], ""),
        ("", ["Ghi chú"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_name(typed, known, found):
    assert nearest(typed, known) == found


def test_parts_of_a_cell():
    assert parts_of(" a ;b\n\nc; ") == ["a", "b", "c"]


# --- records --------------------------------------------------------------------
@pytest.mark.django_db
def test_records_are_found_by_key_and_by_name():
    agency = make_agency(key="so-ngoai-vu", name_vi="Sở Ngoại vụ")
    other = make_agency(key="so-cong-thuong", name_vi="Sở Công Thương")
    reader = keys_of("accounts.Agency", many=True)

    assert _read(reader, "sở ngoại VỤ; so-cong-thuong; Sở Ngoại vụ") == [agency, other]
    assert _read(keys_of(Agency), "so-ngoai-vu") == agency
    assert reader.written([agency, other]) == "so-cong-thuong; so-ngoai-vu"
    assert reader.shown([agency, other]) == "Sở Công Thương; Sở Ngoại vụ"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Trung tâm", "Có 2 bản ghi tên “Trung tâm”: hãy ghi khóa (tt-1, tt-2)."),
        ("Sở Ngoại v", "Trong sổ không có “Sở Ngoại v”; có phải là “Sở Ngoại vụ”?"),
        ("Kho bạc", "Trong sổ không có “Kho bạc”: hãy thêm vào sổ trước, hoặc ghi đúng khóa."),
    ],
)
def test_records_nobody_can_tell(typed, sentence):
    make_agency(key="tt-1", name_vi="Trung tâm")
    make_agency(key="tt-2", name_vi="Trung tâm")
    make_agency(key="snv", name_vi="Sở Ngoại vụ")

    assert _refusal(keys_of(Agency), typed) == sentence


@pytest.mark.django_db
def test_only_records_the_person_sees_are_found():
    agency = make_agency(key="so-ngoai-vu")
    nobody = make_user()
    nobody.is_active = False
    seen = keys_of(Agency, queryset=lambda _user: Agency.objects.exclude(pk=agency.pk))

    assert _read(keys_of(Agency), "so-ngoai-vu", make_user()) == agency
    with pytest.raises(ValueError, match="Trong sổ không có"):
        _read(keys_of(Agency), "so-ngoai-vu", nobody)
    with pytest.raises(ValueError, match="Trong sổ không có"):
        _read(seen, "so-ngoai-vu")


@pytest.mark.django_db
def test_a_name_without_a_folded_column_is_matched_as_written():
    user = make_user(username="lan", full_name="Lê Lan")
    reader = keys_of(User, key="username", name="full_name")

    assert _read(reader, "Lê Lan") == user
    assert _read(reader, "lan") == user


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_records_cost_the_same_queries_for_one_and_for_many(django_assert_num_queries, count):
    texts = [make_agency().key for _number in range(count)] + ["lạ"]
    reader = keys_of(Agency)

    with django_assert_num_queries(2):
        read = reader.bind(texts, None)
        found = [read(typed) for typed in texts[:-1]]

    assert [agency.key for agency in found] == texts[:-1]


@pytest.mark.django_db
def test_no_text_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        keys_of(Agency).bind([], None)
