from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dnfa.core.display import display_value
from dnfa.core.models import Provenance, SourceDocument
from dnfa.followup.sync import sync_flags
from partners.selectors import last_deed
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_event,
    make_partner,
    make_partner_name,
    make_project,
    make_relationship,
)
from tests.partners.factories import make_delegation, make_engagement, make_world

pytestmark = pytest.mark.django_db

LISTS = (
    "partners:list",
    "partners:countries",
    "agreements:list",
    "agreements:signings",
    "agreements:projects",
    "delegations:list",
    "delegations:engagements",
)
# Session and person (2), count and rows, then what the cells and the choices of the filters need.
QUERIES = {
    "partners:list": 9,
    "partners:countries": 4,
    "agreements:list": 14,
    "agreements:signings": 7,
    "agreements:projects": 14,
    "delegations:list": 12,
    "delegations:engagements": 9,
}


def fill(number: int) -> None:
    """So many rows for every list, each with everything a row can have."""
    agency = make_agency()
    for index in range(number):
        country = make_country(f"{chr(65 + index // 26)}{chr(65 + index % 26)}")
        partner = make_partner(country=country, parent=make_partner(country=country))
        make_partner_name(partner, f"Tên cũ {index}", "former")
        make_relationship(partner, since="2010")
        agreement = make_agreement(
            partners=[partner], signed_on="2012", agencies=[agency], parent=make_agreement(partners=[])
        )
        make_event(agreement, occurred_on="2012", successor=make_agreement(partners=[]))
        make_project(donors=[partner], agreements=[agreement], agencies=[agency])
        make_delegation(partners=[partner], agencies=[agency])
        make_engagement(partners=[partner], agencies=[agency])


def rows_of(response) -> list[str]:
    return [display_value(line.cells[0].value) for line in response.context["lines"]]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_a_list_asks_the_same_number_of_queries_whatever_the_data(client, officer, number):
    fill(number)

    asked = {}
    for page in LISTS:
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(page), {"page_size": "50"})
        asked[page] = len(queries)
        assert len(response.context["lines"]) >= number, page

    assert asked == QUERIES
    assert max(asked.values()) <= 15


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_of_a_partner_asks_the_same_number_of_queries_whatever_happened(
    client, officer, django_assert_num_queries, number
):
    partner = make_partner()
    make_relationship(partner, since="2010")
    source = SourceDocument.objects.create(key="qd", title="Quyết định")
    for _index in range(number):
        agreement = make_agreement(partners=[partner])
        make_event(agreement, occurred_on="2012")
        make_project(partners=[partner])
        make_delegation(partners=[partner])
        make_engagement(partners=[partner])
        make_partner(parent=partner)
    Provenance.objects.create(record=partner, source=source)
    client.get(partner.get_absolute_url())

    with django_assert_num_queries(26):
        response = client.get(partner.get_absolute_url())

    assert len(response.context["happenings"]) == 4 * number


def test_a_focal_point_sees_its_own_matters_in_every_list(client):
    world = make_world()
    client.force_login(world.focal)

    seen = {page: rows_of(client.get(reverse(page))) for page in LISTS if page != "partners:countries"}

    assert seen == {
        "partners:list": ["Thành phố Mimosa"],
        "agreements:list": ["Bản ghi nhớ mimosa"],
        "agreements:signings": ["Bản ghi nhớ mimosa"],
        "agreements:projects": ["Dự án mimosa"],
        "delegations:list": ["Đoàn mimosa"],
        "delegations:engagements": ["Thư mimosa"],
    }


def test_counts_of_countries_are_those_a_focal_point_may_see(client):
    world = make_world()

    counted = {}
    for user in (world.focal, world.officer):
        client.force_login(user)
        lines = client.get(reverse("partners:countries"), {"tie": "official"}).context["lines"]
        counted[user] = [(line.row.code, line.row.official_ties) for line in lines]

    assert counted == {world.focal: [("JP", 1)], world.officer: [("JP", 2)]}


