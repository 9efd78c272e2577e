from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"
    verbose_name = _("Báo cáo")

    def ready(self) -> None:
        from reports import loading

        loading.register_loaders()
