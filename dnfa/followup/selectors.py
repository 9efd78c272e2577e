"""Composed reads of flags: what is due, how many, of which record, and how the last run went."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Model, OuterRef, QuerySet

from dnfa.followup import rules
from dnfa.followup.models import Flag, FlagRun
from dnfa.followup.querysets import FlagQuerySet
from dnfa.followup.sync import RuleOutcome, SyncOutcome

Rows = TypeVar("Rows", bound=QuerySet[Any])


def open_flags(user: Any, today: date) -> FlagQuerySet:
    """Flags that ask for this person's attention on `today`: open, not put off, of records the person may see."""
    return Flag.objects.visible_to(user).due(today)


def counts_by_rule(user: Any, today: date) -> dict[str, int]:
    """How many flags of each rule are due, in the order of the rules; 0 where there are none.

    Each number is that of the list `?rule=<code>&state=open`.
    """
    counted = dict(open_flags(user, today).order_by().values_list("rule").annotate(Count("pk")))
    return {rule.code: counted.get(rule.code, 0) for rule in rules.rules()}


def flags_of(record: Model) -> FlagQuerySet:
    """Flags of one record whose cause stands, put off or not. Whoever may see the record may see them."""
    return Flag.objects.of_record(record).current().order_by("rule", "pk")


def annotate_open_flags(queryset: Rows, model: type[Model]) -> Rows:
    """Annotate `open_flags`: codes of the rules whose flags stand on the row, put off or not, sorted; one subquery.

    The kind of record is found by its name inside the query, so that no content type has to be read first.
    """
    standing = Flag.objects.of_kind(model).current().filter(object_id=OuterRef("pk")).order_by("rule")
    return queryset.annotate(open_flags=ArraySubquery(standing.values("rule")))


def last_run() -> FlagRun | None:
    """The latest run of the sync, or None before the first."""
    return FlagRun.objects.order_by("-started_at", "-pk").first()


def with_records(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    """Bring the records that the flags speak of: one query per kind of record."""
    return flags.select_related("content_type", "snoozed_by").prefetch_related(records_by_kind())


def records_by_kind() -> GenericPrefetch:
    """The records of rows that carry a `record`, with what the records' own words read."""
    read = [kind.model._default_manager.select_related(*kind.reads) for kind in rules.kinds() if kind.reads]
    return GenericPrefetch("record", read)


def record_key(flag: Flag) -> str:
    """The key of the record a flag speaks of; of a kind without keys, its number."""
    return str(getattr(flag.record, "key", flag.object_id))


def kind_code(flag: Flag) -> str:
    """The kind of the record as the API writes it ("partner")."""
    return ContentType.objects.get_for_id(flag.content_type_id).model


def run_report(outcome: SyncOutcome) -> dict[str, Any]:
    """What a run did and every flag that now stands, as plain data: the output of `sync_flags --json`.

    Flags are sorted by rule, kind and key. It is the system's own view: nobody's rights narrow it.
    """
    standing = list(with_records(Flag.objects.current()))
    open_by_rule = Counter(flag.rule for flag in standing)
    return {
        "as_of": outcome.run.as_of.isoformat(),
        "opened": outcome.run.opened,
        "kept": outcome.run.kept,
        "closed": outcome.run.closed,
        "failures": outcome.run.failures,
        "rules": {
            rule.code: {
                **asdict(outcome.by_rule.get(rule.code, RuleOutcome())),
                "open": open_by_rule[rule.code],
            }
            for rule in rules.rules()
        },
        "flags": sorted(
            (_plain(flag) for flag in standing), key=lambda row: (row["rule"], row["kind"], row["key"])
        ),
    }


def _plain(flag: Flag) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "severity": flag.severity,
        "kind": kind_code(flag),
        "key": record_key(flag),
        "title": record_title(flag),
        "reference_date": flag.reference_date.isoformat() if flag.reference_date else None,
        "evidence": flag.evidence,
    }


def record_title(flag: Flag) -> str:
    """What the record is called now; empty when it was deleted and no run has closed the flag yet."""
    return "" if flag.record is None else str(flag.record)
