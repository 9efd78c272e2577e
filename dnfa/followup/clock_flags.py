"""The flag of a record whose legal deadline has passed: one rule for any kind of record that has clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dnfa.core.display import display_value
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.enums import Severity
from dnfa.followup.models import Clock
from dnfa.followup.querysets import ClockQuerySet
from dnfa.followup.rules import FlagRule

CODE = "clock_overdue"


class _Days(Func):
    """Whole days from the second date to the first; Django's own subtraction gives an interval."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    arity = 2
    output_field = IntegerField()


def clock_overdue_rule(model: type[Model], *, code: str = CODE, order: int = 5) -> FlagRule:
    """The rule for one kind of record; rooms register it beside their own (`register_rule`), after the kind."""
    label = gettext_lazy("Quá thời hạn luật định")
    return FlagRule(code, label, Severity.HIGH, model, partial(overdue, model), explain, order=order)


def overdue(model: type[Model], as_of: date) -> QuerySet[Any]:
    """Records with a clock that is open and overdue on `as_of`; evidence names the one longest overdue.

    Evidence: `label`, `due_on`, `days` (calendar days since), `count` (how many are overdue).
    """
    late: ClockQuerySet = (
        Clock.objects.open_on(as_of)
        .filter(
            due_on__lt=as_of,
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id=OuterRef("pk"),
        )
        .order_by("due_on", "pk")
    )
    due_on = Subquery(late.values("due_on")[:1], output_field=DateField())
    how_many = late.order_by().values("object_id").annotate(n=Count("pk")).values("n")
    return (
        model._default_manager.filter(Exists(late))
        .annotate(reference_date=due_on, object_id=F("pk"))
        .annotate(
            evidence=JSONObject(
                label=Subquery(late.values("rule__label")[:1]),
                due_on=F("reference_date"),
                days=_Days(Value(as_of, DateField()), F("reference_date")),
                count=Subquery(how_many, output_field=IntegerField()),
            )
        )
    )


def explain(evidence: Mapping[str, Any]) -> str:
    """Which duty, since when, and how many more there are."""
    sentence = ngettext(
        "Quá hạn “%(label)s”: hạn cuối %(day)s, đã quá %(days)s ngày kể cả ngày nghỉ.",
        "Quá hạn “%(label)s”: hạn cuối %(day)s, đã quá %(days)s ngày kể cả ngày nghỉ.",
        evidence["days"],
    ) % {
        "label": evidence["label"],
        "day": display_value(PartialDate.from_iso(evidence["due_on"])),
        "days": evidence["days"],
    }
    if evidence["count"] == 1:
        return sentence
    return f"{sentence} " + _("Tất cả %(count)s thời hạn đã quá.") % {"count": evidence["count"]}
