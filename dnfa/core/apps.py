from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "dnfa.core"
    label = "core"
    verbose_name = _("Nền chung")

    def ready(self) -> None:
        """Teach Django REST framework and django-filter what a partial date is."""
        from dnfa.core import filters, serializers  # noqa: F401  (the import registers them)
        from dnfa.core.loading import own
        from dnfa.core.mail.purposes import register_purpose

        own.register_loaders()
        register_purpose("test", _("Thư thử"))
