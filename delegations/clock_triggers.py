"""What in the life of a delegation or conference starts a legal clock, for the rules of data/clock_rules.csv.

A day known only to the month or year starts no clock: a deadline counted from a guessed day would be a guess called
law. What was given up owes nothing any more.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import CharField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from delegations.enums import ConferencePart, Direction, PermitLevel
from delegations.models import Conference, Delegation
from delegations.states import begins_expression, ends_expression
from dnfa.followup.clocks import ClockTrigger, Condition, register_trigger

# Keys of the rules (data/clock_rules.csv) under which a report of the result is due.
TRIP_REPORT, CONFERENCE_REPORT = "result-report", "conference-report"
REPORT_CODES = (TRIP_REPORT, CONFERENCE_REPORT)
FILING = "conference_filed"  # the trigger of the rules on asking for the permit
UNKNOWN = "unknown"

DIRECTION = Condition(_("Chiều"), tuple(Direction.choices))
ROLE = Condition(_("Vai trò của thành phố"), tuple(ConferencePart.choices))
PERMIT = Condition(_("Cấp cho phép"), (*PermitLevel.choices, (UNKNOWN, _("Chưa ghi"))))


def _exact(name: str) -> Q:
    """The partial date is known to the day."""
    return Q(**{f"{name}__first": F(f"{name}__last")})


# The day that counts as the last (delegations.states.last_day) is known to the day.
ENDS_EXACTLY = _exact("ends_on") | Q(ends_on__isnull=True) & (
    _exact("starts_on") | Q(starts_on__isnull=True, planned_starts_on__isnull=False)
)
BEGINS_EXACTLY = _exact("starts_on") | Q(starts_on__isnull=True, planned_starts_on__isnull=False)


def delegations_returned() -> QuerySet[Any]:
    """Delegations that owe a report, from the last day as told, else as planned; done by the report of the result."""
    rows = Delegation.objects.filter(ENDS_EXACTLY, owes_report=True, cancelled_on__isnull=True)
    return rows.annotate(
        object_id=F("pk"),
        part=Value("", CharField()),
        part_label=Value("", CharField()),
        agency_id=_lead(Delegation),
        started_on=ends_expression(),
        **_reported(),
    )


def conferences_ended() -> QuerySet[Any]:
    """Conferences that owe a report, from the last day; done by the report of the result."""
    rows = Conference.objects.filter(ENDS_EXACTLY, owes_report=True, cancelled_on__isnull=True)
    return _conference(rows, started_on=ends_expression(), **_reported())


def conferences_filed() -> QuerySet[Any]:
    """Conferences not given up, counted back from their first day; done by the file that asks for the permit."""
    rows = Conference.objects.filter(BEGINS_EXACTLY, cancelled_on__isnull=True)
    return _conference(
        rows, started_on=begins_expression(), done_on=F("filed_on"), done_note=Value("", CharField())
    )


def _conference(rows: QuerySet[Any], **facts: Any) -> QuerySet[Any]:
    """The columns of a clock. `values` first: a conference has a field `part` (hosted, attended) of its own."""
    named = rows.values("pk").annotate(role=F("part"))
    return named.annotate(
        object_id=F("pk"),
        part=Value("", CharField()),
        part_label=Value("", CharField()),
        agency_id=_lead(Conference),
        permit=Coalesce(NullIf("permit_level", Value("")), Value(UNKNOWN)),
        **facts,
    )


def leading(model: type[Delegation | Conference]) -> QuerySet[Any]:
    """The agencies that lead, as `record` and `agency`: all of them owe report and file, and are told."""
    return model.lead_agencies.through.objects.annotate(record=F(f"{model._meta.model_name}_id"))


def _lead(model: type[Delegation | Conference]) -> Subquery:
    """The agency that has to act: the one that leads; of several the first recorded stands on the clock."""
    links = model.lead_agencies.through.objects.filter(**{f"{model._meta.model_name}_id": OuterRef("pk")})
    return Subquery(links.order_by("pk").values("agency_id")[:1], output_field=IntegerField())


def _reported() -> dict[str, Any]:
    return {
        "done_on": F("result__reported_on"),
        "done_note": Coalesce(F("result__document_number"), Value(""), output_field=CharField()),
    }


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    register_trigger(
        ClockTrigger(
            "delegation_returned",
            _("Đoàn về: ngày cuối của chuyến đi"),
            Delegation,
            delegations_returned,
            {"direction": DIRECTION},
            owed_by=partial(leading, Delegation),
        )
    )
    register_trigger(
        ClockTrigger(
            FILING,
            _("Hội nghị, hội thảo: ngày khai mạc (tính ngược đến ngày nộp hồ sơ)"),
            Conference,
            conferences_filed,
            {"role": ROLE, "permit": PERMIT},
            owed_by=partial(leading, Conference),
        )
    )
    register_trigger(
        ClockTrigger(
            "conference_ended",
            _("Hội nghị, hội thảo kết thúc: ngày cuối"),
            Conference,
            conferences_ended,
            {"role": ROLE, "permit": PERMIT},
            owed_by=partial(leading, Conference),
        )
    )
