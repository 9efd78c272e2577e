"""What the report on aid says: sums by source, what was received and given, what is late; annexes with the official columns.

Columns: TT; name; donor and country; owner of the aid; field; place; decision; time; committed; disbursed in the period; disbursed
in all; result. Sums stand in their own currency, with đồng where a rate is stated. Text is Vietnamese and final.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import translation

from agreements.aid_totals import Scope, TotalRow, totals
from agreements.enums import (
    OPEN_STATES,
    FundingKind,
    ProjectAgencyRole,
    ProjectDeed,
    ProjectDirection,
    ProjectPartyRole,
    ProjectState,
)
from agreements.models import FundingLine, Project
from agreements.selectors_projects import project_rows, sides
from dnfa.core.money import DONG, Money, Sums
from dnfa.core.numbers import format_number
from reports.aid.period import AidPeriod
from reports.annual.checks import require_sound
from reports.annual.document import (
    Annex,
    Claim,
    Column,
    Paragraph,
    Row,
    Section,
    Table,
    YearlyReport,
    numbered,
)
from reports.annual.words import counted, partial, sentence_case, short_date

RECEIVED, GIVEN, LATE = "received", "given", "late"
TITLES = {
    RECEIVED: "Viện trợ, dự án thành phố tiếp nhận",
    GIVEN: "Chương trình, dự án thành phố hỗ trợ bạn",
    LATE: "Dự án quá thời hạn, chưa ghi kết thúc",
}
NONE = "Không có."
# What a report lists: carried out, waiting, or ended in its time.
_TOLD = sorted({*OPEN_STATES, ProjectState.APPROVED, ProjectState.FINISHED, ProjectState.CLOSED})
_OWNERS = (ProjectAgencyRole.OWNER, ProjectAgencyRole.MANAGING)


def build(*, user: Any, period: AidPeriod, today: date, prepared_at: datetime) -> YearlyReport:
    """The report of a period as of its last day (today while it runs), of everything `user` may see.

    Raises `reports.annual.checks.UnsoundReportError` when a number in the text is not borne out by its list.
    """
    with translation.override("vi"):
        cutoff = period.cutoff(today)
        listed = {side: _listed(user, side, period, cutoff) for side in (RECEIVED, GIVEN)}
        late = list(_rows(Project.objects.visible_to(user).past_their_end(cutoff), user, cutoff))
        tables = {
            **{side: _table(side, rows, period, cutoff) for side, rows in listed.items()},
            LATE: _late_table(late),
        }
        sections, claims = _sections(
            user, period, cutoff, {side: len(rows) for side, rows in listed.items()}, len(late)
        )
        report = YearlyReport(
            year=period.year,
            cutoff=cutoff,
            prepared_at=prepared_at,
            subject=f"Tình hình tiếp nhận, sử dụng viện trợ và hỗ trợ bạn {period.words}",
            basis=(),
            opening=(_opening(period, cutoff),),
            sections=sections,
            closing=f"Trên đây là tình hình viện trợ, dự án với nước ngoài {period.words}. Sở Ngoại vụ kính báo cáo./.",
            annexes=tuple(
                Annex(number, TITLES[side], (tables[side],))
                for number, side in zip(("I", "II", "III"), TITLES, strict=True)
            ),
            figures=(),
            claims=claims,
        )
    require_sound(report)
    return report


def _opening(period: AidPeriod, cutoff: date) -> str:
    return (
        f"Sở Ngoại vụ báo cáo Ủy ban nhân dân thành phố tình hình viện trợ, dự án với nước ngoài {period.words}, số liệu tính "
        f"đến hết ngày {short_date(cutoff)}, như sau:"
    )


# --- which projects ----------------------------------------------------------------------
def _rows(projects: Any, user: Any, cutoff: date) -> Any:
    rows = project_rows(projects, user, cutoff).prefetch_related("fields", "events")
    return rows.order_by("starts_on", "pk")


def _listed(user: Any, side: str, period: AidPeriod, cutoff: date) -> list[Project]:
    """Projects whose time touches the period, and those with a sum booked in it."""
    booked = FundingLine.objects.booked_between(period.first, cutoff).filter(project=OuterRef("pk"))
    known: Any = Project.objects.visible_to(user).filter(direction=ProjectDirection(side)).with_state(cutoff)
    open_ended = Q(last_day__isnull=True, state__in=sorted(OPEN_STATES))
    touches = Q(starts_on__first__lte=cutoff) & (Q(last_day__gte=period.first) | open_ended)
    return list(_rows(known.filter(Q(state__in=_TOLD) & touches | Q(Exists(booked))), user, cutoff))


# --- annexes -----------------------------------------------------------------------------
COLUMNS = (
    Column("TT", 12, "center"),
    Column("Tên dự án, khoản viện trợ", 40),
    Column("Nhà tài trợ, bên nhận; quốc gia và vùng lãnh thổ", 34),
    Column("Chủ khoản viện trợ, chủ đầu tư", 25),
    Column("Lĩnh vực", 21),
    Column("Địa bàn", 17),
    Column("Quyết định phê duyệt", 22),
    Column("Thời gian", 18, "center"),
    # Wide enough for twelve figures on one line: a number is never broken.
    Column("Cam kết", 40, "right"),
    Column("Giải ngân trong kỳ", 40, "right"),
    Column("Giải ngân lũy kế", 40, "right"),
    Column("Kết quả", 33),
)


def _table(side: str, projects: Iterable[Project], period: AidPeriod, cutoff: date) -> Table:
    return Table(side, "", COLUMNS, numbered(_cells(project, period, cutoff) for project in projects), NONE)


def _cells(project: Project, period: AidPeriod, cutoff: date) -> tuple[str, ...]:
    lines = [
        line for line in project.lines.all() if line.booked_on is None or line.booked_on.first_day() <= cutoff
    ]
    disbursed = [line for line in lines if line.kind == FundingKind.DISBURSED]
    now = [line for line in disbursed if line.booked_on and _within(line, period.first, cutoff)]
    promised = [line for line in lines if line.kind == FundingKind.COMMITTED]
    promised = promised or [line for line in lines if line.kind == FundingKind.VALUE]
    return (
        project.title_vi,
        _who(project),
        _owner(project),
        "; ".join(field.name_vi for field in project.fields.all()),
        project.place or project.old_district,
        _decision(project, cutoff),
        " - ".join(partial(day) or "…" for day in (project.starts_on, project.ends_on)),
        _sum(promised),
        _sum(now),
        _sum(disbursed),
        project.result_vi,
    )


def _within(line: FundingLine, first: date, last: date) -> bool:
    booked = line.booked_on
    return booked is not None and booked.first_day() >= first and booked.last_day() <= last


def _who(project: Project) -> str:
    role = (
        ProjectPartyRole.DONOR
        if project.direction == ProjectDirection.RECEIVED
        else ProjectPartyRole.RECIPIENT
    )
    named = sides(project, role) or sides(project)
    return "; ".join(
        f"{one.name_vi} ({one.country.name_vi})" if one.country else one.name_vi for one in named
    )


def _owner(project: Project) -> str:
    bodies = {body.role: str(body.agency) for body in project.agency_roles.all()}
    return project.owner_name or next((bodies[role] for role in _OWNERS if role in bodies), "")


def _decision(project: Project, cutoff: date) -> str:
    approvals = [event for event in project.events.all() if event.kind == ProjectDeed.APPROVAL]
    known = [event for event in approvals if event.occurred_on and event.occurred_on.first_day() <= cutoff]
    return "; ".join(f"{event.document_number} ({partial(event.occurred_on)})".strip() for event in known)


def _sum(lines: Iterable[FundingLine]) -> str:
    """Sums by currency, and what they are in đồng where every foreign line says so."""
    held = list(lines)
    words = str(Sums(Money(line.amount, line.currency) for line in held))
    foreign = [line for line in held if line.currency != DONG]
    if foreign and all(line.dong is not None for line in foreign):
        total = sum((line.dong for line in foreign), Decimal(0))
        return f"{words} (quy ra {format_number(total, 0)} đồng)"
    return words


def _late_table(projects: Iterable[Project]) -> Table:
    columns = (
        Column("TT", 10, "center"),
        Column("Tên dự án, khoản viện trợ", 90),
        Column("Cơ quan", 60),
        Column("Hết thời gian ngày", 30, "center"),
    )
    rows = tuple(
        Row((str(number), project.title_vi, _owner(project), short_date(project.last_day)))  # type: ignore[attr-defined]  # an annotation
        for number, project in enumerate(projects, 1)
    )
    return Table(LATE, "", columns, rows, NONE)


# --- the text ----------------------------------------------------------------------------
def _sections(
    user: Any, period: AidPeriod, cutoff: date, numbers: dict[str, int], late: int
) -> tuple[tuple[Section, ...], tuple[Claim, ...]]:
    claims = (
        Claim(
            f"Thành phố tiếp nhận {counted(numbers[RECEIVED], 'chương trình, dự án, khoản viện trợ')} trong kỳ (Phụ lục I).",
            numbers[RECEIVED],
            RECEIVED,
        ),
        Claim(
            f"Thành phố hỗ trợ bạn qua {counted(numbers[GIVEN], 'chương trình, dự án')} trong kỳ (Phụ lục II)."
            if numbers[GIVEN]
            else "Trong kỳ không có chương trình, dự án hỗ trợ bạn (Phụ lục II).",
            numbers[GIVEN],
            GIVEN,
        ),
        Claim(
            f"Có {counted(late, 'dự án')} quá thời hạn mà chưa ghi kết thúc (Phụ lục III)."
            if late
            else "Hiện không có dự án quá thời hạn mà chưa ghi kết thúc (Phụ lục III).",
            late,
            LATE,
        ),
    )
    received = _money_of(Scope(user, RECEIVED, period.first, cutoff), "trong kỳ")
    given = _money_of(Scope(user, GIVEN, period.first, cutoff), "trong kỳ")
    return (
        Section("Tiếp nhận viện trợ, dự án", (Paragraph(claims[0].sentence), *received)),
        Section("Hỗ trợ bạn", (Paragraph(claims[1].sentence), *given)),
        Section("Việc cần giải quyết", (Paragraph(claims[2].sentence),)),
    ), claims


def _money_of(scope: Scope, when: str) -> tuple[Paragraph, ...]:
    """Committed and disbursed in the period, and by source; lines without a day are named, never guessed into a period."""
    found = totals(scope, "source")
    told = [Paragraph(sentence_case(_promise(found.whole, when)))]
    if len(found.rows) > 1:
        told += [Paragraph(f"{row.label}: {_promise(row, when)}", "item") for row in found.rows]
    if found.undated:
        told.append(Paragraph(f"Sổ còn {found.undated} dòng tiền không ghi ngày nên không tính vào kỳ này."))
    return tuple(told)


def _promise(row: TotalRow, when: str) -> str:
    committed, disbursed = (row.sums.get(kind) for kind in (FundingKind.COMMITTED, FundingKind.DISBURSED))
    return f"Cam kết {when}: {committed or 'chưa ghi số tiền nào'}; giải ngân {when}: {disbursed or 'chưa ghi số tiền nào'}."
