from __future__ import annotations

import pytest

from agreements.models import Project
from agreements.project_states import DeedFacts, ProjectFacts, end_on, project_state, state_on
from dnfa.core.partial_dates import PartialDate
from tests.agreements.projects.state_cases import CASES, Case
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def partial(text: str | None) -> PartialDate | None:
    return PartialDate.from_iso(text) if text else None


def made(case: Case) -> Project:
    project = make_project(starts_on=case.starts_on, ends_on=case.ends_on, stated_status=case.stated)
    for kind, on, new_end in case.deeds:
        project.events.create(kind=kind, occurred_on=on, new_ends_on=new_end, reason="lý do")
    return project


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rule_by_function(case):
    deeds = tuple(
        DeedFacts(kind, partial(on), order, partial(new_end))
        for order, (kind, on, new_end) in enumerate(case.deeds)
    )
    facts = ProjectFacts(partial(case.starts_on), partial(case.ends_on), case.stated, deeds)

    assert (state_on(facts, case.today), end_on(facts, case.today)) == (case.state, case.last_day)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_same_rule_in_sql(case):
    project = made(case)
    row = Project.objects.with_state(case.today).get()

    assert (row.state, row.last_day) == (case.state, case.last_day)
    assert project_state(Project.objects.get(pk=project.pk), case.today) == case.state


def test_projects_past_their_end_and_those_that_run():
    for case in CASES:
        made(case)
    today = CASES[0].today

    late = Project.objects.past_their_end(today)
    running = Project.objects.running_on(today)

    assert {(row.state, row.last_day < today) for row in late} == {("running", True)}
    assert {row.state for row in running} == {"running"}
    assert all(row.last_day is None or row.last_day >= today for row in running)
    assert not set(late) & set(running)
    with_end = [row for row in Project.objects.with_state(today) if row.last_day is not None]
    assert set(late) == {
        row for row in with_end if row.last_day < today and row.state in {"running", "suspended"}
    }
