from __future__ import annotations

import pytest

from agreements.models import Agreement, AgreementEvent
from dnfa.accounts.enums import Role
from partners.models import CooperationField
from tests.agreements.records.factories import on, register
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_user

pytestmark = pytest.mark.django_db
PAPERS, EVENTS = "/api/v1/agreements/", "/api/v1/agreement-events/"


@pytest.fixture
def officer(client):
    user = make_user(username="an")
    client.force_login(user)
    return user


def send(client, method: str, address: str, body: dict, **headers: str):
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def paper_body(**values) -> dict:
    make_partner(key="jp-sakai")
    make_agency(key="ubnd")
    return {
        "title_vi": "Bản ghi nhớ về môi trường",
        "type": "mou",
        "capacity": "city",
        "signed_on": "2022-03-15",
        "partners": ["jp-sakai"],
        "signing_agencies": ["ubnd"],
        **values,
    }


def test_a_signed_paper_is_registered_with_everything_it_tells(client, officer):
    make_agency(key="so-du-lich")
    CooperationField.objects.create(code="moi-truong", level=2, name_vi="Môi trường")
    body = paper_body(
        lead_agency="so-du-lich",
        coordinating=[],
        fields_of_cooperation=["moi-truong"],
        officer="an",
        parent=make_agreement(key="khung").key,
        term={"kind": "auto_renew", "months": 60, "renew_months": 36, "as_printed": "05 năm"},
        signatories=[
            {"name": "Nguyễn Văn A", "title": "Chủ tịch", "agency": "ubnd"},
            {"name": "B", "partner": "jp-sakai"},
        ],
        place="Sakai",
        signing_mode="online",
        languages=["vi", "ja"],
        originals_count=4,
        purpose="Học cách xử lý rác",
    )

    response = send(client, "post", PAPERS, body)

    row = response.json()
    paper = Agreement.objects.get(key="jp-sakai-2022")
    assert (response.status_code, response["Location"].split("/api")[1]) == (
        201,
        f"/v1/agreements/{paper.pk}/",
    )
    assert response["ETag"].startswith(f'"agreement-{paper.pk}-{paper.version}-')
    assert {
        name: row[name]
        for name in ("stage", "legal_regime", "officer", "parent", "place", "languages", "originals_count", "purpose")
    } == {
        "stage": "signed", "legal_regime": "law_70_2020", "officer": "an", "parent": "khung", "place": "Sakai",
        "languages": ["vi", "ja"], "originals_count": 4, "purpose": "Học cách xử lý rác",
    }  # fmt: skip
    assert row["own_term"] == row["term"] == {
        "kind": "auto_renew", "ends_on": None, "months": 60, "renew_months": 36, "notice_months": None, "as_printed": "05 năm",
    }  # fmt: skip
    assert row["signatories"] == [
        {"name": "Nguyễn Văn A", "title": "Chủ tịch", "agency": "ubnd", "partner": None},
        {"name": "B", "title": "", "agency": None, "partner": "jp-sakai"},
    ]
    assert [(event["kind"], event["occurred_on"]) for event in row["events"]] == [("signing", "2022-03-15")]
    assert {(role["agency"], role["role"]) for role in row["agencies"]} == {
        ("ubnd", "signatory"), ("so-du-lich", "lead")
    }  # fmt: skip


def test_a_draft_is_opened_with_its_first_step(client, officer):
    body = paper_body(stage="exploring", entered_on="2026-01-05", ball="partner")
    del body["signed_on"]

    row = send(client, "post", PAPERS, body).json()

    step = Agreement.objects.get(pk=row["id"]).steps.get()
    assert (row["stage"], row["status"], row["events"]) == ("exploring", "exploring", [])
    assert (str(step.entered_on), step.ball) == ("2026-01-05", "partner")


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"stage": "drafting"}, "invalid_input", ["stage"]),
        ({"stage": "exploring"}, "not_at_this_stage", ["signed_on"]),
        ({"ball": "partner"}, "not_at_this_stage", ["ball"]),
        ({"signed_on": None}, "signing_day_needed", ["signed_on"]),
        ({"signed_on": "15/3/2022"}, "invalid_input", ["signed_on"]),
        ({"partners": ["nobody"]}, "invalid_input", ["partners"]),
        ({"partners": []}, "partner_needed", ["partners"]),
        ({"term": {"kind": "for"}}, "term_not_whole", ["term.months"]),
        ({"title_vi": "Hiệp định"}, "name_not_allowed", ["title_vi"]),
        ({"note": "Độ mật: MẬT"}, "secret_mark", ["note"]),
        ({"status": "in_force"}, "invalid_input", ["status"]),
        ({"reason": "x"}, "invalid_input", ["reason"]),
        ({"parent": "nobody"}, "invalid_input", ["parent"]),
    ],
)
def test_a_refusal_names_the_field_as_it_was_sent(client, officer, values, code, fields):
    response = send(client, "post", PAPERS, paper_body(**values))

    error = response.json()["error"]
    assert (response.status_code, list(error["fields"])) == (400, fields)
    assert error["code"] == code or code == "invalid_input"
    assert Agreement.objects.count() == 0


