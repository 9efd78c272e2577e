"""Tasks of the Scheme, the agencies they bind, what is said about them, what agencies want changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from dnfa.followup.models import Action
from reports.scheme.enums import (
    FIRST_YEAR,
    LAST_YEAR,
    ReportedState,
    SchemeProposalKind,
    SchemeProposalState,
    TaskOrigin,
    TaskRole,
)
from reports.scheme.querysets import (
    DifficultyQuerySet,
    ProgressQuerySet,
    ProposalQuerySet,
    TaskQuerySet,
)


@versioned
@audited(exclude=("version",))
class SchemeTask(VersionedModel, TimeStampedModel):
    """A task of Annex II of Decision 2887/QĐ-UBND, or one that a later document added or put in its place.

    How it stands is computed for a day from what its lead agencies reported and from its own dates.
    """

    code = models.CharField(_("Mã"), max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), unique=True)
    group_code = models.CharField(_("Mã nhóm"), max_length=10)
    group_name_vi = models.CharField(_("Nhóm nhiệm vụ"), max_length=200)
    title_vi = models.TextField(_("Nhiệm vụ"))
    title_en = models.TextField(_("Nhiệm vụ (tiếng Anh)"), blank=True)
    with_all_relevant_units = models.BooleanField(_("Phối hợp với các đơn vị liên quan"), default=False)
    starts_on = PartialDateField(_("Bắt đầu"), null=True, blank=True)
    ends_on = PartialDateField(_("Kết thúc"), null=True, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    origin = models.CharField(
        _("Xuất xứ"), max_length=20, choices=TaskOrigin.choices, default=TaskOrigin.OFFICIAL
    )
    deciding_document = models.CharField(_("Văn bản quyết định"), max_length=300, blank=True)
    decided_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("Được thay bằng"),
    )
    replaced_on = models.DateField(_("Thay từ ngày"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ của Đề án")
        verbose_name_plural = _("nhiệm vụ của Đề án")
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="scheme_task_replaced_whole",
                condition=Q(replaced_by__isnull=True, replaced_on__isnull=True)
                | Q(replaced_by__isnull=False, replaced_on__isnull=False),
            ),
            models.CheckConstraint(
                name="scheme_task_added_by_document",
                condition=~Q(origin=TaskOrigin.ADDED)
                | (~Q(deciding_document="") & Q(decided_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_vi}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("scheme:task", args=[self.code])

    @property
    def key(self) -> str:
        """What the task is called by in addresses, flags and the API."""
        return self.code


@audited()
class SchemeTaskAgency(TimeStampedModel):
    """An agency that leads or coordinates a task, as printed, or for a time by a later document.

    Who carries on for an agency that was merged or renamed follows from the succession of agencies.
    """

    task = models.ForeignKey(
        SchemeTask, models.CASCADE, related_name="agency_links", verbose_name=_("Nhiệm vụ")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="scheme_links", verbose_name=_("Cơ quan, đơn vị")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=TaskRole.choices)
    valid_from = PartialDateField(_("Từ"), null=True, blank=True)
    valid_to = PartialDateField(_("Đến"), null=True, blank=True)
    document = models.CharField(_("Văn bản giao"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cơ quan thực hiện nhiệm vụ")
        verbose_name_plural = _("các cơ quan thực hiện nhiệm vụ")
        ordering: ClassVar = ["task", "role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "agency", "role"],
                condition=Q(valid_to__isnull=True),
                name="scheme_agency_once_standing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.agency} ({self.get_role_display()})"


@audited()
class SchemeTaskProgress(models.Model):
    """What an agency says of a task for a year, on a day. It stays as written; a correction is a row of its own.

    Rows of the lead agency tell how the task stands; those of coordinating agencies tell their part.
    """

    task = models.ForeignKey(SchemeTask, models.PROTECT, related_name="progress", verbose_name=_("Nhiệm vụ"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    part = models.CharField(_("Phần việc"), max_length=20, choices=TaskRole.choices)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scheme_progress",
        verbose_name=_("Cơ quan báo"),
    )
    state = models.CharField(_("Tình trạng"), max_length=20, choices=ReportedState.choices)
    result = models.TextField(_("Kết quả"), blank=True)
    figure = models.DecimalField(_("Con số đạt được"), max_digits=20, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("Đơn vị tính"), max_length=60, blank=True)
    evidence = models.TextField(_("Minh chứng"), blank=True)
    reported_on = models.DateField(_("Ngày báo"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )
    created_at = models.DateTimeField(_("Ghi lúc"), auto_now_add=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("Đính chính cho"),
    )
    correction_reason = models.CharField(_("Lý do đính chính"), max_length=500, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiến độ nhiệm vụ")
        verbose_name_plural = _("tiến độ nhiệm vụ")
        ordering: ClassVar = ["task", "-year", "-reported_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["task", "part", "-year", "-reported_on"], name="scheme_progress_latest")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="scheme_progress_year", condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
            ),
            models.CheckConstraint(
                name="scheme_progress_figure_has_unit",
                condition=Q(figure__isnull=True, unit="") | (Q(figure__isnull=False) & ~Q(unit="")),
            ),
            models.CheckConstraint(
                name="scheme_progress_correction_told",
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.code} · {self.year}"

    def get_absolute_url(self) -> str:
        return self.task.get_absolute_url()


@versioned
@audited(exclude=("version",))
class SchemeDifficulty(VersionedModel, TimeStampedModel):
    """What stands in the way of a task: who says so, who is to solve it, how it was solved."""

    task = models.ForeignKey(
        SchemeTask, models.PROTECT, related_name="difficulties", verbose_name=_("Nhiệm vụ")
    )
    text = models.TextField(_("Vướng mắc"))
    wish = models.TextField(_("Đề nghị"), blank=True)
    raised_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scheme_difficulties",
        verbose_name=_("Cơ quan nêu"),
    )
    raised_on = models.DateField(_("Ngày nêu"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )
    solver = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scheme_difficulties_to_solve",
        verbose_name=_("Cơ quan giải quyết"),
    )
    action = models.OneToOneField(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="scheme_difficulty",
        verbose_name=_("Việc phải làm"),
    )
    solved_on = models.DateField(_("Giải quyết ngày"), null=True, blank=True)
    solution = models.TextField(_("Cách giải quyết"), blank=True)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vướng mắc của nhiệm vụ")
        verbose_name_plural = _("các vướng mắc của nhiệm vụ")
        ordering: ClassVar = [F("solved_on").desc(nulls_first=True), "raised_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="scheme_difficulty_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="scheme_difficulty_solved_told",
                condition=Q(solved_on__isnull=True, solution="")
                | (Q(solved_on__gte=F("raised_on")) & ~Q(solution="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.task.get_absolute_url()}#vuong-mac-{self.pk}"


@versioned
@audited(exclude=("version",))
class SchemeProposal(VersionedModel, TimeStampedModel):
    """A task that an agency wants added to the Scheme, or put in the place of one; the Department decides.

    A returned proposal stays; sent again it is a row of its own that `follows` the returned one.
    """

    kind = models.CharField(_("Loại đề xuất"), max_length=20, choices=SchemeProposalKind.choices)
    task = models.ForeignKey(
        SchemeTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("Nhiệm vụ được sửa"),
    )
    group_code = models.CharField(_("Mã nhóm"), max_length=10)
    title_vi = models.TextField(_("Nhiệm vụ đề xuất"))
    reason = models.TextField(_("Lý do đề xuất"))
    starts_on = PartialDateField(_("Bắt đầu"), null=True, blank=True)
    ends_on = PartialDateField(_("Kết thúc"), null=True, blank=True)
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("Cơ quan chủ trì đề xuất")
    )
    coordinating = models.ManyToManyField(
        Agency, related_name="+", blank=True, verbose_name=_("Cơ quan phối hợp đề xuất")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="scheme_proposals", verbose_name=_("Cơ quan đề xuất")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người đề xuất"),
    )
    proposed_on = models.DateField(_("Ngày đề xuất"))
    state = models.CharField(
        _("Tình trạng"),
        max_length=20,
        choices=SchemeProposalState.choices,
        default=SchemeProposalState.WAITING,
    )
    decided_on = models.DateField(_("Ngày xử lý"), null=True, blank=True)
    decision_note = models.CharField(_("Lý do, ghi chú xử lý"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người xử lý"),
    )
    result = models.OneToOneField(
        SchemeTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("Nhiệm vụ được đưa vào"),
    )
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("Gửi lại sau khi trả"),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề xuất sửa đổi Đề án")
        verbose_name_plural = _("các đề xuất sửa đổi Đề án")
        ordering: ClassVar = ["-proposed_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="scheme_proposal_amends_a_task",
                condition=Q(kind=SchemeProposalKind.AMENDMENT, task__isnull=False)
                | Q(kind=SchemeProposalKind.ADDITION, task__isnull=True),
            ),
            models.CheckConstraint(
                name="scheme_proposal_accepted_has_task",
                condition=Q(state=SchemeProposalState.ACCEPTED, result__isnull=False)
                | (~Q(state=SchemeProposalState.ACCEPTED) & Q(result__isnull=True)),
            ),
            models.CheckConstraint(
                name="scheme_proposal_return_told",
                condition=~Q(state=SchemeProposalState.RETURNED) | ~Q(decision_note=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title_vi

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("scheme:proposal", args=[self.pk])
