"""Background work of accounts: mail, and the purges whose schedule is in dnfa/celery.py."""

from __future__ import annotations

from celery import shared_task

from dnfa.accounts import idempotency, locks, password_links
from dnfa.core.clock import local_now


@shared_task(name="dnfa.accounts.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> int:
    """Forget answers kept for repeated requests once their day is over; twice changes nothing."""
    return idempotency.purge(now=local_now())


@shared_task(name="dnfa.accounts.tasks.purge_sign_in_locks")
def purge_sign_in_locks() -> int:
    """Forget failed sign-ins of three months ago; twice changes nothing."""
    return locks.purge(now=local_now())


# Tried again after 10, 20, 40, 80 and 160 s while the mail server does not answer.
@shared_task(
    name="dnfa.accounts.tasks.send_password_link",
    autoretry_for=(OSError,),
    retry_backoff=10,
    retry_jitter=False,
    max_retries=5,
)
def send_password_link(email: str, base: str) -> bool:
    """Write to the account of this mail address, when there is one; a second run within the pause sends nothing."""
    return password_links.send_link(email=email, base=base, now=local_now())
