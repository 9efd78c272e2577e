"""What every room stands on: provenance, parameters of policy, calendar exceptions, jobs, imports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dnfa.core.audit import audited
from dnfa.core.enums import ImportFate, ImportState, JobState, ParameterUnit


class TimeStampedModel(models.Model):
    """When the record entered the registry and when it last changed."""

    created_at = models.DateTimeField(_("Ngày tạo"), auto_now_add=True)
    updated_at = models.DateTimeField(_("Cập nhật lúc"), auto_now=True)

    class Meta:
        abstract = True


@audited()
class CalendarException(models.Model):
    """A day that the yearly announcement makes a holiday or a working day against the rule."""

    day = models.DateField(_("Ngày"), unique=True)
    is_working = models.BooleanField(_("Là ngày làm việc"), default=False)
    name = models.CharField(_("Tên"), max_length=200)
    note = models.CharField(_("Căn cứ, ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


@audited()
class LegalBasis(models.Model):
    """A legal document that a rule, clock or form rests on, with the time it is in force."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    number = models.CharField(_("Số, ký hiệu"), max_length=80)
    kind = models.CharField(_("Loại văn bản"), max_length=80)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    title = models.CharField(_("Trích yếu"), max_length=500)
    signed_on = models.DateField(_("Ngày ký"), null=True, blank=True)
    in_force_from = models.DateField(_("Có hiệu lực từ"), null=True, blank=True)
    in_force_to = models.DateField(_("Hết hiệu lực"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("Được thay bằng"),
    )
    is_verified = models.BooleanField(_("Đã đối chiếu bản gốc"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("căn cứ pháp lý")
        verbose_name_plural = _("căn cứ pháp lý")
        ordering: ClassVar = ["kind", "number"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


@audited()
class PolicyParameter(models.Model):
    """A threshold of law or policy, valid for a time, with its basis: numbers the office may change, never code."""

    key = models.SlugField(_("Khóa"), max_length=80)
    label = models.CharField(_("Tên"), max_length=200)
    value = models.PositiveIntegerField(_("Giá trị"))
    unit = models.CharField(_("Đơn vị"), max_length=20, choices=ParameterUnit.choices)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, blank=True, verbose_name=_("Căn cứ"))
    is_verified = models.BooleanField(_("Đã kiểm tra"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("tham số")
        verbose_name_plural = _("tham số")
        ordering: ClassVar = ["key", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="parameter_once_per_start"),
            models.CheckConstraint(
                name="parameter_range",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value} {self.get_unit_display()}"


@audited()
class SourceDocument(models.Model):
    """A text that facts come from (a decision, a thesis, a news page, an officer's own file)."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    title = models.CharField(_("Tên tài liệu"), max_length=500)
    published_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("Thứ tự tin cậy"), default=50, help_text=_("Số nhỏ được dùng trước khi các nguồn nói khác nhau.")
    )
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("tài liệu nguồn")
        verbose_name_plural = _("tài liệu nguồn")
        ordering: ClassVar = ["rank", "key"]

    def __str__(self) -> str:
        return self.title


@audited()
class Provenance(models.Model):
    """Where a fact stands: which document, which line or page, and what exactly it says there.

    An empty `field` speaks of the whole record. Two rows of one record and field with different
    `value_as_printed` are a contradiction between sources: both stay, one `is_used`.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("Loại bản ghi"))
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("Trường"), max_length=60, blank=True)
    source = models.ForeignKey(
        SourceDocument, models.PROTECT, related_name="provenance", verbose_name=_("Tài liệu")
    )
    locator = models.CharField(_("Dòng, trang"), max_length=120, blank=True)
    value_as_printed = models.CharField(_("Giá trị theo nguồn"), max_length=500, blank=True)
    is_used = models.BooleanField(_("Đang dùng"), default=True)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("nguồn của dữ kiện")
        verbose_name_plural = _("nguồn của dữ kiện")
        ordering: ClassVar = ["content_type", "object_id", "field", "-is_used", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id", "field"], name="provenance_record")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "source", "locator", "value_as_printed"],
                name="provenance_said_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source.key} {self.locator}".strip()


class Job(TimeStampedModel):
    """Long work asked for by a person: shows how far it is, can be cancelled, runs once however often it is sent."""

    kind = models.CharField(_("Loại việc"), max_length=60)
    title = models.CharField(_("Tên việc"), max_length=300)
    parameters = models.JSONField(_("Tham số"), default=dict, blank=True)
    state = models.CharField(
        _("Trạng thái"), max_length=20, choices=JobState.choices, default=JobState.QUEUED
    )
    done_steps = models.PositiveIntegerField(_("Đã xong"), default=0)
    total_steps = models.PositiveIntegerField(_("Tổng số bước"), default=0)
    message = models.CharField(_("Đang làm"), max_length=300, blank=True)
    error = models.TextField(_("Lỗi"), blank=True)
    result = models.JSONField(_("Kết quả"), default=dict, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("Người yêu cầu"),
    )
    cancel_requested = models.BooleanField(_("Yêu cầu dừng"), default=False)
    started_at = models.DateTimeField(_("Bắt đầu"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Kết thúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How far the work is, 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done_steps * 100 // self.total_steps) if self.total_steps else 0


@audited(exclude=("content",))
class ImportBatch(TimeStampedModel):
    """One uploaded sheet on its way into the register: previewed, committed as a whole, or undone as a whole."""

    kind = models.CharField(_("Loại bảng"), max_length=60)
    file_name = models.CharField(_("Tên tệp"), max_length=255)
    sha256 = models.CharField(_("Mã băm SHA-256"), max_length=64)
    content = models.BinaryField(_("Nội dung tệp"), editable=False)
    state = models.CharField(
        _("Trạng thái"), max_length=20, choices=ImportState.choices, default=ImportState.PREVIEWED
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("Người tải lên"),
    )
    committed_at = models.DateTimeField(_("Ghi lúc"), null=True, blank=True)
    undone_at = models.DateTimeField(_("Hoàn tác lúc"), null=True, blank=True)
    undo_reason = models.CharField(_("Lý do hoàn tác"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần nhập bảng")
        verbose_name_plural = _("các lần nhập bảng")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of an uploaded sheet: as typed, as understood, and what will become of it."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("Lần nhập"))
    number = models.PositiveIntegerField(_("Dòng"))
    cells = models.JSONField(_("Ô như đã gõ"), default=list)
    parsed = models.JSONField(_("Hiểu là"), default=dict)
    problems = models.JSONField(_("Vướng mắc"), default=list, blank=True)
    fate = models.CharField(_("Sẽ"), max_length=20, choices=ImportFate.choices)

    class Meta:
        verbose_name = _("dòng của bảng nhập")
        verbose_name_plural = _("các dòng của bảng nhập")
        ordering: ClassVar = ["batch", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"


class ImportChange(models.Model):
    """A record that a committed import made or changed, with the values before: what undo needs."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes", verbose_name=_("Lần nhập"))
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("Loại bản ghi"))
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    created = models.BooleanField(_("Tạo mới"), default=True)
    before = models.JSONField(_("Giá trị trước"), default=dict, blank=True)
    after = models.JSONField(_("Giá trị sau"), default=dict, blank=True)

    class Meta:
        verbose_name = _("thay đổi do nhập bảng")
        verbose_name_plural = _("các thay đổi do nhập bảng")
        ordering: ClassVar = ["batch", "pk"]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


from dnfa.core.attachments.models import Attachment  # noqa: E402,F401  (a model of this app, in a package of its own)
from dnfa.core.mail.models import MailAttempt, OutgoingMail  # noqa: E402,F401  (likewise)
