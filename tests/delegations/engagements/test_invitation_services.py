from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from delegations.enums import DeclineReason, Direction, InvitationAnswer, InvitationSide
from delegations.invitation_days import days_of, days_on
from delegations.models import Conference, Invitation
from delegations.selectors_invitations import with_days
from delegations.services.engagements import update_engagement
from delegations.services.invitation_lists import invite_partners, note_invitees
from delegations.services.invitations import (
    answer_invitation,
    correct_answer,
    link_delegation,
    record_attendance,
    record_invitation,
    update_invitation,
    withdraw_invitation,
)
from dnfa.accounts.enums import Role
from dnfa.core.history import audit_model
from partners.models import Partner
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import TODAY, make_invitation, refusal
from tests.factories import make_agency, make_partner, make_user
from tests.followup.factories import make_delegation
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


def facts(**values):
    return {
        "side": InvitationSide.RECEIVED,
        "partner": make_partner(),
        "occasion": "Lễ hội Changwon",
        "sent_on": date(2026, 11, 1),
        "user": make_user(),
        "today": TODAY,
        **values,
    }


def test_an_invitation_has_the_days_of_its_event_and_its_agency_sees_the_partner():
    agency = make_agency()
    fair = make_engagement(starts_on="2026-12-05", ends_on="2026-12-07")

    made = record_invitation(**facts(side=InvitationSide.SENT, event=fair, agency=agency))

    assert (days_on(made), made.answer) == ((date(2026, 12, 5), date(2026, 12, 7)), "")
    assert (made.event_from, made.event_to) == (None, None)
    focal = make_user(Role.FOCAL_POINT, agency=agency)
    assert list(Partner.objects.visible_to(focal)) == [made.partner]
    assert list(Invitation.objects.visible_to(focal)) == [made]
    assert list(Invitation.objects.visible_to(make_user(Role.FOCAL_POINT))) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"starts_on": "2026-12"}, (None, None)),
        ({"starts_on": None}, (None, None)),
        ({"starts_on": "2026-12-05"}, (date(2026, 12, 5), date(2026, 12, 5))),
        ({"starts_on": "2026-12-05", "ends_on": "2026-12"}, (None, None)),
    ],
)
def test_days_of_an_event(values, expected):
    record = make_engagement(**values)
    record.refresh_from_db()

    assert days_of(record) == expected


def test_days_of_a_planned_conference():
    planned = Conference(title_vi="H", planned_starts_on=date(2027, 1, 4), planned_ends_on=date(2027, 1, 5))

    assert days_of(planned) == (date(2027, 1, 4), date(2027, 1, 5))


OWN = {"event_from": date(2026, 12, 1), "event_to": date(2026, 12, 2)}
OWN_DAYS = (date(2026, 12, 1), date(2026, 12, 2))


@pytest.mark.parametrize(
    ("kind", "values", "own", "expected"),
    [
        ("", {}, {}, (None, None)),
        ("", {}, OWN, OWN_DAYS),
        ("", {}, {"event_from": date(2026, 12, 1)}, (date(2026, 12, 1), date(2026, 12, 1))),
        ("event", {"starts_on": "2026-12-05"}, {}, (date(2026, 12, 5), date(2026, 12, 5))),
        ("event", {"starts_on": "2026-12-05", "ends_on": "2026-12-07"}, OWN, (date(2026, 12, 5), date(2026, 12, 7))),
        ("event", {"starts_on": "2026-12"}, OWN, OWN_DAYS),
        ("event", {"starts_on": "2026-12-05", "ends_on": "2026-12"}, OWN, OWN_DAYS),
        ("event", {"starts_on": None}, {}, (None, None)),
        ("conference", {}, OWN, (date(2027, 3, 10), date(2027, 3, 12))),
        ("conference", {"planned_ends_on": None}, OWN, (date(2027, 3, 10), date(2027, 3, 10))),
        ("conference", {"starts_on": "2027-03-11", "ends_on": "2027-03-13"}, {}, (date(2027, 3, 11), date(2027, 3, 13))),
        ("conference", {"starts_on": "2027-03"}, OWN, OWN_DAYS),
        ("conference", {"planned_starts_on": None, "planned_ends_on": None}, OWN, OWN_DAYS),
    ],
)  # fmt: skip
def test_the_days_of_an_invitation_are_told_alike_in_python_and_sql(kind, values, own, expected):
    makers = {"event": make_engagement, "conference": make_conference}
    record = makers[kind](**values) if kind else None
    invitation = make_invitation(**({kind: record} if kind else {}), **own)
    invitation.refresh_from_db()

    row = with_days(Invitation.objects.all()).get()

    assert days_on(invitation) == expected
    assert (row.begins, row.ends) == expected


