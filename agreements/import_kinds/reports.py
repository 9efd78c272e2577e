"""Tables of the reports the law asks for: about which act, sent on which day, by which document (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import SIGNING_EVENTS, LegalReportKind, Stage
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.events import events_seen
from agreements.models import AgreementEvent, LegalReport
from agreements.rules import can_write_papers
from agreements.rules.consultation import TOLD_AS_ENDING, is_first_signing
from agreements.services.consultation import correct_legal_report, file_legal_report
from agreements.services.consultation.common import LONGEST_NUMBER, LONGEST_RECIPIENTS
from agreements.services.consultation.reports import day_of_act
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    partial_date,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found

COLUMNS = (
    common.paper_column(),
    SheetColumn(
        "kind",
        gettext_lazy("Loại báo cáo"),
        choice(LegalReportKind),
        required=True,
        aliases=("Báo cáo",),
        example=LegalReportKind.SIGNING.label,
    ),
    SheetColumn(
        "act_on",
        gettext_lazy("Ngày của việc được báo cáo"),
        partial_date(),
        aliases=("Ngày của việc",),
        help=gettext_lazy("Ngày ký, chấm dứt hoặc tạm ngưng. Để trống là lần ký đầu, hoặc việc chấm dứt duy nhất."),
        example="01/03/2026",
    ),
    SheetColumn(
        "event",
        gettext_lazy("Mã sự kiện"),
        common.numbered(events_seen),
        help=gettext_lazy("Chỉ cần khi văn bản có hai sự kiện cùng ngày; mã xem ở bảng sự kiện."),
    ),
    SheetColumn("sent_on", gettext_lazy("Ngày gửi"), whole_date(), required=True, example="10/03/2026"),
    SheetColumn(
        "document_number",
        gettext_lazy("Số, ký hiệu"),
        text(max_length=LONGEST_NUMBER),
        required=True,
        aliases=("Số báo cáo", "Số"),
        example="45/BC-UBND",
    ),
    SheetColumn(
        "recipients",
        gettext_lazy("Nơi nhận"),
        text(max_length=LONGEST_RECIPIENTS),
        help=gettext_lazy("Để trống khi thêm mới: nơi nhận theo luật."),
    ),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(lines=True)),
)  # fmt: skip
TEXTS = ("document_number", "recipients", "note")
TOLD = ("sent_on", *TEXTS)
KINDS_OF_ACTS = {LegalReportKind.SIGNING: SIGNING_EVENTS, LegalReportKind.ENDING: TOLD_AS_ENDING}


# --- the register ---------------------------------------------------------------------
def reports_seen(user: Any) -> QuerySet[LegalReport]:
    """The reports a table may speak of, paper by paper in the order of sending."""
    every = common.seen(LegalReport)(user)
    return every.select_related("agreement", "event").order_by("agreement__key", "sent_on", "pk")


def values_of(report: LegalReport) -> dict[str, Any]:
    """What the register says now, by column."""
    return {
        "agreement": report.agreement,
        "kind": report.kind,
        "act_on": day_of_act(report.agreement, report.event),
        "event": report.event,
        **{name: getattr(report, name) for name in TOLD},
    }


def _acts_of(rows: Iterable[RowValues]) -> Mapping[Any, list[AgreementEvent]]:
    """The events of the papers that rows speak of, by paper: one query."""
    papers = {row["agreement"].pk for row in rows if row.get("agreement")}
    events = AgreementEvent.objects.filter(agreement__in=papers).order_by("order", "pk")
    return common.grouped(events, lambda event: event.agreement_id)


def act_of(
    row: Mapping[str, Any], acts: Mapping[Any, list[AgreementEvent]]
) -> AgreementEvent | Problem | None:
    """The act a row reports: an event of its paper, None for the first signing, a `Problem` when it is not clear."""
    paper, kind, day, event = row["agreement"], row["kind"], row.get("act_on"), row.get("event")
    if event is not None:
        return None if kind == LegalReportKind.SIGNING and is_first_signing(paper, event) else event
    if kind == LegalReportKind.SIGNING and day in {None, paper.signed_on}:
        return None
    fitting = [
        known
        for known in acts.get(paper.pk, [])
        if known.kind in KINDS_OF_ACTS[kind] and (day is None or day_of_act(paper, known) == day)
    ]
    if len(fitting) > 1:
        numbers = ", ".join(str(known.pk) for known in fitting)
        sentence = _("Văn bản có %(count)s sự kiện như vậy: hãy ghi mã sự kiện (%(numbers)s).")
        return Problem("event", sentence % {"count": len(fitting), "numbers": numbers})
    if not fitting:
        sentence = _("Văn bản không có lần ký, chấm dứt hoặc tạm ngưng nào như vậy: hãy ghi sự kiện trước.")
        return Problem("act_on", sentence)
    return None if kind == LegalReportKind.SIGNING and is_first_signing(paper, fitting[0]) else fitting[0]


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The report of each row: there is one for each act of a paper and kind. Two queries."""
    acts = _acts_of(rows)
    reports = reports_seen(user).filter(
        agreement__in={row["agreement"].pk for row in rows if row.get("agreement")}
    )
    by_act = {(report.agreement_id, report.kind, report.event_id): report for report in reports}
    result: list[Found] = []
    for row in rows:
        if not _names_an_act(row):
            result.append(None)
            continue
        act = act_of(row, acts)
        known = act if isinstance(act, Problem) else by_act.get(_name(row, act))
        result.append(known)
    return result


