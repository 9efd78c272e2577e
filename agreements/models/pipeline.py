"""The way to signature: dated steps, the criteria answered before signing, the opinions asked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import (
    BallHolder,
    BreakReason,
    BrokenOffBy,
    ConsultationPurpose,
    CriterionAnswerValue,
    LegalReportKind,
    OpinionAnswer,
    PaperClass,
    Stage,
)
from agreements.models.agreement import Agreement, AgreementEvent
from agreements.querysets import ConsultationQuerySet, LegalReportQuerySet, OpinionQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import LegalBasis, TimeStampedModel

OF_AGREEMENT = pgettext_lazy("một thỏa thuận", "Thỏa thuận")


@audited()
class StageStep(models.Model):
    """A step of a paper before signature: from which day, by which document, who has to act next.

    Several steps of one stage follow each other when the ball passes on. The last one is where the paper stands.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="steps", verbose_name=OF_AGREEMENT)
    stage = models.CharField(_("Giai đoạn"), max_length=20, choices=Stage.choices)
    entered_on = models.DateField(_("Từ ngày"))
    document_number = models.CharField(_("Văn bản số"), max_length=120, blank=True)
    ball = models.CharField(_("Đang chờ"), max_length=20, choices=BallHolder.choices, blank=True)
    ball_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan đang xử lý")
    )
    expected_by = models.DateField(_("Dự kiến xong"), null=True, blank=True)
    break_reason = models.CharField(
        _("Lý do không tiếp tục"), max_length=30, choices=BreakReason.choices, blank=True
    )
    broken_off_by = models.CharField(_("Bên dừng"), max_length=20, choices=BrokenOffBy.choices, blank=True)
    justification = models.CharField(_("Giải trình"), max_length=500, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )
    created_at = models.DateTimeField(_("Ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("bước chuẩn bị ký")
        verbose_name_plural = _("các bước chuẩn bị ký")
        ordering: ClassVar = ["agreement", "entered_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["agreement", "entered_on"], name="step_agreement_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="step_broken_off_says_why",
                condition=Q(stage=Stage.BROKEN_OFF) & ~Q(break_reason="") & ~Q(broken_off_by="")
                | ~Q(stage=Stage.BROKEN_OFF) & Q(break_reason="", broken_off_by=""),
            ),
            models.CheckConstraint(
                name="step_other_reason_told",
                condition=~Q(break_reason=BreakReason.OTHER) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.entered_on:%d/%m/%Y}"


@audited()
class CriteriaSet(TimeStampedModel):
    """Questions to answer before a class of papers is signed (Scheme task I.6), valid for a time.

    A set that has been answered is not changed: a new one follows it.
    """

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    name = models.CharField(_("Tên bộ tiêu chí"), max_length=200)
    paper_class = models.CharField(_("Dùng cho"), max_length=20, choices=PaperClass.choices)
    pass_percent = models.PositiveSmallIntegerField(_("Mức nên đạt (%)"), default=60)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, blank=True, verbose_name=_("Căn cứ"))
    is_verified = models.BooleanField(_("Đã được ban hành"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("bộ tiêu chí trước khi ký")
        verbose_name_plural = _("các bộ tiêu chí trước khi ký")
        ordering: ClassVar = ["paper_class", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper_class", "valid_from"], name="criteria_set_once_per_start"),
            models.CheckConstraint(
                name="criteria_set_range",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="criteria_set_percent", condition=Q(pass_percent__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Criterion(models.Model):
    """One question with its weight."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="criteria", verbose_name=_("Bộ tiêu chí")
    )
    code = models.SlugField(_("Mã"), max_length=40)
    text = models.CharField(_("Tiêu chí"), max_length=500)
    hint = models.CharField(_("Gợi ý"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(_("Trọng số"), default=1)
    is_required = models.BooleanField(_("Phải đạt"), default=False)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("các tiêu chí")
        ordering: ClassVar = ["criteria_set", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_once"),
            models.CheckConstraint(name="criterion_weighs", condition=Q(weight__gte=1)),
        ]

    def __str__(self) -> str:
        return self.text


@audited()
class CriteriaAssessment(TimeStampedModel):
    """The answers given for one draft on a day, with the score as it then was; a later one does not change it."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="assessments", verbose_name=OF_AGREEMENT
    )
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, verbose_name=_("Bộ tiêu chí"))
    assessed_on = models.DateField(_("Ngày đánh giá"))
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người đánh giá"),
    )
    is_complete = models.BooleanField(_("Đã trả lời đủ"), default=False)
    score_percent = models.DecimalField(_("Điểm (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    conclusion = models.TextField(_("Kết luận"), blank=True)

    class Meta:
        verbose_name = _("đánh giá theo tiêu chí")
        verbose_name_plural = _("các đánh giá theo tiêu chí")
        ordering: ClassVar = ["agreement", "-assessed_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assessment_complete_has_score",
                condition=Q(is_complete=False) | Q(score_percent__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criteria_set} {self.assessed_on:%d/%m/%Y}"


@audited()
class CriterionAnswer(models.Model):
    """How far the draft met one criterion; question and weight are kept as they were asked."""

    assessment = models.ForeignKey(
        CriteriaAssessment, models.CASCADE, related_name="answers", verbose_name=_("Đánh giá")
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("Tiêu chí"))
    text = models.CharField(_("Tiêu chí khi hỏi"), max_length=500)
    weight = models.PositiveSmallIntegerField(_("Trọng số khi hỏi"))
    is_required = models.BooleanField(_("Phải đạt khi hỏi"), default=False)
    value = models.CharField(_("Trả lời"), max_length=20, choices=CriterionAnswerValue.choices, blank=True)
    note = models.CharField(_("Lý giải"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("trả lời tiêu chí")
        verbose_name_plural = _("các trả lời tiêu chí")
        ordering: ClassVar = ["assessment", "criterion__order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.get_value_display()}"


@audited()
class Consultation(TimeStampedModel):
    """One asking of opinions about a paper: why, when, by which document."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="consultations", verbose_name=OF_AGREEMENT
    )
    purpose = models.CharField(
        _("Nội dung hỏi"),
        max_length=20,
        choices=ConsultationPurpose.choices,
        default=ConsultationPurpose.SIGNING,
    )
    sent_on = models.DateField(_("Ngày gửi"))
    document_number = models.CharField(_("Công văn hỏi số"), max_length=120, blank=True)
    content = models.TextField(_("Nội dung xin ý kiến"), blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt lấy ý kiến")
        verbose_name_plural = _("các đợt lấy ý kiến")
        ordering: ClassVar = ["agreement", "-sent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.sent_on:%d/%m/%Y}"


@audited()
class Opinion(TimeStampedModel):
    """What one consulted body answered, or still owes.

    `received_on` is the day the full file reached it where that is known: from it the days of the law count.
    """

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="opinions", verbose_name=_("Đợt lấy ý kiến")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="opinions", verbose_name=_("Cơ quan được hỏi")
    )
    received_on = models.DateField(_("Ngày nhận đủ hồ sơ"), null=True, blank=True)
    answered_on = models.DateField(_("Ngày trả lời"), null=True, blank=True)
    answer = models.CharField(_("Ý kiến"), max_length=30, choices=OpinionAnswer.choices, blank=True)
    document_number = models.CharField(_("Công văn trả lời số"), max_length=120, blank=True)
    summary = models.TextField(_("Tóm tắt ý kiến"), blank=True)
    handling = models.TextField(_("Tiếp thu, giải trình"), blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến")
        verbose_name_plural = _("các ý kiến")
        ordering: ClassVar = ["consultation", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "agency"], name="opinion_asked_once"),
            models.CheckConstraint(
                name="opinion_answer_whole",
                condition=Q(answered_on__isnull=True, answer="")
                | Q(answered_on__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="opinion_disagreement_says_why",
                condition=~Q(answer=OpinionAnswer.DISAGREE) | ~Q(summary=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)


@audited()
class LegalReport(TimeStampedModel):
    """A written report that the law asks for after an act: to whom, by which document, on which day."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="legal_reports", verbose_name=OF_AGREEMENT
    )
    event = models.ForeignKey(
        AgreementEvent,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="legal_reports",
        verbose_name=_("Về sự kiện"),
        help_text=_("Để trống: về lần ký đầu tiên của văn bản."),
    )
    kind = models.CharField(_("Loại báo cáo"), max_length=20, choices=LegalReportKind.choices)
    sent_on = models.DateField(_("Ngày gửi"))
    document_number = models.CharField(_("Số, ký hiệu"), max_length=120)
    recipients = models.CharField(_("Nơi nhận"), max_length=300)
    note = models.TextField(_("Ghi chú"), blank=True)

    objects = LegalReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo theo luật")
        verbose_name_plural = _("các báo cáo theo luật")
        ordering: ClassVar = ["agreement", "-sent_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "event", "kind"], nulls_distinct=False, name="legal_report_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_number}"
