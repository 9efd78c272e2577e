"""Makers of invitations, and what a service refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from delegations.enums import InvitationSide
from delegations.models import Invitation
from dnfa.core.errors import DomainError
from tests.factories import make_partner

TODAY = date(2026, 11, 25)


def make_invitation(**values: Any) -> Invitation:
    """Sent on 1 October 2026 to a new partner unless said otherwise."""
    if "partner" not in values:
        values["partner"] = make_partner()
    defaults = {"side": InvitationSide.SENT, "occasion": "Hội chợ EWEC", "sent_on": date(2026, 10, 1)}
    return Invitation.objects.create(**{**defaults, **values})


def refusal(call: Callable[..., Any], **given: Any) -> DomainError:
    """The error the call was refused with; an AssertionError when it was not."""
    try:
        call(**given)
    except DomainError as error:
        return error
    message = "nothing was refused"
    raise AssertionError(message)