def _names_an_act(row: RowValues) -> bool:
    """Whether the row says of what it is a report, in cells that could be read."""
    unread = common.is_unread(row, "event") or common.is_unread(row, "act_on")
    return bool(row.get("agreement") and row.get("kind")) and not unread


def _name(row: RowValues, act: AgreementEvent | None) -> tuple[Any, ...]:
    return (row["agreement"].pk, row["kind"], act.pk if act is not None else None)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse of a row by itself."""
    problems = [
        *common.secrets(COLUMNS, change.given, TEXTS),
        *common.days_to_come(change.given, ("sent_on",), today),
    ]
    if change.row.get("agreement") and change.row["agreement"].stage != Stage.SIGNED:
        problems.append(Problem("agreement", _("Văn bản chưa ký nên chưa có việc phải báo cáo.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """Rows against the acts they report: whether the act fits, the day of sending, two rows of one act. One query."""
    acts = _acts_of(rows)
    names: list[tuple[Any, ...] | None] = []
    problems: list[list[Problem]] = []
    for row, record in zip(rows, records, strict=True):
        act = act_of(row, acts) if _names_an_act(row) else None
        is_named = _names_an_act(row) and not isinstance(act, Problem)
        names.append(_name(row, act) if is_named and record is None else None)  # type: ignore[arg-type]  # not a problem
        problems.append(_act_problems(row, act) if is_named else [])  # type: ignore[arg-type]  # as above
    twice = common.standing_twice(names, rows, "kind")
    return [[*mine, *other] for mine, other in zip(problems, twice, strict=True)]


def _act_problems(row: RowValues, act: AgreementEvent | None) -> list[Problem]:
    paper, event = row["agreement"], row.get("event")
    if event is not None and event.agreement_id != paper.pk:
        return [Problem("event", _("Sự kiện này thuộc văn bản khác."))]
    if event is not None and event.kind not in KINDS_OF_ACTS[row["kind"]]:
        if row["kind"] == LegalReportKind.SIGNING:
            return [Problem("event", _("Báo cáo sau khi ký phải gắn với một lần ký."))]
        return [Problem("event", _("Hãy chọn sự kiện chấm dứt hoặc tạm ngưng được thông báo."))]
    day = day_of_act(paper, act)
    problems = []
    if row.get("act_on") and row["act_on"] != day:
        problems.append(Problem("act_on", _("Ngày này không phải ngày của sự kiện có mã ở dòng này.")))
    if day is not None and row.get("sent_on") and row["sent_on"] < day.first_day():
        problems.append(Problem("sent_on", _("Ngày gửi không thể trước ngày của việc được báo cáo.")))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: LegalReport | None, user: Any, today: date, **_context: Any
) -> LegalReport:
    """Write one row through the services of reports, whose rows have a whole audit trail."""
    who = {"user": common.writer(user), "today": today}
    facts = {name: values[name] for name in TOLD if name in values}
    if record is not None:
        told = {name: getattr(record, name) for name in TOLD} | facts
        return correct_legal_report(report=record, reason=common.IMPORT_REASON, **told, **who)
    act: Any = act_of(values, _acts_of([values]))  # the preview refuses a row whose act is not clear
    return file_legal_report(agreement=values["agreement"], event=act, kind=values["kind"], **facts, **who)


REPORTS = SheetKind(
    code="bao-cao-theo-luat",
    title=gettext_lazy("Báo cáo theo luật về thỏa thuận"),
    hint=gettext_lazy("Báo cáo sau khi ký, thông báo chấm dứt: gửi ngày nào, bằng văn bản số nào, đến đâu."),
    columns=COLUMNS,
    may_import=can_write_papers,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=reports_seen,
    order=29,
)
