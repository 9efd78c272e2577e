"""What tables of delegations and of conferences share: plan, permit, the year's programme, giving up, the report owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change
from delegations.enums import ChangeReason, PlanStatus, ProgrammeItemKind, ProgrammeItemState
from delegations.import_kinds import common
from delegations.models import ProgrammeItem
from delegations.rules.outcomes import is_reported
from delegations.services.outcomes import ask_report, waive_report
from delegations.services.trips import set_plan_status
from delegations.services.trips.cancelling import (
    CANCEL_FACTS,
    LONGEST_NOTE,
    cancel,
    checked_reason,
    refuse_future,
)
from delegations.services.trips.common import LINES, refuse_over
from dnfa.core.table_import import Problem, SheetColumn, choice, text, yes_no

DECISION = ("decision_number", "decision_on", "decision_by")
PLAN_STATUS = ("plan_status", "programme_item", "out_of_plan_reason", "out_of_plan_document")
OF_PLAN_STATUS = {"reason": "out_of_plan_reason", "document": "out_of_plan_document"}
OF_CANCELLING = {"reason": "cancel_reason", "note": "cancel_note"}


# --- columns --------------------------------------------------------------------------
def plan_columns(most: int) -> tuple[SheetColumn, ...]:
    """When it is planned, and with how many people."""
    return (
        common.day_column("planned_starts_on", gettext_lazy("Dự kiến từ ngày"), example="20/04/2026"),
        common.day_column(
            "planned_ends_on",
            gettext_lazy("Dự kiến đến ngày"),
            help=gettext_lazy("Để trống nếu chỉ một ngày."),
            example="24/04/2026",
        ),
        common.persons_column("planned_persons", gettext_lazy("Dự kiến số người"), most=most),
    )


def decision_columns() -> tuple[SheetColumn, ...]:
    """The document that allows it."""
    return (
        SheetColumn(
            "decision_number",
            gettext_lazy("Văn bản cho phép số"),
            text(max_length=LINES["decision_number"]),
            aliases=("Quyết định số", "Số quyết định", "Văn bản cho phép"),
            example="123/QĐ-UBND",
        ),
        common.day_column(
            "decision_on", gettext_lazy("Ngày văn bản cho phép"), "Ngày quyết định", example="05/03/2026"
        ),
        SheetColumn("decision_by", gettext_lazy("Cấp quyết định"), text(max_length=LINES["decision_by"])),
    )


def plan_status_columns() -> tuple[SheetColumn, ...]:
    """Whether the year's programme holds it, by which line, or why it is outside."""
    return (
        SheetColumn(
            "plan_status",
            gettext_lazy("Kế hoạch năm"),
            base.cleared_to("", choice(PlanStatus)),
            aliases=("Trong, ngoài kế hoạch", "Kế hoạch"),
        ),
        SheetColumn(
            "programme_item",
            gettext_lazy("Mục trong chương trình năm"),
            base.numbered(base.seen(ProgrammeItem), name="title"),
            aliases=("Mã mục",),
            help=gettext_lazy("Bắt buộc khi ở trong kế hoạch; mục đã được đưa vào chương trình."),
        ),
        SheetColumn(
            "out_of_plan_reason",
            gettext_lazy("Lý do ngoài kế hoạch"),
            text(max_length=LINES["out_of_plan_reason"]),
            help=gettext_lazy("Bắt buộc khi ở ngoài kế hoạch."),
        ),
        SheetColumn(
            "out_of_plan_document",
            gettext_lazy("Văn bản chấp thuận ngoài kế hoạch"),
            text(max_length=LINES["out_of_plan_document"]),
        ),
    )


def owing_column() -> SheetColumn:
    """Whether a report of the result is owed: what was years ago and long filed owes none."""
    return SheetColumn(
        "owes_report",
        gettext_lazy("Phải báo cáo kết quả"),
        base.cleared_to(True, yes_no()),
        help=gettext_lazy("Để trống khi thêm mới là Có. Việc cũ đã báo cáo xong trên giấy thì ghi Không."),
        example="Có",
    )


def cancel_columns() -> tuple[SheetColumn, ...]:
    """When and why it was given up."""
    return (
        common.day_column(
            "cancelled_on", gettext_lazy("Hủy ngày"), help=gettext_lazy("Chỉ ghi khi không còn diễn ra.")
        ),
        SheetColumn(
            "cancel_reason",
            gettext_lazy("Lý do hủy"),
            base.cleared_to("", choice(ChangeReason)),
            help=gettext_lazy("Bắt buộc khi hủy."),
        ),
        SheetColumn("cancel_note", gettext_lazy("Nói rõ lý do hủy"), text(max_length=LONGEST_NOTE)),
    )


# --- the preview ------------------------------------------------------------------------
def over_problems(record: Any, columns: Sequence[SheetColumn]) -> list[Problem]:
    """What was given up or closed is changed by its own pages only."""
    return base.refusals(columns, lambda: refuse_over(record))


def moved_problems(record: Any, given: Mapping[str, Any], sentence: str) -> list[Problem]:
    """Days that a document allowed are moved with a reason, which a row does not have: `sentence` says where."""
    if record.decision_on is None and not record.decision_number:
        return []
    names = ("planned_starts_on", "planned_ends_on")
    return [Problem(name, sentence) for name in names if name in given and getattr(record, name) is not None]


def unheld_problems(given: Mapping[str, Any]) -> list[Problem]:
    """A real first day is corrected, not taken away."""
    if "starts_on" not in given or given["starts_on"] is not None:
        return []
    return [Problem("starts_on", _("Cần ghi ngày bắt đầu thực tế."))]


