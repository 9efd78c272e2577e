"""How much a flag hurts, and whether it asks for attention now."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Severity(models.TextChoices):
    """How soon somebody should act."""

    HIGH = "high", _("Cần xử lý ngay")
    MEDIUM = "medium", _("Cần theo dõi")
    LOW = "low", _("Để biết")


class FlagState(models.TextChoices):
    """Computed from dates for a day, never stored."""

    OPEN = "open", _("Đang mở")
    SNOOZED = "snoozed", pgettext_lazy("trạng thái cảnh báo", "Hoãn nhắc")
    CLOSED = "closed", _("Đã đóng")
