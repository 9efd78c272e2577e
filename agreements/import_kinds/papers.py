"""Tables of signed papers: above all those that departments and units signed (docs/importing.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import AgencyRole, AgreementType, Capacity, LegalRegime, SigningMode, Stage, TermKind
from agreements.import_kinds import common, terms
from agreements.import_kinds.changes import compared
from agreements.import_kinds.likeness import Paper, alike, register_papers
from agreements.import_kinds.names import language_named, partners_named
from agreements.import_rules import can_import
from agreements.models import Agreement, AgreementAgency, AgreementParty
from agreements.naming import title_complaint
from agreements.regimes import suggested_regime
from agreements.services.records import agreement_update, signed_paper_register
from agreements.services.records.checks import (
    SHOWN_DUPLICATES,
    check_dates,
    check_sides,
    check_term,
    refused,
)
from agreements.services.records.facts import LISTS, SCALARS, texts_in
from dnfa.core.imports import ChangeLog
from dnfa.core.secrecy import refuse_secret
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    number,
    partial_date,
    several,
    slug,
    text,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.table_import.links import links_of, note_links
from dnfa.core.text import fold
from partners.models import CooperationField

MOST_ORIGINALS = 999
LINKS = ("fields",)  # lists that are plain links, without an audit trail


def side_columns() -> tuple[SheetColumn, ...]:
    """Who is in a paper: partners and Vietnamese bodies, by key or name."""
    return (
        SheetColumn(
            "partners",
            gettext_lazy("Đối tác"),
            partners_named(many=True),
            aliases=("Đối tác nước ngoài", "Phía nước ngoài"),
            example="doi-tac-vi-du",
        ),
        SheetColumn(
            "signing_agencies",
            gettext_lazy("Cơ quan ký"),
            keys_of("accounts.Agency", many=True),
            aliases=("Bên ký Việt Nam", "Cơ quan, đơn vị ký"),
            help=gettext_lazy("Khóa hoặc tên cơ quan ký phía Việt Nam."),
            example="so-vi-du",
        ),
        *common.agency_columns(),
        SheetColumn("fields", gettext_lazy("Lĩnh vực"), keys_of(CooperationField, key="code", many=True)),
    )


def name_columns() -> tuple[SheetColumn, ...]:
    """What a paper is called and what it is."""
    return (
        SheetColumn(
            "key",
            gettext_lazy("Khóa"),
            slug(max_length=120),
            help=gettext_lazy("Để trống khi thêm mới: hệ thống tự đặt. Không đổi được về sau."),
        ),
        SheetColumn(
            "title_vi",
            gettext_lazy("Tên văn bản"),
            text(max_length=500),
            required=True,
            aliases=("Tên", "Tên thỏa thuận"),
            example=gettext_lazy("Bản ghi nhớ hợp tác về đào tạo"),
        ),
        SheetColumn("title_en", gettext_lazy("Tên tiếng Anh"), text(max_length=500)),
        SheetColumn(
            "type",
            gettext_lazy("Loại văn bản"),
            choice(AgreementType),
            required=True,
            aliases=("Loại",),
            example=AgreementType.MOU.label,
        ),
        SheetColumn(
            "capacity",
            gettext_lazy("Danh nghĩa ký"),
            choice(Capacity),
            required=True,
            aliases=("Cấp ký",),
            example=Capacity.DEPARTMENT.label,
        ),
        SheetColumn(
            "legal_regime",
            gettext_lazy("Chế độ pháp lý"),
            common.cleared_to(LegalRegime.UNKNOWN, choice(LegalRegime)),
            help=gettext_lazy("Để trống khi thêm mới: hệ thống đề xuất theo loại, danh nghĩa và ngày ký."),
        ),
        SheetColumn("document_number", gettext_lazy("Số, ký hiệu"), text(max_length=120), aliases=("Số",)),
    )


def duplicate_column() -> SheetColumn:
    """The word that a paper much like another is another paper."""
    return SheetColumn(
        "confirm_duplicate",
        gettext_lazy("Là văn bản khác"),
        common.said_yes(),
        help=gettext_lazy("Ghi Có khi đã kiểm tra và văn bản không phải là văn bản giống nó trong sổ."),
    )


COLUMNS = (
    *name_columns(),
    SheetColumn(
        "signed_on", gettext_lazy("Ngày ký"), partial_date(), required=True, example="05/03/2024"
    ),
    SheetColumn(
        "effective_on", gettext_lazy("Ngày hiệu lực"), partial_date(), aliases=("Có hiệu lực từ",)
    ),
    *terms.term_columns(required_kind=TermKind.UNKNOWN),
    *side_columns(),
    SheetColumn("place", gettext_lazy("Nơi ký"), text(max_length=200)),
    SheetColumn(
        "signing_mode", gettext_lazy("Cách ký"), common.cleared_to("", choice(SigningMode))
    ),
    SheetColumn(
        "languages",
        gettext_lazy("Ngôn ngữ"),
        several(language_named(), ordered=False),
        aliases=("Ngôn ngữ văn bản",),
        example=gettext_lazy("Tiếng Việt; Tiếng Anh"),
    ),
    SheetColumn("originals_count", gettext_lazy("Số bản gốc"), number(least=0, most=MOST_ORIGINALS)),
    SheetColumn("originals_kept_at", gettext_lazy("Nơi giữ bản gốc"), text(max_length=300)),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(lines=True)),
    duplicate_column(),
)  # fmt: skip


# --- the register ---------------------------------------------------------------------
def with_sides(papers: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Papers with all that a table of papers says about them: three queries more."""
    return papers.prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("partner").order_by("order", "pk")),
        Prefetch("agency_roles", AgreementAgency.objects.select_related("agency").order_by("pk")),
        Prefetch("fields", CooperationField.objects.order_by("order", "code")),
    )


