"""The signature of a draft through the API."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agreements.models import Agreement, AgreementEvent, StageStep
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.agreements.pipeline.factories import everything_written, make_stepped
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db
PAPERS = "/api/v1/agreements/"
READY_ON = date(2026, 3, 5)


def make_ready(**values) -> Agreement:
    values = {"agencies": [make_agency(key="ubnd")], "partners": [make_partner(key="jp-sakai")], **values}
    return make_stepped("ready_to_sign", READY_ON, **values)


def sign(client, paper: Agreement, body: dict | None = None, **headers: str):
    """POST with the standing version, unless `headers` name another."""
    body = {"signed_on": READY_ON.isoformat()} if body is None else body
    headers = {"If-Match": f'"agreement-{paper.pk}-{paper.version}"', **headers}
    address = f"{PAPERS}{paper.pk}/sign/"
    return client.post(address, body, content_type="application/json", headers=headers)


def test_a_signature_is_recorded_with_everything_it_tells(client, officer):
    paper = make_ready(legal_regime="unknown")

    response = sign(
        client,
        paper,
        {
            "signed_on": "2026-03-06",
            "effective_on": "2026-04",
            "document_number": "01/BGN",
            "term": {"kind": "for", "months": 36, "as_printed": "03 năm"},
            "signatories": [{"name": "A", "agency": "ubnd"}, {"name": "B", "partner": "jp-sakai"}],
            "place": "Sakai",
            "signing_mode": "in_person",
            "languages": ["vi", "ja"],
            "authentic_text": "như nhau",
            "originals_count": 2,
            "originals_kept_at": "Sở Ngoại vụ",
            "note": "nhân dịp thăm",
        },
    )

    row = response.json()
    kept = Agreement.objects.get(pk=paper.pk)
    step = kept.steps.get(stage="signed")
    assert (response.status_code, row["stage"], row["signed_on"], row["effective_on"]) == (
        200, "signed", "2026-03-06", "2026-04",
    )  # fmt: skip
    assert response["ETag"].startswith(f'"agreement-{paper.pk}-{kept.version}-')
    assert kept.version > paper.version
    assert (row["own_term"]["kind"], row["own_term"]["months"], row["own_term"]["as_printed"]) == (
        "for", 36, "03 năm",
    )  # fmt: skip
    assert [(s["name"], s["agency"], s["partner"]) for s in row["signatories"]] == [
        ("A", "ubnd", None), ("B", None, "jp-sakai"),
    ]  # fmt: skip
    assert [(e["kind"], e["occurred_on"], e["document_number"]) for e in row["events"]] == [
        ("signing", "2026-03-06", "01/BGN")
    ]
    facts = ("place", "signing_mode", "languages", "authentic_text", "originals_count", "originals_kept_at")
    assert [row[name] for name in facts] == [
        "Sakai", "in_person", ["vi", "ja"], "như nhau", 2, "Sở Ngoại vụ",
    ]  # fmt: skip
    assert row["legal_regime"] == "law_70_2020"
    assert (step.entered_on, step.note, step.recorded_by) == (date(2026, 3, 6), "nhân dịp thăm", officer)


def test_what_is_not_named_stays_as_the_draft_has_it(client, officer):
    paper = make_ready(
        place="Đà Nẵng",
        languages=["vi"],
        originals_count=2,
        term_kind="for",
        term_months=24,
        document_number="7",
    )

    row = sign(client, paper).json()

    assert (row["place"], row["languages"], row["originals_count"], row["own_term"]["months"]) == (
        "Đà Nẵng", ["vi"], 2, 24,
    )  # fmt: skip
    assert (row["document_number"], row["signatories"]) == ("7", [])
    assert [(role["agency"], role["role"]) for role in row["agencies"]] == [("ubnd", "signatory")]


def test_who_signs_for_the_city_may_be_said_with_the_signature(client, officer):
    make_agency(key="so-y-te")
    paper = make_ready(agencies=[])

    row = sign(
        client, paper, {"signed_on": READY_ON.isoformat(), "signing_agencies": ["so-y-te"], "languages": []}
    ).json()

    assert [(role["agency"], role["role"]) for role in row["agencies"]] == [("so-y-te", "signatory")]


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"signed_on": None}, "invalid", ["signed_on"]),
        ({"signed_on": "2026-03"}, "invalid", ["signed_on"]),
        ({"signed_on": "2026-03-04"}, "day_before_last_step", ["signed_on"]),
        ({"signed_on": (local_today() + timedelta(days=1)).isoformat()}, "day_in_future", ["signed_on"]),
        ({"term": {"kind": "until"}}, "term_not_whole", ["term.ends_on"]),
        ({"term": {"kind": "for", "months": 0}}, "invalid", ["term.months"]),
        ({"signing_mode": "by_pigeon"}, "invalid", ["signing_mode"]),
        ({"languages": ["xx"]}, "invalid", ["languages.0"]),
        ({"place": "Độ mật: MẬT"}, "secret_mark", ["place"]),
        ({"signatories": [{"name": "A"}]}, "signer_one_side", ["signatories"]),
        ({"signing_agencies": ["nobody"]}, "invalid", ["signing_agencies"]),
        ({"signing_agencies": []}, "signer_agency_needed", ["signing_agencies"]),
        ({"title_vi": "khác"}, "invalid", ["title_vi"]),
    ],
)
def test_a_refused_signature_names_the_field_as_it_was_sent(client, officer, values, code, fields):
    paper = make_ready()
    before = everything_written()

    response = sign(client, paper, {"signed_on": READY_ON.isoformat(), **values})

    error = response.json()["error"]
    assert (response.status_code, error["code"], list(error["fields"])) == (400, code, fields)
    assert everything_written() == before


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("exploring", "not_ready_to_sign"),
        ("approval", "not_ready_to_sign"),
        ("broken_off", "not_ready_to_sign"),
        ("signed", "already_signed"),
    ],
)
def test_only_what_is_ready_is_signed(client, officer, stage, code):
    paper = make_stepped(stage, READY_ON, agencies=[make_agency()])
    before = everything_written()

    response = sign(client, paper)

    assert (response.status_code, response.json()["error"]["code"]) == (409, code)
    assert everything_written() == before


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"If-Match": ""}, 428, "precondition_required"),
        ({"If-Match": "*"}, 400, "invalid_if_match"),
        ({"If-Match": '"agreement-0-1"'}, 412, "stale_version"),
    ],
)
def test_a_signature_needs_the_version_it_was_read_from(client, officer, headers, status, code):
    paper = make_ready()
    before = everything_written()

    response = sign(client, paper, **headers)

    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert everything_written() == before


def test_a_paper_that_moved_on_is_told_as_it_stands(client, officer):
    paper = make_ready()
    Agreement.objects.filter(pk=paper.pk).update(purpose="đổi mục đích")
    before = everything_written()

    response = sign(client, paper)

    assert (response.status_code, response.json()["current"]["purpose"]) == (412, "đổi mục đích")
    assert everything_written() == before


def test_the_same_signature_sent_twice_is_one(client, officer):
    paper = make_ready()

    first = sign(client, paper, **{"Idempotency-Key": "k1"})
    again = sign(client, paper, **{"Idempotency-Key": "k1"})
    other = sign(client, paper, {"signed_on": "2026-03-06"}, **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 422)
    assert (again.json(), again["Idempotency-Replayed"], again["ETag"]) == (
        first.json(), "true", first["ETag"],
    )  # fmt: skip
    assert (StageStep.objects.filter(stage="signed").count(), AgreementEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_who_only_reads_signs_nothing(client, role):
    office = make_agency()
    paper = make_ready(agencies=[office])
    client.force_login(make_user(role, agency=office))
    before = everything_written()

    response = sign(client, paper)

    assert (response.status_code, client.get(f"{PAPERS}{paper.pk}/").status_code) == (403, 200)
    assert everything_written() == before


def test_of_a_hidden_paper_the_answer_tells_nothing(client):
    hidden = make_ready()
    client.force_login(make_user(Role.FOCAL_POINT, agency=make_agency()))
    before = everything_written()

    there, nowhere = sign(client, hidden), sign(client, Agreement(pk=hidden.pk + 1, version=1))

    assert (there.status_code, there.json()) == (403, nowhere.json())
    assert client.get(f"{PAPERS}{hidden.pk}/").status_code == 404
    assert everything_written() == before


def test_a_stranger_and_a_paper_that_is_not_there(client):
    paper = make_ready()
    stranger = sign(client, paper)
    client.force_login(make_user(Role.OFFICER))

    missing = sign(client, Agreement(pk=paper.pk + 1, version=1))

    assert (stranger.status_code, missing.status_code) == (401, 404)
    assert Agreement.objects.get().stage == "ready_to_sign"
