"""What this room brings to a partner's page: the deeds of the timeline."""

from __future__ import annotations

from delegations.models import Conference, Delegation, Engagement
from partners.sections import DeedKind, register_deeds


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_deeds(DeedKind("delegation", Delegation.objects.visible_to, "delegations:detail"))
    register_deeds(DeedKind("engagement", Engagement.objects.visible_to, "delegations:engagement"))
    register_deeds(DeedKind("conference", Conference.objects.visible_to, "delegations:conference"))
