"""A round played by a program: what it is asked, what it may prefill, which records it confirms."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from agreements.models import ProjectAgency
from dnfa.core.clock import local_today
from dnfa.updates.models import RoundAgency
from dnfa.updates.services import rounds
from tests.updates.factories import make_cast
from tests.updates.services.test_rounds import NOW, TODAY

pytestmark = pytest.mark.django_db

LIST = "/api/v1/round-answers/"
PERIOD = {"period_from": date(2026, 10, 1), "period_to": date(2026, 12, 31)}
QUESTIONS = [{"kind": "confirm"}, {"kind": "other", "title": "Số tàu khách", "unit": "tàu"}]


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hold(cast, title="Quý IV") -> RoundAgency:
    held = rounds.round_create(
        title=title,
        due_on=max(local_today(), TODAY),
        questions=QUESTIONS,
        agencies=[cast.agency],
        user=cast.officer,
        today=TODAY,
        **PERIOD,
    )
    rounds.round_open(held=held, base_version=None, user=cast.officer, today=TODAY, now=NOW)
    return RoundAgency.objects.get(round=held)


def send(client, method, address, data=None):
    tag = client.get(address.removesuffix("submit/"))["ETag"]
    return getattr(client, method)(address, data or {}, content_type="application/json", HTTP_IF_MATCH=tag)


def test_a_program_plays_a_round_from_the_answer_alone(cast):
    asked, client = hold(cast), client_of(cast.focal)
    address = f"{LIST}{asked.pk}/"
    [to_confirm], [question] = (client.get(address).json()[name] for name in ("to_confirm", "questions"))

    record = to_confirm["record"]
    made = client.post(
        "/api/v1/confirmations/",
        {"subject": record["kind"], "record": record["key"], "record_version": record["version"]},
        content_type="application/json",
    )
    send(client, "patch", address, {"answers": [{"question": question["id"], "figure": "3"}]})
    sent = send(client, "post", f"{address}submit/")

    assert (record["kind"], record["title"], to_confirm["state"]) == ("project", "Dạy tiếng Nhật", "open")
    assert made.status_code == 201
    assert (sent.json()["state"], [one["state"] for one in sent.json()["to_confirm"]]) == (
        "submitted",
        ["confirmed"],
    )


def test_what_a_program_leaves_out_of_an_answer_stays(cast):
    asked, client = hold(cast), client_of(cast.focal)
    address = f"{LIST}{asked.pk}/"
    question = asked.round.questions.get(kind="other").pk

    for told in ({"figure": "3"}, {"text": "Ba tàu"}, {"is_nothing": False}):
        answer = send(client, "patch", address, {"answers": [{"question": question, **told}]})

    assert answer.json()["answers"] == [
        {"question": question, "text": "Ba tàu", "figure": "3.00", "figure_typed": "", "is_nothing": False}
    ]


def test_a_record_of_another_agency_by_now_is_not_named(cast):
    asked = hold(cast)
    ProjectAgency.objects.filter(project=cast.project).delete()

    told = {
        user: client_of(user).get(f"{LIST}{asked.pk}/").json()["to_confirm"]
        for user in (cast.focal, cast.officer)
    }

    assert told[cast.focal] == [{"record": None, "state": "settled"}]
    assert [(one["record"]["title"], one["state"]) for one in told[cast.officer]] == [
        ("Dạy tiếng Nhật", "settled")
    ]


def test_a_list_of_answers_names_no_records(cast):
    hold(cast)

    [row] = client_of(cast.focal).get(LIST).json()["results"]

    assert {"to_confirm", "questions"} & set(row) == set()
    assert (row["records"], row["confirmed"]) == (1, 0)


def test_a_foreign_page_is_not_there(cast):
    assert client_of(make_cast().focal).get(f"{LIST}{hold(cast).pk}/").status_code == 404