def test_a_likely_duplicate_is_409_until_confirmed(client, officer):
    body = paper_body()
    send(client, "post", PAPERS, body)

    again = send(client, "post", PAPERS, body)
    confirmed = send(client, "post", PAPERS, {**body, "confirm_duplicate": True})

    assert (again.status_code, again.json()["error"]["code"], confirmed.status_code) == (
        409, "possible_duplicate", 201
    )  # fmt: skip


def test_the_same_request_sent_twice_makes_one_record(client, officer):
    body = paper_body()

    first = send(client, "post", PAPERS, body, **{"Idempotency-Key": "k1"})
    second = send(client, "post", PAPERS, body, **{"Idempotency-Key": "k1"})

    assert (first.json()["id"], second["Idempotency-Replayed"]) == (second.json()["id"], "true")
    assert Agreement.objects.count() == 1


def test_a_change_needs_the_version_it_was_made_for(client, officer):
    paper = register(place="Sakai")
    address = f"{PAPERS}{paper.pk}/"
    tag = client.get(address)["ETag"]

    blind = send(client, "patch", address, {"note": "x"})
    first = send(client, "patch", address, {"note": "một"}, **{"If-Match": tag})
    second = send(client, "patch", address, {"note": "hai"}, **{"If-Match": tag})
    merged = send(client, "patch", address, {"title_en": "MoU"}, **{"If-Match": second["ETag"]})

    assert [answer.status_code for answer in (blind, first, second, merged)] == [428, 200, 412, 200]
    assert second.json()["current"]["note"] == "một"
    stored = Agreement.objects.get()
    assert (stored.note, stored.title_en, stored.place) == ("một", "MoU", "Sakai")


def test_lists_and_terms_are_changed_as_a_whole(client, officer):
    paper = register(term_kind="for", term_months=60)
    make_partner(key="jp-kyoto")
    address = f"{PAPERS}{paper.pk}/"
    tag = client.get(address)["ETag"]
    changes = {"partners": ["jp-kyoto"], "term": {"kind": "until", "ends_on": "2030"}}

    silent = send(client, "patch", address, changes, **{"If-Match": tag})
    said = send(client, "patch", address, {**changes, "reason": "Theo bản gốc"}, **{"If-Match": tag})
    moved = send(client, "patch", address, {"stage": "exploring"}, **{"If-Match": said["ETag"]})

    assert (silent.status_code, silent.json()["error"]["code"]) == (400, "reason_needed")
    row = said.json()
    assert ([partner["key"] for partner in row["partners"]], row["own_term"]["ends_on"]) == (
        ["jp-kyoto"],
        "2030",
    )
    assert row["own_term"]["months"] is None
    assert (moved.status_code, list(moved.json()["error"]["fields"])) == (400, ["stage"])


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_readers_write_nothing_through_the_api(client, role):
    office = make_agency()
    paper = register(signing_agencies=[office])
    event = paper.events.get()
    client.force_login(make_user(role, agency=office))

    answers = [
        send(client, "post", PAPERS, paper_body()).status_code,
        send(client, "patch", f"{PAPERS}{paper.pk}/", {"note": "x"}, **{"If-Match": "*"}).status_code,
        send(client, "post", EVENTS, {"agreement": paper.key, "kind": "amendment"}).status_code,
        send(client, "patch", f"{EVENTS}{event.pk}/", {"note": "x"}).status_code,
        send(client, "post", f"{EVENTS}{event.pk}/remove/", {"reason": "x"}).status_code,
    ]

    assert (answers, Agreement.objects.get().version) == ([403] * 5, paper.version)


