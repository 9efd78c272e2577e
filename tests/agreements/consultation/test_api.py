from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Consultation, LegalReport, Opinion
from dnfa.followup.clocks import sync_clocks
from tests.agreements.consultation.factories import (
    make_consultation,
    make_draft,
    make_opinion,
    make_report,
    mofa,
)
from tests.factories import make_agency, make_agreement, make_event, make_user

pytestmark = pytest.mark.django_db


def get(client, address: str, **query):
    return client.get(f"/api/v1/{address}", query).json()


def send(client, method: str, address: str, data: dict, **headers):
    call = getattr(client, method)
    return call(f"/api/v1/{address}", data, content_type="application/json", headers=headers)


def test_a_round_as_the_api_tells_it(client, officer):
    draft = make_draft(key="sakai", title_vi="Bản ghi nhớ")
    consultation = make_consultation(draft, document_number="15/UBND", content="Dự thảo")
    opinion = make_opinion(consultation, mofa(), answer="agree", received_on=date(2026, 3, 3))
    sync_clocks(record=draft)

    reference = {"id": draft.pk, "key": "sakai", "title_vi": "Bản ghi nhớ"}
    told = {
        "id": opinion.pk, "agreement": reference, "consultation": consultation.pk, "purpose": "signing",
        "sent_on": "2026-03-02", "agency": "bo-ngoai-giao", "received_on": "2026-03-03", "due_on": "2026-03-12",
        "answered_on": "2026-03-06", "answer": "agree", "document_number": "", "summary": "Cần bỏ điều 5", "handling": "",
    }  # fmt: skip
    assert get(client, "opinions/")["results"] == [told]
    assert get(client, f"opinions/{opinion.pk}/") == told
    assert get(client, f"consultations/{consultation.pk}/") == {
        "id": consultation.pk, "agreement": reference, "purpose": "signing", "sent_on": "2026-03-02",
        "document_number": "15/UBND", "content": "Dự thảo", "opinions": [told],
    }  # fmt: skip


def test_a_report_as_the_api_tells_it(client, officer):
    paper = make_agreement(key="sakai", title_vi="Bản ghi nhớ", signed_on="2024")
    event = make_event(paper, "renewal", occurred_on="2026-03-02")
    report = make_report(paper, event=event)

    assert get(client, "legal-reports/")["results"] == [
        {
            "id": report.pk, "agreement": {"id": paper.pk, "key": "sakai", "title_vi": "Bản ghi nhớ"}, "event": event.pk,
            "kind": "signing", "sent_on": "2026-03-10", "document_number": "12/BC-UBND", "recipients": "Thủ tướng Chính phủ",
            "note": "",
        }
    ]  # fmt: skip


def test_a_round_is_recorded_once_however_often_it_is_sent(client, officer):
    draft = make_draft(key="sakai")
    mofa()
    data = {
        "agreement": "sakai",
        "purpose": "signing",
        "sent_on": "2026-03-02",
        "agencies": ["bo-ngoai-giao"],
    }

    answers = [
        send(client, "post", "consultations/", data, **{"Idempotency-Key": "hoi-1"}) for _time in range(2)
    ]

    consultation = Consultation.objects.get()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].headers["Location"].endswith(f"/api/v1/consultations/{consultation.pk}/")
    assert consultation.agreement == draft
    assert [row["agency"] for row in answers[1].json()["opinions"]] == ["bo-ngoai-giao"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agreement": "khong-co"}, "agreement"),
        ({"agencies": []}, "agencies"),
        ({"agencies": ["khong-co"]}, "agencies"),
        ({"agencies": ["bo-ngoai-giao", "bo-ngoai-giao"]}, "agencies"),
        ({"sent_on": "02/03/2026"}, "sent_on"),
        ({"sent_on": "2199-03-02"}, "sent_on"),
        ({"purpose": "gossip"}, "purpose"),
        ({"officer": 1}, "officer"),
    ],
)
def test_a_round_that_cannot_be_is_refused_by_field(client, officer, change, field):
    make_draft(key="sakai")
    mofa()
    data = {
        "agreement": "sakai",
        "purpose": "signing",
        "sent_on": "2026-03-02",
        "agencies": ["bo-ngoai-giao"],
    }

    answer = send(client, "post", "consultations/", {**data, **change})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert Consultation.objects.count() == 0


