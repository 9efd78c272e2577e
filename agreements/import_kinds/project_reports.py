"""Tables of what agencies reported of projects for a period (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.names import agencies_named
from agreements.import_kinds.of_projects import project_column, projects_named, projects_without_number
from agreements.import_rules import can_import
from agreements.models import ProjectReport
from agreements.services.projects import report_add, report_correct
from agreements.services.projects.reports import wrong_days
from dnfa.core.table_import import Problem, RowValues, SheetColumn, SheetKind, text, whole_date
from dnfa.core.table_import.kinds import Found

LONGEST_TEXT = 20_000
TEXTS = ("document_number", "done_vi", "difficulty_vi", "next_vi")
NAME = ("project", "agency", "period_from", "period_to")
COLUMNS = (
    common.number_column(gettext_lazy("Mã báo cáo")),
    project_column(),
    SheetColumn(
        "agency",
        gettext_lazy("Cơ quan báo cáo"),
        agencies_named(),
        required=True,
        aliases=("Cơ quan", "Đơn vị báo cáo"),
        example="so-y-te",
    ),
    SheetColumn("period_from", gettext_lazy("Kỳ từ ngày"), whole_date(), required=True, example="01/01/2026"),
    SheetColumn("period_to", gettext_lazy("Kỳ đến ngày"), whole_date(), required=True, example="30/06/2026"),
    SheetColumn(
        "received_on",
        gettext_lazy("Ngày nhận"),
        whole_date(),
        help=gettext_lazy("Để trống là ngày nhập bảng."),
    ),
    SheetColumn(
        "document_number", gettext_lazy("Văn bản số"), text(max_length=120), aliases=("Công văn số",)
    ),
    SheetColumn(
        "done_vi",
        gettext_lazy("Đã làm"),
        text(max_length=LONGEST_TEXT, lines=True),
        required=True,
        aliases=("Kết quả thực hiện",),
        example=gettext_lazy("Xong phần móng; giải ngân đợt 1"),
    ),
    SheetColumn("difficulty_vi", gettext_lazy("Vướng mắc"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn("next_vi", gettext_lazy("Việc tiếp theo"), text(max_length=LONGEST_TEXT, lines=True)),
)


# --- the register ---------------------------------------------------------------------
def reports_seen(user: Any) -> QuerySet[ProjectReport]:
    """The reports a table may speak of, project by project in the order of their periods."""
    every = ProjectReport.objects.filter(project__in=projects_named(user))
    every = every.select_related("project", "agency").prefetch_related("project__agency_roles")
    return every.order_by("project__key", "period_from", "period_to", "pk")


def values_of(report: ProjectReport) -> dict[str, Any]:
    """What the register says now, by column."""
    return {"id": report.pk} | {
        column.key: getattr(report, column.key) for column in COLUMNS if column.key != "id"
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The report of each row: by its number, else the one of its project, agency and period. Two queries."""
    known = reports_seen(user).filter(project__in=projects_without_number(rows))
    by_name = common.grouped(known, lambda one: tuple(getattr(one, name) for name in NAME))

    def same_period(row: RowValues) -> Found:
        name = _name(row)
        return common.only(by_name.get(name, []), "id") if name else None

    unknown = _("Trong sổ không có báo cáo với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, reports_seen(user), unknown, same_period)


def _name(row: RowValues) -> tuple[Any, ...] | None:
    """What a report goes by: project, agency and period."""
    named = tuple(row.get(name) for name in NAME)
    return named if all(named) else None


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    told = change.told
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    if change.record is not None and "project" in change.given:
        problems.append(Problem("project", _("Báo cáo này của dự án khác, không chuyển được.")))
    agency, project = told.get("agency"), told.get("project")
    if agency and project and agency.pk not in {body.agency_id for body in project.agency_roles.all()}:
        problems.append(Problem("agency", _("Cơ quan này không có vai trò trong dự án.")))
    received = told.get("received_on") or today
    wrong = wrong_days(told.get("period_from"), told.get("period_to"), received, today)
    problems += [Problem(field, sentence) for _code, sentence, field in wrong]
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New reports that stand twice in the portion: one project, agency and period."""
    return common.new_standing_twice(rows, records, "period_from", _name)


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: ProjectReport | None, user: Any, today: date, **_context: Any
) -> ProjectReport:
    """Take in or put right one report through its services."""
    person = common.writer(user)
    with common.fields_named({}, {"reported_already": "period_from"}):
        if record is None:
            facts = {name: value for name, value in values.items() if name != "id"}
            return report_add(user=person, today=today, **facts)
        given = common.differing(COLUMNS, values, values_of(record))
        return report_correct(
            report=record, changes=given, reason=common.IMPORT_REASON, user=person, today=today
        )


PROGRESS = SheetKind(
    code="bao-cao-tien-do",
    title=gettext_lazy("Báo cáo tiến độ dự án"),
    hint=gettext_lazy("Cơ quan nào báo cáo dự án nào cho kỳ nào: đã làm gì, vướng gì, việc tiếp theo."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=reports_seen,
    identified_by=(("id",), NAME),
    named_by="agency",
    order=36,
)