@pytest.mark.parametrize("page", [page for page in LISTS if page != "partners:countries"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_nothing_hidden(client, page, kind):
    world = make_world()
    client.force_login(world.focal)

    response = client.get(reverse(page), {"format": kind})

    if kind == "csv":
        text = b"".join(response.streaming_content).decode("utf-8-sig").lower()
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        text = str(list(sheet.iter_rows(values_only=True))).lower()
    assert ("mimosa" in text, "bimat" in text) == (True, False)


@pytest.mark.parametrize("page", [page for page in LISTS if page != "partners:countries"])
def test_choices_of_a_filter_tell_nothing_hidden(client, page):
    world = make_world()
    client.force_login(world.focal)

    text = client.get(reverse(page)).content.decode().lower()

    assert ("mimosa" in text, "bimat" in text) == (True, False)


@pytest.mark.parametrize("kind", ["partner", "agreement", "project", "delegation", "engagement"])
def test_the_page_of_a_hidden_record_is_not_there(client, kind):
    world = make_world()
    client.force_login(world.focal)

    answers = [
        client.get(getattr(half, kind).get_absolute_url()).status_code for half in (world.seen, world.hidden)
    ]

    assert answers == [200, 404]


@pytest.mark.parametrize("kind", ["partner", "agreement", "project", "delegation", "engagement"])
def test_a_page_names_nothing_hidden_that_is_tied_to_its_record(client, kind):
    world = make_world()
    seen, hidden = world.seen, world.hidden
    seen.partner.parent, seen.agreement.parent, seen.project.parent = (
        hidden.partner,
        hidden.agreement,
        hidden.project,
    )
    for record in (seen.partner, seen.agreement, seen.project):
        record.save()
    for record in (hidden.delegation, hidden.engagement, hidden.project):
        record.partners.add(seen.partner)
    make_event(seen.agreement, "replacement", occurred_on="2020", successor=hidden.agreement)
    make_event(hidden.agreement, "replacement", occurred_on="2001", successor=seen.agreement)
    hidden.agreement.parties.create(partner=seen.partner, order=2)
    client.force_login(world.focal)

    text = client.get(getattr(seen, kind).get_absolute_url()).content.decode().lower()
    listed = "".join(client.get(reverse(page)).content.decode().lower() for page in LISTS)

    assert "bimat" not in text
    assert "bimat" not in listed


@pytest.mark.parametrize("page", LISTS)
def test_who_is_not_signed_in_is_asked_to(client, page):
    response = client.get(reverse(page))

    assert (response.status_code, response["Location"]) == (302, f"/dang-nhap/?next={reverse(page)}")


def test_partners_stand_in_vietnamese_order_and_sort_both_ways(client, officer):
    for name in ("Đà Lạt", "Ấn Độ", "Bắc Ninh", "An Giang"):
        make_partner(name_vi=name)

    assert rows_of(client.get("/doi-tac/")) == ["An Giang", "Ấn Độ", "Bắc Ninh", "Đà Lạt"]
    assert rows_of(client.get("/doi-tac/", {"sort": "-name"})) == ["Đà Lạt", "Bắc Ninh", "Ấn Độ", "An Giang"]


def test_an_export_has_the_rows_the_order_and_the_columns_of_the_list(client, officer):
    for name in ("Sakai", "Borås", "Salo"):
        make_relationship(make_partner(name_vi=name, key=name.lower().replace("å", "a")), since="2004")

    response = client.get("/doi-tac/", {"sort": "-name", "q": "sa", "format": "xlsx"})

    table = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    head = next(index for index, row in enumerate(table) if row[0] == "STT")
    assert table[head] == (
        "STT", "Tên", "Khóa", "Tên tiếng Anh", "Quốc gia, vùng lãnh thổ", "Loại", "Quan hệ", "Từ", "Người phụ trách",
        "Hoạt động gần nhất", "Cảnh báo",
    )  # fmt: skip
    assert [row[1:3] for row in table[head + 1 :] if row[1]] == [("Salo", "salo"), ("Sakai", "sakai")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"tie": "official"}, ["Chính Thức", "Ý Định"]),
        ({"tie": "letter_of_intent"}, ["Ý Định"]),
        ({"tie": "friendship"}, ["Hữu Nghị"]),
        ({"kind": "company"}, ["Công Ty"]),
        ({"country": "LA"}, ["Ý Định"]),
        ({"continent": "asia"}, ["Chính Thức", "Công Ty", "Hữu Nghị", "Ý Định"]),
        ({"continent": "europe"}, []),
        ({"priority_group": "2"}, ["Hữu Nghị"]),
        ({"q": "masan"}, ["Chính Thức"]),
        ({"q": "MASAN chinh"}, ["Chính Thức"]),
        ({"tie": "official", "as_of": "2003"}, []),
    ],
)
def test_filters_of_partners(client, officer, query, expected):
    formal = make_partner(name_vi="Chính Thức")
    make_partner_name(formal, "Masan", "former")
    make_relationship(formal, since="2004")
    letter = make_partner(name_vi="Ý Định", country=make_country("LA"))
    make_relationship(letter, relationship_class="letter_of_intent", since="2010")
    make_relationship(make_partner(name_vi="Hữu Nghị", priority_group=2), relationship_class="friendship")
    make_partner(name_vi="Công Ty", kind="company")

    assert rows_of(client.get("/doi-tac/", query)) == expected


