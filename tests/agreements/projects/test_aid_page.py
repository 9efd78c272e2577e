from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from agreements.aid_totals import DIMENSIONS
from agreements.enums import ProjectPartyRole
from dnfa.accounts.enums import Role
from tests.factories import make_agency, make_country, make_partner, make_project, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/thoa-thuan/vien-tro/"


def book(project, kind, amount, currency="USD", **more):
    return project.lines.create(kind=kind, amount=Decimal(str(amount)), currency=currency, **more)


@pytest.fixture
def gifts():
    donor = make_partner(key="jica", name_vi="JICA", country=make_country("JP"))
    school = make_project(
        title_vi="Trường", agencies=[make_agency(key="so-gd", name_vi="Sở Giáo dục")], source_type="ngo"
    )
    school.parties.create(partner=donor, role=ProjectPartyRole.DONOR)
    book(school, "committed", "1234567.89", booked_on="2025")
    book(school, "disbursed", "1000", booked_on="2025-06-30", dong_stated=25_450_000)
    clinic = make_project(title_vi="Trạm xá", direction="given")
    book(clinic, "committed", 57_234_000_000, "VND")
    make_project(title_vi="Không tiền")
    return school, clinic


def test_sums_stand_by_currency_with_their_list(client, gifts):
    sign_in(client, Role.OFFICER)

    response = client.get(PAGE)

    text = response.content.decode()
    assert [(line["label"], line["projects"]) for line in response.context["lines"]] == [
        ("Phi chính phủ nước ngoài", 1),
        ("Tài liệu không nêu nguồn vốn", 1),
    ]
    assert "1.234.567,89 USD" in text
    assert "57.234.000.000 đồng" in text
    assert "quy ra 25.450.000 đồng" in text
    assert "USD: 0,1%" in text


@pytest.mark.parametrize("by", sorted(DIMENSIONS))
@pytest.mark.parametrize("direction", ["", "received", "given"])
def test_every_number_opens_a_list_of_as_many(client, gifts, by, direction):
    sign_in(client, Role.OFFICER)

    page = client.get(PAGE, {"by": by, "direction": direction}).context

    for line in [*page["lines"], page["whole"]]:
        if line["href"]:
            assert client.get(line["href"]).context["total"] == line["projects"], line


def test_a_period_is_asked_for_and_a_wrong_one_is_named(client, gifts):
    sign_in(client, Role.OFFICER)

    asked = client.get(PAGE, {"booked_from": "01/01/2025", "booked_to": "31/12/2025"})
    half = client.get(PAGE, {"booked_from": "01/01/2025"})
    turned = client.get(PAGE, {"booked_from": "31/12/2025", "booked_to": "01/01/2025"})

    assert [line["label"] for line in asked.context["lines"]] == ["Phi chính phủ nước ngoài"]
    assert "1 dòng tiền mà tài liệu không ghi ngày" in asked.content.decode()
    assert half.context["form"].errors == {"booked_to": ["Nhập cả ngày đầu và ngày cuối kỳ."]}
    assert turned.context["form"].errors == {"booked_to": ["Ngày cuối kỳ trước ngày đầu kỳ."]}


def test_the_workbook_says_the_same(client, gifts):
    sign_in(client, Role.OFFICER)

    content = client.get(PAGE, {"format": "xlsx", "by": "field"}).content

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert [row[0] for row in rows if row[0] and row[0].startswith("Một dự án")] == [
        "Một dự án có thể đứng ở nhiều dòng; dòng tổng cộng tính mỗi dự án một lần."
    ]
    assert rows[-2:] == [
        ["Tổng cộng", "VND", None, 57234000000, None, 0, 0],
        ["Tổng cộng", "USD", None, 1234567.89, None, 1000, 0.08],
    ]


def test_a_focal_point_reads_its_own_projects(client, gifts):
    school, _clinic = gifts
    sign_in(client, Role.FOCAL_POINT, agency=school.agencies.get())

    text = client.get(PAGE, {"by": "donor"}).content.decode()

    assert "JICA" in text
    assert "57.234.000.000" not in text


def test_the_iati_page_names_what_is_left_out_and_gives_the_file(client, gifts):
    sign_in(client, Role.OFFICER)
    make_project(title_vi="Đủ dữ kiện", key="du", starts_on="2020")

    page = client.get("/thoa-thuan/vien-tro/iati/")
    file = client.get("/thoa-thuan/vien-tro/iati/", {"format": "xml"})

    assert (page.context["found"].activities, [one["title"] for one in page.context["left"]]) == (
        1,
        ["Trường", "Trạm xá", "Không tiền"],
    )
    assert file.headers["Content-Type"] == "application/xml"
    assert file.content.count(b"<iati-activity ") == 1
