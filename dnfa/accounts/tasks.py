"""Background work of accounts: mail, and the purges whose schedule is in dnfa/celery.py."""

from __future__ import annotations

from celery import shared_task

from dnfa.accounts import idempotency, locks, password_links, sessions
from dnfa.core.clock import local_now


@shared_task(name="dnfa.accounts.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> int:
    """Forget answers kept for repeated requests once their day is over; twice changes nothing."""
    return idempotency.purge(now=local_now())


@shared_task(name="dnfa.accounts.tasks.purge_sign_in_locks")
def purge_sign_in_locks() -> int:
    """Forget failed sign-ins of three months ago; twice changes nothing."""
    return locks.purge(now=local_now())


@shared_task(name="dnfa.accounts.tasks.purge_sessions")
def purge_sessions() -> int:
    """Forget sessions that are over; twice changes nothing."""
    return sessions.purge(now=local_now())


@shared_task(name="dnfa.accounts.tasks.send_password_link")
def send_password_link(email: str, base: str) -> bool:
    """Write to the account of this mail address, when there is one; a second run within the pause writes nothing."""
    return password_links.send_link(email=email, base=base, now=local_now())
