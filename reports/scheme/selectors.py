"""Composed reads of the Scheme: rows with state and agencies, one task's page, the matrix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dnfa.accounts.models import Agency
from dnfa.core.attachments.models import Attachment
from dnfa.core.text import sort_key
from reports.scheme import rules
from reports.scheme.enums import TaskRole, TaskState
from reports.scheme.models import (
    SchemeDifficulty,
    SchemeProposal,
    SchemeTask,
    SchemeTaskAgency,
    SchemeTaskProgress,
)
from reports.scheme.querysets import TaskQuerySet, valid_on
from reports.scheme.state import latest_reports
from reports.scheme.succession import Successions, forebears
from reports.scheme.words import PROPOSAL_TONES, STATE_TONES, Bound, bound, figure_words, list_url

_LAST_NUMBER = re.compile(r"[0-9]+$")


def task_rows(tasks: TaskQuerySet, as_of: date) -> TaskQuerySet:
    """Rows of a list: `state`, what the lead agency said last, open difficulties, agencies of the day as `links`."""
    latest = latest_reports(as_of)
    open_now = SchemeDifficulty.objects.open_on(as_of).filter(task=OuterRef("pk")).order_by()
    links = SchemeTaskAgency.objects.filter(valid_on(as_of)).select_related("agency").order_by("pk")
    rows: TaskQuerySet = (
        tasks.with_state(as_of)
        .annotate(
            last_result=Subquery(latest.values("result")[:1]),
            last_evidence=Subquery(latest.values("evidence")[:1]),
            last_figure=Subquery(latest.values("figure")[:1]),
            last_unit=Subquery(latest.values("unit")[:1]),
            open_difficulties=Coalesce(
                Subquery(open_now.values("task").annotate(number=Count("pk")).values("number")), 0
            ),
        )
        .prefetch_related(Prefetch("agency_links", links, to_attr="links"))
    )
    return rows


def hang_on(rows: Iterable[Any], as_of: date) -> list[Any]:
    """Give each row `leads`, `coordinators` (`Bound`), `state_words`, `state_tone`: one query for all."""
    listed = list(rows)
    successions = Successions.on(as_of)
    for row in listed:
        row.leads = _bound_as(row, TaskRole.LEAD, successions)
        row.coordinators = _bound_as(row, TaskRole.COORDINATING, successions)
        row.state_words = str(TaskState(row.state).label)
        row.state_tone = STATE_TONES[row.state]
    return listed


def _bound_as(row: Any, role: str, successions: Successions) -> list[Bound]:
    return bound([link.agency for link in row.links if link.role == role], successions)


def groups() -> list[tuple[str, str]]:
    """The groups of tasks with their names, in the order of the Decision: one query."""
    rows = SchemeTask.objects.order_by("group_code", "order").distinct("group_code")
    named = sorted(rows.values_list("order", "group_code", "group_name_vi"))
    return [(code, name) for _order, code, name in named]


# --- the matrix -----------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """A number that opens its list; `label` is its group, which a phone shows beside it."""

    count: int
    url: str
    label: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One agency over all groups; `agency` is None for tasks that nobody of the role carries."""

    agency: Agency | None
    cells: list[Cell]
    total: Cell

    @property
    def name(self) -> str:
        """The agency, or that there is none."""
        return self.agency.name_vi if self.agency else _("Chưa có cơ quan")


@dataclass(frozen=True)
class Matrix:
    """Tasks by group and by the agency that leads (or coordinates) them on the day; a task of two agencies stands twice."""

    groups: list[tuple[str, str]]
    rows: list[MatrixRow]
    totals: list[Cell]
    total: Cell


def matrix(user: Any, as_of: date, role: str, *, typed: str = "") -> Matrix:
    """Tasks which `user` may see and that stand on the day, as numbers that open exactly their lists: three queries.

    `typed` is the day as the reader typed it, which the lists then speak of too.
    """
    tasks = SchemeTask.objects.visible_to(user).standing_on(as_of)
    group_of = dict(tasks.order_by().values_list("pk", "group_code"))
    named = groups_of(tasks)
    successions = Successions.on(as_of)
    held = _held(tasks, as_of, role, successions)
    carried = {"as_of": typed}
    ask = "lead" if role == TaskRole.LEAD else "coordinator"
    rows = []
    for agency, pks in sorted(held.items(), key=lambda item: sort_key(item[0].name_vi)):
        rows.append(_row(agency, pks, named, group_of, {ask: agency.key, **carried}))
    if role == TaskRole.LEAD:
        without = set(group_of) - {pk for pks in held.values() for pk in pks}
        if without:
            rows.append(_row(None, without, named, group_of, {"without_lead": "true", **carried}))
    whole = _row(None, set(group_of), named, group_of, carried)
    return Matrix(named, rows, whole.cells, whole.total)


