"""Delegations, conferences, press visits and contacts in the calendar: their days, words, readers."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from delegations.calendar_sources import (
    COMING_IN,
    CONFERENCES,
    CONTACTS,
    GOING_OUT,
    PRESS_VISITS,
    Days,
    counted,
    days_of,
    few,
)
from delegations.enums import ConferencePart, Direction, EngagementKind, HeadRank
from delegations.models import Delegation
from delegations.services.trips import cancel_delegation, move_delegation
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.calendar import CalendarEntry, entries
from dnfa.followup.calendar.feeds import feed_create
from dnfa.followup.calendar.scopes import Scope, within
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.delegations.trips.factories import make_member, make_stop, make_trip
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 12)
SOURCES = (COMING_IN, GOING_OUT, CONFERENCES, PRESS_VISITS, CONTACTS)
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


def told(user: Any, first: date, last: date, *only: str) -> list[CalendarEntry]:
    return entries(user, first, last, today=TODAY, only=only or SOURCES)


def titles(rows: list[CalendarEntry]) -> list[str]:
    return [row.title for row in rows]


def the_one(user: Any, *only: str) -> CalendarEntry:
    (found,) = told(user, *APRIL, *only)
    return found


# --- days -----------------------------------------------------------------------
PLAN = (date(2026, 4, 20), date(2026, 4, 24))


@pytest.mark.parametrize(
    ("starts", "ends", "plan", "expected"),
    [
        (None, None, (None, None), None),
        (None, None, PLAN, Days(*PLAN)),
        (None, None, (PLAN[0], None), Days(PLAN[0], PLAN[0])),
        ("2026-04-21", "2026-04-25", PLAN, Days(date(2026, 4, 21), date(2026, 4, 25))),
        ("2026-04-21", None, PLAN, Days(date(2026, 4, 21), date(2026, 4, 24))),
        ("2026-04-21", "2026-04-21", PLAN, Days(date(2026, 4, 21), date(2026, 4, 21))),
        ("2026-12-30", "2027-01-02", (None, None), Days(date(2026, 12, 30), date(2027, 1, 2))),
        ("2028-02-28", "2028-02-29", (None, None), Days(date(2028, 2, 28), date(2028, 2, 29))),
        ("2028-02", None, (None, None), Days(date(2028, 2, 1), date(2028, 2, 29), "2/2028")),
        ("2026-04", None, PLAN, Days(date(2026, 4, 1), date(2026, 4, 30), "4/2026")),
        ("2026-12", "2027-02", (None, None), Days(date(2026, 12, 1), date(2027, 2, 28), "12/2026 – 2/2027")),
        ("2026-04-03", "2026-05", PLAN, Days(date(2026, 4, 3), date(2026, 5, 31), "03/04/2026 – 5/2026")),
        ("2026-04", "2026-05-02", PLAN, Days(date(2026, 4, 1), date(2026, 5, 2), "4/2026 – 02/05/2026")),
        ("2026", None, PLAN, None),
        ("2026-04", "2026", PLAN, None),
    ],
)
def test_days_are_the_actual_ones_else_the_plan_and_never_pretended(starts, ends, plan, expected):
    record = SimpleNamespace(
        starts_on=starts and PartialDate.from_iso(starts),
        ends_on=ends and PartialDate.from_iso(ends),
        planned_starts_on=plan[0],
        planned_ends_on=plan[1],
    )

    assert days_of(record) == expected


@pytest.mark.parametrize(
    ("first", "last", "is_there"),
    [
        (date(2026, 4, 19), date(2026, 4, 19), False),
        (date(2026, 4, 20), date(2026, 4, 20), True),
        (date(2026, 4, 24), date(2026, 5, 31), True),
        (date(2026, 4, 25), date(2026, 5, 31), False),
        (date(2026, 4, 21), date(2026, 4, 22), True),
    ],
)
def test_a_trip_is_there_on_each_of_its_days(first, last, is_there):
    make_trip()

    assert len(told(make_user(), first, last)) == int(is_there)


@pytest.mark.parametrize(
    ("starts", "ends", "day", "is_there"),
    [
        ("2028-02", None, date(2028, 1, 31), False),
        ("2028-02", None, date(2028, 2, 1), True),
        ("2028-02", None, date(2028, 2, 29), True),
        ("2028-02", None, date(2028, 3, 1), False),
        ("2026-11-28", "2027-01", date(2026, 11, 27), False),
        ("2026-11-28", "2027-01", date(2026, 11, 28), True),
        ("2026-11-28", "2027-01", date(2026, 12, 15), True),
        ("2026-11-28", "2027-01", date(2027, 1, 31), True),
        ("2026-11-28", "2027-01", date(2027, 2, 1), False),
        ("2026-11", "2026-12-05", date(2026, 12, 5), True),
        ("2026-11", "2026-12-05", date(2026, 12, 6), False),
        ("2026-12-31", None, date(2026, 12, 31), True),
        ("2026-12-31", None, date(2027, 1, 1), False),
        ("2026-12-31", None, date(2026, 12, 30), False),
        ("2026", None, date(2026, 12, 30), False),
    ],
)
def test_actual_days_count_to_the_edge_of_what_they_can_mean(starts, ends, day, is_there):
    make_trip(starts_on=starts, ends_on=ends)
    make_engagement(starts_on=starts, ends_on=ends)

    assert [row.source for row in told(make_user(), day, day)] == ([GOING_OUT, CONTACTS] if is_there else [])


def test_a_trip_over_several_months_is_in_each_of_them():
    make_trip(planned_starts_on=date(2026, 1, 30), planned_ends_on=date(2026, 4, 1))
    user = make_user()

    ends = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31}
    found = {
        month: len(told(user, date(2026, month, 1), date(2026, month, end))) for month, end in ends.items()
    }

    assert found == {1: 1, 2: 1, 3: 1, 4: 1, 5: 0}


def test_the_days_of_tet_are_those_of_the_trip():
    make_trip(planned_starts_on=date(2027, 2, 4), planned_ends_on=date(2027, 2, 11))

    (found,) = told(make_user(), date(2027, 2, 5), date(2027, 2, 10))

    assert (found.day, found.last_day) == (date(2027, 2, 4), date(2027, 2, 11))


def test_what_is_known_to_the_month_stands_in_no_feed():
    today = local_today()
    user = make_user()
    make_trip(title_vi="Rõ ngày", planned_starts_on=today, planned_ends_on=today)
    make_engagement(title_vi="Chưa rõ ngày", starts_on=f"{today:%Y-%m}")
    secret = feed_create(user=user, name="điện thoại", feed="all")

    feed = Client().get(f"/lich/nguon/{secret}.ics").content

    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(feed).walk("VEVENT")] == [
        "Đoàn ra: Rõ ngày"
    ]
    found = entries(user, today, today, today=today, only=(CONTACTS,))
    assert [(row.title, row.when, row.is_dated) for row in found] == [
        ("Sự kiện: Chưa rõ ngày", f"{today.month}/{today.year}", False)
    ]


# --- words ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Thành phố Sakai"], "Sakai"),
        (["Nhật Bản", "Nhật Bản", "Lào"], "Nhật Bản, Lào"),
        (["A", "B", "C"], "A, B, C"),
        (["A", "B", "C", "D"], "A, B và 2 nơi khác"),
    ],
)
def test_a_few_names_are_told_and_many_counted(names, words):
    assert few(names) == words


@pytest.mark.parametrize(("persons", "title"), [(None, "Đoàn"), (0, "Đoàn (0 người)"), (5, "Đoàn (5 người)")])
def test_people_are_counted_when_they_are_known(persons, title):
    assert counted("Đoàn", persons) == title


def test_a_title_says_whom_with_else_where_else_what():
    sakai = make_partner(name_vi="Thành phố Sakai")
    make_trip(
        direction=Direction.IN,
        partners=[sakai],
        planned_persons=5,
        lead_agencies=[make_agency(name_vi="Sở Ngoại vụ")],
        place="Trung tâm Hành chính",
    )
    abroad = make_trip(planned_persons=7, persons=6, title_vi="Học tập kinh nghiệm.")
    make_stop(abroad, "JP")
    make_stop(abroad, "JP", order=1)
    make_stop(abroad, "LA", order=2)
    make_trip(title_vi="Chuyến đi chưa rõ nơi")

    found = [(row.title, row.detail, row.place) for row in told(make_user(), *APRIL)]

    trip = Delegation.objects.get(direction=Direction.IN)
    assert found == [
        ("Đoàn vào: Sakai (5 người)", f"{trip.title_vi}. Chủ trì: Sở Ngoại vụ", "Trung tâm Hành chính"),
        ("Đoàn ra: Chuyến đi chưa rõ nơi", "", ""),
        ("Đoàn ra: Nhật Bản, Lào (6 người)", "Học tập kinh nghiệm", ""),
    ]


def test_conferences_press_and_contacts_have_titles_of_their_own():
    day = date(2026, 4, 10)
    make_conference(
        title_vi="Diễn đàn cảng biển", planned_starts_on=day, planned_ends_on=day, planned_persons=120
    )
    make_conference(
        title_vi="Hội nghị thị trưởng",
        part=ConferencePart.ATTENDED,
        planned_starts_on=day,
        planned_ends_on=day,
        organiser="Thành phố Kitakyushu",
    )
    make_press_visit(outlets="NHK, Asahi", starts_on="2026-04-10", persons=3)
    make_engagement(
        kind=EngagementKind.RECEPTION,
        title_vi="Tiếp Tổng Lãnh sự Lào",
        starts_on="2026-04-10",
        partners=[make_partner(name_vi="Savannakhet")],
    )
    make_engagement(kind=EngagementKind.OTHER, title_vi="Trao kỷ niệm chương", starts_on="2026-04-10")

    found = [(row.source, row.title, row.detail) for row in told(make_user(), *APRIL)]

    assert found == [
        (CONFERENCES, "Diễn đàn cảng biển (120 người)", ""),
        (CONFERENCES, "Dự: Hội nghị thị trưởng", "Thành phố Kitakyushu"),
        (PRESS_VISITS, "Phóng viên: NHK, Asahi (3 người)", "Đoàn phóng viên số 1"),
        (CONTACTS, "Tiếp khách: Tiếp Tổng Lãnh sự Lào", "Savannakhet"),
        (CONTACTS, "Trao kỷ niệm chương", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "day", "is_there"),
    [
        (EngagementKind.EVENT, TODAY - timedelta(days=1), True),
        (EngagementKind.EVENT, TODAY + timedelta(days=1), True),
        (EngagementKind.LETTER, TODAY - timedelta(days=1), False),
        (EngagementKind.LETTER, TODAY, True),
        (EngagementKind.CONGRATULATION, TODAY - timedelta(days=1), False),
        (EngagementKind.CONGRATULATION, TODAY + timedelta(days=1), True),
        (EngagementKind.INVITATION_DECLINED, TODAY + timedelta(days=1), False),
    ],
)
def test_papers_stand_there_until_they_are_sent(kind, day, is_there):
    make_engagement(kind=kind, starts_on=day.isoformat())

    assert len(told(make_user(), day, day)) == int(is_there)


# --- cancelled, moved -----------------------------------------------------------
def test_what_is_cancelled_stays_marked():
    officer = make_user()
    trip = make_trip()
    before = the_one(officer)

    cancel_delegation(
        delegation=trip, cancelled_on=TODAY, reason="visa", base_version=None, user=officer, today=TODAY
    )

    after = the_one(officer)
    assert (before.uid, before.state, before.is_cancelled) == (f"delegation-{trip.pk}", "trip_planned", False)
    assert (after.uid, after.state, after.is_cancelled) == (before.uid, "trip_cancelled", True)
    assert after.revision > before.revision


def test_what_is_moved_keeps_its_name_and_counts_the_change():
    officer = make_user()
    trip = make_trip()
    before = the_one(officer)

    move_delegation(
        delegation=trip,
        starts_on=date(2026, 4, 27),
        ends_on=date(2026, 5, 1),
        decided_on=TODAY,
        reason="visa",
        base_version=None,
        user=officer,
        today=TODAY,
    )

    after = the_one(officer)
    assert (after.uid, after.day, after.last_day) == (before.uid, date(2026, 4, 27), date(2026, 5, 1))
    assert after.revision > before.revision
    assert after.changed_at > before.changed_at


# --- whose ----------------------------------------------------------------------
def make_world() -> dict[str, Any]:
    """Two agencies; each leads one of everything, the first coordinates a trip of the second besides."""
    ours, theirs = make_agency(name_vi="Sở Du lịch"), make_agency(name_vi="Sở Y tế")
    shared = {"planned_starts_on": date(2026, 4, 10), "planned_ends_on": date(2026, 4, 10)}
    for name, agency in (("ta", ours), ("bạn", theirs)):
        make_trip(title_vi=f"Đoàn vào {name}", direction=Direction.IN, lead_agencies=[agency], **shared)
        make_trip(title_vi=f"Đoàn ra {name}", lead_agencies=[agency], **shared)
        make_conference(title_vi=f"Hội nghị {name}", lead_agencies=[agency], **shared)
        make_press_visit(outlets=f"Báo {name}", lead_agencies=[agency], starts_on="2026-04-10")
        make_engagement(title_vi=f"Sự kiện {name}", agencies=[agency], starts_on="2026-04-10")
    joined = make_trip(title_vi="Cùng đi", lead_agencies=[theirs], coordinating=[ours], **shared)
    make_member(joined, "Nguyễn Thị Bí Mật")
    make_trip(title_vi="Không ai chủ trì", **shared)
    return {"ours": ours, "theirs": theirs}


OURS = [
    "Đoàn vào: Đoàn vào ta",
    "Đoàn ra: Cùng đi",
    "Đoàn ra: Đoàn ra ta",
    "Hội nghị ta",
    "Phóng viên: Báo ta",
    "Sự kiện: Sự kiện ta",
]
THEIRS = [
    "Đoàn vào: Đoàn vào bạn",
    "Đoàn ra: Cùng đi",
    "Đoàn ra: Đoàn ra bạn",
    "Hội nghị bạn",
    "Phóng viên: Báo bạn",
    "Sự kiện: Sự kiện bạn",
]
EVERYTHING = sorted({*OURS, *THEIRS, "Đoàn ra: Không ai chủ trì"})


@pytest.mark.parametrize(
    ("role", "agency", "everything", "mine"),
    [
        (Role.OFFICER, "ours", EVERYTHING, OURS),
        (Role.HEAD, "theirs", EVERYTHING, THEIRS),
        (Role.LEADER, None, EVERYTHING, []),
        (Role.AUDITOR, None, EVERYTHING, []),
        (Role.ADMINISTRATOR, "ours", EVERYTHING, OURS),
        (Role.FOCAL_POINT, "ours", OURS, OURS),
        (Role.FOCAL_POINT, "theirs", THEIRS, THEIRS),
    ],
)
def test_each_role_sees_its_part_on_the_page_and_in_the_feed(client, role, agency, everything, mine):
    world = make_world()
    user = make_user(role, agency=world[agency] if agency else None)
    client.force_login(user)

    seen = told(user, *APRIL)
    page = client.get("/lich/?thang=2026-04")

    assert sorted(titles(seen)) == sorted(everything)
    assert sorted(titles(within(seen, Scope.MINE, user))) == sorted(mine)
    shown = [line.entry.title for line in page.context["found"].dated]
    assert sorted(shown) == sorted(everything)
    html = page.content.decode()
    assert [title for title in EVERYTHING if title in html] == sorted(everything)
    assert "Bí Mật" not in html


@pytest.mark.parametrize(
    ("feed", "summaries"),
    [
        ("all", ["Đoàn ra: Cùng đi", "Đoàn ra: Đoàn ra ta", "Đoàn vào: Đoàn vào ta"]),
        ("mine", ["Đoàn ra: Cùng đi", "Đoàn ra: Đoàn ra ta", "Đoàn vào: Đoàn vào ta"]),
        ("leaders", []),
        (GOING_OUT, ["Đoàn ra: Cùng đi", "Đoàn ra: Đoàn ra ta"]),
    ],
)
def test_a_feed_hides_what_the_page_hides_and_names_no_member(feed, summaries):
    day = local_today()
    world = make_world()
    Delegation.objects.update(planned_starts_on=day, planned_ends_on=day)
    make_member(Delegation.objects.get(title_vi="Đoàn ra ta"), "Trần Văn Kín Đáo")
    focal = make_user(Role.FOCAL_POINT, agency=world["ours"])

    content = Client().get(f"/lich/nguon/{feed_create(user=focal, name='x', feed=feed)}.ics").content

    found = sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT"))
    assert found == summaries
    unfolded = content.decode().replace("\r\n ", "")
    assert [name for name in ("Bí Mật", "Kín Đáo", "Không ai chủ trì") if name in unfolded] == []


def test_nobody_inactive_sees_anything():
    make_world()

    assert told(make_user(is_active=False), *APRIL) == []


def test_an_agency_that_may_not_see_the_partner_reads_the_title_of_the_record():
    ours = make_agency()
    secret = make_partner(name_vi="Thành phố Kín")
    make_trip(
        title_vi="Chuyến khảo sát",
        partners=[secret],
        coordinating=[ours],
        lead_agencies=[make_agency(name_vi="Sở Y tế")],
    )

    seen = the_one(make_user(Role.FOCAL_POINT, agency=ours))

    assert (seen.title, seen.detail) == ("Đoàn ra: Chuyến khảo sát", "Chủ trì: Sở Y tế")
    assert the_one(make_user()).title == "Đoàn ra: Kín"


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("Sở Du lịch", True),
        ("SDL; Sở Y tế", True),
        ("Sở Y tế, sở du lịch", True),
        ("Sở Du lịch Huế", False),
        ("", False),
    ],
)
def test_a_host_named_in_words_is_the_agency_of_that_name(host, is_ours):
    user = make_user(agency=make_agency(name_vi="Sở Du lịch", abbreviations=["SDL"]))
    make_trip(direction=Direction.IN, host=host)

    assert len(within([the_one(user)], Scope.MINE, user)) == int(is_ours)


def test_the_guide_of_the_press_is_its_host():
    user = make_user(agency=make_agency(name_vi="Sở Ngoại vụ"))
    make_press_visit(starts_on="2026-04-10", guided_by="Sở Ngoại vụ")

    assert within([the_one(user)], Scope.MINE, user) == [the_one(user)]


@pytest.mark.parametrize(
    ("direction", "facts", "is_leaders"),
    [
        (Direction.IN, {}, False),
        (Direction.IN, {"received_by_name": "Trần Chí Cường"}, True),
        (Direction.IN, {"received_by_title": "Phó Chủ tịch UBND thành phố"}, True),
        (Direction.IN, {"received_by_name": "A", "received_by_title": "Giám đốc Sở Ngoại vụ"}, False),
        (Direction.IN, {"head_rank": HeadRank.LOCALITY_HEAD, "head_title": "Thị trưởng"}, False),
        (Direction.OUT, {"head_rank": HeadRank.LOCALITY_HEAD}, True),
        (Direction.OUT, {"head_rank": HeadRank.LOCALITY_DEPUTY}, True),
        (Direction.OUT, {"head_rank": HeadRank.DEPARTMENT}, False),
        (Direction.OUT, {"head_title": "Chủ tịch UBND thành phố"}, True),
        (Direction.OUT, {"received_by_name": "Thị trưởng Sakai"}, False),
    ],
)
def test_the_calendar_of_leaders_holds_what_they_receive_and_head(direction, facts, is_leaders):
    make_trip(direction=direction, **facts)

    assert the_one(make_user()).has_leaders is is_leaders


def test_what_a_leading_body_leads_is_on_the_leaders_calendar():
    city = make_agency(key="ubnd-thanh-pho")
    april = {"planned_starts_on": APRIL[0], "planned_ends_on": APRIL[0]}
    make_conference(title_vi="Của thành phố", lead_agencies=[city], **april)
    make_conference(title_vi="Của sở", lead_agencies=[make_agency()], **april)
    make_engagement(title_vi="Của thành phố", agencies=[city], starts_on="2026-04-01")
    make_engagement(title_vi="Chủ tịch dự", head_title="Chủ tịch UBND thành phố", starts_on="2026-04-01")
    make_engagement(
        title_vi="Thị trưởng đến", head_title="Thị trưởng thành phố Sakai", starts_on="2026-04-01"
    )
    user = make_user()

    kept = titles(within(told(user, *APRIL), Scope.LEADERS, user))

    assert kept == ["Của thành phố", "Sự kiện: Chủ tịch dự", "Sự kiện: Của thành phố"]


def test_a_leader_among_the_members_is_told_to_those_who_read_names():
    city, lead, joined = make_agency(key="thanh-uy"), make_agency(), make_agency()
    trip = make_trip(lead_agencies=[lead], coordinating=[joined])
    make_member(trip, agency=city, is_key_leader=True)

    known = {
        name: the_one(user).has_leaders
        for name, user in {
            "officer": make_user(),
            "leads": make_user(Role.FOCAL_POINT, agency=lead),
            "joins": make_user(Role.FOCAL_POINT, agency=joined),
        }.items()
    }

    assert known == {"officer": True, "leads": True, "joins": False}


# --- cost -----------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT])
def test_each_source_asks_as_often_for_three_as_for_one(role):
    agency = make_agency()
    user = make_user(role, agency=agency)
    asked: dict[str, list[int]] = {source: [] for source in SOURCES}
    for _number in (1, 2):
        april = {"planned_starts_on": APRIL[0], "planned_ends_on": APRIL[0], "lead_agencies": [agency]}
        for direction in Direction:
            trip = make_trip(direction=direction, partners=[make_partner()], **april)
            make_stop(trip, make_country().code)
            make_member(trip, agency=agency)
        make_conference(partners=[make_partner()], **april)
        make_press_visit(lead_agencies=[agency], starts_on="2026-04-01")
        make_engagement(agencies=[agency], partners=[make_partner()], starts_on="2026-04-01")
        for source in SOURCES:
            with CaptureQueriesContext(connection) as queries:
                told(user, *APRIL, source)
            asked[source].append(len(queries))

    assert asked == {source: [1, 1] for source in SOURCES}


@pytest.mark.parametrize("address", ["page", "feed"])
def test_page_and_feed_ask_as_often_for_three_as_for_one(client, address):
    day = local_today()
    agency = make_agency()
    user = make_user(agency=agency)
    client.force_login(user)
    secret = feed_create(user=user, name="x", feed="mine")
    asked, held = [], []
    for number in (1, 2):
        for _time in range(number):
            plan = {"planned_starts_on": day, "planned_ends_on": day, "lead_agencies": [agency]}
            make_trip(partners=[make_partner()], **plan)
            make_conference(partners=[make_partner()], **plan)
            make_engagement(agencies=[agency], starts_on=day.isoformat())
        if address == "feed":
            client.get(f"/lich/nguon/{secret}.ics")  # the day of use is noted once
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/lich/?cua=mine" if address == "page" else f"/lich/nguon/{secret}.ics")
        asked.append(len(queries))
        held.append(
            answer.context["found"].total
            if address == "page"
            else len(Calendar.from_ical(answer.content).walk("VEVENT"))
        )

    assert held == [3, 9]
    assert asked == {"page": [21, 21], "feed": [21, 21]}[address]
