"""Tables of the steps on the way to signature: since when, by which document, who has to act, why not continued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import BallHolder, BreakReason, BrokenOffBy, Stage
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.models import Agreement, StageStep
from agreements.pipeline import Move, move_between
from agreements.rules import can_write_papers
from agreements.services.pipeline import (
    CORRECTABLE,
    break_off,
    correct_step,
    move_stage,
    pass_ball,
    reopen,
    start_pipeline,
)
from agreements.services.pipeline.common import refuse_ball, refuse_day, refuse_expected, refuse_reason
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found

COLUMNS = (
    common.number_column(gettext_lazy("Mã bước")),
    common.paper_column(),
    SheetColumn(
        "stage",
        gettext_lazy("Giai đoạn"),
        choice(Stage),
        required=True,
        aliases=("Bước",),
        help=gettext_lazy("Giữ nguyên giai đoạn là chuyển người xử lý. Việc ký không ghi ở bảng này."),
        example=Stage.CONSULTING.label,
    ),
    SheetColumn(
        "entered_on",
        gettext_lazy("Từ ngày"),
        whole_date(),
        required=True,
        aliases=("Ngày",),
        example="05/03/2026",
    ),
    SheetColumn(
        "document_number",
        gettext_lazy("Văn bản số"),
        text(max_length=120),
        aliases=("Số văn bản",),
        example="120/SNgV-HTQT",
    ),
    SheetColumn(
        "ball",
        gettext_lazy("Đang chờ"),
        common.cleared_to("", choice(BallHolder)),
        aliases=("Bên đang xử lý",),
        help=gettext_lazy("Bắt buộc, trừ khi không tiếp tục."),
        example=BallHolder.MOFA.label,
    ),
    SheetColumn("ball_agency", gettext_lazy("Cơ quan đang xử lý"), keys_of("accounts.Agency")),
    SheetColumn("expected_by", gettext_lazy("Dự kiến xong"), whole_date()),
    SheetColumn(
        "break_reason",
        gettext_lazy("Lý do không tiếp tục"),
        common.cleared_to("", choice(BreakReason)),
        help=gettext_lazy("Chỉ ghi, và bắt buộc ghi, khi giai đoạn là Không tiếp tục."),
    ),
    SheetColumn(
        "broken_off_by", gettext_lazy("Bên dừng"), common.cleared_to("", choice(BrokenOffBy))
    ),
    SheetColumn(
        "justification",
        gettext_lazy("Giải trình"),
        text(max_length=500),
        help=gettext_lazy("Khi chuyển sang Sẵn sàng ký mà còn điểm chưa đạt."),
    ),
    SheetColumn(
        "note",
        gettext_lazy("Ghi chú"),
        text(lines=True),
        help=gettext_lazy("Bắt buộc khi quay lại giai đoạn trước, mở lại, hoặc lý do khác."),
    ),
)  # fmt: skip
TEXTS = ("document_number", "justification", "note")
OF_THE_BALL = ("ball", "ball_agency", "expected_by", "justification")
OF_THE_BREAK = ("break_reason", "broken_off_by")
# What the services call the columns, and the cell that refusals without a field belong to.
FIELDS = {"on": "entered_on", "reason": "break_reason", "by": "broken_off_by"}
CODES = {
    "already_signed": "agreement",
    "broken_off": "stage",
    "criteria_set_missing": "stage",
    "criteria_not_answered": "stage",
}


# --- the register ---------------------------------------------------------------------
def steps_seen(user: Any) -> QuerySet[StageStep]:
    """The steps of the papers a person sees, signed ones too, paper by paper in their order."""
    return (
        StageStep.objects.filter(agreement__in=common.papers_seen(user))
        .select_related("agreement", "ball_agency")
        .order_by("agreement__key", "entered_on", "pk")
    )


def values_of(step: StageStep) -> dict[str, Any]:
    """What the register says now, by column."""
    facts = {name: getattr(step, name) for name in CORRECTABLE}
    return {"id": step.pk, "agreement": step.agreement, "stage": step.stage, **facts}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The step of each row: by its number, or that of its paper, stage and day that waits for the same side."""
    known = steps_seen(user).filter(agreement__in=common.papers_without_number(rows))
    by_name = common.grouped(known, lambda step: (step.agreement_id, step.stage, step.entered_on))

    def same_day(row: RowValues) -> Found:
        paper = row.get("agreement")
        name = (paper.pk, row.get("stage"), row.get("entered_on")) if paper else ()
        return common.only([step for step in by_name.get(name, []) if _waits_alike(step, row)], "id")

    unknown = _("Trong sổ không có bước với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, steps_seen(user), unknown, same_day)


def _waits_alike(step: StageStep, row: RowValues) -> bool:
    """Two steps of one stage and day tell the ball passed on; a step that waits for nobody yet is filled in."""
    if not step.ball or not row.get("ball"):
        return True
    agency = row.get("ball_agency")
    return step.ball == row["ball"] and (agency is None or step.ball_agency_id in {None, agency.pk})


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse of a row by itself."""
    problems = common.standing_fast(change.given, _fixed(change.record)) if change.record is not None else []
    told = change.told
    stage, entered_on, expected_by = (told.get(name) for name in ("stage", "entered_on", "expected_by"))
    problems += common.secrets(COLUMNS, change.given, TEXTS)
    if entered_on:
        problems += common.refusals(
            COLUMNS,
            lambda: refuse_day(entered_on, steps=[], today=today, field="entered_on"),
            lambda: refuse_expected(expected_by, entered_on),
        )
    if stage == Stage.BROKEN_OFF:
        return problems + _break_problems(told, change.row, is_new=change.record is None)
    if stage and stage != Stage.SIGNED:
        if not common.is_unread(change.row, "ball"):
            problems += common.refusals(COLUMNS, lambda: refuse_ball(told.get("ball") or ""))
        sentence = _("Chỉ ghi khi giai đoạn là Không tiếp tục.")
        problems += [Problem(name, sentence) for name in OF_THE_BREAK if told.get(name)]
    return problems


def _fixed(record: StageStep) -> dict[str, str]:
    if record.agreement.stage == Stage.SIGNED:
        sentence = _("Văn bản đã ký: các bước chuẩn bị không sửa nữa.")
        return {column.key: sentence for column in COLUMNS}
    return {
        "agreement": _("Bước này thuộc văn bản khác, không chuyển được."),
        "stage": _("Giai đoạn của bước đã ghi không sửa được; hãy xóa bước cuối ở trang của văn bản."),
    }


def _break_problems(told: Mapping[str, Any], row: RowValues, *, is_new: bool) -> list[Problem]:
    """A talk not continued says why and by whom, and waits for nobody."""
    step = StageStep(**{name: told.get(name) or "" for name in (*OF_THE_BREAK, "note")})
    problems = [
        problem
        for problem in common.refusals(COLUMNS, lambda: refuse_reason(step))
        if not common.is_unread(row, problem.column)
    ]
    sentence = _("Không tiếp tục thì không còn chờ ai: hãy để trống.")
    return problems + [Problem(name, sentence) for name in OF_THE_BALL if is_new and row.get(name)]


@dataclass
class _Way:
    """Where a paper stands while the rows of a table are walked through: its stage and the days of its steps."""

    stage: str
    steps: list[tuple[date, int]] = field(default_factory=list)

    def move_to(self, row: RowValues) -> list[Problem]:
        """What the way says against a new step; one that fits stands in it for the rows to come."""
        move = Move.HAND_ON if not self.steps and row["stage"] == self.stage else None
        move = move or move_between(self.stage, row["stage"])
        problems = [*self._move_problems(move, row), *self._day_problems(row["entered_on"])]
        if not problems:
            self.stage = row["stage"]
            self.steps.append((row["entered_on"], max((pk for _day, pk in self.steps), default=0) + 1))
        return problems

    def _move_problems(self, move: Move, row: RowValues) -> list[Problem]:
        if move is Move.SIGN or row["stage"] == Stage.SIGNED:
            sentence = _(
                "Ghi việc ký bằng chức năng Ghi nhận ký kết, khi văn bản đã ở giai đoạn Sẵn sàng ký."
            )
            return [Problem("stage", sentence)]
        if move is Move.NONE:
            if self.stage == Stage.SIGNED:
                return [Problem("agreement", _("Văn bản đã ký, không còn ở giai đoạn chuẩn bị."))]
            return [Problem("stage", _("Việc chuẩn bị văn bản này đã dừng; hãy mở lại trước."))]
        if move is Move.HAND_ON and row.get("justification"):
            return [Problem("justification", _("Chỉ ghi giải trình khi chuyển giai đoạn."))]
        why = {Move.BACK: _("Ghi vì sao phải quay lại."), Move.REOPEN: _("Ghi vì sao tiếp tục.")}
        has_note = bool(row.get("note")) or common.is_unread(row, "note")
        return [Problem("note", why[move])] if move in why and not has_note else []

    def _day_problems(self, day: date) -> list[Problem]:
        if not self.steps or day >= self.steps[-1][0]:
            return []
        last = self.steps[-1][0].strftime("%d/%m/%Y")
        return [Problem("entered_on", _("Bước gần nhất ghi ngày %(day)s.") % {"day": last})]

    def moved_to(self, day: date, pk: int) -> list[Problem]:
        """What the way says against another day of a known step."""
        moved = [(day if number == pk else known, number) for known, number in self.steps]
        if moved != sorted(moved):
            return [Problem("entered_on", _("Ngày phải nằm giữa bước trước và bước sau."))]
        self.steps = moved
        return []


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """Rows against the way of their papers, together with the rows before them. One query."""
    papers = common.papers_of(rows, records)
    ways = {paper.pk: _Way(paper.stage) for paper in papers if paper is not None}
    for paper_pk, day, pk in (
        StageStep.objects.filter(agreement__in=ways)
        .order_by("entered_on", "pk")
        .values_list("agreement", "entered_on", "pk")
    ):
        ways[paper_pk].steps.append((day, pk))
    problems: list[list[Problem]] = []
    for row, record in zip(rows, records, strict=True):
        problems.append([])
        if record is not None:
            if "entered_on" in row and record.agreement.stage != Stage.SIGNED:
                problems[-1] += ways[record.agreement_id].moved_to(row["entered_on"], record.pk)
        elif row.get("agreement") and row.get("stage") and row.get("entered_on") and not row.get("id"):
            problems[-1] += ways[row["agreement"].pk].move_to(row)
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: StageStep | None, user: Any, today: date, **_context: Any
) -> StageStep:
    """Write one row through the services of the way to signature; papers and steps have a whole audit trail."""
    who = {"user": common.writer(user), "today": today}
    if record is not None:
        given = common.differing(COLUMNS, values, values_of(record))
        with common.fields_named(FIELDS, CODES):
            return correct_step(step=record, changes=given, **who)
    paper = Agreement.objects.get(pk=values["agreement"].pk)
    facts = {name: values[name] for name in ("document_number", "note") if name in values}
    with common.fields_named(FIELDS, CODES):
        if values["stage"] == Stage.BROKEN_OFF:
            return break_off(
                agreement=paper,
                on=values["entered_on"],
                reason=values["break_reason"],
                by=values["broken_off_by"],
                **facts,
                **who,
            )
        facts |= {name: values[name] for name in OF_THE_BALL if name in values}
        return _moved(paper, values["stage"], values["entered_on"], facts, who)


def _moved(paper: Agreement, stage: str, day: date, facts: dict[str, Any], who: dict[str, Any]) -> StageStep:
    """The step that leads to a stage before signature, or passes the ball on within one."""
    if paper.stage == Stage.BROKEN_OFF:
        return reopen(agreement=paper, stage=stage, on=day, **{"note": "", **facts}, **who)
    if paper.stage != stage:
        return move_stage(agreement=paper, stage=stage, entered_on=day, **facts, **who)
    facts.pop(
        "justification", None
    )  # nothing to justify where the stage stays: the preview refuses one that is told
    if paper.steps.exists():
        return pass_ball(agreement=paper, entered_on=day, **facts, **who)
    expected_by = facts.pop("expected_by", None)
    first = start_pipeline(agreement=paper, entered_on=day, **facts, **who)
    return correct_step(step=first, changes={"expected_by": expected_by}, **who) if expected_by else first


STEPS = SheetKind(
    code="buoc-chuan-bi",
    title=gettext_lazy("Các bước chuẩn bị ký"),
    hint=gettext_lazy(
        "Dự thảo ở giai đoạn nào từ ngày nào, bằng văn bản nào, đang chờ ai, vì sao không tiếp tục."
    ),
    columns=COLUMNS,
    may_import=can_write_papers,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=steps_seen,
    identified_by=(("id",),),
    order=23,
)
