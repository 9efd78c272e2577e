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
from agreements.import_kinds.shares import share_problems, shares
from agreements.import_rules import can_import
from agreements.models import Project
from agreements.selectors_projects import people_given_projects
from agreements.services.projects import project_create, project_update
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.imports import ChangeLog
from dnfa.core.money import LARGEST
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    number,
    partial_date,
    slug,
    text,
    whole_date,
    yes_no,
)
from dnfa.core.table_import.kinds import NOTE, Found
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
    "coordinating": ProjectAgencyRole.COORDINATING,
}
LISTS = ("fields",)
TEXTS = ("title_vi", "title_en", "purpose_vi", "result_vi", "remains_vi", "note", "place")


def projects_seen(user: Any) -> QuerySet[Project]:
    """The projects a table may speak of; all of them for the command line."""
    every = common.seen(Project)(user)
    return (
        every.select_related("parent", "officer")
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
    SheetColumn("title_en", gettext_lazy("Tên tiếng Anh"), text(max_length=500)),
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
    SheetColumn(
        "shares",
        gettext_lazy("Tỷ lệ góp của nhà tài trợ (%)"),
        shares(),
        aliases=("Tỷ lệ góp",),
        help=gettext_lazy("Để trống khi nguồn không nêu tỷ lệ."),
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
    SheetColumn(
        "coordinating",
        gettext_lazy("Cơ quan phối hợp"),
        keys_of("accounts.Agency", many=True),
        aliases=("Phối hợp",),
    ),
    SheetColumn("owner_name", gettext_lazy("Chủ khoản viện trợ ngoài danh sách"), text(max_length=300)),
    SheetColumn(
        "agreements",
        gettext_lazy("Theo thỏa thuận"),
        keys_of("agreements.Agreement", name="title_vi", queryset=common.papers_seen, many=True),
    ),
    SheetColumn(
        "parent",
        gettext_lazy("Thuộc chương trình"),
        keys_of("agreements.Project", name="title_vi", queryset=projects_seen),
        aliases=("Chương trình",),
        help=gettext_lazy("Chương trình phải có trong sổ trước: nhập chương trình rồi mới nhập hợp phần."),
    ),
    SheetColumn(
        "is_component",
        gettext_lazy("Số tiền đã nằm trong chương trình"),
        common.cleared_to(False, yes_no()),
        help=gettext_lazy("Có: khi cộng nhiều dự án chỉ tính tiền của chương trình."),
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
    SheetColumn(
        "remains_vi",
        gettext_lazy("Còn lại sau khi hết tài trợ"),
        text(max_length=LONGEST_TEXT, lines=True),
    ),
    SheetColumn("remains_seen_on", gettext_lazy("Ngày kiểm tra phần còn lại"), whole_date()),
    SheetColumn("owes_reports", gettext_lazy("Phải báo cáo tiến độ"), common.cleared_to(True, yes_no())),
    SheetColumn(
        "officer",
        gettext_lazy("Chuyên viên phụ trách"),
        keys_of(
            "accounts.User",
            key="username",
            name="full_name",
            queryset=lambda _user: people_given_projects(),
        ),
        help=gettext_lazy("Tên đăng nhập hoặc họ tên của người ở Sở."),
    ),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=LONGEST_TEXT, lines=True)),
)
# Columns that are whole lists or parts of them; the others are facts of the record under the same name.
LISTED = {*PARTIES, *BODIES, "shares", "agreements", *LISTS}


def values_of(project: Project) -> dict[str, Any]:
    """What the register says now, by column."""
    own = {column.key: getattr(project, column.key) for column in COLUMNS if column.key not in LISTED}
    sides = {
        name: [party.partner for party in project.parties.all() if party.role == role]
        for name, role in PARTIES.items()
    }
    bodies = {
        name: [body.agency for body in project.agency_roles.all() if body.role == role]
        for name, role in BODIES.items()
    }
    lists = {name: list(getattr(project, name).all()) for name in ("agreements", *LISTS)}
    stated = [(party.partner, party.share) for party in project.parties.all() if party.share is not None]
    return {**own, **sides, **bodies, **lists, "shares": stated}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The project of each row by its key; a slip in the key is no new project. One query."""
    unknown = _("Trong sổ không có dự án với khóa này; khi thêm mới hãy để trống.")
    return common.found_by_cell(
        rows, projects_seen(user), lambda _row: None, column="key", field="key", unknown=unknown
    )


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
    if "shares" in change.row:
        problems += share_problems("shares", told["shares"], told.get("donors") or [])
    problems += _programme_problems(change)
    if told.get("remains_seen_on") and change.lacks("remains_vi"):
        problems.append(Problem("remains_vi", _("Hãy ghi còn lại những gì vào ngày kiểm tra.")))
    officer = change.given.get("officer")
    if officer is not None and not (officer.is_active and officer.role in KEEPS_THE_REGISTER):
        problems.append(Problem("officer", _("Người này không còn làm việc này ở Sở.")))
    return problems


def _programme_problems(change: Change) -> list[Problem]:
    parent = change.told.get("parent")
    if parent is not None and change.record is not None and parent.pk == change.record.pk:
        return [Problem("parent", _("Một dự án không thể thuộc chính nó."))]
    if change.told.get("is_component") and change.lacks("parent"):
        return [Problem("parent", _("Hãy chọn chương trình mà hợp phần này thuộc về."))]
    return []


def _listed(
    values: Mapping[str, Any], current: Mapping[str, Any], roles: Mapping[str, str], what: str
) -> list[Any]:
    """The whole list with roles: what the row says of a role, else what the register says."""
    told: Iterable[tuple[str, Any]] = (
        (role, one) for name, role in roles.items() for one in values.get(name, current.get(name)) or []
    )
    return [{what: one, "role": role} for role, one in told]


def _parties(values: Mapping[str, Any], current: Mapping[str, Any]) -> list[Any]:
    """The sides with their roles; shares are those the row states, else those that donors who stay have had."""
    told = values.get("shares", current.get("shares")) or []
    share_of = {partner.pk: share for partner, share in told}
    return [
        {**row, "share": share_of.get(row["partner"].pk) if row["role"] == ProjectPartyRole.DONOR else None}
        for row in _listed(values, current, PARTIES, "partner")
    ]


def apply(
    *, values: RowValues, record: Project | None, user: Any, today: date, log: ChangeLog, **_context: Any
) -> Project:
    """Write one row through the services of projects; the list of fields has no audit trail, so the log is told."""
    person = common.writer(user)
    current = values_of(record) if record is not None else {}
    given = dict(values) if record is None else common.differing(COLUMNS, values, current)
    lists = {*PARTIES, *BODIES, "shares"}
    facts = {name: value for name, value in given.items() if name not in {"key", *lists}}
    if record is None or set(given) & {*PARTIES, "shares"}:
        facts["parties"] = _parties(values, current)
    if record is None or set(given) & set(BODIES):
        facts["agencies"] = _listed(values, current, BODIES, "agency")
    with common.fields_named({"parties": "shares" if "shares" in given else "donors"}):
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
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=projects_seen,
    identified_by=(("key",),),
    named_by="title_vi",
    order=30,
)
