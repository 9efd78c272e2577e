"""Tables of contacts that are no delegation: letters, calls, meetings, receptions, events (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change, checks_change
from delegations.enums import NEVER_AHEAD, EngagementKind, Initiative
from delegations.import_kinds import common, planned
from delegations.models import Engagement
from delegations.services.engagements import (
    LINES,
    LISTS,
    LONGEST_TEXT,
    MOST_PERSONS,
    SCALARS,
    TEXTS,
    WITHOUT_PARTNER,
    cancel_engagement,
    record_engagement,
    refuse_called_off,
    update_engagement,
    wrong_days,
    wrong_words,
)
from delegations.services.trips.cancelling import CANCEL_FACTS
from dnfa.core.imports import ChangeLog
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    choice,
    partial_date,
    text,
    yes_no,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.table_import.links import links_of
from partners.models import Partner

COLUMNS = (
    common.key_column(),
    *common.title_columns(
        "Tên hoạt động",
        "Nội dung tiếp xúc",
        "Việc",
        example=gettext_lazy("Thư chúc mừng năm mới Thị trưởng Sakai"),
    ),
    SheetColumn(
        "kind",
        gettext_lazy("Loại"),
        choice(EngagementKind),
        required=True,
        aliases=("Loại hoạt động", "Loại tiếp xúc"),
        example=EngagementKind.LETTER.label,
    ),
    SheetColumn(
        "starts_on",
        gettext_lazy("Từ ngày"),
        partial_date(),
        aliases=("Ngày", "Ngày tiếp xúc"),
        help=gettext_lazy(
            "Biết đến tháng hoặc năm cũng được. Một cột “Thời gian” (20-26/5/2025) thay được hai cột ngày."
        ),
        example="05/03/2026",
    ),
    SheetColumn(
        "ends_on", gettext_lazy("Đến ngày"), partial_date(), help=gettext_lazy("Để trống nếu chỉ một ngày.")
    ),
    SheetColumn(
        "is_recurring",
        gettext_lazy("Định kỳ"),
        base.cleared_to(False, yes_no()),
        help=gettext_lazy("Ghi Có khi việc lặp lại mà nguồn không ghi ngày."),
    ),
    common.partners_column(),
    common.lead_column("Cơ quan thực hiện"),
    SheetColumn(
        "initiative",
        gettext_lazy("Bên khởi xướng"),
        base.cleared_to("", choice(Initiative)),
        aliases=("Bên mời",),
    ),
    common.mode_column(),
    SheetColumn("place", gettext_lazy("Địa điểm"), text(max_length=LINES["place"])),
    SheetColumn("head_name", gettext_lazy("Người đứng đầu"), text(max_length=LINES["head_name"])),
    SheetColumn("head_title", gettext_lazy("Chức vụ"), text(max_length=LINES["head_title"])),
    common.persons_column("persons", gettext_lazy("Số người"), "Số lượng người", least=0, most=MOST_PERSONS),
    SheetColumn(
        "document_number",
        gettext_lazy("Văn bản số"),
        text(max_length=LINES["document_number"]),
        aliases=("Số văn bản", "Công văn số"),
        example="120/SNgV-HTQT",
    ),
    SheetColumn("purpose_vi", gettext_lazy("Mục đích"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn("outcome_vi", gettext_lazy("Kết quả"), text(max_length=LONGEST_TEXT, lines=True)),
    *planned.cancel_columns(),
)
KNOWN_BY = ("title_vi", "kind", "starts_on", "partners")
DAYS = frozenset({"kind", "starts_on", "ends_on", "is_recurring"})


# --- the register ---------------------------------------------------------------------
def engagements_seen(user: Any) -> QuerySet[Engagement]:
    """The contacts a table may speak of, the newest first, with their partners and agencies."""
    partners = Prefetch("partners", Partner.objects.order_by("key"))
    return base.seen(Engagement)(user).prefetch_related(partners, "lead_agencies")


def values_of(engagement: Engagement) -> dict[str, Any]:
    """What the register says now, by column."""
    return common.facts_of(engagement, ("key", *SCALARS, *CANCEL_FACTS), LISTS)


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The contact of each row: by key, or the one of that kind and day with the same words and a partner in common."""
    open_rows = [row for row in rows if not row.get("key")]
    days = {row["starts_on"] for row in open_rows if row.get("starts_on")}
    asked = Q(starts_on__in=days)
    if any(row.get("is_recurring") for row in open_rows):
        asked |= Q(is_recurring=True)
    known = common.with_words_of(engagements_seen(user), open_rows).filter(asked) if open_rows else ()
    by_name = base.grouped(known, lambda one: _name(values_of(one)))

    def same_words(row: RowValues) -> Found:
        return base.only(common.with_a_partner_of(row, by_name.get(_name(row), [])), "key")

    return common.found_by_key(rows, engagements_seen(user), same_words)


