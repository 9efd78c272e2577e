from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import NgoRegistration, Project, RenewalCase, ReviewItem, ReviewSession
from dnfa.accounts.enums import Role
from dnfa.followup.charge import charged_models, in_charge, pairs_of, people_in_charge
from dnfa.followup.models import Action, Clock, Flag
from dnfa.updates.models import ChangeRequest, RoundAgency, UpdateRound
from partners.models import PartnerCharge
from tests.agreements.carrying_out.factories import make_commitment
from tests.agreements.consultation.factories import make_consultation, make_report
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user
from tests.followup.calendar.test_calendar_pages import make_clock
from tests.followup.factories import make_delegation, make_engagement
from tests.partners.factories import make_charge

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def make_flag(record: Any) -> Flag:
    return Flag.objects.create(
        rule="mau",
        severity="high",
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        opened_on=TODAY,
        last_seen_on=TODAY,
    )


def make_action(record: Any, **values: Any) -> Action:
    kind = ContentType.objects.get_for_model(record)
    return Action.objects.create(
        title="Việc", origin="other", content_type=kind, object_id=record.pk, **values
    )


def make_request(record: Any, **values: Any) -> ChangeRequest:
    facts = {"kind": "note", "subject": "project", "agency": make_agency(), "author": make_user()}
    kind = ContentType.objects.get_for_model(record)
    return ChangeRequest.objects.create(**facts, record_type=kind, record_id=record.pk, **values)


def make_review(paper: Any) -> ReviewItem:
    session = ReviewSession.objects.create(title="Phiên", held_on=TODAY, facts_as_of=TODAY)
    return ReviewItem.objects.create(session=session, agreement=paper)


def make_renewal(paper: Any) -> RenewalCase:
    return RenewalCase.objects.create(agreement=paper, ends_on="2027-01-31", opened_on="2026-11-01")


def make_registration(partner: Any) -> NgoRegistration:
    return NgoRegistration.objects.create(partner=partner, kind="representative_office", number="1/GP")


def paper_with(partner: Any) -> Any:
    return make_agreement(partners=[partner])


# Makes a record that hangs on a partner, by the way it leads there.
KINDS: dict[str, Callable[[Any], Any]] = {
    "partner": lambda partner: partner,
    "agreement": paper_with,
    "renewal": lambda partner: make_renewal(paper_with(partner)),
    "review": lambda partner: make_review(paper_with(partner)),
    "consultation": lambda partner: make_consultation(paper_with(partner)),
    "legal report": lambda partner: make_report(paper_with(partner)),
    "commitment": lambda partner: make_commitment(paper_with(partner)),
    "project": lambda partner: make_project(partners=[partner]),
    "registration": make_registration,
    "delegation": make_delegation,
    "engagement": make_engagement,
    "conference": lambda partner: make_conference(partners=[partner]),
    "invitation": lambda partner: make_invitation(partner=partner),
    "flag": lambda partner: make_flag(paper_with(partner)),
    "flag of an update": lambda partner: make_flag(make_request(make_project(partners=[partner]))),
    "clock": lambda partner: make_clock(make_delegation(partner), due=TODAY),
    "action": lambda partner: make_action(make_renewal(paper_with(partner))),
    "update": lambda partner: make_request(make_delegation(partner)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_leads_to_who_is_in_charge_of_its_partner(kind):
    mine, both, theirs, nobody_s = (make_partner() for _ in range(4))
    me, other = make_user(), make_user()
    make_charge(me, mine, both)
    make_charge(other, both, theirs)
    records = [KINDS[kind](partner) for partner in (mine, both, theirs, nobody_s)]
    model = type(records[0])

    of_me, of_other = (
        set(model.objects.filter(in_charge(model, person, TODAY), pk__in=[one.pk for one in records]))
        for person in (me, other)
    )

    assert (of_me, of_other) == ({records[0], records[1]}, {records[1], records[2]})
    assert people_in_charge(model, [one.pk for one in records], TODAY) == {
        records[0].pk: {me.pk},
        records[1].pk: {me.pk, other.pk},
        records[2].pk: {other.pk},
    }


def test_every_kind_that_somebody_can_be_in_charge_of_is_in_the_table_above():
    partner = make_partner()
    made = {type(make(partner)) for make in KINDS.values()} | {RoundAgency}

    assert set(charged_models()) == made


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        ("2026-11-27", None, False),
        ("2026-11-26", None, True),
        ("2026-01-01", "2026-11-26", True),
        ("2026-01-01", "2026-11-25", False),
    ],
)
def test_charge_counts_from_its_first_day_to_its_last(since, until, counts):
    partner, me = make_partner(), make_user()
    make_charge(me, partner, since=since, until=until)
    paper = paper_with(partner)

    found = list(type(paper).objects.filter(in_charge(type(paper), me, TODAY)))

    assert found == ([paper] if counts else [])


