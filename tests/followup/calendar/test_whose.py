"""Whose the entries of the sources below this room's floor are: papers that end, reviews, deadlines, things to do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from agreements.enums import TermKind
from agreements.models import ReviewSession
from dnfa.followup.calendar import entries
from dnfa.followup.calendar.scopes import Scope, within
from dnfa.followup.enums import ActionOrigin
from dnfa.followup.models import Action
from tests.factories import make_agency, make_agreement, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def told(user: Any, scope: Scope) -> list[str]:
    found = entries(user, TODAY, TODAY + timedelta(days=30), today=TODAY)
    return [entry.title for entry in within(found, scope, user)]


def make_review(title: str, chair: str = "", agencies: Any = ()) -> ReviewSession:
    session = ReviewSession.objects.create(title=title, held_on=TODAY, facts_as_of=TODAY, chair=chair)
    for agency in agencies:
        session.attendance.create(agency=agency)
    return session


def test_papers_and_reviews_are_matters_of_the_bodies_they_name():
    ours, other = make_agency(), make_agency()
    for title, agencies in (("ta", [other, ours]), ("bạn", [other])):
        make_agreement(
            title_vi=title,
            agencies=agencies,
            signed_on="2020-01-01",
            term_kind=TermKind.UNTIL,
            term_ends_on="2026-12-01",
        )
        make_review(title, agencies=agencies)
    user = make_user(agency=ours)

    assert told(user, Scope.MINE) == ["Họp rà soát: ta", "Ngày cuối hiệu lực: ta"]
    assert sorted(told(user, Scope.ALL)) == [
        "Họp rà soát: bạn",
        "Họp rà soát: ta",
        "Ngày cuối hiệu lực: bạn",
        "Ngày cuối hiệu lực: ta",
    ]


def test_a_review_that_a_leader_chairs_is_on_the_leaders_calendar():
    make_review("Lãnh đạo chủ trì", chair="Phó Chủ tịch UBND thành phố")
    make_review("Sở chủ trì", chair="Giám đốc Sở Ngoại vụ")

    assert told(make_user(), Scope.LEADERS) == ["Họp rà soát: Lãnh đạo chủ trì"]


def test_a_thing_to_do_is_a_matter_of_who_leads_and_who_coordinates():
    ours = make_agency()
    for title, lead in (("Chủ trì", ours), ("Phối hợp", make_agency()), ("Nơi khác", make_agency())):
        Action.objects.create(title=title, origin=ActionOrigin.OTHER, lead_agency=lead, due_on=TODAY)
    Action.objects.get(title="Phối hợp").agency_links.create(agency=ours)

    assert told(make_user(agency=ours), Scope.MINE) == ["Chủ trì", "Phối hợp"]
