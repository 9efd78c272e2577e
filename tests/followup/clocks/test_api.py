from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Clock
from tests.factories import make_agency, make_agreement, make_user
from tests.followup.clocks.makers import make_clock, make_paper
from tests.followup.factories import api_of

pytestmark = pytest.mark.django_db

URL = "/api/v1/clocks/"
DAY = "?as_of=2026-03-10"


def parts(answer) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["part"] for row in answer.json()["results"]]


def test_a_clock_tells_its_rule_record_state_and_time_left():
    agreement = make_agreement(title_vi="Bản ghi nhớ Boras")
    clock = make_clock(agreement, agency=make_agency(key="so-y-te"), part="a", part_label="Sở Y tế")

    (row,) = api_of().get(f"{URL}{DAY}").json()["results"]

    assert row == {
        "id": clock.pk,
        "rule": {
            "key": "report-after-signing",
            "label": "Báo cáo sau khi ký",
            "duty": "Báo cáo Thủ tướng Chính phủ bằng văn bản, gửi bản sao thỏa thuận cho Bộ Ngoại giao",
            "offset": 15,
            "unit": "calendar_day",
            "direction": "after",
            "basis": "Điều 19 Luật 70/2020/QH14",
            "is_verified": True,
        },
        "kind": "agreement",
        "record_id": agreement.pk,
        "title": "Bản ghi nhớ Boras",
        "part": "a",
        "part_label": "Sở Y tế",
        "agency": "so-y-te",
        "started_on": "2026-03-02",
        "due_on": "2026-03-17",
        "state": "due_soon",
        "standing": "còn 5 ngày làm việc",
        "working_days_left": 5,
        "calendar_days_left": 7,
        "done_on": None,
        "done_note": "",
        "waived_on": None,
        "waive_reason": "",
    }
    assert api_of().get(f"{URL}{clock.pk}/{DAY}").json() == row


def test_a_clock_that_is_done_has_no_time_left():
    clock = make_clock(done_on="2026-03-09")

    row = api_of().get(f"{URL}{clock.pk}/{DAY}").json()

    assert (row["state"], row["working_days_left"], row["calendar_days_left"]) == ("on_time", None, None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["late", "soon"]),
        ("&state=overdue", ["late"]),
        ("&state=all", ["late", "done", "soon"]),
        ("&state=on_time", ["done"]),
        ("&due_from=2026-03-18", ["soon"]),
        ("&due_to=2026-03-17", ["late"]),
        ("&rule=opinion-on-signing", []),
        ("&q=boras", ["soon"]),
    ],
)
def test_the_list_is_filtered_and_the_first_due_comes_first(query, expected):
    make_clock(make_agreement(title_vi="Boras"), part="soon", due_on="2026-03-18")
    make_clock(part="late", due_on="2026-03-09")
    make_clock(part="done", done_on="2026-03-09")

    assert parts(api_of().get(f"{URL}{DAY}{query}")) == expected


def test_states_are_those_of_the_day_asked_about():
    make_clock(part="a")

    assert parts(api_of().get(f"{URL}?as_of=2026-03-01&state=all")) == []  # not begun
    assert parts(api_of().get(f"{URL}?as_of=2026-03-17&state=due_soon")) == ["a"]
    assert parts(api_of().get(f"{URL}?as_of=2026-03-18&state=overdue")) == ["a"]


@pytest.mark.parametrize("query", ["state=x", "rule=x", "due_from=x", "as_of=x", "status=open"])
def test_wrong_questions_are_refused(query):
    assert api_of().get(f"{URL}?{query}").status_code == 400


def test_a_focal_point_gets_its_own_clocks():
    agency = make_agency()
    mine, hidden = make_clock(make_agreement(agencies=[agency]), part="mine"), make_clock()
    client = api_of(make_user(Role.FOCAL_POINT, agency=agency))

    assert parts(client.get(f"{URL}{DAY}")) == ["mine"]
    assert client.get(f"{URL}{mine.pk}/{DAY}").status_code == 200
    assert client.get(f"{URL}{hidden.pk}/{DAY}").status_code == 404
    assert APIClient().get(URL).status_code == 401


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_takes_the_same_queries_however_long(number, django_assert_num_queries):
    for _index in range(number):
        make_clock(agency=make_agency())
    client = api_of()
    client.get(f"{URL}{DAY}")

    # calendar and threshold (for the state, and for the time left), count, rows, records
    with django_assert_num_queries(7):
        assert len(parts(client.get(f"{URL}{DAY}"))) == number


def test_a_clock_is_waived_and_taken_up_again():
    paper, user = make_paper(), make_user()
    sync_clocks(record=paper)
    clock, client = Clock.objects.get(), api_of(user)

    waived = client.post(f"{URL}{clock.pk}/waive/", {"reason": "đã báo cáo chung"}, format="json")
    again = client.post(f"{URL}{clock.pk}/waive/", {"reason": "đã báo cáo chung"}, format="json")
    taken_up = client.post(f"{URL}{clock.pk}/unwaive/", format="json")

    assert (waived.status_code, waived.json()["state"]) == (200, "waived")
    assert (waived.json()["waived_on"], waived.json()["waive_reason"]) == (
        local_today().isoformat(),
        "đã báo cáo chung",
    )
    assert (again.status_code, again.json()["error"]["code"]) == (409, "clock_waived")
    assert (taken_up.status_code, taken_up.json()["state"]) == (200, "overdue")


def test_taking_up_a_clock_that_nothing_starts_any_more_answers_without_a_body():
    paper, client = make_paper(), api_of()
    sync_clocks(record=paper)
    clock = Clock.objects.get()
    client.post(f"{URL}{clock.pk}/waive/", {"reason": "x"}, format="json")
    Agreement.objects.filter(pk=paper.pk).update(signed_on=None)
    sync_clocks()

    assert client.post(f"{URL}{clock.pk}/unwaive/", format="json").status_code == 204


def test_a_waiver_sent_twice_with_one_key_is_done_once():
    clock, client = make_clock(), api_of()
    answers = [
        client.post(
            f"{URL}{clock.pk}/waive/", {"reason": "x"}, format="json", headers={"Idempotency-Key": "mot-lan"}
        )
        for _time in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1]["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "reason"), ({"reason": ""}, "reason"), ({"reason": "x", "until": "2026-01-01"}, "until")],
)
def test_a_wrong_waiver_is_refused(body, field):
    clock = make_clock()

    answer = api_of().post(f"{URL}{clock.pk}/waive/", body, format="json")

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    clock.refresh_from_db()
    assert clock.waived_on is None


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.FOCAL_POINT])
def test_others_may_not_waive(role):
    clock = make_clock()

    assert (
        api_of(make_user(role)).post(f"{URL}{clock.pk}/waive/", {"reason": "x"}, format="json").status_code
        == 403
    )
    assert api_of(make_user(role)).post(f"{URL}{clock.pk}/unwaive/", format="json").status_code == 403
