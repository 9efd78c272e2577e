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


class ClockUnit(models.TextChoices):
    """In what a deadline counts: the law means different things by "ngày" and "ngày làm việc"."""

    CALENDAR_DAY = "calendar_day", _("ngày")
    WORKING_DAY = "working_day", _("ngày làm việc")
    MONTH = "month", _("tháng")


class ClockDirection(models.TextChoices):
    """Whether a deadline lies after or before the day it counts from."""

    AFTER = "after", _("sau")
    BEFORE = "before", _("trước")


class ClockState(models.TextChoices):
    """Of a deadline on a day; computed, never stored."""

    TICKING = "ticking", _("Còn thời gian")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    OVERDUE = "overdue", _("Quá hạn")
    ON_TIME = "on_time", _("Đúng hạn")
    DONE_LATE = "done_late", _("Làm muộn")
    WAIVED = "waived", _("Bỏ qua")


class ActionOrigin(models.TextChoices):
    """Where a thing to do comes from."""

    COMMITMENT = "commitment", _("Cam kết trong thỏa thuận")
    REVIEW = "review", _("Kết luận rà soát")
    RENEWAL = "renewal", _("Hồ sơ gia hạn")
    DELEGATION = "delegation", _("Việc sau đoàn")
    SCHEME = "scheme", _("Nhiệm vụ Đề án")
    DIFFICULTY = "difficulty", _("Vướng mắc của cơ quan")
    OTHER = "other", _("Việc khác")


class ActionProgress(models.TextChoices):
    """How far an open action is, in the words of a task list."""

    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang làm")
    WAITING = "waiting", _("Chờ cơ quan khác")


class ActionState(models.TextChoices):
    """Of an action on a day; computed, never stored."""

    OPEN = "open", _("Đang theo dõi")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    OVERDUE = "overdue", _("Quá hạn")
    DONE = "done", _("Đã xong")
    DROPPED = "dropped", _("Thôi làm")


class MailRhythm(models.TextChoices):
    """How often the mail of notices goes out; never on days off."""

    DAILY = "daily", _("Mỗi ngày làm việc, khi có điều mới")
    WEEKLY = "weekly", _("Mỗi tuần một lần, ngày làm việc đầu tuần")
    NEVER = "never", _("Không gửi thư, tôi tự xem hộp thông báo")


class NoticeState(models.TextChoices):
    """What a person may want to see of its notices; computed, never stored."""

    EXPECTED = "expected", _("Cần tôi làm")
    UNREAD = "unread", _("Chưa xem")
    ENDED = "ended", pgettext_lazy("thông báo", "Đã xong")
