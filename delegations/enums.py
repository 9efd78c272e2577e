"""Directions and kinds of meetings and contacts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Who travels."""

    IN = "in", _("Đoàn vào")
    OUT = "out", _("Đoàn ra")


class EngagementKind(models.TextChoices):
    """What kind of contact it was."""

    SIGNING = "signing", _("Lễ ký")
    EVENT = "event", _("Sự kiện")
    TRAINING = "training", _("Đào tạo, tập huấn")
    EXCHANGE = "exchange", _("Trao đổi cán bộ, chuyên gia")
    LETTER = "letter", _("Thư từ")
    ONLINE_MEETING = "online_meeting", _("Họp trực tuyến")
    DONATION = "donation", _("Trao tặng")
    AWARD = "award", _("Giải thưởng")
    NAVAL_VISIT = "naval_visit", _("Tàu thăm cảng")
    OFFICE_OPENING = "office_opening", _("Mở văn phòng")
    INVITATION_DECLINED = "invitation_declined", _("Lời mời không nhận")
    OTHER = "other", _("Khác")


# Recorded, but no evidence of a living tie (design.md section 5): the invitation was not taken up.
NO_ACTIVITY = frozenset({EngagementKind.INVITATION_DECLINED})
