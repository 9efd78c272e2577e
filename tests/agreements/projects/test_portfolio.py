from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from agreements.aid_parts import Whose
from agreements.portfolio import portfolio
from dnfa.accounts.enums import Role
from tests.agreements.projects.money import book
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_partner,
    make_project,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
AS_OF = {"as_of": "26/11/2026"}
PAGE = "/thoa-thuan/vien-tro/doi-tac/jp-yokohama/"
COUNTRY = "/thoa-thuan/vien-tro/quoc-gia/JP/"
API = "/api/v1/projects/portfolio/"


@pytest.fixture
def yokohama():
    """Received: one running and late, one finished, a part of it; given: one gift in kind. And one of another city of Japan."""
    japan = make_country("JP")
    city = make_partner(key="jp-yokohama", name_vi="Yokohama", country=japan)
    sakai = make_partner(key="jp-sakai", name_vi="Sakai", country=japan)
    body = make_agency(key="so-xay-dung")
    paper = make_agreement(title_vi="Bản ghi nhớ Yokohama", partners=[city])
    running = make_project(
        key="nuoc",
        title_vi="Nước",
        donors=[city],
        starts_on="2020",
        ends_on="2024",
        agencies=[body],
        agreements=[paper],
    )
    finished = make_project(
        key="rac", title_vi="Rác", donors=[city], starts_on="2015", ends_on="2016", stated_status="completed",
        result_vi="Nhà máy phân loại", agreements=[paper],
    )  # fmt: skip
    part = make_project(
        key="rac-1", title_vi="Hợp phần", donors=[city], parent=finished, is_component=True, owes_reports=False,
        stated_status="completed",
    )  # fmt: skip
    make_project(
        key="sach", title_vi="Sách", direction="given", recipients=[city], quantity=500, quantity_unit="cuốn",
        stated_status="received",
    )  # fmt: skip
    other = make_project(
        key="sakai", title_vi="Của Sakai", donors=[sakai], starts_on="2021", stated_status="unknown"
    )
    running.results.create(
        indicator="Hộ có nước sạch", unit="hộ", target=300, reached=280, as_of=date(2025, 1, 1)
    )
    book(running, "committed", 1000)
    book(running, "disbursed", 250, booked_on="2021")
    book(running, "disbursed", 40, booked_on="2027")
    book(finished, "value", 7_000_000, "VND")
    book(part, "value", 3_000_000, "VND")
    book(other, "committed", 5, "JPY")
    return {"city": city, "body": body, "running": running, "paper": paper, "japan": japan, "sakai": sakai}


def told(found):
    return [
        (row.direction, row.state, row.projects, {kind: str(sums) for kind, sums in row.sums.items()})
        for whole, states in found.sides
        for row in [whole, *states]
    ]


def test_the_portfolio_of_a_partner_by_direction_and_state(yokohama):
    found = portfolio(Whose(partner=yokohama["city"]), make_user(), TODAY)

    assert told(found) == [
        ("received", "", 3, {"committed": "1.000 USD", "disbursed": "250 USD", "value": "7.000.000 đồng"}),
        ("received", "running", 1, {"committed": "1.000 USD", "disbursed": "250 USD"}),
        ("received", "finished", 2, {"value": "7.000.000 đồng"}),
        ("given", "", 1, {}),
        ("given", "approved", 1, {}),
    ]
    assert found.projects == 4
    assert [period.label for period in found.periods] == ["2015–2016", "2020–2024"]
    assert [project.key for project in found.overdue] == ["nuoc"]
    assert found.past_end == 1
    assert [(paper.title_vi, paper.carried) for paper in found.papers] == [("Bản ghi nhớ Yokohama", 2)]
    assert [project.key for project in found.in_kind] == ["sach"]
    assert [(result.indicator, result.project.key) for result in found.results] == [
        ("Hộ có nước sạch", "nuoc")
    ]
    assert [project.key for project in found.remains] == ["rac"]
    assert [project.key for project in found.newest] == ["nuoc", "rac", "rac-1", "sach"]


