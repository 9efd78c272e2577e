"""Who hears of proposals to change the Scheme, and when it ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.clock import local_today
from dnfa.followup.models import Notice
from dnfa.followup.notices.selectors import hang_on
from reports.scheme.models import SchemeProposal
from reports.scheme.services import return_proposal
from tests.factories import make_agency, make_user
from tests.followup.notices.telling import tell
from tests.reports.scheme.factories import TODAY, make_proposal, make_task

pytestmark = pytest.mark.django_db
WHY = "Trùng với nhiệm vụ II.A.3"


@pytest.fixture
def people() -> dict[str, User]:
    agency = make_agency()
    return {
        "author": make_user(Role.FOCAL_POINT, agency=agency),
        "colleague": make_user(Role.FOCAL_POINT, agency=agency),
        "stranger": make_user(Role.FOCAL_POINT),
        "officer": make_user(Role.OFFICER),
        "head": make_user(Role.HEAD),
    }


@pytest.fixture
def proposal(people) -> SchemeProposal:
    return make_proposal(people["author"].agency, author=people["author"])


def told(people: dict[str, User], source: str) -> list[str]:
    rows = Notice.objects.standing().filter(source=f"scheme_proposal_{source}")
    recipients = set(rows.values_list("recipient", flat=True))
    return [name for name, person in people.items() if person.pk in recipients]


def decided(people: dict[str, User], proposal: SchemeProposal, on: date = TODAY) -> SchemeProposal:
    return return_proposal(proposal=proposal, reason=WHY, base_version=None, user=people["officer"], today=on)


def sentence_to(person: User, source: str) -> str:
    rows = Notice.objects.filter(recipient=person, source=f"scheme_proposal_{source}")
    [notice] = hang_on(rows, person)
    return notice.sentence


def test_what_waits_is_the_heads_business(people, proposal):
    tell()

    assert {source: told(people, source) for source in ("waiting", "returned", "accepted")} == {
        "waiting": ["head"],
        "returned": [],
        "accepted": [],
    }
    assert sentence_to(people["head"], "waiting") == (
        f"{proposal.agency.name_vi} đề xuất sửa đổi Đề án ngày 01/10/2026, chờ xử lý."
    )


def test_what_came_back_is_told_to_its_agency_until_it_is_sent_again(people, proposal):
    decided(people, proposal)
    tell()
    before = {source: told(people, source) for source in ("waiting", "returned")}
    sentence = sentence_to(people["author"], "returned")

    make_proposal(proposal.agency, follows=proposal)
    tell()

    assert before == {"waiting": [], "returned": ["author", "colleague"]}
    assert sentence == f"Đề xuất sửa đổi Đề án bị trả lại ngày 26/11/2026. Lý do: {WHY}"
    assert told(people, "returned") == []


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (59, True), (60, False)])
def test_what_an_agency_lets_rest_is_asked_about_for_two_months(people, proposal, days, is_told):
    decided(people, proposal)

    tell(TODAY + timedelta(days=days))

    assert told(people, "returned") == (["author", "colleague"] if is_told else [])


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (13, True), (14, False)])
def test_what_was_taken_in_is_news_for_a_fortnight(people, proposal, days, is_told):
    accept_into(people, proposal)

    tell(TODAY + timedelta(days=days))

    assert told(people, "accepted") == (["author", "colleague"] if is_told else [])


def accept_into(people: dict[str, User], proposal: SchemeProposal) -> None:
    SchemeProposal.objects.filter(pk=proposal.pk).update(
        state="accepted", decided_on=TODAY, result=make_task("II.A.91"), decided_by=people["officer"]
    )


def test_an_author_who_went_to_another_agency_is_told_nothing(people, proposal):
    decided(people, proposal)
    User.objects.filter(pk=people["author"].pk).update(agency=make_agency())

    tell()

    assert told(people, "returned") == ["colleague"]


def listed(user: User) -> list[tuple[str, str]]:
    client = Client()
    client.force_login(user)
    work: Any = client.get(reverse("updates:work")).context["work"]
    return [(line.url, line.note) for line in work.returned_elsewhere]


def test_it_stands_in_the_agency_s_work_beside_what_else_came_back(people, proposal):
    SchemeProposal.objects.update(proposed_on=TODAY)
    decided(people, proposal)
    SchemeProposal.objects.update(decided_on=local_today())

    line = (proposal.get_absolute_url(), f"Trả lại ngày {local_today():%d/%m/%Y}: {WHY}")
    assert {name: listed(people[name]) for name in ("author", "colleague", "stranger")} == {
        "author": [line],
        "colleague": [line],
        "stranger": [],
    }
