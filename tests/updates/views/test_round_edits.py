"""Putting a round right on its pages and through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.core.clock import local_today
from dnfa.updates.models import RoundQuestion, UpdateRound
from dnfa.updates.services import rounds
from tests.factories import make_agency, make_user
from tests.updates.factories import NOW, Cast, make_cast
from tests.updates.services.test_rounds import opened, prepare

pytestmark = pytest.mark.django_db
SOON = timedelta(days=20)


@pytest.fixture
def cast() -> Cast:
    return make_cast(starts_on="2020")


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def prepared(cast: Cast, **facts: Any) -> UpdateRound:
    return prepare(cast, due_on=local_today() + SOON, today=local_today(), **facts)


def fields_of(page: Any) -> dict[str, Any]:
    """What the form of the page would send as it stands."""
    form = page.context["form"]
    sent = {name: field.value() for name, field in ((name, form[name]) for name in form.fields)}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    return {**sent, **page.context["carried"]}


def test_the_page_changes_the_day_the_officer_and_whom_it_asks(cast):
    held, other, agency = prepared(cast), make_user(), make_agency()
    client = client_of(cast.officer)
    page = client.get(reverse("updates:round_edit", args=[held.pk]))
    day = local_today() + SOON + timedelta(days=3)

    sent = {
        **fields_of(page), "due_on": f"{day:%d/%m/%Y}", "officer": other.username, "agencies": [agency.key],
    }  # fmt: skip
    answered = client.post(reverse("updates:round_edit", args=[held.pk]), sent)

    held.refresh_from_db()
    assert (answered.status_code, held.due_on, held.officer) == (302, day, other)
    assert {row.agency: row.due_on for row in held.agencies.all()} == {agency: day}


def test_agencies_that_are_no_more_are_not_offered_unless_they_are_asked(cast):
    gone, asked = make_agency(valid_to="2024-12-31"), make_agency()
    held = prepared(cast, agencies=[cast.agency, asked])
    asked.valid_to = "2024-12-31"
    asked.save()

    page = client_of(cast.officer).get(reverse("updates:round_edit", args=[held.pk]))

    offered = set(page.context["form"].fields["agencies"].queryset)
    assert ({cast.agency, asked} <= offered, gone in offered) == (True, False)


def rows_of(*rows: dict[str, str]) -> dict[str, str]:
    told = {f"row-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0", **told}


def test_questions_are_written_row_by_row_with_what_need_not_be_answered(cast):
    held = prepared(cast)
    client, address = client_of(cast.officer), reverse("updates:round_edit_questions", args=[held.pk])
    shown = client.get(address)
    rows = rows_of(
        {"ORDER": "1", "kind": "delegations", "title": "Số đoàn đã đón", "unit": "đoàn", "is_required": "on"},
        {"ORDER": "2", "kind": "other", "title": "Kiến nghị"},
    )

    answered = client.post(address, {**rows, "version": str(held.version)})

    assert [form["title"].value() for form in shown.context["formset"].initial_forms][1:] == [
        "Số đoàn đã đón",
        "Kết quả nổi bật",
    ]
    assert answered["Location"] == f"{held.get_absolute_url()}#part-questions"
    asked = RoundQuestion.objects.filter(round=held).order_by("order")
    assert [(one.title, one.unit, one.is_required) for one in asked] == [
        ("Số đoàn đã đón", "đoàn", True),
        ("Kiến nghị", "", False),
    ]


def test_a_refusal_stands_at_the_head_of_the_questions(cast):
    held = prepared(cast)
    address = reverse("updates:round_edit_questions", args=[held.pk])

    answered = client_of(cast.officer).post(address, {**rows_of(), "version": str(held.version)})

    assert answered.context["errors"] == ["Hãy chọn ít nhất một nội dung cần hỏi."]
    assert held.questions.count() == 3


def test_a_closed_round_is_opened_again_from_its_page_and_edited_after_that_only(cast):
    held = opened(cast)
    rounds.round_close(held=held, base_version=None, user=cast.officer, now=NOW)
    client = client_of(cast.officer)
    edit, reopen = (reverse(f"updates:{name}", args=[held.pk]) for name in ("round_edit", "round_reopen"))
    before = [client.get(edit).status_code, client.get(reopen).status_code]
    held.refresh_from_db()
    day = local_today() + SOON

    client.post(reopen, {"version": held.version, "due_on": f"{day:%d/%m/%Y}"})

    held.refresh_from_db()
    assert (before, held.closed_at, held.due_on) == ([403, 200], None, day)
    assert [client.get(edit).status_code, client.get(reopen).status_code] == [200, 403]


@pytest.mark.parametrize("name", ["round_edit", "round_edit_questions", "round_reopen"])
def test_an_agency_comes_to_none_of_these_pages(cast, name):
    held = opened(cast)

    assert client_of(cast.focal).get(reverse(f"updates:{name}", args=[held.pk])).status_code == 403


def call(client: Client, method: str, held: UpdateRound, last: str, body: dict[str, Any]) -> Any:
    held.refresh_from_db()
    return getattr(client, method)(
        f"/api/v1/update-rounds/{held.pk}/{last}",
        body,
        content_type="application/json",
        headers={"If-Match": f'"updateround-{held.pk}-{held.version}"'},
    )


def test_programs_put_a_round_right_and_open_it_again(cast):
    held, agency, other = prepared(cast), make_agency(), make_user()
    client, day = client_of(cast.officer), local_today() + SOON + timedelta(days=1)
    questions = [{"kind": "other", "title": "Kiến nghị", "is_required": False}]

    told = call(client, "patch", held, "", {
        "title": "Quý I/2027", "due_on": day.isoformat(), "officer": other.username, "agencies": [agency.key],
        "questions": questions,
    }).json()  # fmt: skip
    refused = call(client, "patch", held, "", {"due_on": "2020-01-01"})
    rounds.round_open(held=held, base_version=None, user=other, today=local_today(), now=NOW)
    rounds.round_close(held=held, base_version=None, user=other, now=NOW)
    closed = call(client, "patch", held, "", {"title": "Khác"})
    again = call(client, "post", held, "reopen/", {"due_on": day.isoformat()})

    facts = (told["title"], told["due_on"], told["officer"], told["asked"])
    assert facts == ("Quý I/2027", day.isoformat(), other.username, 1)
    assert [(one["title"], one["is_required"]) for one in told["questions"]] == [("Kiến nghị", False)]
    assert (refused.status_code, closed.status_code) == (400, 409)
    assert (again.status_code, again.json()["state"]) == (200, "open")
