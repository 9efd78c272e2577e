"""Nightly work of follow-up; the schedule is in dnfa/celery.py."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from celery import shared_task

from dnfa.core.audit import as_actor
from dnfa.core.clock import local_today
from dnfa.followup import clocks, sync
from dnfa.followup.clocks.sync import ACTOR


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
