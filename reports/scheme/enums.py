"""Where a task of the Scheme comes from, how far it is, what an agency proposes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Decision 2887/QĐ-UBND was signed on 26/12/2023 for the years to 2030; tasks added later may reach beyond.
FIRST_YEAR, LAST_YEAR = 2024, 2045


class TaskOrigin(models.TextChoices):
    """Whether the Decision printed the task or a later document added it."""

    OFFICIAL = "official", _("Phụ lục II Quyết định 2887/QĐ-UBND")
    ADDED = "added", _("Bổ sung, sửa đổi sau Quyết định")


class TaskRole(models.TextChoices):
    """What an agency is to a task; also whose part a report of progress tells."""

    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")


class ReportedState(models.TextChoices):
    """What an agency says of a task; that it is late follows from dates and is never said."""

    NOT_STARTED = "not_started", pgettext_lazy("nhiệm vụ Đề án", "Chưa bắt đầu")
    IN_PROGRESS = "in_progress", pgettext_lazy("nhiệm vụ Đề án", "Đang làm")
    DONE = "done", pgettext_lazy("nhiệm vụ Đề án", "Hoàn thành")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("nhiệm vụ Đề án", "Không còn phù hợp")


class TaskState(models.TextChoices):
    """How a task stands on a day; computed (reports/scheme/state.py), never stored."""

    LATE = "late", pgettext_lazy("nhiệm vụ Đề án", "Chậm")
    UNREPORTED = "unreported", _("Chưa có báo cáo")
    NOT_STARTED = "not_started", pgettext_lazy("nhiệm vụ Đề án", "Chưa bắt đầu")
    IN_PROGRESS = "in_progress", pgettext_lazy("nhiệm vụ Đề án", "Đang làm")
    DONE = "done", pgettext_lazy("nhiệm vụ Đề án", "Hoàn thành")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("nhiệm vụ Đề án", "Không còn phù hợp")
    REPLACED = "replaced", pgettext_lazy("nhiệm vụ Đề án", "Đã thay")


# Nothing more is asked of a task in one of these.
TASK_OVER = frozenset({TaskState.DONE, TaskState.NOT_RELEVANT, TaskState.REPLACED})


class DifficultyState(models.TextChoices):
    """Of what stands in the way, on a day; computed, never stored."""

    OPEN = "open", pgettext_lazy("vướng mắc", "Chưa giải quyết")
    SOLVED = "solved", pgettext_lazy("vướng mắc", "Đã giải quyết")


class SchemeProposalKind(models.TextChoices):
    """Whether a proposal adds a task or puts another in the place of one."""

    ADDITION = "addition", _("Bổ sung nhiệm vụ")
    AMENDMENT = "amendment", _("Sửa đổi nhiệm vụ")


class SchemeProposalState(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting", pgettext_lazy("đề xuất", "Chờ xử lý")
    ACCEPTED = "accepted", pgettext_lazy("đề xuất", "Đã đưa vào Đề án")
    RETURNED = "returned", pgettext_lazy("đề xuất", "Đã trả lại")
    WITHDRAWN = "withdrawn", pgettext_lazy("đề xuất", "Đã rút")