def test_a_moved_event_takes_its_invitations_along():
    officer = make_user()
    fair = make_engagement(kind="event", starts_on="2026-12-05", agencies=[make_agency()])
    made = record_invitation(**facts(side=InvitationSide.SENT, event=fair, user=officer))

    moved = {"starts_on": date(2027, 1, 8), "ends_on": date(2027, 1, 9)}
    update_engagement(engagement=fair, changes=moved, base_version=None, user=officer, today=TODAY)

    assert days_on(Invitation.objects.get(pk=made.pk)) == (date(2027, 1, 8), date(2027, 1, 9))


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"event_from": date(2026, 12, 5), "event_to": date(2026, 12, 7)}, []),
        ({"event_from": date(2026, 12, 5)}, []),
        ({"event_from": date(2026, 12, 6)}, ["event_from"]),
        ({"event_from": date(2026, 12, 5), "event_to": date(2026, 12, 8)}, ["event_to"]),
    ],
)
def test_days_typed_otherwise_than_the_event_has_them_are_refused(given, fields):
    officer, fair = make_user(), make_engagement(starts_on="2026-12-05", ends_on="2026-12-07")
    standing = make_invitation(event=fair)
    said = "Ngày lấy theo sự kiện, hội nghị trong sổ (05/12/2026 – 07/12/2026); dời ngày thì sửa ở đó."
    change = {"invitation": standing, "changes": given, "base_version": None, "user": officer, "today": TODAY}
    if fields:
        made = refusal(record_invitation, **facts(event=fair, user=officer, **given))
        changed = refusal(update_invitation, **change)
        assert made.fields == changed.fields == {name: [said] for name in fields}
        assert Invitation.objects.count() == 1
    else:
        made, changed = (
            record_invitation(**facts(event=fair, user=officer, **given)),
            update_invitation(**change),
        )
        assert {(one.event_from, one.event_to) for one in (made, changed)} == {(None, None)}


def test_copied_days_go_where_the_occasion_has_its_own():
    exact, vague = make_engagement(starts_on="2026-12-05"), make_engagement(starts_on="2026-12")
    cases = {
        "alone": {},
        "exact": {"event": exact},
        "vague": {"event": vague},
        "planned": {"conference": make_conference()},
    }
    for name, occasion in cases.items():
        make_invitation(occasion=name, **occasion, **OWN)

    with connection.cursor() as cursor:
        cursor.execute(import_module("delegations.migrations.0016_invitation_days").COPIES_GO)

    kept = Invitation.objects.filter(event_from__isnull=False).values_list("occasion", flat=True)
    assert sorted(kept) == ["alone", "vague"]


@pytest.mark.parametrize(
    ("given", "code", "fields"),
    [
        ({"occasion": ""}, "invalid_invitation", ["occasion"]),
        ({"document_number": "1" * 121}, "invalid_invitation", ["document_number"]),
        ({"side": "both"}, "invalid_invitation", ["side"]),
        ({"sent_on": None}, "invalid_invitation", ["sent_on"]),
        ({"sent_on": date(2026, 11, 26)}, "invalid_invitation", ["sent_on"]),
        ({"answer_by": date(2026, 10, 31)}, "invalid_invitation", ["answer_by"]),
        (
            {"event_from": date(2027, 1, 2), "event_to": date(2027, 1, 1)},
            "invalid_invitation",
            ["event_to"],
        ),
        ({"note": "Độ mật: Mật"}, "secret_mark", ["note"]),
        ({"answer": "accepted"}, "unknown_field", ["answer"]),
        ({"user": "leader"}, "may_not_record", []),
        ({"user": "focal"}, "invalid_invitation", ["partner"]),
    ],
)
def test_what_cannot_be_recorded(given, code, fields):
    people = {"leader": Role.LEADER, "focal": Role.FOCAL_POINT}
    if "user" in given:
        given = {"user": make_user(people[given["user"]])}

    error = refusal(record_invitation, **facts(**given))

    assert (error.code, list(error.fields), Invitation.objects.count()) == (code, fields, 0)


