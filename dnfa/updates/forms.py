"""What people type beside the room's own fields: words for the reviewer, reasons, rounds and answers."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField, ViDecimalField
from dnfa.core.widgets import PICKER
from dnfa.updates.enums import AskKind, RequestKind, ReturnReason
from dnfa.updates.models import RoundQuestion
from dnfa.updates.standard_questions import heading_choices

LONG = {"rows": 4}
EXPLAINED = (_("Giải thích thêm"), _("Vì sao, theo văn bản nào. Không bắt buộc."))
WORDS = {
    RequestKind.NOTE: (_("Đã diễn ra, đã làm được gì"), _("Nêu kết quả, số liệu, sản phẩm cụ thể.")),
    RequestKind.FILE: (_("Giới thiệu tài liệu"), _("Tài liệu gì, của ai, ngày nào. Không bắt buộc.")),
    RequestKind.DIFFICULTY: (_("Khó khăn, vướng mắc"), _("Vướng gì, ở đâu, đề nghị ai giải quyết.")),
}


class WordsForm(forms.Form):
    """The agency's own words, and the day of what it tells; beside values they only explain."""

    text = forms.CharField(label=_("Nội dung"), required=False, widget=forms.Textarea(LONG))
    told_on = ViDateField(label=_("Ngày diễn ra"), required=False)

    def __init__(self, *args: Any, kind: str, takes_values: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, help_text = EXPLAINED if takes_values else WORDS[RequestKind(kind)]
        self.fields["text"].label, self.fields["text"].help_text = label, help_text
        if kind != RequestKind.NOTE or takes_values:
            del self.fields["told_on"]


class ReasonForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=_("Lý do rút"), max_length=500)


class ReturnForm(forms.Form):
    """Why something comes back: the code for the office, the words for the agency."""

    reason = forms.ChoiceField(
        label=_("Lý do trả lại"), choices=[("", _("Chọn lý do")), *ReturnReason.choices], required=False
    )
    text = forms.CharField(
        label=_("Lời nhắn cho cơ quan"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Khi trả lại: cần sửa, bổ sung gì."),
    )


class ReviewForm(ReturnForm):
    """The reviewer's words; of a difficulty also who solves it by when."""

    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan giải quyết"), required=False, empty_label=_("Chọn cơ quan")
    )
    due_on = ViDateField(label=_("Hạn giải quyết"), required=False)

    def __init__(self, *args: Any, kind: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if kind == RequestKind.DIFFICULTY:
            fields["lead_agency"].queryset = Agency.objects.existing_on(today).in_vietnamese_order()
        else:
            del fields["lead_agency"], fields["due_on"]


class AgencyForm(forms.Form):
    """For which agency the Department writes what came on paper or by telephone."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Ghi thay cơ quan"), to_field_name="key", empty_label=_("Chọn cơ quan")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agency"].queryset = Agency.objects.in_vietnamese_order()


class RoundForm(forms.Form):
    """Whom to ask, for what, by when."""

    title = forms.CharField(label=_("Tên đợt"), max_length=300)
    message = forms.CharField(
        label=_("Lời nhắn gửi các cơ quan"), required=False, widget=forms.Textarea(LONG)
    )
    period_from = ViDateField(label=_("Kỳ từ ngày"), required=False)
    period_to = ViDateField(label=_("đến hết ngày"), required=False)
    due_on = ViDateField(label=_("Hạn trả lời"))
    asks = forms.MultipleChoiceField(
        label=_("Nội dung cần hỏi"),
        choices=AskKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sections = forms.MultipleChoiceField(
        label=_("Mục của báo cáo năm cần cơ quan viết"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nội dung cơ quan viết được đưa vào đúng mục này của báo cáo năm."),
    )
    more = forms.CharField(
        label=_("Câu hỏi thêm"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Mỗi dòng một câu hỏi. Câu hỏi lấy số liệu thì ghi đơn vị trong ngoặc vuông ở cuối, như: Số đoàn đã đón [đoàn]."
        ),
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Các cơ quan được hỏi"),
        to_field_name="key",
        widget=forms.SelectMultiple(PICKER),
    )

    fieldsets = (
        (_("Đợt cập nhật"), ("title", "message", "period_from", "period_to", "due_on")),
        (_("Hỏi gì"), ("asks", "sections", "more")),
        (_("Hỏi ai"), ("agencies",)),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agencies"].queryset = Agency.objects.existing_on(today).in_vietnamese_order()
        fields["sections"].choices = heading_choices()

    def clean(self) -> dict[str, Any]:
        """A round asks for something: a matter, a text for the report, or a question of its own."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any((data["asks"], data["sections"], data["more"].strip())):
            self.add_error("asks", _("Hãy chọn ít nhất một nội dung cần hỏi."))
        return data


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until = ViDateField(label=_("Xin lùi hạn đến ngày"))
    because = forms.CharField(label=_("Lý do"), max_length=500)


class DecideExtensionForm(forms.Form):
    """The new day, or none and why."""

    until = ViDateField(
        label=_("Hạn mới"), required=False, help_text=_("Để trống là không gia hạn; khi đó ghi lý do.")
    )
    text = forms.CharField(label=_("Lời nhắn cho cơ quan"), required=False, max_length=500)


class FigureAsTyped(ViDecimalField):
    """A figure while it is written: the number, or what was typed when no number can be read in it."""

    def clean(self, value: Any) -> Any:
        """A `Decimal`, None, or the text as typed."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            return str(value)


class AnswerForm(forms.Form):
    """One box of words, one of figures where a unit is asked, one "nothing in this period" for each question.

    A draft: nothing that is typed is wrong before it is sent.
    """

    def __init__(self, *args: Any, questions: list[RoundQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"text-{question.pk}"] = forms.CharField(
                label=question.title,
                required=False,
                help_text=question.help,
                widget=forms.Textarea({"rows": 3}),
            )
            if question.unit:
                self.fields[f"figure-{question.pk}"] = FigureAsTyped(
                    label=_("Số liệu (%(unit)s)") % {"unit": question.unit},
                    required=False,
                    max_digits=20,
                    decimal_places=2,
                )
            self.fields[f"nothing-{question.pk}"] = forms.BooleanField(
                label=_("Không phát sinh trong kỳ"), required=False
            )

    def names(self, question: RoundQuestion) -> list[str]:
        """The boxes of a question."""
        return [
            name for part in ("text", "figure", "nothing") if (name := f"{part}-{question.pk}") in self.fields
        ]

    def asked_in(self, names: Container[str]) -> list[RoundQuestion]:
        """The questions of which a page showed or sent a box."""
        return [one for one in self.questions if any(name in names for name in self.names(one))]

    def answers(self, raw: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
        """By question, what these values of its boxes say, for `answer_save`."""
        return {question.pk: self._answer(question, raw) for question in self.asked_in(raw)}

    def _answer(self, question: RoundQuestion, raw: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {
            "text": raw.get(f"text-{question.pk}", ""),
            "is_nothing": bool(raw.get(f"nothing-{question.pk}", False)),
        }
        if question.unit:
            name = f"figure-{question.pk}"
            figure = self.fields[name].clean(raw.get(name, ""))
            is_read = not isinstance(figure, str)
            told |= {"figure": figure if is_read else None, "figure_typed": "" if is_read else figure}
        return told
