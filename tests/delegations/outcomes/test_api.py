"""Reports of results through the API: what is seen, written, done, repeated and refused."""

from __future__ import annotations

from typing import Any

import pytest

from delegations.models import OutcomeReport
from delegations.services.outcomes import set_meetings
from dnfa.followup.models import Action
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import TODAY, focal_of, make_report, make_trip
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db
LIST = "/api/v1/outcome-reports/"


def one(report: OutcomeReport, deed: str = "") -> str:
    return f"{LIST}{report.pk}/{deed}"


def send(client: Any, method: str, url: str, body: Any = None, tag: str = "") -> Any:
    headers = {"If-Match": tag} if tag else {}
    return getattr(client, method)(url, body or {}, content_type="application/json", headers=headers)


def do(client: Any, report: OutcomeReport, deed: str, body: Any = None) -> Any:
    """A deed with the tag of what stands now."""
    return send(client, "post", one(report, f"{deed}/"), body, client.get(one(report))["ETag"])


def test_a_report_is_begun_with_all_its_parts(client, officer):
    partner, agency, trip = make_partner(key="jp-sakai"), make_agency(key="so-du-lich"), make_trip()

    answer = send(
        client,
        "post",
        LIST,
        {
            "delegation": trip.key,
            "summary": "Mở đường bay.",
            "meetings": [{"counterpart": "Ông Nagafuji", "partner": "jp-sakai", "met_on": "2026-11-04"}],
            "obligations": [
                {"side": "ours", "text": "Gửi", "lead_agency": "so-du-lich", "due_on": "2026-12-31"}
            ],
        },
    )

    report = OutcomeReport.objects.get()
    assert (answer.status_code, answer["Location"].endswith(one(report))) == (201, True)
    assert answer.json() == {
        "id": report.pk,
        "delegation": trip.key,
        "conference": None,
        "document_number": "",
        "reported_on": None,
        "summary": "Mở đường bay.",
        "done": "",
        "negotiating": "",
        "assessment": "",
        "meetings": [
            {
                "id": report.meetings.get().pk,
                "met_on": "2026-11-04",
                "partner": partner.key,
                "counterpart": "Ông Nagafuji",
                "our_side": "",
                "content": "",
            }
        ],
        "obligations": [
            {
                "id": report.obligations.get().pk,
                "side": "ours",
                "text": "Gửi",
                "due_on": "2026-12-31",
                "lead_agency": agency.key,
                "action": None,
            }
        ],
    }


def test_a_report_on_a_conference(client, officer):
    conference = make_conference()

    answer = send(client, "post", LIST, {"conference": conference.key, "summary": "Xong"})

    assert (answer.status_code, answer.json()["conference"]) == (201, conference.key)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"summary": "x"}, "delegation"),
        ({"delegation": "khong-co"}, "delegation"),
        ({"reason": "x"}, "reason"),
        ({"reported_on": "2026-11-20"}, "reported_on"),
        ({"meetings": [{"counterpart": ""}]}, "meetings.0.counterpart"),
        ({"obligations": [{"side": "mine", "text": "x"}]}, "obligations.0.side"),
    ],
)
def test_what_is_wrong_is_named(client, officer, body, field):
    given = (
        body if "delegation" in body or body == {"summary": "x"} else {"delegation": make_trip().key, **body}
    )

    answer = send(client, "post", LIST, given)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert not OutcomeReport.objects.exists()


def test_both_at_once_are_refused(client, officer):
    body = {"delegation": make_trip().key, "conference": make_conference().key}

    assert send(client, "post", LIST, body).status_code == 400


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({}, [1, 0]),
        ({"reported": "true"}, [1]),
        ({"reported": "false"}, [0]),
        ({"year": "2026"}, [1]),
        ({"delegation": "chuyen-nay"}, [0]),
        ({"conference": "chuyen-nay"}, []),
    ],
)
def test_reports_are_asked_for(client, officer, query, places):
    reports = [make_report(make_trip(key="chuyen-nay")), make_report(reported_on="2026-11-20")]

    answer = client.get(LIST, query)

    wanted = sorted(reports[place].pk for place in places)
    assert sorted(row["id"] for row in answer.json()["results"]) == wanted


def test_who_sees_which(client):
    report = make_report()
    hidden = make_partner()
    set_meetings(
        report=report,
        rows=[{"counterpart": "Ông A", "partner": hidden}],
        base_version=None,
        user=make_user(),
        today=TODAY,
    )
    seen = {}
    for name, user in (
        ("officer", make_user()),
        ("led", focal_of(report.record)),
        ("other", make_user("focal_point")),
    ):
        client.force_login(user)
        answer = client.get(one(report))
        partner = answer.json()["meetings"][0]["partner"] if answer.status_code == 200 else None
        seen[name] = (client.get(LIST).json()["count"], answer.status_code, partner)

    assert seen == {"officer": (1, 200, hidden.key), "led": (1, 200, None), "other": (0, 404, None)}


