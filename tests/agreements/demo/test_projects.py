"""The projects of the demonstration year, on the real register: what stands there on which day, and who sees it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from agreements.aid_rows import Scope
from agreements.aid_totals import totals
from agreements.demo import PROJECTS_ORDER
from agreements.demo.projects import PLANS, make_projects
from agreements.demo.projects_plans import RATES, RATES_AGO, half_year
from agreements.models import ExchangeRate, FundingLine, NgoRegistration, Project, ProjectReport
from agreements.project_flags import RULES, report_due
from agreements.project_states import project_state
from agreements.selectors_registrations import registration_rows
from agreements.services.projects import project_update
from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.core import demo as frame
from dnfa.core.audit import as_actor
from dnfa.core.clock import VIETNAM
from dnfa.core.demo import builders, make_demonstration
from dnfa.core.demo_removal import remove_demonstration
from partners.models import Partner
from reports.aid import AidPeriod, build
from tests.agreements.test_demo_removal import records

TODAY = date(2026, 11, 26)
OTHER_DAYS = (
    date(2027, 1, 5),
    date(2028, 2, 29),
)  # a half-year over whose report is not late yet, a leap day
MADE = {"projects_received": 14, "projects_given": 8, "registrations": 5}
STATES = {
    "received": {
        "nhan-nuoc-sach": "running",
        "nhan-nuoc-sach-truyen-thong": "running",
        "nhan-thoat-nuoc-jica": "running",
        "nhan-khi-hau-afd": "approved",
        "nhan-y-te-koica": "closed",
        "nhan-hoc-bong-keimyung": "running",
        "nhan-quan-trac-kawasaki": "finished",
        "nhan-do-thi-citynet": "running",
        "nhan-cuu-tro-sgf": "finished",
        "nhan-quan-tri-icld": "suspended",
        "nhan-cang-so-koica": "pipeline",
        "nhan-xe-buyt-anh": "cancelled",
        "nhan-rau-sach-ide": "running",
        "nhan-tu-sach": "finished",
    },
    "given": {
        "cho-truong-savannakhet": "running",
        "cho-hoc-bong-lao": "running",
        "cho-kham-benh-sekong": "closed",
        "cho-thiet-bi-salavan": "approved",
        "cho-nha-van-hoa-champasak": "pipeline",
        "cho-may-tinh-attapeu": "finished",
        "cho-dien-bolikhamxay": "suspended",
        "cho-nong-nghiep-battambang": "cancelled",
    },
}
FLAGGED = {
    "project_past_end": {"nhan-do-thi-citynet"},
    "project_report_overdue": {"nhan-rau-sach-ide"},
    "disbursement_behind_plan": {"nhan-thoat-nuoc-jica"},
    "ngo_registration_ending": {"us-ide", "us-world-vision"},
}
OF_THE_FOCAL_POINT = {"nhan-hoc-bong-keimyung", "nhan-do-thi-citynet", "cho-hoc-bong-lao"}


@dataclass
class Year:
    """What was announced, the people, what was in the register before, what making the year told."""

    announced: list[tuple[str, Any]]
    people: dict[str, Any]
    before: dict[str, set[Any]]
    told: dict[str, int]


def make(today=TODAY, scale=1):
    return make_demonstration(today=today, scale=scale, say=lambda _text: None)


@pytest.fixture(scope="module")
def year(loaded, django_db_blocker):
    """The real register with the projects of the year in it, and no other room's."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(DNFA_DEMO=True),
    ):
        announced = builders()
        patch.setattr(frame, "_builders", {"projects": (PROJECTS_ORDER, make_projects)})
        users = ensure_demonstration_users(password="mat-khau-mau-1")
        before = records()
        yield Year(announced, {user.username: user for user in users}, before, make())


pytestmark = pytest.mark.usefixtures("year", "db")


def samples(queryset):
    return queryset.filter(key__startswith="demo-")


def plain(row):
    return row.key.removeprefix("demo-").removesuffix("-2")


def slugs(rows):
    return {plain(row) for row in rows}


def sizes():
    return {label: len(keys) for label, keys in records().items()}


def flagged(today, copy=""):
    """What each rule about projects names among the samples of a copy; of organisations, whatever it names."""
    found = {}
    for code, _label, _severity, model, rows, _explain in RULES:
        named = rows(today)
        if model is Project:
            own = samples(named).filter(key__endswith=copy)
            named = own if copy else own.exclude(key__endswith="-2")
        found[code] = slugs(named)
    return found


def test_the_room_is_announced_and_says_what_it_made(year):
    assert ("projects", make_projects) in year.announced
    assert year.told == MADE


