"""Nightly work of follow-up; the schedule is in dnfa/celery.py."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from celery import shared_task

from dnfa import heartbeat
from dnfa.core.audit import as_actor
from dnfa.core.clock import local_now, local_today
from dnfa.followup import clocks, sync
from dnfa.followup.clocks.sync import ACTOR
from dnfa.followup.notices import digests
from dnfa.followup.notices import sync as notices
from dnfa.followup.notices.sources import moment_now


@shared_task(name="dnfa.followup.tasks.sync_flags")
def sync_flags() -> dict[str, Any]:
    """Compare the flags with the register as of today in Đà Nẵng; twice in a night changes nothing."""
    run = sync.sync_flags(as_of=local_today())
    return {
        "as_of": run.as_of.isoformat(),
        "opened": run.opened,
        "kept": run.kept,
        "closed": run.closed,
        "failures": len(run.failures),
    }


@shared_task(name="dnfa.followup.tasks.sync_clocks")
def sync_clocks() -> dict[str, int]:
    """Compare the legal clocks with facts, rules and calendar; twice in a night writes nothing."""
    with as_actor(ACTOR):
        return asdict(clocks.sync_clocks())


@shared_task(name="dnfa.followup.tasks.sync_notices")
def sync_notices() -> dict[str, Any]:
    """Tell people what the night's flags and deadlines say; what was told is not told again."""
    return asdict(notices.sync_notices(moment=moment_now(), now=local_now()))


@shared_task(name="dnfa.followup.tasks.sync_live_notices")
def sync_live_notices() -> dict[str, Any]:
    """Tell people what happened to updates and rounds in the last minute, or since the last run that got through."""
    run = notices.sync_notices(moment=moment_now(), now=local_now(), only=lambda source: source.is_live)
    if not run.failures:
        heartbeat.record("notices")
    return asdict(run)


@shared_task(name="dnfa.followup.tasks.make_digests")
def make_digests() -> int:
    """Write the day's mails that are not written yet; nothing on a day off."""
    return digests.make_digests(moment=moment_now(), now=local_now())
