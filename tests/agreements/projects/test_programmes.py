from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from agreements.aid_parts import Whose
from agreements.programmes import periods_of, programmes
from dnfa.accounts.enums import Role
from dnfa.core.models import Provenance, SourceDocument
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
PAGE = "/thoa-thuan/vien-tro/giai-doan/"
API = "/api/v1/projects/programmes/"


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def memorandum(partner, first, last, **values):
    years = {"effective_on": str(first), "term_kind": "until", "term_ends_on": str(last)}
    return make_agreement(
        key=f"{partner.key}-{first}",
        title_vi=f"Bản ghi nhớ {first}-{last}",
        partners=[partner],
        **{**years, **values},
    )


@pytest.fixture
def laos():
    """Two provinces: agreed and given more, agreed and nothing told, nothing agreed but given; a paper for the years ahead."""
    country = make_country("LA")
    champasak, sekong = (
        make_partner(key=f"la-{name.lower()}", name_vi=name, country=country)
        for name in ("Champasak", "Sekong")
    )
    agency = make_agency(key="so-ngoai-vu")
    made = {}
    for first, last in ((2008, 2012), (2013, 2017), (2018, 2022)):
        made[first] = make_project(
            key=f"lao-{first}",
            title_vi=f"Hỗ trợ Lào {first}",
            direction="given",
            starts_on=str(first),
            ends_on=str(last),
            stated_status="completed",
            recipients=[champasak, sekong],
            agencies=[agency],
            agreements=[memorandum(champasak, first, last)],
        )
    book(made[2008], "disbursed", 57_234_000_000, "VND")
    book(made[2013], "committed", 50_000_000_000, "VND")
    book(made[2013], "disbursed", 77_400_000_000, "VND", booked_on="2017")
    book(made[2018], "committed", 100_000_000_000, "VND")
    memorandum(champasak, 2023, 2027)
    memorandum(sekong, 2023, 2027)
    return {"country": country, "champasak": champasak, "sekong": sekong, "agency": agency, **made}


def told(periods):
    return [
        (
            period.label,
            [project.key for project in period.projects],
            [paper.key for paper in period.papers],
            [
                (one.currency, one.committed, one.approved, one.disbursed, one.difference)
                for one in period.comparisons()
            ],
        )
        for period in periods
    ]


def test_periods_stand_side_by_side_and_what_nobody_tells_is_not_nought(officer, laos):
    found = periods_of(Whose(country=laos["country"]), officer, TODAY)

    billion = Decimal(10) ** 9
    assert told(found) == [
        (
            "2008–2012",
            ["lao-2008"],
            ["la-champasak-2008"],
            [("VND", None, None, Decimal("57.234") * billion, None)],
        ),
        (
            "2013–2017",
            ["lao-2013"],
            ["la-champasak-2013"],
            [("VND", 50 * billion, None, Decimal("77.4") * billion, Decimal("27.4") * billion)],
        ),
        ("2018–2022", ["lao-2018"], ["la-champasak-2018"], [("VND", 100 * billion, None, None, None)]),
        ("2023–2027", [], ["la-champasak-2023", "la-sekong-2023"], []),
    ]
    compared = found[1].comparisons()[0]
    assert (compared.difference_percent, compared.rate) == (Decimal("54.8"), Decimal("154.8"))


def test_one_partner_has_the_periods_it_takes_part_in(officer, laos):
    ahead = periods_of(Whose(partner=laos["champasak"]), officer, TODAY)
    other = periods_of(Whose(partner=laos["sekong"]), officer, TODAY)

    labels = ["2008–2012", "2013–2017", "2018–2022", "2023–2027"]
    assert [period.label for period in ahead] == [period.label for period in other] == labels
    assert [paper.key for paper in other[3].papers] == ["la-sekong-2023"]
    assert [partner.name_vi for partner in other[0].partners] == ["Champasak", "Sekong"]


