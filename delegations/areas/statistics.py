"""What statistics of delegations announce to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dnfa.core.navigation import register_item


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    register_item("delegation_statistics", _("Thống kê"), "delegations:statistics", 50, parent="delegations")
