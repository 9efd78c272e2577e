"""Choices of the ground floor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ParameterUnit(models.TextChoices):
    """In what a threshold is counted."""

    CALENDAR_DAYS = "days", _("ngày")
    WORKING_DAYS = "working_days", _("ngày làm việc")
    MONTHS = "months", _("tháng")
    COUNT = "count", _("số lượng")


class JobState(models.TextChoices):
    """How a long job stands."""

    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Có lỗi")
    CANCELLED = "cancelled", _("Đã dừng")


JOB_OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class ImportState(models.TextChoices):
    """How an uploaded sheet stands."""

    PREVIEWED = "previewed", _("Chờ ghi")
    COMMITTED = "committed", _("Đã ghi vào sổ")
    UNDONE = "undone", _("Đã hoàn tác")
    REFUSED = "refused", _("Không ghi được")


class ImportFate(models.TextChoices):
    """What becomes of one row of an uploaded sheet."""

    NEW = "new", _("Thêm mới")
    CHANGED = "changed", _("Cập nhật")
    UNCHANGED = "unchanged", _("Không đổi")
    WRONG = "wrong", _("Có lỗi")
