from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    label = "delegations"
    verbose_name = _("Đoàn và tiếp xúc")
