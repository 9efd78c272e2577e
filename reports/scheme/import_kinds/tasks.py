"""Tables of tasks: dates, agencies and notes of those that stand, and new ones that a document decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.import_kinds.names import agencies_named
from agreements.import_rules import can_import
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    found_by,
    partial_date,
    text,
    whole_date,
    yes_no,
)
from reports.scheme.enums import TaskRole
from reports.scheme.models import SchemeTask, SchemeTaskAgency
from reports.scheme.services import add_task, assign_agencies, update_task
from reports.scheme.services.common import LONGEST_DOCUMENT, LONGEST_TEXT
from reports.scheme.services.tasks import EDITABLE

AGENCIES = {"leads": TaskRole.LEAD, "coordinating": TaskRole.COORDINATING}
FIXED = ("group_code", "title_vi", "deciding_document", "decided_on")
TEXTS = ("title_vi", "title_en", "note", "deciding_document")
COLUMNS = (
    SheetColumn(
        "code",
        gettext_lazy("Mã"),
        text(max_length=20),
        required=True,
        aliases=("Mã nhiệm vụ",),
        example="II.A.15",
    ),
    SheetColumn(
        "group_code",
        gettext_lazy("Mã nhóm"),
        text(max_length=10),
        help=gettext_lazy("Bắt buộc khi thêm nhiệm vụ mới, ví dụ II.A."),
        example="II.A",
    ),
    SheetColumn(
        "title_vi",
        gettext_lazy("Nhiệm vụ"),
        text(max_length=LONGEST_TEXT, lines=True),
        required=True,
        aliases=("Nội dung nhiệm vụ",),
        help=gettext_lazy("Lời văn theo Quyết định, không sửa bằng bảng được."),
        example=gettext_lazy("Đưa du lịch đường thủy vào chương trình quảng bá quốc tế"),
    ),
    SheetColumn("title_en", gettext_lazy("Bản tiếng Anh"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn(
        "leads",
        gettext_lazy("Cơ quan chủ trì"),
        agencies_named(many=True),
        aliases=("Đơn vị thực hiện", "Chủ trì"),
    ),
    SheetColumn(
        "coordinating",
        gettext_lazy("Cơ quan phối hợp"),
        agencies_named(many=True),
        aliases=("Đơn vị phối hợp", "Phối hợp"),
    ),
    SheetColumn(
        "with_all_relevant_units",
        gettext_lazy("Phối hợp với các đơn vị liên quan"),
        common.cleared_to(False, yes_no()),
    ),
    SheetColumn("starts_on", gettext_lazy("Bắt đầu"), partial_date(), example="2027"),
    SheetColumn("ends_on", gettext_lazy("Kết thúc"), partial_date(), example="12/2028"),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn(
        "deciding_document",
        gettext_lazy("Văn bản quyết định"),
        text(max_length=LONGEST_DOCUMENT),
        help=gettext_lazy("Bắt buộc khi thêm nhiệm vụ mới."),
        example="Quyết định số 123/QĐ-UBND",
    ),
    SheetColumn("decided_on", gettext_lazy("Ngày quyết định"), whole_date(), example="01/03/2026"),
)  # fmt: skip


def tasks_seen(user: Any) -> QuerySet[SchemeTask]:
    """The tasks a table may speak of, in their order, with the agencies that stand."""
    every = SchemeTask.objects.all() if user is None else SchemeTask.objects.visible_to(user)
    standing = SchemeTaskAgency.objects.filter(valid_to__isnull=True).select_related("agency").order_by("pk")
    return every.prefetch_related(Prefetch("agency_links", standing, to_attr="standing")).order_by("order")


def values_of(task: Any) -> dict[str, Any]:
    """What the register says now, by column; `task` comes from `tasks_seen`."""
    told = {name: getattr(task, name) for name in ("code", *FIXED, *EDITABLE)}
    named = {
        column: [link.agency for link in task.standing if link.role == role]
        for column, role in AGENCIES.items()
    }
    return {**told, **named}


def check(row: RowValues, record: Any, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    current = values_of(record) if record is not None else {}
    given = common.differing(COLUMNS, row, current)
    problems = common.secrets(COLUMNS, given, TEXTS)
    problems += common.days_to_come(given, ("decided_on",), today)
    if record is None:
        return problems + _missing(row)
    sentence = _("Không sửa bằng bảng được: thay lời văn hay căn cứ là việc của đề xuất sửa đổi Đề án.")
    return problems + common.standing_fast(given, dict.fromkeys(FIXED, sentence))


def _missing(row: RowValues) -> list[Problem]:
    """A new task has its group, its document and the day of that."""
    wanted = {
        "group_code": _("Hãy ghi nhóm nhiệm vụ của Đề án."),
        "deciding_document": _("Hãy ghi văn bản quyết định bổ sung, sửa đổi."),
        "decided_on": _("Hãy ghi ngày quyết định."),
    }
    return [
        Problem(name, sentence)
        for name, sentence in wanted.items()
        if not row.get(name) and not common.is_unread(row, name)
    ]


def apply(*, values: RowValues, record: Any, user: Any, today: date, **_context: Any) -> SchemeTask:
    """Write one row through the services of tasks."""
    person = common.writer(user)
    if record is None:
        return add_task(user=person, today=today, **dict(values))
    current = values_of(record)
    given = common.differing(COLUMNS, values, current)
    changes = {name: given[name] for name in EDITABLE if name in given}
    task = update_task(task=record, changes=changes, base_version=None, user=person)
    if given.keys() & AGENCIES.keys():
        wanted = {name: given.get(name, current[name]) for name in AGENCIES}
        task = assign_agencies(task=task, base_version=None, user=person, **wanted)
    return task


TASKS = SheetKind(
    code="nhiem-vu-de-an",
    title=gettext_lazy("Nhiệm vụ của Đề án"),
    hint=gettext_lazy("Thời gian, cơ quan, ghi chú của từng nhiệm vụ; nhiệm vụ bổ sung theo văn bản mới."),
    columns=COLUMNS,
    may_import=can_import,
    find=found_by(tasks_seen, "code"),
    values_of=values_of,
    check=check,
    apply=apply,
    exported=tasks_seen,
    identified_by=(("code",),),
    named_by="title_vi",
    order=70,
)


def tasks_named(rows: Sequence[RowValues]) -> set[int]:
    """Keys of the tasks that rows of another table speak of."""
    return {row["task"].pk for row in rows if row.get("task")}
