from __future__ import annotations

import pytest

from dnfa.core.errors import Conflict
from dnfa.core.windows import Window, is_kept_already, is_own_save, locked_while_typed, remember_window
from dnfa.updates.models import ChangeRequest
from tests.updates.factories import begin, make_cast

pytestmark = pytest.mark.django_db

HERE, THERE = "a" * 32, "b" * 32


@pytest.mark.parametrize(
    ("window", "turn", "read"),
    [
        (HERE, "3", Window(HERE, 3)),
        (HERE, "0", Window(HERE, 0)),
        (HERE, "-1", None),
        (HERE, "1" * 10, None),
        (HERE, "", None),
        ("", "3", None),
        ("A" * 32, "3", None),
        (HERE + "a", "3", None),
    ],
)
def test_a_form_says_which_window_sends_it(window, turn, read):
    assert Window.sent({"window": window, "turn": turn}) == read
    assert Window.sent({}) is None


@pytest.fixture
def row() -> ChangeRequest:
    return begin(make_cast())


def saved(row: ChangeRequest, window: Window | None, text: str) -> ChangeRequest:
    ChangeRequest.objects.filter(pk=row.pk).update(text=text)
    fresh = ChangeRequest.objects.get(pk=row.pk)
    remember_window(fresh, window)
    return fresh


def test_remembering_a_window_is_no_change_of_the_record(row):
    lines = row.audit_rows.count()

    remember_window(row, Window(HERE, 1))

    fresh = ChangeRequest.objects.get(pk=row.pk)
    assert (fresh.version, fresh.audit_rows.count()) == (row.version, lines)
    assert (fresh.typed_in, fresh.typed_turn, fresh.typed_version) == (HERE, 1, row.version)


@pytest.mark.parametrize(
    ("last", "then", "passes"),
    [
        (Window(HERE, 1), Window(HERE, 2), True),  # the answer to its own save was lost
        (Window(HERE, 1), Window(THERE, 2), False),
        (Window(HERE, 1), None, False),
        (None, Window(HERE, 1), False),
        (Window(HERE, 2), Window(HERE, 1), True),  # late: the caller writes nothing
    ],
)
def test_only_the_windows_own_save_is_no_other_persons(row, last, then, passes):
    saved(row, last, "một")

    if passes:
        assert locked_while_typed(row, base_version=row.version, window=then).text == "một"
    else:
        with pytest.raises(Conflict) as refusal:
            locked_while_typed(row, base_version=row.version, window=then)
        assert refusal.value.code == "stale_version"


def test_a_change_after_the_windows_own_save_is_another_persons(row):
    saved(row, Window(HERE, 1), "một")
    ChangeRequest.objects.filter(pk=row.pk).update(text="hai")

    with pytest.raises(Conflict) as refusal:
        locked_while_typed(row, base_version=row.version, window=Window(HERE, 2))

    assert refusal.value.code == "stale_version"
    assert not is_own_save(ChangeRequest.objects.get(pk=row.pk), Window(HERE, 2))


def test_a_save_that_came_before_is_known_by_its_turn(row):
    kept = saved(row, Window(HERE, 2), "một")

    known = [
        is_kept_already(kept, Window(key, turn))
        for key, turn in [(HERE, 1), (HERE, 2), (HERE, 3), (THERE, 1)]
    ]

    assert known == [True, True, False, False]
    assert not is_kept_already(kept, None)