def test_the_portfolio_of_a_country_has_all_its_partners(yokohama):
    found = portfolio(Whose(country=yokohama["japan"]), make_user(), TODAY)

    assert [row for row in told(found) if row[1] == "unknown"] == [
        ("received", "unknown", 1, {"committed": "5 JPY"})
    ]
    assert found.projects == 5


def test_a_portfolio_is_that_of_its_day(yokohama):
    found = portfolio(Whose(partner=yokohama["city"]), make_user(), date(2016, 1, 1))

    assert [row[:3] for row in told(found)] == [
        ("received", "", 3),
        ("received", "pipeline", 1),
        ("received", "running", 1),
        ("received", "finished", 1),
        ("given", "", 1),
        ("given", "approved", 1),
    ]
    assert (found.past_end, found.overdue) == (0, [])


def test_numbers_count_what_the_reader_may_see(yokohama):
    whose = Whose(partner=yokohama["city"])
    coordinating = make_agency()
    yokohama["running"].agency_roles.create(agency=coordinating, role="coordinating")

    seen = portfolio(whose, make_user(Role.FOCAL_POINT, agency=coordinating), TODAY)
    nothing = portfolio(whose, make_user(Role.FOCAL_POINT), TODAY)

    assert told(seen) == [
        ("received", "", 1, {"committed": "1.000 USD", "disbursed": "250 USD"}),
        ("received", "running", 1, {"committed": "1.000 USD", "disbursed": "250 USD"}),
    ]
    assert [(paper.title_vi, paper.carried) for paper in seen.papers] == [("Bản ghi nhớ Yokohama", 1)]
    assert [period.label for period in seen.periods] == ["2020–2024"]
    assert (nothing.projects, nothing.papers, nothing.results, nothing.remains) == (0, [], [], [])


def test_the_number_of_queries_does_not_grow(yokohama):
    officer, whose = make_user(), Whose(partner=yokohama["city"])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = portfolio(whose, officer, TODAY)
            told(found)
        return len(queries)

    before = asked()
    for number in range(4):
        project = make_project(
            donors=[yokohama["city"]],
            starts_on=str(2000 + number),
            ends_on=str(2003 + number),
            agreements=[make_agreement(partners=[yokohama["city"]])],
            quantity=number + 1,
        )
        project.results.create(indicator="Chỉ số", unit="cái", target=1)
        book(project, "committed", number + 1, "EUR")

    assert asked() == before


# --- the page ------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [PAGE, COUNTRY])
def test_every_number_opens_its_list(client, yokohama, address):
    sign_in(client, Role.OFFICER)

    page = client.get(address, AS_OF).context

    lines = [line for side in page["sides"] for line in [*side["lines"], side["whole"]]]
    assert [client.get(line["href"]).context["total"] for line in lines] == [
        line["projects"] for line in lines
    ]
    sums = [(cell["kind"], one) for line in lines for cell in line["cells"] for one in cell["sums"]]
    opened = [
        [(kind, str(found)) for kind, found in client.get(one["href"]).context["totals"]]
        for _kind, one in sums
    ]
    assert opened == [[(kind, one["words"])] for kind, one in sums]
    tiles = [(tile["value"], client.get(tile["href"]).context["total"]) for tile in page["tiles"][:3]]
    assert [value for value, _listed in tiles] == [listed for _value, listed in tiles]
    assert client.get(page["projects_url"]).context["total"] == page["found"].projects


def test_the_page_names_what_is_owed_and_what_was_done(client, yokohama):
    sign_in(client, Role.OFFICER)

    page = client.get(PAGE, AS_OF)

    text = page.content.decode()
    assert (
        page.context["overdue"][0][1] == "Chưa có báo cáo tiến độ kỳ 01/01/2026 - 30/06/2026, hạn 15/07/2026."
    )
    assert page.context["in_kind"][0][1] == "500 cuốn"
    assert [circle["href"] for circle in page.context["circles"]] == [f"{COUNTRY}?as_of=26%2F11%2F2026"]
    assert [chart["currency"] for side in page.context["sides"] for chart in side["charts"]] == ["VND", "USD"]
    assert "Nhà máy phân loại" in text
    assert client.get(COUNTRY).context["circles"] == []