def test_a_memorandum_with_a_term_begins_no_programme_by_itself(officer):
    city = make_partner(key="jp-yokohama")
    framework = make_agreement(partners=[city], signed_on="2013")
    make_project(donors=[city], starts_on="2014", ends_on="2020", agreements=[framework])
    memorandum(city, 2022, 2025)

    assert [period.label for period in periods_of(Whose(partner=city), officer, TODAY)] == ["2014–2020"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, True),
        ({"type": "letter_of_intent"}, False),  # of another kind than the paper that set the years
        ({"effective_on": None}, False),
        ({"term_ends_on": "2028"}, False),  # within one year
        ({"stage": "drafting"}, False),
    ],
)
def test_which_papers_announce_a_period(officer, laos, values, shown):
    memorandum(laos["champasak"], 2028, 2032, **values)

    found = periods_of(Whose(country=laos["country"]), officer, TODAY)

    assert [period.label for period in found[3:]] == ["2023–2027", *(["2028–2032"] if shown else [])]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "label"),
    [
        ("2020", "2020", "2020"),
        ("2020-01-01", "2020-12-30", "2020"),  # a leap year: 364 days after the first
        ("2021-01-01", "2021-12-30", None),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2012-12", "2013-04", None),
        ("2022", "2023-01-31", "2022–2023"),
        ("2022", None, None),
        (None, "2022", None),
    ],
)
def test_a_programme_lasts_a_year_or_longer(officer, starts_on, ends_on, label):
    partner = make_partner()
    make_project(partners=[partner], starts_on=starts_on, ends_on=ends_on)

    found = periods_of(Whose(partner=partner), officer, TODAY)

    assert [period.label for period in found] == ([label] if label else [])


def test_projects_of_the_same_years_share_a_row_and_parts_are_not_added(officer, laos):
    other = make_project(
        key="them", direction="given", starts_on="2013-05", ends_on="2017-06-30", recipients=[laos["sekong"]]
    )
    book(other, "disbursed", 10, "USD")
    part = make_project(
        key="hop-phan",
        direction="given",
        parent=laos[2013],
        is_component=True,
        starts_on="2013",
        ends_on="2017",
        recipients=[laos["sekong"]],
    )
    book(part, "disbursed", 5, "VND")

    row = periods_of(Whose(country=laos["country"]), officer, TODAY)[1]

    assert [project.key for project in row.projects] == ["lao-2013", "hop-phan", "them"]
    assert [(one.currency, str(one.disbursed)) for one in row.comparisons()] == [
        ("VND", "77400000000.00"),
        ("USD", "10.00"),
    ]


def test_sums_are_those_known_by_the_day(officer, laos):
    row = periods_of(Whose(country=laos["country"]), officer, date(2016, 12, 31))[1]

    assert told([row])[0][3] == [("VND", Decimal(50_000_000_000), None, None, None)]


def test_received_and_given_are_rows_of_their_own(officer, laos):
    make_project(key="nhan", donors=[laos["sekong"]], starts_on="2013", ends_on="2017")

    both = periods_of(Whose(partner=laos["sekong"]), officer, TODAY)
    given = periods_of(Whose(partner=laos["sekong"]), officer, TODAY, "given")

    assert [(row.direction, row.label) for row in both] == [
        ("received", "2013–2017"),
        ("given", "2008–2012"),
        ("given", "2013–2017"),
        ("given", "2018–2022"),
        ("given", "2023–2027"),
    ]
    assert [row.direction for row in given] == ["given"] * 4


def test_all_programmes_those_most_is_told_of_first(officer, laos):
    bank = make_partner(key="wb", name_vi="Ngân hàng Thế giới", country=None)
    for first, last in (("2001", "2005"), ("2003", "2005"), ("2006", "2007"), ("2007", "2010")):
        make_project(donors=[bank], starts_on=first, ends_on=last)

    found = [
        (str(one.whose), one.direction, one.periods, one.projects, one.first, one.last)
        for one in programmes(officer)
    ]

    assert found == [
        ("Lào", "given", 3, 3, 2008, 2022),
        ("Ngân hàng Thế giới", "received", 4, 4, 2001, 2010),
    ]


