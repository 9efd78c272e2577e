"""Tables of the members of delegations: name, title, agency, and nothing more (docs/delegations.md, "Ai xem tên")."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.names import agencies_named
from delegations.enums import MemberRole
from delegations.import_kinds import common, planned
from delegations.models import Delegation, DelegationMember
from delegations.services.trips import set_people
from delegations.services.trips.rows import KINDS
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    choice,
    keys_of,
    text,
    yes_no,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold

FACTS = KINDS["members"].fields
TEXTS = KINDS["members"].lines
Person = tuple[str, str]


def trips_with_people(user: Any) -> QuerySet[Delegation]:
    """The delegations whose members the person may read; all of them for the command line."""
    every = Delegation.objects.all()
    return every if user is None else every.led_visible_to(user)


COLUMNS = (
    base.number_column(gettext_lazy("Mã thành viên")),
    SheetColumn(
        "delegation",
        gettext_lazy("Đoàn"),
        keys_of(Delegation, name="title_vi", queryset=trips_with_people),
        required=True,
        aliases=("Khóa đoàn", "Tên đoàn"),
        help=gettext_lazy("Khóa của đoàn (xem bảng đoàn) hoặc nội dung đúng như trong sổ."),
        example="tham-sakai-2026",
    ),
    SheetColumn(
        "name",
        gettext_lazy("Họ và tên"),
        text(max_length=150),
        required=True,
        aliases=("Họ tên", "Tên thành viên"),
        example="Nguyễn Văn A",
    ),
    SheetColumn(
        "title", gettext_lazy("Chức vụ"), text(max_length=200), aliases=("Chức danh",), example="Phó Giám đốc"
    ),
    SheetColumn(
        "agency",
        gettext_lazy("Cơ quan"),
        agencies_named(),
        aliases=("Cơ quan, đơn vị", "Đơn vị", "Đơn vị công tác"),
        help=gettext_lazy("Cơ quan có trong sổ; cơ quan, tổ chức khác ghi ở cột sau."),
        example="so-du-lich",
    ),
    SheetColumn("organisation", gettext_lazy("Cơ quan, tổ chức khác"), text(max_length=200)),
    SheetColumn(
        "role",
        gettext_lazy("Vai trò"),
        base.cleared_to(MemberRole.MEMBER, choice(MemberRole)),
        help=gettext_lazy("Để trống khi thêm mới là Thành viên."),
        example=MemberRole.MEMBER.label,
    ),
    SheetColumn(
        "is_key_leader",
        gettext_lazy("Lãnh đạo chủ chốt của cơ quan"),
        base.cleared_to(False, yes_no()),
        aliases=("Lãnh đạo chủ chốt",),
    ),
)


# --- the register ---------------------------------------------------------------------
def members_seen(user: Any) -> QuerySet[DelegationMember]:
    """The members whose names the person may read, delegation by delegation in their order."""
    seen = base.seen(DelegationMember)(user).select_related("delegation", "agency")
    return seen.order_by("delegation__key", "order", "pk")


def values_of(member: DelegationMember) -> dict[str, Any]:
    """What the register says now, by column."""
    return {
        "id": member.pk,
        "delegation": member.delegation,
        **{name: getattr(member, name) for name in FACTS},
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The member of each row: by number, else the one of that name in the delegation; people of one name by title."""
    trips = {row["delegation"].pk for row in rows if row.get("delegation") and not row.get("id")}
    known = members_seen(user).filter(delegation__in=trips)
    by_name = base.grouped(known, lambda member: (member.delegation_id, member.name_fold))
    titled = {(_name(row), fold(row["title"])) for row in rows if row.get("title")}
    told = Counter(_name(row) for row in rows if not row.get("id"))

    def same_person(row: RowValues) -> Found:
        name = _name(row)
        same = by_name.get(name, [])
        if "title" in row:
            exact = [one for one in same if fold(one.title) == fold(row["title"])]
            if exact or told[name] > 1:
                return next(iter(exact), None)
            same = [one for one in same if (name, fold(one.title)) not in titled]
        return base.only(same, "id")

    unknown = _("Trong sổ không có thành viên với mã này; khi thêm mới hãy để trống.")
    return base.found_by_number(rows, members_seen(user), unknown, same_person)


