"""Nightly work of follow-up; the schedule is in dnfa/celery.py."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from dnfa.core.clock import local_today
from dnfa.followup import sync


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
