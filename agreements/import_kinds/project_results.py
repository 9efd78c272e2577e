"""Tables of what projects have come to in figures: how much of what, planned and reached (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.of_projects import project_column, projects_named
from agreements.import_rules import can_import
from agreements.models import ProjectResult
from agreements.services.projects import results_set
from dnfa.core.errors import Conflict
from dnfa.core.money import LARGEST
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    number,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold

FACTS = ("indicator", "unit", "target", "reached", "as_of")
COLUMNS = (
    project_column(),
    SheetColumn(
        "indicator",
        gettext_lazy("Chỉ số"),
        text(max_length=300),
        required=True,
        aliases=("Kết quả", "Nội dung"),
        example=gettext_lazy("Hộ dân được cấp nước sạch"),
    ),
    SheetColumn("unit", gettext_lazy("Đơn vị tính"), text(max_length=60), required=True, example="hộ"),
    SheetColumn(
        "target",
        gettext_lazy("Kế hoạch"),
        number(places=2, least=-LARGEST, most=LARGEST),
        aliases=("Mục tiêu",),
        example="1.200",
    ),
    SheetColumn(
        "reached",
        gettext_lazy("Đạt được"),
        number(places=2, least=-LARGEST, most=LARGEST),
        aliases=("Thực hiện",),
        example="850",
    ),
    SheetColumn("as_of", gettext_lazy("Tính đến ngày"), whole_date(), example="30/06/2026"),
)


# --- the register ---------------------------------------------------------------------
def results_seen(user: Any) -> QuerySet[ProjectResult]:
    """The results a table may speak of, project by project in their order."""
    every = ProjectResult.objects.filter(project__in=projects_named(user))
    return every.select_related("project").order_by("project__key", "order", "pk")


def values_of(result: ProjectResult) -> dict[str, Any]:
    """What the register says now, by column."""
    return {column.key: getattr(result, column.key) for column in COLUMNS}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The result of its project with the same indicator and unit; of several the one of the same day. One query."""
    named = {row["project"].pk for row in rows if row.get("project")}
    known = results_seen(user).filter(project__in=named) if named else ()
    by_name = common.grouped(known, lambda one: (one.project_id, fold(one.indicator), fold(one.unit)))

    def same_result(row: RowValues) -> Found:
        name = _name(row)
        same = by_name.get(name, []) if name else []
        if len(same) > 1:
            same = [one for one in same if one.as_of == row.get("as_of")]
        return common.only(same, "indicator")

    return [same_result(row) for row in rows]


def _name(row: RowValues) -> tuple[int, str, str] | None:
    """What a result goes by: project, indicator and unit."""
    if not (row.get("project") and row.get("indicator") and row.get("unit")):
        return None
    return row["project"].pk, fold(row["indicator"]), fold(row["unit"])


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the service would refuse and can be told without asking the database."""
    told = change.told
    problems = common.secrets(COLUMNS, change.given, ("indicator",))
    if told.get("target") is None and told.get("reached") is None:
        unread = common.is_unread(change.row, "target") or common.is_unread(change.row, "reached")
        if not unread:
            problems.append(Problem("reached", _("Hãy ghi kế hoạch hoặc kết quả đạt được.")))
    if told.get("reached") is not None and change.lacks("as_of"):
        problems.append(Problem("as_of", _("Hãy ghi kết quả tính đến ngày nào.")))
    return problems + common.days_to_come(change.given, ("as_of",), today)


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New results that stand twice in the portion: one project, the same indicator, unit and day."""

    def name(row: RowValues) -> tuple[Any, ...] | None:
        found = _name(row)
        return (*found, row.get("as_of")) if found else None

    return common.new_standing_twice(rows, records, "indicator", name)


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: ProjectResult | None, user: Any, today: date, **_context: Any
) -> ProjectResult:
    """Write one result into the list of its project, which the service takes whole; a new one comes behind.

    Raises `Conflict` ("import_stale") when the record does not stand any more as it was compared.
    """
    person = common.writer(user)
    project = record.project if record is not None else values["project"]
    stand = [_facts(one) for one in project.results.order_by("order", "pk")]
    told = {name: values[name] for name in FACTS if name in values}
    if record is None:
        place = len(stand)
        stand.append(told)
    else:
        place = _place(stand, _facts(record))
        stand[place] |= told
    with common.fields_named({f"results.{place}.{name}": name for name in FACTS}):
        return results_set(project=project, results=stand, user=person, today=today)[place]


def _facts(result: ProjectResult) -> dict[str, Any]:
    return {name: getattr(result, name) for name in FACTS}


def _place(stand: list[dict[str, Any]], known: dict[str, Any]) -> int:
    """Where the record stands now: the service has written the list anew for every row before this one."""
    if known not in stand:
        raise Conflict(
            "import_stale",
            _("Sổ đã thay đổi từ lúc xem trước: hãy xem lại bảng với số liệu mới rồi ghi."),
        )
    return stand.index(known)


RESULTS = SheetKind(
    code="ket-qua-du-an",
    title=gettext_lazy("Kết quả bằng số của dự án"),
    hint=gettext_lazy("Dự án nào, chỉ số gì, kế hoạch bao nhiêu, đạt bao nhiêu, tính đến ngày nào."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=results_seen,
    named_by="indicator",
    order=35,
)