def test_everything_says_that_it_is_a_sample(year):
    words = [
        *samples(Project.objects).values_list("title_vi", flat=True),
        *NgoRegistration.objects.values_list("number", flat=True),
        *ExchangeRate.objects.values_list("source", flat=True),
        *FundingLine.objects.exclude(rate=None).values_list("rate_source", flat=True),
    ]
    assert len(samples(Project.objects)) == len(PLANS)
    assert [word for word in words if not word.startswith("(Mẫu) ")] == []


def test_projects_stand_in_every_state(year):
    found = defaultdict(dict)
    for row in samples(Project.objects).with_state(TODAY):
        found[row.direction][row.key.removeprefix("demo-")] = row.state

    assert found == STATES


def test_flags_name_what_is_late_and_nothing_else(year):
    assert flagged(TODAY) == FLAGGED


@pytest.mark.parametrize("today", OTHER_DAYS)
def test_copies_look_alive_on_any_later_day(year, today):
    first, register = sizes(), {label: len(keys) for label, keys in year.before.items()}

    assert make(today, scale=2) == MADE

    rates = Counter({"agreements.ExchangeRate": len(RATES) * len(RATES_AGO)})  # one set for all copies
    assert Counter(sizes()) - Counter(first) + rates == Counter(first) - Counter(register)
    copies = Project.objects.filter(key__startswith="demo-", key__endswith="-2").with_state(today)
    assert {plain(row): row.state for row in copies} == STATES["received"] | STATES["given"]
    late = flagged(today, "-2")
    assert late == FLAGGED
    twin = copies.get(is_component=True)
    assert (twin.title_vi, twin.parent.key) == (
        "(Mẫu) Hợp phần truyền thông vệ sinh học đường 2",
        "demo-nhan-nuoc-sach-2",
    )


def test_registrations_are_in_force_ending_over_and_withdrawn(year):
    told = {row.number: row.state for row in registration_rows(year.people["officer"], TODAY)}

    assert told == {
        "(Mẫu) 027/VPDA": "expired",
        "(Mẫu) 158/VPDA": "expiring",
        "(Mẫu) 204/HĐ": "expired",
        "(Mẫu) 231/HĐ": "valid",
        "(Mẫu) 096/HĐ": "withdrawn",
    }


def test_shares_of_donors_are_stated(year):
    told = {
        project.key.removeprefix("demo-"): [
            (party.partner.key, party.share) for party in project.parties.all()
        ]
        for project in samples(Project.objects).filter(parties__share__isnull=False).distinct()
    }

    assert told == {
        "nhan-nuoc-sach": [("us-world-vision", Decimal(70)), ("us-rockefeller", Decimal(30))],
        "nhan-khi-hau-afd": [("fr-afd", Decimal(80)), ("int-gcf", Decimal(20))],
    }


def test_a_wrong_sum_is_set_right_by_a_further_line(year):
    wrong = FundingLine.objects.filter(corrections__isnull=False).select_related("project")

    assert {
        line.project.key.removeprefix("demo-"): (
            line.amount,
            [each.amount for each in line.corrections.all()],
        )
        for line in wrong
    } == {
        "nhan-rau-sach-ide": (Decimal(1_250_000_000), [Decimal(-1_125_000_000)]),
        "cho-kham-benh-sekong": (Decimal(1_064_000_000), [Decimal(-18_000_000)]),
    }


def test_what_was_given_beyond_the_approval_says_why(year):
    beyond = {}
    for project in samples(Project.objects):
        sums = {kind: project.lines.filter(kind=kind).sums() for kind in ("approved", "disbursed")}
        for money in sums["disbursed"]:
            if 0 < sums["approved"].of(money.currency) < money.value:
                reasons = project.lines.filter(kind="disbursed").exclude(reason="")
                beyond[project.key] = [line.reason for line in reasons]

    assert beyond == {
        "demo-cho-truong-savannakhet": [
            "Giá thép tăng; UBND thành phố đồng ý bổ sung 350 triệu đồng từ dự phòng."
        ]
    }


def test_totals_are_those_of_the_lines_without_the_component(year):
    expected = defaultdict(Decimal)
    for line in FundingLine.objects.select_related("project"):
        stands = project_state(line.project, TODAY) not in {"pipeline", "cancelled"}
        if line.kind != "planned" and not line.project.is_component and stands:
            expected[line.project.direction, line.kind, line.currency] += line.amount
    found = totals(Scope(year.people["officer"], TODAY), "donor")

    assert samples(Project.objects).filter(is_component=True).get().parent.key == "demo-nhan-nuoc-sach"
    assert {
        (way.value, str(kind), money.currency): money.value
        for way, table in found.items()
        for kind, sums in table.whole.sums.items()
        for money in sums
    } == expected