# --- events ---------------------------------------------------------------------------
def test_an_event_is_recorded_and_its_gap_is_told_by_the_paper(client, officer):
    paper = register(term_kind="until", term_ends_on=on("2023-12-31"))

    response = send(
        client,
        "post",
        EVENTS,
        {
            "agreement": paper.key,
            "kind": "renewal",
            "occurred_on": "2024-02-01",
            "term": {"kind": "for", "months": 36},
            "signatories": [{"name": "B", "partner": paper.partners.get().key}],
        },
    )

    row = response.json()
    told = client.get(f"{PAPERS}{paper.pk}/").json()
    assert (response.status_code, row["term"]["months"], row["signatories"][0]["name"]) == (201, 36, "B")
    assert response["ETag"].startswith(f'"agreement-{paper.pk}-{Agreement.objects.get().version}-')
    assert told["gaps"] == [
        {
            "kind": "gap",
            "event": row["id"],
            "first": "2024-01-01",
            "last": "2024-01-31",
            "days": 31,
            "is_exact": True,
        }
    ]


def test_an_overlap_is_told_too(client, officer):
    paper = register(term_kind="until", term_ends_on=on("2023-12-31"))
    event = make_event(
        paper, "renewal", occurred_on="2023-12-01", term_kind="until", term_ends_on="2030", order=1
    )

    assert client.get(f"{PAPERS}{paper.pk}/").json()["gaps"] == [
        {"kind": "overlap", "event": event.pk, "first": None, "last": None, "days": 31, "is_exact": True}
    ]


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"kind": "renewal", "occurred_on": "2024"}, "term_needed", ["term.kind"]),
        ({"kind": "renewal", "occurred_on": "2024", "term": None}, "term_needed", ["term.kind"]),
        (
            {"kind": "renewal", "occurred_on": "2024", "term": {"kind": "until"}},
            "term_not_whole",
            ["term.ends_on"],
        ),
        ({"kind": "termination", "occurred_on": "2024"}, "reason_for_ending", ["reason"]),
        ({"kind": "resumption", "occurred_on": "2024"}, "not_suspended", ["kind"]),
        ({"kind": "amendment"}, "day_needed", ["occurred_on"]),
    ],
)
def test_a_refused_event_names_its_field(client, officer, values, code, fields):
    paper = register()

    error = send(client, "post", EVENTS, {"agreement": paper.key, **values}).json()["error"]

    assert (error["code"], list(error["fields"]), paper.events.count()) == (code, fields, 1)


def test_an_event_is_corrected_and_taken_back(client, officer):
    paper = register()
    event = make_event(paper, "amendment", occurred_on="2023", order=1)
    address = f"{EVENTS}{event.pk}/"
    tag = client.get(address)["ETag"]

    silent = send(client, "patch", address, {"occurred_on": "2024"})
    said = send(client, "patch", address, {"occurred_on": "2024", "correction": "Nhầm"}, **{"If-Match": tag})
    stale = send(client, "patch", address, {"note": "x"}, **{"If-Match": tag})
    moved = send(client, "patch", address, {"agreement": paper.key})
    late = send(client, "post", f"{address}remove/", {"reason": "Ghi nhầm"}, **{"If-Match": tag})
    removed = send(client, "post", f"{address}remove/", {"reason": "Ghi nhầm"})

    assert [answer.status_code for answer in (silent, said, stale, moved, late, removed)] == [
        400, 200, 412, 400, 412, 204
    ]  # fmt: skip
    assert silent.json()["error"]["code"] == "reason_needed"
    assert said.json()["occurred_on"] == "2024"
    assert [row.kind for row in AgreementEvent.objects.all()] == ["signing"]


def test_lists_of_events_cost_the_same_with_many_signatories(client, officer, django_assert_max_num_queries):
    paper = register()
    for number in range(10):
        event = make_event(paper, "amendment", occurred_on="2023", order=number + 1)
        paper.signatories.create(event=event, name="A", agency=make_agency())

    with django_assert_max_num_queries(12):
        rows = client.get(EVENTS).json()["results"]

    assert len(rows) == 11
