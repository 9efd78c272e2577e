"""Tables of visits of the foreign press (docs/importing.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.names import countries_named
from agreements.import_rules import can_import
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
    SheetKind,
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
    return common.seen(PressVisit)(user).prefetch_related(countries, partners, "lead_agencies")


def values_of(visit: PressVisit) -> dict[str, Any]:
    """What the register says now, by column."""
    told = {name: getattr(visit, name) for name in ("key", *PRESS_FACTS)}
    return {**told, **{name: list(getattr(visit, name).all()) for name in PRESS_LISTS}}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The visit of each row: by key, or the one of these outlets on that day with the same words."""
    open_rows = [row for row in rows if not row.get("key")]
    asked = Q(starts_on__in={row["starts_on"] for row in open_rows if row.get("starts_on")})
    if any(not row.get("starts_on") for row in open_rows):
        asked |= Q(starts_on__isnull=True)
    by_name: dict[tuple[Any, ...], list[PressVisit]] = defaultdict(list)
    for visit in common.with_words_of(visits_seen(user), open_rows).filter(asked) if open_rows else ():
        by_name[_name(values_of(visit))].append(visit)

    def same_visit(row: RowValues) -> Found:
        found: Found = base.only(by_name.get(_name(row), []), "key")
        return found

    return common.found_by_key(rows, visits_seen(user), same_visit)


def _name(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row.get("starts_on"), fold(row.get("outlets") or ""), common.title_of(row)


# --- the preview ------------------------------------------------------------------------
def check(row: RowValues, record: PressVisit | None, **_context: Any) -> list[Problem]:
    """What the service would refuse and can be told without asking the database."""
    current = values_of(record) if record is not None else {}
    given = base.differing(COLUMNS, row, current)
    if record is not None and not given:
        return []
    told = {**current, **row}
    problems = base.secrets(COLUMNS, given, TEXTS)
    starts_on, ends_on = told.get("starts_on"), told.get("ends_on")
    if ends_on and not starts_on and not base.is_unread(row, "starts_on"):
        problems.append(Problem("starts_on", _("Có ngày cuối thì cần ngày đầu.")))
    if ends_on and starts_on and ends_on.last_day() < starts_on.first_day():
        problems.append(Problem("ends_on", _("Ngày kết thúc trước ngày bắt đầu.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New visits that stand twice in the portion."""
    names = [
        _name(row) if record is None and not row.get("key") and row.get("title_vi") else None
        for row, record in zip(rows, records, strict=True)
    ]
    return base.standing_twice(names, rows, "title_vi")


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


PRESS_VISITS = SheetKind(
    code="phong-vien",
    title=gettext_lazy("Đoàn phóng viên nước ngoài"),
    hint=gettext_lazy(
        "Hãng báo chí, chủ đề tác nghiệp, giấy phép, cơ quan hướng dẫn; không có tên phóng viên."
    ),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=visits_seen,
    identified_by=(("key",),),
    named_by="title_vi",
    periods=(common.HELD,),
    never_kept=common.NEVER_KEPT,
    order=46,
)
