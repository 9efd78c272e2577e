"""What the year's programme and the limits announce to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from delegations.limit_parts import limits_section
from delegations.sections import Section, delegation_page
from dnfa.core.navigation import register_item


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    from delegations import limit_flags  # noqa: PLC0415  (models must be loaded)
    from delegations.limit_loading import load_trip_limits  # noqa: PLC0415  (as above)
    from dnfa.core import loading  # noqa: PLC0415  (as above)

    delegation_page.register_section(
        Section("limits", _("Hạn mức và giải trình"), 20, "delegations/limits/section.html", limits_section)
    )
    register_item("programmes", _("Chương trình năm"), "delegations:programmes", 10, parent="delegations")
    register_item("over_limits", _("Vượt hạn mức"), "delegations:over-limits", 15, parent="delegations")
    limit_flags.register()
    loading.register(155, "trip_limits", load_trip_limits)
