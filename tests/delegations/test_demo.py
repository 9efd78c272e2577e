"""The demonstration year of this room on the real register: made once for the module, looked at, made again, removed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory.models
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.test import override_settings

from delegations.demo import build
from delegations.demo.trips import TRIPS
from delegations.models import (
    Conference,
    Delegation,
    DelegationMember,
    Engagement,
    Gift,
    Invitation,
    Obligation,
    OutcomeReport,
    PressVisit,
    ProgrammeItem,
    YearProgramme,
)
from delegations.selectors_limits import over_limits_of_year
from delegations.selectors_outcomes import outstanding, report_rows
from delegations.services.trips import set_people
from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.core.audit import as_actor
from dnfa.core.demo import MARK, builders, make_demonstration
from dnfa.core.demo_removal import remove_demonstration
from dnfa.core.errors import Conflict
from dnfa.core.history import audit_model
from dnfa.followup.models import Action, Clock
from tests.agreements.test_demo_removal import records
from tests.snapshots import once_a_run

TODAY = date(2026, 11, 26)
ROOM = {
    "programmes": 3, "programme_items": 113, "delegations_in": 60, "delegations_out": 40, "conferences": 8,
    "press_visits": 4, "engagements": 80, "invitations": 20, "guests": 38,
}  # fmt: skip
KEYED = (Delegation, Conference, PressVisit, Engagement)


@dataclass
class Year:
    """The people, what was in the register before, what making the year told."""

    people: dict[str, Any]
    before: dict[str, set[Any]]
    told: dict[str, int]


def make(today=TODAY, scale=1):
    made = make_demonstration(today=today, scale=scale, say=lambda _text: None)
    return {name: number for name, number in made.items() if name in ROOM}


@pytest.fixture(scope="module")
def year(loaded, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(DNFA_DEMO=True, MEDIA_ROOT=media):
        yield once_a_run("delegations-year", live_the_year, with_files=True)


def live_the_year():
    users = ensure_demonstration_users(password="mat-khau-mau-1")
    before = records()
    return Year({user.username: user for user in users}, before, make())


pytestmark = pytest.mark.usefixtures("year", "db")


def samples(model):
    return model.objects.filter(key__startswith="demo-")


def by_slug(rows):
    return {row.key.removeprefix("demo-"): row for row in rows}


def test_the_room_is_announced_and_says_what_it_made(year):
    assert ("delegations", build) in builders()
    assert year.told == ROOM


def test_everything_says_that_it_is_a_sample(year):
    assert {model.__name__: samples(model).count() for model in KEYED} == {
        "Delegation": 100,
        "Conference": 8,
        "PressVisit": 4,
        "Engagement": 80,
    }
    titles = [
        *(title for model in KEYED for title in samples(model).values_list("title_vi", flat=True)),
        *ProgrammeItem.objects.values_list("title", flat=True),
        *Invitation.objects.values_list("occasion", flat=True),
        *YearProgramme.objects.values_list("note", flat=True),
    ]
    assert [title for title in titles if not title.startswith("(Mẫu) ")] == []


def test_delegations_stand_in_every_state(year):
    rows = samples(Delegation).with_state(TODAY)

    assert Counter(rows.values_list("direction", "state")) == {
        ("in", "closed"): 45,
        ("in", "reported"): 1,
        ("in", "awaiting_report"): 5,
        ("in", "unconfirmed"): 1,
        ("in", "under_way"): 2,
        ("in", "planned"): 4,
        ("in", "cancelled"): 2,
        ("out", "closed"): 26,
        ("out", "reported"): 3,
        ("out", "awaiting_report"): 3,
        ("out", "under_way"): 1,
        ("out", "planned"): 5,
        ("out", "cancelled"): 2,
    }
    cancelled = rows.exclude(cancelled_on=None).values_list("cancel_reason", flat=True)
    assert Counter(cancelled) == {"disaster": 1, "partner_asked": 1, "city_schedule": 1, "visa": 1}
    moved = rows.filter(date_changes__isnull=False)
    assert set(by_slug(moved)) == {"vao-vientiane-1", "ra-han-quoc-1"}


def test_reports_are_in_owed_and_overdue(year):
    officer = year.people["officer"]
    standing = {
        name: {row.key.removeprefix("demo-") for row in report_rows(Delegation, officer, TODAY).filter(standing=name)}
        for name in ("overdue", "owed")
    }  # fmt: skip

    assert standing == {
        "overdue": {
            "vao-daegu-2",
            "vao-giang-to-1",
            "vao-citynet-1",
            "vao-reunion-1",
            "ra-macao-1",
            "ra-sakai-1",
            "ra-pnlg-1",
        },
        "owed": {"vao-sakai-2", "vao-con-minh-1"},
    }
    assert outstanding(Conference, officer, TODAY) == {"owed": 0, "overdue": 1}
    actions = Action.objects.filter(obligation__isnull=False).with_state(TODAY, soon_until=TODAY)
    assert set(Counter(actions.values_list("state", flat=True))) == {"done", "overdue", "open"}
    # What a focal point reported becomes things to do when the Department closes the file.
    taken_up = Obligation.objects.exclude(side="theirs").filter(report__reported_on__isnull=False)
    assert taken_up.filter(action=None).count() == 0


def test_limits_are_gone_over_with_and_without_a_word_why(year):
    found = {
        (case.delegation.key.removeprefix("demo-"), case.finding.kind): case.justification is not None
        for number in (2025, 2026, 2027)
        for case in over_limits_of_year(year.people["officer"], number)
    }

    assert found == {
        ("ra-uc-1", "persons"): True,
        ("ra-dubai-1", "days_per_country"): True,
        ("ra-daegu-1", "leaders_per_agency"): True,
        ("ra-daegu-2", "trips_per_person"): False,
        ("ra-chau-au-1", "countries"): False,
        ("ra-thanh-dao-1", "enterprise_pays"): False,
        ("ra-macao-1", "persons"): False,
        ("ra-chiba-1", "days_per_country"): False,
    }


def test_nobody_of_ours_travels_twice_by_accident(year):
    names = DelegationMember.objects.filter(delegation__direction="out").values_list("name", flat=True)

    assert {name: times for name, times in Counter(names).items() if times > 1} == {
        "Trương Hoài Phương Thảo": 3
    }
    listed = {
        trip.key: (trip.planned_persons, trip.members.count())
        for trip in samples(Delegation).filter(direction="out")
    }
    assert {key: pair for key, pair in listed.items() if pair[0] != pair[1]} == {}


def test_three_programmes_last_year_s_this_year_s_and_the_next(year):
    told = {
        programme.year: (
            dict(Counter(programme.items.values_list("state", flat=True))),
            [
                (one.kind, one.approved_on, one.accepted_items.count(), one.removed_items.count())
                for one in programme.revisions.all()
            ],
        )
        for programme in YearProgramme.objects.all()
    }

    assert told == {
        2025: (
            {"accepted": 43, "removed": 2, "refused": 2, "withdrawn": 1},
            [("initial", date(2024, 12, 22), 41, 0), ("mid_year", date(2025, 7, 15), 4, 2)],
        ),
        2026: (
            {"accepted": 50, "removed": 1, "refused": 1, "withdrawn": 1, "proposed": 1},
            [("initial", date(2025, 12, 22), 45, 0), ("mid_year", date(2026, 7, 15), 6, 1)],
        ),
        2027: ({"accepted": 7, "proposed": 4}, []),
    }
    planned = samples(Delegation).filter(plan_status="in_plan")
    assert planned.exclude(planned_starts_on__year=F("programme_item__programme__year")).count() == 0
    out_of_plan = samples(Delegation).filter(plan_status="out_of_plan")
    assert (planned.count(), out_of_plan.count()) == (90, 10)
    assert out_of_plan.filter(out_of_plan_document="").count() == 0
    own = ProgrammeItem.objects.filter(proposed_by=year.people["focal"])
    assert set(own.values_list("agency__key", flat=True)) == {"dai-hoc-da-nang"}


def test_conferences_are_allowed_asked_for_and_late(year):
    rows = samples(Conference).with_state(TODAY)
    kind = ContentType.objects.get_for_model(Conference)
    names = dict(Conference.objects.values_list("pk", "key"))
    clocks = Clock.objects.filter(content_type=kind).with_state(TODAY, soon_until=TODAY)

    assert {row.key.removeprefix("demo-hn-"): (row.state, bool(row.filed_on), bool(row.decision_on)) for row in rows} == {
        "do-thi-bien": ("closed", True, True),
        "vi-mach": ("closed", True, True),
        "ewec": ("awaiting_report", True, True),
        "wcs": ("reported", False, False),
        "du-lich-y-te": ("cancelled", True, False),
        "tai-chinh": ("planned", True, True),
        "giao-duc": ("planned", True, False),
        "logistics": ("planned", False, False),
    }  # fmt: skip
    filing = clocks.filter(code__startswith="conference-file")
    assert {names[clock.object_id].removeprefix("demo-hn-"): clock.state for clock in filing} == {
        "vi-mach": "on_time",
        "ewec": "done_late",
        "tai-chinh": "on_time",
        "giao-duc": "on_time",
        "logistics": "overdue",
    }
    assert Counter(samples(PressVisit).values_list("is_published", flat=True)) == {True: 2, False: 2}


def test_contacts_and_invitations_of_both_sides(year):
    kinds = Counter(samples(Engagement).values_list("kind", flat=True))
    single = Invitation.objects.filter(event=None)

    assert kinds == {
        "online_meeting": 17,
        "letter": 14,
        "congratulation": 13,
        "training": 8,
        "reception": 7,
        "call": 7,
        "exchange": 6,
        "donation": 6,
        "event": 2,
    }
    assert Counter(single.values_list("side", "answer")) == {
        ("sent", "accepted"): 3,
        ("sent", "delegated"): 1,
        ("sent", "declined"): 2,
        ("sent", "no_answer"): 1,
        ("sent", ""): 3,
        ("received", "accepted"): 2,
        ("received", "delegated"): 1,
        ("received", "declined"): 2,
        ("received", "no_answer"): 1,
        ("received", ""): 4,
    }
    assert single.filter(answer="", answer_by__lt=TODAY).count() == 3
    assert single.exclude(delegation=None).count() == 7
    fair = Engagement.objects.get(key="demo-hoi-cho-ewec").invitations
    came = fair.filter(attended=True).values_list("attended_persons", flat=True)
    assert (fair.count(), len(came), sum(came)) == (26, 18, 216)
    assert Counter(fair.values_list("answer", flat=True)) == {"accepted": 20, "declined": 4, "": 2}


def test_reports_say_who_met_whom_and_gifts_are_given_by_high_ranks(year):
    reports = OutcomeReport.objects.filter(delegation__key__startswith="demo-", reported_on__isnull=False)

    assert reports.count() == 75
    assert reports.filter(summary="").count() + reports.filter(meetings=None).count() == 0
    giving = Gift.objects.values_list("delegation__head_rank", flat=True)
    assert set(giving) == {"locality_head", "locality_deputy", "minister"}
    signed = samples(Delegation).exclude(signed_agreements=None)
    assert {trip.key: [paper.key for paper in trip.signed_agreements.all()] for trip in signed} == {
        "demo-vao-changwon-1": ["demo-ky-changwon"],
        "demo-vao-savannakhet-2": ["demo-ky-savannakhet"],
    }


def test_a_focal_point_sees_its_own_delegations_and_their_members(year):
    focal = year.people["focal"]

    seen = set(by_slug(samples(Delegation).visible_to(focal)))

    own = {trip.slug for trip in TRIPS if "dai-hoc-da-nang" in {trip.agency, *trip.joined}}
    assert seen == own == {
        "vao-keimyung-1", "vao-griffith-1", "vao-champasak-2", "vao-keimyung-2", "ra-keimyung-1",
    }  # fmt: skip
    people = DelegationMember.objects.visible_to(focal).values_list("delegation__key", flat=True)
    assert {key.removeprefix("demo-") for key in people} == own
    written = samples(Engagement).filter(recorded_by=focal).values_list("lead_agencies__key", flat=True)
    assert Counter(written) == {"dai-hoc-da-nang": 4}


def test_a_second_run_adds_nothing_on_any_day(year):
    before = records()

    assert make() == {}
    assert make(date(2027, 1, 15)) == {}

    assert records() == before


def test_copies_are_made_beside_the_year_also_on_a_later_day(year):
    new_year = date(2028, 1, 1)  # a Saturday, before anything of that year has happened

    made = make(new_year, scale=2)

    beside = {name: ROOM[name] for name in ROOM if name not in {"programmes", "programme_items"}}
    assert {name: number for name, number in made.items() if name != "programme_items"} == beside
    assert make(new_year, scale=2) == {}
    assert {model.__name__: samples(model).count() for model in KEYED} == {
        "Delegation": 200,
        "Conference": 16,
        "PressVisit": 8,
        "Engagement": 160,
    }
    second = samples(Delegation).filter(key__endswith="-2", title_vi__endswith=" 2").with_state(new_year)
    assert Counter(second.values_list("direction", flat=True)) == {"in": 60, "out": 40}
    assert set(second.values_list("state", flat=True)) == {
        "closed", "reported", "awaiting_report", "unconfirmed", "under_way", "planned", "cancelled",
    }  # fmt: skip
    assert list(YearProgramme.objects.values_list("year", flat=True)) == [2027, 2026, 2025]


def test_making_touches_no_record_of_the_register(year):
    runs = pghistory.models.Context.objects.filter(**{f"metadata__{MARK}": True})
    touched = {
        model._meta.label: set(
            trail._default_manager.filter(pgh_context__in=runs)
            .exclude(pgh_label="insert")
            .values_list("pgh_obj_id", flat=True)
        )
        & year.before[model._meta.label]
        for model in (*KEYED, Invitation, ProgrammeItem, YearProgramme, Action)
        if (trail := audit_model(model))
    }

    assert {label: keys for label, keys in touched.items() if keys} == {}


def test_removal_takes_exactly_the_year_and_nothing_else(year):
    removed = remove_demonstration()

    assert (removed["đoàn vào, đoàn ra"], removed["các lời mời"], removed["các chương trình năm"]) == (
        100,
        58,
        3,
    )
    assert records() == year.before
    assert remove_demonstration() == {}


def test_what_people_added_to_a_sample_is_named_and_nothing_goes(year):
    trip = Delegation.objects.get(key="demo-vao-newcastle-1")
    rows = [
        {"name": member.name, "title": member.title, "role": member.role, "organisation": member.organisation}
        for member in trip.members.all()
    ]
    with as_actor("người dùng"):
        set_people(
            delegation=trip,
            rows=[*rows, {"name": "Viết tay"}],
            base_version=None,
            user=year.people["officer"],
        )
    before = records()

    with pytest.raises(Conflict) as refusal:
        remove_demonstration()

    assert (refusal.value.code, refusal.value.fields) == (
        "demonstration_in_use",
        {"records": ["thành viên đoàn: Viết tay"]},
    )
    assert records() == before
    assert remove_demonstration(with_additions=True)["đoàn vào, đoàn ra"] == 100
