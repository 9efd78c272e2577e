from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from partners.charge_services import charge_end, charge_give, charges_give, charges_hand_over
from partners.models import PartnerCharge
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
EARLIER = date(2026, 1, 5)


def charge(partner, person, since=EARLIER, until=None) -> PartnerCharge:
    return PartnerCharge.objects.create(partner=partner, person=person, since=since, until=until)


def told() -> list[tuple]:
    rows = PartnerCharge.objects.order_by("partner_id", "since", "pk")
    return [(row.partner, row.person, row.since, row.until) for row in rows]


# --- Giving -----------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMINISTRATOR])
def test_head_and_administrator_give_a_partner_to_an_officer_beside_who_has_it(role):
    partner, first, second = make_partner(), make_user(), make_user()
    charge(partner, first)

    given = charge_give(
        partner=partner, person=second, since=TODAY, note=" Đi  Nhật ", user=make_user(role), today=TODAY
    )

    assert told() == [(partner, first, EARLIER, None), (partner, second, TODAY, None)]
    assert given.note == "Đi Nhật"


def test_an_officer_takes_a_partner_that_nobody_has():
    partner, officer = make_partner(), make_user()

    charge_give(partner=partner, person=officer, since=TODAY, user=officer, today=TODAY)

    assert told() == [(partner, officer, TODAY, None)]


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_follow_partners_have_them(role):
    partner, person, head = make_partner(), make_user(role), make_user(Role.HEAD)
    takes = role in {Role.OFFICER, Role.HEAD}

    if takes:
        charge_give(partner=partner, person=person, since=TODAY, user=head, today=TODAY)
    else:
        with pytest.raises(InvalidInput) as refusal:
            charge_give(partner=partner, person=person, since=TODAY, user=head, today=TODAY)
        assert (refusal.value.code, list(refusal.value.fields)) == ("person_cannot", ["person"])

    assert told() == ([(partner, person, TODAY, None)] if takes else [])


def test_a_closed_account_gets_no_partner():
    with pytest.raises(InvalidInput) as refusal:
        charge_give(
            partner=make_partner(),
            person=make_user(is_active=False),
            since=TODAY,
            user=make_user(Role.HEAD),
            today=TODAY,
        )

    assert (refusal.value.code, told()) == ("person_cannot", [])


@pytest.mark.parametrize(
    ("case", "since"),
    [("for another", TODAY), ("kept", TODAY), ("from yesterday", BEFORE), ("from tomorrow", AFTER)],
)
def test_what_an_officer_may_not_take(case, since):
    partner, officer, other = make_partner(), make_user(), make_user()
    if case == "kept":
        charge(partner, other)
    stood = told()

    with pytest.raises(NotAllowed) as refusal:
        charge_give(
            partner=partner,
            person=other if case == "for another" else officer,
            since=since,
            user=officer,
            today=TODAY,
        )

    assert (refusal.value.code, told()) == ("charge_not_given", stood)


@pytest.mark.parametrize("role", [Role.LEADER, Role.FOCAL_POINT, Role.AUDITOR])
def test_others_give_nothing(role):
    with pytest.raises(NotAllowed):
        charge_give(
            partner=make_partner(), person=make_user(), since=TODAY, user=make_user(role), today=TODAY
        )

    assert told() == []


def test_giving_what_somebody_has_is_a_conflict():
    partner, officer = make_partner(), make_user()
    charge(partner, officer)

    with pytest.raises(Conflict) as refusal:
        charge_give(partner=partner, person=officer, since=TODAY, user=make_user(Role.HEAD), today=TODAY)

    assert (refusal.value.code, told()) == ("charged_already", [(partner, officer, EARLIER, None)])


def test_somebody_may_have_a_partner_again_after_an_end():
    partner, officer = make_partner(), make_user()
    charge(partner, officer, until=BEFORE)

    charge_give(partner=partner, person=officer, since=TODAY, user=make_user(Role.HEAD), today=TODAY)

    assert told() == [(partner, officer, EARLIER, BEFORE), (partner, officer, TODAY, None)]


