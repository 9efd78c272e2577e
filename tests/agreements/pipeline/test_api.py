"""Steps, criteria and assessments through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agreements.enums import Stage
from agreements.models import Agreement, CriteriaAssessment, StageStep
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.agreements.pipeline.factories import make_assessment, make_draft, make_set, make_step, make_stepped
from tests.factories import make_agency, make_user, post

pytestmark = pytest.mark.django_db
STEPS, SETS, ASSESSMENTS = (
    "/api/v1/agreement-steps/",
    "/api/v1/criteria-sets/",
    "/api/v1/criteria-assessments/",
)


def step(draft: Agreement, **values) -> dict:
    return {"agreement": draft.key, "entered_on": local_today().isoformat(), "ball": "department", **values}


def test_a_step_is_done_and_read(client, officer):
    draft, agency = make_stepped(), make_agency()
    expected = local_today() + timedelta(days=3)

    response = post(
        client,
        STEPS,
        step(
            draft,
            stage="approval",
            ball="lead_agency",
            ball_agency=agency.key,
            expected_by=expected.isoformat(),
            document_number="5/TTr",
            base_version=draft.version,
        ),
    )

    draft.refresh_from_db()
    made = response.json()
    assert response.status_code == 201
    assert (
        made["stage"],
        made["ball"],
        made["ball_agency"],
        made["expected_by"],
        made["document_number"],
    ) == (
        "approval",
        "lead_agency",
        agency.key,
        expected.isoformat(),
        "5/TTr",
    )
    assert (made["agreement"]["key"], made["agreement_version"], draft.stage) == (
        draft.key,
        draft.version,
        "approval",
    )
    assert client.get(response["Location"]).json() == made


@pytest.mark.parametrize(
    ("origin", "values", "after"),
    [
        ("drafting", {"stage": "drafting", "ball": "mofa"}, "drafting"),
        ("drafting", {"stage": "exploring", "note": "lại từ đầu"}, "exploring"),
        (
            "drafting",
            {"stage": "broken_off", "break_reason": "distance", "broken_off_by": "both"},
            "broken_off",
        ),
        ("broken_off", {"stage": "drafting", "note": "tiếp"}, "drafting"),
    ],
)
def test_the_stage_says_which_deed_is_meant(client, officer, origin, values, after):
    draft = make_stepped(origin)

    response = post(client, STEPS, step(draft, **values))

    draft.refresh_from_db()
    assert (response.status_code, draft.stage, draft.steps.count()) == (201, after, 2)


@pytest.mark.parametrize(
    ("origin", "values", "status", "code"),
    [
        ("drafting", {"stage": "signed"}, 400, "validation_error"),
        ("drafting", {"stage": "exploring"}, 400, "note_needed_to_go_back"),
        ("drafting", {"stage": "approval", "entered_on": "2026-03-01"}, 400, "day_before_last_step"),
        ("drafting", {"stage": "approval", "entered_on": "hôm nay"}, 400, "validation_error"),
        ("drafting", {"stage": "approval", "colour": "xanh"}, 400, "validation_error"),
        ("drafting", {"stage": "approval", "base_version": 99}, 409, "stale_version"),
        ("drafting", {"stage": "ready_to_sign"}, 409, "criteria_set_missing"),
        ("drafting", {"stage": "broken_off"}, 400, "reason_needed"),
        ("broken_off", {"stage": "drafting"}, 400, "note_needed"),
        (
            "broken_off",
            {"stage": "broken_off", "break_reason": "distance", "broken_off_by": "both"},
            409,
            "broken_off",
        ),
        ("signed", {"stage": "drafting", "note": "x"}, 409, "already_signed"),
    ],
)
def test_refusals_have_their_code_and_write_nothing(client, officer, origin, values, status, code):  # noqa: PLR0917 - a table
    draft = make_stepped(origin)

    response = post(client, STEPS, step(draft, **values))

    assert response.status_code == status
    if code != "validation_error":
        assert response.json()["error"]["code"] == code
    assert draft.steps.count() == 1
    assert Agreement.objects.get(pk=draft.pk).stage == origin


def test_the_same_request_sent_again_is_one_step(client, officer):
    draft = make_stepped()

    first = post(client, STEPS, step(draft, stage="drafting"), **{"Idempotency-Key": "k1"})
    again = post(client, STEPS, step(draft, stage="drafting"), **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert draft.steps.count() == 2


def test_steps_and_assessments_of_hidden_papers_are_not_there(client):
    own = make_agency()
    seen, hidden = make_stepped(agencies=[own]), make_stepped(agencies=[make_agency()])
    criteria_set = make_set()
    seen_answers, hidden_answers = make_assessment(seen, criteria_set), make_assessment(hidden, criteria_set)
    client.force_login(make_user(Role.FOCAL_POINT, agency=own))

    steps = [row["agreement"]["key"] for row in client.get(STEPS).json()["results"]]
    assessments = [row["id"] for row in client.get(ASSESSMENTS).json()["results"]]

    assert (steps, assessments) == ([seen.key], [seen_answers.pk])
    assert client.get(f"{STEPS}{hidden.steps.get().pk}/").status_code == 404
    assert client.get(f"{ASSESSMENTS}{hidden_answers.pk}/").status_code == 404
    assert post(client, STEPS, step(seen, stage="drafting")).status_code == 403


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_readers_write_nothing(client, role):
    draft, criteria_set = make_stepped(), make_set()
    client.force_login(make_user(role))

    answers = [post(client, STEPS, step(draft, stage="drafting")), post(client, ASSESSMENTS, {})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (StageStep.objects.count(), CriteriaAssessment.objects.count()) == (1, 0)
    assert client.get(SETS).json()["count"] == 1
    assert criteria_set.key in str(client.get(SETS).json())


def test_filters(client, officer):
    one, two = make_stepped(), make_draft()
    make_step(two, Stage.BROKEN_OFF, local_today())
    criteria_set = make_set()
    done, begun = make_assessment(one, criteria_set), make_assessment(two, criteria_set, is_complete=False)

    def of(address, **query):
        return {row["agreement"]["key"] for row in client.get(address, query).json()["results"]}

    assert of(STEPS, stage="broken_off") == {two.key}
    assert of(STEPS, agreement=one.pk) == {one.key}
    assert of(STEPS, ball="department") == {one.key}
    assert of(STEPS, break_reason="distance") == {two.key}
    assert of(ASSESSMENTS, is_complete="true") == {done.agreement.key}
    assert of(ASSESSMENTS, is_complete="false") == {begun.agreement.key}
    assert client.get(STEPS, {"colour": "x"}).status_code == 400


def test_criteria_are_read_and_answered(client, officer):
    draft, criteria_set = make_stepped(), make_set()
    data = {
        "agreement": draft.key,
        "criteria_set": criteria_set.key,
        "assessed_on": local_today().isoformat(),
        "answers": [{"criterion": "loi-ich", "value": "partly", "note": "thư"}],
    }

    asked = client.get(f"{SETS}{criteria_set.key}/").json()
    half = post(client, ASSESSMENTS, data)
    incomplete = post(client, ASSESSMENTS, {**data, "complete": True})
    whole = post(
        client,
        ASSESSMENTS,
        {
            **data,
            "answers": [{"criterion": "hien-phap", "value": "yes"}],
            "complete": True,
            "conclusion": "được",
        },
    )

    assert [c["code"] for c in asked["criteria"]] == ["loi-ich", "hien-phap"]
    assert (half.status_code, half.json()["is_complete"], half.json()["score_percent"]) == (
        201,
        False,
        "50.00",
    )
    assert (incomplete.status_code, incomplete.json()["error"]["code"]) == (400, "criteria_unanswered")
    told = whole.json()
    assert (whole.status_code, told["id"], told["is_complete"], told["score_percent"]) == (
        201,
        half.json()["id"],
        True,
        "80.00",
    )
    assert [(a["criterion"], a["value"], a["note"]) for a in told["answers"]] == [
        ("loi-ich", "partly", "thư"),
        ("hien-phap", "yes", ""),
    ]


def test_query_counts_of_lists_do_not_grow(client, officer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    criteria_set = make_set()
    counted: dict[str, list[int]] = {STEPS: [], ASSESSMENTS: [], SETS: []}
    for _round in range(2):
        for _ in range(1 + 2 * _round):
            make_assessment(make_stepped(agencies=[make_agency()]), criteria_set)
            make_set(
                paper_class="unit",
                valid_from=local_today() - timedelta(days=CriteriaAssessment.objects.count()),
            )
        for address, counts in counted.items():
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            counts.append(len(caught))

    assert {address: counts[0] - counts[1] for address, counts in counted.items()} == {
        STEPS: 0,
        ASSESSMENTS: 0,
        SETS: 0,
    }