def _name(row: RowValues) -> tuple[int, str] | None:
    if not (row.get("delegation") and row.get("name")):
        return None
    return row["delegation"].pk, fold(row["name"])


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, **_context: Any) -> list[Problem]:
    """What the service would refuse and can be told without asking the database."""
    told = change.told
    problems = base.secrets(COLUMNS, change.given, TEXTS)
    if change.record is not None and "delegation" in change.given:
        problems.append(Problem("delegation", _("Thành viên này thuộc đoàn khác, không chuyển được.")))
    elif told.get("delegation"):
        over = planned.over_problems(told["delegation"], COLUMNS)
        problems += [Problem("delegation", problem.message) for problem in over]
    if told.get("agency") and told.get("organisation"):
        sentence = _("Ghi một cơ quan: trong danh mục, hoặc tên cơ quan khác.")
        problems.append(Problem("organisation", sentence))
    if told.get("is_key_leader") and change.lacks("agency"):
        sentence = _("Lãnh đạo chủ chốt thì cần cơ quan trong danh mục.")
        problems.append(Problem("is_key_leader", sentence))
    return problems


def check_all(
    rows: Sequence[RowValues], records: Sequence[Any], *, user: Any, **_context: Any
) -> list[list[Problem]]:
    """Each list as the rows leave it, row after row: nobody twice, one head. One query."""
    lists = _lists(rows, records, user)
    problems: list[list[Problem]] = []
    for row, record in zip(rows, records, strict=True):
        problems.append([])
        told = {**(values_of(record) if record is not None else {}), **row}
        if not (told.get("delegation") and told.get("name")):
            continue
        people = lists[told["delegation"].pk]
        place = record.pk if record is not None else f"row {row.number}"
        others = [facts for key, facts in people.items() if key != place]
        people[place] = told
        person = _person(told)
        if any(_person(other) == person for other in others):
            problems[-1].append(Problem("name", _("Người này đã có trong đoàn.")))
        head = next((other["name"] for other in others if other.get("role") == MemberRole.HEAD), None)
        if told.get("role") == MemberRole.HEAD and head is not None:
            sentence = _(
                "Đoàn đã có trưởng đoàn: %(name)s. Hãy ghi vai trò mới của người đó ở một dòng phía trên."
            )
            problems[-1].append(Problem("role", sentence % {"name": head}))
    return problems


def _lists(
    rows: Sequence[RowValues], records: Sequence[Any], user: Any
) -> dict[int, dict[Any, Mapping[str, Any]]]:
    """The members of the delegations that the rows speak of, by their number."""
    trips = {row["delegation"].pk for row in rows if row.get("delegation")}
    trips |= {record.delegation_id for record in records if record is not None}
    lists: dict[int, dict[Any, Mapping[str, Any]]] = defaultdict(dict)
    for member in members_seen(user).filter(delegation__in=trips):
        lists[member.delegation_id][member.pk] = values_of(member)
    return lists


def _person(told: Mapping[str, Any]) -> Person:
    return fold(told["name"]), fold(told.get("title") or "")


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: DelegationMember | None, user: Any, **_context: Any
) -> DelegationMember:
    """Write one row: the service writes a list as a whole, so the row goes into the list as it stands."""
    person = base.writer(user)
    trip = record.delegation if record is not None else values["delegation"]
    listed = list(DelegationMember.objects.filter(delegation=trip).order_by("order", "pk"))
    rows = [{name: getattr(one, name) for name in FACTS} for one in listed]
    told = {name: values[name] for name in FACTS if name in values}
    place = len(rows) if record is None else [one.pk for one in listed].index(record.pk)
    rows[place : place + 1] = [{**(rows[place] if record is not None else {}), **told}]
    with common.told_at(lambda field: field.removeprefix(f"members.{place}.")):
        set_people(delegation=trip, rows=rows, base_version=None, user=person)
    return DelegationMember.objects.filter(delegation=trip).order_by("order", "pk")[place]


MEMBERS = common.RoomKind(
    code="thanh-vien-doan",
    title=gettext_lazy("Thành viên đoàn"),
    hint=gettext_lazy(
        "Họ tên, chức vụ, cơ quan, vai trò trong đoàn. Sổ không giữ ngày sinh, hộ chiếu, địa chỉ, điện thoại."
    ),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=members_seen,
    identified_by=(("id",), ("delegation", "title", "name")),
    named_by="name",
    order=42,
)
