from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from tests.agreements.projects.money import book, give
from tests.factories import make_agency, make_country, make_partner, make_project, sign_in

pytestmark = pytest.mark.django_db
TOTALS = "/api/v1/projects/totals/"


@pytest.fixture
def gifts():
    """Received: one of a donor, partly told in đồng, one only hoped for. Given: to two provinces of one country."""
    japan, laos = make_country("JP", name_vi="Nhật Bản"), make_country("LA", name_vi="Lào")
    school = make_project(title_vi="Trường", agencies=[make_agency(key="so-gd")])
    give(school, (make_partner(key="jica", name_vi="JICA", country=japan), None))
    book(school, "committed", "100.50", booked_on="2025", dong_stated=2_500_000)
    book(school, "committed", 7, booked_on="2026-02-01")
    book(make_project(stated_status="proposed"), "value", 9, "EUR")
    provinces = [make_partner(name_vi=name, country=laos) for name in ("Sekong", "Salavan")]
    book(make_project(direction="given", recipients=provinces), "disbursed", 5, "VND", booked_on="2025-03")
    return school


def told(kind, value, currency, dong, untold):
    return {
        "kind": kind,
        "currency": currency,
        "value": f"{value}.000000" if isinstance(value, int) else value,
        "dong": None if dong is None else f"{dong}.000000",
        "untold": untold,
    }


def test_each_direction_has_its_rows_its_whole_and_what_stands_beside(client, gifts):
    sign_in(client, Role.OFFICER)

    answer = client.get(TOTALS, {"by": "country", "as_of": "2026-11-26"}).json()

    def rows(name):
        return [(row["direction"], row["label"], row["projects"], row["sums"]) for row in answer[name]]

    school = [told("committed", "107.500000", "USD", 2_500_000, 1)]
    help_given = [told("disbursed", 5, "VND", 5, 0)]
    assert rows("results") == [
        ("received", "Nhật Bản", 1, school),
        ("given", "Lào", 1, help_given),
    ]
    assert rows("wholes") == [
        ("received", "Tổng cộng", 1, school),
        ("given", "Tổng cộng", 1, help_given),
    ]
    assert rows("set_aside") == [("received", "Đang vận động", 1, [told("value", 9, "EUR", None, 1)])]
    assert (answer["count"], answer["as_of"], answer["overlaps"]) == (2, "2026-11-26", False)
    assert answer["uncertain"] == [
        {"direction": "received", "imprecise": 0, "undated": 0},
        {"direction": "given", "imprecise": 0, "undated": 0},
    ]


@pytest.mark.parametrize("by", ["donor", "country", "source", "field", "agency", "year"])
@pytest.mark.parametrize(
    "asked", [{}, {"as_of": "2026-01-01"}, {"booked_from": "2025-01-01", "booked_to": "2025-12-31"}]
)
def test_every_number_of_projects_is_that_of_its_list(client, gifts, by, asked):
    sign_in(client, Role.OFFICER)

    answer = client.get(TOTALS, {"by": by, **asked}).json()

    listed = [row for name in ("results", "wholes", "set_aside") for row in answer[name]]
    assert [client.get(row["list"]).json()["count"] for row in listed] == [row["projects"] for row in listed]


def test_one_direction_a_period_and_what_may_belong_to_it(client, gifts):
    sign_in(client, Role.OFFICER)

    half = {"booked_from": "2025-01-01", "booked_to": "2025-06-30"}
    received = client.get(TOTALS, {"direction": "received", **half}).json()
    given = client.get(TOTALS, {"direction": "given", **half}).json()

    assert (received["results"], received["wholes"][0]["sums"]) == ([], [])
    assert received["uncertain"] == [{"direction": "received", "imprecise": 1, "undated": 0}]
    assert [row["direction"] for row in given["results"]] == ["given"]
    assert given["uncertain"] == [{"direction": "given", "imprecise": 0, "undated": 0}]


def test_a_page_of_rows_keeps_what_stands_beside(client, gifts):
    sign_in(client, Role.OFFICER)

    page = client.get(TOTALS, {"by": "country", "page_size": "1", "page": "2"}).json()

    assert [row["label"] for row in page["results"]] == ["Lào"]
    assert [row["direction"] for row in page["wholes"]] == ["received", "given"]


def test_a_focal_point_gets_its_own_projects_only(client, gifts):
    sign_in(client, Role.FOCAL_POINT, agency=gifts.agencies.get())

    answer = client.get(TOTALS, {"by": "donor"}).json()

    assert [(row["label"], row["projects"]) for row in answer["results"]] == [("JICA", 1)]
    assert [row["projects"] for row in answer["wholes"]] == [1, 0]
    assert answer["set_aside"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"by": "màu"}, "by"),
        ({"direction": "in"}, "direction"),
        ({"as_of": "26/11/2026"}, "as_of"),
        ({"booked_from": "2025-01-01"}, "booked_to"),
        ({"year": "2025"}, "year"),
    ],
)
def test_a_question_that_cannot_be_answered_is_named(client, asked, field):
    sign_in(client, Role.OFFICER)

    answer = client.get(TOTALS, asked)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
