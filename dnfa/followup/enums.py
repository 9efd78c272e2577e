"""How much a flag hurts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    HIGH = "high", _("Cần xử lý ngay")
    MEDIUM = "medium", _("Cần theo dõi")
    LOW = "low", _("Để biết")
