"""Tables of the year's programme: lines that agencies propose (docs/importing.md). Decisions are made on its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.names import agencies_named, countries_named, partners_named
from delegations.enums import CostSource, HeadRank, ProgrammeItemKind
from delegations.import_kinds.common import RoomKind, currency, facts_of
from delegations.models import ProgrammeItem, YearProgramme
from delegations.rules.programme import can_change_item
from delegations.services.programme import propose_item, update_item
from delegations.services.programme.items import (
    FIELDS,
    LARGEST_COST,
    LINES,
    LISTS,
    LONGEST_TEXT,
    MOST_DAYS,
    MOST_PERSONS,
)
from dnfa.core.imports import ChangeLog
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    choice,
    number,
    partial_date,
    text,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.table_import.links import links_of, note_links
from dnfa.core.text import fold

TEXTS = (*LINES, "purpose")
COLUMNS = (
    common.number_column(gettext_lazy("Mã mục")),
    SheetColumn(
        "year",
        gettext_lazy("Năm"),
        number(least=1990, most=2200),
        required=True,
        aliases=("Chương trình năm",),
        help=gettext_lazy("Năm đã mở chương trình."),
        example="2027",
    ),
    SheetColumn(
        "kind",
        gettext_lazy("Loại"),
        choice(ProgrammeItemKind),
        required=True,
        example=ProgrammeItemKind.DELEGATION_OUT.label,
    ),
    SheetColumn(
        "title",
        gettext_lazy("Nội dung"),
        text(max_length=LINES["title"]),
        required=True,
        aliases=("Tên đoàn", "Tên hoạt động"),
        example=gettext_lazy("Thăm và làm việc tại thành phố Sakai"),
    ),
    SheetColumn(
        "agency",
        gettext_lazy("Cơ quan đề xuất"),
        agencies_named(),
        required=True,
        aliases=("Cơ quan chủ trì",),
    ),
    SheetColumn(
        "expected_on",
        gettext_lazy("Thời gian dự kiến"),
        partial_date(),
        aliases=("Thời gian",),
        example="5/2027",
    ),
    SheetColumn("days", gettext_lazy("Số ngày"), number(least=1, most=MOST_DAYS), example="5"),
    SheetColumn("persons", gettext_lazy("Số người"), number(least=1, most=MOST_PERSONS), example="7"),
    SheetColumn(
        "countries",
        gettext_lazy("Quốc gia và vùng lãnh thổ"),
        countries_named(many=True),
        aliases=("Quốc gia", "Nước đến"),
    ),
    SheetColumn("partners", gettext_lazy("Đối tác"), partners_named(many=True)),
    SheetColumn(
        "head_title",
        gettext_lazy("Trưởng đoàn dự kiến"),
        text(max_length=LINES["head_title"]),
        aliases=("Trưởng đoàn",),
    ),
    SheetColumn("head_rank", gettext_lazy("Cấp trưởng đoàn"), common.cleared_to("", choice(HeadRank))),
    SheetColumn("purpose", gettext_lazy("Mục đích"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn(
        "cost_amount",
        gettext_lazy("Kinh phí dự kiến"),
        number(places=2, least=Decimal(0), most=LARGEST_COST),
        example="450.000.000",
    ),
    SheetColumn("cost_currency", gettext_lazy("Loại tiền"), currency(), example="VND"),
    SheetColumn("cost_source", gettext_lazy("Nguồn kinh phí"), common.cleared_to("", choice(CostSource))),
)


# --- the register ---------------------------------------------------------------------
def items_seen(user: Any) -> QuerySet[ProgrammeItem]:
    """The lines a table may speak of, the newest year first."""
    return (
        common.seen(ProgrammeItem)(user)
        .select_related("programme", "agency", "accepted_in")
        .prefetch_related("countries", "partners")
        .order_by("-programme__year", "kind", "pk")
    )


def values_of(item: ProgrammeItem) -> dict[str, Any]:
    """What the register says now, by column."""
    plain = [name for name in FIELDS if name not in LISTS]
    return {"id": item.pk, "year": item.programme.year, **facts_of(item, plain, LISTS)}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The line of each row: by its number, or the one of its year, agency and kind with the same words."""
    years = {row["year"] for row in rows if row.get("year") and not row.get("id")}
    known = items_seen(user).filter(programme__year__in=years)
    by_words = common.grouped(known, lambda item: _name(values_of(item)))

    def same_words(row: RowValues) -> Found:
        return common.only(by_words.get(_name(row), []), "id")

    unknown = _("Trong sổ không có mục với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, items_seen(user), unknown, same_words)


def _name(row: Mapping[str, Any]) -> tuple[int, int, str, str] | None:
    if not all(row.get(name) for name in ("year", "agency", "kind", "title")):
        return None
    return (row["year"], row["agency"].pk, str(row["kind"]), fold(row["title"]))


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, user: Any, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    told = change.told
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    if change.record is not None:
        if "year" in change.given:
            problems.append(Problem("year", _("Mục này thuộc năm khác, không chuyển được.")))
        if user is not None and not can_change_item(user, change.record):
            problems.append(Problem("", _("Mục này đã được xử lý nên không sửa bằng bảng được.")))
    if told.get("cost_amount") is not None and not told.get("cost_currency"):
        problems.append(Problem("cost_currency", _("Loại tiền là ba chữ cái, ví dụ VND, USD.")))
    expected, year = told.get("expected_on"), told.get("year")
    if expected and year and not expected.first_day().year <= year <= expected.last_day().year:
        problems.append(Problem("expected_on", _("Ngoài năm của chương trình.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New lines that stand twice in the portion, and years that nobody has opened; one query."""
    problems = common.new_standing_twice(rows, records, "title", _name)
    years = {row["year"] for row in rows if row.get("year")}
    opened = set(YearProgramme.objects.filter(year__in=years).values_list("year", flat=True))
    for row, told in zip(rows, problems, strict=True):
        if row.get("year") and row["year"] not in opened:
            told.append(Problem("year", _("Chưa mở chương trình của năm này.")))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: ProgrammeItem | None, user: Any, log: ChangeLog, **_context: Any
) -> ProgrammeItem:
    """Write one row through the services of the programme; its two lists have no audit trail, so the log is told."""
    person = common.writer(user)
    if record is None:
        given = {name: value for name, value in values.items() if name not in {"id", "year"}}
        programme = YearProgramme.objects.get(year=values["year"])
        made = propose_item(programme=programme, user=person, **given)
        note_links(log, [], links_of(made, LISTS))
        return made
    given = common.differing(COLUMNS, values, values_of(record))
    before = links_of(record, LISTS)
    changed = update_item(item=record, changes=given, base_version=None, user=person)
    note_links(log, before, links_of(changed, LISTS))
    return changed


PROGRAMME_ITEMS = RoomKind(
    code="chuong-trinh-nam",
    title=gettext_lazy("Mục chương trình năm"),
    hint=gettext_lazy("Đề xuất đoàn ra, đoàn vào, hội nghị của các cơ quan cho một năm."),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=items_seen,
    identified_by=(("id",),),
    named_by="title",
    order=40,
)
