"""The flag on signed papers with a promise whose day is past and that nobody has kept or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Agreement, Commitment
from dnfa.core.display import display_value
from dnfa.followup.enums import Severity
from dnfa.followup.models import Action
from dnfa.followup.rules import FlagRule, register_rule

# Days late from which it is urgent: a month has passed without a word.
HIGH_FROM = timedelta(days=30)


def late_commitments(as_of: date) -> QuerySet[Any]:
    """Commitments of signed papers that were due before `as_of` and are open on it."""
    late = Action.objects.open_on(as_of).filter(due_on__lt=as_of)
    return Commitment.objects.counting().filter(action__in=late.order_by().values("pk"))


def _overdue(as_of: date) -> QuerySet[Any]:
    late = late_commitments(as_of).filter(agreement=OuterRef("pk"))
    first = late.order_by("action__due_on", "order", "pk")
    counted = late.order_by().values("agreement").annotate(count=Count("pk")).values("count")
    return (
        Agreement.objects.filter(Exists(late))
        .annotate(first_due=Subquery(first.values("action__due_on")[:1]))
        .annotate(
            object_id=F("pk"),
            reference_date=F("first_due"),
            severity=Case(
                When(first_due__lte=as_of - HIGH_FROM, then=Value(Severity.HIGH.value)),
                default=Value(Severity.MEDIUM.value),
                output_field=CharField(),
            ),
            evidence=JSONObject(
                count=Subquery(counted),
                due_on=F("first_due"),
                title=Subquery(first.values("action__title")[:1]),
            ),
        )
    )


def explain_overdue(evidence: Mapping[str, Any]) -> str:
    """How many, since when, and which is the oldest."""
    values = {
        "count": evidence["count"],
        "day": display_value(date.fromisoformat(evidence["due_on"])),
        "title": evidence["title"],
    }
    return (
        ngettext(
            "%(count)s cam kết quá hạn, hạn %(day)s: “%(title)s”.",
            "%(count)s cam kết quá hạn, sớm nhất hạn %(day)s: “%(title)s”.",
            evidence["count"],
        )
        % values
    )


def register() -> None:
    """Called from `AppConfig.ready()`, after the agreement was registered as a kind of record."""
    register_rule(
        FlagRule(
            "commitment_overdue",
            gettext_lazy("Cam kết quá hạn"),
            Severity.MEDIUM,
            Agreement,
            _overdue,
            explain_overdue,
            order=45,
        )
    )
