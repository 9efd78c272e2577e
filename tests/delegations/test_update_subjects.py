"""What agencies say about contacts and conferences, and what the register holds once it is accepted."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from delegations.models import Conference, Engagement
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from dnfa.updates.models import ChangeRequest
from dnfa.updates.round_records import records_to_confirm
from dnfa.updates.subjects import subject_by_code
from tests.delegations.conferences.factories import make_conference
from tests.factories import make_agency, make_country, make_partner, make_user, sign_in
from tests.partners.factories import make_engagement
from tests.updates.telling import TODAY, accept, begin, kept_codes, sees_and_may, send

pytestmark = pytest.mark.django_db
CALL = {"kind": "call", "title_vi": "Gọi bàn việc đón đoàn", "starts_on": "20/11/2026"}


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def speaker(agency):
    return make_user(Role.FOCAL_POINT, agency=agency)


@pytest.fixture
def officer():
    return make_user()


@pytest.fixture
def partner(agency):
    """One that the agency has dealt with."""
    known = make_partner()
    make_engagement(partners=[known], agencies=[agency])
    return known


# --- contacts -------------------------------------------------------------------------
def test_an_accepted_contact_is_the_agencys(speaker, officer, agency, partner):
    request = send(speaker, begin(speaker, "engagement", "new"), {**CALL, "partners": [str(partner.pk)]})

    done = accept(officer, request)

    made = Engagement.objects.get(title_vi="Gọi bàn việc đón đoàn")
    assert (done.record, done.state, made.kind, made.starts_on) == (
        made,
        "accepted",
        "call",
        PartialDate(2026, 11, 20),
    )
    assert (list(made.partners.all()), list(made.lead_agencies.all())) == ([partner], [agency])


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (CALL, ["partners"]),
        ({**CALL, "kind": "award", "starts_on": "20/11/2090"}, ["starts_on"]),
        ({**CALL, "kind": "award", "title_vi": ""}, ["title_vi"]),
        ({**CALL, "kind": "award", "starts_on": ""}, ["starts_on"]),
        ({**CALL, "kind": "award", "ends_on": "1/1/2026"}, ["ends_on"]),
    ],
)
def test_what_the_service_would_refuse_is_told_before_it_is_sent(values, fields, speaker):
    request = begin(speaker, "engagement", "new")

    with pytest.raises(InvalidInput) as refused:
        send(speaker, request, values)

    assert (list(refused.value.fields), Engagement.objects.count()) == (fields, 0)


def test_an_edit_is_decided_value_by_value(speaker, officer, agency, partner):
    record = make_engagement(
        title_vi="Thư", kind="letter", starts_on="2026-05", partners=[partner], agencies=[agency], persons=2
    )
    request = send(
        speaker,
        begin(speaker, "engagement", "edit", record),
        {"outcome_vi": "Hai bên đồng ý", "persons": "5"},
    )

    done = accept(officer, request, "outcome_vi", reason="wrong", text="Số người chưa khớp biên bản")

    record.refresh_from_db()
    assert (record.outcome_vi, record.persons, done.state) == ("Hai bên đồng ý", 2, "returned")
    assert list(record.lead_agencies.all()) == [agency]


def test_what_somebody_changed_meanwhile_is_seen_before_it_is_decided(speaker, officer, agency, partner):
    record = make_engagement(
        kind="letter", starts_on="2026", place="Huế", partners=[partner], agencies=[agency]
    )
    request = send(speaker, begin(speaker, "engagement", "edit", record), {"place": "Đà Nẵng"})
    seen = record.version
    Engagement.objects.filter(pk=record.pk).update(place="Hội An")

    with pytest.raises(Conflict) as stale:
        accept(officer, request, record_version=seen)

    record.refresh_from_db()
    assert (stale.value.code, record.place) == ("stale_version", "Hội An")


def test_who_sends_updates_of_a_contact(speaker, agency):
    record = make_engagement(agencies=[agency])
    people = {
        "led it": speaker,
        "another": make_user(Role.FOCAL_POINT),
        "officer": make_user(),
        "leader": make_user(Role.LEADER),
    }

    assert {name: sees_and_may(user, "engagement", record) for name, user in people.items()} == {
        "led it": (True, True),
        "another": (False, False),
        "officer": (True, True),
        "leader": (True, False),
    }


# --- conferences -----------------------------------------------------------------------
def test_an_accepted_conference_is_planned(speaker, officer, agency):
    values = {"part": "hosted", "title_vi": "Hội thảo biển", "planned_starts_on": "10/3/2027"}
    request = send(speaker, begin(speaker, "conference", "new"), values)

    accept(officer, request)

    made = Conference.objects.get()
    assert (made.title_vi, made.part, made.planned_starts_on) == (
        "Hội thảo biển",
        "hosted",
        date(2027, 3, 10),
    )
    assert (list(made.lead_agencies.all()), made.owes_report) == ([agency], True)


def test_a_conference_is_corrected_and_its_sum_has_a_currency(speaker, officer, agency):
    country = make_country("KR")
    record = make_conference(lead_agencies=[agency])
    values = {"place": "Cung hội nghị", "countries": [str(country.pk)], "cost_amount": "1500000"}
    request = send(speaker, begin(speaker, "conference", "edit", record), values)

    accept(officer, request)

    record.refresh_from_db()
    assert (record.place, list(record.countries.all())) == ("Cung hội nghị", [country])
    assert (record.cost_amount, record.cost_currency) == (1_500_000, "VND")


@pytest.mark.parametrize(
    ("allowed", "values", "told"),
    [
        (False, {"planned_ends_on": "13/3/2027"}, ("submitted", [])),
        (True, {"planned_ends_on": "13/3/2027"}, ("draft", ["reason"])),
        (True, {"planned_ends_on": "13/3/2027", "reason": "Khách đến muộn"}, ("submitted", [])),
        (True, {"place": "Cung hội nghị"}, ("submitted", [])),
    ],
)
def test_allowed_days_move_with_a_reason(allowed, values, told, speaker, agency):
    permit = {"decision_number": "12/UBND", "decision_on": date(2026, 10, 1)} if allowed else {}
    request = begin(speaker, "conference", "edit", make_conference(lead_agencies=[agency], **permit))

    wrong: list[str] = []
    try:
        send(speaker, request, values)
    except InvalidInput as refused:
        wrong = list(refused.fields)

    request.refresh_from_db()
    assert (request.state, wrong) == told


def test_a_reason_goes_with_the_days_it_moves(speaker, officer, agency):
    record = make_conference(lead_agencies=[agency], decision_number="12/UBND")
    values = {"planned_ends_on": "13/3/2027", "reason": "Khách đến muộn"}

    accept(officer, send(speaker, begin(speaker, "conference", "edit", record), values))

    record.refresh_from_db()
    assert record.planned_ends_on == date(2027, 3, 13)


def test_who_takes_part_sees_a_conference_and_who_leads_it_speaks(speaker, agency):
    joined = make_user(Role.FOCAL_POINT)
    record = make_conference(lead_agencies=[agency], coordinating=[joined.agency])
    given_up = make_conference(lead_agencies=[agency], cancelled_on=TODAY, cancel_reason="partner")

    people = (speaker, joined, make_user(Role.FOCAL_POINT), make_user(Role.AUDITOR))
    assert [sees_and_may(user, "conference", record) for user in people] == [
        (True, True),
        (True, False),
        (False, False),
        (True, False),
    ]
    assert sees_and_may(speaker, "conference", given_up) == (True, False)


def test_a_round_asks_those_who_may_answer():
    leads, joins = make_agency(), make_agency()
    record = make_conference(lead_agencies=[leads], coordinating=[joins])

    asked = [records_to_confirm(agency, TODAY) for agency in (leads, joins)]

    assert asked == [[(subject_by_code("conference"), [record.pk])], []]


def test_conferences_to_confirm_ask_the_same_of_many(speaker, agency):
    make_conference(lead_agencies=[agency])
    kept_codes(speaker)
    one, questions = kept_codes(speaker)
    make_conference(lead_agencies=[agency])
    make_conference(lead_agencies=[agency])

    assert one == ["conference"]
    assert kept_codes(speaker) == (["conference"] * 3, questions)


# --- pages ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "make", "url"),
    [
        ("conference", make_conference, "delegations:conference-update"),
        ("engagement", make_engagement, "delegations:engagement-update"),
    ],
)
def test_the_button_of_the_page_leads_to_where_an_update_begins(code, make, url, client, speaker):
    record = make(**{"lead_agencies" if code == "conference" else "agencies": [speaker.agency]})
    client.force_login(speaker)

    page = client.get(record.get_absolute_url()).content.decode()
    begins = reverse(url, args=[record.key])

    assert (f'href="{begins}"' in page, client.get(begins).url) == (
        True,
        reverse("updates:begin", args=[code, record.pk]),
    )
    sign_in(client, Role.LEADER)
    assert f'href="{begins}"' not in client.get(record.get_absolute_url()).content.decode()


def test_a_hidden_contact_is_no_subject(speaker):
    record = make_engagement(agencies=[make_agency()])

    with pytest.raises(NotAllowed):
        begin(make_user(Role.LEADER, agency=make_agency()), "engagement", "edit", record)

    assert ChangeRequest.objects.count() == 0
