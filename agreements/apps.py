from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    label = "agreements"
    verbose_name = _("Thỏa thuận và dự án")

    def ready(self) -> None:
        from agreements import activity, flags, loading, visibility
        from agreements.partner_sections import SECTIONS
        from agreements.search import SOURCES
        from dnfa.core.navigation import register_item
        from dnfa.core.search import register_source
        from partners.sections import register_section

        register_item("agreements", _("Thỏa thuận"), "agreements:list", 30)
        register_item("projects", _("Dự án"), "agreements:projects", 50)
        for source in SOURCES:
            register_source(source)
        for section in SECTIONS:
            register_section(section)
        activity.register()
        flags.register()
        loading.register_loaders()
        visibility.register()
