"""Where the report on a delegation or conference stands on a day, computed twice and tested once (decision 0004)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.enums import TripState


class ReportStanding(models.TextChoices):
    """Of a record that owes a report and is over; computed, never stored."""

    OVERDUE = "overdue", _("Quá hạn báo cáo")
    OWED = "owed", _("Chờ báo cáo kết quả")
    REPORTED = "reported", _("Đã có báo cáo")
    CLOSED = "closed", pgettext_lazy("trạng thái đoàn", "Đã kết thúc")


TONES = {
    ReportStanding.OVERDUE: "danger",
    ReportStanding.OWED: "warn",
    ReportStanding.REPORTED: "ok",
    ReportStanding.CLOSED: "muted",
}
OUTSTANDING = (ReportStanding.OVERDUE, ReportStanding.OWED)
# Over, in a state where a report is owed or in; nothing is expected of what is planned, under way or given up.
OVER = (TripState.UNCONFIRMED, TripState.AWAITING_REPORT, TripState.REPORTED, TripState.CLOSED)


def standing_on(state: str, due_on: date | None, today: date) -> ReportStanding | None:
    """The standing of a record that owes a report, from its state on `today` and the last day for the report.

    Without a last day (the return is not known to the day, the deadline was waived) nothing is overdue.
    """
    if state == TripState.CLOSED:
        return ReportStanding.CLOSED
    if state == TripState.REPORTED:
        return ReportStanding.REPORTED
    if state not in OVER:
        return None
    return ReportStanding.OVERDUE if due_on is not None and due_on < today else ReportStanding.OWED


def standing_expression(today: date) -> Case:
    """SQL twin of `standing_on`; expects the annotations `state` and `due_on`."""
    return Case(
        When(state=TripState.CLOSED, then=Value(ReportStanding.CLOSED.value)),
        When(state=TripState.REPORTED, then=Value(ReportStanding.REPORTED.value)),
        When(~Q(state__in=OVER), then=Value(None)),
        When(due_on__lt=today, then=Value(ReportStanding.OVERDUE.value)),
        default=Value(ReportStanding.OWED.value),
        output_field=CharField(),
    )
