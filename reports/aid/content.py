"""What the report on aid says: what was received and given in the period with its sums, what is late; annexes with the official columns.

Rows, sums and sentences are those of the annex on aid of the yearly report (reports/annual/aid.py). Text is Vietnamese and final.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from agreements.enums import ProjectDirection
from agreements.models import Project
from agreements.selectors_projects import project_rows, regimes_in_force
from dnfa.core.errors import InvalidInput
from dnfa.core.models import LegalBasis
from dnfa.core.numbers import format_number
from reports.aid import breakdown
from reports.aid.period import AidPeriod
from reports.annual import aid, aid_text
from reports.annual.checks import require_sound
from reports.annual.content import basis_line
from reports.annual.document import Annex, Claim, Column, Paragraph, Section, Table, YearlyReport, numbered
from reports.annual.words import counted, short_date

RECEIVED, GIVEN = ProjectDirection.RECEIVED, ProjectDirection.GIVEN
LATE = "late"
ANNEXES = {RECEIVED: "Phụ lục I", GIVEN: "Phụ lục II", LATE: "Phụ lục III"}
PERHAPS = {RECEIVED: "A", GIVEN: "B"}
WHEN = "trong kỳ"


def build(*, user: Any, period: AidPeriod, today: date, prepared_at: datetime) -> YearlyReport:
    """The report of a period as of its last day (today while it runs), of everything `user` may see.

    Raises `InvalidInput` for a period that has not begun, `reports.annual.checks.UnsoundReportError` when a number in the text is
    not borne out by its list.
    """
    if not period.has_begun(today):
        raise InvalidInput(
            "period_not_begun", _("Kỳ này chưa bắt đầu."), {"part": [_("Kỳ này chưa bắt đầu.")]}
        )
    span = period.span(today)
    with translation.override("vi"):
        sides = aid.gather(user, span)
        late = _late(user, span.cutoff)
        tables, perhaps = breakdown.breakdowns(user, sides, span), _perhaps_tables(sides)
        number = "V" if tables else "IV"
        where = {way: f"Phụ lục {number}, bảng {letter}" for way, letter in PERHAPS.items()}
        claims = _claims(sides, late)
        report = YearlyReport(
            year=period.year,
            cutoff=span.cutoff,
            prepared_at=prepared_at,
            subject=f"Tình hình tiếp nhận, sử dụng viện trợ và hỗ trợ bạn {period.words}",
            basis=_basis(sides.values(), span.cutoff),
            opening=(_opening(period, span.cutoff),),
            sections=_sections(sides, claims, where),
            closing=f"Trên đây là tình hình viện trợ, dự án với nước ngoài {period.words}. Sở Ngoại vụ kính báo cáo./.",
            annexes=(
                Annex("I", "Viện trợ, dự án thành phố tiếp nhận", (aid.table(sides[RECEIVED]),)),
                Annex("II", "Chương trình, dự án thành phố hỗ trợ bạn", (aid.table(sides[GIVEN]),)),
                Annex("III", "Dự án quá thời hạn, chưa ghi kết thúc", (_late_table(late, span.cutoff),)),
                *_if_any("IV", "Tổng hợp theo quốc gia và vùng lãnh thổ, theo lĩnh vực", tables),
                *_if_any(number, "Dòng tiền có thể thuộc kỳ, chưa cộng vì tài liệu không đủ ngày", perhaps),
            ),
            figures=(),
            claims=(
                *claims.values(),
                *(claim for way in sides for claim in aid_text.perhaps_claims(sides[way], where[way])),
            ),
            sums=aid_text.sum_lines(sides.values()),
        )
    require_sound(report)
    return report


def _if_any(number: str, title: str, tables: tuple[Table, ...]) -> tuple[Annex, ...]:
    """An annex that is left out when it has no table."""
    return (Annex(number, title, tables),) if tables else ()


def _opening(period: AidPeriod, cutoff: date) -> str:
    return (
        f"Sở Ngoại vụ báo cáo Ủy ban nhân dân thành phố tình hình viện trợ, dự án với nước ngoài {period.words}, số liệu tính "
        f"đến hết ngày {short_date(cutoff)}, như sau:"
    )


def _basis(sides: Iterable[aid.Side], cutoff: date) -> tuple[str, ...]:
    """The law that the money told of stands under on the last day; what nobody checked is not cited on paper."""
    sources = {project.source_type for side in sides for project in side.projects}
    regimes = regimes_in_force(cutoff).filter(source_type__in=sources, is_verified=True)
    laws = LegalBasis.objects.filter(pk__in=regimes.values("legal_basis"), is_verified=True)
    return tuple(basis_line(law) for law in laws.order_by("signed_on", "key"))


def _late(user: Any, cutoff: date) -> list[Project]:
    rows: Any = project_rows(Project.objects.visible_to(user).past_their_end(cutoff), user, cutoff)
    return list(rows.order_by("last_day", "pk"))


def _late_table(projects: Iterable[Any], cutoff: date) -> Table:
    columns = (
        Column("TT", 10, "center"),
        Column("Tên dự án, khoản viện trợ", 90),
        Column("Cơ quan", 60),
        Column("Hết thời gian ngày", 30, "center"),
        Column("Đã quá (ngày)", 20, "right"),
    )
    rows = numbered(
        (
            project.title_vi,
            aid.owner(project),
            short_date(project.last_day),
            format_number((cutoff - project.last_day).days),
        )
        for project in projects
    )
    listing = aid.project_list(past_end="true", as_of=cutoff.isoformat())
    empty = "Không có dự án nào quá thời hạn mà chưa ghi kết thúc."
    return Table(LATE, "", columns, rows, empty, listing=listing)


# --- the text ----------------------------------------------------------------------------
def _claims(sides: dict[ProjectDirection, aid.Side], late: list[Project]) -> dict[str, Claim]:
    told = (
        f"Có {counted(len(late), 'dự án')} quá thời hạn mà chưa ghi kết thúc ({ANNEXES[LATE]})."
        if late
        else f"Hiện không có dự án quá thời hạn mà chưa ghi kết thúc ({ANNEXES[LATE]})."
    )
    return {
        **{side: aid_text.claim(sides[side], WHEN, ANNEXES[side]) for side in (RECEIVED, GIVEN)},
        LATE: Claim(told, len(late), LATE),
    }


def _perhaps_tables(sides: dict[ProjectDirection, aid.Side]) -> tuple[Table, ...]:
    """The sums that may belong to the period one by one, of each side that has any."""
    told = ((sides[way], letter, way.label) for way, letter in PERHAPS.items())
    return tuple(
        aid.perhaps_table(side, f"{letter}. {label}") for side, letter, label in told if side.perhaps
    )


def _sections(
    sides: dict[ProjectDirection, aid.Side], claims: dict[str, Claim], perhaps: dict[ProjectDirection, str]
) -> tuple[Section, ...]:
    titles = {RECEIVED: "Tiếp nhận viện trợ, dự án", GIVEN: "Hỗ trợ bạn"}
    return (
        *(
            Section(
                title,
                (
                    Paragraph(claims[side].sentence),
                    *aid_text.paragraphs(sides[side], WHEN, perhaps[side]),
                ),
            )
            for side, title in titles.items()
        ),
        Section("Việc cần giải quyết", (Paragraph(claims[LATE].sentence),)),
    )
