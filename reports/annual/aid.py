"""The annex on aid: projects of a period with the official columns, what they come to in each currency, and the sentences about it.

Columns: TT; name; donor and country or territory; owner of the aid; field; place; decision; time; committed; disbursed in the period;
disbursed in all; result. Sums stand in their own currency, đồng beside them where a rate is stated; "ước" marks what a source gives as
about, at least or at most. The money of a part that stands in its programme is not added again, that of a project only talked about or
dropped is in no sum. The report on aid of six months or a year (reports/aid) is made of the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from agreements.aid_rows import Uncertain
from agreements.aid_totals import DATED
from agreements.enums import (
    SET_ASIDE_STATES,
    TOLD_STATES,
    FundingKind,
    ProjectAgencyRole,
    ProjectDeed,
    ProjectDirection,
    ProjectPartyRole,
    ProjectState,
)
from agreements.models import FundingLine, Project
from agreements.selectors_projects import project_rows, sides
from reports.annual import words
from reports.annual.amounts import Lines, amounts, is_exact
from reports.annual.document import Column, Listing, Row, Table, numbered
from reports.figures.definitions import API_ROOT

# Millimetres of an A4 page across. An amount of thirteen figures stands on one line: a number is never broken.
COLUMNS = (
    Column("TT", 7, "center"),
    Column("Tên dự án, khoản viện trợ", 29),
    Column("Nhà tài trợ, bên nhận; quốc gia và vùng lãnh thổ", 23),
    Column("Chủ khoản viện trợ, chủ đầu tư", 24),
    Column("Lĩnh vực", 17.5),
    Column("Địa bàn", 13),
    Column("Quyết định phê duyệt", 18),
    Column("Thời gian", 18, "center"),
    Column("Cam kết", 27.5, "right"),
    Column("Giải ngân trong kỳ", 27.5, "right"),
    Column("Giải ngân lũy kế", 27.5, "right"),
    Column("Kết quả", 20),
)
LETTERS = 9.5
_OWNERS = (ProjectAgencyRole.OWNER, ProjectAgencyRole.MANAGING)
_OTHER_SIDE = {
    ProjectDirection.RECEIVED: ProjectPartyRole.DONOR,
    ProjectDirection.GIVEN: ProjectPartyRole.RECIPIENT,
}
WHOSE = {
    ProjectDirection.RECEIVED: "chương trình, dự án, khoản viện trợ thành phố tiếp nhận",
    ProjectDirection.GIVEN: "chương trình, dự án thành phố hỗ trợ bạn",
}


# The tables of annex X that list what may belong to the year.
PERHAPS_LETTERS = {ProjectDirection.RECEIVED: "Đ", ProjectDirection.GIVEN: "E"}


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
    """What the city received, or gave: its projects of the period in printing order, and what may belong to it besides."""

    direction: ProjectDirection
    span: Span
    projects: list[Project]
    untimed: int  # projects left out because nobody says when they are
    perhaps: Lines  # lines that may belong to the period, but their date does not tell

    @property
    def uncertain(self) -> Uncertain:
        """How many lines may belong to the period, and why nobody can tell."""
        undated = sum(line.booked_on is None for line in self.perhaps)
        return Uncertain(len(self.perhaps) - undated, undated)

    def lines(self, kind: FundingKind, *, within: bool) -> Lines:
        """Lines that are added up: not those of parts whose money stands in their programme, nor of what was dropped."""
        return [
            line
            for project in self.projects
            if not project.is_component and not is_set_aside(project)
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
    perhaps = _perhaps(user, span)
    return {
        side: Side(
            side,
            span,
            [project for project in projects if project.direction == side],
            untimed.get(side, 0),
            [line for line in perhaps if line.project.direction == side],
        )
        for side in ProjectDirection
    }


def is_set_aside(project: Any) -> bool:
    """Whether a project of a side is only talked about or dropped at the end of the period: its money is in no sum."""
    return project.state in SET_ASIDE_STATES


def _perhaps(user: Any, span: Span) -> Lines:
    """Lines of what happened on a day that may belong to the period, in printing order."""
    lines = FundingLine.objects.visible_to(user).added_up(span.cutoff).filter(kind__in=DATED)
    found = lines.perhaps_between(span.first, span.last, span.cutoff).select_related("project")
    return list(found.order_by("project__title_vi", F("booked_on").asc(nulls_last=True), "pk"))


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
        empty=f"Sổ không ghi {WHOSE[side.direction]} trong kỳ.",
        note=_note(side),
        size=LETTERS,
        listing=project_list(direction=side.direction.value, **side.span.listed),
    )


def project_list(**query: str) -> Listing:
    """Where projects are listed, on the screen and in the API."""
    asked = urlencode(query)
    return Listing(f"{reverse('agreements:projects')}?{asked}", f"{API_ROOT}projects/?{asked}")


def _cells(project: Project, span: Span) -> tuple[str, ...]:
    committed, disbursed = _lines(project, FundingKind.COMMITTED), _lines(project, FundingKind.DISBURSED)
    return (
        _title(project),
        _who(project),
        _bodies(project),
        "; ".join(field.name_vi for field in project.fields.all()),
        project.place or project.old_district,
        _decision(project, span.cutoff),
        project_time(project),
        _committed(committed, span) or _worth(project),
        amounts([line for line in disbursed if span.holds(line)]),
        amounts(disbursed),
        project.result_vi,
    )


def _title(project: Any) -> str:
    """The name, and why the money of the row is not in the sums below, where it is not."""
    if project.is_component:
        return f"{project.title_vi}\n(hợp phần, tiền tính ở chương trình)"
    if is_set_aside(project):
        return f"{project.title_vi}\n({ProjectState(project.state).label.lower()}, tiền không cộng)"
    return str(project.title_vi)


def project_time(project: Project) -> str:
    """First and last day; empty when nobody says either."""
    if not project.starts_on and not project.ends_on:
        return ""
    return " - ".join(words.partial(day) or "…" for day in (project.starts_on, project.ends_on))


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
        " ngày ".join(filter(None, [event.document_number, words.partial(event.occurred_on)]))
        for event in known
    )


def _committed(lines: Lines, span: Span) -> str:
    """All that was promised, and what of it was promised in the period."""
    now = [line for line in lines if span.holds(line)]
    return f"{amounts(lines)}\nTrong kỳ: {amounts(now)}" if now else amounts(lines)


def _worth(project: Project) -> str:
    """What the source says a project without a commitment is worth: said as such, and never added to commitments."""
    told = amounts(_lines(project, FundingKind.VALUE))
    return f"Giá trị theo nguồn:\n{told}" if told else ""


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
    if not all(is_exact(project.lines.all()) for project in side.projects):
        notes.append("“ước”: có số tiền nguồn ghi là khoảng, ít nhất hoặc tối đa.")
    return " ".join(notes)


# --- what may belong to the period ---------------------------------------------------------
def perhaps_key(side: Side) -> str:
    """The key of the table of lines that may belong to the period."""
    return f"aid_perhaps_{side.direction}"


def perhaps_table(side: Side, title: str) -> Table:
    """The lines whose date does not tell whether they belong to the period."""
    columns = (
        Column("TT", 10, "center"),
        Column("Tên dự án, khoản viện trợ", 110),
        Column("Loại số tiền", 40),
        Column("Ngày theo tài liệu", 40, "center"),
        Column("Số tiền", 60, "right"),
    )
    rows = (
        (
            line.project.title_vi,
            str(FundingKind(line.kind).label),
            words.partial(line.booked_on) or "không ghi",
            amounts([line]),
        )
        for line in side.perhaps
    )
    note = "Các dòng này không nằm trong số tiền nào của kỳ."
    return Table(perhaps_key(side), title, columns, numbered(rows), note=note)
