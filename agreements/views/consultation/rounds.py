"""Pages that record, extend, correct and cancel rounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import ConsultationPurpose, Stage
from agreements.forms.consultation import BodiesForm, ReasonForm, RoundCorrectionForm, RoundForm
from agreements.models import Agreement, Consultation
from agreements.rules.consultation import proposed_body
from agreements.services.consultation import (
    add_bodies,
    ask_opinions,
    cancel_consultation,
    correct_consultation,
)
from agreements.views.consultation.base import DeedView, may_write, paper_row, section_of, visible_paper
from dnfa.accounts.models import Agency
from dnfa.core.display import display_value
from dnfa.core.editing import CreatesRecord


class RoundCreateView(CreatesRecord):
    """A new round of asking about a paper; the body the law names is proposed."""

    access = may_write
    template_name = "agreements/consultation/create.html"
    form_class = RoundForm
    page_title = gettext_lazy("Ghi đợt lấy ý kiến")
    submit_label = gettext_lazy("Ghi đợt lấy ý kiến")
    success_message = gettext_lazy("Đã ghi đợt lấy ý kiến.")
    fieldsets = (
        (gettext_lazy("Hỏi ai, về việc gì"), ("purpose", "agencies")),
        (gettext_lazy("Công văn hỏi"), ("sent_on", "document_number", "content")),
    )

    @cached_property
    def paper(self) -> Agreement:
        return visible_paper(self.user, self.kwargs["key"])

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        """A paper that this person may not see answers 404 before any form."""
        if self.user.is_authenticated:
            _paper = self.paper
        return super().dispatch(*args, **kwargs)

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("purpose", "")
        usual = (
            ConsultationPurpose.RENEWAL if self.paper.stage == Stage.SIGNED else ConsultationPurpose.SIGNING
        )
        purpose = asked if asked in ConsultationPurpose.values else usual
        body = Agency.objects.filter(key=proposed_body(self.paper, purpose)).values_list("pk", flat=True)
        return {"purpose": purpose, "agencies": list(body), "sent_on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=[paper_row(self.paper)], **kwargs)

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Consultation:
        return ask_opinions(agreement=self.paper, user=user, today=today, **cleaned_data)

    def get_success_url(self, _record: Any) -> str:
        return section_of(self.paper)


class _RoundDeed(DeedView):
    def load(self, user: Any, **address: Any) -> Consultation:
        rounds = Consultation.objects.visible_to(user).select_related("agreement")
        found = rounds.filter(pk=address["pk"]).first()
        if found is None:
            raise Http404(_("Không có đợt lấy ý kiến này."))
        return found

    def about(self, record: Consultation) -> list[dict[str, Any]]:
        bodies = record.opinions.select_related("agency")
        return [
            paper_row(record.agreement),
            {"label": _("Nội dung hỏi"), "value": record.get_purpose_display()},
            {"label": _("Ngày gửi"), "value": display_value(record.sent_on), "note": record.document_number},
            {"label": _("Đã hỏi"), "value": "; ".join(opinion.agency.name_vi for opinion in bodies)},
        ]

    def get_success_url(self, record: Consultation) -> str:
        return section_of(record.agreement)


class BodiesAddView(_RoundDeed):
    """More bodies asked by the letter of a round."""

    form_class = BodiesForm
    page_title = gettext_lazy("Bổ sung cơ quan được hỏi")
    success_message = gettext_lazy("Đã bổ sung cơ quan được hỏi.")

    def get_form_kwargs(self, record: Consultation) -> dict[str, Any]:
        return {"asked": list(record.opinions.values_list("agency", flat=True))}

    def do(self, record: Consultation, cleaned_data: dict[str, Any]) -> None:
        add_bodies(consultation=record, user=self.user, **cleaned_data)


class RoundCorrectView(_RoundDeed):
    """Day, number or content of a round as they really were."""

    form_class = RoundCorrectionForm
    page_title = gettext_lazy("Sửa đợt lấy ý kiến")
    success_message = gettext_lazy("Đã sửa đợt lấy ý kiến.")

    def do(self, record: Consultation, cleaned_data: dict[str, Any]) -> None:
        correct_consultation(consultation=record, user=self.user, today=self.today, **cleaned_data)


class RoundCancelView(_RoundDeed):
    """A round that nobody has answered is taken back."""

    form_class = ReasonForm
    page_title = gettext_lazy("Hủy đợt lấy ý kiến")
    submit_label = gettext_lazy("Hủy đợt này")
    success_message = gettext_lazy("Đã hủy đợt lấy ý kiến.")

    def do(self, record: Consultation, cleaned_data: dict[str, Any]) -> None:
        cancel_consultation(consultation=record, user=self.user, **cleaned_data)
