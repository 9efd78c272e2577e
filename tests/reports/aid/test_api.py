"""The report on aid by the API: the text, sums and tables of the page, and its files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.factories import make_agency, make_project, sign_in

pytestmark = pytest.mark.django_db
API = "/api/v1/reports/aid/"
HALF = {"year": "2026", "part": "h1"}


@pytest.fixture
def clinic():
    project = make_project(title_vi="Trạm xá", starts_on="2025", ends_on="2027")
    project.lines.create(kind="disbursed", amount=Decimal("200.25"), currency="USD", booked_on="2026-03")
    project.lines.create(kind="approved", amount=7, currency="VND", booked_on="2026")
    return project


def test_the_report_is_told_as_the_page_tells_it(client, clinic):
    sign_in(client, Role.OFFICER)

    told = client.get(API, HALF).json()
    page = client.get("/bao-cao/vien-tro/", HALF).context["report"]

    assert (told["year"], told["part"], told["as_of"], told["subject"]) == (
        2026,
        "h1",
        "2026-06-30",
        page.subject,
    )
    assert [section["paragraphs"] for section in told["sections"]] == [
        [block.text for block in section.blocks] for section in page.sections
    ]
    assert [(one["key"], one["annex"]) for one in told["tables"]] == [
        (table.key, number) for number, table in page.tables()
    ]
    received = told["tables"][0]
    assert (len(received["rows"]), received["rows"][0][1], received["total"][9]) == (
        1,
        "Trạm xá",
        "200,25 USD",
    )
    assert client.get(received["list"]).json()["count"] == 1


def test_every_sum_opens_the_lines_that_come_to_it(client, clinic):
    sign_in(client, Role.LEADER)

    told = client.get(API, {"year": "2026"}).json()["sums"]

    listed = [client.get(one["list"]).json()["results"] for one in told]
    assert [(one["key"], one["value"], one["currency"]) for one in told] == [
        ("aid_received_approved_vnd", "7.00", "VND"),
        ("aid_received_disbursed_usd", "200.25", "USD"),
    ]
    assert [[line["amount"] for line in lines] for lines in listed] == [["7.00"], ["200.25"]]


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_a_file_is_that_of_the_page(client, clinic, kind):
    sign_in(client, Role.OFFICER)

    answer, page = (client.get(address, {**HALF, "format": kind}) for address in (API, "/bao-cao/vien-tro/"))

    heads = ("Content-Type", "Content-Disposition")
    assert [answer.headers[head] for head in heads] == [page.headers[head] for head in heads]
    assert answer.content[:4] == page.content[:4]


def test_without_a_question_the_report_is_that_of_the_running_year(client):
    sign_in(client, Role.OFFICER)

    told = client.get(API).json()

    assert (told["year"], told["part"], told["as_of"]) == (
        local_today().year,
        "year",
        local_today().isoformat(),
    )


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"year": "1066"}, "year"),
        ({"part": "q1"}, "part"),
        ({"format": "odt"}, "format"),
        ({"as_of": "2026-01-01"}, "as_of"),
    ],
)
def test_a_question_that_cannot_be_answered_is_named(client, asked, field):
    sign_in(client, Role.OFFICER)

    answer = client.get(API, asked)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


def test_who_reads_no_reports_gets_none(client, clinic):
    sign_in(client, Role.FOCAL_POINT, agency=make_agency())

    answer = client.get(API, HALF)

    assert (answer.status_code, list(answer.json())) == (403, ["error"])
