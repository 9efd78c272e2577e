from __future__ import annotations

from datetime import date, timedelta

import pytest

from delegations.enums import InvitationAnswer, InvitationSide, ObligationSide
from delegations.matching.route import Route
from delegations.matching.waiting import waiting_of
from delegations.models import Conference
from dnfa.accounts.enums import Role
from tests.agreements.carrying_out.factories import make_commitment
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.matching.factories import TODAY
from tests.delegations.outcomes.factories import make_report
from tests.factories import make_agency, make_agreement, make_partner, make_user
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def waiting(partner, *, user=None, route=Route(), as_of=TODAY):  # noqa: B008  (frozen)
    user = user or make_user()
    return waiting_of([partner], user=user, as_of=as_of, expiring_days=180, route=route)[partner.pk]


# --- papers ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ends_on", "listed", "in_force"),
    [
        (TODAY - DAY, ["expired"], 0),
        (TODAY, ["expiring"], 1),
        (TODAY + 180 * DAY, ["expiring"], 1),
        (TODAY + 181 * DAY, [], 1),
    ],
)
def test_papers_at_their_end_are_listed_and_those_in_force_counted(ends_on, listed, in_force):
    partner = make_partner()
    make_agreement(
        partners=[partner], signed_on="2015-01-01", term_kind="until", term_ends_on=ends_on.isoformat()
    )

    told = waiting(partner)

    assert ([paper.status for paper in told.papers], told.in_force) == (listed, in_force)
    assert told.is_pressing is bool(listed)


def test_drafts_and_papers_of_later_days_are_not_there():
    partner = make_partner()
    make_agreement(partners=[partner], stage="drafting", term_kind="until", term_ends_on="2020")
    make_agreement(partners=[partner], signed_on="2026-11-26", term_kind="indefinite")

    told = waiting(partner)

    assert (told.papers, told.in_force) == ([], 0)


def test_hidden_papers_are_neither_listed_nor_counted():
    partner, own = make_partner(), make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=own)
    term = {"signed_on": "2015", "term_kind": "until", "term_ends_on": "2020"}
    seen = make_agreement(partners=[partner], agencies=[own], **term)
    hidden = make_agreement(partners=[partner], agencies=[make_agency()], **term)
    make_agreement(partners=[partner], signed_on="2015", term_kind="indefinite")

    assert [paper.pk for paper in waiting(partner, user=focal).papers] == [seen.pk]
    assert waiting(partner, user=focal).in_force == 0
    assert sorted(paper.pk for paper in waiting(partner).papers) == [seen.pk, hidden.pk]
    assert waiting(partner).in_force == 1


# --- promises of papers ----------------------------------------------------------------------------
def promised(told):
    return [(promise.side, promise.text, promise.due_on, promise.is_late) for promise in told.promises]


@pytest.mark.parametrize(
    ("due_on", "is_late"), [(TODAY - DAY, True), (TODAY, False), (TODAY + DAY, False), (None, False)]
)
def test_an_open_promise_of_a_paper_is_listed_and_presses_once_it_is_late(due_on, is_late):
    partner = make_partner()
    make_commitment(make_agreement(partners=[partner]), text="Học bổng", side="theirs", due_on=due_on)

    told = waiting(partner)

    assert promised(told) == [("theirs", "Học bổng", due_on, is_late)]
    assert told.is_pressing is is_late


def test_what_is_done_given_up_or_only_expected_is_not_open():
    partner = make_partner()
    paper = make_agreement(partners=[partner])
    make_commitment(paper, text="Xong", done_on=TODAY, evidence="có")
    make_commitment(paper, text="Thôi", cancelled_on=TODAY, cancel_reason="đổi ý")
    make_commitment(paper, text="Xong ngày mai", done_on=TODAY + DAY, evidence="có")
    make_commitment(make_agreement(partners=[partner], stage="drafting"), text="Mới dự thảo")
    make_commitment(text="Của đối tác khác")

    assert [row[1] for row in promised(waiting(partner))] == ["Xong ngày mai"]


def test_hidden_promises_stay_hidden_and_those_an_agency_owes_are_seen():
    partner, own = make_partner(), make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=own)
    paper = make_agreement(partners=[partner], agencies=[make_agency()])
    make_commitment(paper, text="Việc của cơ quan khác", lead_agency=make_agency())

    assert promised(waiting(partner, user=focal)) == []
    assert [row[1] for row in promised(waiting(partner))] == ["Việc của cơ quan khác"]

    make_commitment(make_agreement(partners=[partner]), text="Việc của ta", lead_agency=own)

    assert [row[1] for row in promised(waiting(partner, user=focal))] == ["Việc của ta"]


# --- promises of meetings --------------------------------------------------------------------------
def _oblige(report, side, text, **values):
    lead = make_agency() if side != ObligationSide.THEIRS else None
    return report.obligations.create(side=side, text=text, lead_agency=lead, **values)


def _action(**values):
    commitment = make_commitment(**values)
    action = commitment.action
    commitment.delete()
    return action