def test_foreign_money_is_told_in_dong_at_the_rate_known_on_its_day(year):
    rates = defaultdict(dict)
    for rate in ExchangeRate.objects.all():
        rates[rate.currency][rate.day] = rate.rate
    rated = FundingLine.objects.exclude(rate=None)
    expected = {}
    for line in rated:
        day = max(day for day in rates[line.currency] if day <= line.booked_on.first_day())
        expected[line.pk] = (day, rates[line.currency][day], round(line.amount * rates[line.currency][day]))

    assert {currency: len(days) for currency, days in rates.items()} == dict.fromkeys(RATES, len(RATES_AGO))
    assert {line.currency for line in rated} == set(RATES)
    assert {line.pk: (line.rate_on, line.rate, line.dong) for line in rated} == expected
    stated = FundingLine.objects.filter(dong_stated__isnull=False, project__key="demo-nhan-y-te-koica")
    assert list(stated.values_list("kind", "dong")) == [
        ("approved", Decimal(57_600_000_000)),
        ("committed", Decimal(57_600_000_000)),
    ]


def test_reports_came_in_before_they_were_due(year):
    first, last, due = report_due(TODAY)
    told = ProjectReport.objects.filter(project__key__startswith="demo-").select_related("agency", "project")

    assert {report.project.key for report in told if report.received_on > due} == set()
    current = {
        report.project.key for report in told if (report.period_from, report.period_to) == (first, last)
    }
    running = samples(Project.objects).with_state(TODAY).filter(state="running")
    assert slugs(running) - {key.removeprefix("demo-") for key in current} == {"nhan-rau-sach-ide"}
    assert Counter(report.agency.key for report in told if report.recorded_by == year.people["focal"]) == {
        "dai-hoc-da-nang": 3
    }


def test_the_focal_point_sees_what_its_agency_has_a_part_in(year):
    everything = slugs(samples(Project.objects))
    seen = slugs(samples(Project.objects.visible_to(year.people["focal"])))

    assert seen == OF_THE_FOCAL_POINT
    assert everything - seen == (STATES["received"] | STATES["given"]).keys() - OF_THE_FOCAL_POINT


def test_the_report_on_aid_tells_of_all_that_runs(year):
    report = build(
        user=year.people["officer"],
        period=AidPeriod(TODAY.year, "year"),
        today=TODAY,
        prepared_at=datetime(2026, 11, 26, 9, tzinfo=VIETNAM),
    )
    told = {
        cell for annex in report.annexes for table in annex.tables for row in table.rows for cell in row.cells
    }
    running = samples(Project.objects).counted().with_state(TODAY).filter(state="running")

    assert running.count() == 7
    assert set(running.values_list("title_vi", flat=True)) - told == set()


@pytest.mark.parametrize(
    ("today", "back", "expected"),
    [
        (date(2026, 11, 26), 0, (date(2026, 7, 1), date(2026, 12, 31))),
        (date(2026, 11, 26), 1, (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 11, 26), 2, (date(2025, 7, 1), date(2025, 12, 31))),
        (date(2026, 6, 30), 0, (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 7, 1), 1, (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2027, 1, 1), 0, (date(2027, 1, 1), date(2027, 6, 30))),
        (date(2028, 2, 29), 3, (date(2026, 7, 1), date(2026, 12, 31))),
    ],
)
def test_half_years_are_counted_back_from_the_running_one(today, back, expected):
    assert half_year(today, back) == expected


def test_a_second_run_adds_nothing_and_asks_little(year):
    before = records()

    with CaptureQueriesContext(connection) as asked:
        assert make(date(2027, 1, 15)) == {}

    assert records() == before
    assert len(asked) == 5


def test_removal_leaves_the_register_as_it_was(year):
    removed = remove_demonstration()

    assert removed["dự án, viện trợ"] == len(PLANS)
    assert records() == year.before


def test_sides_edited_by_hand_do_not_stand_in_the_way(year):
    project = Project.objects.get(key="demo-nhan-tu-sach")
    with as_actor("người dùng"):
        project_update(
            project=project,
            changes={"parties": [{"partner": Partner.objects.get(key="jp-jetro"), "role": "donor"}]},
            base_version=project.version,
            user=year.people["officer"],
        )

    remove_demonstration()

    assert samples(Project.objects).count() == 0