def test_one_event_or_conference_and_each_partner_once():
    fair, held = make_engagement(), Conference.objects.create(key="hn", title_vi="Hội nghị", part="hosted")
    first = record_invitation(**facts(event=fair))

    both = refusal(record_invitation, **facts(event=fair, conference=held))
    twice = refusal(record_invitation, **facts(event=fair, partner=first.partner))

    assert (both.code, list(both.fields)) == ("invalid_invitation", ["conference"])
    assert (twice.code, list(twice.fields)) == ("already_invited", ["partner"])
    assert Invitation.objects.get() == first


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": date(2026, 10, 1)}, []),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY}, []),
        ({"answer": InvitationAnswer.NO_ANSWER}, []),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": date(2026, 9, 30)}, ["answered_on"]),
        ({"answer": InvitationAnswer.ACCEPTED, "answered_on": date(2026, 11, 26)}, ["answered_on"]),
        ({"answer": InvitationAnswer.ACCEPTED}, ["answered_on"]),
        ({"answer": ""}, ["answer"]),
        ({"answer": "perhaps"}, ["answer", "answered_on"]),
        ({"answer": InvitationAnswer.DECLINED, "answered_on": TODAY}, ["reason"]),
        (
            {"answer": InvitationAnswer.DECLINED, "answered_on": TODAY, "reason": DeclineReason.OTHER},
            ["reason_note"],
        ),
        (
            {"answer": InvitationAnswer.DECLINED, "answered_on": TODAY, "reason": DeclineReason.BUDGET},
            [],
        ),
        (
            {"answer": InvitationAnswer.ACCEPTED, "answered_on": TODAY, "answer_document": "1" * 121},
            ["answer_document"],
        ),
    ],
)
def test_answers(given, fields):
    invitation = make_invitation()
    if fields:
        error = refusal(answer_invitation, invitation=invitation, user=make_user(), today=TODAY, **given)
        assert (error.code, list(error.fields)) == ("invalid_answer", fields)
    else:
        answer_invitation(invitation=invitation, user=make_user(), today=TODAY, **given)
    invitation.refresh_from_db()
    assert invitation.answer == ("" if fields else given["answer"])


def test_an_answer_is_corrected_with_its_reason_and_can_be_taken_back():
    user, invitation = make_user(), make_invitation()
    declined = {"answer": InvitationAnswer.DECLINED, "answered_on": TODAY, "reason": DeclineReason.BUDGET}
    answer_invitation(invitation=invitation, user=user, today=TODAY, **declined)

    again = refusal(answer_invitation, invitation=invitation, user=user, today=TODAY, **declined)
    silent = refusal(correct_answer, invitation=invitation, why=" ", user=user, today=TODAY, **declined)
    changed = correct_answer(
        invitation=invitation,
        answer=InvitationAnswer.ACCEPTED,
        answered_on=TODAY,
        reason=DeclineReason.BUDGET,
        why="Đọc nhầm thư",
        user=user,
        today=TODAY,
    )
    last = audit_model(Invitation)._default_manager.order_by("-pgh_id").select_related("pgh_context").first()

    assert (again.code, silent.code) == ("already_answered", "reason_missing")
    assert (changed.answer, changed.reason) == ("accepted", "")
    assert last.pgh_context.metadata["reason"] == "Đọc nhầm thư"
    cleared = correct_answer(invitation=invitation, answer="", why="Thu hồi", user=user, today=TODAY)
    assert (cleared.answer, cleared.answered_on) == ("", None)
    nothing = refusal(correct_answer, invitation=invitation, answer="", why="x", user=user, today=TODAY)
    assert nothing.code == "not_answered"