def groups_of(tasks: TaskQuerySet) -> list[tuple[str, str]]:
    """The groups of these tasks, in the order of the Decision."""
    named = sorted(set(tasks.order_by().values_list("order", "group_code", "group_name_vi")))
    return list({code: (code, name) for _order, code, name in named}.values())


def _held(tasks: TaskQuerySet, as_of: date, role: str, successions: Successions) -> dict[Agency, set[int]]:
    links = SchemeTaskAgency.objects.filter(
        valid_on(as_of), role=role, task__in=tasks.order_by().values("pk")
    )
    held: dict[Agency, set[int]] = defaultdict(set)
    for link in links.select_related("agency"):
        for carrier in successions.carriers(link.agency):
            held[carrier].add(link.task_id)
    return held


def _row(
    agency: Agency | None,
    pks: set[int],
    named: list[tuple[str, str]],
    group_of: dict[int, str],
    query: dict[str, Any],
) -> MatrixRow:
    counts: dict[str, int] = defaultdict(int)
    for pk in pks:
        counts[group_of[pk]] += 1
    cells = [Cell(counts[code], list_url(group=code, **query), code) for code, _name in named]
    return MatrixRow(agency, cells, Cell(len(pks), list_url(**query)))


# --- one task --------------------------------------------------------------------------
@dataclass(frozen=True)
class YearOfTask:
    """What was said of one year: rows that stand, the lead agency's before the others', each with what it corrected."""

    year: int
    reports: list[Any]


@dataclass(frozen=True)
class TaskPage:
    """Everything the page of one task shows, read in a fixed number of queries."""

    task: Any
    years: list[YearOfTask]
    difficulties: list[Any]
    links: list[Any]
    proposals: list[Any]
    may_report: bool
    may_send: bool
    may_keep: bool


def task_page(*, task: Any, user: Any, as_of: date, today: date) -> TaskPage:
    """Read the page of a task from `task_rows(…, as_of)`; what may be done is of `today`."""
    [row] = hang_on([task], as_of)
    difficulties: list[Any] = list(
        SchemeDifficulty.objects.filter(task=row, raised_on__lte=as_of).select_related(
            "raised_by", "solver", "author", "action"
        )
    )
    own = _own_agencies(user, today)
    for one in difficulties:
        one.is_open = one.solved_on is None or one.solved_on > as_of
        one.may_solve = own is None or bool({one.solver_id, one.raised_by_id} & own)
    return TaskPage(
        task=row,
        years=_years(row, as_of),
        difficulties=sorted(difficulties, key=lambda one: not one.is_open),
        proposals=_proposals(row, user, as_of),
        links=list(row.agency_links.select_related("agency").order_by("role", "pk")),
        may_report=rules.can_report(user, row, today),
        may_send=rules.is_focal_point(user) and rules.may_send(user, row, today),
        may_keep=rules.can_keep_scheme(user),
    )


def _years(task: Any, as_of: date) -> list[YearOfTask]:
    said: QuerySet[Any] = SchemeTaskProgress.objects.filter(task=task, reported_on__lte=as_of)
    rows = list(said.select_related("agency", "author").order_by("-year", "-reported_on", "-pk"))
    by_pk = {row.pk: row for row in rows}
    corrected = {row.corrects_id for row in rows}
    files = _files(task)
    by_year: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        row.figure_words = figure_words(row.figure, row.unit)
        row.tone = STATE_TONES[row.state]
        row.files = files.get(row.pk, [])
        if row.pk in corrected:
            continue
        row.earlier = _earlier(row, by_pk)
        by_year[row.year].append(row)
    return [
        YearOfTask(year, sorted(reports, key=lambda row: row.part != TaskRole.LEAD))
        for year, reports in by_year.items()
    ]


def _proposals(task: Any, user: Any, as_of: date) -> list[Any]:
    """What agencies want changed of the task, as far as this person reads it: the newest first."""
    seen: QuerySet[Any] = SchemeProposal.objects.visible_to(user).filter(task=task, proposed_on__lte=as_of)
    rows = list(seen.select_related("agency").order_by("-proposed_on", "-pk"))
    for row in rows:
        row.tone = PROPOSAL_TONES[row.state]
    return rows


