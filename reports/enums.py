"""Kinds of published figures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CountBasis(models.TextChoices):
    """Whether a total was published or recounted."""

    PUBLISHED = "published", _("Đã công bố")
    COMPUTED = "computed", _("Tính lại từ bảng")


class Qualifier(models.TextChoices):
    """How exactly a source states a figure."""

    EXACT = "exact", _("chính xác")
    AT_LEAST = "at_least", _("ít nhất")
    APPROX = "approx", _("khoảng")
    UP_TO = "up_to", _("tối đa")
    ESTIMATE = "estimate", _("ước")
