"""Counting failed sign-ins, by user name and by network address, and locking the door for a while.

A name that nobody bears is counted and locked like any other: the answer tells nobody which names exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.addresses import lock_subject
from dnfa.accounts.enums import LockKind
from dnfa.accounts.models import SignInLock, User
from dnfa.accounts.rules import administers_accounts
from dnfa.accounts.sign_in_policy import SignInPolicy, policy_on
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed

KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Attempt:
    """Who says to be whom, from where."""

    username: str
    address: str | None = None

    @property
    def account_subject(self) -> str:
        """The name as it is stored: keyed, letter case aside."""
        return salted_hmac("dnfa.accounts.locks", self.username.casefold(), algorithm="sha256").hexdigest()

    def subjects(self) -> list[tuple[LockKind, str]]:
        """What a failure is counted by, always in the order in which the rows are locked."""
        counted = [(LockKind.ACCOUNT, self.account_subject)]
        if self.address is not None:
            counted.append((LockKind.ADDRESS, lock_subject(self.address)))
        return counted


def locked_until(attempt: Attempt, *, now: datetime) -> datetime | None:
    """Until when this attempt is refused unseen; None when the door is open. One query."""
    named = Q(pk__in=[])
    for kind, subject in attempt.subjects():
        named |= Q(kind=kind, subject=subject)
    ends = SignInLock.objects.filter(named, locked_until__gt=now).values_list("locked_until", flat=True)
    return max((end for end in ends if end is not None), default=None)


@transaction.atomic
def note_failure(*, attempt: Attempt, now: datetime) -> None:
    """Count a failed sign-in for the name and for the address.

    Side effects: one row each, locked until `now` plus the policy's minutes once the policy's number is reached. A
    failure longer ago than those minutes is forgotten.
    """
    policy = policy_on(now.date())
    user = User.objects.filter(username=attempt.username).only("pk").first()
    for kind, subject in attempt.subjects():
        _count(kind, subject, user if kind == LockKind.ACCOUNT else None, policy, now)


def _count(kind: LockKind, subject: str, user: User | None, policy: SignInPolicy, now: datetime) -> None:
    SignInLock.objects.get_or_create(kind=kind, subject=subject, defaults={"last_failed_at": now})
    row = SignInLock.objects.select_for_update().get(kind=kind, subject=subject)
    most = policy.account_failures if kind == LockKind.ACCOUNT else policy.address_failures
    is_fresh = now - row.last_failed_at > policy.locked_for or _is_over(row, now)
    row.failures = 1 if is_fresh else row.failures + 1
    row.last_failed_at = now
    row.user = user or row.user
    row.locked_until = now + policy.locked_for if row.failures >= most else None
    row.save()


def _is_over(row: SignInLock, now: datetime) -> bool:
    """A lock that has run out starts the count anew."""
    return row.locked_until is not None and row.locked_until <= now


def forget_failures(*, user: User) -> None:
    """After a whole sign-in, or a new password by mail: the name's failures count no more. Those of the address do."""
    SignInLock.objects.filter(kind=LockKind.ACCOUNT, user=user).update(failures=0, locked_until=None)


@transaction.atomic
def unlock(*, lock: SignInLock, user: User, reason: str, now: datetime) -> SignInLock:
    """Open a locked door before its time.

    Side effects: the lock, with who, when and why. Raises `NotAllowed` for anybody but an administrator,
    `InvalidInput` without a reason, `Conflict` when it is not locked.
    """
    if not administers_accounts(user):
        raise NotAllowed("unlock_not_allowed", _("Chỉ người quản trị hệ thống mở khóa được."))
    if not reason.strip():
        raise InvalidInput("reason_required", _("Cần ghi lý do."), {"reason": [_("Hãy ghi lý do.")]})
    locked = SignInLock.objects.select_for_update().get(pk=lock.pk)
    if locked.locked_until is None or locked.locked_until <= now:
        raise Conflict("not_locked", _("Không còn khóa."))
    locked.locked_until, locked.failures = None, 0
    locked.unlocked_at, locked.unlocked_by, locked.unlock_reason = now, user, reason.strip()
    locked.save()
    return locked


def purge(*, now: datetime) -> int:
    """Forget failures nobody needs any more, in one statement; returns how many."""
    return SignInLock.objects.filter(last_failed_at__lt=now - KEPT_FOR).delete()[0]
