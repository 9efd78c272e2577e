"""Tables of renewal files: opened before a paper ends, closed with what came of it (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import RenewalOutcome, Stage
from agreements.import_kinds import common
from agreements.import_kinds.changes import compared
from agreements.import_kinds.events import events_seen
from agreements.models import Agreement, AgreementEvent, RenewalCase
from agreements.rules import can_write_papers
from agreements.rules.expiry import OVER_FOR_GOOD
from agreements.services.expiry import OUTCOME_EVENTS, close_renewal, open_renewal
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

COLUMNS = (
    common.number_column(gettext_lazy("Mã hồ sơ")),
    common.paper_column(),
    SheetColumn(
        "opened_on",
        gettext_lazy("Mở hồ sơ ngày"),
        whole_date(),
        help=gettext_lazy("Hệ thống ghi ngày nhập bảng khi mở hồ sơ mới; hãy để trống."),
    ),
    SheetColumn(
        "ends_on",
        gettext_lazy("Hết hiệu lực ngày"),
        whole_date(),
        help=gettext_lazy("Hệ thống tính từ thời hạn của văn bản; nếu ghi thì để đối chiếu."),
    ),
    SheetColumn(
        "proposal",
        gettext_lazy("Đề xuất"),
        text(lines=True),
        help=gettext_lazy("Chỉ ghi khi mở hồ sơ."),
        example=gettext_lazy("Gia hạn thêm 05 năm"),
    ),
    SheetColumn(
        "outcome",
        gettext_lazy("Kết quả"),
        choice(RenewalOutcome),
        help=gettext_lazy("Ghi kết quả là đóng hồ sơ; các việc còn mở thôi làm."),
        example=RenewalOutcome.RENEWED.label,
    ),
    SheetColumn(
        "event",
        gettext_lazy("Mã sự kiện"),
        common.numbered(events_seen),
        help=gettext_lazy("Sự kiện ghi nhận kết quả; để trống là sự kiện mới nhất ghi từ khi mở hồ sơ."),
    ),
    SheetColumn(
        "outcome_note",
        gettext_lazy("Giải thích"),
        text(max_length=500),
        help=gettext_lazy("Bắt buộc khi để hết hạn hoặc chấm dứt."),
    ),
    SheetColumn(
        "closed_on",
        gettext_lazy("Đóng hồ sơ ngày"),
        whole_date(),
        help=gettext_lazy("Hệ thống ghi ngày nhập bảng khi đóng hồ sơ; hãy để trống."),
    ),
)  # fmt: skip
FACTS = tuple(column.key for column in COLUMNS if column.key != "id")
TEXTS = ("proposal", "outcome_note")
OF_THE_END = ("outcome", "event", "outcome_note", "closed_on")
EXPLAINED = frozenset({RenewalOutcome.LAPSED, RenewalOutcome.ENDED})
FIELDS = {"note": "outcome_note"}
CODES = {"renewal_not_possible": "agreement", "renewal_open": "agreement", "renewal_closed": "outcome"}


# --- the register ---------------------------------------------------------------------
def cases_seen(user: Any) -> QuerySet[RenewalCase]:
    """The renewal files a table may speak of, closed ones too, paper by paper in the order of opening."""
    every = common.seen(RenewalCase)(user)
    return every.select_related("agreement", "event").order_by("agreement__key", "opened_on", "pk")


def values_of(case: RenewalCase) -> dict[str, Any]:
    """What the register says now, by column."""
    return {"id": case.pk, **{name: getattr(case, name) for name in FACTS}}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The file of each row: by its number, that opened on its day, or else the open one of its paper."""
    known = cases_seen(user).filter(agreement__in=common.papers_without_number(rows))
    by_paper = common.grouped(known, lambda case: case.agreement_id)

    def of_paper(row: RowValues) -> Found:
        if not row.get("agreement") or common.is_unread(row, "opened_on"):
            return None
        day = row.get("opened_on")
        same = [
            case
            for case in by_paper.get(row["agreement"].pk, [])
            if (case.opened_on == day if day else case.closed_on is None)
        ]
        return common.only(same, "id")

    unknown = _("Trong sổ không có hồ sơ gia hạn với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, cases_seen(user), unknown, of_paper)


# --- the preview ------------------------------------------------------------------------
def check(row: RowValues, record: RenewalCase | None, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse of a row by itself."""
    given, _told = compared(COLUMNS, values_of, row, record)
    problems = common.secrets(COLUMNS, given, TEXTS)
    if record is None:
        if given.get("opened_on") not in {None, today}:
            problems.append(Problem("opened_on", _("Hồ sơ mới mở vào ngày nhập bảng: hãy để trống.")))
        sentence = _("Chỉ ghi khi đóng một hồ sơ đã mở.")
        return problems + common.standing_fast(given, dict.fromkeys(OF_THE_END, sentence))
    if record.closed_on is not None:
        sentence = _("Hồ sơ gia hạn này đã đóng.")
        return problems + common.standing_fast(given, dict.fromkeys(FACTS, sentence))
    sentence = _("Hồ sơ đã mở thì không sửa được mục này.")
    fixed = [name for name in FACTS if name not in OF_THE_END]
    problems += common.standing_fast(given, dict.fromkeys(fixed, sentence))
    if given.get("outcome"):
        return problems + _end_problems(record, given, row, today)
    if common.is_unread(row, "outcome"):
        return problems
    sentence = _("Chỉ ghi cùng với kết quả, khi đóng hồ sơ.")
    return problems + common.standing_fast(given, dict.fromkeys(OF_THE_END, sentence))


def _end_problems(case: RenewalCase, given: Mapping[str, Any], row: RowValues, today: date) -> list[Problem]:
    """A file is closed today, by an event that fits what came of it; a lapse or an end is explained."""
    problems = []
    outcome, event = given["outcome"], given.get("event")
    fits = event is None or (
        event.agreement_id == case.agreement_id and event.kind in OUTCOME_EVENTS.get(outcome, ())
    )
    if not fits:
        problems.append(Problem("event", _("Sự kiện này không phải kết quả của hồ sơ gia hạn.")))
    if outcome in EXPLAINED and not given.get("outcome_note") and not common.is_unread(row, "outcome_note"):
        problems.append(Problem("outcome_note", _("Hãy giải thích vì sao để hết hạn hoặc chấm dứt.")))
    if given.get("closed_on") not in {None, today}:
        problems.append(Problem("closed_on", _("Hồ sơ đóng vào ngày nhập bảng: hãy để trống.")))
    return problems


def check_all(
    rows: Sequence[RowValues], records: Sequence[Any], *, today: date, **_context: Any
) -> list[list[Problem]]:
    """Whether papers can be renewed, and whether the events that close files are there. At most two queries."""
    names = [_name(row) if record is None else None for row, record in zip(rows, records, strict=True)]
    papers = _with_status({name for name in names if name is not None}, today)
    closing = [case for case in records if case is not None and case.closed_on is None]
    events = _recorded(closing)
    problems = common.standing_twice(names, rows, "agreement")
    for row, record, name, found in zip(rows, records, names, problems, strict=True):
        if name is not None:
            found.extend(_opening_problems(papers[name], row))
        elif record is not None and record.closed_on is None and row.get("outcome") and not row.get("event"):
            kinds = OUTCOME_EVENTS.get(row["outcome"], set())
            if kinds and not common.is_unread(row, "event") and not kinds & events[record.pk]:
                sentence = _("Chưa thấy sự kiện ghi nhận kết quả này: hãy ghi sự kiện vào văn bản trước.")
                found.append(Problem("outcome", sentence))
    return problems


def _name(row: RowValues) -> int | None:
    """The paper a new file is opened for: each has one."""
    return row["agreement"].pk if row.get("agreement") and not row.get("id") else None


def _with_status(papers: set[int], today: date) -> dict[int, Any]:
    if not papers:
        return {}
    standing = RenewalCase.objects.standing().filter(agreement=OuterRef("pk"))
    found: Any = Agreement.objects.filter(pk__in=papers)
    found = found.annotate(open_since=Subquery(standing.values("opened_on")))
    return {paper.pk: paper for paper in found.with_status(today)}


def _recorded(cases: Sequence[RenewalCase]) -> dict[int, set[str]]:
    """The kinds of events that were written into the paper of each file since it was opened."""
    found: dict[int, set[str]] = {case.pk: set() for case in cases}
    if not cases:
        return found
    events = AgreementEvent.objects.filter(agreement__in=[case.agreement_id for case in cases])
    for paper, kind, written_on in events.values_list("agreement", "kind", "created_at__date"):
        for case in cases:
            if case.agreement_id == paper and written_on >= case.opened_on:
                found[case.pk].add(kind)
    return found


def _opening_problems(paper: Any, row: RowValues) -> list[Problem]:
    if paper.stage != Stage.SIGNED or paper.status in OVER_FOR_GOOD or paper.ends_on is None:
        sentence = _("Chỉ mở hồ sơ gia hạn cho văn bản đã ký, có ngày hết hiệu lực và chưa chấm dứt.")
        return [Problem("agreement", sentence)]
    # A file opened on the row's own day is one the row may mean: `find` has told what is unclear then.
    if paper.open_since not in {None, row.get("opened_on")}:
        return [Problem("agreement", _("Văn bản này đã có hồ sơ gia hạn đang mở."))]
    if row.get("ends_on") not in {None, paper.ends_on}:
        sentence = _("Theo sổ, văn bản này hết hiệu lực ngày %(day)s.")
        return [Problem("ends_on", sentence % {"day": f"{paper.ends_on:%d/%m/%Y}"})]
    return []


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: RenewalCase | None, user: Any, today: date, **_context: Any
) -> RenewalCase:
    """Write one row: open the file with its steps, or close it. Files, actions and papers have a whole audit trail."""
    who = {"user": common.writer(user), "today": today}
    with common.fields_named(FIELDS, CODES):
        if record is None:
            return open_renewal(agreement=values["agreement"], proposal=values.get("proposal", ""), **who)
        return close_renewal(
            case=record,
            outcome=values["outcome"],
            event=values.get("event"),
            note=values.get("outcome_note", ""),
            **who,
        )


RENEWALS = SheetKind(
    code="ho-so-gia-han",
    title=gettext_lazy("Hồ sơ gia hạn"),
    hint=gettext_lazy("Mở hồ sơ cho văn bản sắp hết hiệu lực; đóng hồ sơ với kết quả và sự kiện ghi nhận."),
    columns=COLUMNS,
    may_import=can_write_papers,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=cases_seen,
    identified_by=(("id",),),
    order=36,
)
