"""The annex on aid: projects of a period with the official columns, what they come to in each currency, and the sentences about it.

Columns: TT; name; donor and country or territory; owner of the aid; field; place; decision; time; committed; disbursed in the period;
disbursed in all; result. Sums stand in their own currency, đồng beside them where a rate is stated; "ước" marks what a source gives as
about, at least or at most. The money of a part that stands in its programme is not added again. The report on aid of six months
or a year (reports/aid) is made of the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from agreements.enums import (
    TOLD_STATES,
    AmountQualifier,
    FundingKind,
    ProjectAgencyRole,
    ProjectDeed,
    ProjectDirection,
    ProjectPartyRole,
    ProjectState,
    SourceType,
)
from agreements.models import FundingLine, Project
from agreements.selectors_projects import project_rows, sides
from dnfa.core.money import DONG, Money, Sums
from dnfa.core.numbers import format_number
from reports.annual import words
from reports.annual.document import Claim, Column, Listing, Paragraph, Row, SumLine, Table, numbered
from reports.figures.definitions import API_ROOT

Lines = list[FundingLine]

COLUMNS = (
    Column("TT", 11, "center"),
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
# Sums that belong to a day; what a source says a project is worth belongs to none.
_DATED = (FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
_OWNERS = (ProjectAgencyRole.OWNER, ProjectAgencyRole.MANAGING)
_OTHER_SIDE = {
    ProjectDirection.RECEIVED: ProjectPartyRole.DONOR,
    ProjectDirection.GIVEN: ProjectPartyRole.RECIPIENT,
}
_WHOSE = {
    ProjectDirection.RECEIVED: "chương trình, dự án, khoản viện trợ thành phố tiếp nhận",
    ProjectDirection.GIVEN: "chương trình, dự án thành phố hỗ trợ bạn",
}


@dataclass(frozen=True)
class Span:
    """A period from `first` to `last` as known at the end of `cutoff`, a day of it."""

    first: date
    last: date
    cutoff: date

    def holds(self, line: FundingLine) -> bool:
        """Whether the whole of what the date of a line can mean lies in the period."""
        booked = line.booked_on
        return booked is not None and self.first <= booked.first_day() and booked.last_day() <= self.last

    @property
    def listed(self) -> dict[str, str]:
        """The period as the lists of the house ask for it."""
        return {
            "active_from": self.first.isoformat(),
            "active_to": self.last.isoformat(),
            "as_of": self.cutoff.isoformat(),
        }


@dataclass(frozen=True)
class Side:
    """What the city received, or gave: its projects of the period in printing order, and what no day can be told of."""

    direction: ProjectDirection
    span: Span
    projects: list[Project]
    untimed: int  # projects left out because nobody says when they are
    undated: int  # lines of money without a day

    def lines(self, kind: FundingKind, *, within: bool) -> Lines:
        """Lines that are added up: not those of parts whose money stands in their programme."""
        return [
            line
            for project in self.projects
            if not project.is_component
            for line in _lines(project, kind)
            if not within or self.span.holds(line)
        ]


def gather(user: Any, span: Span) -> dict[ProjectDirection, Side]:
    """Both sides of a period, of everything `user` may see, in a fixed number of queries."""
    visible = Project.objects.visible_to(user)
    told = visible.in_period(span.first, span.last, span.cutoff)
    rows: Any = project_rows(visible.filter(pk__in=told.values("pk")), user, span.cutoff)
    projects = list(
        rows.prefetch_related("fields", "events").order_by(F("starts_on").asc(nulls_last=True), "pk")
    )
    nobody_knows = Q(state__in=sorted({*TOLD_STATES, ProjectState.UNKNOWN}), starts_on__isnull=True)
    untimed = _counts(
        visible.with_state(span.cutoff).filter(nobody_knows).exclude(pk__in=told.values("pk")), "direction"
    )
    undated = _counts(
        FundingLine.objects.visible_to(user).counted().filter(kind__in=_DATED, booked_on__isnull=True),
        "project__direction",
    )
    return {
        side: Side(
            side,
            span,
            [project for project in projects if project.direction == side],
            untimed.get(side, 0),
            undated.get(side, 0),
        )
        for side in ProjectDirection
    }


def _counts(rows: Any, by: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))


def _lines(project: Project, kind: FundingKind) -> Lines:
    return [line for line in project.lines.all() if line.kind == kind]


# --- the table -----------------------------------------------------------------------------
def table(side: Side, title: str = "") -> Table:
    """The projects of one side with the official columns, and below them what they come to."""
    rows = numbered(_cells(project, side.span) for project in side.projects)
    return Table(
        key=f"aid_{side.direction}",
        title=title,
        columns=COLUMNS,
        rows=(*rows, *_total(side)),
        empty=f"Sổ không ghi {_WHOSE[side.direction]} trong kỳ.",
        note=_note(side),
        listing=project_list(direction=side.direction.value, **side.span.listed),
    )


def project_list(**query: str) -> Listing:
    """Where projects are listed, on the screen and in the API."""
    asked = urlencode(query)
    return Listing(f"{reverse('agreements:projects')}?{asked}", f"{API_ROOT}projects/?{asked}")


def _cells(project: Project, span: Span) -> tuple[str, ...]:
    committed, disbursed = _lines(project, FundingKind.COMMITTED), _lines(project, FundingKind.DISBURSED)
    return (
        f"{project.title_vi}\n(hợp phần, tiền tính ở chương trình)"
        if project.is_component
        else project.title_vi,
        _who(project),
        _bodies(project),
        "; ".join(field.name_vi for field in project.fields.all()),
        project.place or project.old_district,
        _decision(project, span.cutoff),
        " - ".join(words.partial(day) or "…" for day in (project.starts_on, project.ends_on)),
        _committed(committed, span) or _worth(project),
        amounts([line for line in disbursed if span.holds(line)]),
        amounts(disbursed),
        project.result_vi,
    )


def _who(project: Project) -> str:
    named = sides(project, _OTHER_SIDE[ProjectDirection(project.direction)]) or sides(project)
    return "; ".join(
        f"{one.name_vi} ({one.country.name_vi})" if one.country else one.name_vi for one in named
    )


def owner(project: Project) -> str:
    """Who owns the aid here: the owner named, else the body that owns or manages the project."""
    bodies = {body.role: str(body.agency) for body in project.agency_roles.all()}
    return project.owner_name or next((bodies[role] for role in _OWNERS if role in bodies), "")


def _bodies(project: Project) -> str:
    """The owner, and who manages it where that is another body."""
    holder = owner(project)
    managing = [
        str(body.agency)
        for body in project.agency_roles.all()
        if body.role == ProjectAgencyRole.MANAGING and str(body.agency) != holder
    ]
    return f"{holder}\n(cơ quan chủ quản: {'; '.join(managing)})" if managing else holder


def _decision(project: Project, cutoff: date) -> str:
    approvals = [event for event in project.events.all() if event.kind == ProjectDeed.APPROVAL]
    known = [event for event in approvals if event.occurred_on and event.occurred_on.first_day() <= cutoff]
    return "; ".join(
        f"{event.document_number} ({words.partial(event.occurred_on)})".strip() for event in known
    )


def _committed(lines: Lines, span: Span) -> str:
    """All that was promised, and what of it was promised in the period."""
    now = [line for line in lines if span.holds(line)]
    return f"{amounts(lines)}\nTrong kỳ: {amounts(now)}" if now else amounts(lines)


def _worth(project: Project) -> str:
    """What the source says a project without a commitment is worth: said as such, and never added to commitments."""
    told = amounts(_lines(project, FundingKind.VALUE))
    return f"Giá trị theo nguồn:\n{told}" if told else ""


def amounts(lines: Iterable[FundingLine], *, inline: bool = False) -> str:
    """What lines come to, one currency after the other, and what the foreign ones are in đồng as far as a rate is stated.

    In a cell each stands on a line of its own; `inline` is for a sentence.
    """
    held = list(lines)
    about = {line.currency for line in held if line.qualifier != AmountQualifier.EXACT}
    told = [
        f"ước {total}" if total.currency in about else str(total)
        for total in Sums(Money(line.amount, line.currency) for line in held)
    ]
    return (" " if inline else "\n").join(
        filter(None, [("; " if inline else "\n").join(told), _in_dong(held)])
    )


def _in_dong(lines: Lines) -> str:
    """What the foreign lines are in đồng, and how many of them nobody stated a rate for; empty where no line has one."""
    foreign = [line for line in lines if line.currency != DONG]
    rated = [line.dong for line in foreign if line.dong is not None]
    if not rated:
        return ""
    missing = len(foreign) - len(rated)
    more = f", {missing} dòng tiền chưa có tỷ giá" if missing else ""
    return f"(quy ra {format_number(sum(rated, Decimal(0)), 0)} đồng{more})"


def _total(side: Side) -> tuple[Row, ...]:
    """One row below the projects; each currency of it on a line of its own."""
    committed = side.lines(FundingKind.COMMITTED, within=False)
    sums = {
        "Cam kết": _committed(committed, side.span),
        "Giải ngân trong kỳ": amounts(side.lines(FundingKind.DISBURSED, within=True)),
        "Giải ngân lũy kế": amounts(side.lines(FundingKind.DISBURSED, within=False)),
    }
    if not any(sums.values()):
        return ()
    cells = ("", "Cộng", *(sums.get(column.title, "") for column in COLUMNS[2:]))
    return (Row(cells, is_total=True),)


def _note(side: Side) -> str:
    notes = []
    if any(line.kind != FundingKind.PLANNED for project in side.projects for line in project.lines.all()):
        notes.append("Mỗi loại tiền cộng riêng; giá trị theo nguồn không cộng vào cam kết.")
    if any(
        line.qualifier != AmountQualifier.EXACT for project in side.projects for line in project.lines.all()
    ):
        notes.append("“ước”: có số tiền nguồn ghi là khoảng, ít nhất hoặc tối đa.")
    return " ".join(notes)


# --- the text ------------------------------------------------------------------------------
def claim(side: Side, when: str, where: str) -> Claim:
    """How many projects the table has; `when`: "trong kỳ", `where`: "Phụ lục I"."""
    number, whose = len(side.projects), _WHOSE[side.direction]
    sentence = (
        f"{words.sentence_case(when)} có {words.counted(number, whose)} ({where})."
        if number
        else f"{words.sentence_case(when)}, sổ không ghi {whose} ({where})."
    )
    return Claim(sentence, number, f"aid_{side.direction}")


def paragraphs(side: Side, when: str) -> tuple[Paragraph, ...]:
    """Committed and disbursed in the period, in all and by source; what has no day is named, never guessed into a period."""
    booked = {kind: side.lines(kind, within=True) for kind in (FundingKind.COMMITTED, FundingKind.DISBURSED)}
    told = []
    if not any(booked.values()):
        if side.projects:
            told.append(Paragraph(f"Sổ không ghi số tiền cam kết, giải ngân nào {when}."))
    else:
        told.append(Paragraph(words.sentence_case(_promise(booked, when))))
        told += _by_source(booked, when)
    if side.untimed:
        told.append(
            Paragraph(
                f"Ngoài ra sổ có {words.counted(side.untimed, 'chương trình, dự án')} không rõ thời gian nên không được tính vào kỳ nào."
            )
        )
    if side.undated:
        told.append(
            Paragraph(
                f"Sổ còn {words.counted(side.undated, 'dòng tiền')} không ghi ngày nên không tính vào kỳ nào."
            )
        )
    return tuple(told)


def _promise(booked: dict[FundingKind, Lines], when: str) -> str:
    nothing = "không ghi số tiền nào"
    committed, disbursed = (
        amounts(booked[kind], inline=True) or nothing
        for kind in (FundingKind.COMMITTED, FundingKind.DISBURSED)
    )
    return f"cam kết {when}: {committed}; giải ngân {when}: {disbursed}."


def _by_source(booked: dict[FundingKind, Lines], when: str) -> list[Paragraph]:
    """The same for each source of money, in the order of the law's own words, where there are several."""
    present = {line.project.source_type for lines in booked.values() for line in lines}
    if len(present) < 2:
        return []
    labels = {**{code: str(SourceType(code).label) for code in SourceType.values}, "": "Nguồn vốn chưa rõ"}
    parts = {
        source: {
            kind: [line for line in lines if line.project.source_type == source]
            for kind, lines in booked.items()
        }
        for source in labels
        if source in present
    }
    return [
        Paragraph(f"{labels[source]}: {_promise(of_it, when)}", "item") for source, of_it in parts.items()
    ]


