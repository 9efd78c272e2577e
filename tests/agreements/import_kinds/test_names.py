"""Cells that name partners, countries and agencies the way papers do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.import_kinds.names import agencies_named, countries_named, partners_named
from dnfa.accounts.enums import Role
from tests.factories import make_agency, make_country, make_partner, make_partner_name, make_user
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


def said(reader, text: str, user=None) -> str:
    """The key of what a cell means, or the sentence it is refused with."""
    try:
        return reader.write(reader.bind([text], user)(text))
    except ValueError as error:
        return str(error)


@pytest.fixture
def register():
    make_country("KR", name_vi="Hàn Quốc", name_en="South Korea", aliases=["Đại Hàn Dân Quốc"])
    sakai = make_partner(key="jp-sakai", name_vi="Thành phố Sakai", name_en="Sakai City", name_native="堺市")
    changwon = make_partner(key="kr-changwon", name_vi="Thành phố Changwon", country=make_country("KR"))
    make_partner_name(changwon, "Masan", kind="former")
    make_partner(
        key="la-vientiane-capital", name_vi="Thủ đô Viêng Chăn", level="capital", country=make_country("LA")
    )
    make_partner(key="la-vientiane", name_vi="Tỉnh Viêng Chăn", level="province", country=make_country("LA"))
    make_agency(key="so-khdt", name_vi="Sở Kế hoạch và Đầu tư", abbreviations=["Sở KHĐT"])
    return sakai


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("jp-sakai", "jp-sakai"),
        ("Thành phố Sakai", "jp-sakai"),
        ("TP. Sakai", "jp-sakai"),
        ("sakai city", "jp-sakai"),
        ("堺市", "jp-sakai"),
        ("Masan", "kr-changwon"),
        ("Thành phố Changwon (tên cũ là Masan)", "kr-changwon"),
        ("Tỉnh Viêng Chăn", "la-vientiane"),
        ("Thủ đô Viêng Chăn", "la-vientiane-capital"),
        (
            "Vieng Chan",
            "“Vieng Chan” có thể là nhiều đối tác: Tỉnh Viêng Chăn (Lào); Thủ đô Viêng Chăn (Lào). Hãy ghi rõ hơn.",
        ),
        ("Zzz", "Trong sổ không có “Zzz”: hãy thêm vào sổ trước, hoặc ghi đúng khóa."),
    ],
)
def test_a_partner_by_any_name(register, text, meant):
    assert said(partners_named(), text) == meant


def test_a_partner_that_is_hidden_is_not_even_like_another(register):
    focal = make_user(Role.FOCAL_POINT)
    make_engagement(partners=[register], agencies=[focal.agency])

    assert [said(partners_named(), name, focal) for name in ("Sakai City", "kr-changwon", "Chang won")] == [
        "jp-sakai",
        "Trong sổ không có “kr-changwon”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.",
        "Trong sổ không có “Chang won”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.",
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("KR", "KR"),
        ("kr", "KR"),
        ("Hàn Quốc", "KR"),
        ("han quoc", "KR"),
        ("South Korea", "KR"),
        ("Đại Hàn Dân Quốc", "KR"),
        ("Han Quok", "Danh mục quốc gia và vùng lãnh thổ không có “Han Quok”; có phải là “Hàn Quốc”?"),
        ("Zzz", "“Zzz” chưa có trong danh mục quốc gia và vùng lãnh thổ."),
    ],
)
def test_a_country_by_code_or_any_name(register, text, meant):
    assert said(countries_named(), text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("so-khdt", "so-khdt"),
        ("Sở KHĐT", "so-khdt"),
        ("sở kế hoạch và đầu tư thành phố Đà Nẵng", "so-khdt"),
        ("Sở Kế hoạch", "Trong sổ không có “Sở Kế hoạch”; có phải là “Sở Kế hoạch và Đầu tư”?"),
        ("Zzz", "Trong sổ không có “Zzz”: hãy thêm vào sổ trước, hoặc ghi đúng khóa."),
    ],
)
def test_an_agency_by_key_name_or_abbreviation(register, text, meant):
    assert said(agencies_named(), text) == meant


def test_several_are_written_by_key_in_one_order(register):
    reader = partners_named(many=True)

    found = reader.bind(["Masan; Sakai City"], None)("Masan; Sakai City; 堺市")

    assert ([one.key for one in found], reader.write(found)) == (
        ["kr-changwon", "jp-sakai"],
        "jp-sakai; kr-changwon",
    )


@pytest.mark.parametrize(
    ("reader", "queries"), [(partners_named(), 3), (countries_named(), 1), (agencies_named(), 1)]
)
def test_a_portion_asks_as_often_for_many_cells_as_for_one(register, reader, queries):
    def asked(texts: list[str]) -> int:
        with CaptureQueriesContext(connection) as found:
            reader.bind(texts, None)
        return len(found)

    assert [asked([]), asked(["a"]), asked(["a", "b", "c"])] == [0, queries, queries]