def signed_papers(user: Any) -> QuerySet[Agreement]:
    """The signed papers that a person sees, newest signing first."""
    return with_sides(common.papers_seen(user).filter(stage=Stage.SIGNED))


def values_of(paper: Agreement) -> dict[str, Any]:
    """What the register says now, by column."""
    return facts_of(paper, COLUMNS)


def facts_of(paper: Agreement, columns: Sequence[SheetColumn]) -> dict[str, Any]:
    """What the register says of a paper `with_sides`, for the columns that are facts of papers."""
    roles: dict[str, list[Any]] = defaultdict(list)
    for row in paper.agency_roles.all():
        roles[row.role].append(row.agency)
    keys = {column.key for column in columns} & {"key", *SCALARS}
    return {
        **{key: getattr(paper, key) for key in keys},
        "partners": [party.partner for party in paper.parties.all()],
        "signing_agencies": roles[AgencyRole.SIGNATORY],
        "lead_agency": next(iter(roles[AgencyRole.LEAD]), None),
        "coordinating": roles[AgencyRole.COORDINATING],
        "fields": list(paper.fields.all()),
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The paper of each row: by key, or the one of the same name, day of signing and partners."""
    return found_among(rows, with_sides(common.papers_seen(user)), signed_papers(user))


def found_among(
    rows: Sequence[RowValues], papers: QuerySet[Agreement], named: QuerySet[Agreement]
) -> list[Found]:
    """The paper of each row: by key among `papers`, without one by name, day of signing and partners among `named`."""
    titles = {fold(row["title_vi"]) for row in rows if row.get("title_vi") and not row.get("key")}
    by_title = common.grouped(named.filter(title_fold__in=titles), lambda paper: paper.title_fold)

    def same_name(row: RowValues) -> Found:
        partners = {partner.pk for partner in row.get("partners") or []}
        same = [
            paper
            for paper in by_title.get(fold(row.get("title_vi", "")), [])
            if paper.signed_on == row.get("signed_on")
            and partners == {party.partner_id for party in paper.parties.all()}
        ]
        return common.only(same, "key")

    unknown = _("Trong sổ không có văn bản với khóa này; khi thêm mới hãy để trống.")
    return common.found_by_cell(rows, papers, same_name, column="key", field="key", unknown=unknown)


# --- the preview ------------------------------------------------------------------------
def check(row: RowValues, record: Agreement | None, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if record is not None and record.stage != Stage.SIGNED:
        return [Problem("key", _("Văn bản này chưa ký: hãy dùng bảng dự thảo."))]
    given, told = compared(COLUMNS, values_of, row, record)
    if record is not None and not given:
        return []
    paper = paper_of(given, row, record, stage=Stage.SIGNED, today=today)
    stage = Stage.SIGNED if record is None else Stage.EXPLORING  # sides of a known paper may be unknown
    return [
        *terms.term_problems(row, given),
        *common.refusals(
            COLUMNS,
            *paper_checks(paper, given, today=today),
            lambda: check_row_sides(row, paper, told, stage=stage),
        ),
    ]


def paper_checks(
    paper: Agreement, given: Mapping[str, Any], *, today: date
) -> tuple[Callable[[], None], ...]:
    """What the services of papers ask about words, days and term, signed or not."""
    return (
        lambda: refuse_secret(**texts_in(given)),
        lambda: refuse_title(paper, "title_vi"),
        lambda: refuse_title(paper, "title_en"),
        lambda: check_dates(paper, today=today),
        lambda: check_term(paper, may_be_empty=False),
    )


def refuse_title(paper: Agreement, name: str) -> None:
    """Refuse a name that the paper may not bear. Raises `InvalidInput`."""
    if name == "title_en" and paper.title_is_official:
        return
    complaint = title_complaint(getattr(paper, name), legal_regime=paper.legal_regime)
    if complaint is not None:
        raise refused("name_not_allowed", complaint, name)


def paper_of(
    given: dict[str, Any], row: RowValues, record: Agreement | None, *, stage: str, today: date
) -> Agreement:
    """The paper as the row would leave it, not stored: only to be checked."""
    names = [field.attname for field in Agreement._meta.concrete_fields if not field.generated]
    facts = {name: getattr(record, name) for name in names} if record is not None else {"stage": stage}
    facts |= {name: value for name, value in terms.with_term(given, row, record).items() if name in SCALARS}
    facts["term_kind"] = facts.get("term_kind") or TermKind.UNKNOWN
    paper = Agreement(**facts)
    if record is None and not facts.get("legal_regime") and paper.type and paper.capacity:
        paper.legal_regime = suggested_regime(
            paper_type=paper.type, capacity=paper.capacity, signed_on=paper.signed_on, today=today
        )
    return paper


def check_row_sides(row: RowValues, paper: Agreement, told: Mapping[str, Any], *, stage: str) -> None:
    """As the services do; a cell that could not be read is told already."""
    unread = any(common.is_unread(row, name) for name in ("partners", "signing_agencies"))
    if unread or not (paper.type and paper.capacity):
        return
    check_sides(
        paper_type=paper.type,
        stage=stage,
        capacity=paper.capacity,
        partners=told.get("partners") or [],
        signing_agencies=told.get("signing_agencies") or [],
    )


def check_all(
    rows: Sequence[RowValues], records: Sequence[Any], *, user: Any, **_context: Any
) -> list[list[Problem]]:
    """New papers that may be one the register, or an earlier row of the portion, already has."""
    is_new = [
        record is None and "title_vi" in row and not row.get("key")
        for row, record in zip(rows, records, strict=True)
    ]
    known = register_papers(user) if any(is_new) else []
    problems: list[list[Problem]] = []
    for row, new in zip(rows, is_new, strict=True):
        problems.append([])
        if not new:
            continue
        partners = [partner.pk for partner in row.get("partners") or []]
        paper = Paper.of(row["title_vi"], row.get("type", ""), row.get("signed_on"), partners)
        titles = [] if row.get("confirm_duplicate") else alike(paper, known, most=SHOWN_DUPLICATES)
        known.append(paper)
        if titles:
            sentence = _("Có thể đã có trong sổ: %(titles)s. Nếu đúng là văn bản khác, hãy ghi Có ở cột này.")
            problems[-1].append(Problem("confirm_duplicate", sentence % {"titles": "; ".join(titles)}))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Agreement | None, user: Any, today: date, log: ChangeLog
) -> Agreement:
    """Write one row through the services of papers."""
    person = common.writer(user)
    if record is None:
        given = terms.with_term(dict(values), values, None)
        given.pop("key", None)
        if not given.get("legal_regime"):
            given["legal_regime"] = None
        given = {"partners": [], "signing_agencies": [], **given}
        paper = signed_paper_register(user=person, today=today, **given)
        note_links(log, [], links_of(paper, LINKS))
        return paper
    return update(record, values, columns=COLUMNS, user=person, today=today, log=log)


def update(
    record: Agreement,
    values: RowValues,
    *,
    columns: Sequence[SheetColumn],
    user: Any,
    today: date,
    log: ChangeLog,
) -> Agreement:
    """Correct a known paper by what a row says otherwise."""
    given = common.differing(columns, values, facts_of(record, columns))
    changes = {
        name: value
        for name, value in terms.with_term(given, values, record).items()
        if name in SCALARS or name in LISTS
    }
    links = links_of(record, LINKS)
    paper = agreement_update(
        agreement=record,
        changes=changes,
        base_version=None,
        user=user,
        today=today,
        reason=common.IMPORT_REASON,
    )
    note_links(log, links, links_of(paper, LINKS))
    return paper


PAPERS = SheetKind(
    code="thoa-thuan",
    title=gettext_lazy("Thỏa thuận đã ký"),
    hint=gettext_lazy("Văn bản đã ký của thành phố, sở, ngành, đơn vị: các bên, ngày ký, thời hạn."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=signed_papers,
    identified_by=(("key",), ("title_vi", "signed_on", "partners")),
    order=20,
)
