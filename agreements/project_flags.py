"""What is wrong with a project: past its end, no word from its agency, money behind plan; or with who may work here.

The half-year reports and the tolerance are parameters until the forms of Decree 313/2025/NĐ-CP are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.enums import RUNNING_DEEDS, FundingKind, PermitState, ProjectState
from agreements.models import FundingLine, NgoRegistration, Project, ProjectEvent, ProjectReport
from dnfa.core.display import display_value
from dnfa.core.functions import PartialFirst
from dnfa.core.money import DONG, Money
from dnfa.core.policy import parameter
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule
from partners.models import Partner

REPORT_DUE_DAYS = "project-report-due-days"
LAG_PERCENT = "disbursement-lag-percent"
NGO_EXPIRING_DAYS = "ngo-registration-expiring-days"
# Days past the end from which it is urgent: a quarter has gone by without a word.
HIGH_FROM = timedelta(days=90)
HUNDRED = 100
HALVES = ((6, 30), (12, 31))
_SUM = DecimalField(max_digits=30, decimal_places=2)
_WRONG_PERMITS = (PermitState.EXPIRING, PermitState.EXPIRED)


def half_year_of(day: date) -> tuple[date, date]:
    """The half of a year a day lies in: its first and last day."""
    last = next(date(day.year, *half) for half in HALVES if date(day.year, *half) >= day)
    return date(last.year, last.month - 5, 1), last


def half_year_before(day: date) -> tuple[date, date]:
    """The last half of a year that had ended before `day`: its first and last day."""
    ends = [date(year, *half) for year in (day.year - 1, day.year) for half in HALVES]
    last = max(end for end in ends if end < day)
    return date(last.year, last.month - 5, 1), last


# --- past its end -----------------------------------------------------------------------
def _past_end(as_of: date) -> QuerySet[Any]:
    late: Any = Project.objects.past_their_end(as_of)
    return late.annotate(
        object_id=F("pk"),
        reference_date=F("last_day"),
        severity=Case(
            When(last_day__lte=as_of - HIGH_FROM, then=Value(Severity.HIGH.value)),
            default=Value(Severity.MEDIUM.value),
            output_field=CharField(),
        ),
        evidence=JSONObject(last_day=F("last_day"), state=F("state")),
    )


def explain_past_end(evidence: Mapping[str, Any]) -> str:
    """When it should have ended, and what the register calls it still."""
    day = display_value(date.fromisoformat(evidence["last_day"]))
    state = ProjectState(evidence["state"]).label
    return _("Hết thời gian thực hiện %(day)s mà vẫn ghi “%(state)s”.") % {"day": day, "state": state}


# --- no report of the half-year ---------------------------------------------------------
def report_due(as_of: date) -> tuple[date, date, date]:
    """The half-year whose report is owed by `as_of` (first and last day), and the day it was due."""
    first, last = half_year_before(as_of)
    due = last + timedelta(days=parameter(REPORT_DUE_DAYS, as_of))
    if due >= as_of:  # not late yet; the one before may be
        first, last = half_year_before(first)
        due = last + timedelta(days=parameter(REPORT_DUE_DAYS, as_of))
    return first, last, due


def reports_owed(first: date, last: date, as_of: date) -> QuerySet[Any]:
    """Running projects of which nobody, by a day, has told the whole of a half-year in which they ran already.

    Where no source says since when a project is, the deed that starts it does.
    """
    started: Any = ProjectEvent.objects.happened_by(as_of).filter(
        project=OuterRef("pk"), kind__in=sorted(RUNNING_DEEDS), occurred_on__last__lte=last
    )
    begun = Q(starts_on__last__lte=last) | Q(Exists(started), starts_on__isnull=True)
    told = ProjectReport.objects.filter(received_on__lte=as_of).projects_told(first, last)
    known: Any = Project.objects.with_state(as_of)
    running = known.filter(begun, owes_reports=True, state=ProjectState.RUNNING)
    return running.exclude(pk__in=told)


def reports_overdue(as_of: date) -> QuerySet[Any]:
    """Projects that owe the report of a half-year by a day, with the `evidence` that `explain_report_overdue` reads."""
    first, last, due = report_due(as_of)
    return reports_owed(first, last, as_of).annotate(
        object_id=F("pk"),
        reference_date=Value(due),
        severity=Value(Severity.MEDIUM.value, CharField()),
        evidence=JSONObject(
            period_from=Value(first.isoformat()),
            period_to=Value(last.isoformat()),
            due_on=Value(due.isoformat()),
        ),
    )


def explain_report_overdue(evidence: Mapping[str, Any]) -> str:
    """Which half-year, and since when."""
    days = {
        name: display_value(date.fromisoformat(evidence[name]))
        for name in ("period_from", "period_to", "due_on")
    }
    return _("Chưa có báo cáo tiến độ kỳ %(period_from)s - %(period_to)s, hạn %(due_on)s.") % days


# --- money behind plan ------------------------------------------------------------------
def _plan(as_of: date, amount: str) -> dict[str, Any]:
    """What was planned for the periods that have ended by a day, and what was disbursed by it, as sums of `amount`."""
    none = Value(Decimal(0), output_field=_SUM)
    return {
        "planned": Coalesce(Sum(amount, filter=_planned(as_of)), none, output_field=_SUM),
        "disbursed": Coalesce(Sum(amount, filter=_disbursed(as_of)), none, output_field=_SUM),
    }


def _planned(as_of: date) -> Q:
    return Q(kind=FundingKind.PLANNED, period_to__lt=as_of)


def _disbursed(as_of: date) -> Q:
    return Q(kind=FundingKind.DISBURSED) & (Q(booked_on__isnull=True) | Q(booked_on__first__lte=as_of))


def _told(**more: Any) -> JSONObject:
    return JSONObject(planned=Cast("planned", TextField()), disbursed=Cast("disbursed", TextField()), **more)


def _behind_plan(as_of: date) -> QuerySet[Any]:
    """Running projects where less was disbursed by a day than planned for the periods that have ended.

    Each currency for itself. Where money was disbursed in a currency without a plan, both are compared in đồng if every line is told
    in it; if one is not, what lags is named with the reservation that it cannot be compared.
    """
    least = Decimal(HUNDRED - parameter(LAG_PERCENT, as_of)) / HUNDRED
    lags = Q(disbursed__lt=ExpressionWrapper(F("planned") * Value(least), output_field=_SUM))
    lines = FundingLine.objects.filter(_planned(as_of) | _disbursed(as_of)).order_by()
    each: Any = (
        lines.values("project", "currency").annotate(**_plan(as_of, "amount")).filter(project=OuterRef("pk"))
    )
    whole: Any = lines.values("project").annotate(
        **_plan(as_of, "dong"), untold=Count("pk", filter=Q(dong__isnull=True))
    )
    own = whole.filter(project=OuterRef("pk"))
    worst = each.filter(lags).annotate(missing=F("planned") - F("disbursed")).order_by("-missing", "currency")
    known: Any = Project.objects.with_state(as_of)
    running = known.filter(state=ProjectState.RUNNING).annotate(
        is_mixed=Exists(each.filter(planned=0, disbursed__gt=0)),
        is_told=Exists(own.filter(untold=0)),
    )
    in_dong = own.filter(lags).annotate(told=_told(currency=Value(DONG))).values("told")[:1]
    alone = worst.annotate(told=_told(currency=F("currency"))).values("told")[:1]
    apart = worst.annotate(told=_told(currency=F("currency"), apart=Value(True))).values("told")[:1]
    behind = Case(
        When(is_mixed=False, then=Subquery(alone)),
        When(is_told=True, then=Subquery(in_dong)),
        default=Subquery(apart),
    )
    return (
        running.annotate(behind=behind)
        .filter(behind__isnull=False)
        .annotate(
            object_id=F("pk"),
            reference_date=Value(None, output_field=DateField()),
            severity=Case(
                When(is_mixed=True, is_told=False, then=Value(Severity.LOW.value)),
                default=Value(Severity.MEDIUM.value),
                output_field=CharField(),
            ),
            evidence=F("behind"),
        )
    )


def explain_behind_plan(evidence: Mapping[str, Any]) -> str:
    """How much was planned for the periods that are over, and how much came; or that it came in money nobody can compare."""
    told = {
        name: str(Money(Decimal(evidence[name]), evidence["currency"])) for name in ("planned", "disbursed")
    }
    if not evidence.get("apart"):
        return _("Kế hoạch các kỳ đã qua %(planned)s, mới giải ngân %(disbursed)s.") % told
    if Decimal(evidence["disbursed"]):
        return (
            _(
                "Kế hoạch các kỳ đã qua %(planned)s, mới giải ngân %(disbursed)s, chưa kể phần bằng loại tiền khác, không so được: hãy"
                " ghi tỷ giá của các dòng."
            )
            % told
        )
    return (
        _(
            "Kế hoạch các kỳ đã qua %(planned)s, giải ngân bằng loại tiền khác, không so được: hãy ghi tỷ giá của các dòng."
        )
        % told
    )


# --- registrations ----------------------------------------------------------------------
def _papers(as_of: date) -> Any:
    """Registrations with what says which takes the place of which: `state`, `begins`, `ends`, and `since`, when it began or was issued."""
    known = NgoRegistration.objects.with_state(as_of, expiring_days=parameter(NGO_EXPIRING_DAYS, as_of))
    return known.annotate(since=Coalesce(PartialFirst("valid_from"), PartialFirst("issued_on")))


def ending_registrations(as_of: date) -> QuerySet[Any]:
    """Registrations that end soon or have ended, and whose place no later one of the same organisation and kind takes.

    A later one ends later; without an end it is not known to be the older. It is in force already, or from the day after the
    other ends. One withdrawn before it was ever in force takes no place.
    """
    wrong = _papers(as_of).filter(state__in=_WRONG_PERMITS)
    wrong = wrong.annotate(
        in_time=Greatest(Cast(F("ends") + timedelta(days=1), DateField()), Value(as_of, DateField()))
    )
    longer = Q(ends__gt=OuterRef("ends")) | Q(ends=OuterRef("ends"), pk__gt=OuterRef("pk"))
    not_older = Q(since__isnull=True) | Q(since__gte=Coalesce(OuterRef("since"), F("since")))
    began = Q(begins__isnull=True) | Q(begins__lte=OuterRef("in_time"))
    never_held = Q(withdrawn_on__lte=as_of, begins__gt=F("withdrawn_on"))
    later = _papers(as_of).filter(
        longer | Q(ends__isnull=True) & not_older,
        began & ~never_held,
        partner=OuterRef("partner"),
        kind=OuterRef("kind"),
    )
    return wrong.exclude(Exists(later.exclude(pk=OuterRef("pk"))))


def _registrations(as_of: date) -> QuerySet[Any]:
    """Organisations with a registration that ends soon or has ended: told by the one that ended first, and how many others."""
    wrong: Any = ending_registrations(as_of).filter(partner=OuterRef("pk"))
    first = wrong.order_by("ends", "pk")
    count = wrong.order_by().values("partner").annotate(count=Count("pk")).values("count")
    return (
        Partner.objects.annotate(
            permit_state=Subquery(first.values("state")[:1]), permit_ends=Subquery(first.values("ends")[:1])
        )
        .filter(permit_state__isnull=False)
        .annotate(
            object_id=F("pk"),
            reference_date=F("permit_ends"),
            severity=Case(
                When(permit_state=PermitState.EXPIRED, then=Value(Severity.HIGH.value)),
                default=Value(Severity.MEDIUM.value),
                output_field=CharField(),
            ),
            evidence=JSONObject(
                state=F("permit_state"),
                ends=F("permit_ends"),
                number=Subquery(first.values("number")[:1]),
                others=Subquery(count) - 1,
            ),
        )
    )


def explain_registration(evidence: Mapping[str, Any]) -> str:
    """Which paper, its last day, and how many others are as far."""
    told = {"number": evidence["number"], "day": display_value(date.fromisoformat(evidence["ends"]))}
    if evidence["state"] == PermitState.EXPIRED:
        words = _("Giấy đăng ký %(number)s hết hiệu lực từ sau %(day)s.") % told
    else:
        words = _("Giấy đăng ký %(number)s còn hiệu lực đến %(day)s.") % told
    others = evidence.get("others", 0)  # not told by a flag closed before it was counted
    if not others:
        return words
    more = ngettext(
        "Còn %(n)s giấy khác đã hết hoặc sắp hết hiệu lực.",
        "Còn %(n)s giấy khác đã hết hoặc sắp hết hiệu lực.",
        others,
    )
    return f"{words} {more % {'n': others}}"


RULES = (
    (
        "project_past_end",
        gettext_lazy("Dự án quá thời hạn"),
        Severity.MEDIUM,
        Project,
        _past_end,
        explain_past_end,
    ),
    (
        "project_report_overdue",
        gettext_lazy("Dự án thiếu báo cáo tiến độ"),
        Severity.MEDIUM,
        Project,
        reports_overdue,
        explain_report_overdue,
    ),
    (
        "disbursement_behind_plan",
        gettext_lazy("Giải ngân chậm so với kế hoạch"),
        Severity.MEDIUM,
        Project,
        _behind_plan,
        explain_behind_plan,
    ),
    (
        "ngo_registration_ending",
        gettext_lazy("Giấy đăng ký sắp hết, đã hết hiệu lực"),
        Severity.MEDIUM,
        Partner,
        _registrations,
        explain_registration,
    ),
)
FIRST_ORDER = 70  # after the rules about papers


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_kind(FlagKind(Project, Project.objects.visible_to))
    for order, (code, label, severity, model, rows, explain) in enumerate(RULES, start=FIRST_ORDER):
        register_rule(FlagRule(code, label, severity, model, rows, explain, order=order))