def test_a_focal_point_reads_the_programmes_of_its_own_projects(laos):
    body = make_agency()
    laos[2013].agency_roles.create(agency=body, role="coordinating")
    focal, stranger = (make_user(Role.FOCAL_POINT, agency=agency) for agency in (body, make_agency()))
    whose = Whose(country=laos["country"])

    assert [period.label for period in periods_of(whose, focal, TODAY)] == ["2013–2017"]
    assert [(one.periods, one.projects) for one in programmes(focal)] == [(1, 1)]
    assert (periods_of(whose, stranger, TODAY), programmes(stranger)) == ([], [])


def test_the_number_of_queries_does_not_grow(officer, laos):
    whose = Whose(country=laos["country"])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            for period in periods_of(whose, officer, TODAY):
                told([period])
                assert period.partners is not None
        return len(queries)

    before = asked()
    for number in range(4):
        project = make_project(
            direction="given",
            starts_on=str(1990 + number),
            ends_on=str(1995 + number),
            recipients=[laos["champasak"], laos["sekong"]],
            agreements=[memorandum(laos["sekong"], 1990 + number, 1995 + number)],
        )
        book(project, "committed", 5, "USD")

    assert asked() == before == 5


# --- the page ------------------------------------------------------------------------------
def test_the_page_opens_at_the_programme_with_the_most_periods(client, laos):
    sign_in(client, Role.OFFICER)

    page = client.get(PAGE, {"as_of": "26/11/2026"})

    assert str(page.context["whose"]) == "Lào"
    assert [
        (row["period"].label, row["when"], row["difference"], row["percent"], row["rate"])
        for row in page.context["rows"]
    ] == [
        ("2008–2012", "đã qua", "", "", ""),
        ("2013–2017", "đã qua", "+27.400.000.000 đồng", "+54,8%", "154,8%"),
        ("2018–2022", "đã qua", "", "", ""),
        ("2023–2027", "đang trong kỳ", "", "", ""),
    ]
    assert [
        [
            (group["label"], [(bar["kind"], bar["words"]) for bar in group["bars"]])
            for group in chart["groups"]
        ]
        for chart in page.context["charts"]
    ] == [
        [
            ("2008–2012", [("committed", "chưa rõ"), ("disbursed", "57,234")]),
            ("2013–2017", [("committed", "50"), ("disbursed", "77,4")]),
            ("2018–2022", [("committed", "100"), ("disbursed", "chưa rõ")]),
            ("2023–2027", [("committed", "chưa rõ"), ("disbursed", "chưa rõ")]),
        ]
    ]
    assert "Đã ký văn bản, chưa ghi dự án và số tiền nào." in page.content.decode()


def test_every_number_of_the_page_opens_its_list(client, laos):
    other = make_project(direction="given", starts_on="2013", ends_on="2017", recipients=[laos["sekong"]])
    book(other, "approved", "0.5", "USD")
    book(other, "disbursed", 9, "VND", booked_on="2030")  # later than the day asked about
    short = make_project(
        direction="given", starts_on="2018-12", ends_on="2019-03", recipients=[laos["sekong"]]
    )
    book(short, "disbursed", 1, "VND")
    make_project(direction="given", starts_on="2018", ends_on="2019", recipients=[laos["sekong"]])
    sign_in(client, Role.OFFICER)

    rows = client.get(PAGE, {"partner": "la-sekong", "as_of": "26/11/2026"}).context["rows"]

    counted = [client.get(row["projects_href"]).context["total"] for row in rows]
    assert counted == [len(row["period"].projects) for row in rows] == [1, 2, 2, 1, 1, 0]
    amounts = [
        (amount["label"], amount["words"], amount["href"])
        for row in rows
        for amount in row["amounts"]
        if amount["href"]
    ]
    opened = [
        [(kind, str(sums)) for kind, sums in client.get(href).context["totals"]]
        for _label, _words, href in amounts
    ]
    assert opened == [[(label, words)] for label, words, _href in amounts]
    assert len(opened) == 5


