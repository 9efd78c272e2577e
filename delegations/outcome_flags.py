"""Flags on what should have come of a plan: the report, what really took place, the answer to an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Case, CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.querysets import DaysBetween
from delegations.clock_triggers import TRIP_REPORT, leading
from delegations.enums import InvitationSide, TripState
from delegations.models import Conference, Delegation, Invitation
from delegations.selectors_invitations import called_off
from delegations.states import with_state
from dnfa.core.display import display_value
from dnfa.followup.clock_flags import clock_overdue_rule
from dnfa.followup.enums import Severity
from dnfa.followup.models import Clock
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule

# Days late (or since the end) up to which a flag belongs to a band; beyond the last it is as urgent as can be.
BANDS = (7, 15, 30, 90)
HIGH_FROM = 30
ANSWER_SOON = timedelta(days=7)


def report_overdue(as_of: date) -> QuerySet[Any]:
    """Delegations whose report of the result was due before `as_of` and is not in; none where the clock was waived."""
    late = Clock.objects.open_on(as_of).filter(
        code=TRIP_REPORT,
        due_on__lt=as_of,
        content_type__app_label=Delegation._meta.app_label,
        content_type__model=Delegation._meta.model_name,
    )
    due_on = Subquery(late.filter(object_id=OuterRef("pk")).values("due_on")[:1], output_field=DateField())
    rows = Delegation.objects.filter(pk__in=late.values("object_id")).annotate(
        object_id=F("pk"), reference_date=due_on
    )
    return _since(rows, as_of)


def unconfirmed(model: type[Delegation | Conference], as_of: date) -> QuerySet[Any]:
    """Delegations or conferences whose planned days have passed and of which nobody told what took place."""
    # The plan bounds the rows first (index): only these are asked for their state.
    planned = model.objects.filter(starts_on__isnull=True, planned_starts_on__lt=as_of, owes_report=True)
    rows = with_state(planned, as_of).filter(state=TripState.UNCONFIRMED)
    return _since(rows.annotate(object_id=F("pk"), reference_date=F("ends")), as_of)


def unanswered(as_of: date) -> QuerySet[Any]:
    """Invitations without an answer whose day for it has passed or comes within seven days; none to what was given up."""
    silent = Q(answer="") | Q(answered_on__gt=as_of)
    due = Invitation.objects.filter(silent, sent_on__lte=as_of, answer_by__lte=as_of + ANSWER_SOON)
    rows = due.exclude(called_off(as_of))
    return rows.annotate(
        object_id=F("pk"),
        reference_date=F("answer_by"),
        severity=Case(
            When(answer_by__lt=as_of, then=Value(Severity.HIGH.value)),
            default=Value(Severity.MEDIUM.value),
            output_field=CharField(),
        ),
        evidence=JSONObject(
            answer_by=F("answer_by"),
            days=DaysBetween(F("answer_by"), Value(as_of, DateField())),
            side=F("side"),
            partner=F("partner__name_vi"),
        ),
    )


def handling() -> QuerySet[Any]:
    """The agency that handles an invitation, as `record` and `agency`."""
    return Invitation.objects.filter(agency__isnull=False).annotate(record=F("pk"))


def _since(rows: QuerySet[Any], as_of: date) -> QuerySet[Any]:
    """Days since `reference_date` as evidence, with their band; the longer, the more severe."""
    band = Case(
        *(When(reference_date__gte=as_of - timedelta(days=days), then=Value(days)) for days in BANDS),
        default=Value(0),
    )
    return rows.annotate(
        severity=Case(
            When(reference_date__lte=as_of - timedelta(days=HIGH_FROM), then=Value(Severity.HIGH.value)),
            default=Value(Severity.MEDIUM.value),
            output_field=CharField(),
        ),
        evidence=JSONObject(
            since=F("reference_date"),
            days=DaysBetween(Value(as_of, DateField()), F("reference_date")),
            band=band,
        ),
    )


def _band(evidence: Mapping[str, Any]) -> str:
    """How long it has been, in words; `band` 0 is beyond the last."""
    if evidence["band"] == 0:
        return _("quá %(days)s ngày") % {"days": BANDS[-1]}
    return _("trong vòng %(days)s ngày") % {"days": evidence["band"]}


def _day(evidence: Mapping[str, Any], name: str) -> str:
    return display_value(date.fromisoformat(evidence[name]))


def explain_overdue(evidence: Mapping[str, Any]) -> str:
    """The last day, how long ago that was, and its band."""
    told = {"day": _day(evidence, "since"), "days": evidence["days"], "band": _band(evidence)}
    return (
        ngettext(
            "Chưa có báo cáo kết quả: hạn %(day)s, đã quá %(days)s ngày (%(band)s).",
            "Chưa có báo cáo kết quả: hạn %(day)s, đã quá %(days)s ngày (%(band)s).",
            evidence["days"],
        )
        % told
    )


def explain_unconfirmed(evidence: Mapping[str, Any]) -> str:
    """When the plan ended."""
    told = {"day": _day(evidence, "since"), "days": evidence["days"]}
    return (
        ngettext(
            "Dự kiến kết thúc %(day)s, đã %(days)s ngày, chưa ghi diễn ra thực tế, dời hay hủy.",
            "Dự kiến kết thúc %(day)s, đã %(days)s ngày, chưa ghi diễn ra thực tế, dời hay hủy.",
            evidence["days"],
        )
        % told
    )


def explain_unanswered(evidence: Mapping[str, Any]) -> str:
    """Who has to answer whom, and by when."""
    told = {"day": _day(evidence, "answer_by"), "partner": evidence["partner"], "days": abs(evidence["days"])}
    ours = evidence["side"] == InvitationSide.RECEIVED
    if evidence["days"] < 0:
        if ours:
            return _("Chưa trả lời %(partner)s: hạn trả lời %(day)s, đã quá %(days)s ngày.") % told
        return _("%(partner)s chưa trả lời: hạn trả lời %(day)s, đã quá %(days)s ngày.") % told
    if evidence["days"] == 0:
        if ours:
            return _("Chưa trả lời %(partner)s: hôm nay (%(day)s) là hạn trả lời.") % told
        return _("%(partner)s chưa trả lời: hôm nay (%(day)s) là hạn trả lời.") % told
    if ours:
        return _("Chưa trả lời %(partner)s: hạn trả lời %(day)s, còn %(days)s ngày.") % told
    return _("%(partner)s chưa trả lời: hạn trả lời %(day)s, còn %(days)s ngày.") % told


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    for model in (Delegation, Conference, Invitation):
        register_kind(FlagKind(model, model.objects.visible_to))
    not_told = gettext_lazy("Đã qua ngày dự kiến, chưa ghi diễn ra thực tế")
    register_rule(
        FlagRule(
            "trip_report_overdue",
            gettext_lazy("Quá hạn báo cáo kết quả đoàn"),
            Severity.MEDIUM,
            Delegation,
            report_overdue,
            explain_overdue,
            order=50,
        )
    )
    for code, model in (("trip_unconfirmed", Delegation), ("conference_unconfirmed", Conference)):
        rows = partial(unconfirmed, model)
        owed_by = partial(leading, model)
        register_rule(
            FlagRule(
                code, not_told, Severity.MEDIUM, model, rows, explain_unconfirmed, order=52, owed_by=owed_by
            )
        )
    register_rule(clock_overdue_rule(Conference, code="conference_clock_overdue", order=51))
    register_rule(
        FlagRule(
            "invitation_unanswered",
            gettext_lazy("Lời mời đến hạn chưa có trả lời"),
            Severity.MEDIUM,
            Invitation,
            unanswered,
            explain_unanswered,
            order=54,
            owed_by=handling,
        )
    )
