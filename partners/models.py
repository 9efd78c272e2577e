"""Who they are: partners under every name, the ties with them, networks, and how sources judged the ties."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import DayRange, PartialFirst, PartialLast, ViFold
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from partners.enums import (
    AssessmentLevel,
    Continent,
    LocalityLevel,
    NameKind,
    NetworkRole,
    PartnerKind,
    PriorityKind,
    RelationshipClass,
    RelationshipOrigin,
)
from partners.querysets import (
    CountryQuerySet,
    PartnerChargeQuerySet,
    PartnerQuerySet,
    ReferenceQuerySet,
    RelationshipQuerySet,
)


@audited()
class Country(models.Model):
    """A country or territory under its Vietnamese short name; a territory is never printed as a state."""

    code = models.CharField(_("Mã ISO"), max_length=2, primary_key=True)
    name_vi = models.CharField(_("Tên"), max_length=120, unique=True)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=120, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=120), verbose_name=_("Cách viết khác"), default=list, blank=True
    )
    continent = models.CharField(_("Châu lục"), max_length=20, choices=Continent.choices)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="territories", verbose_name=_("Thuộc")
    )
    national_day = models.CharField(
        _("Quốc khánh"),
        max_length=5,
        blank=True,
        help_text=_("Tháng và ngày, ví dụ 12-02. Để trống khi ngày thay đổi theo năm."),
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("quốc gia và vùng lãnh thổ")
        verbose_name_plural = _("quốc gia và vùng lãnh thổ")
        ordering: ClassVar = ["name_vi"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="country_national_day",
                condition=Q(national_day="")
                | Q(national_day__regex=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
            )
        ]

    def __str__(self) -> str:
        return self.name_vi


@audited()
class CooperationField(models.Model):
    """A field of cooperation: the task groups of Annex II (level 1) and the tags of Annex I (level 2)."""

    code = models.CharField(_("Mã"), max_length=60, unique=True)
    level = models.PositiveSmallIntegerField(_("Cấp"))
    name_vi = models.CharField(_("Tên"), max_length=200)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Thuộc nhóm")
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lĩnh vực hợp tác")
        verbose_name_plural = _("lĩnh vực hợp tác")
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.name_vi


@audited()
class Partner(TimeStampedModel):
    """A foreign locality, organisation, network or other body that the city deals with."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    kind = models.CharField(_("Loại đối tác"), max_length=40, choices=PartnerKind.choices)
    level = models.CharField(_("Cấp"), max_length=40, choices=LocalityLevel.choices, blank=True)
    name_vi = models.CharField(_("Tên"), max_length=300)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=300, blank=True)
    name_native = models.CharField(_("Tên bản ngữ"), max_length=300, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("Quốc gia, vùng lãnh thổ"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Thuộc")
    )
    latitude = models.DecimalField(_("Vĩ độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Kinh độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    priority_group = models.PositiveSmallIntegerField(_("Nhóm ưu tiên"), null=True, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    name_fold = models.GeneratedField(
        expression=ViFold(Concat(F("name_vi"), Value(" "), F("name_en"), Value(" "), F("name_native"))),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("đối tác")
        verbose_name_plural = _("đối tác")
        ordering: ClassVar = ["name_fold", "pk"]
        indexes: ClassVar = [
            GinIndex(OpClass(F("name_fold"), name="gin_trgm_ops"), name="partner_name_trigram"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="partner_level_for_localities", condition=Q(level="") | Q(kind=PartnerKind.LOCALITY)
            ),
            models.CheckConstraint(
                name="partner_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="partner_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.key])


@audited()
class PartnerName(models.Model):
    """Another name a partner bears or bore: found by search and by imports as well as the present one."""

    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="names", verbose_name=pgettext_lazy("một đối tác", "Đối tác")
    )
    name = models.CharField(_("Tên"), max_length=300)
    kind = models.CharField(_("Loại tên"), max_length=20, choices=NameKind.choices)
    valid_from = PartialDateField(_("Từ"), null=True, blank=True)
    valid_to = PartialDateField(_("Đến"), null=True, blank=True)
    name_fold = models.GeneratedField(
        expression=ViFold(F("name")), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = _("tên khác")
        verbose_name_plural = _("các tên khác")
        ordering: ClassVar = ["partner", "kind", "pk"]
        indexes: ClassVar = [
            GinIndex(OpClass(F("name_fold"), name="gin_trgm_ops"), name="partnername_trigram")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "name", "kind"], name="partner_name_once")
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Relationship(TimeStampedModel):
    """The tie with a partner while it is of one class: since when, until when, on what basis, whose it was first."""

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="relationships",
        verbose_name=pgettext_lazy("một đối tác", "Đối tác"),
    )
    relationship_class = models.CharField(_("Loại quan hệ"), max_length=30, choices=RelationshipClass.choices)
    since = PartialDateField(_("Từ"), null=True, blank=True)
    until = PartialDateField(_("Đến"), null=True, blank=True)
    basis = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    origin = models.CharField(
        _("Nguồn gốc"), max_length=20, choices=RelationshipOrigin.choices, default=RelationshipOrigin.OWN
    )
    inherited_from = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Kế thừa từ")
    )
    end_reason = models.CharField(_("Lý do kết thúc"), max_length=300, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("quan hệ")
        verbose_name_plural = _("quan hệ")
        ordering: ClassVar = ["partner", F("since").desc(nulls_last=True), "pk"]
        indexes: ClassVar = [
            models.Index(fields=["partner", "relationship_class"], name="relationship_partner")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="relationship_ends_after_start",
                condition=Q(since__isnull=True)  # type: ignore[arg-type]  # Q & lookup is a Q at run time
                | Q(until__isnull=True)
                | Q(until__isnull=False, since__isnull=False)
                & models.lookups.GreaterThanOrEqual(PartialLast("until"), PartialFirst("since")),
            ),
            models.CheckConstraint(
                name="relationship_end_has_reason", condition=Q(until__isnull=True) | ~Q(end_reason="")
            ),
            models.CheckConstraint(
                name="relationship_heir_named",
                condition=Q(origin=RelationshipOrigin.OWN) | Q(inherited_from__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(until__isnull=True), name="relationship_one_open_per_partner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_relationship_class_display()}"


@versioned
@audited(exclude=("version",))
class PartnerCharge(VersionedModel, TimeStampedModel):
    """Who of the Department follows a partner up, from which day and until which; two people may share one."""

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="charges",
        verbose_name=pgettext_lazy("một đối tác", "Đối tác"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_charges",
        verbose_name=_("Người phụ trách"),
    )
    since = models.DateField(_("Phụ trách từ ngày"))
    until = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    objects = PartnerChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("người phụ trách đối tác")
        verbose_name_plural = _("người phụ trách đối tác")
        ordering: ClassVar = ["partner", F("until").desc(nulls_first=True), "-since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="partner_charge_range", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            ExclusionConstraint(
                name="partner_charge_once",
                expressions=[
                    ("partner", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DayRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Người này đã phụ trách đối tác trong khoảng ngày đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.person}"


@audited()
class NetworkMembership(TimeStampedModel):
    """A network or mechanism of local governments the city takes part in, in which role and when."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    network = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("Mạng lưới"),
    )
    name = models.CharField(_("Tên"), max_length=300)
    role = models.CharField(_("Vai trò"), max_length=30, choices=NetworkRole.choices)
    since = PartialDateField(_("Từ"), null=True, blank=True)
    period_start = PartialDateField(_("Nhiệm kỳ từ"), null=True, blank=True)
    period_end = PartialDateField(_("Nhiệm kỳ đến"), null=True, blank=True)
    activities_vi = models.TextField(_("Hoạt động"), blank=True)
    note = models.TextField(_("Ghi chú, mâu thuẫn giữa các nguồn"), blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tham gia mạng lưới")
        verbose_name_plural = _("tham gia mạng lưới")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


@audited()
class Assessment(TimeStampedModel):
    """How one source judged the state of a tie on a day; different sources may differ, all are kept."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="assessments",
        verbose_name=pgettext_lazy("một đối tác", "Đối tác"),
    )
    as_of = models.DateField(_("Tính đến ngày"))
    level = models.CharField(_("Mức độ"), max_length=40, choices=AssessmentLevel.choices)
    reasons = ArrayField(models.CharField(max_length=40), verbose_name=_("Lý do"), default=list, blank=True)
    summary_vi = models.TextField(_("Nhận định"))
    summary_en = models.TextField(_("Nhận định (tiếng Anh)"), blank=True)
    last_dated_activity = PartialDateField(_("Hoạt động có ngày gần nhất"), null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhận định về quan hệ")
        verbose_name_plural = _("nhận định về quan hệ")
        ordering: ClassVar = ["partner", "-as_of", "pk"]

    def __str__(self) -> str:
        return f"{self.partner} {self.as_of:%d/%m/%Y}"


@audited()
class CountryPriority(models.Model):
    """What the Scheme wants from a country or territory (Annex I table A of Decision 2887)."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    entry_no = models.PositiveSmallIntegerField(_("Mục"))
    heading = models.CharField(_("Đối tác theo văn bản"), max_length=200)
    continent_heading = models.CharField(_("Đề mục châu lục theo văn bản"), max_length=40)
    continent = models.CharField(_("Châu lục"), max_length=20, choices=Continent.choices, blank=True)
    countries = models.ManyToManyField(
        Country, related_name="priorities", blank=True, verbose_name=_("Quốc gia, vùng lãnh thổ")
    )
    kind = models.CharField(_("Nhóm"), max_length=20, choices=PriorityKind.choices)
    position = models.PositiveSmallIntegerField(_("Thứ tự"), null=True, blank=True)
    fields = models.ManyToManyField(
        CooperationField, related_name="priorities", blank=True, verbose_name=_("Lĩnh vực")
    )
    summary_vi = models.TextField(_("Nội dung"))
    note = models.TextField(_("Ghi chú"), blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("ưu tiên theo quốc gia")
        verbose_name_plural = _("ưu tiên theo quốc gia")
        ordering: ClassVar = ["entry_no", "kind", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_no}. {self.heading}"
