"""Pages of one body's opinion: what it says, and the deeds of who keeps the papers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from agreements.forms.consultation import AnswerForm, HandlingForm, ReasonForm, ReceiptForm
from agreements.models import Opinion
from agreements.rules import can_write_papers
from agreements.rules.consultation import owes_opinion
from agreements.selectors_consultation import Day, opinion_rows, tell
from agreements.services.consultation import (
    drop_body,
    record_answer,
    record_handling,
    record_receipt,
    withdraw_answer,
)
from agreements.views.consultation.base import DeedView, back_to, paper_row, section_of
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.display import display_value


def visible_opinion(user: Any, pk: int) -> Any:
    """The opinion of an address, with its clock. Raises `Http404` when this person may not see it."""
    found = opinion_rows(user).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Không có ý kiến này, hoặc ý kiến không thuộc việc của cơ quan bạn."))
    return found


def asked_rows(opinion: Opinion) -> list[dict[str, Any]]:
    """What was asked, as rows of a summary."""
    consultation = opinion.consultation
    return [
        paper_row(consultation.agreement),
        {"label": _("Cơ quan được hỏi"), "value": opinion.agency.name_vi},
        {"label": _("Nội dung hỏi"), "value": consultation.get_purpose_display()},
        {
            "label": _("Ngày gửi"),
            "value": display_value(consultation.sent_on),
            "note": consultation.document_number,
        },
    ]


def answer_rows(opinion: Any) -> list[dict[str, Any]]:
    """What came of it, as rows of a summary; the row comes from `tell`."""
    rows = [
        {"label": _("Nhận đủ hồ sơ"), "value": opinion.received_on},
        {"label": _("Hạn trả lời"), "value": opinion.due_on},
        {"label": _("Trả lời ngày"), "value": opinion.answered_on, "note": opinion.document_number},
    ]
    if opinion.is_answered:
        rows += [
            {"label": _("Tóm tắt ý kiến"), "value": opinion.summary},
            {"label": _("Tiếp thu, giải trình"), "value": opinion.handling},
        ]
    return rows


class OpinionDetailView(LoginRequiredMixin, TemplateView):
    """One opinion: what was asked, until when, what was answered and what was made of it."""

    access = signed_in
    template_name = "agreements/consultation/opinion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        opinion = tell([visible_opinion(user, kwargs["pk"])], Day.load(today))[0]
        asked = asked_rows(opinion)
        if opinion.consultation.content:
            asked.append({"label": _("Nội dung xin ý kiến"), "value": opinion.consultation.content})
        return super().get_context_data(
            opinion=opinion,
            agreement=opinion.consultation.agreement,
            asked=asked,
            answered=answer_rows(opinion),
            may_write=can_write_papers(user),
            owes=owes_opinion(user, opinion),
            has_others=opinion.consultation.opinions.exclude(pk=opinion.pk).exists(),
            **kwargs,
        )


class _OpinionDeed(DeedView):
    def load(self, user: Any, **address: Any) -> Any:
        return visible_opinion(user, address["pk"])

    def about(self, record: Any) -> list[dict[str, Any]]:
        return asked_rows(record)

    def get_success_url(self, record: Any) -> str:
        return back_to("opinion", record.pk)


class ReceiptView(_OpinionDeed):
    """When the full file reached the body: from that day the law counts."""

    form_class = ReceiptForm
    page_title = gettext_lazy("Ghi ngày cơ quan nhận đủ hồ sơ")
    success_message = gettext_lazy("Đã ghi ngày nhận hồ sơ.")

    def do(self, record: Any, cleaned_data: dict[str, Any]) -> None:
        record_receipt(opinion=record, user=self.user, today=self.today, **cleaned_data)


class AnswerView(_OpinionDeed):
    """What the body answered, or what is corrected of it."""

    form_class = AnswerForm
    success_message = gettext_lazy("Đã ghi ý kiến.")

    def get_page_title(self, record: Any) -> str:
        return _("Sửa ý kiến đã ghi") if record.answered_on else _("Ghi ý kiến trả lời")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"is_correction": record.answered_on is not None}

    def do(self, record: Any, cleaned_data: dict[str, Any]) -> None:
        record_answer(opinion=record, user=self.user, today=self.today, **cleaned_data)


class HandlingView(_OpinionDeed):
    """What was taken over from the answer and what was explained."""

    form_class = HandlingForm
    page_title = gettext_lazy("Tiếp thu, giải trình ý kiến")
    success_message = gettext_lazy("Đã ghi nội dung tiếp thu, giải trình.")

    def about(self, record: Any) -> list[dict[str, Any]]:
        told = f"{record.get_answer_display()}. {record.summary}" if record.answer else ""
        return [*asked_rows(record), {"label": _("Ý kiến"), "value": told}]

    def do(self, record: Any, cleaned_data: dict[str, Any]) -> None:
        record_handling(opinion=record, user=self.user, **cleaned_data)


class WithdrawalView(_OpinionDeed):
    """An answer recorded by mistake is taken back."""

    form_class = ReasonForm
    page_title = gettext_lazy("Rút ý kiến đã ghi nhầm")
    submit_label = gettext_lazy("Rút ý kiến này")
    success_message = gettext_lazy("Đã rút ý kiến ghi nhầm.")

    def do(self, record: Any, cleaned_data: dict[str, Any]) -> None:
        withdraw_answer(opinion=record, user=self.user, **cleaned_data)


class BodyDropView(_OpinionDeed):
    """A body named by mistake is taken out of the round."""

    form_class = ReasonForm
    page_title = gettext_lazy("Bỏ cơ quan khỏi đợt lấy ý kiến")
    submit_label = gettext_lazy("Bỏ cơ quan này")
    success_message = gettext_lazy("Đã bỏ cơ quan khỏi đợt lấy ý kiến.")

    def do(self, record: Any, cleaned_data: dict[str, Any]) -> None:
        drop_body(opinion=record, user=self.user, **cleaned_data)

    def get_success_url(self, record: Any) -> str:
        return section_of(record.consultation.agreement)
