from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = _("Đối tác")

    def ready(self) -> None:
        from dnfa.core.navigation import register_item
        from dnfa.core.search import register_source
        from partners import charge, demo, flags, loading
        from partners.search import SOURCE

        register_item("partners", _("Đối tác"), "partners:list", 20)
        register_source(SOURCE)
        flags.register()
        charge.register()
        demo.register()
        loading.register_loaders()