@pytest.mark.parametrize(
    ("make", "field"),
    [(make_action, "assignee"), (make_request, "reviewer")],
)
def test_what_is_given_to_somebody_by_name_is_that_person_s_alone(make, field):
    partner, keeper, named = make_partner(), make_user(), make_user()
    make_charge(keeper, partner)
    project = make_project(partners=[partner])
    given, free = make(project, **{field: named}), make(project)
    model = type(given)

    assert [
        list(model.objects.filter(in_charge(model, person, TODAY)).order_by("pk"))
        for person in (keeper, named)
    ] == [[free], [given]]
    assert people_in_charge(model, [given.pk, free.pk], TODAY) == {given.pk: {named.pk}, free.pk: {keeper.pk}}


def test_a_project_given_by_name_is_that_officer_s_alone_and_so_is_what_is_about_it():
    partner, keeper, officer = make_partner(), make_user(), make_user()
    make_charge(keeper, partner)
    given = make_project(partners=[partner, make_partner()], officer=officer)
    free = make_project(partners=[partner, make_partner()])
    alone = make_project(partners=[], officer=officer)
    flags = [make_flag(project) for project in (given, free, alone)]

    assert [
        set(Project.objects.filter(in_charge(Project, person, TODAY))) for person in (keeper, officer)
    ] == [{free}, {given, alone}]
    assert [set(Flag.objects.filter(in_charge(Flag, person, TODAY))) for person in (keeper, officer)] == [
        {flags[1]},
        {flags[0], flags[2]},
    ]
    assert people_in_charge(Project, [given.pk, free.pk, alone.pk], TODAY) == {
        given.pk: {officer.pk},
        free.pk: {keeper.pk},
        alone.pk: {officer.pk},
    }


def test_what_an_agency_answers_belongs_to_who_asked():
    me, other = make_user(), make_user()
    rounds = [UpdateRound.objects.create(title="Quý I", due_on=TODAY, officer=one) for one in (me, other)]
    asked = [RoundAgency.objects.create(round=one, agency=make_agency(), due_on=TODAY) for one in rounds]
    flags = [make_flag(one) for one in asked]

    assert list(RoundAgency.objects.filter(in_charge(RoundAgency, me, TODAY))) == [asked[0]]
    assert list(Flag.objects.filter(in_charge(Flag, other, TODAY))) == [flags[1]]


def test_an_action_of_its_own_and_a_kind_nobody_registered_have_nobody():
    loose = Action.objects.create(title="Việc", origin="other")
    me = make_user(Role.HEAD)

    assert list(Action.objects.filter(in_charge(Action, me, TODAY))) == []
    assert people_in_charge(Action, [loose.pk], TODAY) == {}
    assert pairs_of(PartnerCharge, TODAY) is None
    assert people_in_charge(PartnerCharge, [1], TODAY) == {}
    assert list(PartnerCharge.objects.filter(in_charge(PartnerCharge, me, TODAY))) == []


@pytest.mark.parametrize("model", [Flag, Clock, Action])
def test_who_is_in_charge_is_asked_as_often_for_many_as_for_one(model):
    make = {Flag: make_flag, Clock: lambda record: make_clock(record, due=TODAY), Action: make_action}[model]
    asked = []
    for _turn in range(2):
        for _number in range(3):
            partner = make_partner()
            make_charge(make_user(), partner)
            make(paper_with(partner))
            make(make_delegation(partner))
        keys = list(model.objects.values_list("pk", flat=True))
        people_in_charge(model, keys, TODAY)
        with CaptureQueriesContext(connection) as queries:
            found = people_in_charge(model, keys, TODAY)
        asked.append((len(queries), len(found) == len(keys)))

    assert asked[0] == asked[1] == (len(queries), True)
