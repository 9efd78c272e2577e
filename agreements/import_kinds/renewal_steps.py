"""Tables of the things to do in renewal files: who leads, until when, done by what (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change, compared
from agreements.models import RenewalCase
from agreements.rules import can_write_papers
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold
from dnfa.followup.actions import complete_action, create_action, drop_action, update_action
from dnfa.followup.actions.services import LONGEST_LINE, LONGEST_TEXT
from dnfa.followup.enums import ActionOrigin, ActionProgress
from dnfa.followup.models import Action, ActionAgency

COLUMNS = (
    common.number_column(gettext_lazy("Mã việc")),
    common.paper_column(),
    SheetColumn(
        "title",
        gettext_lazy("Việc"),
        text(max_length=LONGEST_LINE),
        required=True,
        aliases=("Việc phải làm", "Bước gia hạn"),
        help=gettext_lazy("Việc của hồ sơ gia hạn đang mở của văn bản; tên khác là việc thêm."),
        example=gettext_lazy("Lấy ý kiến Bộ Ngoại giao"),
    ),
    *common.agency_columns(),
    SheetColumn(
        "due_on",
        gettext_lazy("Hạn"),
        whole_date(),
        aliases=("Thời hạn",),
        help=gettext_lazy("Việc của mẫu: hạn đã tính lùi từ ngày hết hiệu lực khi mở hồ sơ."),
        example="31/12/2026",
    ),
    SheetColumn("detail", gettext_lazy("Nội dung"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn(
        "progress",
        gettext_lazy("Tiến độ"),
        common.cleared_to(ActionProgress.NOT_STARTED, choice(ActionProgress)),
        example=ActionProgress.IN_PROGRESS.label,
    ),
    SheetColumn("done_on", gettext_lazy("Xong ngày"), whole_date()),
    SheetColumn(
        "evidence",
        gettext_lazy("Kết quả, minh chứng"),
        text(max_length=LONGEST_TEXT, lines=True),
        help=gettext_lazy("Bắt buộc khi đã xong."),
    ),
    SheetColumn("cancelled_on", gettext_lazy("Thôi làm từ ngày"), whole_date()),
    SheetColumn(
        "cancel_reason",
        gettext_lazy("Lý do thôi làm"),
        text(max_length=LONGEST_LINE),
        help=gettext_lazy("Bắt buộc khi thôi làm."),
    ),
)  # fmt: skip
TEXTS = ("title", "detail", "evidence", "cancel_reason")
OF_THE_ACTION = ("title", "lead_agency", "coordinating", "due_on", "detail", "progress")
FACTS = ("title", "lead_agency", "due_on", "detail", "progress", "done_on", "evidence", "cancelled_on", "cancel_reason")  # fmt: skip
# The services of actions speak of the day and the reason of giving up.
FIELDS = {"on": "cancelled_on", "reason": "cancel_reason"}


# --- the register ---------------------------------------------------------------------
def steps_seen(user: Any) -> QuerySet[Action]:
    """The things to do of the renewal files a person sees, newest file first, in their order."""
    every: Any = common.seen(Action)(user)
    agencies = ActionAgency.objects.select_related("agency").order_by("pk")
    steps: QuerySet[Action] = (
        every.of_kind(RenewalCase)
        .select_related("lead_agency", "content_type")
        .prefetch_related(Prefetch("agency_links", agencies), "record__agreement")
        .order_by("-object_id", "order", "pk")
    )
    return steps


def case_of(step: Action) -> RenewalCase:
    """The renewal file a step belongs to."""
    case: Any = step.record  # rows come from `steps_seen`, so it is a file
    return case


def values_of(step: Action) -> dict[str, Any]:
    """What the register says now, by column."""
    return {
        "id": step.pk,
        "agreement": case_of(step).agreement,
        "coordinating": [row.agency for row in step.agency_links.all()],
        **{name: getattr(step, name) for name in FACTS},
    }


def _open_cases(rows: Sequence[RowValues]) -> dict[int, RenewalCase]:
    """The open file of each paper that rows speak of: one query."""
    papers = {row["agreement"].pk for row in rows if row.get("agreement")}
    cases = RenewalCase.objects.standing().filter(agreement__in=papers).select_related("agreement")
    return {case.agreement_id: case for case in cases}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The step of each row: by its number, or that of the same words in the open file of its paper."""
    known = steps_seen(user).filter(object_id__in=[case.pk for case in _open_cases(rows).values()])
    by_words = common.grouped(known, lambda step: (case_of(step).agreement_id, fold(step.title)))

    def same_words(row: RowValues) -> Found:
        return common.only(by_words.get(_name(row), []), "id")

    unknown = _("Trong sổ không có việc gia hạn với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, steps_seen(user), unknown, same_words)


def _name(row: RowValues) -> tuple[int, str] | None:
    if not (row.get("agreement") and row.get("title")):
        return None
    return row["agreement"].pk, fold(row["title"])


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if change.record is not None:
        if case_of(change.record).closed_on is not None:
            sentence = _("Hồ sơ gia hạn này đã đóng.")
            return common.standing_fast(change.given, {column.key: sentence for column in COLUMNS})
        if over := common.over_problems(change.record):
            return over
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    if change.record is not None and "agreement" in change.given:
        problems.append(Problem("agreement", _("Việc này thuộc văn bản khác, không chuyển được.")))
    problems += common.coordinating_problems(change.told)
    problems += common.days_to_come(change.given, ("done_on", "cancelled_on"), today)
    return problems + _end_problems(change.told, change.row)


def _end_problems(told: Mapping[str, Any], row: RowValues) -> list[Problem]:
    """What is done has its day and what shows it, what is given up its day and reason; nothing is both."""
    wanted = {
        "done_on": _("Hãy ghi ngày xong."),
        "evidence": _("Hãy ghi kết quả hoặc minh chứng, ví dụ số văn bản, sản phẩm."),
        "cancelled_on": _("Hãy ghi ngày thôi làm."),
        "cancel_reason": _("Hãy ghi lý do."),
    }
    problems = []
    for pair in (("done_on", "evidence"), ("cancelled_on", "cancel_reason")):
        missing = [name for name in pair if not told.get(name)]
        if len(missing) == 1 and not common.is_unread(row, missing[0]):
            problems.append(Problem(missing[0], wanted[missing[0]]))
    if told.get("done_on") and told.get("cancelled_on"):
        problems.append(Problem("cancelled_on", _("Việc đã xong thì không thôi làm.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New things to do: in a file that is open, and each once. One query."""
    cases = _open_cases(rows)
    is_new = [
        record is None and bool(row.get("agreement")) and not row.get("id")
        for row, record in zip(rows, records, strict=True)
    ]
    names = [_name(row) if new else None for row, new in zip(rows, is_new, strict=True)]
    problems = common.standing_twice(names, rows, "title")
    for row, new, found in zip(rows, is_new, problems, strict=True):
        if new and row["agreement"].pk not in cases:
            sentence = _("Văn bản này không có hồ sơ gia hạn đang mở: hãy mở hồ sơ trước.")
            found.append(Problem("agreement", sentence))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(*, values: RowValues, record: Action | None, user: Any, today: date, **_context: Any) -> Action:
    """Write one row through the services of things to do, whose rows have a whole audit trail."""
    user = common.writer(user)
    who = {"user": user, "today": today}
    given, _told = compared(COLUMNS, values_of, values, record)
    with common.fields_named(FIELDS):
        step = record if record is not None else _made(values, user=user)
        changes = {name: given[name] for name in OF_THE_ACTION if name in given}
        step = update_action(action=step, changes=changes, base_version=None, user=user)
        if given.get("done_on"):
            return complete_action(action=step, done_on=given["done_on"], evidence=given["evidence"], **who)
        if given.get("cancelled_on"):
            return drop_action(action=step, on=given["cancelled_on"], reason=given["cancel_reason"], **who)
    return step


def _made(row: RowValues, *, user: Any) -> Action:
    """A thing to do that the office's template does not have, behind the others of the file."""
    case = RenewalCase.objects.standing().get(agreement=row["agreement"])
    last = Action.objects.of_record(case).aggregate(last=Max("order"))["last"]
    return create_action(
        title=row["title"],
        origin=ActionOrigin.RENEWAL,
        lead_agency=row.get("lead_agency"),
        due_on=row.get("due_on"),
        record=case,
        order=0 if last is None else last + 1,
        user=user,
    )


RENEWAL_STEPS = SheetKind(
    code="viec-gia-han",
    title=gettext_lazy("Việc trong hồ sơ gia hạn"),
    hint=gettext_lazy("Từng việc của hồ sơ gia hạn đang mở: cơ quan chủ trì, hạn, đã xong với kết quả gì."),
    columns=COLUMNS,
    may_import=can_write_papers,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=steps_seen,
    identified_by=(("id",),),
    order=38,
)
