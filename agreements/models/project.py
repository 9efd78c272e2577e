"""Aid and joint projects, received and given: what they are, who takes part, what happened, what came of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import (
    REASONED_DEEDS,
    AidForm,
    ProjectAgencyRole,
    ProjectDeed,
    ProjectDirection,
    ProjectPartyRole,
    SourceType,
    StatedStatus,
)
from agreements.models.agreement import Agreement
from agreements.querysets.projects import ProjectEventQuerySet, ProjectQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import ViFold
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from partners.models import CooperationField, Partner


@versioned
@audited(exclude=("version",))
class Project(VersionedModel, TimeStampedModel):
    """A project or an aid item: who gave, who received, when, what for and what came of it.

    Đà Nẵng itself is no party: it received what is `received` and gave what is `given`. Sums stand in `FundingLine`; the
    state on a day is computed from `ProjectEvent` (agreements/project_states.py), `stated_status` is the source's own word.
    """

    key = models.SlugField(_("Khóa"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Thuộc chương trình"),
    )
    is_component = models.BooleanField(
        _("Số tiền đã nằm trong chương trình"),
        default=False,
        help_text=_("Khi cộng nhiều dự án, chỉ tính số tiền của chương trình, không cộng thêm hợp phần này."),
    )
    title_vi = models.CharField(_("Tên dự án, khoản viện trợ"), max_length=500)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=500, blank=True)
    direction = models.CharField(_("Chiều"), max_length=20, choices=ProjectDirection.choices)
    source_type = models.CharField(_("Nguồn vốn"), max_length=20, choices=SourceType.choices, blank=True)
    form = models.CharField(_("Hình thức"), max_length=20, choices=AidForm.choices, blank=True)
    stated_status = models.CharField(
        _("Tình trạng theo nguồn"),
        max_length=20,
        choices=StatedStatus.choices,
        default=StatedStatus.UNKNOWN,
    )
    partners = models.ManyToManyField(
        Partner, through="ProjectParty", related_name="projects", verbose_name=_("Đối tác")
    )
    agencies = models.ManyToManyField(
        Agency, through="ProjectAgency", related_name="projects", verbose_name=_("Cơ quan phía Đà Nẵng")
    )
    agreements = models.ManyToManyField(
        Agreement, through="ProjectAgreement", related_name="projects", verbose_name=_("Theo thỏa thuận")
    )
    fields = models.ManyToManyField(
        CooperationField, related_name="projects", blank=True, verbose_name=_("Lĩnh vực")
    )
    owner_name = models.CharField(_("Chủ khoản viện trợ ngoài danh sách cơ quan"), max_length=300, blank=True)
    place = models.CharField(
        _("Địa bàn (xã, phường, đặc khu)"),
        max_length=300,
        blank=True,
        help_text=_("Theo tên từ 01/7/2025; nhiều nơi cách nhau bằng dấu chấm phẩy."),
    )
    old_district = models.CharField(_("Quận, huyện trước 01/7/2025"), max_length=300, blank=True)
    starts_on = PartialDateField(_("Bắt đầu"), null=True, blank=True)
    ends_on = PartialDateField(_("Kết thúc"), null=True, blank=True)
    quantity = models.DecimalField(
        _("Số lượng"),
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    quantity_unit = models.CharField(_("Đơn vị tính"), max_length=60, blank=True)
    purpose_vi = models.TextField(_("Mục tiêu"), blank=True)
    result_vi = models.TextField(_("Kết quả"), blank=True)
    remains_vi = models.TextField(_("Còn lại sau khi hết tài trợ"), blank=True)
    remains_seen_on = models.DateField(_("Ngày kiểm tra phần còn lại"), null=True, blank=True)
    owes_reports = models.BooleanField(
        _("Phải báo cáo tiến độ"),
        default=True,
        help_text=_("Bỏ chọn với việc cũ chỉ chép từ tài liệu."),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("Chuyên viên phụ trách"),
    )
    note = models.TextField(_("Ghi chú"), blank=True)
    title_fold = models.GeneratedField(
        expression=ViFold(F("title_vi")), output_field=models.TextField(), db_persist=True
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("dự án, viện trợ")
        verbose_name_plural = _("dự án, viện trợ")
        ordering: ClassVar = [F("starts_on").desc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="project_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="project_component_of_something",
                condition=Q(is_component=False) | Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="project_quantity_not_negative", condition=Q(quantity__isnull=True) | Q(quantity__gte=0)
            ),
            models.CheckConstraint(
                name="project_remains_told",
                condition=Q(remains_seen_on__isnull=True) | ~Q(remains_vi=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title_vi

    def get_absolute_url(self) -> str:
        return reverse("agreements:project", args=[self.key])


@audited()
class ProjectParty(models.Model):
    """A foreign side of a project: donor with its share, recipient, participant; each side once."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="parties", verbose_name=_("Dự án, viện trợ")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="project_roles", verbose_name=_("Đối tác")
    )
    role = models.CharField(
        _("Vai trò"), max_length=20, choices=ProjectPartyRole.choices, default=ProjectPartyRole.PARTICIPANT
    )
    share = models.DecimalField(_("Tỷ lệ góp (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("bên tham gia dự án")
        verbose_name_plural = _("các bên tham gia dự án")
        ordering: ClassVar = ["project", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "partner"], name="project_party_once"),
            models.CheckConstraint(
                name="project_share_of_donor",
                condition=Q(share__isnull=True)
                | Q(role=ProjectPartyRole.DONOR, share__isnull=False, share__gt=0, share__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner)


@audited()
class ProjectAgency(models.Model):
    """A Vietnamese body of a project: who manages it, who owns the aid, who carries it out."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="agency_roles", verbose_name=_("Dự án, viện trợ")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="project_roles", verbose_name=_("Cơ quan")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=ProjectAgencyRole.choices)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("cơ quan của dự án")
        verbose_name_plural = _("các cơ quan của dự án")
        ordering: ClassVar = ["project", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "agency", "role"], name="project_agency_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_role_display()})"


@audited()
class ProjectAgreement(models.Model):
    """A paper that a project rests on; a programme of several provinces rests on several."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="agreement_links", verbose_name=_("Dự án, viện trợ")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="project_links", verbose_name=_("Theo thỏa thuận")
    )

    class Meta:
        verbose_name = _("văn bản của dự án")
        verbose_name_plural = _("các văn bản của dự án")
        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "agreement"], name="project_agreement_once")
        ]

    def __str__(self) -> str:
        return str(self.agreement)


