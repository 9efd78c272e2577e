"""Tasks in the search box and in the calendar: for those who may see them, on the days they are to end."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from dnfa.accounts.enums import Role
from dnfa.followup.calendar import entries
from dnfa.followup.calendar.scopes import Scope, within
from reports.scheme.calendar_source import SCHEME, task_entries
from reports.scheme.search import find_tasks
from tests.factories import make_agency, make_user
from tests.reports.scheme.factories import TODAY, link, make_task, say, succeed

pytestmark = pytest.mark.django_db

DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture
def tourism():
    return make_agency(name_vi="Sở Du lịch")


@pytest.fixture
def focal(tourism):
    return make_user(Role.FOCAL_POINT, agency=tourism)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def keys(user, text: str) -> list[str]:
    return [hit.key for hit in find_tasks(user, text, 9)]


def test_tasks_are_found_by_code_words_and_note(officer):
    make_task("II.A.7", title_vi="Quảng bá điểm đến", note="Bốn thị trường", order=1)
    make_task("II.A.70", title_vi="Đường bay mới", order=2)

    assert [keys(officer, text) for text in ("ii.a.7", "diem den", "thi truong bon", "cang")] == [
        ["II.A.7", "II.A.70"],
        ["II.A.7"],
        ["II.A.7"],
        [],
    ]


def test_a_focal_point_finds_the_tasks_of_its_agency_alone(officer, focal, tourism):
    make_task("I.1", title_vi="Nhiệm vụ quảng bá", leads=[tourism], order=1)
    make_task("I.2", title_vi="Nhiệm vụ chung", with_all_relevant_units=True, order=2)
    make_task("I.3", title_vi="Nhiệm vụ của nơi khác", leads=[make_agency()], order=3)

    def listed(user):
        client = Client()
        client.force_login(user)
        rows = client.get("/api/v1/search/", {"q": "nhiệm vụ"}).json()["results"]
        return sorted(row["key"] for row in rows if row["kind"] == "scheme-task")

    assert (keys(focal, "nhiem vu"), keys(officer, "nhiem vu")) == (["I.1", "I.2"], ["I.1", "I.2", "I.3"])
    assert (listed(focal), listed(officer)) == (["I.1", "I.2"], ["I.1", "I.2", "I.3"])


def told(user, today=TODAY):
    return [
        (entry.title.split(":")[0], entry.day, entry.last_day, entry.when, entry.detail, entry.state)
        for entry in entries(user, *DECEMBER, today=today, only=[SCHEME])
    ]


def test_a_task_stands_on_its_day_or_beside_its_month(officer, focal, tourism):
    make_task("I.1", leads=[tourism], ends_on="2026-12-20", order=1)
    make_task("I.2", leads=[make_agency(name_vi="Sở Y tế")], ends_on="2026-12", order=2)
    make_task("I.3", leads=[tourism], ends_on="2026", order=3)
    make_task("I.4", leads=[tourism], ends_on="2027-01-01", order=4)

    own = ("Hạn nhiệm vụ I.1", date(2026, 12, 20), None, "", "Sở Du lịch", "ticking")
    month = ("Hạn nhiệm vụ I.2", *DECEMBER, "12/2026", "Sở Y tế", "ticking")
    assert told(officer) == [month, own]
    assert told(focal) == [own]


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2026, 12, 19), "due_soon"), (date(2026, 12, 20), "due_soon"), (date(2026, 12, 21), "overdue")],
)
def test_the_end_comes_closer_and_passes(officer, tourism, today, state):
    make_task("I.1", leads=[tourism], ends_on="2026-12-20")

    assert [row[-1] for row in told(officer, today)] == [state]


def test_what_is_done_or_replaced_has_no_day(officer, tourism):
    done = make_task("I.1", leads=[tourism], ends_on="2026-12-20")
    say(done, "done")
    make_task("I.2", ends_on="2026-12-20", replaced_by=done, replaced_on=TODAY)

    assert told(officer) == []


def test_a_task_is_a_matter_of_those_who_carry_it_today(tourism):
    culture = make_agency(name_vi="Sở Văn hóa, Thể thao và Du lịch")
    succeed(tourism, culture)
    task = make_task("I.1", leads=[tourism], ends_on="2026-12-20")
    helper = make_agency()
    link(task, helper, "coordinating")

    def mine(agency):
        user = make_user(Role.OFFICER, agency=agency)
        return len(within(entries(user, *DECEMBER, today=TODAY, only=[SCHEME]), Scope.MINE, user))

    assert [mine(agency) for agency in (culture, helper, make_agency())] == [1, 1, 0]


def test_reading_costs_the_same_for_one_and_for_many(officer, tourism, django_assert_max_num_queries):
    make_task("I.1", leads=[tourism], ends_on="2026-12-20")
    with django_assert_max_num_queries(5):
        task_entries(officer, *DECEMBER, TODAY)
    for number in range(2, 5):
        make_task(f"I.{number}", leads=[tourism, make_agency()], ends_on="2026-12-21", order=900 + number)

    with django_assert_max_num_queries(5):
        assert len(task_entries(officer, *DECEMBER, TODAY)) == 4
