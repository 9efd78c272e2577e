"""Tables of visits of the foreign press (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.names import countries_named
from delegations.import_kinds import common
from delegations.models import PressVisit
from delegations.services.conferences import (
    PRESS_FACTS,
    PRESS_LISTS,
    record_press_visit,
    update_press_visit,
)
from dnfa.core.imports import ChangeLog
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    partial_date,
    text,
    yes_no,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.table_import.links import links_of
from dnfa.core.text import fold
from partners.models import Country, Partner

MOST_PERSONS = 1_000_000
COLUMNS = (
    common.key_column(),
    *common.title_columns("Tên đoàn", "Đoàn phóng viên", example=gettext_lazy("Đoàn NHK ghi hình cầu Rồng")),
    SheetColumn(
        "outlets",
        gettext_lazy("Hãng báo chí"),
        text(max_length=500),
        required=True,
        aliases=("Hãng", "Báo, đài", "Cơ quan báo chí"),
        example="NHK",
    ),
    SheetColumn(
        "countries",
        gettext_lazy("Quốc gia và vùng lãnh thổ"),
        countries_named(many=True),
        aliases=("Quốc gia, vùng lãnh thổ", "Quốc gia", "Nước", "Đến từ"),
        example="Nhật Bản",
    ),
    SheetColumn(
        "starts_on",
        gettext_lazy("Từ ngày"),
        partial_date(),
        aliases=("Ngày",),
        example="10/10/2026",
    ),
    SheetColumn(
        "ends_on", gettext_lazy("Đến ngày"), partial_date(), help=gettext_lazy("Để trống nếu chỉ một ngày.")
    ),
    SheetColumn("place", gettext_lazy("Địa điểm"), text(max_length=300)),
    common.persons_column("persons", gettext_lazy("Số người"), "Số phóng viên", most=MOST_PERSONS),
    SheetColumn("topics", gettext_lazy("Chủ đề tác nghiệp"), text(lines=True), aliases=("Chủ đề",)),
    SheetColumn(
        "permit_number",
        gettext_lazy("Giấy phép số"),
        text(max_length=120),
        aliases=("Số giấy phép", "Giấy phép"),
    ),
    common.day_column("permit_on", gettext_lazy("Ngày giấy phép")),
    SheetColumn("guided_by", gettext_lazy("Cơ quan hướng dẫn"), text(max_length=300)),
    common.partners_column(),
    common.lead_column(),
    SheetColumn(
        "is_published",
        gettext_lazy("Đã có sản phẩm báo chí"),
        base.cleared_to(False, yes_no()),
        aliases=("Đã đăng, phát",),
    ),
    SheetColumn(
        "published_note", gettext_lazy("Sản phẩm"), text(max_length=500), aliases=("Sản phẩm báo chí",)
    ),
    SheetColumn("purpose_vi", gettext_lazy("Mục đích"), text(lines=True)),
    SheetColumn("outcome_vi", gettext_lazy("Kết quả"), text(lines=True)),
)
TEXTS = ("title_vi", "title_en", "outlets", "place", "topics", "permit_number", "guided_by", "published_note",
         "purpose_vi", "outcome_vi")  # fmt: skip


# --- the register ---------------------------------------------------------------------
def visits_seen(user: Any) -> QuerySet[PressVisit]:
    """The visits a table may speak of, the newest first, with all that a row says."""
    countries = Prefetch("countries", Country.objects.order_by("code"))
    partners = Prefetch("partners", Partner.objects.order_by("key"))
    return base.seen(PressVisit)(user).prefetch_related(countries, partners, "lead_agencies")


def values_of(visit: PressVisit) -> dict[str, Any]:
    """What the register says now, by column."""
    return common.facts_of(visit, ("key", *PRESS_FACTS), PRESS_LISTS)


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The visit of each row: by key, or the one of these outlets on that day with the same words."""
    open_rows = [row for row in rows if not row.get("key")]
    asked = Q(starts_on__in={row["starts_on"] for row in open_rows if row.get("starts_on")})
    if any(not row.get("starts_on") for row in open_rows):
        asked |= Q(starts_on__isnull=True)
    known = common.with_words_of(visits_seen(user), open_rows).filter(asked) if open_rows else ()
    by_name = base.grouped(known, lambda visit: _name(values_of(visit)))

    def same_visit(row: RowValues) -> Found:
        return base.only(by_name.get(_name(row), []), "key")

    return common.found_by_key(rows, visits_seen(user), same_visit)


def _name(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row.get("starts_on"), fold(row.get("outlets") or ""), common.title_of(row)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, **_context: Any) -> list[Problem]:
    """What the service would refuse and can be told without asking the database."""
    problems = base.secrets(COLUMNS, change.given, TEXTS)
    starts_on, ends_on = change.told.get("starts_on"), change.told.get("ends_on")
    if ends_on and change.lacks("starts_on"):
        problems.append(Problem("starts_on", _("Có ngày cuối thì cần ngày đầu.")))
    if ends_on and starts_on and ends_on.last_day() < starts_on.first_day():
        problems.append(Problem("ends_on", _("Ngày kết thúc trước ngày bắt đầu.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New visits that stand twice in the portion."""
    return base.new_standing_twice(
        rows,
        records,
        "title_vi",
        lambda row: _name(row) if row.get("title_vi") and not row.get("key") else None,
    )


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: PressVisit | None, user: Any, today: date, log: ChangeLog
) -> PressVisit:
    """Write one row through the services of press visits."""
    person = base.writer(user)
    if record is None:
        facts = {name: values[name] for name in PRESS_FACTS if name in values}
        lists = {name: values[name] for name in PRESS_LISTS if name in values}
        made = record_press_visit(facts=facts, lists=lists, user=person, today=today)
        common.noted(log, made, PRESS_LISTS)
        return made
    given = base.differing(COLUMNS, values, values_of(record))
    before = links_of(record, PRESS_LISTS)
    changed = update_press_visit(visit=record, changes=given, base_version=None, user=person)
    common.noted(log, changed, PRESS_LISTS, before)
    return changed


PRESS_VISITS = common.RoomKind(
    code="phong-vien",
    title=gettext_lazy("Đoàn phóng viên nước ngoài"),
    hint=gettext_lazy(
        "Hãng báo chí, chủ đề tác nghiệp, giấy phép, cơ quan hướng dẫn; không có tên phóng viên."
    ),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=visits_seen,
    identified_by=(("key",),),
    named_by="title_vi",
    periods=(common.HELD,),
    order=46,
)
