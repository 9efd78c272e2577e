"""The list of agencies' answers: what waits for the Department, who sees it, and what it asks the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.updates.models import RoundAgency
from dnfa.updates.services import rounds
from tests.factories import make_agency, make_user
from tests.updates.factories import NOW, Cast, make_cast
from tests.updates.services.test_rounds import DUE, asked_of, opened, send

pytestmark = pytest.mark.django_db
QUESTION = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
LIST, API = "updates:answers", "/api/v1/round-answers/"


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


class House:
    """A round that asked five: one answered, one asks for time, one is silent, one was returned, one was taken."""

    def __init__(self) -> None:
        self.answered, self.asking, self.returned, self.taken = (make_cast() for _one in range(4))
        self.officer, silent = self.answered.officer, make_agency()
        casts = (self.answered, self.asking, self.returned, self.taken)
        self.held = opened(
            self.answered, agencies=[*(cast.agency for cast in casts), silent], questions=QUESTION
        )
        for cast in (self.answered, self.returned, self.taken):
            send(cast, self.of(cast))
        by = {"base_version": None, "user": self.officer, "now": NOW}
        rounds.answer_return(asked=self.of(self.returned), reason="wrong", text="Xem lại", **by)
        rounds.answer_accept(asked=self.of(self.taken), **by)
        rounds.extension_ask(
            asked=self.of(self.asking),
            until=DUE + timedelta(days=5),
            because="Chờ phường",
            **{**by, "user": self.asking.focal},
        )

    def of(self, cast: Cast) -> RoundAgency:
        return asked_of(self.held, cast.agency)


@pytest.fixture
def house() -> House:
    return House()


def listed(user: Any, **query: Any) -> list[tuple[str, str]]:
    """Agencies with what each waits for."""
    answered = client_of(user).get(reverse(LIST), query)
    rows = [line.row for line in answered.context["lines"]]
    from dnfa.updates.views.answer_list import awaited

    return [(row.agency.name_vi, awaited(row)) for row in rows]


def test_without_a_question_it_lists_what_waits_for_the_department(house):
    wants_time = f"Xin lùi hạn đến {DUE + timedelta(days=5):%d/%m/%Y}: Chờ phường"

    assert listed(house.officer) == [
        (house.answered.agency.name_vi, "Nhận hoặc trả lại câu trả lời"),
        (house.asking.agency.name_vi, wants_time),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"awaits": "answer"}, ["answered"]),
        ({"awaits": "time"}, ["asking"]),
        ({"to_decide": "true"}, ["answered", "asking"]),
        ({"mine": "true"}, ["answered", "asking"]),
        ({"mine": "false"}, []),
        ({"state": "accepted"}, ["taken"]),
        ({"state": "returned"}, ["returned"]),
        ({"state": "all", "awaits": "time"}, ["asking"]),
    ],
)
def test_questions_choose_on_the_page_and_in_the_api_alike(house, query, names):
    wanted = {getattr(house, name).agency.key for name in names}
    asked = {"as_of": "2026-11-26", **query}
    rows = client_of(house.officer).get(reverse(LIST), query).context["lines"]
    api = {name: value for name, value in asked.items() if name in query and value != "all"}
    told = client_of(house.officer).get(API, api).json()["results"]

    assert {line.row.agency.key for line in rows} == wanted
    if query != {"mine": "true"}:
        assert {row["agency"] for row in told} == wanted
    else:
        assert len(told) == 5


def test_an_agency_sees_its_own_answer_alone_and_a_stranger_none(house):
    people = {
        "author": house.answered.focal, "asking": house.asking.focal, "stranger": make_cast().focal,
        "leader": make_user(Role.LEADER),
    }  # fmt: skip

    assert {who: [name for name, _awaits in listed(person)] for who, person in people.items()} == {
        "author": [house.answered.agency.name_vi],
        "asking": [house.asking.agency.name_vi],
        "stranger": [],
        "leader": [house.answered.agency.name_vi, house.asking.agency.name_vi],
    }


def test_what_was_not_taken_when_the_round_closed_still_waits_but_nobody_gets_more_time(house):
    rounds.round_close(held=house.held, base_version=None, user=house.officer, now=NOW)

    assert listed(house.officer) == [(house.answered.agency.name_vi, "Nhận hoặc trả lại câu trả lời")]


def test_the_list_asks_the_same_for_many_as_for_one(house):
    client = client_of(house.officer)
    counted = []
    for _round in range(2):
        client.get(reverse(LIST))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(LIST))
        counted.append(len(asked))
        House()

    assert counted[0] == counted[1] <= 15
