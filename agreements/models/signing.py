"""Who put their names to a paper, and how the originals are kept."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import CooperationLevel, SigningMode
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.languages import LANGUAGES
from partners.models import Partner


class SigningFields(models.Model):
    """Where, how and in which languages a paper was signed; where its originals lie."""

    place = models.CharField(_("Nơi ký"), max_length=200, blank=True)
    signing_mode = models.CharField(_("Cách ký"), max_length=20, choices=SigningMode.choices, blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=LANGUAGES),
        verbose_name=_("Ngôn ngữ văn bản"),
        default=list,
        blank=True,
    )
    authentic_text = models.CharField(
        _("Giá trị của các bản ngôn ngữ"),
        max_length=300,
        blank=True,
        help_text=_("Ví dụ: các bản có giá trị như nhau; khi hiểu khác nhau thì dùng bản tiếng Anh."),
    )
    originals_count = models.PositiveSmallIntegerField(_("Số bản gốc"), null=True, blank=True)
    originals_kept_at = models.CharField(_("Nơi giữ bản gốc"), max_length=300, blank=True)

    class Meta:
        abstract = True


class IntentFields(models.Model):
    """What a paper is for, recorded while it is drafted (thesis p. 156)."""

    purpose = models.TextField(_("Mục đích"), blank=True)
    cooperation_level = models.CharField(
        _("Mức hợp tác dự kiến"), max_length=20, choices=CooperationLevel.choices, blank=True
    )
    expected_results = models.TextField(_("Kết quả mong đợi"), blank=True)
    partner_aims = models.TextField(_("Điều phía đối tác mong muốn"), blank=True)

    class Meta:
        abstract = True


@audited()
class Signatory(models.Model):
    """A person who signed the paper or one of its later texts: name and title as on the paper, nothing more."""

    agreement = models.ForeignKey(
        "agreements.Agreement",
        models.CASCADE,
        related_name="signatories",
        verbose_name=pgettext_lazy("một thỏa thuận", "Thỏa thuận"),
    )
    event = models.ForeignKey(
        "agreements.AgreementEvent",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="signatories",
        verbose_name=_("Lần ký"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Ký cho cơ quan Việt Nam"),
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Ký cho đối tác")
    )
    name = models.CharField(_("Họ và tên"), max_length=150)
    title = models.CharField(_("Chức vụ"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("người ký")
        verbose_name_plural = _("những người ký")
        ordering: ClassVar = ["agreement", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signatory_one_side", condition=Q(agency__isnull=True) ^ Q(partner__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name
