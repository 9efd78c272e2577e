"""What agencies say of a task for a year. Nothing said is ever changed: a correction stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked
from reports.scheme.enums import FIRST_YEAR, ReportedState
from reports.scheme.models import SchemeTask, SchemeTaskProgress
from reports.scheme.rules import can_keep_scheme, is_replaced
from reports.scheme.services.common import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Problems,
    clean_line,
    clean_text,
    future_day,
    refuse,
    speaking_agency,
    too_long,
)

LONGEST = {"result": LONGEST_TEXT, "evidence": LONGEST_TEXT, "unit": 60, "correction_reason": LONGEST_LINE}
LARGEST_FIGURE = Decimal("999999999999999999.99")
# Why something is asked of whoever reports this.
WANTED = {
    ReportedState.IN_PROGRESS: _("Hãy ghi đã làm được gì."),
    ReportedState.DONE: _("Hãy ghi kết quả đạt được."),
    ReportedState.NOT_RELEVANT: _("Hãy ghi vì sao không còn phù hợp."),
}


@transaction.atomic
def report_progress(
    *,
    task: SchemeTask,
    year: int,
    state: str,
    result: str = "",
    figure: Decimal | None = None,
    unit: str = "",
    evidence: str = "",
    agency: Agency | None = None,
    reported_on: date | None = None,
    user: Any,
    today: date,
) -> SchemeTaskProgress:
    """Say how far a task is for a year, as the agency that leads it or as one that coordinates.

    The Department writes, for `agency` or for itself; what agencies send comes through the queue. `reported_on` is today unless an earlier day is told. Side effects: one row; the task is locked meanwhile and not
    changed. Raises `NotAllowed` ("may_not_report"), `Conflict` ("task_replaced"), `InvalidInput` ("invalid_agency",
    "invalid_progress" by field, "secret_mark").
    """
    record = locked(task, base_version=None)
    if is_replaced(record, today):
        raise Conflict("task_replaced", _("Nhiệm vụ này đã được thay bằng nhiệm vụ khác."))
    speaker, part = speaking_agency(user, agency, record, today)
    said = _said(state=state, result=result, figure=figure, unit=unit, evidence=evidence)
    day = reported_on or today
    problems = wrong_progress(said) | _wrong_year(record, year, today) | future_day("reported_on", day, today)
    refuse("invalid_progress", problems)
    _refuse_secret(said)
    return SchemeTaskProgress.objects.create(
        task=record, year=year, part=part, agency=speaker, reported_on=day, author=user, **said
    )


@transaction.atomic
def correct_progress(
    *,
    progress: SchemeTaskProgress,
    reason: str,
    state: str,
    result: str = "",
    figure: Decimal | None = None,
    unit: str = "",
    evidence: str = "",
    user: Any,
    today: date,
) -> SchemeTaskProgress:
    """Say again, and rightly, what was said: the same task, year and agency; the first row stays to be read.

    Side effects: one row that stands in the place of the other from today on. Raises `NotAllowed` ("may_not_report"),
    `Conflict` ("already_corrected"), `InvalidInput` ("invalid_progress", "secret_mark").
    """
    old = SchemeTaskProgress.objects.select_for_update().get(pk=progress.pk)
    if not can_keep_scheme(user):
        raise NotAllowed(
            "may_not_report", _("Chỉ Sở Ngoại vụ đính chính; cơ quan gửi tiến độ mới để Sở duyệt.")
        )
    if SchemeTaskProgress.objects.filter(corrects=old).exists():
        raise Conflict("already_corrected", _("Báo cáo này đã được đính chính: hãy đính chính bản mới nhất."))
    said = _said(state=state, result=result, figure=figure, unit=unit, evidence=evidence)
    why = clean_line(reason)
    problems = wrong_progress(said) | too_long({"reason": why}, {"reason": LONGEST_LINE})
    if not why:
        problems["reason"] = [_("Hãy ghi lý do đính chính.")]
    refuse("invalid_progress", problems)
    _refuse_secret({**said, "reason": why})
    return SchemeTaskProgress.objects.create(
        task_id=old.task_id,
        year=old.year,
        part=old.part,
        agency_id=old.agency_id,
        reported_on=max(today, old.reported_on),
        author=user,
        corrects=old,
        correction_reason=why,
        **said,
    )


def _said(*, state: str, result: str, figure: Decimal | None, unit: str, evidence: str) -> dict[str, Any]:
    return {
        "state": state,
        "result": clean_text(result),
        "figure": figure,
        "unit": clean_line(unit),
        "evidence": clean_text(evidence),
    }


def wrong_progress(said: Mapping[str, Any]) -> Problems:
    """What is wrong with what is told, by field: the form in which an agency sends it asks the same."""
    problems = too_long({name: said[name] for name in ("result", "evidence", "unit")}, LONGEST)
    if said["state"] not in ReportedState.values:
        problems["state"] = [_("Hãy chọn tình trạng trong danh sách.")]
    elif said["state"] in WANTED and not said["result"]:
        problems["result"] = [WANTED[ReportedState(said["state"])]]
    if said["state"] == ReportedState.DONE and not said["evidence"]:
        problems["evidence"] = [_("Hãy ghi minh chứng, ví dụ số văn bản, sản phẩm.")]
    if said["figure"] is not None and not -LARGEST_FIGURE <= said["figure"] <= LARGEST_FIGURE:
        problems["figure"] = [_("Con số quá lớn.")]
    if said["figure"] is not None and not said["unit"]:
        problems["unit"] = [_("Hãy ghi đơn vị tính của con số.")]
    if said["figure"] is None and said["unit"]:
        problems["figure"] = [_("Hãy ghi con số, hoặc bỏ đơn vị tính.")]
    return problems


def _wrong_year(task: SchemeTask, year: int, today: date) -> Problems:
    first = FIRST_YEAR if task.decided_on is None else max(FIRST_YEAR, task.decided_on.year)
    if first <= year <= today.year:
        return {}
    return {"year": [_("Năm từ %(first)s đến %(last)s.") % {"first": first, "last": today.year}]}


def _refuse_secret(said: Mapping[str, Any]) -> None:
    refuse_secret(**{name: said[name] for name in ("result", "evidence", "unit", "reason") if name in said})
