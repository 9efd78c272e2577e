from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dnfa.accounts"
    label = "accounts"
    verbose_name = _("Cơ quan và người dùng")

    def ready(self) -> None:
        from dnfa.accounts import idempotency, loading
        from dnfa.core import once

        loading.register_loaders()
        once.register_keeper(idempotency.DatabaseKeeper())
