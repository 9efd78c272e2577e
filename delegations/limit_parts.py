"""The limits on a delegation's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from delegations.enums import Direction, LimitKind
from delegations.limit_words import finding_words, missing_words, token_of
from delegations.models import Delegation, LimitJustification
from delegations.rules.programme import can_justify
from delegations.rules.trips import can_see_members
from delegations.selectors_limits import days_of, first_day_judged, over_limits
from delegations.states import first_day

if TYPE_CHECKING:
    from delegations.limits import Finding


def limits_section(delegation: Delegation, user: Any, _as_of: date) -> dict[str, Any] | None:
    """What the delegation goes over with the words said for it, and justifications that nothing calls for any more.

    The limits in force on the delegation's first day judge it, not those of the day of reading. Nothing on visits here, on
    cancelled ones without a word, and on trips that began before there was any limit.
    """
    if delegation.direction != Direction.OUT:
        return None
    cases = over_limits([delegation])
    standing = {(case.finding.kind, case.finding.subject) for case in cases}
    idle = [
        one
        for one in delegation.justifications.select_related("given_by")
        if (one.kind, one.subject) not in standing
    ]
    if not (cases or idle or _is_judged(delegation)):
        return None
    sees_names = can_see_members(user, delegation)
    missing = sum(case.justification is None for case in cases)
    return {
        "key": delegation.key,
        "cases": [
            {
                "kind": case.kind_label,
                "sentence": finding_words(case.finding, sees_names=sees_names),
                "source": case.finding.limit.source,
                "is_verified": case.finding.limit.is_verified,
                "justification": case.justification,
                "url": limit_address("limit-justify", delegation, case.finding),
                "withdraw_url": limit_address("limit-withdraw", delegation, case.finding),
            }
            for case in cases
        ],
        "idle": [
            {
                "kind": LimitKind(one.kind).label,
                "justification": one,
                "withdraw_url": limit_address("limit-withdraw", delegation, one),
            }
            for one in idle
        ],
        "missing": missing_words(missing) if missing else "",
        "may_justify": can_justify(user, delegation),
    }


def _is_judged(delegation: Delegation) -> bool:
    begins, since = first_day(days_of(delegation)), first_day_judged()
    is_since = begins is not None and since is not None and begins >= since
    return is_since and delegation.cancelled_on is None


def limit_address(name: str, delegation: Delegation, about: Any) -> str:
    """Where words for one finding, or justification, of a delegation are given ("limit-justify") or taken back."""
    return reverse(f"delegations:{name}", args=[delegation.key, token_of(about.kind, about.subject)])


@dataclass(frozen=True)
class SpokenCase:
    """What an address speaks of: a finding that stands (None when nothing goes over any more) and the words for it."""

    kind: str
    subject: str
    finding: Finding | None
    text: str


def spoken_of(delegation: Delegation, token: str) -> SpokenCase | None:
    """What an address calls `token` on this delegation; None when there is no such thing."""
    said: dict[tuple[str, str], LimitJustification] = {
        (one.kind, one.subject): one for one in delegation.justifications.all()
    }
    stands = {(case.finding.kind, case.finding.subject): case.finding for case in over_limits([delegation])}
    for about in sorted({*stands, *said}):
        if token_of(*about) == token:
            return SpokenCase(*about, stands.get(about), said[about].text if about in said else "")
    return None
