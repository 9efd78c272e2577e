from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    label = "agreements"
    verbose_name = _("Thỏa thuận và dự án")

    def ready(self) -> None:
        from agreements import (
            activity,
            areas,
            charge,
            clock_triggers,
            demo,
            flags,
            loading,
            menu,
            partner_sections,
            project_flags,
            round_counts,
            update_subjects,
            visibility,
        )
        from agreements.importing.importer import RelationsImporter
        from agreements.search import SOURCES
        from dnfa.core.search import register_source
        from dnfa.core.table_import import register_importer

        menu.register()
        register_importer(RelationsImporter())
        for source in SOURCES:
            register_source(source)
        activity.register()
        charge.register()
        flags.register()
        project_flags.register()
        clock_triggers.register()
        loading.register_loaders()
        partner_sections.register()
        visibility.register()
        areas.register()
        demo.register()
        update_subjects.register()
        round_counts.register()