def test_silence_may_still_be_answered():
    invitation = make_invitation(answer=InvitationAnswer.NO_ANSWER)

    answer_invitation(
        invitation=invitation,
        answer=InvitationAnswer.ACCEPTED,
        answered_on=TODAY,
        user=make_user(),
        today=TODAY,
    )

    assert Invitation.objects.get().answer == "accepted"


@pytest.mark.parametrize(
    ("event_from", "given", "fields"),
    [
        (date(2026, 11, 24), {"attended": True, "persons": 2}, []),
        (TODAY, {"attended": True}, []),
        (date(2026, 11, 26), {"attended": True}, ["attended"]),
        (date(2026, 11, 26), {"attended": False}, []),
        (None, {"attended": True}, []),
        (TODAY, {"attended": True, "persons": 0}, ["attended_persons"]),
        (TODAY, {"attended": False, "persons": 2}, ["attended_persons"]),
        (TODAY, {"attended": None}, []),
    ],
)
def test_attendance(event_from, given, fields):
    invitation = make_invitation(event_from=event_from)
    if fields:
        error = refusal(record_attendance, invitation=invitation, user=make_user(), today=TODAY, **given)
        assert (error.code, list(error.fields)) == ("invalid_attendance", fields)
    else:
        record_attendance(invitation=invitation, user=make_user(), today=TODAY, **given)
    invitation.refresh_from_db()
    assert (invitation.attended, invitation.attended_persons) == (
        (None, None) if fields else (given["attended"], given.get("persons"))
    )


def test_nobody_attends_a_cancelled_conference_or_one_to_come():
    base = {"title_vi": "Hội nghị", "part": "hosted"}
    gone = Conference.objects.create(
        key="a", cancelled_on=TODAY, cancel_reason="budget", starts_on="2026-01", **base
    )
    coming = Conference.objects.create(key="b", planned_starts_on=date(2026, 11, 26), **base)

    codes = [
        list(
            refusal(
                record_attendance,
                invitation=make_invitation(conference=one),
                attended=True,
                user=make_user(),
                today=TODAY,
            ).fields
        )
        for one in (gone, coming)
    ]

    assert codes == [["attended"], ["attended"]]


@pytest.mark.parametrize(
    ("side", "direction", "is_linked"),
    [
        (InvitationSide.SENT, Direction.IN, True),
        (InvitationSide.SENT, Direction.OUT, False),
        (InvitationSide.RECEIVED, Direction.OUT, True),
        (InvitationSide.RECEIVED, Direction.IN, False),
    ],
)
def test_the_delegation_that_followed_goes_the_right_way(side, direction, is_linked):
    invitation, trip = make_invitation(side=side), make_delegation(direction=direction)
    given = {"invitation": invitation, "delegation": trip, "user": make_user()}
    if is_linked:
        assert link_delegation(**given).delegation == trip
    else:
        assert list(refusal(link_delegation, **given).fields) == ["delegation"]
    assert link_delegation(**{**given, "delegation": None}).delegation is None


def test_a_focal_point_writes_what_its_agency_handles_and_sees():
    focal = make_user(Role.FOCAL_POINT)
    own, other = make_invitation(agency=focal.agency), make_invitation()
    hidden_trip = make_delegation()

    changed = update_invitation(
        invitation=own,
        changes={"occasion": "Hội chợ", "agency": make_agency()},
        base_version=own.version,
        user=focal,
        today=TODAY,
    )
    refused = refusal(
        update_invitation, invitation=other, changes={}, base_version=None, user=focal, today=TODAY
    )
    unseen = refusal(link_delegation, invitation=own, delegation=hidden_trip, user=focal)
    withdrawn = refusal(withdraw_invitation, invitation=own, reason="x", base_version=None, user=focal)

    assert (changed.occasion, changed.agency) == ("Hội chợ", focal.agency)
    assert [refused.code, unseen.code, withdrawn.code] == [
        "may_not_record",
        "invalid_delegation",
        "may_not_withdraw",
    ]


def test_a_change_of_side_keeps_the_delegation_right():
    invitation = make_invitation(delegation=make_delegation(direction=Direction.IN))

    error = refusal(
        update_invitation,
        invitation=invitation,
        changes={"side": InvitationSide.RECEIVED},
        base_version=None,
        user=make_user(),
        today=TODAY,
    )

    assert (error.code, Invitation.objects.get().side) == ("invalid_delegation", "sent")


