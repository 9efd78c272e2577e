"""Silence, on either side: an update or an answer nobody decides, an agency that does not answer. All reach the head of
division.

Waiting counts working days: nobody is late over Tết. Where a request stands is stored, so a past `as_of` sees today's state.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, JSONObject, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.calendar import add_working_days, load_calendar
from dnfa.core.display import display_value
from dnfa.core.policy import parameters
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagRule, register_rule
from dnfa.updates.models import ChangeRequest, RoundAgency

REVIEW_DAYS = "update-review-working-days"
ESCALATE_DAYS = "update-escalate-working-days"
UPDATE_WAITS = "update_waits"
ANSWER_LATE = "round_answer_late"
ANSWER_WAITS = "round_answer_waits"


def _severity(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(Severity.HIGH.value)),
        default=Value(Severity.MEDIUM.value),
        output_field=CharField(),
    )


def _nobody_decided(rows: QuerySet[Any], as_of: date, **facts: Any) -> QuerySet[Any]:
    """Of what waits, what was sent more working days ago than a review may take; urgent when it has waited that long again."""
    days = parameters([REVIEW_DAYS, ESCALATE_DAYS], as_of)
    calendar = load_calendar()
    last = add_working_days(as_of, -days[REVIEW_DAYS], calendar)
    urgent = add_working_days(last, -days[ESCALATE_DAYS], calendar)
    sent = TruncDate("submitted_at", output_field=DateField())
    return (
        rows.annotate(sent_on=sent)
        .filter(sent_on__lt=last)
        .annotate(
            reference_date=F("sent_on"),
            severity=_severity(Q(sent_on__lt=urgent)),
            evidence=JSONObject(sent_on=Cast("sent_on", CharField()), agency=F("agency__name_vi"), **facts),
        )
        .annotate(object_id=F("pk"))
    )


def update_waits(as_of: date) -> QuerySet[Any]:
    """Updates that nobody decides."""
    return _nobody_decided(ChangeRequest.objects.waiting(), as_of)


def answer_waits(as_of: date) -> QuerySet[Any]:
    """Answers to rounds that nobody takes, whether the round is still open or not: their figures reach no report."""
    return _nobody_decided(RoundAgency.objects.waiting(), as_of, title=F("round__title"))


def answer_late(as_of: date) -> QuerySet[Any]:
    """An open round asks, the agency's day has passed, nothing was sent; urgent some working days later."""
    days = parameters([ESCALATE_DAYS], as_of)
    urgent = add_working_days(as_of, -days[ESCALATE_DAYS], load_calendar())
    return (
        RoundAgency.objects.unanswered()
        .filter(due_on__lt=as_of)
        .annotate(
            reference_date=F("due_on"),
            severity=_severity(Q(due_on__lt=urgent)),
            evidence=JSONObject(
                due_on=Cast("due_on", CharField()),
                agency=F("agency__name_vi"),
                title=F("round__title"),
                asked_until=Cast("asked_until", CharField()),
            ),
        )
        .annotate(object_id=F("pk"))
    )


def explain_waits(evidence: Mapping[str, Any]) -> str:
    """Who sent it and when."""
    return _("%(agency)s gửi ngày %(day)s, chưa ai duyệt.") % {
        "agency": evidence["agency"],
        "day": display_value(date.fromisoformat(evidence["sent_on"])),
    }


def explain_answer_waits(evidence: Mapping[str, Any]) -> str:
    """Whose answer, to which round, since when."""
    return _("%(agency)s trả lời đợt “%(title)s” ngày %(day)s, chưa ai nhận.") % {
        "agency": evidence["agency"],
        "title": evidence["title"],
        "day": display_value(date.fromisoformat(evidence["sent_on"])),
    }


def explain_late(evidence: Mapping[str, Any]) -> str:
    """Who, which round, since when; and whether it asked for more time and had no word."""
    told = {
        "agency": evidence["agency"],
        "title": evidence["title"],
        "day": display_value(date.fromisoformat(evidence["due_on"])),
    }
    if evidence.get("asked_until"):
        told["until"] = display_value(date.fromisoformat(evidence["asked_until"]))
        return (
            _(
                "%(agency)s chưa trả lời đợt “%(title)s”, hạn %(day)s; đã xin lùi đến %(until)s, chưa được quyết định."
            )
            % told
        )
    return _("%(agency)s chưa trả lời đợt “%(title)s”, hạn %(day)s.") % told


def register() -> None:
    """All rules; called from `AppConfig.ready()`."""
    rules: tuple[tuple[str, Any, type[Any], Any, Any], ...] = (
        (
            UPDATE_WAITS,
            gettext_lazy("Cập nhật của cơ quan chờ duyệt quá lâu"),
            ChangeRequest,
            update_waits,
            explain_waits,
        ),
        (
            ANSWER_LATE,
            gettext_lazy("Cơ quan chậm trả lời đợt cập nhật"),
            RoundAgency,
            answer_late,
            explain_late,
        ),
        (
            ANSWER_WAITS,
            gettext_lazy("Trả lời đợt cập nhật chờ nhận quá lâu"),
            RoundAgency,
            answer_waits,
            explain_answer_waits,
        ),
    )
    for order, (code, label, model, rows, explain) in enumerate(rules, start=20):
        register_rule(FlagRule(code, label, Severity.MEDIUM, model, rows, explain, order=order))
