from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dnfa.accounts.enums import Role
from tests.factories import JSON, make_agency, make_partner, make_project, make_user, sign_in

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/projects/"


def send(client, address, data, project=None):
    """POST; about a project with the ETag that stands now."""
    headers = {"If-Match": client.get(f"{ROOT}{project.key}/").headers["ETag"]} if project else {}
    return client.post(address, json.dumps(data), content_type=JSON, headers=headers)


def test_a_project_is_opened_with_its_sides_and_bodies(client):
    sign_in(client, Role.OFFICER)
    make_partner(key="jica", name_vi="JICA")
    make_agency(key="so-y-te")
    sent = {
        "title_vi": "Trạm xá Hòa Bắc",
        "direction": "received",
        "source_type": "oda_grant",
        "starts_on": "2026-03",
        "parties": [{"partner": "jica", "role": "donor", "share": "60.00"}],
        "agencies": [{"agency": "so-y-te", "role": "managing"}],
    }

    response = send(client, ROOT, sent)

    told = response.json()
    assert (response.status_code, response.headers["Location"]) == (
        201,
        "http://testserver/api/v1/projects/tram-xa-hoa-bac-2026/",
    )
    assert (told["key"], told["state"], told["starts_on"]) == ("tram-xa-hoa-bac-2026", "unknown", "2026-03")
    assert told["parties"] == [
        {"partner": {"key": "jica", "name_vi": "JICA"}, "role": "donor", "share": "60.00"}
    ]
    assert told["agencies"] == [{"agency": "so-y-te", "role": "managing"}]


def test_money_is_booked_set_right_and_told_in_dong(client):
    sign_in(client, Role.OFFICER)
    project = make_project()
    address = f"{ROOT}{project.key}/"

    booked = send(
        client,
        f"{address}lines/",
        {"kind": "committed", "amount": "1000.00", "currency": "USD", "booked_on": "2026-05"},
        project,
    )
    line = booked.json()["lines"][0]["id"]
    right = send(
        client, f"{address}set-right/", {"line": line, "right_amount": "900", "reason": "Ghi thừa"}, project
    )
    rate = {"line": line, "rate": "25450", "rate_on": "2026-05-04", "rate_source": "NHNN"}
    told = send(client, f"{address}tell-rate/", rate, project)

    assert [response.status_code for response in (booked, right, told)] == [201, 201, 200]
    assert told.json()["sums"] == [{"kind": "committed", "sums": [{"value": "900.00", "currency": "USD"}]}]
    assert [(row["amount"], row["dong"], row["corrects"]) for row in told.json()["lines"]] == [
        ("1000.00", "25450000.00", None),
        ("-100.00", "-2545000.00", line),
    ]
    listed = client.get("/api/v1/disbursements/", {"kind": "committed", "project": project.key}).json()
    assert (listed["count"], {row["currency"] for row in listed["results"]}) == (2, {"USD"})


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("lines/", {"kind": "committed", "amount": "0", "currency": "USD"}, "amount"),
        ("lines/", {"kind": "committed", "amount": "5", "currency": "usx"}, "currency"),
        ("lines/", {"kind": "committed", "amount": 5.5, "currency": "USD", "gift": 1}, "gift"),
        ("set-right/", {"line": 999999, "right_amount": "5", "reason": "sai"}, "line"),
        (
            "lines/",
            {
                "kind": "committed",
                "amount": "5",
                "currency": "USD",
                "rate": "1",
                "rate_on": "2999-01-01",
                "rate_source": "NHNN",
            },
            "rate_on",
        ),
        ("events/", {"kind": "extension", "occurred_on": "2026-05", "reason": "Chậm"}, "new_ends_on"),
        ("events/", {"kind": "approval", "occurred_on": "2999"}, "occurred_on"),
        ("results/", {"results": [{"indicator": "Trạm", "unit": "trạm"}]}, "results.0.reached"),
        ("reports/", {"period_from": "2026-01-01", "period_to": "2026-06-30", "done_vi": "Xong"}, "agency"),
    ],
)
def test_what_is_refused_names_its_field(client, path, sent, field):
    sign_in(client, Role.OFFICER)
    project = make_project()

    response = send(client, f"{ROOT}{project.key}/{path}", sent, project)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])
    assert not project.lines.exists()


def test_deeds_results_and_reports_stand_in_the_detail(client):
    sign_in(client, Role.OFFICER)
    project = make_project(agencies=[make_agency(key="so-y-te")])
    address = f"{ROOT}{project.key}/"

    send(
        client,
        f"{address}events/",
        {"kind": "approval", "occurred_on": "2026-01-05", "document_number": "12/QĐ-UBND"},
        project,
    )
    send(
        client,
        f"{address}results/",
        {"results": [{"indicator": "Trạm", "unit": "trạm", "target": "3"}]},
        project,
    )
    sent = {
        "agency": "so-y-te",
        "period_from": "2026-01-01",
        "period_to": "2026-06-30",
        "done_vi": "Xong móng",
    }
    response = send(client, f"{address}reports/", sent, project)

    told = response.json()
    assert [(row["kind"], row["document_number"]) for row in told["events"]] == [("approval", "12/QĐ-UBND")]
    assert told["results"] == [
        {"indicator": "Trạm", "unit": "trạm", "target": "3.00", "reached": None, "as_of": None}
    ]
    assert [(row["agency"], row["done_vi"]) for row in told["reports"]] == [("so-y-te", "Xong móng")]
    assert told["state"] == "approved"