def test_only_a_mistake_is_deleted():
    answered = make_invitation(answer=InvitationAnswer.NO_ANSWER)
    mistake = make_invitation()
    given = {"base_version": None, "user": make_user()}

    in_use = refusal(withdraw_invitation, invitation=answered, reason="Nhầm", **given)
    withdraw_invitation(invitation=mistake, reason="Nhầm", **given)

    assert (in_use.code, list(Invitation.objects.all())) == ("invitation_in_use", [answered])


# --- lists -----------------------------------------------------------------------
def test_a_list_is_made_once_and_says_who_was_invited_before():
    fair = make_engagement(title_vi="Hội chợ EWEC 2027", starts_on="2027-08-05")
    fair.refresh_from_db()
    old, new = make_partner(), make_partner()
    make_invitation(event=fair, partner=old, document_number="cũ")
    given = {
        "occasion": fair,
        "partners": [old, new, new],
        "sent_on": TODAY,
        "answer_by": date(2026, 12, 25),
        "document_number": " 15/TM-UBND ",
        "user": make_user(),
    }

    first, second = invite_partners(**given), invite_partners(**given)

    assert ([one.partner for one in first.made], first.already) == ([new], [old])
    assert (second.made, second.already) == ([], [old, new])
    made = Invitation.objects.get(partner=new)
    assert (made.occasion, made.document_number, days_on(made), made.side) == (
        "Hội chợ EWEC 2027",
        "15/TM-UBND",
        (date(2027, 8, 5), date(2027, 8, 5)),
        "sent",
    )
    assert Invitation.objects.get(partner=old).document_number == "cũ"


def test_a_list_for_a_conference():
    held = Conference.objects.create(key="hn", title_vi="Hội nghị", part="hosted")

    made = invite_partners(occasion=held, partners=[make_partner()], sent_on=TODAY, user=make_user()).made

    assert [(one.conference, one.event) for one in made] == [(held, None)]


@pytest.mark.parametrize(
    ("given", "code", "fields"),
    [
        ({"partners": []}, "invalid_list", ["partners"]),
        ({"sent_on": None}, "invalid_list", ["sent_on"]),
        ({"answer_by": date(2026, 11, 24)}, "invalid_list", ["answer_by"]),
        ({"document_number": "1" * 121}, "invalid_list", ["document_number"]),
        ({"role": Role.FOCAL_POINT}, "may_not_invite", []),
    ],
)
def test_a_list_that_is_refused(given, code, fields):
    user = make_user(given.pop("role", Role.OFFICER))
    base = {"partners": [make_partner()], "sent_on": TODAY, "user": user}

    error = refusal(invite_partners, occasion=make_engagement(), **{**base, **given})

    assert (error.code, list(error.fields), Invitation.objects.count()) == (code, fields, 0)


def test_rows_of_a_list_are_noted_all_or_none():
    user = make_user()
    one, two = (make_invitation(event_from=date(2026, 11, 20)) for _ in range(2))
    good = {"answer": "accepted", "answered_on": TODAY, "attended": True, "attended_persons": 3}
    bad = {"answer": "declined", "answered_on": TODAY}

    refused = note_invitees(rows=[(one, good, one.version), (two, bad, two.version)], user=user, today=TODAY)
    unchanged = list(Invitation.objects.values_list("answer", flat=True))
    rows = [(one, good, one.version), (two, {**bad, "reason": "budget"}, two.version)]
    written = note_invitees(rows=rows, user=user, today=TODAY)

    assert {pk: list(error.fields) for pk, error in refused.items()} == {two.pk: ["reason"]}
    assert (unchanged, written) == (["", ""], {})
    one.refresh_from_db()
    assert (one.answer, one.attended, one.attended_persons) == ("accepted", True, 3)
    corrected = note_invitees(
        rows=[(one, {"answer": "delegated", "attended": False}, None)], user=user, today=TODAY
    )
    one.refresh_from_db()
    assert (corrected, one.answer, one.attended_persons) == ({}, "delegated", None)
