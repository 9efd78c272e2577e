"""Tables of what review sessions said about papers: rating, reasons, other results, decision (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import Rating, ReviewDecision
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.models import Agreement, ReviewItem, ReviewSession
from agreements.rules.reviews import can_prepare_review
from agreements.services.reviews import item_record, session_update
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

LONGEST_TEXT = 10_000


def sessions_seen(user: Any) -> QuerySet[ReviewSession]:
    """The review sessions a table may speak of."""
    return common.seen(ReviewSession)(user)


COLUMNS = (
    SheetColumn(
        "session",
        gettext_lazy("Phiên rà soát"),
        common.numbered(sessions_seen, name="title"),
        required=True,
        aliases=("Mã phiên", "Tên phiên rà soát"),
        help=gettext_lazy("Phiên đã lập trong sổ, chưa chốt biên bản."),
        example="12: Rà soát kỳ II năm 2026",
    ),
    common.paper_column(),
    SheetColumn(
        "rating",
        gettext_lazy("Xếp loại"),
        common.cleared_to("", choice(Rating)),
        example=Rating.EFFECTIVE.label,
    ),
    SheetColumn(
        "reasons",
        gettext_lazy("Lý do xếp loại"),
        text(max_length=LONGEST_TEXT, lines=True),
        aliases=("Lý do",),
        help=gettext_lazy("Bắt buộc khi đã xếp loại."),
        example=gettext_lazy("Trao đổi đoàn đều hằng năm"),
    ),
    SheetColumn(
        "other_results", gettext_lazy("Kết quả ngoài kinh tế"), text(max_length=LONGEST_TEXT, lines=True)
    ),
    SheetColumn(
        "decision",
        gettext_lazy("Kết luận"),
        common.cleared_to("", choice(ReviewDecision)),
        example=ReviewDecision.KEEP.label,
    ),
    SheetColumn(
        "decision_note", gettext_lazy("Nội dung kết luận"), text(max_length=LONGEST_TEXT, lines=True)
    ),
    SheetColumn(
        "lead_agency",
        gettext_lazy("Cơ quan chủ trì"),
        keys_of("accounts.Agency"),
        aliases=("Chủ trì",),
        help=gettext_lazy("Bắt buộc khi có hạn."),
    ),
    SheetColumn("due_on", gettext_lazy("Hạn"), whole_date(), aliases=("Thời hạn",), example="31/12/2026"),
)  # fmt: skip
TEXTS = ("reasons", "other_results", "decision_note")
RESULTS = (*TEXTS, "rating", "decision", "lead_agency", "due_on")
CODES = {"review_closed": "session"}


# --- the register ---------------------------------------------------------------------
def items_seen(user: Any) -> QuerySet[ReviewItem]:
    """The papers on the agendas a person sees, newest session first, in the order of the agenda."""
    return (
        ReviewItem.objects.filter(session__in=sessions_seen(user))
        .select_related("session", "agreement", "lead_agency")
        .order_by("-session__held_on", "-session", "order", "pk")
    )


def values_of(item: ReviewItem) -> dict[str, Any]:
    """What the register says now, by column."""
    results = {name: getattr(item, name) for name in RESULTS}
    return {"session": item.session, "agreement": item.agreement, **results}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """What was said in the session of each row about its paper. One query."""
    items = items_seen(user).filter(session__in={row["session"].pk for row in rows if row.get("session")})
    by_name = {(item.session_id, item.agreement_id): item for item in items}
    return [by_name.get(name) if (name := _name(row)) is not None else None for row in rows]


def _name(row: Mapping[str, Any]) -> tuple[int, int] | None:
    if not (row.get("session") and row.get("agreement")):
        return None
    return row["session"].pk, row["agreement"].pk


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    told = change.told
    session = told.get("session")
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    if session is not None and session.closed_on is not None:
        problems.append(Problem("session", _("Biên bản phiên rà soát này đã chốt.")))
    if told.get("rating") and change.lacks("reasons"):
        problems.append(Problem("reasons", _("Hãy ghi lý do xếp loại.")))
    due_on = told.get("due_on")
    if due_on and change.lacks("lead_agency"):
        problems.append(Problem("lead_agency", _("Có hạn thì phải có cơ quan chủ trì.")))
    if due_on and session is not None and due_on < session.held_on:
        problems.append(Problem("due_on", _("Hạn không thể trước ngày họp.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New papers of an agenda: signed ones only, as on the page, and each once. One query."""
    is_new = [record is None and _name(row) is not None for row, record in zip(rows, records, strict=True)]
    papers = {row["agreement"].pk for row, new in zip(rows, is_new, strict=True) if new}
    signed = set(Agreement.objects.filter(pk__in=papers).signed_with_a_partner().values_list("pk", flat=True))
    names = [_name(row) if new else None for row, new in zip(rows, is_new, strict=True)]
    problems = common.standing_twice(names, rows, "agreement")
    for row, new, found in zip(rows, is_new, problems, strict=True):
        if new and row["agreement"].pk not in signed:
            found.append(Problem("agreement", _("Chỉ rà soát văn bản đã ký với đối tác nước ngoài.")))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(*, values: RowValues, record: ReviewItem | None, user: Any, **_context: Any) -> ReviewItem:
    """Write one row through the services of reviews: onto the agenda when it is new, then what was said.

    Sessions and items have a whole audit trail, so the log is told nothing.
    """
    person = common.writer(user)
    with common.fields_named({}, CODES):
        item = record if record is not None else _put_on_agenda(values, user=person)
        told = {name: getattr(item, name) for name in RESULTS}
        told |= {name: values[name] for name in RESULTS if name in values}
        return item_record(item=item, **told, user=person)


def _put_on_agenda(row: RowValues, *, user: Any) -> ReviewItem:
    """The item of a paper that the session was not to look at so far: behind the others."""
    session: ReviewSession = row["session"]
    there = [item.agreement for item in session.items.select_related("agreement").order_by("order", "pk")]
    session_update(
        session=session, changes={"agreements": [*there, row["agreement"]]}, base_version=None, user=user
    )
    return ReviewItem.objects.select_related("session", "agreement").get(
        session=session, agreement=row["agreement"]
    )


REVIEWS = SheetKind(
    code="ket-qua-ra-soat",
    title=gettext_lazy("Kết quả rà soát thỏa thuận"),
    hint=gettext_lazy(
        "Phiên rà soát xếp loại văn bản thế nào, vì sao, kết luận gì, cơ quan nào làm, đến khi nào."
    ),
    columns=COLUMNS,
    may_import=can_prepare_review,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=items_seen,
    order=32,
)
