"""The one way flags come and go: compare what the rules find as of a day with the flags that are open.

Nothing is counted up or down and no night matters by itself: a missed run is caught up by the next, a
run twice over changes nothing. A flag that closed stays as history; if its cause returns, a new one opens.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import CharField, Value
from django.utils import timezone

from dnfa.core.audit import as_actor
from dnfa.followup.models import Flag, FlagRun
from dnfa.followup.rules import FlagRule, rules

logger = logging.getLogger(__name__)

# Any constant that no other lock of this database uses.
SYNC_LOCK = 2887_2612

# The rule's query runs once, into `found`; all parts see the same snapshot, and touch different rows.
# Every run writes `last_seen_on`; a second run for the same day therefore writes nothing at all.
_COMPARE = """
WITH given AS (
    SELECT %s::varchar AS rule, %s::integer AS content_type, %s::date AS as_of, %s::timestamptz AS now
), found AS MATERIALIZED (
    SELECT object_id::bigint, reference_date::date, evidence::jsonb, severity::varchar FROM ({rows}) AS rule_rows
), standing AS (
    SELECT flag.id, flag.object_id FROM {flag} AS flag JOIN given
        ON flag.rule = given.rule AND flag.content_type_id = given.content_type AND flag.closed_on IS NULL
), opened AS (
    INSERT INTO {flag} (rule, severity, content_type_id, object_id, reference_date, evidence, opened_on, last_seen_on,
                        snooze_reason, created_at, updated_at)
    SELECT given.rule, found.severity, given.content_type, found.object_id, found.reference_date, found.evidence,
           given.as_of, given.as_of, '', given.now, given.now
    FROM found CROSS JOIN given
    WHERE NOT EXISTS (SELECT 1 FROM standing WHERE standing.object_id = found.object_id)
    RETURNING 1
), kept AS (
    UPDATE {flag} AS flag
    SET severity = found.severity, reference_date = found.reference_date, evidence = found.evidence,
        last_seen_on = given.as_of, updated_at = given.now
    FROM found JOIN standing USING (object_id) CROSS JOIN given
    WHERE flag.id = standing.id
      AND (flag.severity, flag.reference_date, flag.evidence, flag.last_seen_on)
          IS DISTINCT FROM (found.severity, found.reference_date, found.evidence, given.as_of)
    RETURNING 1
), closed AS (
    UPDATE {flag} AS flag
    SET closed_on = given.as_of, closed_at = given.now, updated_at = given.now
    FROM standing CROSS JOIN given
    WHERE flag.id = standing.id AND NOT EXISTS (SELECT 1 FROM found WHERE found.object_id = standing.object_id)
    RETURNING 1
)
SELECT (SELECT count(*) FROM opened),
       (SELECT count(*) FROM found JOIN standing USING (object_id)),
       (SELECT count(*) FROM closed)
"""
_NOTHING_FOUND = (
    "SELECT NULL AS object_id, NULL AS reference_date, NULL AS evidence, NULL AS severity WHERE false"
)


@dataclass(frozen=True)
class RuleOutcome:
    """What one rule did in a run: flags opened, kept and closed."""

    opened: int = 0
    kept: int = 0
    closed: int = 0


@dataclass
class SyncOutcome:
    """One run and, by rule code, what each rule did; a rule that failed is missing from `by_rule`."""

    run: FlagRun
    by_rule: dict[str, RuleOutcome] = field(default_factory=dict)


def sync_flags(*, as_of: date) -> FlagRun:
    """Bring the flags in line with the register as of a day; returns the run's row. See `run_sync`."""
    return run_sync(as_of=as_of).run


def run_sync(*, as_of: date) -> SyncOutcome:
    """Open, keep and close flags as every rule says for `as_of`, all or nothing per rule.

    Side effects: writes flags and one `FlagRun`; the audit trail names "quét cảnh báo" as the actor.
    A rule that fails leaves its flags as they were, is named in `FlagRun.failures` (shown on the flags
    page) and logged as an error; the other rules go on. Two runs at once wait for each other.
    """
    with as_actor("quét cảnh báo", as_of=as_of.isoformat()), transaction.atomic():
        _wait_for_other_runs()
        now = timezone.now()  # after the wait, so that nothing closes before it was opened
        outcome = SyncOutcome(FlagRun.objects.create(as_of=as_of))
        for rule in rules():
            _run_rule(rule, outcome, as_of, now)
        _finish(outcome, orphans=_close_flags_without_rule(as_of, now))
    return outcome


def _wait_for_other_runs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SYNC_LOCK])


def _run_rule(rule: FlagRule, outcome: SyncOutcome, as_of: date, now: datetime) -> None:
    """Run one rule in its own savepoint; a failure is recorded, whatever its kind: the rules are others' code."""
    try:
        with transaction.atomic():
            outcome.by_rule[rule.code] = _compare(rule, as_of, now)
    except Exception as error:
        logger.exception("flag rule %s failed as of %s", rule.code, as_of)
        outcome.run.failures.append({"rule": rule.code, "error": f"{type(error).__name__}: {error}"[:500]})


def _compare(rule: FlagRule, as_of: date, now: datetime) -> RuleOutcome:
    rows, rule_params = _rule_sql(rule, as_of)
    content_type = ContentType.objects.get_for_model(rule.model)
    statement = _COMPARE.format(rows=rows, flag=connection.ops.quote_name(Flag._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, (rule.code, content_type.pk, as_of, now, *rule_params))
        opened, kept, closed = cursor.fetchone()
    return RuleOutcome(opened, kept, closed)


def _rule_sql(rule: FlagRule, as_of: date) -> tuple[str, tuple[Any, ...]]:
    """The rule's query with exactly the four columns the comparison asks for."""
    queryset = rule.rows(as_of)
    if "severity" not in queryset.query.annotations:
        queryset = queryset.annotate(severity=Value(rule.severity.value, CharField()))
    columns = queryset.order_by().values("object_id", "reference_date", "evidence", "severity")
    try:
        return columns.query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nothing can match
        return _NOTHING_FOUND, ()


def _close_flags_without_rule(as_of: date, now: datetime) -> int:
    """Close what a rule opened that has been taken away since; nothing else would ever close it."""
    orphans = Flag.objects.current().exclude(rule__in=[rule.code for rule in rules()])
    return orphans.update(closed_on=as_of, closed_at=now, updated_at=now)


def _finish(outcome: SyncOutcome, orphans: int) -> None:
    run, done = outcome.run, outcome.by_rule.values()
    run.opened = sum(rule.opened for rule in done)
    run.kept = sum(rule.kept for rule in done)
    run.closed = sum(rule.closed for rule in done) + orphans
    run.finished_at = timezone.now()
    run.save(update_fields=["opened", "kept", "closed", "failures", "finished_at"])