def test_changes_need_the_version_and_a_reason_once_submitted(client, officer):
    report = make_report(reported_on="2026-11-20", document_number="1/BC")
    tag = client.get(one(report))["ETag"]

    without = send(client, "patch", one(report), {"done": "x"})
    silent = send(client, "patch", one(report), {"done": "x"}, tag)
    saved = send(client, "patch", one(report), {"done": "x", "reason": "Bổ sung"}, tag)
    stale = send(client, "patch", one(report), {"done": "y", "reason": "Nữa"}, tag)

    statuses = [answer.status_code for answer in (without, silent, saved, stale)]
    assert (statuses, silent.json()["error"]["code"]) == ([428, 400, 200, 412], "reason_missing")
    assert OutcomeReport.objects.get().done == "x"


def test_rows_are_kept_by_their_number(client, officer):
    report = make_report()
    first = report.meetings.create(counterpart="Ông A")

    body = {"meetings": [{"id": first.pk, "counterpart": "Ông B"}, {"counterpart": "Bà C"}]}
    answer = send(client, "patch", one(report), body, client.get(one(report))["ETag"])

    assert [row["counterpart"] for row in answer.json()["meetings"]] == ["Ông B", "Bà C"]
    assert answer.json()["meetings"][0]["id"] == first.pk


def test_from_draft_to_the_end_and_back(client, officer):
    report = make_report()
    report.obligations.create(side="ours", text="Gửi", lead_agency=make_agency())
    paper = {"document_number": "1/BC", "reported_on": "2026-11-20"}

    answers = [
        do(client, report, "close"),
        do(client, report, "submit", paper),
        do(client, report, "withdraw", {"reason": "Thiếu"}),
        do(client, report, "submit", paper),
        do(client, report, "take-up"),
        do(client, report, "close", {"closed_on": "2026-11-21"}),
        do(client, report, "withdraw", {"reason": "Nữa"}),
        do(client, report, "reopen", {"reason": "Bổ sung"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 200, 200, 200, 200, 200, 409, 200]
    assert [answers[0].json()["error"]["code"], answers[6].json()["error"]["code"]] == [
        "report_missing",
        "record_closed",
    ]
    assert answers[4].json()["obligations"][0]["action"] == Action.objects.get().pk


def test_the_file_of_a_conference_closes_the_same_way(client, officer):
    conference = make_conference(starts_on="2026-11-03", ends_on="2026-11-04")
    report = make_report(conference, reported_on="2026-11-20")

    closed = do(client, report, "close")
    conference.refresh_from_db()
    closed_on = conference.closed_on
    reopened = do(client, report, "reopen", {"reason": "Thêm"})
    conference.refresh_from_db()

    assert (closed.status_code, reopened.status_code) == (200, 200)
    assert (closed_on is None, conference.closed_on) == (False, None)


@pytest.mark.parametrize(
    ("deed", "status"), [("submit", 200), ("close", 403), ("reopen", 403), ("take-up", 403)]
)
def test_a_focal_point_submits_and_leaves_the_file_to_the_department(client, deed, status):
    report = make_report()
    client.force_login(focal_of(report.record))
    body = {"submit": {"document_number": "1/BC", "reported_on": "2026-11-20"}, "reopen": {"reason": "x"}}

    assert do(client, report, deed, body.get(deed)).status_code == status


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_readers_write_nothing(client, role):
    report = make_report()
    client.force_login(make_user(role))

    answers = [send(client, "post", LIST, {"delegation": make_trip().key}), do(client, report, "submit")]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_focal_point_that_only_takes_part_reads(client):
    report = make_report()
    focal = make_user("focal_point")
    report.record.coordinating.add(focal.agency)
    client.force_login(focal)

    answers = [
        client.get(one(report)),
        do(client, report, "submit", {"document_number": "1", "reported_on": "2026-11-20"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 403]


def test_the_list_asks_a_fixed_number_of_queries(client, officer, django_assert_max_num_queries):
    for _number in range(4):
        report = make_report()
        report.meetings.create(counterpart="A", partner=make_partner())
        report.obligations.create(side="ours", text="x", lead_agency=make_agency())

    with django_assert_max_num_queries(12):
        answer = client.get(LIST)

    assert answer.json()["count"] == 4
