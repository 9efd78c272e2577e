"""Nightly work of accounts; the schedule is in dnfa/celery.py."""

from __future__ import annotations

from celery import shared_task

from dnfa.accounts import idempotency
from dnfa.core.clock import local_now


@shared_task(name="dnfa.accounts.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> int:
    """Forget answers kept for repeated requests once their day is over; twice changes nothing."""
    return idempotency.purge(now=local_now())
