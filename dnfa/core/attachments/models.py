"""Files attached to records: what a file is, which version, and whether it was withdrawn. Contents lie in storage.py."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments.enums import AttachmentKind, Caution, MediaType
from dnfa.core.attachments.querysets import AttachmentQuerySet
from dnfa.core.audit import audited
from dnfa.core.languages import LANGUAGES

WITHDRAWAL = ("withdrawn_on", "withdrawn_by", "withdraw_reason")


@pgtrigger.register(
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    pgtrigger.ReadOnly(name="never_changed", exclude=list(WITHDRAWAL)),
    pgtrigger.Protect(
        name="withdrawn_for_good",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__withdrawn_on__isnull=False),
    ),
)
@audited()
class Attachment(models.Model):
    """A file of a record, as it was uploaded. It is never changed or deleted: a new version follows it, or it is withdrawn."""

    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=_("Loại bản ghi")
    )
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("Loại tệp"), max_length=20, choices=AttachmentKind.choices)
    title = models.CharField(_("Tên tài liệu"), max_length=300)
    language = models.CharField(_("Ngôn ngữ"), max_length=10, choices=LANGUAGES)
    is_original = models.BooleanField(_("Bản chính"))
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    file_name = models.CharField(_("Tên tệp"), max_length=200)
    media_type = models.CharField(_("Định dạng"), max_length=100, choices=MediaType.choices)
    size = models.PositiveBigIntegerField(_("Dung lượng (byte)"))
    sha256 = models.CharField(_("Mã băm SHA-256"), max_length=64)
    pdf_version = models.CharField(_("Phiên bản PDF"), max_length=8, blank=True)
    pages = models.PositiveIntegerField(_("Số trang"), null=True, blank=True)
    text_was_readable = models.BooleanField(_("Đọc được toàn bộ nội dung"))
    cautions = models.JSONField(_("Điều cần lưu ý"), default=list, blank=True)
    series = models.UUIDField(_("Chuỗi phiên bản"), default=uuid.uuid4, editable=False)
    version_number = models.PositiveSmallIntegerField(_("Phiên bản"), default=1)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("Thay cho"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Người tải lên")
    )
    added_on = models.DateField(_("Ngày đưa vào sổ"))
    created_at = models.DateTimeField(_("Tải lên lúc"), auto_now_add=True)
    withdrawn_on = models.DateField(_("Ngày rút"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người rút"),
    )
    withdraw_reason = models.CharField(_("Lý do rút"), max_length=500, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id", "kind"], name="attachment_record"),
            models.Index(fields=["sha256"], name="attachment_content"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version_number"], name="attachment_version_once"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(withdrawn_on__isnull=True),
                name="attachment_one_successor",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "sha256"],
                condition=Q(withdrawn_on__isnull=True),
                name="attachment_same_content_once",
            ),
            models.CheckConstraint(
                name="attachment_first_replaces_nothing",
                condition=Q(version_number=1, replaces__isnull=True)
                | Q(version_number__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="attachment_withdrawn_whole",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
            ),
            models.CheckConstraint(
                name="attachment_withdrawn_after_added",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("added_on")),
            ),
            models.CheckConstraint(name="attachment_hash_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="attachment_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("files:detail", args=[self.pk])

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_on is not None

    @property
    def caution_sentences(self) -> list[str]:
        """What the reading could not vouch for, in the active language."""
        return [str(Caution(code).label) for code in self.cautions]
