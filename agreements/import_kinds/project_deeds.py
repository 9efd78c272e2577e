"""Tables of what happened to projects: approval, start, extension, suspension, end (docs/importing.md). A deed that stands is not rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import REASONED_DEEDS, ProjectDeed
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.of_projects import project_column, projects_named, projects_without_number
from agreements.import_rules import can_import
from agreements.models import ProjectEvent
from agreements.services.projects import event_add
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    partial_date,
    text,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold

LONGEST_TEXT = 20_000
COLUMNS = (
    common.number_column(gettext_lazy("Mã việc")),
    project_column(),
    SheetColumn(
        "kind",
        gettext_lazy("Việc"),
        choice(ProjectDeed),
        required=True,
        aliases=("Sự kiện",),
        example=ProjectDeed.APPROVAL.label,
    ),
    SheetColumn(
        "occurred_on",
        gettext_lazy("Ngày"),
        partial_date(),
        required=True,
        aliases=("Ngày quyết định",),
        example="15/03/2026",
    ),
    SheetColumn(
        "document_number",
        gettext_lazy("Quyết định, văn bản số"),
        text(max_length=120),
        aliases=("Quyết định số", "Văn bản số"),
        example="812/QĐ-UBND",
    ),
    SheetColumn("decided_by", gettext_lazy("Cấp quyết định"), text(max_length=200)),
    SheetColumn(
        "new_ends_on",
        gettext_lazy("Kết thúc mới"),
        partial_date(),
        help=gettext_lazy("Chỉ của việc kéo dài, điều chỉnh."),
    ),
    SheetColumn("reason", gettext_lazy("Lý do"), text(max_length=500)),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=LONGEST_TEXT, lines=True)),
)
MAY_MOVE_THE_END = frozenset({ProjectDeed.EXTENSION, ProjectDeed.ADJUSTMENT})


# --- the register ---------------------------------------------------------------------
def deeds_seen(user: Any) -> QuerySet[ProjectEvent]:
    """The deeds a table may speak of, project by project in the order of time."""
    every = ProjectEvent.objects.filter(project__in=projects_named(user))
    return every.select_related("project").order_by("project__key", "occurred_on", "pk")


def values_of(deed: ProjectEvent) -> dict[str, Any]:
    """What the register says now, by column."""
    return {"id": deed.pk} | {
        column.key: getattr(deed, column.key) for column in COLUMNS if column.key != "id"
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The deed of each row: by its number, else the one of its project of that kind and day. Two queries."""
    known = deeds_seen(user).filter(project__in=projects_without_number(rows))
    by_name = common.grouped(known, lambda one: (one.project_id, one.kind, one.occurred_on))

    def same_deed(row: RowValues) -> Found:
        name = _name(row)
        same = by_name.get(name, []) if name else []
        if len(same) > 1 and row.get("document_number"):
            same = [one for one in same if fold(one.document_number) == fold(row["document_number"])]
        return common.only(same, "id")

    unknown = _("Trong sổ không có việc với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, deeds_seen(user), unknown, same_deed)


def _name(row: RowValues) -> tuple[Any, ...] | None:
    """What a deed goes by: project, kind and day."""
    if not (row.get("project") and row.get("kind") and row.get("occurred_on")):
        return None
    return row["project"].pk, str(row["kind"]), row["occurred_on"]


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if change.record is not None:
        sentence = _("Việc đã ghi không sửa bằng bảng: hãy bỏ việc ấy ở trang dự án rồi ghi lại.")
        return [Problem(name, sentence) for name in change.given]
    row = change.row
    problems = common.secrets(COLUMNS, change.given, ("reason", "note"))
    kind, day, new_end = row.get("kind"), row.get("occurred_on"), row.get("new_ends_on")
    if day and day.first_day() > today:
        problems.append(Problem("occurred_on", _("Ngày này chưa đến; chỉ ghi việc đã xảy ra.")))
    if kind in REASONED_DEEDS and change.lacks("reason"):
        problems.append(Problem("reason", _("Hãy nói vì sao.")))
    if kind == ProjectDeed.EXTENSION and change.lacks("new_ends_on"):
        problems.append(Problem("new_ends_on", _("Hãy ghi ngày kết thúc mới.")))
    if new_end and kind and kind not in MAY_MOVE_THE_END:
        sentence = _("Ngày kết thúc mới chỉ ghi khi kéo dài hoặc điều chỉnh.")
        problems.append(Problem("new_ends_on", sentence))
    start = row["project"].starts_on if row.get("project") else None
    if new_end and start and new_end.last_day() < start.first_day():
        problems.append(Problem("new_ends_on", _("Ngày kết thúc trước ngày bắt đầu.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New deeds that stand twice in the portion: one project, the same deed, the same day."""
    return common.new_standing_twice(rows, records, "kind", _name)


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: ProjectEvent | None, user: Any, today: date, **_context: Any
) -> ProjectEvent:
    """Write one deed down through its service; which deed may follow which is told at the deed."""
    person = common.writer(user)
    if record is not None:
        return record
    facts = {name: value for name, value in values.items() if name != "id"}
    with common.fields_named({}, {"deed_out_of_turn": "kind"}):
        return event_add(user=person, today=today, **facts)


DEEDS = SheetKind(
    code="viec-du-an",
    title=gettext_lazy("Việc của dự án"),
    hint=gettext_lazy(
        "Phê duyệt, bắt đầu, kéo dài, tạm dừng, kết thúc: ngày nào, văn bản số mấy; bảng chỉ thêm việc."
    ),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=deeds_seen,
    identified_by=(("id",),),
    named_by="kind",
    order=34,
)
