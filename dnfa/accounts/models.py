"""Agencies of the city, the people who work with the register, and the tokens of other systems."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import READS_HISTORY, SEES_EVERYTHING, AgencyKind, Role, SuccessionKind
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import ViFold
from dnfa.core.models import TimeStampedModel


@audited()
class Agency(TimeStampedModel):
    """A Vietnamese body that signs, leads, coordinates or reports: under the name it bore in its time."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    name_vi = models.CharField(_("Tên cơ quan"), max_length=300)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=300, blank=True)
    abbreviations = ArrayField(
        models.CharField(max_length=80), verbose_name=_("Tên viết tắt"), default=list, blank=True
    )
    kind = models.CharField(_("Loại"), max_length=30, choices=AgencyKind.choices)
    valid_from = PartialDateField(_("Thành lập"), null=True, blank=True)
    valid_to = PartialDateField(_("Kết thúc"), null=True, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    name_fold = models.GeneratedField(
        expression=ViFold(F("name_vi")), output_field=models.TextField(), db_persist=True
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan, đơn vị")
        verbose_name_plural = _("cơ quan, đơn vị")
        ordering: ClassVar = ["name_fold", "pk"]

    def __str__(self) -> str:
        return self.name_vi


@audited()
class AgencySuccession(TimeStampedModel):
    """Who carries on an agency's work from a day on, and by which document."""

    predecessor = models.ForeignKey(
        Agency, models.PROTECT, related_name="successions", verbose_name=_("Cơ quan trước")
    )
    successor = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="inheritances",
        null=True,
        blank=True,
        verbose_name=_("Cơ quan kế thừa"),
    )
    kind = models.CharField(_("Hình thức"), max_length=20, choices=SuccessionKind.choices)
    effective_on = PartialDateField(_("Từ ngày"))
    legal_document = models.CharField(_("Văn bản"), max_length=300, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("kế thừa cơ quan")
        verbose_name_plural = _("kế thừa cơ quan")
        ordering: ClassVar = ["effective_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="succession_has_heir_unless_dissolved",
                condition=Q(kind=SuccessionKind.DISSOLVE) | Q(successor__isnull=False),
            ),
            models.CheckConstraint(
                name="succession_not_by_itself",
                condition=Q(successor__isnull=True) | ~Q(successor=F("predecessor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or self.get_kind_display()}"


@audited(exclude=("password", "last_login"))
class User(AbstractUser):
    """A person who signs in: with one role, and for a focal point one agency."""

    full_name = models.CharField(_("Họ và tên"), max_length=150)
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("Cơ quan")
    )
    position = models.CharField(_("Chức vụ"), max_length=150, blank=True)
    language = models.CharField(
        _("Ngôn ngữ"), max_length=5, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    is_demonstration = models.BooleanField(_("Người dùng mẫu"), default=False)

    REQUIRED_FIELDS: ClassVar = ["full_name", "role"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="focal_point_has_agency", condition=~Q(role=Role.FOCAL_POINT) | Q(agency__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def sees_everything(self) -> bool:
        """Whether this person's role reads the whole register (docs/roles.md)."""
        return self.is_active and self.role in SEES_EVERYTHING

    @property
    def reads_history(self) -> bool:
        """Whether this person's role reads who changed what (docs/roles.md)."""
        return self.is_active and self.role in READS_HISTORY


@audited(exclude=("digest",))
class ApiToken(TimeStampedModel):
    """A revocable key of one person or system to the API; only its SHA-256 is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("Của"))
    name = models.CharField(_("Dùng cho"), max_length=100)
    prefix = models.CharField(_("Bốn ký tự đầu"), max_length=8)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("Hết hạn"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Thu hồi lúc"), null=True, blank=True)
    last_used_on = models.DateField(_("Dùng gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã truy cập API")
        verbose_name_plural = _("mã truy cập API")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_usable(self, now: datetime) -> bool:
        """Whether it opens the API at this moment: not revoked, not past its end."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class IdempotencyKey(models.Model):
    """The answer that a request under a key chosen by its sender got, kept a day for the same request sent again.

    Written in the transaction of the effect, so a row that can be read is always the answer of work that is done.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="idempotency_keys", verbose_name=_("Của"))
    key = models.CharField(_("Khóa"), max_length=200)
    method = models.CharField(_("Phương thức"), max_length=10)
    path = models.CharField(_("Địa chỉ"), max_length=500)
    digest = models.CharField(_("SHA-256 của yêu cầu"), max_length=64)
    status = models.PositiveSmallIntegerField(_("Mã trả lời"), default=0)
    headers = models.JSONField(_("Đầu mục trả lời"), default=dict)
    # JSON as text: the database's own type would put the names in another order than the first answer had.
    body = models.TextField(_("Nội dung trả lời"), default="null")
    created_at = models.DateTimeField(_("Nhận lúc"), db_index=True)

    class Meta:
        verbose_name = _("khóa chống gửi trùng")
        verbose_name_plural = _("khóa chống gửi trùng")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