def test_of_many_the_page_names_some_and_leads_to_all(client, yokohama):
    for number in range(21):
        gift = make_project(
            donors=[yokohama["city"]], quantity=number + 1, starts_on="2026", owes_reports=False
        )
        gift.results.create(indicator=f"Chỉ số {number}", unit="cái", target=number + 1)
    sign_in(client, Role.OFFICER)

    page = client.get(PAGE, AS_OF)

    assert page.context["left"] == {"overdue": 0, "papers": 0, "in_kind": 2, "results": 2, "remains": 0}
    assert page.content.decode().count("Còn 2 mục nữa, xem ở danh sách dự án") == 2
    assert len(page.context["found"].newest) == 20


def test_the_workbook_has_a_line_for_each_project_and_currency(client, yokohama):
    book(yokohama["running"], "approved", 9, "JPY")
    sign_in(client, Role.OFFICER)

    content = client.get(PAGE, {"format": "xlsx", **AS_OF}).content

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert [[row[0], row[3], *row[6:12]] for row in rows[-5:]] == [
        ["nuoc", "Đang thực hiện", "Không", "JPY", None, None, 9, None],
        ["nuoc", "Đang thực hiện", "Không", "USD", None, 1000, None, 250],
        ["rac", "Đã kết thúc", "Không", "VND", 7_000_000, None, None, None],
        ["rac-1", "Đã kết thúc", "Có", "VND", 3_000_000, None, None, None],
        ["sach", "Đã phê duyệt", "Không", None, None, None, None, None],
    ]


def test_who_does_not_see_the_partner_finds_no_page(client, yokohama):
    sign_in(client, Role.FOCAL_POINT)

    assert [client.get(address).status_code for address in (PAGE, "/thoa-thuan/vien-tro/quoc-gia/ZZ/")] == [
        404,
        404,
    ]
    assert client.get(COUNTRY).context["found"].projects == 0


def test_a_partner_leads_to_its_portfolio_and_to_its_periods(client, yokohama):
    sign_in(client, Role.OFFICER)

    def links(partner):
        sections = client.get(partner.get_absolute_url(), AS_OF).context["sections"]
        found = next(built.context for built in sections if "portfolio_url" in built.context)
        return found["portfolio_url"], found["programme_url"]

    text = client.get(yokohama["city"].get_absolute_url(), AS_OF).content.decode()
    assert f'href="{PAGE}?as_of=26%2F11%2F2026"' in text
    assert links(yokohama["city"]) == (PAGE, "/thoa-thuan/vien-tro/giai-doan/?partner=jp-yokohama")
    assert links(yokohama["sakai"]) == ("/thoa-thuan/vien-tro/doi-tac/jp-sakai/", "")


# --- the API -------------------------------------------------------------------------------
def test_the_api_tells_the_portfolio_with_its_lists(client, yokohama):
    sign_in(client, Role.OFFICER)

    answer = client.get(API, {"partner": "jp-yokohama", "as_of": "2026-11-26"}).json()

    assert [(row["projects"], client.get(row["list"]).json()["count"]) for row in answer["states"]] == [
        (1, 1),
        (2, 2),
        (1, 1),
    ]
    assert answer["states"][0]["sums"] == [
        {"kind": "committed", "currency": "USD", "value": "1000.000000"},
        {"kind": "disbursed", "currency": "USD", "value": "250.000000"},
    ]
    assert {
        name: answer[name] for name in ("as_of", "projects", "past_end", "reports_overdue", "agreements")
    } == {
        "as_of": "2026-11-26",
        "projects": 4,
        "past_end": 1,
        "reports_overdue": ["nuoc"],
        "agreements": [yokohama["paper"].key],
    }
    assert [(row["first_year"], row["last_year"]) for row in answer["periods"]] == [
        (2015, 2016),
        (2020, 2024),
    ]
