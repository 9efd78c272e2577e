"""Tables of events: what happened to signed papers afterwards (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.chain import event_complaint, event_facts, facts_of
from agreements.enums import EventKind, Stage
from agreements.import_kinds import common, terms
from agreements.import_kinds.changes import Change, checks_change, compared
from agreements.import_rules import can_import
from agreements.models import Agreement, AgreementEvent
from agreements.services.records import EVENT_FACTS, event_add, event_update
from agreements.services.records.checks import check_term, refused
from agreements.services.records.events import SENTENCES, is_own_signing
from agreements.services.records.facts import texts_in
from dnfa.core.secrecy import refuse_secret
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    partial_date,
    text,
)
from dnfa.core.table_import.kinds import Found

COLUMNS = (
    common.number_column(gettext_lazy("Mã sự kiện")),
    common.paper_column(),
    SheetColumn(
        "kind",
        gettext_lazy("Sự kiện"),
        choice(EventKind),
        required=True,
        aliases=("Loại sự kiện",),
        example=EventKind.RENEWAL.label,
    ),
    SheetColumn(
        "occurred_on", gettext_lazy("Ngày"), partial_date(), aliases=("Ngày ký",), example="05/03/2026"
    ),
    SheetColumn("effective_on", gettext_lazy("Có hiệu lực từ"), partial_date(), aliases=("Ngày hiệu lực",)),
    *terms.term_columns(required_kind=""),
    SheetColumn("title_vi", gettext_lazy("Tên văn bản mới ký"), text(max_length=500)),
    SheetColumn("document_number", gettext_lazy("Số, ký hiệu"), text(max_length=120), aliases=("Số",)),
    SheetColumn(
        "reason",
        gettext_lazy("Lý do"),
        text(max_length=500),
        help=gettext_lazy("Bắt buộc khi sự kiện là Chấm dứt."),
    ),
    SheetColumn(
        "successor",
        gettext_lazy("Thay bằng"),
        keys_of("agreements.Agreement", name="title_vi", queryset=common.papers_seen),
        aliases=("Văn bản thay thế",),
        help=gettext_lazy("Khóa của văn bản thay thế, chỉ khi sự kiện là Thay thế bằng văn bản mới."),
    ),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(lines=True)),
)
DAYS = ("occurred_on", "effective_on")


# --- the register ---------------------------------------------------------------------
def events_seen(user: Any) -> QuerySet[AgreementEvent]:
    """The events a table may speak of, paper by paper in the order of time."""
    every = common.seen(AgreementEvent)(user)
    return every.select_related("agreement", "successor").order_by(
        "agreement__key", F("occurred_on").asc(nulls_last=True), "order", "pk"
    )


def values_of(event: AgreementEvent) -> dict[str, Any]:
    """What the register says now, by column."""
    facts = {name: getattr(event, name) for name in EVENT_FACTS}
    return {"id": event.pk, "agreement": event.agreement, **facts}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The event of each row: by its number, or the one of its paper of the same kind and day."""
    known = events_seen(user).filter(agreement__in=common.papers_without_number(rows))
    by_paper = common.grouped(known, lambda event: event.agreement_id)

    def same_facts(row: RowValues) -> Found:
        if not (row.get("agreement") and row.get("kind") and any(row.get(name) for name in DAYS)):
            return None
        return common.only(
            [event for event in by_paper.get(row["agreement"].pk, []) if _is_same(event, row)], "id"
        )

    unknown = _("Trong sổ không có sự kiện với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, events_seen(user), unknown, same_facts)


def _is_same(event: AgreementEvent, row: Mapping[str, Any]) -> bool:
    """Of one kind and day; the day of effect decides where the row gives no other."""
    name = "occurred_on" if row.get("occurred_on") else "effective_on"
    return bool(event.kind == row["kind"] and getattr(event, name) == row[name])


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    event = event_of(change.given, change.row, change.record)
    return [
        *terms.term_problems(change.row, change.given),
        *common.refusals(
            COLUMNS,
            lambda: refuse_secret(**texts_in(change.given)),
            lambda: _check_place(change.given, change.record),
            lambda: _check_days(event, change.row, today),
            lambda: check_term(event, may_be_empty=True),
            lambda: _check_kind(event, change.row),
        ),
    ]


def event_of(given: dict[str, Any], row: RowValues, record: AgreementEvent | None) -> AgreementEvent:
    """The event as the row would leave it, not stored: only to be checked."""
    facts = {name: getattr(record, name) for name in EVENT_FACTS} if record is not None else {}
    facts |= {
        name: value for name, value in terms.with_term(given, row, record).items() if name in EVENT_FACTS
    }
    return AgreementEvent(**facts)


def _check_place(given: Mapping[str, Any], record: AgreementEvent | None) -> None:
    if record is None:
        paper = given.get("agreement")
        if paper is not None and paper.stage != Stage.SIGNED:
            raise refused(
                "not_signed",
                gettext_lazy("Văn bản chưa ký; các bước trước khi ký ghi ở quá trình chuẩn bị."),
                "agreement",
            )
        return
    if "agreement" in given:
        raise refused(
            "other_paper",
            gettext_lazy("Sự kiện này thuộc văn bản khác, không chuyển được."),
            "agreement",
        )
    own = {"kind", *DAYS} & set(given)
    if own and is_own_signing(record, record.agreement):
        raise refused(
            "follows_the_paper",
            gettext_lazy("Đây là lần ký của chính văn bản: loại và ngày được sửa ở bảng thỏa thuận."),
            min(own),
        )


def _check_days(event: AgreementEvent, row: RowValues, today: date) -> None:
    if not any(getattr(event, name) or row.texts.get(name) for name in DAYS):
        raise refused(
            "day_needed",
            gettext_lazy("Cần ghi ngày của sự kiện; biết đến tháng hoặc năm cũng được."),
            "occurred_on",
        )
    if event.occurred_on is not None and event.occurred_on.first_day() > today:
        raise refused(
            "day_in_future",
            gettext_lazy("Ngày này chưa tới; hiệu lực về sau ghi ở “Có hiệu lực từ”."),
            "occurred_on",
        )


def _check_kind(event: AgreementEvent, row: RowValues) -> None:
    if event.kind == EventKind.TERMINATION and not event.reason:
        raise refused("reason_for_ending", gettext_lazy("Chấm dứt cần nêu lý do."), "reason")
    heir = event.successor
    if event.kind != EventKind.REPLACEMENT:
        if heir is not None:
            raise refused(
                "successor_not_here", gettext_lazy("Chỉ “thay thế” mới nêu văn bản mới."), "successor"
            )
    elif heir is None:
        if not row.texts.get("successor"):
            raise refused("successor_needed", gettext_lazy("Thay thế cần nêu văn bản mới."), "successor")
    elif heir.stage != Stage.SIGNED:
        raise refused("successor_not_signed", gettext_lazy("Văn bản mới phải là văn bản đã ký."), "successor")


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """Rows against the chain of their papers, together with the rows before them; and rows that stand twice."""
    papers = common.papers_of(rows, records)
    known = AgreementEvent.objects.filter(agreement__in={paper.pk for paper in papers if paper is not None})
    chains = common.grouped(known.order_by("order", "pk"), lambda event: event.agreement_id)
    problems = common.new_standing_twice(rows, records, "kind", _name)
    for row, record, paper, found in zip(rows, records, papers, problems, strict=True):
        if paper is None or found or not (record or row.get("kind")):
            continue
        given, _told = compared(COLUMNS, values_of, row, record)
        if record is None or given:
            chain = chains.setdefault(paper.pk, [])
            found.extend(_chain_problems(paper, event_of(given, row, record), record, chain))
    return problems


def _name(row: RowValues) -> tuple[Any, ...] | None:
    if not (row.get("agreement") and row.get("kind")):
        return None
    days = tuple(row.get(name) for name in DAYS)
    return (row["agreement"].pk, row["kind"], *days) if any(days) else None


def _chain_problems(
    paper: Agreement, event: AgreementEvent, record: AgreementEvent | None, chain: list[AgreementEvent]
) -> list[Problem]:
    """What the chain says against an event; one that fits stands in it for the rows to come."""
    if record is not None:
        chain[:] = [other for other in chain if other.pk != record.pk]
        event.order = record.order
    else:
        event.order = max((other.order for other in chain), default=-1) + 1
    complaint = event_complaint(facts_of(paper, chain), event_facts(event))
    if complaint is None:
        chain.append(event)
        return []
    return [Problem(complaint.field, str(SENTENCES[complaint.code]))]


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: AgreementEvent | None, user: Any, today: date, **_context: Any
) -> AgreementEvent:
    """Write one row through the services of events; the audit trail of events is whole, so the log needs no word."""
    person = common.writer(user)
    if record is None:
        given = terms.with_term({name: value for name, value in values.items() if name != "id"}, values, None)
        return event_add(user=person, today=today, **given)
    given = common.differing(COLUMNS, values, values_of(record))
    changes = {
        name: value for name, value in terms.with_term(given, values, record).items() if name in EVENT_FACTS
    }
    return event_update(
        event=record, changes=changes, user=person, today=today, correction=common.IMPORT_REASON
    )


EVENTS = SheetKind(
    code="su-kien",
    title=gettext_lazy("Sự kiện của thỏa thuận"),
    hint=gettext_lazy("Ký tăng cường, gia hạn, sửa đổi, tạm ngưng, chấm dứt, thay thế của văn bản đã ký."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=events_seen,
    identified_by=(("id",),),
    order=24,
)