@pytest.mark.parametrize(
    ("note", "code"), [("x" * 301, "note_too_long"), ("TỐI MẬT: nội dung", "secret_mark")]
)
def test_a_note_must_be_fit_to_store(note, code):
    with pytest.raises(InvalidInput) as refusal:
        charge_give(
            partner=make_partner(),
            person=make_user(),
            since=TODAY,
            note=note,
            user=make_user(Role.HEAD),
            today=TODAY,
        )

    assert (refusal.value.code, list(refusal.value.fields), told()) == (code, ["note"], [])


# --- Many at once -----------------------------------------------------------


def test_many_partners_go_to_one_person_who_replaces_whoever_had_them():
    free, kept, own, past = (make_partner() for _ in range(4))
    person, other = make_user(), make_user()
    charge(kept, other)
    charge(own, person)
    charge(past, other, until=BEFORE)

    given = charges_give(
        partners=[free, kept, own, past],
        person=person,
        since=TODAY,
        replaces=True,
        user=make_user(Role.HEAD),
        today=TODAY,
    )

    assert (len(given.begun), given.ended, given.already) == (3, 1, 1)
    assert told() == [
        (free, person, TODAY, None),
        (kept, other, EARLIER, BEFORE),
        (kept, person, TODAY, None),
        (own, person, EARLIER, None),
        (past, other, EARLIER, BEFORE),
        (past, person, TODAY, None),
    ]


@pytest.mark.parametrize(
    ("began", "since", "stands"),
    [
        (BEFORE, TODAY, True),
        (TODAY, TODAY, False),  # given this morning, given on before noon: as if it had not been
        (AFTER, TODAY, False),
        (BEFORE, BEFORE, None),  # would undo a day that somebody was in charge
    ],
)
def test_who_is_replaced_ends_the_day_before_or_never_began(began, since, stands):
    partner, other, person = make_partner(), make_user(), make_user()
    charge(partner, other, since=began)
    facts = {"partners": [partner], "person": person, "since": since, "replaces": True, "today": TODAY}
    head = make_user(Role.HEAD)

    if stands is None:
        with pytest.raises(InvalidInput) as refusal:
            charges_give(user=head, **facts)
        assert (refusal.value.code, told()) == ("before_predecessor", [(partner, other, began, None)])
        return
    charges_give(user=head, **facts)

    ended = [(partner, other, began, since - timedelta(days=1))] if stands else []
    assert told() == [*ended, (partner, person, since, None)]


def test_giving_many_asks_as_often_as_giving_one(django_assert_num_queries):
    head, officer = make_user(Role.HEAD), make_user()
    asked = []
    for number in (1, 3):
        partners = [make_partner() for _ in range(number)]
        for partner in partners:
            charge(partner, officer)
        with django_assert_num_queries(7) as queries:
            charges_give(
                partners=partners, person=make_user(), since=TODAY, replaces=True, user=head, today=TODAY
            )
        asked.append(len(queries))

    assert asked[0] == asked[1]


# --- Ending -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "code"),
    [(EARLIER, None), (TODAY, None), (AFTER, None), (date(2026, 1, 4), "ends_before_start")],
)
def test_a_charge_ends_with_a_day_not_before_it_began(until, code):
    partner, officer = make_partner(), make_user()
    held = charge(partner, officer)
    head = make_user(Role.HEAD)

    if code:
        with pytest.raises(InvalidInput) as refusal:
            charge_end(charge=held, until=until, user=head, today=TODAY)
        assert refusal.value.code == code
    else:
        assert charge_end(charge=held, until=until, user=head, today=TODAY).version == 2

    assert told() == [(partner, officer, EARLIER, None if code else until)]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.FOCAL_POINT, Role.AUDITOR])
def test_others_end_nothing(role):
    partner, user = make_partner(), make_user(role)
    held = charge(partner, make_user())

    with pytest.raises(NotAllowed):
        charge_end(charge=held, until=TODAY, user=user, today=TODAY)

    assert told() == [(partner, held.person, EARLIER, None)]