def test_a_writer_who_read_an_older_version_is_told_what_stands_now(client):
    sign_in(client, Role.OFFICER)
    project = make_project()
    address = f"{ROOT}{project.key}/"
    stale = client.get(address).headers["ETag"]
    send(client, f"{address}lines/", {"kind": "committed", "amount": "5", "currency": "USD"}, project)

    response = client.patch(
        address, json.dumps({"title_vi": "Khác"}), content_type=JSON, headers={"If-Match": stale}
    )

    assert response.status_code == 412
    project.refresh_from_db()
    assert project.title_vi != "Khác"


def test_a_focal_point_reads_and_reports_on_its_own_projects_only(client):
    agency = make_agency(key="so-y-te")
    own, other = make_project(agencies=[agency]), make_project(agencies=[make_agency()])
    for project in (own, other):
        project.lines.create(kind="committed", amount=Decimal(5), currency="USD")
    sign_in(client, Role.FOCAL_POINT, agency=agency)
    report = {"period_from": "2026-01-01", "period_to": "2026-06-30", "done_vi": "Xong"}

    assert [row["key"] for row in client.get(ROOT).json()["results"]] == [own.key]
    assert [row["project"] for row in client.get("/api/v1/disbursements/").json()["results"]] == [own.key]
    assert client.get(f"{ROOT}{other.key}/").status_code == 404
    assert send(client, f"{ROOT}{own.key}/reports/", report, own).status_code == 201
    assert own.reports.get().agency == agency
    line = {"kind": "committed", "amount": "5", "currency": "USD"}
    assert send(client, f"{ROOT}{own.key}/lines/", line, own).status_code == 403
    assert own.lines.count() == 1


# --- the officer -------------------------------------------------------------------------
def test_a_project_is_given_to_an_officer_and_taken_back(client):
    me = sign_in(client, Role.OFFICER)
    project = make_project()
    address = f"{ROOT}{project.key}/"

    def give(to):
        tag = client.get(address).headers["ETag"]
        sent = json.dumps({"officer": to})
        return client.patch(address, sent, content_type=JSON, headers={"If-Match": tag})

    assert give(me.username).json()["officer"] == me.username
    assert client.get(ROOT).json()["results"][0]["officer"] == me.username
    assert give(None).json()["officer"] is None
    refused = give(make_user(Role.LEADER).username)
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["officer"])


def test_the_list_asks_as_often_for_many_officers_as_for_one(client):
    sign_in(client, Role.OFFICER)
    asked = []
    for _turn in range(2):
        make_project(officer=make_user())
        client.get(ROOT)
        with CaptureQueriesContext(connection) as queries:
            client.get(ROOT)
        asked.append(len(queries))

    assert asked[0] == asked[1]


# --- what was written down wrongly ---------------------------------------------------------
def test_a_deed_is_taken_back_with_its_reason(client):
    sign_in(client, Role.OFFICER)
    project = make_project(stated_status="unknown")
    wrong = project.events.create(kind="cancellation", occurred_on="2026-01-05", reason="Nhầm dự án")

    answer = send(
        client, f"{ROOT}{project.key}/remove-event/", {"event": wrong.pk, "reason": "Ghi nhầm"}, project
    )

    assert (answer.status_code, answer.json()["events"], answer.json()["state"]) == (200, [], "unknown")


def test_a_report_is_put_right_and_taken_back(client):
    sign_in(client, Role.OFFICER)
    project = make_project(agencies=[make_agency(key="so-y-te")])
    address = f"{ROOT}{project.key}/"
    sent = {"agency": "so-y-te", "period_from": "2025-01-01", "period_to": "2025-12-31", "done_vi": "Xong"}
    report = send(client, f"{address}reports/", sent, project).json()["reports"][0]["id"]

    right = {"report": report, "period_to": "2025-06-30", "reason": "Sai kỳ"}
    corrected = send(client, f"{address}correct-report/", right, project)
    gone = send(client, f"{address}remove-report/", {"report": report, "reason": "Gửi nhầm"}, project)

    assert [(row["period_from"], row["period_to"]) for row in corrected.json()["reports"]] == [
        ("2025-01-01", "2025-06-30")
    ]
    assert (gone.status_code, gone.json()["reports"]) == (200, [])


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("remove-event/", {"event": 999999, "reason": "Nhầm"}, "event"),
        ("remove-event/", {"event": 999999}, "reason"),
        ("correct-report/", {"report": 999999, "reason": "Nhầm"}, "report"),
        ("remove-report/", {"report": 999999, "reason": "Nhầm"}, "report"),
    ],
)
def test_what_is_not_of_the_project_is_neither_changed_nor_taken_back(client, path, sent, field):
    sign_in(client, Role.OFFICER)
    project = make_project()

    answer = send(client, f"{ROOT}{project.key}/{path}", sent, project)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


@pytest.mark.parametrize("path", ["remove-event/", "correct-report/", "remove-report/"])
def test_a_focal_point_takes_nothing_back(client, path):
    agency = make_agency()
    project = make_project(agencies=[agency])
    sign_in(client, Role.FOCAL_POINT, agency=agency)

    answer = send(client, f"{ROOT}{project.key}/{path}", {"reason": "Nhầm"}, project)

    assert answer.status_code == 403