def test_flags_narrow_the_list_and_stand_in_their_row(client, officer):
    asleep = make_partner(name_vi="Ngủ")
    make_relationship(asleep, since="2010")
    make_delegation(partners=[asleep], starts_on="2012")
    make_partner(name_vi="Mới nêu tên")
    sync_flags(as_of=date(2023, 12, 26))

    response = client.get("/doi-tac/", {"flag": "tie_dormant"})

    assert rows_of(response) == ["Ngủ"]
    assert response.context["lines"][0].cells[-1].value == "Quan hệ ngủ đông"


@pytest.mark.parametrize(
    "query",
    [
        {"tie": "married"},
        {"country": "XX"},
        {"continent": "atlantis"},
        {"priority_group": "two"},
        {"flag": "no-such"},
        {"q": "\x00"},
    ],
)
def test_a_wrong_answer_to_a_filter_lists_nothing_and_says_why(client, officer, query):
    make_partner()

    response = client.get("/doi-tac/", query)

    assert response.status_code == 200
    assert rows_of(response) == []
    assert "Có lỗi cần sửa" in response.content.decode()


def test_an_unknown_question_is_named(client, officer):
    response = client.get("/doi-tac/", {"colour": "red"})

    assert response.context["ignored_parameters"] == ["colour"]


def test_last_activity_is_as_exact_as_its_source(client, officer):
    year = make_partner(name_vi="A năm")
    make_delegation(partners=[year], starts_on="2016")
    span = make_partner(name_vi="B kéo dài")
    make_delegation(partners=[span], starts_on="2013", ends_on="2015-07")
    running = make_partner(name_vi="C đang làm")
    make_project(partners=[running], starts_on="2020", ends_on="2030")
    make_partner(name_vi="D chưa có")
    declined = make_partner(name_vi="E từ chối")
    make_engagement(partners=[declined], kind="invitation_declined", starts_on="2022")

    lines = client.get("/doi-tac/", {"as_of": "26/12/2023"}).context["lines"]

    said = {line.row.name_vi: str(last_deed(line.row) or "") for line in lines}
    assert said == {
        "A năm": "2016",
        "B kéo dài": "2015-07",
        "C đang làm": "2023-12-26",
        "D chưa có": "",
        "E từ chối": "",
    }


def test_links_of_a_list_keep_its_day(client, officer):
    partner = make_partner()
    make_relationship(partner, since="2001")

    past = client.get("/doi-tac/", {"as_of": "2005"}).context["lines"][0].cells[0].href
    now = client.get("/doi-tac/").context["lines"][0].cells[0].href
    counts = (
        client.get("/doi-tac/quoc-gia/", {"as_of": "2005", "tie": "official"})
        .context["lines"][0]
        .cells[-1]
        .href
    )

    assert past == f"/doi-tac/{partner.key}/?as_of=2005"
    assert now == f"/doi-tac/{partner.key}/"
    assert counts == "/doi-tac/?tie=official&country=JP&as_of=2005"
    assert rows_of(client.get(counts)) == [partner.name_vi]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("han quoc", ["Hàn Quốc"]), ("KOREA", ["Hàn Quốc"]), ("nam han", ["Hàn Quốc"]), ("x", [])],
)
def test_countries_are_found_under_every_spelling(client, officer, typed, expected):
    make_country("KR", name_vi="Hàn Quốc", name_en="Republic of Korea", aliases=["Nam Hàn"])
    make_country("LA")

    assert rows_of(client.get("/doi-tac/quoc-gia/", {"q": typed})) == expected


def test_countries_by_continent(client, officer):
    make_country("LA")
    make_country("FI", name_vi="Phần Lan", continent="europe")

    assert rows_of(client.get("/doi-tac/quoc-gia/", {"continent": "europe"})) == ["Phần Lan"]
