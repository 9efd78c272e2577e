from __future__ import annotations

import unicodedata

import pytest

from agreements.importing.matching import AgencyIndex, CountryIndex, PartnerIndex
from dnfa.accounts.enums import AgencyKind
from partners.enums import LocalityLevel, PartnerKind
from tests.factories import make_agency, make_country, make_partner, make_partner_name

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "country", "key", "matched_by"),
    [
        ("Thành phố Daegu", "Hàn Quốc", "kr-daegu", "name"),
        ("  Thành phố  Daegu ", "Hàn Quốc", "kr-daegu", "name"),
        (unicodedata.normalize("NFD", "Thành phố Daegu"), "Hàn Quốc", "kr-daegu", "name"),
        ("TP. Daegu", "Hàn Quốc", "kr-daegu", "spelling"),
        ("THÀNH PHỐ DAEGU", "HÀN QUỐC", "kr-daegu", "spelling"),
        ("Daegu City", "Korea", "kr-daegu", "spelling"),
        ("대구광역시", "Hàn Quốc", "kr-daegu", "spelling"),
        ("Thành phố Changwon (tên cũ là Masan)", "Hàn Quốc", "kr-changwon", "alias"),
        ("TP Changwon (tên cũ: Masan)", "Hàn Quốc", "kr-changwon", "spelling"),
        ("TP Changwon (Masan cũ)", "Hàn Quốc", "kr-changwon", "spelling"),
        ("Masan", "Hàn Quốc", "kr-changwon", "former_name"),
        ("Thành phố Masan", "Hàn Quốc", "kr-changwon", "former_name"),
        ("Thành phố Masan (nay là Changwon)", "Hàn Quốc", "kr-changwon", "former_name"),
        ("Tỉnh Khonkaen", "Thái Lan", "th-khon-kaen", "alias"),
        ("Tỉnh Khon Kaen", "Thái Lan", "th-khon-kaen", "name"),
        ("tỉnh Khon-Kaen", "Thái Lan", "th-khon-kaen", "spelling"),
        ("Quận Yeongyang, tỉnh Gyeongsangbuk", "Hàn Quốc", "kr-yeongyang", "alias"),
        ("quận Yeongyang (tỉnh Gyeongsangbuk)", "Hàn Quốc", "kr-yeongyang", "spelling"),
        ("Thành phố Kisarazu, tỉnh Chiba", "Nhật Bản", "jp-kisarazu", "name"),
        ("Thành phố Boras", "Thụy Điển", "se-boras", "spelling"),
        ("Thành phố Kosice", "Slovakia", "sk-kosice", "spelling"),
        ("Đặc khu Hành chính Ma Cao", "Trung Quốc", "mo-macao", "name"),
        ("Macau", "Ma Cao", "mo-macao", "alias"),
        ("Tỉnh Reunion", "Pháp", "fr-reunion", "name"),
        ("Cảng Oakland", "Hoa Kỳ", "us-port-of-oakland", "name"),
        ("Đại học Khon Kaen", "Thái Lan", "th-kku", "name"),
    ],
)
def test_match_partner(register, name, country, key, matched_by):
    match = PartnerIndex().match(name, country)

    assert (match.partner and match.partner.key, match.matched_by) == (key, matched_by)
    assert (match.partner_errors, match.country_errors, match.country_notes) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "Chưa ghi đối tác."),
        ("Thành phố Xyzzy", "Sổ chưa có đối tác “Thành phố Xyzzy”: hãy thêm đối tác trước, hoặc sửa tên."),
        (
            "Thành phố Daeguu",
            (
                "Sổ chưa có đối tác “Thành phố Daeguu”. Gần giống: Thành phố Daegu (Hàn Quốc). Nếu là một, hãy sửa tên "
                "trong bảng hoặc thêm tên này vào tên khác của đối tác."
            ),
        ),
        (
            "Tỉnh Daegu",
            (
                "Sổ chưa có đối tác “Tỉnh Daegu”. Gần giống: Thành phố Daegu (Hàn Quốc). Nếu là một, hãy sửa tên "
                "trong bảng hoặc thêm tên này vào tên khác của đối tác."
            ),
        ),
    ],
)
def test_match_never_takes_what_is_only_similar(register, name, error):
    match = PartnerIndex().match(name, "Hàn Quốc")

    assert (match.partner, match.matched_by) == (None, None)
    assert match.partner_errors == (error,)


def test_match_refuses_a_locality_under_another_parent(register):
    match = PartnerIndex().match("Thành phố Kisarazu, tỉnh Osaka", "Nhật Bản")

    assert match.partner is None


def test_match_two_names_of_two_partners_is_ambiguous(register):
    match = PartnerIndex().match("Thành phố Daegu (tên cũ là Masan)", "Hàn Quốc")

    assert match.partner is None
    assert match.partner_errors == (
        (
            "“Thành phố Daegu (tên cũ là Masan)” có thể là nhiều đối tác: Thành phố Changwon (Hàn Quốc); "
            "Thành phố Daegu (Hàn Quốc). Hãy ghi rõ hơn."
        ),
    )


def test_match_notes_a_name_the_register_does_not_know_yet(register):
    index = PartnerIndex()

    by_main = index.match("Thành phố Daegu (tên cũ là Taegu)", "Hàn Quốc")
    by_former = index.match("Thành phố Chang-uôn (tên cũ là Masan)", "Hàn Quốc")
    neither = index.match("Thành phố Xyz (tên cũ là Abc)", "Hàn Quốc")

    assert (by_main.partner.key, by_main.partner_notes) == ("kr-daegu", ("Tên “Taegu” chưa có trong sổ.",))
    assert (by_former.partner.key, by_former.matched_by) == ("kr-changwon", "former_name")
    assert by_former.partner_notes == ("Tên “Thành phố Chang-uôn” chưa có trong sổ.",)
    assert neither.partner is None


