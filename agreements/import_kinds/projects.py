"""Tables of projects and aid: what they are, who takes part (docs/importing.md). Their money has a table of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import (
    AidForm,
    ProjectAgencyRole,
    ProjectDirection,
    ProjectPartyRole,
    SourceType,
    StatedStatus,
)
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_rules import can_import
from agreements.models import Project
from agreements.services.projects import project_create, project_update
from dnfa.core.imports import ChangeLog
from dnfa.core.money import LARGEST
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    found_by,
    keys_of,
    number,
    partial_date,
    slug,
    text,
)
from dnfa.core.table_import.kinds import NOTE
from dnfa.core.table_import.links import links_of, note_links
from dnfa.core.text import fold

LONGEST_TEXT = 20_000
PARTIES = {
    "donors": ProjectPartyRole.DONOR,
    "recipients": ProjectPartyRole.RECIPIENT,
    "participants": ProjectPartyRole.PARTICIPANT,
}
BODIES = {
    "managing": ProjectAgencyRole.MANAGING,
    "owners": ProjectAgencyRole.OWNER,
    "implementing": ProjectAgencyRole.IMPLEMENTING,
}
LISTS = ("fields",)
TEXTS = ("title_vi", "purpose_vi", "result_vi", "note", "place")


def projects_seen(user: Any) -> QuerySet[Project]:
    """The projects a table may speak of; all of them for the command line."""
    every = common.seen(Project)(user)
    return (
        every.select_related("parent")
        .prefetch_related("parties__partner", "agency_roles__agency", "agreements", "fields")
        .order_by("key")
    )


COLUMNS = (
    SheetColumn(
        "key", gettext_lazy("Khóa"), slug(max_length=120), help=gettext_lazy("Để trống khi thêm mới.")
    ),
    SheetColumn(
        "title_vi",
        gettext_lazy("Tên dự án, khoản viện trợ"),
        text(max_length=500),
        required=True,
        aliases=("Tên", "Tên dự án", "Khoản viện trợ"),
        example=gettext_lazy("Xây dựng trạm y tế xã Hòa Bắc"),
    ),
    SheetColumn(
        "direction",
        gettext_lazy("Chiều"),
        choice(ProjectDirection),
        required=True,
        example=ProjectDirection.RECEIVED.label,
    ),
    SheetColumn(
        "source_type",
        gettext_lazy("Nguồn vốn"),
        common.cleared_to("", choice(SourceType)),
        aliases=("Loại viện trợ",),
        example=SourceType.NGO.label,
    ),
    SheetColumn("form", gettext_lazy("Hình thức"), common.cleared_to("", choice(AidForm))),
    SheetColumn(
        "stated_status",
        gettext_lazy("Tình trạng theo nguồn"),
        common.cleared_to(StatedStatus.UNKNOWN, choice(StatedStatus)),
        aliases=("Tình trạng",),
    ),
    SheetColumn(
        "donors",
        gettext_lazy("Nhà tài trợ"),
        keys_of("partners.Partner", many=True),
        aliases=("Bên tài trợ",),
    ),
    SheetColumn("recipients", gettext_lazy("Bên nhận"), keys_of("partners.Partner", many=True)),
    SheetColumn("participants", gettext_lazy("Bên tham gia"), keys_of("partners.Partner", many=True)),
    SheetColumn("managing", gettext_lazy("Cơ quan chủ quản"), keys_of("accounts.Agency", many=True)),
    SheetColumn(
        "owners",
        gettext_lazy("Chủ khoản viện trợ, chủ đầu tư"),
        keys_of("accounts.Agency", many=True),
        aliases=("Chủ khoản viện trợ", "Chủ đầu tư", "Chủ dự án"),
    ),
    SheetColumn("implementing", gettext_lazy("Đơn vị thực hiện"), keys_of("accounts.Agency", many=True)),
    SheetColumn("owner_name", gettext_lazy("Chủ khoản viện trợ ngoài danh sách"), text(max_length=300)),
    SheetColumn(
        "agreements",
        gettext_lazy("Theo thỏa thuận"),
        keys_of("agreements.Agreement", name="title_vi", queryset=common.papers_seen, many=True),
    ),
    SheetColumn(
        "fields",
        gettext_lazy("Lĩnh vực"),
        keys_of("partners.CooperationField", key="code", many=True),
    ),
    SheetColumn("place", gettext_lazy("Địa bàn"), text(max_length=300), aliases=("Xã, phường",)),
    SheetColumn("old_district", gettext_lazy("Quận, huyện trước 01/7/2025"), text(max_length=300)),
    SheetColumn("starts_on", gettext_lazy("Bắt đầu"), partial_date(), aliases=("Từ",), example="3/2026"),
    SheetColumn("ends_on", gettext_lazy("Kết thúc"), partial_date(), aliases=("Đến",), example="2028"),
    SheetColumn(
        "quantity", gettext_lazy("Số lượng"), number(places=2, least=Decimal(0), most=LARGEST), example="12"
    ),
    SheetColumn("quantity_unit", gettext_lazy("Đơn vị tính"), text(max_length=60), example="trạm"),
    SheetColumn("purpose_vi", gettext_lazy("Mục tiêu"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn("result_vi", gettext_lazy("Kết quả"), text(max_length=LONGEST_TEXT, lines=True)),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=LONGEST_TEXT, lines=True)),
)


def values_of(project: Project) -> dict[str, Any]:
    """What the register says now, by column."""
    own = {
        column.key: getattr(project, column.key)
        for column in COLUMNS
        if column.key not in {*PARTIES, *BODIES, "agreements", *LISTS}
    }
    sides = {
        name: [party.partner for party in project.parties.all() if party.role == role]
        for name, role in PARTIES.items()
    }
    bodies = {
        name: [body.agency for body in project.agency_roles.all() if body.role == role]
        for name, role in BODIES.items()
    }
    lists = {name: list(getattr(project, name).all()) for name in ("agreements", *LISTS)}
    return {**own, **sides, **bodies, **lists}


@checks_change(COLUMNS, values_of)
def check(change: Change, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    told = change.told
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    seen: set[int] = set()
    for name in PARTIES:
        for partner in told.get(name) or []:
            if partner.pk in seen:
                problems.append(Problem(name, _("Mỗi đối tác chỉ ghi một lần, với một vai trò.")))
            seen.add(partner.pk)
    first, last = told.get("starts_on"), told.get("ends_on")
    if first and last and last.last_day() < first.first_day():
        problems.append(Problem("ends_on", _("Ngày kết thúc trước ngày bắt đầu.")))
    if told.get("quantity") is not None and not told.get("quantity_unit"):
        problems.append(Problem("quantity_unit", _("Hãy ghi đơn vị tính của số lượng.")))
    return problems


def _listed(
    values: Mapping[str, Any], current: Mapping[str, Any], roles: Mapping[str, str], what: str
) -> list[Any]:
    """The whole list with roles: what the row says of a role, else what the register says."""
    told: Iterable[tuple[str, Any]] = (
        (role, one) for name, role in roles.items() for one in values.get(name, current.get(name)) or []
    )
    return [{what: one, "role": role} for role, one in told]


def _with_shares(project: Project, parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Shares are no column of the table: those of donors that stay are kept."""
    shares = {
        party.partner_id: party.share
        for party in project.parties.all()
        if party.role == ProjectPartyRole.DONOR
    }
    return [
        {**row, "share": shares.get(row["partner"].pk) if row["role"] == ProjectPartyRole.DONOR else None}
        for row in parties
    ]