# --- sums as numbers -----------------------------------------------------------------------
_SAID = {FundingKind.COMMITTED: "Cam kết", FundingKind.DISBURSED: "Giải ngân"}


def sum_lines(sides: Iterable[Side]) -> tuple[SumLine, ...]:
    """Committed and disbursed in the period by side and currency, each with the list of the very lines it adds up."""
    return tuple(
        _sum_line(side, kind, [line for line in lines if line.currency == total.currency], total)
        for side in sides
        for kind in _SAID
        for lines in [side.lines(kind, within=True)]
        for total in Sums(Money(line.amount, line.currency) for line in lines)
    )


def _sum_line(side: Side, kind: FundingKind, lines: Lines, total: Money) -> SumLine:
    span = side.span
    asked = {
        "kind": kind.value,
        "currency": total.currency,
        "direction": side.direction.value,
        "booked_from": span.first.isoformat(),
        "booked_to": span.last.isoformat(),
        "known_by": span.cutoff.isoformat(),
        "counted": "true",
    }
    return SumLine(
        key=f"aid_{side.direction}_{kind}_{total.currency.lower()}",
        label=f"{_SAID[kind]} trong kỳ, {_WHOSE[side.direction]}",
        value=total.value,
        currency=total.currency,
        is_estimate=any(line.qualifier != AmountQualifier.EXACT for line in lines),
        definition=(
            f"Cộng các dòng tiền {_SAID[kind].lower()} bằng {total.currency} ghi từ ngày {words.short_date(span.first)} đến hết ngày "
            f"{words.short_date(span.cutoff)} của {_WHOSE[side.direction]}. Không cộng hợp phần có tiền nằm trong chương trình; dòng "
            "không ghi ngày không tính."
        ),
        listing=Listing("", f"{API_ROOT}disbursements/?{urlencode(asked)}"),
    )
