from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from reports.models import SchemeDifficulty
from reports.scheme.services import (
    raise_difficulty,
    reopen_difficulty,
    solve_difficulty,
    update_difficulty,
)
from tests.factories import make_agency, make_user
from tests.followup.actions.factories import make_action
from tests.reports.scheme.factories import TODAY, make_difficulty, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user()


def focal_of(agency):
    return make_user(Role.FOCAL_POINT, agency=agency)


def test_a_difficulty_is_raised_in_the_name_of_an_agency(tourism, planning, officer):
    task = make_task(leads=[tourism])

    own = raise_difficulty(
        task=task,
        text=" Thiếu vốn ",
        wish="Bố trí vốn",
        solver=planning,
        agency=tourism,
        user=officer,
        today=TODAY,
    )
    ours = raise_difficulty(task=task, text="Thiếu người", user=officer, today=TODAY)

    assert (own.text, own.wish, own.raised_by, own.solver, own.raised_on) == (
        "Thiếu vốn",
        "Bố trí vốn",
        tourism,
        planning,
        TODAY,
    )
    assert (ours.raised_by, ours.author) == (None, officer)


def test_who_has_no_part_raises_none(officer, tourism):
    task = make_task(leads=[tourism])

    with pytest.raises(NotAllowed):
        raise_difficulty(task=task, text="x", user=focal_of(tourism), today=TODAY)
    with pytest.raises(InvalidInput):
        raise_difficulty(task=task, text="x", agency=make_agency(), user=officer, today=TODAY)
    with pytest.raises(InvalidInput) as empty:
        raise_difficulty(task=task, text=" ", agency=tourism, user=officer, today=TODAY)

    assert (list(empty.value.fields), SchemeDifficulty.objects.count()) == (["text"], 0)


@pytest.mark.parametrize("who", ["raiser", "solver", "department"])
def test_it_is_solved_by_those_it_concerns(who, tourism, planning, officer):
    task = make_task(leads=[tourism])
    difficulty = make_difficulty(task, raised_by=tourism, solver=planning)
    user = {"raiser": focal_of(tourism), "solver": focal_of(planning), "department": officer}[who]

    solved = solve_difficulty(
        difficulty=difficulty,
        solution="Đã bố trí",
        solved_on=date(2026, 11, 1),
        base_version=1,
        user=user,
        today=TODAY,
    )

    assert (solved.solved_on, solved.solution, solved.version) == (date(2026, 11, 1), "Đã bố trí", 2)


@pytest.mark.parametrize(
    ("solution", "solved_on", "fields"),
    [
        (" ", TODAY, ["solution"]),
        ("Xong", date(2026, 11, 27), ["solved_on"]),
        ("Xong", date(2026, 8, 31), ["solved_on"]),
    ],
)
def test_a_solution_tells_how_and_when(solution, solved_on, fields, officer):
    difficulty = make_difficulty(make_task())

    with pytest.raises(InvalidInput) as refused:
        solve_difficulty(
            difficulty=difficulty,
            solution=solution,
            solved_on=solved_on,
            base_version=None,
            user=officer,
            today=TODAY,
        )

    difficulty.refresh_from_db()
    assert (list(refused.value.fields), difficulty.solved_on) == (fields, None)


def test_solved_is_not_solved_again_and_can_be_opened(officer):
    difficulty = make_difficulty(make_task(), solved_on=TODAY, solution="Xong")
    who = {"base_version": None, "user": officer, "today": TODAY}

    with pytest.raises(Conflict) as solved:
        solve_difficulty(difficulty=difficulty, solution="Nữa", solved_on=TODAY, **who)
    with pytest.raises(InvalidInput) as unsaid:
        reopen_difficulty(difficulty=difficulty, reason="", **who)
    opened = reopen_difficulty(difficulty=difficulty, reason="Chưa xong", **who)
    with pytest.raises(Conflict) as standing:
        reopen_difficulty(difficulty=difficulty, reason="Nữa", **who)

    assert (solved.value.code, list(unsaid.value.fields)) == ("difficulty_solved", ["reason"])
    assert (opened.solved_on, opened.solution, standing.value.code) == (None, "", "difficulty_open")


def test_others_solve_nothing(tourism):
    difficulty = make_difficulty(make_task(with_all_relevant_units=True), raised_by=tourism)

    with pytest.raises(NotAllowed):
        solve_difficulty(
            difficulty=difficulty,
            solution="Xong",
            solved_on=TODAY,
            base_version=None,
            user=focal_of(make_agency()),
            today=TODAY,
        )

    difficulty.refresh_from_db()
    assert difficulty.solved_on is None


def test_the_department_says_who_is_to_solve_it(officer, planning, tourism):
    difficulty = make_difficulty(make_task(leads=[tourism]), raised_by=tourism)

    changed = update_difficulty(
        difficulty=difficulty, changes={"solver": planning}, base_version=1, user=officer
    )
    with pytest.raises(NotAllowed):
        update_difficulty(
            difficulty=difficulty, changes={"solver": None}, base_version=None, user=focal_of(tourism)
        )
    with pytest.raises(Conflict) as stale:
        update_difficulty(difficulty=difficulty, changes={"wish": "x"}, base_version=1, user=officer)

    assert (changed.solver, changed.version, stale.value.code) == (planning, 2, "stale_version")


@pytest.mark.parametrize(
    ("who", "told"),
    [("department", (TODAY, "Đã bố trí", [])), ("solver", (None, "", ["Đã bố trí"]))],
)
def test_what_somebody_owes_about_it_is_told_with_it(who, told, tourism, planning, officer):
    owed = make_action(lead_agency=planning)
    one = make_difficulty(make_task(leads=[tourism]), raised_by=tourism, solver=planning, action=owed)
    user = officer if who == "department" else focal_of(planning)

    solve_difficulty(
        difficulty=one, solution="Đã bố trí", solved_on=TODAY, base_version=None, user=user, today=TODAY
    )

    owed.refresh_from_db()
    notes = list(owed.notes.values_list("text", flat=True))
    assert (owed.done_on, owed.evidence, notes) == told


def test_opened_again_it_is_owed_again(officer, tourism):
    owed = make_action(done_on=TODAY, evidence="Đã bố trí")
    one = make_difficulty(make_task(leads=[tourism]), action=owed, solved_on=TODAY, solution="Đã bố trí")

    reopen_difficulty(difficulty=one, reason="Chưa đủ", base_version=None, user=officer, today=TODAY)

    owed.refresh_from_db()
    one.refresh_from_db()
    assert (owed.done_on, one.solved_on) == (None, None)
