"""The one way clocks come, move and go: compare what the triggers find with the rows that stand.

Nothing is counted up or down, and no night matters by itself: a run twice over writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone, translation

from dnfa.core.calendar import load_calendar
from dnfa.followup.clocks.engine import due_on
from dnfa.followup.clocks.policy import kept_times
from dnfa.followup.clocks.triggers import ClockTrigger, registered_triggers
from dnfa.followup.models import Clock, ClockRule

# In the audit trail, when no person stands behind a run (the night, the command).
ACTOR = "tính thời hạn"
# Any constant that no other lock of this database uses: alone for a full run, shared by runs of one record.
SYNC_LOCK = 2887_2613

Key = tuple[str, int, int, str]
# What a clock says beyond its identity: compared, and written when it differs.
DERIVED = ("rule_id", "part_label", "agency_id", "started_on", "due_on", "done_on", "done_note")


@dataclass(frozen=True)
class ClockSync:
    """What a run did: clocks opened, moved (or changed otherwise), closed (the duty was done), kept as they were,
    and removed because nothing starts them any more.
    """

    opened: int = 0
    moved: int = 0
    closed: int = 0
    kept: int = 0
    removed: int = 0


def sync_clocks(*, record: Model | None = None) -> ClockSync:
    """Bring the clocks in line with the facts, the rules and the calendar; with `record`, those of one record only.

    For each fact of each trigger the rule version valid on the day of the event applies, if its conditions hold and
    the day lies in a time in which the office keeps its clocks here (`clocks-run-from`). Services call it with
    `record` at the end of their transaction, the night and changes of rules or calendar without.

    Side effects: writes the `Clock` rows that differ, nothing else; deletes rows that nothing starts any more, except
    waived ones, which keep the reason somebody gave. The audit rows carry the author of the surrounding context. One
    query per trigger, five more, and one per kind of write. Runs of the whole and of a record wait for each other.
    """
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _wait_for_other_runs(record)
        wanted = dict(_wanted(record))
        standing = {_key(clock): clock for clock in _standing(record)}
        return _write(wanted, standing)


def _wait_for_other_runs(record: Model | None) -> None:
    with connection.cursor() as cursor:
        if record is None:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SYNC_LOCK])
            return
        kind = ContentType.objects.get_for_model(record).pk
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s, hashint8(%s))",
            [SYNC_LOCK, SYNC_LOCK + kind, record.pk],
        )


def _triggers_of(record: Model | None) -> list[ClockTrigger]:
    return [
        trigger for trigger in registered_triggers() if record is None or isinstance(record, trigger.model)
    ]


def _standing(record: Model | None) -> Iterable[Clock]:
    if record is None:
        return Clock.objects.all()
    return Clock.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


def _key(clock: Clock) -> Key:
    return clock.code, clock.content_type_id, clock.object_id, clock.part


def _wanted(record: Model | None) -> Iterator[tuple[Key, dict[str, Any]]]:
    """What should stand, by identity."""
    calendar, kept = load_calendar(), kept_times()
    versions = _versions_by_trigger()
    for trigger in _triggers_of(record):
        kind = ContentType.objects.get_for_model(trigger.model).pk
        facts = trigger.rows() if record is None else trigger.rows().filter(object_id=record.pk)
        for fact in facts.order_by().values(*trigger.columns):
            if fact["started_on"] not in kept:
                continue
            for rule in _rules_for(fact, versions.get(trigger.code, {})):
                yield (
                    (rule.key, kind, fact["object_id"], fact["part"]),
                    {
                        "rule_id": rule.pk,
                        "part_label": fact["part_label"],
                        "agency_id": fact["agency_id"],
                        "started_on": fact["started_on"],
                        "due_on": due_on(rule, fact["started_on"], calendar),
                        "done_on": fact["done_on"],
                        "done_note": fact["done_note"] or "",
                    },
                )


def _versions_by_trigger() -> dict[str, dict[str, list[ClockRule]]]:
    """Versions of each rule, the newest first."""
    found: dict[str, dict[str, list[ClockRule]]] = {}
    for rule in ClockRule.objects.order_by("key", "-valid_from"):
        found.setdefault(rule.trigger, {}).setdefault(rule.key, []).append(rule)
    return found


def _rules_for(fact: dict[str, Any], versions: dict[str, list[ClockRule]]) -> Iterator[ClockRule]:
    """Of each rule the newest version valid on the day of the event, when its conditions hold."""
    for candidates in versions.values():
        rule = next((rule for rule in candidates if _is_valid(rule, fact["started_on"])), None)
        if rule is not None and all(fact.get(name) in given for name, given in rule.conditions.items()):
            yield rule


def _is_valid(rule: ClockRule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)


def _write(wanted: dict[Key, dict[str, Any]], standing: dict[Key, Clock]) -> ClockSync:
    fates: Counter[str] = Counter()
    new, changed = [], []
    for key, values in wanted.items():
        clock = standing.pop(key, None)
        if clock is None:
            code, kind, object_id, part = key
            new.append(Clock(code=code, content_type_id=kind, object_id=object_id, part=part, **values))
        elif fate := _change(clock, values):
            changed.append(clock)
            fates[fate] += 1
        else:
            fates["kept"] += 1
    gone = [clock.pk for clock in standing.values() if clock.waived_on is None]
    fates["kept"] += len(standing) - len(gone)
    Clock.objects.bulk_create(new, batch_size=500)
    if changed:
        Clock.objects.bulk_update(changed, [*DERIVED_FIELDS, "updated_at"], batch_size=500)
    if gone:
        Clock.objects.filter(pk__in=gone).delete()
    return ClockSync(opened=len(new), removed=len(gone), **fates)


DERIVED_FIELDS = tuple(name.removesuffix("_id") for name in DERIVED)


def _change(clock: Clock, values: dict[str, Any]) -> str:
    """Bring a row up to date; gives what that means for it: "closed", "moved", or "" when nothing differs."""
    before = {name: getattr(clock, name) for name in DERIVED}
    if before == values:
        return ""
    for name, value in values.items():
        setattr(clock, name, value)
    clock.updated_at = timezone.now()
    return "closed" if before["done_on"] is None and values["done_on"] is not None else "moved"
