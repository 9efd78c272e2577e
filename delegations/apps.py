from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    label = "delegations"
    verbose_name = _("Đoàn và tiếp xúc")

    def ready(self) -> None:
        from delegations import (
            activity,
            areas,
            charge,
            demo,
            loading,
            partner_sections,
            round_counts,
            update_subjects,
            visibility,
        )
        from delegations.search import SOURCES
        from dnfa.core.navigation import register_item
        from dnfa.core.search import register_source

        register_item("delegations", _("Đoàn, tiếp xúc"), "delegations:list", 40)
        for source in SOURCES:
            register_source(source)
        activity.register()
        charge.register()
        loading.register_loaders()
        partner_sections.register()
        visibility.register()
        areas.register()
        demo.register()
        update_subjects.register()
        round_counts.register()
