"""Tables of a year's progress: what one agency says of one task for one year is one row.

A row that says something else than the register corrects it: the first saying stays, the correction stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.import_kinds.names import agencies_named
from agreements.import_rules import can_import
from dnfa.core.clock import local_today
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    number,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from reports.scheme.enums import FIRST_YEAR, LAST_YEAR, ReportedState
from reports.scheme.import_kinds.tasks import tasks_named, tasks_seen
from reports.scheme.models import SchemeTaskProgress
from reports.scheme.services import correct_progress, report_progress
from reports.scheme.services.common import LONGEST_TEXT
from reports.scheme.services.progress import LARGEST_FIGURE, LONGEST, WANTED

SAID = ("state", "result", "figure", "unit", "evidence")
TEXTS = ("result", "unit", "evidence")
FIXED = ("task", "year", "agency", "reported_on")
COLUMNS = (
    common.number_column(gettext_lazy("Mã báo cáo")),
    SheetColumn(
        "task",
        gettext_lazy("Nhiệm vụ"),
        keys_of("reports.SchemeTask", key="code", name="title_vi", queryset=tasks_seen),
        required=True,
        aliases=("Mã nhiệm vụ",),
        help=gettext_lazy("Mã hoặc nội dung đúng như trong sổ."),
        example="II.A.7",
    ),
    SheetColumn(
        "year", gettext_lazy("Năm"), number(least=FIRST_YEAR, most=LAST_YEAR), required=True, example="2026"
    ),
    SheetColumn(
        "agency",
        gettext_lazy("Cơ quan báo"),
        agencies_named(),
        help=gettext_lazy("Cơ quan chủ trì hoặc phối hợp; để trống khi Sở Ngoại vụ tự ghi."),
        example="so-du-lich",
    ),
    SheetColumn(
        "state",
        gettext_lazy("Tình trạng"),
        choice(ReportedState),
        required=True,
        example=ReportedState.IN_PROGRESS.label,
    ),
    SheetColumn(
        "result",
        gettext_lazy("Kết quả"),
        text(max_length=LONGEST_TEXT, lines=True),
        aliases=("Kết quả thực hiện",),
    ),
    SheetColumn(
        "figure",
        gettext_lazy("Con số đạt được"),
        number(places=2, least=-LARGEST_FIGURE, most=LARGEST_FIGURE),
        aliases=("Số liệu",),
    ),
    SheetColumn("unit", gettext_lazy("Đơn vị tính"), text(max_length=LONGEST["unit"])),
    SheetColumn("evidence", gettext_lazy("Minh chứng"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn(
        "reported_on", gettext_lazy("Ngày báo"), whole_date(), help=gettext_lazy("Để trống: ngày nhập bảng.")
    ),
)  # fmt: skip


def progress_seen(user: Any) -> QuerySet[SchemeTaskProgress]:
    """What stands today of all that was said, in the order of tasks, the latest year first."""
    said: Any = SchemeTaskProgress.objects.standing_on(local_today())
    said = said if user is None else said.visible_to(user)
    rows: QuerySet[SchemeTaskProgress] = said.select_related("task", "agency")
    return rows.order_by("task__order", "-year", "agency__name_fold", "-reported_on", "-pk")


def values_of(row: SchemeTaskProgress) -> dict[str, Any]:
    """What the register says now, by column."""
    return {"id": row.pk, **{name: getattr(row, name) for name in (*FIXED, *SAID)}}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The saying of each row: by its number, or the latest of its task, year and agency."""
    latest: dict[tuple[int, int, int | None], SchemeTaskProgress] = {}
    for said in progress_seen(user).filter(task__in=tasks_named(rows)):
        latest.setdefault((said.task_id, said.year, said.agency_id), said)

    def same(row: RowValues) -> Found:
        return None if not (row.get("task") and row.get("year")) else latest.get(_name(row))

    unknown = _(
        "Trong sổ không có báo cáo với mã này, hoặc báo cáo đã được đính chính; khi thêm mới hãy để trống."
    )
    return common.found_by_number(rows, progress_seen(user), unknown, same)


def _name(row: RowValues) -> tuple[int, int, int | None]:
    agency = row.get("agency")
    return (row["task"].pk, row["year"], agency.pk if agency else None)


def check(
    row: RowValues, record: SchemeTaskProgress | None, *, today: date, **_context: Any
) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    current = values_of(record) if record is not None else {}
    given = common.differing(COLUMNS, row, current)
    problems = common.secrets(COLUMNS, given, TEXTS)
    problems += common.days_to_come(given, ("reported_on",), today)
    if record is not None:
        sentence = _("Báo cáo này thuộc nhiệm vụ, năm, cơ quan hoặc ngày khác, không chuyển được.")
        problems += common.standing_fast(given, dict.fromkeys(FIXED, sentence))
    if row.get("year") and row["year"] > today.year:
        problems.append(Problem("year", _("Năm này chưa tới.")))
    return problems + _wrong({**current, **row}, row)


def _wrong(told: dict[str, Any], row: RowValues) -> list[Problem]:
    """What is told together: a state with its result, what is done with what shows it, a figure with its unit."""
    problems = []
    state = told.get("state")
    if state in WANTED and not told.get("result") and not common.is_unread(row, "result"):
        problems.append(Problem("result", WANTED[ReportedState(state)]))
    if state == ReportedState.DONE and not told.get("evidence"):
        problems.append(Problem("evidence", _("Hãy ghi minh chứng, ví dụ số văn bản, sản phẩm.")))
    has_figure = isinstance(told.get("figure"), Decimal)
    if has_figure and not told.get("unit"):
        problems.append(Problem("unit", _("Hãy ghi đơn vị tính của con số.")))
    if told.get("unit") and not has_figure and not common.is_unread(row, "figure"):
        problems.append(Problem("figure", _("Hãy ghi con số, hoặc bỏ đơn vị tính.")))
    return problems


def check_all(rows: Sequence[RowValues], _records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """Rows that speak of one task, year and agency twice."""
    names = [_name(row) if row.get("task") and row.get("year") else None for row in rows]
    return common.standing_twice(names, rows, "task")


def apply(
    *, values: RowValues, record: SchemeTaskProgress | None, user: Any, today: date, **_context: Any
) -> SchemeTaskProgress:
    """Write one row through the services of progress."""
    person = common.writer(user)
    if record is None:
        given = {name: value for name, value in values.items() if name != "id"}
        return report_progress(user=person, today=today, **given)
    given = common.differing(COLUMNS, values, values_of(record))
    if not given:
        return record
    said = {name: given.get(name, getattr(record, name)) for name in SAID}
    return correct_progress(progress=record, reason=common.IMPORT_REASON, user=person, today=today, **said)


PROGRESS = SheetKind(
    code="tien-do-de-an",
    title=gettext_lazy("Tiến độ nhiệm vụ Đề án"),
    hint=gettext_lazy(
        "Mỗi dòng là báo cáo của một cơ quan về một nhiệm vụ cho một năm; dòng khác sổ là đính chính."
    ),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=progress_seen,
    identified_by=(("id",),),
    order=71,
)
