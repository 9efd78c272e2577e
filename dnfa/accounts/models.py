"""Agencies of the city, the people who work with the register, how they sign in, and the tokens of other systems."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import (
    READS_HISTORY,
    RUNS_THE_HOUSE,
    SEES_EVERYTHING,
    SEES_FOCAL_POINTS,
    AgencyKind,
    LockKind,
    Role,
    SuccessionKind,
)
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import ViFold
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned


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


@versioned
@audited(exclude=("password", "last_login"))
class User(VersionedModel, AbstractUser):
    """A person who signs in: with one role, and for a focal point one agency."""

    # Signing in is no change of the account: who edits it meanwhile keeps the version that was read.
    uncounted_fields: ClassVar = ("last_login", "password", "password_set_at")

    full_name = models.CharField(_("Họ và tên"), max_length=150)
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("Cơ quan")
    )
    manages_focal_points = models.BooleanField(
        _("Quản lý đầu mối của cơ quan"),
        default=False,
        help_text=_(
            "Mời, sửa, đóng tài khoản đầu mối của cơ quan mình và của cơ quan mà cơ quan mình kế thừa."
        ),
    )
    position = models.CharField(_("Chức vụ"), max_length=150, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=40, blank=True)
    password_set_at = models.DateTimeField(_("Đặt mật khẩu lúc"), null=True, blank=True, editable=False)
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
            ),
            models.CheckConstraint(
                name="only_focal_points_manage_focal_points",
                condition=Q(manages_focal_points=False) | Q(role=Role.FOCAL_POINT),
                violation_error_message=_("Chỉ đầu mối của một cơ quan mới quản lý đầu mối của cơ quan đó."),
            ),
            models.UniqueConstraint(  # a link by mail and the city's sign-in must name one person
                Lower("email"),
                name="one_account_for_a_mail_address",
                condition=~Q(email=""),
                violation_error_message=_("Thư điện tử này đã thuộc về một tài khoản khác."),
            ),
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

    @property
    def sees_mails(self) -> bool:
        """Whether this person's role looks after the outbox (docs/roles.md)."""
        return self.is_active and self.role in RUNS_THE_HOUSE

    @property
    def sees_focal_points(self) -> bool:
        """Whether this person sees focal points: the Department and the auditor all, who is in charge its agency's."""
        in_charge = self.role == Role.FOCAL_POINT and self.manages_focal_points
        return self.is_active and (self.role in SEES_FOCAL_POINTS or in_charge)


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


class SignInLock(models.Model):
    """Failed sign-ins of one user name or from one network address, and until when it is locked.

    The name is kept as a keyed digest: people type their password where the name belongs. A name that nobody
    bears is counted like any other, so that the answer tells nobody which names exist.
    """

    kind = models.CharField(_("Đếm theo"), max_length=10, choices=LockKind.choices)
    subject = models.CharField(_("Dấu vết"), max_length=64)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sign_in_locks", verbose_name=_("Tài khoản")
    )
    failures = models.PositiveIntegerField(_("Số lần sai liên tiếp"), default=0)
    last_failed_at = models.DateTimeField(_("Sai gần nhất"), db_index=True)
    locked_until = models.DateTimeField(_("Khóa đến"), null=True)
    unlocked_at = models.DateTimeField(_("Mở khóa lúc"), null=True)
    unlocked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Người mở khóa")
    )
    unlock_reason = models.CharField(_("Lý do mở khóa"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần đăng nhập sai")
        verbose_name_plural = _("lần đăng nhập sai")
        ordering: ClassVar = ["-last_failed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject"], name="sign_in_lock_once")
        ]

    def __str__(self) -> str:
        return str(self.user or self.subject)


class SignedInSession(models.Model):
    """A browser in which a person is signed in; it goes with Django's own session."""

    # The key of the session opens the house: pages name a row by its own number.
    session = models.OneToOneField("sessions.Session", models.CASCADE, related_name="+", editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions", verbose_name=_("Của"))
    address = models.GenericIPAddressField(_("Địa chỉ mạng"), null=True)
    agent = models.CharField(_("Trình duyệt"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("Đăng nhập lúc"))
    last_seen_at = models.DateTimeField(_("Hoạt động gần nhất"))

    class Meta:
        verbose_name = _("phiên đăng nhập")
        verbose_name_plural = _("phiên đăng nhập")
        ordering: ClassVar = ["-last_seen_at", "pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.started_at:%d/%m/%Y %H:%M}"


@audited(exclude=("secret", "last_step"))
class SecondFactor(models.Model):
    """The authenticator app a person signs in with besides the password (RFC 6238)."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="second_factor", verbose_name=_("Tài khoản")
    )
    secret = models.TextField(editable=False)  # encrypted (dnfa/accounts/second_factor.py)
    last_step = models.BigIntegerField(default=0, editable=False)  # a code is taken once
    set_up_at = models.DateTimeField(_("Thiết lập lúc"))

    class Meta:
        verbose_name = _("xác thực hai lớp")
        verbose_name_plural = _("xác thực hai lớp")
        ordering: ClassVar = ["-set_up_at", "-pk"]

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """One of the codes that open the door once when the telephone is lost; only its SHA-256 is stored."""

    factor = models.ForeignKey(
        SecondFactor, models.CASCADE, related_name="recovery_codes", verbose_name=_("Của")
    )
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(_("Dùng lúc"), null=True)

    class Meta:
        verbose_name = _("mã dự phòng")
        verbose_name_plural = _("mã dự phòng")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.factor} #{self.pk}"


@audited()
class CityIdentity(models.Model):
    """Which person of the city's identity provider an account is: found by verified mail once, by subject ever after."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="city_identity", verbose_name=_("Tài khoản")
    )
    issuer = models.CharField(_("Nơi cấp"), max_length=300)
    subject = models.CharField(_("Mã định danh"), max_length=255)
    linked_at = models.DateTimeField(_("Gắn lúc"))

    class Meta:
        verbose_name = _("định danh của thành phố")
        verbose_name_plural = _("định danh của thành phố")
        ordering: ClassVar = ["-linked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_for_a_city_identity")
        ]

    def __str__(self) -> str:
        return str(self.user)