def test_what_sources_dispute_stands_on_the_page(client, laos):
    decision = SourceDocument.objects.create(key="qd", title="Quyết định 2887")
    for locator, words, is_used in (("L568", "2008-2012", True), ("L1429", "trước 2012", False)):
        Provenance.objects.create(
            record=laos[2008],
            field="starts_on",
            source=decision,
            locator=locator,
            value_as_printed=words,
            is_used=is_used,
        )
    sign_in(client, Role.OFFICER)

    sources = client.get(PAGE).context["sources"]

    assert [
        (group.label, [row.value_as_printed for row, _place in group.sayings])
        for group in sources.contradictions
    ] == [("2008–2012: Bắt đầu", ["2008-2012", "trước 2012"])]


def test_the_workbook_leaves_empty_what_nobody_tells(client, laos):
    sign_in(client, Role.OFFICER)

    content = client.get(PAGE, {"country": "LA", "format": "xlsx"}).content

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert [[row[1], row[2], *row[5:]] for row in rows[-4:]] == [
        ["2008", "2012", "VND", None, None, None, 57_234_000_000, None, None],
        ["2013", "2017", "VND", None, 50_000_000_000, None, 77_400_000_000, 27_400_000_000, 54.8],
        ["2018", "2022", "VND", None, 100_000_000_000, None, None, None, None],
        ["2023", "2027", None, None, None, None, None, None, None],
    ]


def test_a_stranger_finds_no_page_of_a_partner_it_does_not_see(client, laos):
    sign_in(client, Role.FOCAL_POINT)

    hidden = client.get(PAGE, {"partner": "la-sekong"})
    nothing = client.get(PAGE, {"country": "LA"})

    assert (hidden.status_code, client.get(PAGE, {"country": "ZZ"}).status_code) == (404, 404)
    assert (nothing.context["rows"], nothing.context["programmes"]) == ([], [])


def test_a_project_and_a_programme_lead_to_each_other(client, laos):
    sign_in(client, Role.OFFICER)

    sections = client.get(laos[2013].get_absolute_url()).context["sections"]

    items = next(built.context["items"] for built in sections if built.code == "papers")
    assert [(item["label"], item["value"], item["href"]) for item in items[1:]] == [
        ("Qua các giai đoạn", "Lào", f"{PAGE}?country=LA&direction=given")
    ]


# --- the API -------------------------------------------------------------------------------
def test_the_api_tells_the_periods_with_their_lists(client, laos):
    sign_in(client, Role.OFFICER)

    answer = client.get(API, {"country": "LA", "as_of": "2026-11-26"}).json()

    assert answer["count"] == 4
    second = answer["results"][1]
    assert client.get(second.pop("list")).json()["count"] == 1
    assert second == {
        "direction": "given",
        "first_year": 2013,
        "last_year": 2017,
        "projects": ["lao-2013"],
        "agreements": ["la-champasak-2013"],
        "comparisons": [
            {
                "currency": "VND",
                "value": None,
                "committed": "50000000000.000000",
                "approved": None,
                "disbursed": "77400000000.000000",
                "difference": "27400000000.000000",
                "difference_percent": "54.8",
            }
        ],
    }


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"partner": "la-sekong", "country": "LA"}, 400),
        ({"partner": "la-sekong", "direction": "given"}, 400),
        ({"partner": "khong-co"}, 404),
        ({"country": "ZZ"}, 404),
        ({"partner": "la-sekong", "as_of": "26/11/2026"}, 400),
        ({"partner": "la-sekong"}, 200),
    ],
)
def test_what_the_api_refuses(client, laos, asked, status):
    sign_in(client, Role.OFFICER)

    assert client.get(API, asked).status_code == status
