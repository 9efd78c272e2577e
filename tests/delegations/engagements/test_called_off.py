"""An event that is called off: who may, what stays, what it no longer is evidence of, where it still stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from delegations import outcome_flags
from delegations.enums import ChangeReason, EngagementKind
from delegations.matching.route import Route
from delegations.matching.waiting import waiting_of
from delegations.models import Engagement
from delegations.selectors_invitations import invitation_rows, state_of
from delegations.services.engagements import cancel_engagement, reinstate_engagement, update_engagement
from delegations.services.invitation_lists import invite_partners
from delegations.services.invitations import record_attendance
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.history import audit_model
from dnfa.followup.calendar import entries
from partners.models import Partner
from tests.delegations.conferences.factories import code_of, make_conference
from tests.delegations.engagements.factories import TODAY, make_invitation, refusal
from tests.factories import make_agency, make_partner, make_user
from tests.followup.factories import signed_in
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db
GIVEN = {"base_version": None, "today": TODAY}
AHEAD, BEHIND = "2026-12-05", "2026-11-20"


def make_event(**values: Any) -> Engagement:
    return make_engagement(
        **{"title_vi": "Hội chợ EWEC", "kind": EngagementKind.EVENT, "starts_on": AHEAD, **values}
    )


def make_called_off(**values: Any) -> Engagement:
    return make_event(cancelled_on=TODAY, cancel_reason=ChangeReason.DISASTER, **values)


def cancel(record: Engagement, **more: Any) -> Engagement:
    return cancel_engagement(
        **{"engagement": record, "reason": ChangeReason.DISASTER, "user": make_user(), **GIVEN, **more}
    )


# --- services --------------------------------------------------------------------
def test_an_event_is_called_off_and_taken_up_again_with_both_reasons_kept():
    event, officer = make_event(), make_user()

    gone = cancel(event, reason=ChangeReason.OTHER, note=" Bão  số 12 ", cancelled_on=TODAY - timedelta(1))
    told = (gone.cancelled_on, gone.cancel_reason, gone.cancel_note, gone.version)
    back = reinstate_engagement(engagement=event, reason="Tổ chức lại", user=officer, **GIVEN)

    assert told == (TODAY - timedelta(1), "other", "Bão số 12", 2)
    assert (back.cancelled_on, back.cancel_reason, back.cancel_note, back.version) == (None, "", "", 3)
    last = audit_model(Engagement).objects.filter(pgh_obj=event.pk).order_by("-pgh_id")[0]
    assert last.pgh_context.metadata["reason"] == "Tổ chức lại"


@pytest.mark.parametrize(
    ("facts", "more", "code"),
    [
        ({"kind": EngagementKind.CALL, "starts_on": BEHIND}, {}, "never_ahead"),
        ({"starts_on": None, "is_recurring": True}, {}, "never_ahead"),
        ({}, {"reason": "nonsense"}, "unknown_reason"),
        ({}, {"reason": ChangeReason.OTHER}, "note_needed"),
        ({}, {"cancelled_on": TODAY + timedelta(1)}, "in_future"),
        ({}, {"base_version": 9}, "stale_version"),
        ({"cancelled_on": TODAY, "cancel_reason": "visa"}, {}, "record_cancelled"),
    ],
)
def test_what_is_refused_writes_nothing(facts, more, code):
    event = make_event(**facts)

    error = refusal(cancel, record=event, **more)

    assert error.code == code
    assert Engagement.objects.get().version == event.version


def test_what_somebody_came_to_is_not_called_off_and_nobody_comes_to_what_was():
    held, gone = make_event(starts_on=BEHIND), make_called_off(starts_on=BEHIND)
    make_invitation(event=held, attended=True)
    invitation = make_invitation(event=gone)

    errors = [
        refusal(cancel, record=held),
        refusal(record_attendance, invitation=invitation, attended=True, user=make_user(), **GIVEN),
        refusal(invite_partners, occasion=gone, partners=[make_partner()], sent_on=TODAY, user=make_user()),
        refusal(update_engagement, engagement=gone, changes={"persons": 4}, user=make_user(), **GIVEN),
    ]

    assert [error.code for error in errors] == [
        "already_held",
        "invalid_attendance",
        "record_cancelled",
        "record_cancelled",
    ]


@pytest.mark.parametrize(
    ("starts_on", "role", "leads", "codes"),
    [
        (AHEAD, Role.OFFICER, False, ("", "")),
        (BEHIND, Role.OFFICER, False, ("", "")),
        (AHEAD, Role.FOCAL_POINT, True, ("", "")),
        (TODAY.isoformat(), Role.FOCAL_POINT, True, ("may_not_cancel", "may_not_cancel")),
        (AHEAD, Role.FOCAL_POINT, False, ("may_not_cancel", "may_not_cancel")),
        (AHEAD, Role.LEADER, False, ("may_not_cancel", "may_not_cancel")),
        (AHEAD, Role.AUDITOR, False, ("may_not_cancel", "may_not_cancel")),
    ],
)
def test_who_calls_off_and_takes_up_again(starts_on, role, leads, codes):
    user = make_user(role)
    agencies = [user.agency if leads else make_agency()]
    event = make_event(starts_on=starts_on, agencies=agencies)
    gone = make_called_off(starts_on=starts_on, agencies=agencies)

    given = {"user": user, **GIVEN}
    assert (
        code_of(cancel_engagement, engagement=event, reason=ChangeReason.BUDGET, **given),
        code_of(reinstate_engagement, engagement=gone, reason="Mở lại", **given),
    ) == codes


# --- what it no longer is -----------------------------------------------------------
def test_what_was_called_off_wakes_nobody():
    partner = make_partner()
    event = make_event(starts_on=BEHIND, partners=[partner])

    def last() -> tuple[Any, Any]:
        row = Partner.objects.with_last_activity(TODAY).get(pk=partner.pk)
        return row.last_activity, row.last_contact

    before = last()
    cancel(event)

    assert before == (date(2026, 11, 20), date(2026, 11, 20))
    assert last() == (None, None)


def test_the_calendar_keeps_it_marked_and_tells_no_invitations_to_it():
    standing = make_event(title_vi="Còn")
    gone = make_called_off(title_vi="Đã hủy")
    for event in (standing, gone):
        make_invitation(event=event, occasion=event.title_vi, answer_by=date(2026, 12, 1))

    rows = entries(make_user(), date(2026, 12, 1), date(2026, 12, 31), today=TODAY)

    assert [(row.title, row.is_cancelled, str(row.state)) for row in rows] == [
        ("Hạn đối tác trả lời: Còn", False, "due_soon"),
        ("Sự kiện: Còn", False, ""),
        ("Sự kiện: Đã hủy", True, "trip_cancelled"),
    ]


@pytest.mark.parametrize("kind", ["event", "conference"])
def test_nobody_is_waited_for_at_what_was_called_off(kind):
    occasion = (
        make_called_off()
        if kind == "event"
        else make_conference(cancelled_on=TODAY, cancel_reason=ChangeReason.DISASTER)
    )
    partner, given = make_partner(), {kind: occasion, "answer_by": date(2026, 11, 20)}
    silent = make_invitation(partner=partner, **given)
    answered = make_invitation(
        partner=make_partner(), answer="accepted", answered_on=date(2026, 11, 1), **given
    )
    user, before = make_user(), TODAY - timedelta(1)

    def states(day: date) -> list[tuple[str, int]]:
        rows = invitation_rows(type(silent).objects.order_by("pk"), user, day)
        return [(row.state, row.waiting_first) for row in rows]

    def waiting(day: date) -> int:
        found = waiting_of([partner], user=user, as_of=day, expiring_days=0, route=Route())
        return len(found[partner.pk].invitations)

    assert states(before) == [("overdue", 0), ("accepted", 2)]
    assert states(TODAY) == [("called_off", 2), ("accepted", 2)]
    assert [state_of(one, day) for one in (silent, answered) for day in (before, TODAY)] == [
        "overdue",
        "called_off",
        "accepted",
        "accepted",
    ]
    assert (waiting(before), waiting(TODAY)) == (1, 0)
    flagged = [outcome_flags.unanswered(day).count() for day in (before, TODAY)]
    assert flagged == [1, 0]


# --- doors -------------------------------------------------------------------------
def test_the_pages_call_it_off_mark_it_and_take_it_up_again():
    event = make_event(starts_on="2090-08-05")
    browser, address = signed_in(), reverse("delegations:engagement-cancel", args=[event.key])

    def send(url: str, **typed: str) -> Any:
        return browser.post(url, {**dict(browser.get(url).context["carried"]), **typed}, follow=True)

    without = send(address, cancelled_on=f"{local_today():%d/%m/%Y}", reason="")
    page = send(address, cancelled_on=f"{local_today():%d/%m/%Y}", reason="disaster", note="Bão")
    listed = browser.get(reverse("delegations:engagements"), {"cancelled": "true"})
    standing = browser.get(reverse("delegations:engagements"), {"cancelled": "false"})
    table = browser.get(reverse("delegations:event-invitees", args=[event.key]))
    edit = browser.get(reverse("delegations:engagement-edit", args=[event.key]))
    back = send(reverse("delegations:engagement-reinstate", args=[event.key]), reason="Tổ chức lại")

    assert list(without.context["form"].errors) == ["reason"]
    assert [button.label for button in page.context["buttons"]] == [
        "Khôi phục",
        "Xóa bản ghi nhầm",
        "Ghi thay cơ quan",
    ]
    assert [text in page.content.decode() for text in ("Đã hủy", "Thiên tai, dịch bệnh", "Bão")] == [True] * 3
    assert [line.row.pk for line in listed.context["lines"]] == [event.pk]
    assert "Đã hủy" in listed.content.decode()
    assert (list(standing.context["lines"]), table.context["may_invite"], edit.status_code) == (
        [],
        False,
        403,
    )
    assert [button.label for button in back.context["buttons"]] == [
        "Sửa",
        "Mời ai?",
        "Hủy",
        "Xóa bản ghi nhầm",
        "Ghi thay cơ quan",
    ]


def test_the_api_calls_it_off_and_takes_it_up_again(client, officer):
    event = make_event(agencies=[make_agency()])
    address = f"/api/v1/engagements/{event.key}/"

    def deed(name: str, body: dict[str, str]) -> Any:
        tag = client.get(address)["ETag"]
        return client.post(
            f"{address}{name}/", body, content_type="application/json", headers={"If-Match": tag}
        )

    gone = deed("cancel", {"reason": "disaster", "note": "Bão"})
    again = deed("cancel", {"reason": "disaster"})
    listed = client.get("/api/v1/engagements/", {"cancelled": "true"}).json()["count"]
    back = deed("reinstate", {"reason": "Tổ chức lại"})

    facts = ("cancelled_on", "cancel_reason", "cancel_note")
    assert [gone.json()[name] for name in facts] == [local_today().isoformat(), "disaster", "Bão"]
    assert (again.status_code, again.json()["error"]["code"], listed) == (409, "record_cancelled", 1)
    assert [back.json()[name] for name in facts] == [None, "", ""]


@pytest.mark.parametrize(("starts_on", "status"), [("2090-08-05", 200), ("2020-08-05", 403)])
def test_an_agency_calls_off_through_the_api_what_it_leads_until_it_begins(client, starts_on, status):
    focal = make_user(Role.FOCAL_POINT)
    event = make_event(starts_on=starts_on, agencies=[focal.agency])
    client.force_login(focal)
    address = f"/api/v1/engagements/{event.key}/"

    answer = client.post(
        f"{address}cancel/",
        {"reason": "budget"},
        content_type="application/json",
        headers={"If-Match": client.get(address)["ETag"]},
    )

    assert answer.status_code == status
