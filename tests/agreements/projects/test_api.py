from __future__ import annotations

import json
from decimal import Decimal

import pytest

from dnfa.accounts.enums import Role
from tests.factories import JSON, make_agency, make_partner, make_project, sign_in

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