@audited()
class ProjectEvent(TimeStampedModel):
    """Something that happened to a project on a day: approved, begun, extended, suspended, ended, closed."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="events", verbose_name=_("Dự án, viện trợ")
    )
    kind = models.CharField(_("Việc"), max_length=20, choices=ProjectDeed.choices)
    occurred_on = PartialDateField(_("Ngày"))
    document_number = models.CharField(_("Quyết định, văn bản số"), max_length=120, blank=True)
    decided_by = models.CharField(_("Cấp quyết định"), max_length=200, blank=True)
    new_ends_on = PartialDateField(_("Kết thúc mới"), null=True, blank=True)
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )

    objects = ProjectEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc của dự án")
        verbose_name_plural = _("các việc của dự án")
        ordering: ClassVar = ["project", "occurred_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="project_event_reason",
                condition=~Q(kind__in=sorted(REASONED_DEEDS)) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="project_event_new_end",
                condition=Q(kind=ProjectDeed.EXTENSION, new_ends_on__isnull=False)
                | Q(kind=ProjectDeed.ADJUSTMENT)
                | Q(new_ends_on__isnull=True) & ~Q(kind=ProjectDeed.EXTENSION),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


@audited()
class ProjectResult(models.Model):
    """A result in figures: how much of what, planned and reached, as of a day."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="results", verbose_name=_("Dự án, viện trợ")
    )
    indicator = models.CharField(_("Chỉ số"), max_length=300)
    unit = models.CharField(_("Đơn vị tính"), max_length=60)
    target = models.DecimalField(_("Kế hoạch"), max_digits=20, decimal_places=2, null=True, blank=True)
    reached = models.DecimalField(_("Đạt được"), max_digits=20, decimal_places=2, null=True, blank=True)
    as_of = models.DateField(_("Tính đến ngày"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("kết quả bằng số")
        verbose_name_plural = _("các kết quả bằng số")
        ordering: ClassVar = ["project", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="project_result_says_something",
                condition=Q(target__isnull=False) | Q(reached__isnull=False),
            ),
            models.CheckConstraint(
                name="project_result_dated", condition=Q(reached__isnull=True) | Q(as_of__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.indicator
