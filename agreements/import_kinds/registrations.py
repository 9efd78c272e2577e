"""Tables of registrations of foreign non-governmental organisations: of whom, which paper, from when to when (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import NgoPermitKind
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.names import partners_named
from agreements.import_rules import can_import
from agreements.models import NgoRegistration
from agreements.services.registrations import LINES, registration_record, registration_update
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    partial_date,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold

COLUMNS = (
    common.number_column(gettext_lazy("Mã bản ghi")),
    SheetColumn(
        "partner",
        gettext_lazy("Tổ chức"),
        partners_named(),
        required=True,
        aliases=("Tên tổ chức", "Tổ chức phi chính phủ nước ngoài"),
        example="to-chuc-vi-du",
    ),
    SheetColumn(
        "kind",
        gettext_lazy("Loại giấy"),
        choice(NgoPermitKind),
        required=True,
        aliases=("Loại giấy đăng ký",),
        example=NgoPermitKind.ACTIVITY.label,
    ),
    SheetColumn(
        "number",
        gettext_lazy("Số giấy"),
        text(max_length=120),
        required=True,
        aliases=("Số giấy đăng ký", "Số, ký hiệu"),
        example="120/UB-HĐ",
    ),
    SheetColumn("issued_on", gettext_lazy("Ngày cấp"), partial_date(), example="05/03/2024"),
    SheetColumn("issued_by", gettext_lazy("Nơi cấp"), text(max_length=200), aliases=("Cơ quan cấp",)),
    SheetColumn(
        "valid_from",
        gettext_lazy("Có hiệu lực từ"),
        partial_date(),
        aliases=("Từ ngày",),
        example="05/03/2024",
    ),
    SheetColumn(
        "valid_until",
        gettext_lazy("Có hiệu lực đến"),
        partial_date(),
        aliases=("Thời hạn", "Hết hạn", "Đến ngày"),
        example="04/03/2029",
    ),
    SheetColumn(
        "scope",
        gettext_lazy("Lĩnh vực, địa bàn được phép"),
        text(max_length=500),
        aliases=("Lĩnh vực hoạt động", "Địa bàn"),
    ),
    SheetColumn(
        "legal_basis",
        gettext_lazy("Căn cứ pháp lý"),
        keys_of("core.LegalBasis", name="number"),
        example="58/2022/NĐ-CP",
    ),
    SheetColumn(
        "withdrawn_on", gettext_lazy("Thu hồi, chấm dứt ngày"), whole_date(), aliases=("Ngày thu hồi",)
    ),
    SheetColumn(
        "withdrawn_reason",
        gettext_lazy("Lý do thu hồi, chấm dứt"),
        text(max_length=500),
        aliases=("Lý do thu hồi",),
    ),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=500)),
)
WITHDRAWAL = ("withdrawn_on", "withdrawn_reason")


# --- the register ---------------------------------------------------------------------
def registrations_seen(user: Any) -> QuerySet[NgoRegistration]:
    """The registrations a table may speak of, organisation by organisation."""
    every = common.seen(NgoRegistration)(user)
    return every.select_related("partner", "legal_basis").order_by("partner__key", "number", "pk")


def values_of(record: NgoRegistration) -> dict[str, Any]:
    """What the register says now, by column."""
    return {"id": record.pk} | {
        column.key: getattr(record, column.key) for column in COLUMNS if column.key != "id"
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The registration of each row: by the register's number, else the one of its organisation with that number. Two queries."""
    partners = {row["partner"].pk for row in rows if row.get("partner") and not row.get("id")}
    known = registrations_seen(user).filter(partner__in=partners)
    by_number = common.grouped(known, lambda one: (one.partner_id, fold(one.number)))

    def same_number(row: RowValues) -> Found:
        if not (row.get("partner") and row.get("number")):
            return None
        return common.only(by_number.get((row["partner"].pk, fold(row["number"])), []), "number")

    unknown = _("Trong sổ không có giấy đăng ký với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, registrations_seen(user), unknown, same_number)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    problems = common.secrets(COLUMNS, change.given, LINES)
    told = change.told
    first, last = told.get("valid_from") or told.get("issued_on"), told.get("valid_until")
    if first and last and last.last_day() < first.first_day():
        problems.append(Problem("valid_until", _("Ngày kết thúc trước ngày bắt đầu.")))
    problems += common.days_to_come(change.given, ("withdrawn_on",), today)
    if any(told.get(name) for name in WITHDRAWAL):
        sentence = _("Thu hồi, chấm dứt cần cả ngày và lý do.")
        problems += [Problem(name, sentence) for name in WITHDRAWAL if change.lacks(name)]
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: NgoRegistration | None, user: Any, today: date, **_context: Any
) -> NgoRegistration:
    """Write one row through the services of registrations."""
    person = common.writer(user)
    if record is None:
        facts = {name: value for name, value in values.items() if name != "id"}
        return registration_record(user=person, today=today, **facts)
    given = common.differing(COLUMNS, values, values_of(record))
    return registration_update(
        registration=record, changes=given, base_version=None, user=person, today=today
    )


REGISTRATIONS = SheetKind(
    code="giay-dang-ky",
    title=gettext_lazy("Giấy đăng ký của tổ chức phi chính phủ nước ngoài"),
    hint=gettext_lazy("Tổ chức nào được cấp giấy gì, số mấy, từ ngày nào đến ngày nào, thu hồi khi nào."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    apply=apply,
    exported=registrations_seen,
    identified_by=(("id",), ("partner", "number")),
    named_by="number",
    order=33,
)
