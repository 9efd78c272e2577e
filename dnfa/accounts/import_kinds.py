"""Tables of agencies: the model of what a kind of table is (docs/importing.md, "Adding a kind")."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.accounts.enums import AgencyKind
from dnfa.accounts.models import Agency
from dnfa.accounts.rules import keeps_the_register
from dnfa.accounts.services import agency_create, agency_update
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    found_by,
    partial_date,
    several,
    slug,
    text,
)

COLUMNS = (
    SheetColumn(
        "key",
        gettext_lazy("Khóa"),
        slug(),
        help=gettext_lazy("Để trống khi thêm mới: hệ thống tự đặt theo tên. Không đổi được về sau."),
        example="so-vi-du",
    ),
    SheetColumn(
        "name_vi",
        gettext_lazy("Tên cơ quan"),
        text(max_length=300),
        required=True,
        aliases=("Tên", "Tên đơn vị", "Cơ quan", "Đơn vị"),
        example=gettext_lazy("Sở Ví dụ thành phố"),
    ),
    SheetColumn(
        "name_en", gettext_lazy("Tên tiếng Anh"), text(max_length=300), example="Department of Examples"
    ),
    SheetColumn(
        "abbreviations",
        gettext_lazy("Tên viết tắt"),
        several(text(max_length=80)),
        aliases=("Viết tắt",),
        example="SVD; Sở VD",
    ),
    SheetColumn(
        "kind",
        gettext_lazy("Loại"),
        choice(AgencyKind),
        required=True,
        aliases=("Loại cơ quan",),
        example=AgencyKind.DEPARTMENT.label,
    ),
    SheetColumn(
        "valid_from",
        gettext_lazy("Thành lập"),
        partial_date(),
        aliases=("Ngày thành lập", "Từ ngày"),
        example="01/03/2025",
    ),
    SheetColumn(
        "valid_to",
        gettext_lazy("Kết thúc"),
        partial_date(),
        aliases=("Ngày kết thúc", "Đến ngày"),
        help=gettext_lazy("Để trống khi cơ quan đang hoạt động."),
    ),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(lines=True)),
)


def agencies_seen(user: Any) -> QuerySet[Agency]:
    """The agencies a table may speak of, in Vietnamese order; all of them for the command line."""
    agencies = Agency.objects.in_vietnamese_order()
    return agencies if user is None else agencies.visible_to(user)


def values_of(agency: Agency) -> dict[str, Any]:
    """What the register says now, by column."""
    return {column.key: getattr(agency, column.key) for column in COLUMNS}


def check(row: RowValues, record: Agency | None, **_context: Any) -> list[Problem]:
    """The order of days, the key that stays, and a name that stands under another key."""
    problems = []
    if record is not None and row.get("key", record.key) != record.key:
        problems.append(
            Problem(
                "key",
                _("Tên này đã có trong sổ với khóa “%(key)s”: hãy ghi khóa đó, hoặc đổi tên.")
                % {"key": record.key},
            )
        )
    start = row.get("valid_from", record.valid_from if record else None)
    end = row.get("valid_to", record.valid_to if record else None)
    if start and end and end.last_day() < start.first_day():
        problems.append(Problem("valid_to", _("Ngày kết thúc đứng trước ngày thành lập.")))
    return problems


def apply(*, values: RowValues, record: Agency | None, user: Any, **_context: Any) -> Agency:
    """Write one row through the service of agencies."""
    given = dict(values)
    if record is None:
        return agency_create(user=user, **given)
    return agency_update(agency=record, user=user, **given)


AGENCIES = SheetKind(
    code="co-quan",
    title=gettext_lazy("Cơ quan, đơn vị"),
    hint=gettext_lazy("Tên gọi, loại, thời gian tồn tại của các cơ quan, đơn vị."),
    columns=COLUMNS,
    may_import=keeps_the_register,
    find=found_by(agencies_seen, "key", "name_vi"),
    values_of=values_of,
    check=check,
    apply=apply,
    exported=agencies_seen,
    identified_by=(("key",), ("name_vi",)),
    order=80,
)
