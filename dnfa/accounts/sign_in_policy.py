"""How many failures lock a door and for how long: rows the office may edit (migration accounts 0005)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dnfa.core.policy import parameters

ACCOUNT_FAILURES = "sign-in-account-failures"
ADDRESS_FAILURES = "sign-in-address-failures"
LOCK_MINUTES = "sign-in-lock-minutes"
LINK_PAUSE_MINUTES = "sign-in-link-pause-minutes"


@dataclass(frozen=True)
class SignInPolicy:
    """The numbers of one day."""

    account_failures: int
    address_failures: int
    locked_for: timedelta  # failures further apart than this do not add up either


def policy_on(day: date) -> SignInPolicy:
    """What holds on a day; one query."""
    values = parameters([ACCOUNT_FAILURES, ADDRESS_FAILURES, LOCK_MINUTES], day)
    return SignInPolicy(
        values[ACCOUNT_FAILURES], values[ADDRESS_FAILURES], timedelta(minutes=values[LOCK_MINUTES])
    )
