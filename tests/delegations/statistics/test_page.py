from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from dnfa.accounts.enums import Role
from tests.factories import make_agency, make_partner, make_user
from tests.partners.factories import make_delegation

pytestmark = pytest.mark.django_db
ADDRESS = "/doan/thong-ke/"


def partner_lines(response) -> list[tuple[str, list[tuple[int, int]]]]:
    [found] = [table for table in response.context["tables"] if table["by"] == "partner"]
    return [
        (
            line["label"],
            [(side["pair"].now.delegations, side["pair"].before.delegations) for side in line["sides"]],
        )
        for line in found["lines"]
    ]


def test_the_page_shows_a_period_beside_the_year_before_and_opens_the_list(client, officer):
    partner = make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    make_delegation(starts_on="2025-05-01", persons=6, partners=[partner])
    make_delegation(starts_on="2025-06-30", partners=[partner])
    make_delegation(starts_on="2024-05-01", direction="out", partners=[partner])

    page = client.get(ADDRESS, {"year": "2025", "part": "q2"})

    assert page.status_code == 200
    assert partner_lines(page) == [("Thành phố Sakai", [(2, 0), (0, 1)])]
    assert "1 đoàn chưa rõ số người" in page.content.decode()
    [found] = [table for table in page.context["tables"] if table["by"] == "partner"]
    listed = client.get(found["lines"][0]["sides"][0]["href"])
    assert listed.context["total"] == 2


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("5/3/26", "7/3/26"),
        ("05-03-2026", "07-03-2026"),
        ("05/03/2026", "7.3.2026"),
        ("2026-03-05", "2026-03-07"),
    ],
)
def test_days_are_read_as_every_form_reads_them(client, officer, first, last):
    make_delegation(starts_on="2026-03-05")

    page = client.get(ADDRESS, {"starts_on_from": first, "starts_on_to": last})

    assert (page.context["form"].period.first, page.context["form"].period.last) == (
        date(2026, 3, 5),
        date(2026, 3, 7),
    )


def test_the_difference_stands_beside_the_percentage(client, officer):
    for day, persons in (("2025-05-01", 6), ("2025-06-01", 3), ("2024-05-01", 4), ("2024-06-01", 8)):
        make_delegation(starts_on=day, persons=persons)
    make_delegation(starts_on="2025-07-01", direction="out", persons=5)

    text = " ".join(client.get(ADDRESS, {"year": "2025", "by": "total"}).content.decode().split())

    assert text.count("cùng kỳ 12</a> (-3;&nbsp;-25%)") == 1
    assert text.count("cùng kỳ 2</a></span>") == 1  # no change, nothing to say
    assert text.count("cùng kỳ 0</a> (+1)") == 1
    assert text.count("cùng kỳ 0</a> (+5)") == 1


def test_what_cannot_be_placed_is_told(client, officer):
    make_delegation(starts_on="2025")

    page = client.get(ADDRESS, {"year": "2025", "part": "q1"})

    assert "1 đoàn chỉ biết tháng hoặc năm nên không xếp được vào kỳ này." in page.content.decode()


def test_what_cannot_be_compared_is_told_on_the_page_and_in_the_workbook(client, officer):
    make_delegation(starts_on="2025")
    asked = {"year": "2026", "as_of": "2026-03-15"}
    sentence = "1 đoàn của năm trước chỉ biết tháng hoặc năm nên không so sánh cùng kỳ được."

    page = client.get(ADDRESS, asked)
    book = load_workbook(BytesIO(client.get(ADDRESS, {**asked, "format": "xlsx"}).content)).active

    assert page.context["left_out"] == [sentence]
    assert page.content.decode().count(sentence) == 1
    assert [row[0] for row in book.iter_rows(values_only=True)].count(sentence) == 1


def test_a_month_opens_its_list(client, officer):
    make_delegation(starts_on="2025-05-31")
    make_delegation(starts_on="2025-06-01")

    page = client.get(ADDRESS, {"year": "2025", "by": "month"})

    [found] = page.context["tables"]
    assert client.get(found["lines"][4]["sides"][0]["href"]).context["total"] == 1


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"year": "1"}, ["year"]),
        ({"part": "q5"}, ["part"]),
        ({"starts_on_from": "1/1/2025"}, ["starts_on_to"]),
        ({"starts_on_to": "1/1/2025"}, ["starts_on_from"]),
        ({"starts_on_from": "2/1/2025", "starts_on_to": "1/1/2025"}, ["starts_on_to"]),
    ],
)
def test_a_period_that_cannot_be_is_told(client, officer, query, fields):
    page = client.get(ADDRESS, query)

    assert (page.status_code, list(page.context["form"].errors)) == (200, fields)


def test_two_days_take_the_place_of_the_year_and_the_workbook_holds_the_table(client, officer):
    partner = make_partner(name_vi="Thành phố Sakai")
    make_delegation(starts_on="2024-12-31", persons=6, partners=[partner])

    answer = client.get(
        ADDRESS,
        {"starts_on_from": "31/12/2024", "starts_on_to": "1/1/2025", "by": "partner", "format": "xlsx"},
    )

    rows = [
        row for row in load_workbook(BytesIO(answer.content)).active.values if row[0] == "Thành phố Sakai"
    ]
    assert [row[1:10] for row in rows] == [(1, 0, 1, None, 6, 0, 6, None, 0)]
    assert "thong-ke-doan_partner" in answer["Content-Disposition"]


def test_a_focal_point_sees_figures_of_its_own(client):
    own, other = make_agency(), make_agency()
    client.force_login(make_user(Role.FOCAL_POINT, agency=own))
    make_delegation(starts_on="2025-05-01", agencies=[own], partners=[make_partner(name_vi="Thấy")])
    make_delegation(starts_on="2025-05-01", agencies=[other], partners=[make_partner(name_vi="Ẩn")])

    page = client.get(ADDRESS, {"year": "2025"})

    assert partner_lines(page) == [("Thấy", [(1, 0), (0, 0)])]
    assert reverse("delegations:statistics") == ADDRESS
