"""What an officer types about opinions and reports by law; the rules are the services'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import ConsultationPurpose, OpinionAnswer
from agreements.selectors_consultation import Act
from agreements.services.consultation.common import LONGEST_NUMBER, LONGEST_REASON, LONGEST_RECIPIENTS
from dnfa.accounts.enums import AgencyKind
from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField
from dnfa.followup.action_forms import PickAgencies

DAY_EXAMPLE = _("Ví dụ: 05/3/2026.")
CHOOSE_DAY = {"required": _("Hãy ghi ngày.")}


def askable_bodies() -> Any:
    """Bodies that can be asked at all, in Vietnamese order; whether one existed on the day is the service's matter."""
    return Agency.objects.exclude(kind=AgencyKind.PLACEHOLDER).in_vietnamese_order()


def _bodies(label: Any, hint: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Agency.objects.none(),
        widget=PickAgencies,
        help_text=hint,
        error_messages={"required": _("Hãy chọn ít nhất một cơ quan được hỏi.")},
    )


def _number(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_NUMBER, **options)


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 4}), **options)


def _reason(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Được giữ trong lịch sử thay đổi của bản ghi."),
        error_messages={"required": _("Hãy ghi lý do; lý do được giữ trong lịch sử.")},
        **options,
    )


class RoundForm(forms.Form):
    """A new round of asking."""

    purpose = forms.ChoiceField(label=_("Nội dung hỏi"), choices=ConsultationPurpose.choices)
    agencies = _bodies(
        _("Cơ quan được hỏi"), _("Chọn mọi cơ quan mà cùng một công văn, gửi cùng ngày, đã hỏi.")
    )
    sent_on = ViDateField(label=_("Ngày gửi"), help_text=DAY_EXAMPLE, error_messages=CHOOSE_DAY)
    document_number = _number(
        _("Công văn hỏi số"), required=False, help_text=_("Chưa có số thì để trống, bổ sung sau.")
    )
    content = _text(_("Nội dung xin ý kiến"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = askable_bodies()  # type: ignore[attr-defined]


class BodiesForm(forms.Form):
    """More bodies asked by the same letter."""

    agencies = _bodies(
        _("Cơ quan được hỏi thêm"),
        _("Chỉ những cơ quan mà chính công văn này đã hỏi; công văn khác hoặc ngày khác thì ghi đợt mới."),
    )

    def __init__(self, *args: Any, asked: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = askable_bodies().exclude(pk__in=asked)  # type: ignore[attr-defined]


class RoundCorrectionForm(forms.Form):
    """Day, number and content of a round, with the reason why they change."""

    sent_on = ViDateField(label=_("Ngày gửi"), help_text=DAY_EXAMPLE, error_messages=CHOOSE_DAY)
    document_number = _number(_("Công văn hỏi số"), required=False)
    content = _text(_("Nội dung xin ý kiến"))
    reason = _reason()


class ReasonForm(forms.Form):
    """Only why."""

    reason = _reason()


class ReceiptForm(forms.Form):
    """When the full file reached the body."""

    received_on = ViDateField(
        label=_("Ngày nhận đủ hồ sơ"),
        required=False,
        help_text=_(
            "Hạn trả lời tính từ ngày này (Luật 70/2020/QH14, điều 19). Để trống nếu không rõ: hạn tính từ ngày gửi."
        ),
    )


class AnswerForm(forms.Form):
    """What the body said; `is_correction` asks for the reason too."""

    answer = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=OpinionAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn ý kiến của cơ quan.")},
    )
    answered_on = ViDateField(
        label=_("Ngày trả lời"),
        help_text=_("Ngày trên văn bản trả lời, ví dụ: 05/3/2026."),
        error_messages=CHOOSE_DAY,
    )
    document_number = _number(_("Công văn trả lời số"), required=False)
    summary = _text(_("Tóm tắt ý kiến"), help_text=_("Bắt buộc khi cơ quan không đồng ý."))

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_correction:
            self.fields["reason"] = _reason(required=False)
            self.fields["reason"].label = _("Lý do sửa")


class HandlingForm(forms.Form):
    """What was taken over and what explained."""

    handling = _text(
        _("Tiếp thu, giải trình"),
        help_text=_("Nội dung nào đã tiếp thu vào dự thảo, nội dung nào giải trình và vì sao."),
    )


def _recipients(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Nơi nhận"),
        max_length=LONGEST_RECIPIENTS,
        required=False,
        help_text=_(
            "Để trống thì ghi nơi nhận theo Luật 70/2020/QH14: sau khi ký là Thủ tướng Chính phủ và bản sao cho Bộ Ngoại "
            "giao (điều 19); chấm dứt, tạm ngưng là Bộ Ngoại giao (điều 34)."
        ),
        **options,
    )


class ReportForm(forms.Form):
    """A report that was sent about one of the acts of the paper."""

    act = forms.ChoiceField(label=_("Về việc"), error_messages={"required": _("Hãy chọn việc được báo cáo.")})
    sent_on = ViDateField(label=_("Ngày gửi"), help_text=DAY_EXAMPLE, error_messages=CHOOSE_DAY)
    document_number = _number(
        _("Số, ký hiệu"), error_messages={"required": _("Hãy ghi số, ký hiệu của báo cáo.")}
    )
    recipients = _recipients()
    note = _text(_("Ghi chú"))

    def __init__(self, *args: Any, acts: Sequence[Act] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acts = {act.code: act for act in acts}
        self.fields["act"].choices = [(act.code, act.label) for act in acts]  # type: ignore[attr-defined]


class ReportCorrectionForm(forms.Form):
    """What was recorded of a report, with the reason why it changes."""

    sent_on = ViDateField(label=_("Ngày gửi"), help_text=DAY_EXAMPLE, error_messages=CHOOSE_DAY)
    document_number = _number(_("Số, ký hiệu"))
    recipients = _recipients()
    note = _text(_("Ghi chú"))
    reason = _reason()