def test_ours_of_a_report_is_open_with_its_action_theirs_with_the_latest_report():
    partner = make_partner()
    old = make_report(make_delegation(partners=[partner]), reported_on=date(2025, 5, 5))
    new = make_report(make_delegation(partners=[partner]), reported_on=date(2026, 5, 5))
    draft = make_report(make_delegation(partners=[partner]))
    _oblige(old, ObligationSide.OURS, "Ta, cũ, còn mở", action=_action())
    _oblige(old, ObligationSide.OURS, "Ta, cũ, đã xong", action=_action(done_on=TODAY, evidence="có"))
    _oblige(old, ObligationSide.THEIRS, "Bạn, cũ")
    _oblige(new, ObligationSide.THEIRS, "Bạn, mới", due_on=date(2026, 11, 24))
    _oblige(new, ObligationSide.PROPOSAL, "Kiến nghị", action=_action())
    _oblige(draft, ObligationSide.THEIRS, "Bạn, mới nháp")

    assert promised(waiting(partner)) == [
        ("theirs", "Bạn, mới", date(2026, 11, 24), True),
        ("ours", "Ta, cũ, còn mở", None, False),
    ]
    assert [row[1] for row in promised(waiting(partner, as_of=date(2025, 12, 31)))] == [
        "Ta, cũ, còn mở",
        "Ta, cũ, đã xong",
        "Bạn, cũ",
    ]


def test_reports_of_conferences_count_and_hidden_ones_do_not():
    partner, own = make_partner(), make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=own)
    conference = Conference.objects.create(
        key="hoi-nghi", title_vi="Hội nghị", part="hosted", starts_on="2026-05"
    )
    conference.partners.set([partner])
    _oblige(make_report(conference, reported_on=TODAY), ObligationSide.THEIRS, "Gửi chuyên gia")

    assert [row[1] for row in promised(waiting(partner))] == ["Gửi chuyên gia"]
    assert promised(waiting(partner, user=focal)) == []

    conference.lead_agencies.set([own])

    assert [row[1] for row in promised(waiting(partner, user=focal))] == ["Gửi chuyên gia"]


# --- invitations -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["waiting"]),
        ({"answer_by": TODAY - DAY}, ["overdue"]),
        ({"answer_by": TODAY}, ["waiting"]),
        ({"sent_on": TODAY}, ["waiting"]),
        ({"sent_on": TODAY + DAY}, []),
        ({"event_from": TODAY - DAY}, []),  # the event is over
        ({"event_from": TODAY - DAY, "event_to": TODAY}, ["waiting"]),
        ({"answer": InvitationAnswer.DECLINED, "answered_on": TODAY, "reason": "budget"}, []),
        ({"answer": InvitationAnswer.NO_ANSWER}, []),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY}, []),  # nobody knows when
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY, "event_from": TODAY}, ["accepted"]),
        ({"answer": InvitationAnswer.DELEGATED, "answered_on": TODAY, "event_from": TODAY}, ["delegated"]),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY, "event_from": TODAY - DAY}, []),
        (
            {
                "answer": InvitationAnswer.ACCEPTED,
                "answered_on": TODAY,
                "event_from": TODAY,
                "attended": True,
            },
            [],
        ),
    ],
)
def test_invitations_are_open_until_answered_or_over(values, expected):
    partner = make_partner()
    make_invitation(partner=partner, **values)

    assert [invitation.state for invitation in waiting(partner).invitations] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"answer_by": TODAY - DAY}, True),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY, "event_from": TODAY}, False),
    ],
)
def test_an_invitation_presses_while_nobody_has_answered(values, expected):
    partner = make_partner()
    make_invitation(partner=partner, **values)

    assert waiting(partner).is_pressing is expected


def test_an_invitation_to_an_event_on_the_way_says_so():
    partner = make_partner()
    route = Route(begins=date(2027, 3, 10), ends=date(2027, 3, 14))
    for first, last in ((1, 9), (9, 10), (14, 20), (15, 16)):
        make_invitation(
            partner=partner,
            occasion=f"{first}-{last}",
            side=InvitationSide.RECEIVED,
            event_from=date(2027, 3, first),
            event_to=date(2027, 3, last),
        )

    told = waiting(partner, route=route)

    assert [(one.occasion, one.meets_route) for one in told.invitations] == [
        ("1-9", False),
        ("9-10", True),
        ("14-20", True),
        ("15-16", False),
    ]


def test_an_invitation_to_a_postponed_event_is_open_on_its_new_days():
    partner, route = make_partner(), Route(begins=date(2027, 3, 10), ends=date(2027, 3, 14))
    event = make_engagement(starts_on="2027-03-12")
    copied = {"event_from": TODAY - DAY, "event_to": TODAY - DAY}
    make_invitation(partner=partner, event=event, **copied)

    [told] = waiting(partner, route=route).invitations

    assert (told.begins, told.ends, told.meets_route) == (date(2027, 3, 12), date(2027, 3, 12), True)


def test_hidden_invitations_stay_hidden():
    partner, own = make_partner(), make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=own)
    make_invitation(partner=partner, occasion="Thấy", agency=own)
    make_invitation(partner=partner, occasion="Ẩn", agency=make_agency())

    assert [one.occasion for one in waiting(partner, user=focal).invitations] == ["Thấy"]
    assert sorted(one.occasion for one in waiting(partner).invitations) == ["Thấy", "Ẩn"]
