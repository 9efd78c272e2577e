"""Who reads names, who changes what, and when the record's state allows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from delegations.models import Delegation, DelegationMember
from delegations.rules import can_write_contacts, is_focal_point, leads
from delegations.rules import trips as rules
from dnfa.accounts.enums import Role
from tests.delegations.trips.factories import TODAY, make_member, make_trip
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
WRITERS = [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR]
CANCELLED = {"cancelled_on": TODAY, "cancel_reason": "visa"}


@pytest.mark.parametrize("role", list(Role))
def test_the_roles_that_see_everything_read_names_and_others_only_of_what_they_lead(role: Role) -> None:
    agency = make_agency()
    user = make_user(role, agency=agency)
    led, joined, other = (
        make_trip(lead_agencies=[agency]),
        make_trip(coordinating=[agency]),
        make_trip(lead_agencies=[make_agency()]),
    )
    for record in (led, joined, other):
        make_member(record)
    expected = [True, role != Role.FOCAL_POINT, role != Role.FOCAL_POINT]

    by_rule = [rules.can_see_members(user, record) for record in (led, joined, other)]
    seen = set(DelegationMember.objects.visible_to(user).values_list("delegation", flat=True))
    files_of = set(Delegation.objects.all().led_visible_to(user).values_list("pk", flat=True))

    assert by_rule == expected
    assert [record.pk in seen for record in (led, joined, other)] == expected
    assert [record.pk in files_of for record in (led, joined, other)] == expected


def test_nobody_who_is_not_at_work_reads_names() -> None:
    record = make_trip()
    make_member(record)
    gone, stranger = make_user(is_active=False), AnonymousUser()
    told = [
        (rules.can_see_members(user, record), DelegationMember.objects.visible_to(user).count())
        for user in (gone, stranger)
    ]
    assert told == [(False, 0), (False, 0)]


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({}, [True, True, True, False, True]),
        ({"planned_starts_on": None, "planned_ends_on": None}, [True, False, True, False, True]),
        ({"starts_on": "2026-03-01"}, [True, False, False, False, True]),
        ({"closed_on": TODAY}, [False, False, False, False, True]),
        (CANCELLED, [False, False, False, True, False]),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_deeds_by_role_and_state(role: Role, values: dict[str, Any], allowed: list[bool]) -> None:
    agency = make_agency()
    user, record = make_user(role, agency=agency), make_trip(lead_agencies=[agency], **values)
    told = [
        rules.can_edit(user, record),
        rules.can_move(user, record),
        rules.can_cancel(user, record),
        rules.can_reinstate(user, record),
        rules.can_link_agreements(user, record),
    ]
    writes = role in WRITERS
    assert told == [writes and one for one in allowed]
    assert (rules.can_plan(user), rules.can_attach(user, record), can_write_contacts(user)) == (
        writes,
        writes,
        writes,
    )


def test_only_an_active_focal_point_leads() -> None:
    agency = make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=agency)
    gone = make_user(Role.FOCAL_POINT, agency=agency, is_active=False)
    officer = make_user(agency=agency)
    record = make_trip(lead_agencies=[agency])
    told = [(is_focal_point(user), leads(user, record)) for user in (focal, gone, officer)]
    assert told == [(True, True), (False, False), (False, False)]
    assert leads(focal, make_trip(coordinating=[agency])) is False


def test_no_personal_data_beyond_name_title_and_agency_exists() -> None:
    fields = {field.name for field in DelegationMember._meta.concrete_fields}
    assert fields == {
        "id",
        "delegation",
        "name",
        "name_fold",
        "title",
        "agency",
        "organisation",
        "role",
        "is_key_leader",
        "order",
    }
    forbidden = ("birth", "passport", "address", "phone", "email", "nationality", "identity")
    of_trip = [field.name for field in Delegation._meta.get_fields()]
    assert [name for name in (*fields, *of_trip) if any(word in name for word in forbidden)] == []