def test_what_is_over_or_was_changed_meanwhile_is_not_ended():
    head = make_user(Role.HEAD)
    over = charge(make_partner(), make_user(), until=BEFORE)
    held = charge(make_partner(), make_user())
    stood = told()
    refused = []

    for one, version in ((over, None), (held, held.version + 1)):
        with pytest.raises(Conflict) as refusal:
            charge_end(charge=one, until=TODAY, base_version=version, user=head, today=TODAY)
        refused.append(refusal.value.code)

    assert (refused, told()) == (["charge_over", "stale_version"], stood)


# --- Handing over -----------------------------------------------------------


def test_all_that_one_person_has_goes_to_another_in_one_deed():
    open_one, limited, past, coming, shared = (make_partner() for _ in range(5))
    leaving, staying, third = make_user(), make_user(), make_user()
    charge(open_one, leaving)
    charge(limited, leaving, until=date(2026, 12, 31))
    charge(past, leaving, until=BEFORE)
    charge(coming, leaving, since=date(2027, 1, 4))
    charge(shared, leaving)
    charge(shared, staying)
    charge(past, third)

    given = charges_hand_over(person=leaving, to=staying, since=TODAY, user=make_user(Role.HEAD), today=TODAY)

    assert (len(given.begun), given.ended, given.already) == (3, 4, 1)
    assert told() == [
        (open_one, leaving, EARLIER, BEFORE),
        (open_one, staying, TODAY, None),
        (limited, leaving, EARLIER, BEFORE),
        (limited, staying, TODAY, date(2026, 12, 31)),
        (past, leaving, EARLIER, BEFORE),
        (past, third, EARLIER, None),
        (coming, staying, date(2027, 1, 4), None),
        (shared, leaving, EARLIER, BEFORE),
        (shared, staying, EARLIER, None),
    ]


def test_what_somebody_whose_account_is_closed_had_can_be_handed_over():
    partner, gone, staying = make_partner(), make_user(is_active=False), make_user()
    charge(partner, gone)

    charges_hand_over(person=gone, to=staying, since=TODAY, user=make_user(Role.HEAD), today=TODAY)

    assert told() == [(partner, gone, EARLIER, BEFORE), (partner, staying, TODAY, None)]


@pytest.mark.parametrize(
    ("case", "error", "code"),
    [
        ("same", InvalidInput, "same_person"),
        ("nothing", Conflict, "nothing_to_hand_over"),
        ("to a leader", InvalidInput, "person_cannot"),
        ("by an officer", NotAllowed, "charge_not_given"),
    ],
)
def test_a_refused_hand_over_writes_nothing(case, error, code):
    partner, person = make_partner(), make_user()
    charge(partner, person)
    stood = told()

    with pytest.raises(error) as refusal:
        charges_hand_over(
            person=make_user() if case == "nothing" else person,
            to={"same": person, "to a leader": make_user(Role.LEADER)}.get(case) or make_user(),
            since=TODAY,
            user=person if case == "by an officer" else make_user(Role.HEAD),
            today=TODAY,
        )

    assert (refusal.value.code, told()) == (code, stood)


# --- What the database insists on -------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "stands"),
    [
        (date(2026, 3, 31), None, False),
        (date(2026, 3, 31), date(2026, 3, 31), False),
        (date(2025, 1, 1), date(2026, 1, 5), False),
        (date(2025, 1, 1), date(2026, 1, 4), True),
        (date(2026, 4, 1), None, True),
    ],
)
def test_ranges_of_one_person_never_overlap(since, until, stands):
    partner, officer = make_partner(), make_user()
    charge(partner, officer, until=date(2026, 3, 31))
    charge(make_partner(), officer, since=since, until=until)
    charge(partner, make_user(), since=since, until=until)

    try:
        with transaction.atomic():
            charge(partner, officer, since=since, until=until)
        kept = True
    except IntegrityError:
        kept = False

    assert kept is stands
