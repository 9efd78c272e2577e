from __future__ import annotations

from datetime import date

import pytest

from delegations.enums import DeclineReason, EngagementKind, InvitationAnswer, InvitationSide
from delegations.models import Conference
from delegations.services.invitations import answer_invitation, record_attendance, record_invitation
from dnfa.followup.activity import kind_label, timeline
from partners import flags
from partners.enums import PartnerKind
from partners.models import Partner
from tests.delegations.engagements.factories import TODAY, make_invitation
from tests.factories import make_partner, make_relationship, make_user
from tests.followup.factories import make_delegation, make_engagement, make_parameters

pytestmark = pytest.mark.django_db


def last_days(partner: Partner, as_of: date = TODAY) -> tuple[date | None, date | None]:
    row = Partner.objects.with_last_activity(as_of).get(pk=partner.pk)
    return row.last_activity, row.last_contact


def dormant(as_of: date = TODAY) -> list[str]:
    return sorted(flags.dormant_ties(as_of).values_list("name_vi", flat=True))


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        ("", {}),
        (InvitationAnswer.NO_ANSWER, {}),
        (InvitationAnswer.ACCEPTED, {"answered_on": date(2026, 10, 20)}),
        (InvitationAnswer.DELEGATED, {"answered_on": date(2026, 10, 20)}),
        (InvitationAnswer.DECLINED, {"answered_on": date(2026, 10, 20), "reason": DeclineReason.SCHEDULE}),
    ],
)
@pytest.mark.parametrize("side", list(InvitationSide))
def test_no_invitation_and_no_answer_wakes_a_tie_that_slept(side, answer, facts):
    make_parameters(months=24)
    partner = make_partner(name_vi="Timisoara")
    make_relationship(partner, since="2010")
    make_delegation(partner, starts_on="2015-05-01")
    officer = make_user()
    before = (dormant(), last_days(partner))

    invitation = record_invitation(
        side=side,
        partner=partner,
        occasion="Lễ hội pháo hoa",
        sent_on=date(2026, 10, 1),
        user=officer,
        today=TODAY,
    )
    if answer:
        answer_invitation(invitation=invitation, answer=answer, user=officer, today=TODAY, **facts)

    assert before == (["Timisoara"], (date(2015, 5, 1), date(2015, 5, 1)))
    assert (dormant(), last_days(partner)) == before


def test_coming_to_the_fair_wakes_the_tie_on_the_day_of_the_fair():
    make_parameters(months=24)
    partner = make_partner(name_vi="Salo")
    make_relationship(partner, since="2010")
    make_delegation(partner, starts_on="2015-05-01")
    fair = make_engagement(kind=EngagementKind.EVENT, starts_on="2026-08-05", ends_on="2026-08-10")
    invitation = make_invitation(partner=partner, event=fair, sent_on=date(2026, 6, 1))
    before = dormant()

    record_attendance(invitation=invitation, attended=True, persons=6, user=make_user(), today=TODAY)

    assert (before, dormant()) == (["Salo"], [])
    assert last_days(partner) == (date(2026, 8, 10), date(2026, 8, 10))
    assert last_days(partner, date(2026, 8, 4)) == (date(2015, 5, 1), date(2015, 5, 1))
    assert last_days(partner, date(2026, 8, 5)) == (date(2026, 8, 5), date(2026, 8, 5))


@pytest.mark.parametrize(("attended", "expected"), [(True, date(2026, 9, 3)), (False, None), (None, None)])
def test_only_who_came_counts(attended, expected):
    invitation = make_invitation(attended=attended, event_from=date(2026, 9, 1), event_to=date(2026, 9, 3))

    assert last_days(invitation.partner) == (expected, expected)


@pytest.mark.parametrize(
    ("conference", "expected"),
    [
        ({"starts_on": "2026-03-02", "ends_on": "2026-03-04"}, date(2026, 3, 4)),
        (
            {
                "starts_on": "2026-03-10",
                "planned_starts_on": date(2026, 3, 10),
                "planned_ends_on": date(2026, 3, 12),
            },
            date(2026, 3, 12),
        ),
        ({"planned_starts_on": date(2026, 3, 10)}, date(2026, 3, 10)),
        ({"planned_starts_on": date(2026, 3, 10), "planned_ends_on": date(2026, 3, 12)}, date(2026, 3, 12)),
        ({}, None),
    ],
)
def test_who_came_to_a_conference_counts_with_its_last_day(conference, expected):
    held = Conference.objects.create(key="hoi-nghi", title_vi="Hội nghị", part="hosted", **conference)
    invitation = make_invitation(conference=held, attended=True)

    assert last_days(invitation.partner) == (expected, expected)


@pytest.mark.parametrize(
    ("trip", "as_of", "expected"),
    [
        # The delegation tells it itself, from the day it began.
        ({"starts_on": "2026-09-01"}, TODAY, [("delegation", date(2026, 9, 1))]),
        ({"starts_on": "2026-09-01"}, date(2026, 8, 31), [("attendance", date(2026, 8, 20))]),
        ({"planned_starts_on": date(2026, 12, 1)}, TODAY, [("attendance", date(2026, 8, 20))]),
        (
            {
                "planned_starts_on": date(2026, 9, 1),
                "cancelled_on": date(2026, 8, 25),
                "cancel_reason": "visa",
            },
            TODAY,
            [("attendance", date(2026, 8, 20))],
        ),
    ],
)
def test_who_came_is_told_by_the_delegation_only_where_that_took_place(trip, as_of, expected):
    partner = make_partner()
    follows = make_delegation(partner, **trip)
    make_invitation(partner=partner, delegation=follows, attended=True, event_from=date(2026, 8, 20))

    told = [(row["row_record"], row["row_last_day"]) for row in timeline([partner.pk], as_of)]

    assert (told, last_days(partner, as_of)) == (expected, (expected[0][1], expected[0][1]))


def test_the_timeline_tells_it_once_and_a_body_counts_for_its_locality():
    locality = make_partner()
    body = make_partner(kind=PartnerKind.UNIVERSITY, parent=locality)
    fair = make_engagement(locality, kind=EngagementKind.EVENT, starts_on="2026-08-05")
    trip = make_delegation(locality, starts_on="2026-09-01")
    make_invitation(partner=locality, event=fair, attended=True)
    make_invitation(partner=locality, delegation=trip, attended=True, event_from=date(2026, 9, 1))
    came = make_invitation(partner=body, event=fair, attended=True, occasion="Hội chợ")
    make_invitation(partner=body, attended=False, event_from=date(2026, 9, 1))

    rows = list(timeline([locality.pk, body.pk], TODAY))

    assert sorted((row["row_record"], row["row_key"], row["row_partner_id"]) for row in rows) == sorted(
        [
            ("delegation", trip.key, locality.pk),
            ("engagement", fair.key, locality.pk),
            ("attendance", str(came.pk), locality.pk),
            ("attendance", str(came.pk), body.pk),
        ]
    )
    assert last_days(locality) == (date(2026, 9, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("attended_sent", "Dự sự kiện của thành phố"),
        ("attended_received", "Thành phố dự sự kiện của đối tác"),
    ],
)
def test_the_word_of_attendance(kind, word):
    assert kind_label("attendance", kind) == word
