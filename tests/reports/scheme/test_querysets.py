"""Who sees which tasks, and what hangs on them: both sets are stated."""

from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import SEES_EVERYTHING, Role
from reports.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from reports.scheme.enums import TaskRole
from tests.factories import make_agency, make_user
from tests.reports.scheme.factories import (
    TODAY,
    link,
    make_difficulty,
    make_proposal,
    make_task,
    say,
    succeed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks(tourism, planning):
    """One that tourism leads, one it coordinates, one for all units, one of others, one tourism has left, one of its
    predecessor."""
    heritage = make_agency(key="so-di-san")
    succeed(heritage, tourism)
    make_task("LED", leads=[tourism])
    make_task("HELPED", leads=[planning], coordinating=[tourism])
    make_task("ALL", leads=[planning], with_all_relevant_units=True)
    make_task("OTHERS", leads=[planning])
    link(make_task("LEFT", leads=[planning]), tourism, valid_to="2025-12-31")
    make_task("INHERITED", leads=[heritage])
    for task in SchemeTask.objects.all():
        say(task)
        make_difficulty(task)
    return SchemeTask.objects


def codes(rows) -> set[str]:
    return set(rows.values_list("code", flat=True))


SEEN = {"LED", "HELPED", "ALL", "LEFT", "INHERITED"}
EVERY = {*SEEN, "OTHERS"}


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_sees_its_set(tasks, tourism, role):
    user = make_user(role, agency=tourism)

    expected = EVERY if role in SEES_EVERYTHING else SEEN

    assert codes(tasks.visible_to(user)) == expected
    assert EVERY - codes(tasks.visible_to(user)) == (set() if role in SEES_EVERYTHING else {"OTHERS"})
    for model in (SchemeTaskProgress, SchemeDifficulty):
        seen = model.objects.visible_to(user).values_list("task__code", flat=True)
        assert set(seen) == expected


def test_nobody_else_sees_anything(tasks, tourism):
    gone = make_user(Role.FOCAL_POINT, agency=tourism, is_active=False)

    assert codes(tasks.visible_to(gone)) == set()


def test_whom_a_task_binds_on_a_day(tasks, tourism):
    def bound(role: str, day: date) -> set[str]:
        return codes(tasks.bound_to(tourism.pk, role, day))

    assert bound(TaskRole.LEAD, TODAY) == {"LED", "INHERITED"}
    assert bound(TaskRole.LEAD, date(2025, 12, 31)) == {"LED", "INHERITED", "LEFT"}
    assert bound(TaskRole.LEAD, date(2025, 2, 28)) == {"LED", "LEFT"}
    assert bound(TaskRole.COORDINATING, TODAY) == {"HELPED"}
    assert codes(tasks.of_agency(tourism.pk, TODAY)) == {"LED", "INHERITED", "HELPED"}


def test_tasks_that_nobody_leads(tasks):
    district = make_agency()
    succeed(district, None, "2025-07-01")
    make_task("BLANK", with_all_relevant_units=True)
    make_task("ENDED", leads=[district])

    assert codes(tasks.without_lead(date(2025, 6, 30))) == {"BLANK"}
    assert codes(tasks.without_lead(date(2025, 7, 1))) == {"BLANK", "ENDED"}


def test_tasks_known_and_standing_on_a_day(tasks):
    new = make_task("NEW", origin="added", deciding_document="QĐ 1", decided_on=date(2026, 5, 1))
    SchemeTask.objects.filter(code="OTHERS").update(replaced_by=new, replaced_on=date(2026, 5, 1))

    assert codes(tasks.known_on(date(2026, 4, 30))) == EVERY
    assert codes(tasks.standing_on(date(2026, 4, 30))) == EVERY
    assert codes(tasks.known_on(date(2026, 5, 1))) == {*EVERY, "NEW"}
    assert codes(tasks.standing_on(date(2026, 5, 1))) == {*SEEN, "NEW"}


def test_of_which_tasks_the_lead_has_spoken_for_a_year():
    told, part, silent = make_task("TOLD"), make_task("PART"), make_task("SILENT")
    say(told, year=2025, reported_on=date(2025, 11, 1))
    say(part, year=2025, part="coordinating", reported_on=date(2025, 11, 1))
    say(silent, year=2024, reported_on=date(2025, 11, 1))

    day = date(2025, 11, 1)

    assert codes(SchemeTask.objects.reported_in(2025, day)) == {"TOLD"}
    assert codes(SchemeTask.objects.unreported_in(2025, day)) == {"PART", "SILENT"}
    assert codes(SchemeTask.objects.reported_in(2025, date(2025, 10, 31))) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [("duong bay", {"II.A.12"}), ("ii.a.12", {"II.A.12"}), ("quang ba duong", set()), ("Halal", {"II.A.8"})],
)
def test_words_find_tasks_marks_aside(words, expected):
    make_task("II.A.12", title_vi="Đề xuất đường bay mới")
    make_task("II.A.8", title_vi="Sản phẩm Halal")

    assert codes(SchemeTask.objects.matching(words)) == expected


def test_proposals_are_seen_by_their_agency_and_who_carries_it_on(tourism, planning):
    heritage = make_agency()
    succeed(heritage, tourism)
    own, inherited, other = make_proposal(tourism), make_proposal(heritage), make_proposal(planning)
    seen = SchemeProposal.objects.visible_to(make_user(Role.FOCAL_POINT, agency=tourism))

    assert set(seen) == {own, inherited}
    assert set(SchemeProposal.objects.visible_to(make_user())) == {own, inherited, other}


def test_difficulties_open_on_a_day():
    task = make_task()
    solved = make_difficulty(task, raised_on=date(2026, 9, 1), solved_on=date(2026, 10, 1), solution="Xong")
    standing = make_difficulty(task, raised_on=date(2026, 9, 15))

    def open_on(day: date) -> set:
        return set(SchemeDifficulty.objects.open_on(day))

    assert open_on(date(2026, 9, 1)) == {solved}
    assert open_on(date(2026, 9, 30)) == {solved, standing}
    assert open_on(date(2026, 10, 1)) == {standing}
