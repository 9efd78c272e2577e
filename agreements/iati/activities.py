"""Projects as IATI activities. What the standard asks for and the register does not know is never made up: such a project, or such a
sum, is left out and named with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from lxml import etree
from lxml.builder import ElementMaker

from agreements.enums import FundingKind, ProjectDirection, ProjectPartyRole, ProjectState
from agreements.iati import codes
from agreements.iati.check import check
from agreements.models import FundingLine, Project
from agreements.project_states import end_on, facts_of
from agreements.selectors_projects import sides

if TYPE_CHECKING:
    from partners.models import Partner

VERSION = "2.03"
REPORTER, REPORTER_NAME = (
    "VN-DANANG-SNGV",
    "Sở Ngoại vụ thành phố Đà Nẵng",
)  # not yet in the public list of organisations
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
VIETNAM, VIETNAMESE, ENGLISH = "VN", "vi", "en"
E = ElementMaker()


@dataclass(frozen=True)
class LeftOut:
    """A project, or a sum of one, that the standard has no place for, and why."""

    key: str
    reason: str


@dataclass(frozen=True)
class Export:
    """The document, valid by the schema, and what is not in it."""

    document: bytes
    activities: int
    left_out: tuple[LeftOut, ...]


def export(projects: Iterable[Project], *, today: date, made_at: datetime) -> Export:
    """Write rows of `selectors_projects.project_rows` (with `events`, `results`, `fields` prefetched) as one document.

    Names of partners are those the reader may see. Raises `InvalidActivities` should the document break the schema.
    """
    left_out: list[LeftOut] = []
    written = []
    for project in projects:
        activity = _activity(project, today, _noted(left_out, project.key))
        if activity is not None:
            written.append(activity)
    root = etree.Element(
        "iati-activities", {"version": VERSION, "generated-datetime": made_at.isoformat(timespec="seconds")}
    )
    root.extend(written)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    if written:
        check(document)
    return Export(document, len(written), tuple(left_out))


def _noted(left_out: list[LeftOut], key: str) -> Callable[[str], None]:
    """Where reasons of one project are written down."""

    def leave(reason: str) -> None:
        left_out.append(LeftOut(key, reason))

    return leave


def identifier(project: Project) -> str:
    """The name of a project in the standard: the reporter's and the register's own key."""
    return f"{REPORTER}-{project.key}"


# --- one activity ------------------------------------------------------------------------
def _activity(project: Project, today: date, leave: Callable[[str], None]) -> Any | None:
    """The elements in the order the schema asks for; None (and a reason) for a project that cannot stand there."""
    state = ProjectState(project.state)  # type: ignore[attr-defined]  # an annotation of `project_rows`
    if state not in codes.STATUS:
        leave(_("chưa rõ tình trạng"))
        return None
    if project.starts_on is None:
        leave(_("chưa có ngày bắt đầu"))
        return None
    activity = E("iati-activity", {XML_LANG: VIETNAMESE})
    activity.append(E("iati-identifier", identifier(project)))
    activity.append(E("reporting-org", _narrative(REPORTER_NAME), ref=REPORTER, type=codes.GOVERNMENT))
    activity.append(E("title", *_told(project.title_vi, project.title_en)))
    activity.append(E("description", _narrative(project.purpose_vi or project.title_vi), type="1"))
    activity.extend(_participants(project))
    activity.append(E("activity-status", code=codes.STATUS[state]))
    activity.extend(_dates(project, state, today))
    activity.extend(_where(project))
    activity.extend(_fields(project))
    activity.extend(_defaults(project))
    activity.extend(_money(project, today, leave))
    if project.parent is not None:
        activity.append(E("related-activity", ref=identifier(project.parent), type=codes.PARENT))
    activity.extend(_results(project))
    return activity


def _narrative(text: str, lang: str = "") -> Any:
    return E("narrative", text, {XML_LANG: lang}) if lang else E("narrative", text)


def _told(vietnamese: str, english: str) -> list[Any]:
    return [_narrative(vietnamese), *([_narrative(english, ENGLISH)] if english else [])]


def _participants(project: Project) -> Iterator[Any]:
    """Donors, the bodies of the city, the others; the Department itself where nobody is named."""
    named = False
    for party in project.seen_parties:  # type: ignore[attr-defined]  # a prefetch of `project_rows`
        named = True
        kind = codes.PARTNER_TYPE.get(party.partner.kind)
        yield E(
            "participating-org",
            {"role": codes.PARTY_ROLE[party.role], **({"type": kind} if kind else {})},
            *_told(party.partner.name_vi, party.partner.name_en),
        )
    for body in project.agency_roles.all():
        named = True
        attributes = {"role": codes.AGENCY_ROLE[body.role], "type": codes.GOVERNMENT}
        yield E("participating-org", attributes, _narrative(str(body.agency)))
    if not named:
        yield E("participating-org", {"role": "2", "ref": REPORTER}, _narrative(REPORTER_NAME))


def _dates(project: Project, state: ProjectState, today: date) -> Iterator[Any]:
    """First and last day; a month or a year stands as its first or last day and says so in words."""
    start = project.starts_on
    if start is not None:
        first = start.first_day()
        begun = first <= today and state not in {ProjectState.PIPELINE, ProjectState.APPROVED}
        kind = codes.ACTUAL_START if begun else codes.PLANNED_START
        yield _day(
            kind, first, "" if start.day else _("Nguồn chỉ ghi %(date)s") % {"date": start.isoformat()}
        )
    end = end_on(facts_of(project), today)
    if end is not None:
        over = state in {ProjectState.FINISHED, ProjectState.CLOSED} and end <= today
        exact = (
            project.ends_on is None or project.ends_on.day is not None or end != project.ends_on.last_day()
        )
        words = "" if exact else _("Nguồn chỉ ghi %(date)s") % {"date": project.ends_on}
        yield _day(codes.ACTUAL_END if over else codes.PLANNED_END, end, words)


def _day(kind: str, day: date, words: str) -> Any:
    return E(
        "activity-date", {"type": kind, "iso-date": day.isoformat()}, *([_narrative(words)] if words else [])
    )


def _where(project: Project) -> Iterator[Any]:
    """Việt Nam for what the city receives; the country of what it gives, or an unspecified region for several."""
    if project.direction == ProjectDirection.RECEIVED:
        yield E("recipient-country", code=VIETNAM)
        if project.place:
            yield E("location", E("name", _narrative(project.place)))
        return
    found = {partner.country.code for partner in _given_to(project) if partner.country}
    if len(found) == 1:
        yield E("recipient-country", code=found.pop())
    else:
        yield E("recipient-region", code=codes.UNSPECIFIED_REGION)


def _given_to(project: Project) -> list[Partner]:
    return sides(project, ProjectPartyRole.RECIPIENT) or sides(project)


def _fields(project: Project) -> Iterator[Any]:
    for field in project.fields.all():
        attributes = {"vocabulary": codes.OWN_VOCABULARY, "code": field.code}
        yield E("tag", attributes, _narrative(field.name_vi))


def _defaults(project: Project) -> Iterator[Any]:
    for name, table, word in (
        ("default-flow-type", codes.FLOW, project.source_type),
        ("default-finance-type", codes.FINANCE, project.source_type),
        ("default-aid-type", codes.AID, project.form),
    ):
        code = table.get(word)
        if code:
            yield E(name, code=code)


# --- money -------------------------------------------------------------------------------
def _money(project: Project, today: date, leave: Callable[[str], None]) -> Iterator[Any]:
    """Budgets, plans, transactions. Sums of a part stand in its programme already: who adds activities must meet them once."""
    if project.is_component:
        if project.lines.all():
            leave(_("số tiền đã nằm trong chương trình"))
        return
    yield from _budgets(project, today)
    yield from _planned(project)
    yield from _transactions(project, today, leave)


@dataclass(frozen=True)
class _Net:
    """A line with what it comes to once its corrections are counted, and what they say."""

    line: FundingLine
    amount: Decimal
    words: tuple[str, ...]


def _nets(project: Project, *kinds: str) -> list[_Net]:
    """The sums that stand: a correction is no further budget or payment, and what comes to nought is none at all."""
    lines = [line for line in project.lines.all() if line.kind in kinds]
    found = []
    for line in lines:
        if line.corrects_id is not None:
            continue
        moves = [each for each in lines if each.corrects_id == line.pk]
        words = [line.document_number, line.reason, line.note, *(each.reason for each in moves)]
        amount = sum((each.amount for each in moves), line.amount)
        found.append(_Net(line, amount, tuple(filter(None, words))))
    return [net for net in found if net.amount]


def _amount(net: _Net, day: date) -> Any:
    return E("value", f"{net.amount:f}", {"currency": net.line.currency, "value-date": day.isoformat()})


def _budgets(project: Project, today: date) -> Iterator[Any]:
    """What was approved, else, as an indication, the value a source states, for the time of the project where that is known."""
    end = end_on(facts_of(project), today)
    if project.starts_on is None or end is None:
        return
    first = project.starts_on.first_day()
    approved = _nets(project, FundingKind.APPROVED)
    status = codes.BUDGET_COMMITTED if approved else codes.BUDGET_INDICATIVE
    for net in approved or _nets(project, FundingKind.VALUE):
        begins, ends = net.line.period_from or first, net.line.period_to or end
        yield E(
            "budget",
            {"type": codes.BUDGET_ORIGINAL, "status": status},
            *_period(begins, ends),
            _amount(net, begins),
        )


def _period(first: date, last: date) -> list[Any]:
    return [
        E("period-start", {"iso-date": first.isoformat()}),
        E("period-end", {"iso-date": last.isoformat()}),
    ]


def _planned(project: Project) -> Iterator[Any]:
    for net in _nets(project, FundingKind.PLANNED):
        first, last = net.line.period_from, net.line.period_to
        if first is not None and last is not None:
            yield E(
                "planned-disbursement",
                {"type": codes.BUDGET_ORIGINAL},
                *_period(first, last),
                _amount(net, first),
            )


def _transactions(project: Project, today: date, leave: Callable[[str], None]) -> Iterator[Any]:
    """Commitments and disbursements with a day; the others are counted among what was left out.

    A month or a year stands as its last day, or today while it is not over, and says so in words: nothing was paid in days to come.
    """
    undated = 0
    for net in _nets(project, FundingKind.COMMITTED, FundingKind.DISBURSED):
        line, booked = net.line, net.line.booked_on
        if booked is None:
            undated += 1
            continue
        day = min(booked.last_day(), today)
        told = () if booked.day else (_("Nguồn chỉ ghi %(date)s") % {"date": booked.isoformat()},)
        words = "; ".join((*told, *net.words))
        kind = codes.TRANSACTION[ProjectDirection(project.direction), FundingKind(line.kind)]
        yield E(
            "transaction",
            {"ref": f"{identifier(project)}-{line.pk}"},
            E("transaction-type", code=kind),
            E("transaction-date", {"iso-date": day.isoformat()}),
            _amount(net, day),
            *([E("description", _narrative(words))] if words else []),
        )
    if undated:
        leave(_("%(n)s số tiền không ghi ngày") % {"n": undated})


def _results(project: Project) -> Iterator[Any]:
    """Results in figures with the day they were counted; the whole project is their period."""
    for result in project.results.all():
        first, last = project.starts_on, result.as_of or None
        if first is None or last is None:
            continue
        figures = [
            E(name, {"value": f"{value:f}"})
            for name, value in (("target", result.target), ("actual", result.reached))
            if value is not None
        ]
        period = E("period", *_period(first.first_day(), last), *figures)
        title = _narrative(f"{result.indicator} ({result.unit})")
        indicator = E("indicator", {"measure": codes.UNIT}, E("title", title), period)
        yield E("result", {"type": codes.OUTPUT}, E("title", _narrative(result.indicator)), indicator)
