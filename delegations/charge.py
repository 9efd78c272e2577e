"""How meetings lead to who is in charge: through the partners they name."""

from __future__ import annotations

from delegations.models import Conference, Delegation, Engagement, Invitation
from dnfa.followup.charge import register_charge
from partners.charge import through_partner

PATHS = {
    Conference: "conferences",
    Delegation: "delegations",
    Engagement: "engagements",
    Invitation: "invitations",
}


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for model, path in PATHS.items():
        register_charge(model, through_partner(path))
