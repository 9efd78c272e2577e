"""What stands in the way of a task, from being raised to being solved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked
from dnfa.followup.actions import (
    can_edit_action,
    can_note,
    complete_action,
    is_over,
    note_progress,
    reopen_action,
)
from dnfa.followup.models import Action
from reports.scheme.models import SchemeDifficulty, SchemeTask
from reports.scheme.rules import can_solve, is_replaced
from reports.scheme.services.common import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Problems,
    clean_line,
    clean_text,
    future_day,
    refuse,
    refuse_unknown,
    require_keeper,
    speaking_agency,
    too_long,
)

EDITABLE = ("text", "wish", "solver")
LONGEST = {"text": LONGEST_TEXT, "wish": LONGEST_TEXT, "solution": LONGEST_TEXT, "reason": LONGEST_LINE}


@transaction.atomic
def raise_difficulty(
    *,
    task: SchemeTask,
    text: str,
    wish: str = "",
    solver: Agency | None = None,
    agency: Agency | None = None,
    action: Action | None = None,
    user: Any,
    today: date,
) -> SchemeDifficulty:
    """Say what stands in the way of a task and what is asked for, in the name of an agency or of the Department.

    `action` is what somebody owes about it. Side effects: the difficulty, open from today. Raises `NotAllowed` ("may_not_report"), `Conflict` ("task_replaced"),
    `InvalidInput` ("invalid_agency", "invalid_difficulty", "secret_mark").
    """
    record = locked(task, base_version=None)
    if is_replaced(record, today):
        raise Conflict("task_replaced", _("Nhiệm vụ này đã được thay bằng nhiệm vụ khác."))
    speaker, _part = speaking_agency(user, agency, record, today)
    texts = {"text": clean_text(text), "wish": clean_text(wish)}
    _check(texts)
    return SchemeDifficulty.objects.create(
        task=record,
        **texts,
        solver=solver,
        raised_by=speaker,
        raised_on=today,
        author=user,
        action=action,
    )


@transaction.atomic
def update_difficulty(
    *, difficulty: SchemeDifficulty, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> SchemeDifficulty:
    """Change the words of an open difficulty or who is to solve it (`EDITABLE`): the Department's.

    Side effects: the difficulty and its version. Raises `NotAllowed`, `Conflict` ("stale_version",
    "difficulty_solved"), `InvalidInput`.
    """
    require_keeper(user)
    refuse_unknown(changes, EDITABLE)
    record = _open(difficulty, base_version)
    changed = []
    for name, given in changes.items():
        value = given if name == "solver" else clean_text(given)
        if getattr(record, name) != value:
            setattr(record, name, value)
            changed.append(name)
    _check({"text": record.text, "wish": record.wish})
    return _saved(record, *changed) if changed else record


@transaction.atomic
def solve_difficulty(
    *,
    difficulty: SchemeDifficulty,
    solution: str,
    solved_on: date,
    base_version: int | None,
    user: Any,
    today: date,
) -> SchemeDifficulty:
    """Write down how it was solved, and when.

    Side effects: closes the difficulty; the thing to do that it became is completed by the Department's word, and told by a
    note of an agency's. Raises `NotAllowed` ("may_not_solve"), `Conflict` ("stale_version",
    "difficulty_solved"), `InvalidInput` ("invalid_solution", "secret_mark").
    """
    _require_solver(user, difficulty, today)
    words = clean_text(solution)
    problems = future_day("solved_on", solved_on, today) | too_long({"solution": words}, LONGEST)
    if not words:
        problems["solution"] = [_("Hãy ghi đã giải quyết thế nào.")]
    if solved_on < difficulty.raised_on:
        problems["solved_on"] = [_("Trước ngày nêu vướng mắc.")]
    refuse("invalid_solution", problems)
    refuse_secret(solution=words)
    record = _open(difficulty, base_version)
    record.solved_on, record.solution = solved_on, words
    _tell_action(record.action, words, solved_on, user=user, today=today)
    return _saved(record, "solved_on", "solution")


def _tell_action(action: Action | None, words: str, on: date, *, user: Any, today: date) -> None:
    if action is None or is_over(action):
        return
    if can_edit_action(user):
        complete_action(action=action, done_on=on, evidence=words, user=user, today=today)
    elif can_note(user, action):
        note_progress(action=action, text=words, noted_on=on, user=user, today=today)


@transaction.atomic
def reopen_difficulty(
    *, difficulty: SchemeDifficulty, reason: str, base_version: int | None, user: Any, today: date
) -> SchemeDifficulty:
    """Take back that it was solved.

    Side effects: opens the difficulty, and by the Department's word the thing to do that it became; what stood as solution stays in the audit trail, with the reason. Raises
    `NotAllowed` ("may_not_solve"), `Conflict` ("stale_version", "difficulty_open"), `InvalidInput`.
    """
    _require_solver(user, difficulty, today)
    why = clean_line(reason)
    problems: Problems = too_long({"reason": why}, LONGEST)
    if not why:
        problems["reason"] = [_("Hãy ghi lý do.")]
    refuse("invalid_reopening", problems)
    refuse_secret(reason=why)
    with because(why):
        record = locked(difficulty, base_version=base_version)
        if record.solved_on is None:
            raise Conflict("difficulty_open", _("Vướng mắc này đang mở."))
        record.solved_on, record.solution = None, ""
        if record.action is not None and record.action.done_on is not None and can_edit_action(user):
            reopen_action(action=record.action, reason=why, user=user, today=today)
        return _saved(record, "solved_on", "solution")


def _require_solver(user: Any, difficulty: SchemeDifficulty, today: date) -> None:
    if not can_solve(user, difficulty, today):
        raise NotAllowed(
            "may_not_solve", _("Chỉ Sở Ngoại vụ, cơ quan giải quyết và cơ quan nêu ghi được việc này.")
        )


def _check(texts: Mapping[str, str]) -> None:
    problems = too_long(texts, LONGEST)
    if not texts["text"]:
        problems["text"] = [_("Hãy ghi vướng mắc.")]
    refuse("invalid_difficulty", problems)
    refuse_secret(**texts)


def _open(difficulty: SchemeDifficulty, base_version: int | None) -> SchemeDifficulty:
    record = locked(difficulty, base_version=base_version)
    if record.solved_on is not None:
        raise Conflict("difficulty_solved", _("Vướng mắc này đã ghi giải quyết xong."))
    return record


def _saved(record: SchemeDifficulty, *fields: str) -> SchemeDifficulty:
    record.save(update_fields=[*fields, "updated_at"])
    record.refresh_from_db(fields=["version"])
    return record