def apply(
    *, values: RowValues, record: Project | None, user: Any, today: date, log: ChangeLog, **_context: Any
) -> Project:
    """Write one row through the services of projects; the list of fields has no audit trail, so the log is told."""
    person = common.writer(user)
    current = values_of(record) if record is not None else {}
    given = dict(values) if record is None else common.differing(COLUMNS, values, current)
    facts = {name: value for name, value in given.items() if name not in {"key", *PARTIES, *BODIES}}
    if record is None or set(given) & set(PARTIES):
        parties = _listed(values, current, PARTIES, "partner")
        facts["parties"] = parties if record is None else _with_shares(record, parties)
    if record is None or set(given) & set(BODIES):
        facts["agencies"] = _listed(values, current, BODIES, "agency")
        if record is not None:
            facts["agencies"] += [
                {"agency": body.agency, "role": body.role}
                for body in record.agency_roles.all()
                if body.role == ProjectAgencyRole.COORDINATING
            ]
    if record is None:
        made = project_create(user=person, today=today, **facts)
        note_links(log, [], links_of(made, LISTS))
        return made
    before = links_of(record, LISTS)
    changed = project_update(project=record, changes=facts, base_version=None, user=person)
    note_links(log, before, links_of(changed, LISTS))
    return changed


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New projects that stand twice in the portion, and those whose name the register has already; one query."""
    names = [
        (str(row["direction"]), fold(row["title_vi"]))
        if record is None and row.get("direction") and row.get("title_vi")
        else None
        for row, record in zip(rows, records, strict=True)
    ]
    problems = common.standing_twice(names, rows, "title_vi")
    same = Project.objects.filter(title_fold__in={name[1] for name in names if name})
    known = {(one.direction, one.title_fold): one.key for one in same.order_by("-pk")}
    for name, told in zip(names, problems, strict=True):
        if name in known:
            sentence = _("Trong sổ đã có dự án cùng tên (khóa %(key)s); nếu là một, hãy ghi khóa.")
            told.append(Problem("title_vi", sentence % {"key": known[name]}, NOTE))
    return problems


PROJECTS = SheetKind(
    code="du-an",
    title=gettext_lazy("Dự án, viện trợ"),
    hint=gettext_lazy("Dự án, khoản viện trợ nhận và cho; số tiền nhập ở bảng riêng."),
    columns=COLUMNS,
    may_import=can_import,
    find=found_by(projects_seen, "key"),
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=projects_seen,
    identified_by=(("key",),),
    named_by="title_vi",
    order=30,
)
