from __future__ import annotations

import pytest
from django.urls import reverse

from dnfa.core.models import Provenance, SourceDocument
from tests.factories import make_agency, make_partner
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [line.row.title_vi for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Sang Salo", "Từ Sakai", "Không ngày"]),
        ({"direction": "in"}, ["Từ Sakai", "Không ngày"]),
        ({"year": "2014"}, ["Từ Sakai"]),
        ({"year": "2014", "as_of": "31/3/2014"}, []),
        ({"as_of": "2015"}, ["Từ Sakai", "Không ngày"]),
        ({"starts_on_from": "2015"}, ["Sang Salo"]),
        ({"starts_on_to": "4/2014"}, ["Từ Sakai"]),
        ({"partner": "jp-sakai"}, ["Từ Sakai"]),
        ({"q": "thanh pho sakai"}, ["Từ Sakai"]),
        ({"q": "sang"}, ["Sang Salo"]),
    ],
)
def test_filters_of_delegations_on_the_page_and_in_the_api(client, officer, query, expected):
    make_delegation(
        title_vi="Từ Sakai",
        starts_on="2014-04-02",
        partners=[make_partner(key="jp-sakai", name_vi="Thành phố Sakai")],
    )
    make_delegation(title_vi="Sang Salo", direction="out", starts_on="2016")
    make_delegation(title_vi="Không ngày", starts_on=None, is_recurring=True)
    typed = {
        name: {"31/3/2014": "2014-03-31", "2015": "2015-12-31", "4/2014": "2014-04"}.get(value, value)
        for name, value in query.items()
    }
    typed = {**typed, **{name: query[name] for name in ("starts_on_from",) if name in query}}

    page = client.get(reverse("delegations:list"), query)
    api = client.get("/api/v1/delegations/", typed)

    assert titles(page) == expected
    assert [row["title_vi"] for row in api.json()["results"]] == expected


@pytest.mark.parametrize(
    "query",
    [{"year": "two"}, {"year": "99999"}, {"year": "2014.5"}, {"direction": "up"}, {"partner": "nobody"}],
)
def test_a_wrong_answer_lists_nothing_and_is_400_in_the_api(client, officer, query):
    make_delegation()

    page, api = client.get(reverse("delegations:list"), query), client.get("/api/v1/delegations/", query)

    assert (page.status_code, titles(page), "Có lỗi cần sửa" in page.content.decode()) == (200, [], True)
    assert (api.status_code, list(api.json()["error"]["fields"])) == (400, list(query))


def test_engagements_by_kind_and_their_cells(client, officer):
    agency = make_agency(name_vi="Sở Du lịch")
    partner = make_partner(name_vi="Turku")
    make_engagement(
        title_vi="Thư", kind="letter", starts_on="2013", agencies=[agency], partners=[partner], persons=1200
    )
    make_engagement(title_vi="Trại hè", kind="event", starts_on=None, is_recurring=True)

    lines = client.get(reverse("delegations:engagements"), {"kind": ["letter", "event"]}).context["lines"]
    letters = titles(client.get(reverse("delegations:engagements"), {"kind": "letter"}))

    assert [[str(cell.value or "") for cell in line.cells] for line in lines] == [
        ["Thư", "Thư từ", "Turku", "2013", "", "1200", "Sở Du lịch"],
        ["Trại hè", "Sự kiện", "", "định kỳ", "", "", ""],
    ]
    assert letters == ["Thư"]


def test_the_page_of_a_delegation(client, officer):
    network = make_partner(name_vi="Mạng lưới", country=None, kind="network")
    delegation = make_delegation(
        title_vi="Đoàn Sakai thăm",
        starts_on="2014-04-02",
        ends_on="2014-04-05",
        persons=12,
        purpose_vi="Ký văn bản",
        outcome_vi="Đã ký",
        head_name="Ông A",
        head_title="Thị trưởng",
        title_en="Visit",
        partners=[make_partner(name_vi="Thành phố Sakai"), network],
        agencies=[make_agency(name_vi="Sở Ngoại vụ")],
    )
    source = SourceDocument.objects.create(key="la", title="Luận án")
    Provenance.objects.create(record=delegation, source=source, locator="p.137")

    response = client.get(delegation.get_absolute_url())

    parts = {section.code: section.context for section in response.context["sections"]}
    assert [(row["label"], str(row["value"])) for row in response.context["summary"]] == [
        ("Chiều", "Đoàn vào"),
        ("Mục đích", "Ký văn bản"),
        ("Trưởng đoàn", "Ông A, Thị trưởng"),
        ("Cơ quan chủ trì", "Sở Ngoại vụ"),
        ("Kết quả", "Đã ký"),
        ("Nội dung (tiếng Anh)", "Visit"),
    ]
    assert parts["plan"]["rows"] == [
        ("Thời gian", "", "02/04/2014 – 05/04/2014"),
        ("Số ngày", "", "4 ngày"),
        ("Số người", None, 12),
    ]
    assert [(row["label"], row["value"]) for row in parts["partners"]["items"]] == [
        ("Mạng lưới", "Mạng lưới"),
        ("Nhật Bản", "Thành phố Sakai"),
    ]
    assert parts["sources"]["sources"].cited == [("Toàn bộ bản ghi", "Luận án, trang 137")]
    assert "Đoàn vào · 02/04/2014 – 05/04/2014" in " ".join(response.content.decode().split())


def test_the_page_of_an_engagement_that_recurs(client, officer):
    engagement = make_engagement(title_vi="Trại hè", starts_on=None, is_recurring=True)
    bare = make_engagement(title_vi="Thư", kind="letter", starts_on=None)

    summary = client.get(engagement.get_absolute_url()).context["summary"]

    assert [(row["label"], row["value"]) for row in summary] == [
        ("Thời gian", "định kỳ, nguồn không ghi ngày")
    ]
    text = client.get(bare.get_absolute_url()).content.decode()
    assert "Nguồn chỉ nêu tên" in text
    assert "Không nêu đối tác nào" in text


@pytest.mark.parametrize("name", ["delegations:detail", "delegations:engagement"])
def test_a_page_of_nothing_is_not_there(client, officer, name):
    assert client.get(reverse(name, args=["khong-co"])).status_code == 404