@pytest.mark.parametrize(
    ("country", "errors", "notes"),
    [
        ("Hàn Quốc", (), ()),
        ("Đại Hàn", ("“Đại Hàn” chưa có trong danh mục quốc gia và vùng lãnh thổ.",), ()),
        ("Nhật Bản", ("Sổ ghi Thành phố Daegu thuộc Hàn Quốc, bảng ghi Nhật Bản.",), ()),
        ("", (), ("Chưa ghi nước đối tác.",)),
        ("tổ chức quốc tế", ("“Thành phố Daegu” là địa phương, không phải tổ chức quốc tế.",), ()),
    ],
)
def test_match_checks_the_country(register, country, errors, notes):
    match = PartnerIndex().match("Thành phố Daegu", country)

    assert match.partner.key == "kr-daegu"
    assert (match.country_errors, match.country_notes) == (errors, notes)


def test_match_lets_an_organisation_have_no_country(register):
    match = PartnerIndex().match("CityNet", "Tổ chức quốc tế")

    assert (match.partner.key, match.country_errors) == ("net-citynet", ())


def test_match_tells_namesakes_apart_by_country_and_rank():
    korea, japan = make_country("KR", name_vi="Hàn Quốc"), make_country("JP")
    make_partner(key="kr", name_vi="Thành phố Gwangju", country=korea, level=LocalityLevel.CITY)
    make_partner(key="jp", name_vi="Thành phố Gwangju", country=japan, level=LocalityLevel.CITY)
    make_partner(key="kr-province", name_vi="Tỉnh Gwangju", country=korea, level=LocalityLevel.PROVINCE)
    index = PartnerIndex()

    assert index.match("Thành phố Gwangju", "Hàn Quốc").partner.key == "kr"
    assert index.match("Thành phố Gwangju", "Nhật Bản").partner.key == "jp"
    assert index.match("TP Gwangju", "Hàn Quốc").partner.key == "kr"
    assert index.match("tỉnh Gwang-ju", "Hàn Quốc").partner.key == "kr-province"
    assert index.match("Gwangju", "Hàn Quốc").partner is None


def test_match_looks_among_localities_first():
    country = make_country()
    make_partner(key="locality", name_vi="Thành phố Toyota", country=country)
    make_partner(key="company", name_vi="Toyota", kind=PartnerKind.COMPANY, country=country)

    match = PartnerIndex().match("Toyota", "Nhật Bản")

    assert (match.partner.key, match.matched_by) == ("locality", "spelling")


def test_match_takes_a_constant_number_of_queries(django_assert_num_queries):
    make_partner_name(make_partner(name_vi="Thành phố Một"), "Một")
    with django_assert_num_queries(3):
        PartnerIndex().match("Một", "Nhật Bản")

    for number in range(3):
        make_partner_name(make_partner(name_vi=f"Thành phố Hai {number}"), f"Hai {number}", kind="former")
    with django_assert_num_queries(3):
        index = PartnerIndex()
        for number in range(3):
            index.match(f"Hai {number}", "Nhật Bản")
            index.match(f"Không có {number}", "Nhật Bản")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hàn Quốc", "KR"),
        ("han quoc", "KR"),
        ("CHDCND Lào", "LA"),
        ("Cộng hòa Pháp", "FR"),
        ("Liên bang Nga", "RU"),
        ("Vương quốc Bỉ", "BE"),
        ("Ma Cao (Trung Quốc)", "MO"),
        ("Ma Cao", "MO"),
        ("Trung Quốc (Ma Cao)", "CN"),
        ("Thailand", "TH"),
        ("Atlantis", None),
    ],
)
def test_country_by_name(register, text, code):
    country = CountryIndex().find(text)

    assert (country.code if country else None) == code


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("UBND thành phố Đà Nẵng", "ubnd-thanh-pho"),
        ("UBND TP Đà Nẵng", "ubnd-thanh-pho"),
        ("UBND TP. Đà Nẵng", "ubnd-thanh-pho"),
        ("Ủy ban nhân dân thành phố Đà Nẵng", "ubnd-thanh-pho"),
        ("Uỷ ban Nhân dân Thành phố", "ubnd-thanh-pho"),
        ("HĐND thành phố Đà Nẵng", "hdnd-thanh-pho"),
        ("Hội đồng nhân dân thành phố", "hdnd-thanh-pho"),
        ("Thành ủy Đà Nẵng", "thanh-uy"),
        ("Thành ủy", "thanh-uy"),
        ("Sở Ngoại vụ thành phố Đà Nẵng", "so-ngoai-vu"),
        ("UBND tỉnh Quảng Nam", None),
        ("", None),
    ],
)
def test_agency_by_name(register, text, key):
    agency = AgencyIndex().find(text)

    assert (agency.key if agency else None) == key


def test_agency_that_still_exists_comes_before_its_namesake():
    make_agency(key="a-old", name_vi="Sở Du lịch", kind=AgencyKind.DEPARTMENT, valid_to="2008")
    make_agency(key="b-new", name_vi="Sở Du lịch", kind=AgencyKind.DEPARTMENT)

    assert AgencyIndex().find("Sở Du lịch").key == "b-new"


def test_names_of_the_real_register_are_loaded(register):
    assert len(PartnerIndex().partners) == 177