def plan_status_problems(
    told: Mapping[str, Any], given: Mapping[str, Any], kind: ProgrammeItemKind | None
) -> list[Problem]:
    """What stands against the place in the year's programme, as `set_plan_status` has it; `kind` of line that plans it."""
    if not given.keys() & set(PLAN_STATUS):
        return []
    status, item = told.get("plan_status") or "", told.get("programme_item")
    problems = []
    if status == PlanStatus.IN_PLAN:
        problems += _item_problems(item, kind)
    elif item is not None:
        problems.append(Problem("programme_item", _("Chỉ ghi mục chương trình khi ở trong kế hoạch.")))
    if status == PlanStatus.OUT_OF_PLAN:
        if not told.get("out_of_plan_reason"):
            problems.append(Problem("out_of_plan_reason", _("Ngoài kế hoạch cần nêu lý do.")))
    else:
        sentence = _("Chỉ ghi khi ở ngoài kế hoạch.")
        names = ("out_of_plan_reason", "out_of_plan_document")
        problems += [Problem(name, sentence) for name in names if told.get(name)]
    return problems


def _item_problems(item: ProgrammeItem | None, kind: ProgrammeItemKind | None) -> list[Problem]:
    sentence = ""
    if item is None:
        sentence = _("Trong kế hoạch thì cần chọn mục trong chương trình năm.")
    elif kind is not None and item.kind != kind:
        sentence = _("Mục này trong chương trình năm là loại khác.")
    elif item.state != ProgrammeItemState.ACCEPTED:
        sentence = _("Mục này chưa được đưa vào chương trình năm.")
    return [Problem("programme_item", sentence)] if sentence else []


def owing_problems(record: Any, given: Mapping[str, Any]) -> list[Problem]:
    """A report that was submitted is not unasked."""
    if record is None or given.get("owes_report") is not False or not is_reported(record):
        return []
    return [Problem("owes_report", _("Hồ sơ này đã có báo cáo nộp rồi."))]


def cancel_problems(
    told: Mapping[str, Any], given: Mapping[str, Any], columns: Sequence[SheetColumn], today: date
) -> list[Problem]:
    """What stands against giving it up, as `cancel` has it; `told` is the record as the row leaves it."""
    if given.get("cancelled_on") and told.get("starts_on") is not None:
        return [Problem("cancelled_on", _("Đã ghi ngày thực tế nên không hủy được."))]
    return cancel_reason_problems(told, given, columns, today)


def cancel_reason_problems(
    told: Mapping[str, Any], given: Mapping[str, Any], columns: Sequence[SheetColumn], today: date
) -> list[Problem]:
    """What is wrong with day and reason of giving something up."""
    if not any(given.get(name) for name in CANCEL_FACTS):
        return []
    if told.get("cancelled_on") is None:
        return [Problem("cancelled_on", _("Hủy thì cần ghi ngày hủy."))]
    reason, note = told.get("cancel_reason") or "", told.get("cancel_note") or ""
    return base.refusals(
        columns,
        lambda: refuse_future(told["cancelled_on"], today, "cancelled_on"),
        _naming(OF_CANCELLING, lambda: checked_reason(reason, note)),
    )


def _naming(names: Mapping[str, str], check: Callable[[], object]) -> Callable[[], None]:
    """The check, its refusals at the columns that gave the fields."""

    def run() -> None:
        with base.fields_named(names):
            check()

    return run


def plan_problems(
    change: Change,
    *,
    columns: Sequence[SheetColumn],
    kind: ProgrammeItemKind | None,
    moved: str,
    today: date,
) -> list[Problem]:
    """All of the above and what it costs; `kind` as of `plan_status_problems`, `moved` the sentence of `moved_problems`."""
    problems = [
        *common.cost_problems(change),
        *plan_status_problems(change.told, change.given, kind),
        *owing_problems(change.record, change.given),
        *cancel_problems(change.told, change.given, columns, today),
    ]
    if change.record is not None:
        problems += moved_problems(change.record, change.given, moved)
        problems += unheld_problems(change.given)
    return problems


# --- writing ----------------------------------------------------------------------------
def write_rest(
    record: Any, *, told: Mapping[str, Any], given: Mapping[str, Any], user: Any, today: date
) -> None:
    """Behind plan, facts and permit: the place in the programme, the report owed, and last of all giving up."""
    _write_plan_status(record, told, given, user=user)
    _write_owing(record, given, user=user)
    _write_cancel(record, given, user=user, today=today)


def _write_plan_status(record: Any, told: Mapping[str, Any], given: Mapping[str, Any], *, user: Any) -> None:
    """Say where it stands in the year's programme, where the row differs."""
    if not given.keys() & set(PLAN_STATUS):
        return
    with base.fields_named(OF_PLAN_STATUS):
        set_plan_status(
            record=record,
            plan_status=told.get("plan_status") or "",
            programme_item=told.get("programme_item"),
            reason=told.get("out_of_plan_reason") or "",
            document=told.get("out_of_plan_document") or "",
            base_version=None,
            user=user,
        )


def _write_owing(record: Any, given: Mapping[str, Any], *, user: Any) -> None:
    """Waive the report of the result, or ask for it, where the row differs."""
    owes = given.get("owes_report")
    if owes is None or owes == record.owes_report:
        return
    change = ask_report if owes else waive_report
    change(record=record, reason=base.IMPORT_REASON, base_version=None, user=user)


def _write_cancel(record: Any, values: Mapping[str, Any], *, user: Any, today: date) -> None:
    """Give it up, where the row says so; last of all, for nothing is written into what was given up."""
    if not values.get("cancelled_on"):
        return
    with base.fields_named(OF_CANCELLING):
        cancel(
            record=record,
            cancelled_on=values["cancelled_on"],
            reason=values.get("cancel_reason") or "",
            note=values.get("cancel_note") or "",
            base_version=None,
            user=user,
            today=today,
        )
