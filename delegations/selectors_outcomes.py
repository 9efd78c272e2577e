"""Composed reads of reports of results: the list of those owed, and everything the page of one shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.clock_triggers import REPORT_CODES
from delegations.enums import ObligationSide
from delegations.models import Conference, Delegation, Obligation, OutcomeMeeting, OutcomeReport
from delegations.report_standing import OVER, ReportStanding, standing_expression, standing_on
from delegations.rules import can_see_people
from delegations.rules.outcomes import report_of
from delegations.states import trip_state, with_state
from dnfa.followup.actions.selectors import stated
from dnfa.followup.clocks.selectors import of_record, ready
from dnfa.followup.models import Action, Clock
from partners.models import Partner

# Plain columns that an index serves: what is neither closed nor reported is all that can be owed or overdue.
NOT_REPORTED = Q(closed_on__isnull=True, result__reported_on__isnull=True)
PlannedModel = type[Delegation] | type[Conference]


def report_rows(model: PlannedModel, user: Any, today: date) -> QuerySet[Any]:
    """Records that are over and owe or owed a report, with `state`, `ends`, `due_on`, `standing`, report and agencies."""
    due = Clock.objects.filter(
        code__in=REPORT_CODES,
        content_type=ContentType.objects.get_for_model(model),
        object_id=OuterRef("pk"),
        waived_on__isnull=True,
    )
    owing = model.objects.visible_to(user).filter(owes_report=True, cancelled_on__isnull=True)
    rows = with_state(owing, today).filter(state__in=OVER, ends__lt=today)
    return (
        rows.annotate(due_on=Subquery(due.values("due_on")[:1], output_field=DateField()))
        .annotate(standing=standing_expression(today))
        .select_related("result")
        .prefetch_related("lead_agencies")
    )


@dataclass(frozen=True)
class ReportPage:
    """What the page of a report, and its part of the record's page, say."""

    record: Any
    report: OutcomeReport | None
    state: str
    standing: ReportStanding | None
    due: Any  # the clock with `state` and `time_left`, or None
    meetings: list[OutcomeMeeting]
    obligations: list[tuple[Promise | str, list[Any]]]
    missing: list[Promise | str]
    waiting: int  # obligations of a submitted report that are no things to do yet


def report_page(record: Any, user: Any, as_of: date) -> ReportPage:
    """Everything about the report on one record that the person sees; a fixed number of queries."""
    report = report_of(record)
    clocks = ready(of_record(record).filter(code__in=REPORT_CODES).select_related("rule__basis"), as_of)
    due = clocks[0] if clocks else None
    state = trip_state(record, as_of)
    waived = due is not None and due.waived_on is not None
    due_on = None if due is None or waived else due.due_on
    meetings = meetings_of(report, user)
    rows = obligations_of(report, as_of)
    waiting = 0
    if report is not None and report.reported_on is not None:
        waiting = sum(row.side != ObligationSide.THEIRS and row.action_id is None for row in rows)
    return ReportPage(
        record=record,
        report=report,
        state=state,
        standing=standing_on(state, due_on, as_of) if record.owes_report else None,
        due=due,
        meetings=meetings,
        obligations=by_side(rows),
        missing=missing_of(report, meetings),
        waiting=waiting,
    )


def meetings_of(report: OutcomeReport | None, user: Any) -> list[Any]:
    """Who met whom, in order, as far as `user` may see it: the partner is `shown_partner`, our people are `shown_ours`."""
    if report is None:
        return []
    rows: list[Any] = list(report.meetings.all())
    named = {row.partner_id for row in rows if row.partner_id}
    seen = Partner.objects.visible_to(user).in_bulk(named) if named else {}
    reads_people = can_see_people(user, report.record)
    for row in rows:
        row.shown_partner = seen.get(row.partner_id)
        row.shown_ours = row.our_side if reads_people else ""
    return rows


def obligations_of(report: OutcomeReport | None, as_of: date) -> list[Any]:
    """What follows, in order, with `done`: the state of its action on the day, empty for one without."""
    if report is None:
        return []
    rows: list[Any] = list(report.obligations.select_related("lead_agency", "action"))
    wanted = [row.action_id for row in rows if row.action_id]
    states = {}
    if wanted:
        told: Any = stated(Action.objects.filter(pk__in=wanted), as_of)
        states = dict(told.values_list("pk", "state"))
    for row in rows:
        row.done = states.get(row.action_id, "")
    return rows


def by_side(rows: list[Obligation]) -> list[tuple[Promise | str, list[Any]]]:
    """The obligations under the words of their sides; sides without any are left out."""
    sides = [(side.label, [row for row in rows if row.side == side]) for side in ObligationSide]
    return [(label, listed) for label, listed in sides if listed]


def missing_of(report: OutcomeReport | None, meetings: list[Any]) -> list[Promise | str]:
    """What a draft still lacks before it can be submitted, or ought to have; nothing of a submitted one."""
    if report is None or report.reported_on is not None:
        return []
    missing: list[Promise | str] = []
    if not report.summary:
        missing.append(_("kết quả chính"))
    if not meetings:
        missing.append(_("các cuộc gặp"))
    missing.append(_("số và ngày báo cáo"))
    return missing


def outstanding(model: PlannedModel, user: Any, today: date) -> dict[str, int]:
    """How many reports on records of one kind that `user` sees are "owed" and "overdue" on `today`: one query."""
    counts: dict[str, int] = (
        report_rows(model, user, today)
        .filter(NOT_REPORTED)
        .order_by()
        .aggregate(
            owed=Count("pk", filter=Q(standing=ReportStanding.OWED)),
            overdue=Count("pk", filter=Q(standing=ReportStanding.OVERDUE)),
        )
    )
    return counts
