"""Tables of drafts: papers on their way to signature (docs/importing.md). Their steps are recorded on their pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import CooperationLevel, Stage, TermKind
from agreements.import_kinds import common, papers, terms
from agreements.import_kinds.changes import compared
from agreements.import_rules import can_import
from agreements.models import Agreement, StageStep
from agreements.services.records import draft_create
from dnfa.core.imports import ChangeLog
from dnfa.core.table_import import Problem, RowValues, SheetColumn, SheetKind, choice, text, whole_date
from dnfa.core.table_import.kinds import Found
from dnfa.core.table_import.links import links_of, note_links

COLUMNS = (
    *papers.name_columns(),
    *papers.side_columns(),
    SheetColumn(
        "entered_on",
        gettext_lazy("Ngày mở hồ sơ"),
        whole_date(),
        aliases=("Ngày bắt đầu",),
        help=gettext_lazy("Chỉ ghi khi thêm mới; để trống là hôm nay."),
        example="05/03/2026",
    ),
    SheetColumn("purpose", gettext_lazy("Mục đích"), text(lines=True)),
    SheetColumn(
        "cooperation_level",
        gettext_lazy("Mức hợp tác dự kiến"),
        common.cleared_to("", choice(CooperationLevel)),
    ),
    SheetColumn("expected_results", gettext_lazy("Kết quả mong đợi"), text(lines=True)),
    SheetColumn("partner_aims", gettext_lazy("Điều phía đối tác mong muốn"), text(lines=True)),
    *terms.term_columns(required_kind=TermKind.UNKNOWN),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(lines=True)),
    papers.duplicate_column(),
)


# --- the register ---------------------------------------------------------------------
def drafts_seen(user: Any) -> QuerySet[Agreement]:
    """The papers not signed that a person sees, broken-off ones too, newest first."""
    return _whole(common.papers_seen(user).exclude(stage=Stage.SIGNED)).order_by("-pk")


def _whole(found: QuerySet[Agreement]) -> QuerySet[Agreement]:
    steps = Prefetch("steps", StageStep.objects.order_by("entered_on", "pk"))
    return papers.with_sides(found).prefetch_related(steps)


def values_of(paper: Agreement) -> dict[str, Any]:
    """What the register says now, by column."""
    first = next(iter(paper.steps.all()), None)
    return {**papers.facts_of(paper, COLUMNS), "entered_on": first.entered_on if first else None}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The draft of each row: by key, or the one of the same name and partners."""
    return papers.found_among(rows, _whole(common.papers_seen(user)), drafts_seen(user))


# --- the preview ------------------------------------------------------------------------
def check(row: RowValues, record: Agreement | None, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if record is not None and record.stage == Stage.SIGNED:
        return [Problem("key", _("Văn bản này đã ký: hãy dùng bảng thỏa thuận."))]
    given, told = compared(COLUMNS, values_of, row, record)
    if record is not None and not given:
        return []
    paper = papers.paper_of(given, row, record, stage=Stage.EXPLORING, today=today)
    problems = [
        *terms.term_problems(row, given),
        *common.refusals(
            COLUMNS,
            *papers.paper_checks(paper, given, today=today),
            lambda: papers.check_row_sides(row, paper, told, stage=Stage.EXPLORING),
        ),
    ]
    entered_on = given.get("entered_on")
    if record is not None and "entered_on" in given:
        sentence = _("Các bước đã ghi được sửa ở phần quá trình chuẩn bị của văn bản.")
        problems.append(Problem("entered_on", sentence))
    elif entered_on and entered_on > today:
        problems.append(Problem("entered_on", _("Ngày này chưa tới.")))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Agreement | None, user: Any, today: date, log: ChangeLog
) -> Agreement:
    """Write one row through the services of papers."""
    person = common.writer(user)
    if record is not None:
        return papers.update(record, values, columns=COLUMNS, user=person, today=today, log=log)
    given = terms.with_term(dict(values), values, None)
    given.pop("key", None)
    given = {"partners": [], "lead_agency": None, **given}
    paper = draft_create(user=person, today=today, **given)
    note_links(log, [], links_of(paper, papers.LINKS))
    return paper


DRAFTS = SheetKind(
    code="du-thao",
    title=gettext_lazy("Dự thảo thỏa thuận"),
    hint=gettext_lazy("Văn bản đang chuẩn bị: các bên, mục đích, kết quả mong đợi."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=papers.check_all,
    apply=apply,
    exported=drafts_seen,
    identified_by=(("key",), ("title_vi", "partners")),
    order=22,
)
