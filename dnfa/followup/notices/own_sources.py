"""What the ground floor itself tells: things to do and legal deadlines that come near, and flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.display import display_value
from dnfa.followup import rules
from dnfa.followup.clocks.triggers import registered_triggers
from dnfa.followup.enums import Severity
from dnfa.followup.models import Action, ActionAgency, Clock, Flag
from dnfa.followup.notices.sources import Moment, NoticeSource, register_source, still_speaks
from dnfa.followup.selectors import records_by_kind

GROUP_TIME = gettext_lazy("Việc và thời hạn")
GROUP_FLAGS = gettext_lazy("Cảnh báo")
TOLD = frozenset({Severity.HIGH, Severity.MEDIUM})
# Rows with `record` and `agency` (`FlagRule.owed_by`, `ClockTrigger.owed_by`).
Owing = Callable[[], QuerySet[Any]]


def action_rows(moment: Moment) -> QuerySet[Any]:
    """Open things to do with a day: to whoever was named; else to the agency that leads and to who is in charge of the record."""
    coordinates = Exists(
        ActionAgency.objects.filter(action=OuterRef("pk"), agency=OuterRef("assignee__agency")).order_by()
    )
    named = still_speaks("assignee", "lead_agency") | Q(coordinates, assignee__is_active=True)
    return (
        Action.objects.open_on(moment.today)
        .filter(due_on__isnull=False)
        .annotate(
            about=F("pk"),
            dated=F("due_on"),
            facts=JSONObject(due_on=Cast("due_on", CharField())),
            to_person=Case(When(named, then=F("assignee"))),
            to_agency=Case(When(named, then=None), default=F("lead_agency")),
            to_charge_type=Case(When(named, then=None), default=F("content_type")),
            to_charge_id=Case(When(named, then=None), default=F("object_id")),
        )
    )


class _Each(Func):
    """A row for each element; of an empty list none."""

    function = "unnest"
    set_returning = True
    output_field = BigIntegerField()


def _each_agency(code: str, owed_by: Mapping[str, Owing | None], otherwise: Any) -> _Each:
    """A row for each agency that what the field `code` names makes owe something about the record; where it names none,
    one row with `otherwise`.
    """
    lists = ArrayField(BigIntegerField())
    named = (
        When(
            Q(**{code: name}),
            then=ArraySubquery(owing().filter(record=OuterRef("object_id")).order_by().values("agency")),
        )
        for name, owing in owed_by.items()
        if owing is not None
    )
    alone = Func(otherwise, template="ARRAY[%(expressions)s]::bigint[]", output_field=lists)
    return _Each(Coalesce(NullIf(Case(*named, output_field=lists), Value([], lists)), alone))


def clock_rows(moment: Moment) -> QuerySet[Any]:
    """Legal deadlines to be kept: to the agencies that must, and to who is in charge of the record."""
    owing = {trigger.code: trigger.owed_by for trigger in registered_triggers()}
    return Clock.objects.open_on(moment.today).annotate(
        about=F("pk"),
        dated=F("due_on"),
        facts=JSONObject(due_on=Cast("due_on", CharField()), label=F("rule__label"), part=F("part_label")),
        to_agency=_each_agency("rule__trigger", owing, F("agency")),
        to_charge_type=F("content_type"),
        to_charge_id=F("object_id"),
    )


def flag_rows(moment: Moment) -> QuerySet[Any]:
    """Flags that nobody put off: to who is in charge of the record and the agencies that the rule makes owe something;
    what is urgent also to the heads of division.

    What is only good to know stays in the list of flags.
    Told again when one grows more urgent, enters a nearer band before an end, or comes back after it was put off.
    """
    occasion = Concat(
        "severity",
        Value(" "),
        Coalesce(KeyTextTransform("band", "evidence"), Value(""), output_field=CharField()),
        Value(" "),
        Coalesce(Cast("snoozed_until", CharField()), Value("")),
        output_field=CharField(),
    )
    owing = {rule.code: rule.owed_by for rule in rules.rules()}
    return (
        Flag.objects.due(moment.today)
        .filter(severity__in=sorted(TOLD))
        .annotate(
            about=F("pk"),
            dated=Coalesce("reference_date", "opened_on"),
            facts=JSONObject(rule=F("rule"), evidence=F("evidence")),
            threshold=occasion,
            to_agency=_each_agency("rule", owing, Value(None, BigIntegerField())),
            to_charge_type=F("content_type"),
            to_charge_id=F("object_id"),
            to_heads=Case(When(severity=Severity.HIGH, then=Value(True)), default=Value(False)),
        )
    )


def _day(facts: Mapping[str, Any]) -> str:
    return display_value(date.fromisoformat(facts["due_on"]))


def say_action(facts: Mapping[str, Any]) -> str:
    """By when."""
    return _("Việc phải làm, hạn %(day)s.") % {"day": _day(facts)}


def say_clock(facts: Mapping[str, Any]) -> str:
    """Which deadline, whose where several run for one record, by when."""
    told = {"label": facts["label"], "part": facts["part"], "day": _day(facts)}
    if facts["part"]:
        return _("%(label)s (%(part)s): hạn cuối %(day)s.") % told
    return _("%(label)s: hạn cuối %(day)s.") % told


def say_flag(facts: Mapping[str, Any]) -> str:
    """Which rule, and why."""
    return f"{rules.rule_label(facts['rule'])}. {rules.explanation(facts['rule'], facts['evidence'])}".strip()


def _bring_records(rows: Sequence[Any], _user: Any) -> None:
    """Who may see a flag or a clock may see its record."""
    prefetch_related_objects(rows, records_by_kind())


def _of_record(row: Any) -> str:
    return "" if row.record is None else str(row.record)


def _record_url(row: Any) -> str:
    address = getattr(row.record, "get_absolute_url", None)
    return str(address()) if address else ""


def register() -> None:
    """Called from `AppConfig.ready()`."""
    of_record: dict[str, Any] = {"bring": _bring_records, "title": _of_record, "url": _record_url}
    register_source(
        NoticeSource(
            "clock_due",
            gettext_lazy("Thời hạn luật định sắp đến, đã quá"),
            GROUP_TIME,
            Clock,
            clock_rows,
            say_clock,
            expects=True,
            has_steps=True,
            is_fixed=True,
            order=10,
            **of_record,
        )
    )
    register_source(
        NoticeSource(
            "action_due",
            gettext_lazy("Việc phải làm sắp đến hạn, đã quá hạn"),
            GROUP_TIME,
            Action,
            action_rows,
            say_action,
            expects=True,
            has_steps=True,
            is_fixed=True,
            order=20,
        )
    )
    register_source(
        NoticeSource(
            "flag_raised",
            gettext_lazy("Cảnh báo cần xử lý, cần theo dõi"),
            GROUP_FLAGS,
            Flag,
            flag_rows,
            say_flag,
            expects=True,
            is_fixed=True,
            order=60,
            **of_record,
        )
    )