def _name(row: Any) -> tuple[Any, ...]:
    return str(row.get("kind", "")), row.get("starts_on"), common.title_of(row)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the service would refuse and can be told without asking the database."""
    told, record = change.told, change.record
    if record is not None and record.cancelled_on is not None:
        return base.refusals(COLUMNS, lambda: refuse_called_off(record))
    candidate = Engagement(**{name: told[name] for name in SCALARS if told.get(name) is not None})
    problems = base.secrets(COLUMNS, change.given, (*LINES, *TEXTS))
    problems += common.at_cells(wrong_words(candidate), COLUMNS)
    if change.record is None or DAYS & change.given.keys():
        problems += common.at_cells(wrong_days(candidate, today), COLUMNS)
    problems += _side_problems(told)
    problems += planned.cancel_reason_problems(told, change.given, COLUMNS, today)
    if change.given.get("cancelled_on") and (
        told.get("kind") in NEVER_AHEAD or told.get("starts_on") is None
    ):
        problems.append(
            Problem("cancelled_on", _("Chỉ hủy được việc có ngày dự định; bản ghi nhầm thì xóa."))
        )
    return common.not_told_twice(problems, COLUMNS, change.row, change.record)


def _side_problems(told: dict[str, Any]) -> list[Problem]:
    problems = []
    if not told.get("partners") and told.get("kind") and told["kind"] not in WITHOUT_PARTNER:
        problems.append(Problem("partners", _("Hãy chọn ít nhất một đối tác.")))
    if not told.get("lead_agencies"):
        problems.append(Problem("lead_agencies", _("Hãy chọn cơ quan chủ trì.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New rows that stand twice in the portion."""
    return common.standing_twice(rows, records, lambda row: _name(row) if row.get("title_vi") else None)


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Engagement | None, user: Any, today: date, log: ChangeLog
) -> Engagement:
    """Write one row through the services of contacts."""
    person = base.writer(user)
    given = values if record is None else base.differing(COLUMNS, values, values_of(record))
    facts = {name: value for name, value in given.items() if name not in {"key", *CANCEL_FACTS}}
    if record is None:
        made = record_engagement(**{"starts_on": None, "partners": [], **facts}, user=person, today=today)
        common.noted(log, made, LISTS)
        return _called_off(made, given, user=person, today=today)
    before = links_of(record, LISTS)
    changed = update_engagement(engagement=record, changes=facts, base_version=None, user=person, today=today)
    common.noted(log, changed, LISTS, before)
    return _called_off(changed, given, user=person, today=today)


def _called_off(record: Engagement, given: Mapping[str, Any], *, user: Any, today: date) -> Engagement:
    """Call it off, where the row says so; last of all, for nothing is written into what was called off."""
    if not given.get("cancelled_on"):
        return record
    with base.fields_named(planned.OF_CANCELLING):
        return cancel_engagement(
            engagement=record,
            cancelled_on=given["cancelled_on"],
            reason=given.get("cancel_reason") or "",
            note=given.get("cancel_note") or "",
            base_version=None,
            user=user,
            today=today,
        )


ENGAGEMENTS = common.RoomKind(
    code="tiep-xuc",
    title=gettext_lazy("Tiếp xúc, sự kiện"),
    hint=gettext_lazy(
        "Thư từ, điện đàm, họp trực tuyến, tiếp khách, sự kiện: với đối tác nào, ngày nào, kết quả gì."
    ),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=engagements_seen,
    identified_by=(("key",), KNOWN_BY),
    named_by="title_vi",
    periods=(common.HELD,),
    order=47,
)
