"""Services of conferences and press visits: what is written, what is refused and writes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from delegations.clock_triggers import FILING
from delegations.models import Conference, PressVisit
from delegations.services.conferences import (
    cancel_conference,
    plan_conference,
    record_actuals,
    record_permit,
    record_press_visit,
    reinstate_conference,
    update_conference,
    update_press_visit,
)
from delegations.services.trips import set_plan_status
from dnfa.accounts.enums import Role
from dnfa.core.history import changes_of
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.models import Clock
from tests.delegations.conferences.factories import (
    TODAY,
    code_of,
    make_conference,
    make_press_visit,
    refusal,
)
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.followup.clocks.makers import run_from

pytestmark = pytest.mark.django_db
FACTS = {"title_vi": "Hội thảo biển", "part": "hosted", "planned_starts_on": date(2027, 3, 10)}
CLASSES = {"vietnamese_persons": 100, "resident_foreigners": 2, "visiting_foreigners": 8, "online_persons": 0}


def test_a_conference_is_planned_corrected_held_and_keeps_its_plan():
    user, agency, partner = make_user(), make_agency(), make_partner()

    made = plan_conference(facts=FACTS, lists={"lead_agencies": [agency]}, user=user, today=TODAY)
    told = update_conference(
        conference=made,
        changes={"place": "Ariyana", "partners": [partner]},
        base_version=made.version,
        user=user,
    )
    held = record_actuals(
        conference=told,
        facts={
            "starts_on": PartialDate(2027, 3, 11),
            **CLASSES,
            "persons": 7,
            "countries": [make_country("JP")],
        },
        base_version=told.version,
        user=user,
        today=date(2027, 3, 12),
    )

    assert (held.key, held.place, held.persons) == ("hoi-thao-bien-2027", "Ariyana", 110)
    assert (held.planned_starts_on, held.starts_on) == (date(2027, 3, 10), PartialDate(2027, 3, 11))
    assert (list(held.partners.all()), held.recorded_by, held.owes_report) == ([partner], user, True)
    assert [country.code for country in held.countries.all()] == ["JP"]


def test_a_conference_already_held_is_written_down_at_once():
    facts = {"title_vi": "Hội thảo", "part": "attended", "starts_on": PartialDate(2025, 4), **CLASSES}

    made = plan_conference(
        facts=facts, lists={"lead_agencies": [make_agency()]}, user=make_user(), today=TODAY
    )

    assert (made.key, made.planned_starts_on, made.persons) == ("hoi-thao-2025", None, 110)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title_vi": " "}, "title_needed", "title_vi"),
        ({"planned_starts_on": None}, "plan_start_needed", "planned_starts_on"),
        ({"planned_ends_on": date(2027, 3, 9)}, "end_before_start", "planned_ends_on"),
        ({"lead_agencies": []}, "agency_needed", "lead_agencies"),
        ({"cost_amount": 5}, "currency_needed", "cost_currency"),
        ({"cost_amount": -5, "cost_currency": "VND"}, "cost_negative", "cost_amount"),
        ({"part": "x"}, "invalid", "part"),
        ({"purpose_vi": "Độ mật: TỐI MẬT"}, "secret_mark", "purpose_vi"),
    ],
)
def test_a_wrong_plan_is_refused_at_its_field_and_nothing_is_written(changes, code, field):
    conference = make_conference(lead_agencies=[make_agency()])

    error = refusal(
        update_conference, conference=conference, changes=changes, base_version=None, user=make_user()
    )

    assert (error.code, list(error.fields)) == (code, [field])
    assert Conference.objects.get().version == conference.version


def test_an_agency_does_not_lead_and_help_at_once():
    agency = make_agency()
    given = {"lead_agencies": [agency], "coordinating": [agency]}

    error = refusal(plan_conference, facts=FACTS, lists=given, user=make_user(), today=TODAY)

    assert (error.code, list(error.fields), Conference.objects.count()) == (
        "agency_twice",
        ["coordinating"],
        0,
    )


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"starts_on": None}, "start_needed", "starts_on"),
        ({"starts_on": PartialDate(2026, 11, 26)}, "in_future", "starts_on"),
        (
            {"starts_on": PartialDate(2026, 11, 25), "ends_on": PartialDate(2026, 11, 26)},
            "in_future",
            "ends_on",
        ),
        (
            {"starts_on": PartialDate(2026, 11, 25), "ends_on": PartialDate(2026, 11, 24)},
            "end_before_start",
            "ends_on",
        ),
        (
            {"starts_on": PartialDate(2026, 11, 25), "vietnamese_persons": 9, "persons": 8},
            "fewer_than_classes",
            "persons",
        ),
    ],
)
def test_wrong_actuals_are_refused_with_a_new_record_and_with_one_that_stands(facts, code, field):
    user, agency = make_user(), make_agency()
    standing = {"conference": make_conference(key="a"), "facts": facts, "base_version": None}

    later = refusal(record_actuals, **standing, user=user, today=TODAY)
    told = {**FACTS, **facts, **({"persons": 4} if facts["starts_on"] is None else {})}
    at_once = refusal(plan_conference, facts=told, lists={"lead_agencies": [agency]}, user=user, today=TODAY)

    assert [(error.code, list(error.fields)) for error in (later, at_once)] == [(code, [field])] * 2
    assert [(row.key, row.starts_on) for row in Conference.objects.all()] == [("a", None)]


@pytest.mark.parametrize(
    ("told", "persons"),
    [
        (CLASSES, 110),
        ({**CLASSES, "online_persons": None}, None),
        ({**CLASSES, "online_persons": None, "persons": 140}, 140),
        ({"persons": 140}, 140),
    ],
)
def test_the_total_is_counted_once_every_class_is_known_and_told_until_then(told, persons):
    held = record_actuals(
        conference=make_conference(),
        facts={"starts_on": PartialDate(2026, 11, 20), **told},
        base_version=None,
        user=make_user(),
        today=TODAY,
    )

    assert held.persons == persons


def test_a_permit_is_no_paper_of_tomorrow():
    user, conference = make_user(), make_conference()
    given = {"conference": conference, "base_version": None, "user": user, "today": TODAY}

    held = record_permit(facts={"filed_on": TODAY, "decision_number": "12/QĐ"}, **given)
    error = refusal(record_permit, facts={"filed_on": date(2026, 11, 26)}, **given)

    assert (held.filed_on, held.decision_number, error.code) == (TODAY, "12/QĐ", "in_future")


@pytest.mark.parametrize(
    ("allowed", "changes", "reason", "code"),
    [
        ({}, {"planned_starts_on": date(2027, 3, 11)}, "", None),
        ({"decision_number": "12/QĐ"}, {"planned_starts_on": date(2027, 3, 11)}, "", "days_move_by_reason"),
        ({"decision_on": TODAY}, {"planned_ends_on": None}, " ", "days_move_by_reason"),
        ({"decision_number": "12/QĐ"}, {"planned_starts_on": date(2027, 3, 11)}, "Bão số 5", None),
        ({"decision_number": "12/QĐ"}, {"place": "Ariyana"}, "", None),
        ({"decision_number": "12/QĐ"}, {"planned_starts_on": date(2027, 3, 10)}, "", None),
    ],
)
def test_days_that_a_document_allowed_move_with_a_reason(allowed, changes, reason, code):
    conference = make_conference(lead_agencies=[make_agency()], **allowed)
    given = {"conference": conference, "changes": changes, "base_version": None, "user": make_user()}

    if code is None:
        told = update_conference(**given, reason=reason)
        trail = changes_of(Conference, told.pk)
        assert [getattr(told, name) for name in changes] == list(changes.values())
        assert [change.reason for change in trail[: bool(reason)]] == [reason] * bool(reason)
    else:
        error = refusal(update_conference, **given, reason=reason)
        assert (error.code, list(error.fields), Conference.objects.get().planned_ends_on) == (
            code,
            ["reason"],
            date(2027, 3, 12),
        )


def test_what_differs_in_nothing_writes_nothing():
    user, agency = make_user(), make_agency()
    conference = make_conference(lead_agencies=[agency], starts_on="2026-10-01", decision_number="12/QĐ")
    visit = make_press_visit(lead_agencies=[agency])
    same = {"base_version": None, "user": user}

    told = [
        update_conference(
            conference=conference,
            changes={"title_vi": conference.title_vi, "lead_agencies": [agency]},
            **same,
        ),
        record_actuals(
            conference=conference, facts={"starts_on": PartialDate(2026, 10, 1)}, today=TODAY, **same
        ),
        record_permit(conference=conference, facts={"decision_number": "12/QĐ"}, today=TODAY, **same),
        update_press_visit(visit=visit, changes={"outlets": "NHK", "lead_agencies": [agency]}, **same),
    ]

    assert [record.version for record in told] == [conference.version] * 3 + [visit.version]


def test_giving_up_needs_a_reason_ends_the_writing_and_is_taken_back():
    user, conference = make_user(), make_conference()
    given = {"conference": conference, "base_version": None, "user": user}
    cancel = {**given, "today": TODAY}

    untold = refusal(cancel_conference, reason="other", **cancel)
    strange = refusal(cancel_conference, reason="x", **cancel)
    ahead = refusal(cancel_conference, reason="budget", cancelled_on=date(2026, 11, 26), **cancel)
    early = refusal(reinstate_conference, reason="Vẫn họp", **given)
    held = cancel_conference(reason="budget", **cancel)
    again = refusal(cancel_conference, reason="budget", **cancel)
    shut = [
        refusal(update_conference, changes={"place": "X"}, **given).code,
        refusal(record_permit, facts={"filed_on": TODAY}, **cancel).code,
        refusal(record_actuals, facts={"starts_on": PartialDate(2026, 11, 1)}, **cancel).code,
        refusal(set_plan_status, record=conference, plan_status="", base_version=None, user=user).code,
    ]
    silent = refusal(reinstate_conference, reason=" ", **given)
    back = reinstate_conference(reason="Đã có kinh phí", **given)

    assert [(error.code, list(error.fields)) for error in (untold, strange, ahead, silent)] == [
        ("note_needed", ["note"]),
        ("unknown_reason", ["reason"]),
        ("in_future", ["cancelled_on"]),
        ("reason_needed", ["reason"]),
    ]
    assert (early.code, again.code, shut) == ("not_cancelled", "record_cancelled", ["record_cancelled"] * 4)
    assert (held.cancelled_on, held.cancel_reason) == (TODAY, "budget")
    assert (back.cancelled_on, back.cancel_reason, back.cancel_note) == (None, "", "")
    assert changes_of(Conference, back.pk)[0].reason == "Đã có kinh phí"


def test_what_was_held_is_not_given_up():
    conference = make_conference(starts_on="2026-10-02")

    error = refusal(
        cancel_conference,
        conference=conference,
        reason="budget",
        base_version=None,
        user=make_user(),
        today=TODAY,
    )

    assert (error.code, Conference.objects.get().cancelled_on) == ("already_held", None)


def test_every_deed_keeps_the_deadline_in_line_with_the_facts():
    run_from((date(2020, 1, 1), None))
    user, agency = make_user(), make_agency()
    steps = [
        lambda _made: plan_conference(facts=FACTS, lists={"lead_agencies": [agency]}, user=user, today=TODAY),
        lambda made: update_conference(
            conference=made, changes={"planned_starts_on": date(2027, 3, 17)}, base_version=None, user=user
        ),
        lambda made: record_permit(
            conference=made,
            facts={"permit_level": "prime_minister"},
            base_version=None,
            user=user,
            today=TODAY,
        ),
        lambda made: record_permit(
            conference=made, facts={"filed_on": TODAY}, base_version=None, user=user, today=TODAY
        ),
        lambda made: cancel_conference(
            conference=made, reason="budget", base_version=None, user=user, today=TODAY
        ),
        lambda made: reinstate_conference(conference=made, reason="Vẫn họp", base_version=None, user=user),
        lambda made: update_conference(
            conference=made, changes={"part": "attended"}, base_version=None, user=user
        ),
    ]

    told, made = [], None
    for step in steps:
        made = step(made)
        told.append(list(Clock.objects.filter(rule__trigger=FILING).values_list("code", "due_on", "done_on")))

    common, highest = "conference-file", "conference-file-prime-minister"
    assert told == [
        [(common, date(2027, 2, 3), None)],  # 08/02 lies in the holiday of Tết
        [(common, date(2027, 2, 15), None)],
        [(highest, date(2027, 2, 3), None)],  # 05/02 as well
        [(highest, date(2027, 2, 3), TODAY)],
        [],
        [(highest, date(2027, 2, 3), TODAY)],
        [],
    ]


def test_a_press_visit_is_written_and_corrected():
    user, partner = make_user(), make_partner()
    facts = {"title_vi": "NHK làm phim", "outlets": "NHK", "starts_on": PartialDate(2026, 10)}

    made = record_press_visit(facts=facts, lists={"partners": [partner]}, user=user, today=TODAY)
    told = update_press_visit(
        visit=made, changes={"is_published": True, "partners": []}, base_version=made.version, user=user
    )
    error = refusal(update_press_visit, visit=made, changes={"outlets": ""}, base_version=None, user=user)

    assert (told.key, told.is_published, list(told.partners.all())) == ("nhk-lam-phim-2026", True, [])
    assert (error.code, list(error.fields)) == ("outlets_needed", ["outlets"])


WRITERS = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_the_register_writes_and_nobody_else(role):
    user = make_user(role)
    conference = make_conference(lead_agencies=[user.agency or make_agency()])
    visit = make_press_visit()
    given = {"base_version": None, "user": user}
    deeds = [
        lambda: plan_conference(
            facts=FACTS, lists={"lead_agencies": [make_agency()]}, user=user, today=TODAY
        ),
        lambda: update_conference(conference=conference, changes={"place": "A"}, **given),
        lambda: record_permit(conference=conference, facts={"filed_on": TODAY}, today=TODAY, **given),
        lambda: cancel_conference(conference=conference, reason="budget", today=TODAY, **given),
        lambda: reinstate_conference(conference=conference, reason="Vẫn họp", **given),
        lambda: record_actuals(
            conference=conference, facts={"starts_on": PartialDate(2026, 11, 1)}, today=TODAY, **given
        ),
        lambda: record_press_visit(facts={"title_vi": "A", "outlets": "B"}, lists={}, user=user, today=TODAY),
        lambda: update_press_visit(visit=visit, changes={"place": "A"}, **given),
    ]

    codes = [code_of(deed) for deed in deeds]

    expected = "" if role in WRITERS else "not_a_writer"
    assert codes == [expected] * len(deeds)
    assert (Conference.objects.count(), PressVisit.objects.count()) == ((2, 2) if role in WRITERS else (1, 1))