def test_an_answer_is_recorded_corrected_and_handled(client, officer):
    opinion = make_opinion()
    address = f"opinions/{opinion.pk}/"

    first = send(
        client, "patch", address,
        {"received_on": "2026-03-03", "answer": "agree", "answered_on": "2026-03-06", "handling": "Không có gì sửa"},
    )  # fmt: skip
    without_reason = send(client, "patch", address, {"answer": "disagree", "summary": "Trái điều 3"})
    corrected = send(
        client, "patch", address, {"answer": "disagree", "summary": "Trái điều 3", "reason": "đọc lại"}
    )

    assert [answer.status_code for answer in (first, without_reason, corrected)] == [200, 400, 200]
    assert list(without_reason.json()["error"]["fields"]) == ["reason"]
    row = corrected.json()
    told = [row[name] for name in ("received_on", "answered_on", "answer", "summary", "handling")]
    assert told == ["2026-03-03", "2026-03-06", "disagree", "Trái điều 3", "Không có gì sửa"]


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"answer": "agree"}, ["answered_on"]),
        ({"answered_on": "2026-03-06"}, ["answer"]),
        ({"answer": "disagree", "answered_on": "2026-03-06"}, ["summary"]),
        ({"answer": "agree", "answered_on": "2026-03-01"}, ["answered_on"]),
        ({"received_on": "2026-03-03", "answer": "agree", "answered_on": "2026-03-01"}, ["answered_on"]),
        ({"agency": "x"}, ["agency"]),
    ],
)
def test_an_answer_that_cannot_be_is_refused_as_a_whole(client, officer, data, fields):
    opinion = make_opinion()

    answer = send(client, "patch", f"opinions/{opinion.pk}/", data)

    opinion.refresh_from_db()
    assert (answer.status_code, sorted(answer.json()["error"]["fields"])) == (400, fields)
    assert (opinion.answer, opinion.received_on) == ("", None)


def test_nothing_is_made_of_no_answer(client, officer):
    opinion = make_opinion()

    answer = send(client, "patch", f"opinions/{opinion.pk}/", {"handling": "Đã sửa"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_answered")


def test_a_report_is_recorded_and_a_second_one_refused(client, officer):
    paper = make_agreement(key="sakai", signed_on="2026-03-02")
    data = {"agreement": "sakai", "kind": "signing", "sent_on": "2026-03-09", "document_number": "12/BC-UBND"}

    first, second = (send(client, "post", "legal-reports/", data) for _time in range(2))

    assert (first.status_code, first.json()["recipients"]) == (
        201,
        "Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)",
    )
    assert (second.status_code, second.json()["error"]["code"]) == (409, "already_reported")
    assert list(LegalReport.objects.values_list("agreement", flat=True)) == [paper.pk]


@pytest.mark.parametrize("role", ["leader", "auditor", "focal_point"])
def test_readers_do_not_write(client, role):
    opinion = make_opinion()
    values = {"agency": opinion.agency} if role == "focal_point" else {}
    client.force_login(make_user(role, **values))

    answers = [
        send(client, "post", "consultations/", {}),
        send(client, "patch", f"opinions/{opinion.pk}/", {"answer": "agree", "answered_on": "2026-03-06"}),
        send(client, "post", "legal-reports/", {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Opinion.objects.filter(answer="").count() == 1


def test_visible_and_hidden_sets(client):
    lead, asked = make_agency(), make_agency()
    draft = make_draft(agencies=[lead])
    consultation = make_consultation(draft)
    make_opinion(consultation, asked)
    make_opinion(consultation)
    make_report(draft)
    people = {
        "officer": make_user(),
        "leader": make_user("leader"),
        "lead": make_user("focal_point", agency=lead),
        "asked": make_user("focal_point", agency=asked),
        "stranger": make_user("focal_point"),
    }

    seen = {}
    for name, user in people.items():
        client.force_login(user)
        rounds = get(client, "consultations/")["results"]
        inside = sum(len(row["opinions"]) for row in rounds)
        seen[name] = (
            len(rounds), inside, get(client, "opinions/")["count"], get(client, "legal-reports/")["count"]
        )  # fmt: skip
    client.logout()

    assert seen == {
        "officer": (1, 2, 2, 1),
        "leader": (1, 2, 2, 1),
        "lead": (1, 2, 2, 1),
        "asked": (1, 1, 1, 1),
        "stranger": (0, 0, 0, 0),
    }
    addresses = ("consultations/", "opinions/", "legal-reports/")
    assert [client.get(f"/api/v1/{address}").status_code for address in addresses] == [401, 401, 401]


def test_questions_about_rounds(client, officer):
    first = make_consultation(make_draft(key="sakai"))
    later = make_consultation(make_agreement(signed_on="2020"), purpose="renewal", sent_on=date(2026, 5, 4))

    def found(**query):
        return [row["id"] for row in get(client, "consultations/", **query)["results"]]

    assert found() == [later.pk, first.pk]
    assert found(agreement="sakai") == [first.pk]
    assert found(purpose="renewal") == [later.pk]
    assert found(sent_from="2026-03-03") == [later.pk]
    assert found(sent_to="2026-03-02") == [first.pk]
    assert client.get("/api/v1/consultations/", {"year": "2026"}).status_code == 400


@pytest.mark.parametrize("address", ["consultations/", "opinions/", "legal-reports/"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(client, officer, address):
    def count():
        with CaptureQueriesContext(connection) as captured:
            get(client, address)
        return len(captured)

    def one_more():
        paper = make_agreement(signed_on="2026")
        make_opinion(make_consultation(paper))
        make_report(paper)

    one_more()
    count()
    first = count()
    one_more()
    one_more()

    assert count() == first