def _files(task: Any) -> dict[int, list[Attachment]]:
    """Current files of all that was said of the task, by what they show: one query."""
    said = SchemeTaskProgress.objects.filter(task=task).values("pk")
    found: dict[int, list[Attachment]] = defaultdict(list)
    files = Attachment.objects.of_kind(SchemeTaskProgress).current().filter(object_id__in=said)
    for file in files.order_by("pk"):
        found[file.object_id].append(file)
    return found


def _own_agencies(user: Any, today: date) -> set[int] | None:
    """The agencies this person speaks for; None: all of them, and nobody. At most one query."""
    if rules.can_keep_scheme(user):
        return None
    return forebears(user.agency_id, today) if rules.is_focal_point(user) else set()


def _earlier(row: Any, by_pk: dict[int, Any]) -> list[Any]:
    """What the row corrects, and what that corrected: the newest first."""
    found = []
    while row.corrects_id in by_pk:
        row = by_pk[row.corrects_id]
        found.append(row)
    return found


def agencies_of(task: SchemeTask, as_of: date) -> list[Agency]:
    """In whose name the Department may report: those who lead and coordinate on the day, and who carry on for them."""
    links = task.agency_links.filter(valid_on(as_of)).select_related("agency").order_by("role", "pk")
    ordered = sorted(links, key=lambda link: link.role != TaskRole.LEAD)
    successions = Successions.on(as_of)
    return list(
        {
            agency.pk: agency for link in ordered for agency in _with_carriers(link.agency, successions)
        }.values()
    )


def _with_carriers(agency: Agency, successions: Successions) -> list[Agency]:
    """The carriers first: it is they who report today."""
    return [*successions.carriers(agency), agency]


def progress_of_year(tasks: QuerySet[Any], year: int, as_of: date) -> dict[int, Any]:
    """What lead agencies said last of each task for one year, by task: one query."""
    said = SchemeTaskProgress.objects.standing_on(as_of).filter(
        task__in=tasks.order_by().values("pk"), part=TaskRole.LEAD, year=year
    )
    rows = (
        said.select_related("agency").order_by("task_id", F("reported_on").desc(), "-pk").distinct("task_id")
    )
    return {row.task_id: row for row in rows}


def last_said(task: SchemeTask, agency: Agency, year: int, as_of: date) -> Any:
    """What an agency said last of a task for a year; None for nothing."""
    said = SchemeTaskProgress.objects.standing_on(as_of).filter(task=task, agency=agency, year=year)
    return said.order_by("-reported_on", "-pk").first()


def told_in(proposal: SchemeProposal) -> dict[str, Any]:
    """What a proposal says, by the names of its form."""
    names = ("group_code", "title_vi", "reason", "starts_on", "ends_on")
    told = {name: getattr(proposal, name) for name in names}
    sides = {
        "lead_agency": proposal.lead_agency_id,
        "agency": proposal.agency_id,
        "coordinating": list(proposal.coordinating.values_list("pk", flat=True)),
        "follows": proposal.follows_id,
    }
    return told | sides


def words_of(task: SchemeTask) -> dict[str, Any]:
    """How a task reads, by the names of the form that proposes to change it."""
    standing = task.agency_links.filter(valid_to__isnull=True).order_by("pk")
    named = list(standing.values_list("role", "agency"))
    leads = [agency for role, agency in named if role == TaskRole.LEAD]
    return {
        "title_vi": task.title_vi,
        "starts_on": task.starts_on,
        "ends_on": task.ends_on,
        "lead_agency": leads[0] if leads else None,
        "coordinating": [agency for role, agency in named if role == TaskRole.COORDINATING],
    }


def next_code(proposal: SchemeProposal) -> str:
    """The code an officer would give: the task's own with the number of its edition, or the next of the group."""
    if proposal.task is not None:
        base = proposal.task.code
        return f"{base}-{SchemeTask.objects.filter(code__startswith=f'{base}-').count() + 1}"
    codes = SchemeTask.objects.filter(group_code=proposal.group_code).values_list("code", flat=True)
    numbers = [int(found[0]) for code in codes if (found := _LAST_NUMBER.search(code))]
    return f"{proposal.group_code}.{max(numbers, default=0) + 1}"
