"""An agency's page of a round: answer, ask for time; and the Department's decisions on it."""

from __future__ import annotations

import abc
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_now, local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.updates.forms import AnswerForm, DecideExtensionForm, ExtensionForm, ReturnForm
from dnfa.updates.models import RoundAgency
from dnfa.updates.rules import can_answer, can_ask, can_decide_answer
from dnfa.updates.selectors_rounds import AskedPage, asked_page
from dnfa.updates.services import rounds as services
from dnfa.updates.views.common import last_return, sent_version, steps_of

HIDDEN = gettext_lazy("Không có trang này, hoặc đợt không hỏi cơ quan bạn.")


class AnswerView(LoginRequiredMixin, View):
    """Reading for all who may see it; the buttons are those of the one who looks."""

    access = signed_in

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """The page as it stands."""
        return self._page(request, self._read(request, pk, key))

    def post(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """One of the deeds, by the button that was pressed."""
        page = self._read(request, pk, key)
        for name, deed in DEEDS.items():
            if name in request.POST:
                return self._do(request, page, deed)
        return self._page(request, page)

    @staticmethod
    def _read(request: HttpRequest, pk: int, key: str) -> AskedPage:
        try:
            return asked_page(request.user, round_id=pk, agency_key=key, today=local_today())
        except RoundAgency.DoesNotExist as error:
            raise Http404(HIDDEN) from error

    def _do(self, request: HttpRequest, page: AskedPage, deed: Any) -> HttpResponse:
        form = deed.make_form(request, page)
        if form.is_valid():
            try:
                told = deed(request, page, form)
            except NotAllowed:
                raise
            except DomainError as error:
                apply_refusal(form, error)
                page = self._read(request, page.asked.round_id, page.asked.agency.key)
            else:
                messages.success(request, told)
                return redirect(page.asked)
        return self._page(request, page, **{deed.form_name: form})

    def _page(self, request: HttpRequest, page: AskedPage, **forms_sent: forms.Form) -> HttpResponse:
        user, asked = request.user, page.asked
        may_answer = can_answer(user, asked)
        form: Any = forms_sent.get("form") or (AnswerForm(questions=_questions(page), initial=_initial(page)))
        context = {
            "page": page,
            "asked": asked,
            "held": asked.round,
            "may_answer": may_answer,
            "may_decide": can_decide_answer(user, asked),
            "may_extend": can_ask(user) and asked.asked_until is not None,
            "form": form,
            "boxes": _boxes(page, form),
            "return_form": forms_sent.get("return_form") or ReturnForm(),
            "extension_form": forms_sent.get("extension_form") or ExtensionForm(),
            "decide_form": forms_sent.get("decide_form")
            or DecideExtensionForm(initial={"until": asked.asked_until}),
            "happenings": steps_of(page.steps),
            "returned": last_return(page.steps) if asked.returned_at else None,
        }
        return render(request, "updates/answer.html", context)


def _questions(page: AskedPage) -> list[Any]:
    return [one.question for one in page.questions]


def _initial(page: AskedPage) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for one in page.questions:
        if one.answer is not None:
            pk = one.question.pk
            told |= {
                f"text-{pk}": one.answer.text,
                f"figure-{pk}": one.answer.figure,
                f"nothing-{pk}": one.answer.is_nothing,
            }
    return told


def _boxes(page: AskedPage, form: AnswerForm) -> list[dict[str, Any]]:
    """Each question with its boxes."""
    return [
        {
            "asked": one,
            "text": form[f"text-{one.question.pk}"],
            "figure": form[f"figure-{one.question.pk}"] if one.question.unit else None,
            "nothing": form[f"nothing-{one.question.pk}"],
        }
        for one in page.questions
    ]


class _Deed(abc.ABC):
    """One button of the page: its form, the service behind it, what is said afterwards."""

    form_name: ClassVar[str]
    form_class: ClassVar[type[forms.Form]]

    def make_form(self, request: HttpRequest, page: AskedPage) -> Any:  # noqa: ARG002  (answers need the page)
        """What was sent."""
        return self.form_class(request.POST)

    def common(self, request: HttpRequest, page: AskedPage) -> dict[str, Any]:
        """What every service takes."""
        return {
            "asked": page.asked,
            "base_version": sent_version(request.POST.get("version", "")),
            "user": request.user,
            "now": local_now(),
        }

    @abc.abstractmethod
    def __call__(self, request: HttpRequest, page: AskedPage, form: Any) -> str:
        """Call the service; gives what is said."""


class _Save(_Deed):
    form_name, form_class = "form", AnswerForm

    def make_form(self, request: HttpRequest, page: AskedPage) -> AnswerForm:
        return AnswerForm(request.POST, questions=_questions(page))

    def __call__(self, request: HttpRequest, page: AskedPage, form: AnswerForm) -> str:
        services.answer_save(**self.common(request, page), answers=form.answers())
        return _("Đã lưu bản nháp.")


class _Send(_Save):
    def __call__(self, request: HttpRequest, page: AskedPage, form: AnswerForm) -> str:
        given = self.common(request, page)
        saved = services.answer_save(**given, answers=form.answers())
        services.answer_submit(**{**given, "asked": saved, "base_version": saved.version})
        return _("Đã gửi Sở Ngoại vụ.")


class _Return(_Deed):
    form_name, form_class = "return_form", ReturnForm

    def __call__(self, request: HttpRequest, page: AskedPage, form: ReturnForm) -> str:
        services.answer_return(**self.common(request, page), **form.cleaned_data)
        return _("Đã trả lại cho cơ quan.")


class _Accept(_Deed):
    form_name, form_class = "return_form", ReturnForm

    def __call__(self, request: HttpRequest, page: AskedPage, form: ReturnForm) -> str:  # noqa: ARG002
        services.answer_accept(**self.common(request, page))
        return _("Đã nhận trả lời của cơ quan.")


class _Ask(_Deed):
    form_name, form_class = "extension_form", ExtensionForm

    def __call__(self, request: HttpRequest, page: AskedPage, form: ExtensionForm) -> str:
        services.extension_ask(**self.common(request, page), **form.cleaned_data)
        return _("Đã gửi đề nghị lùi hạn.")


class _Extend(_Deed):
    form_name, form_class = "decide_form", DecideExtensionForm

    def __call__(self, request: HttpRequest, page: AskedPage, form: DecideExtensionForm) -> str:
        services.extension_decide(**self.common(request, page), **form.cleaned_data)
        return _("Đã trả lời đề nghị lùi hạn.")


DEEDS: dict[str, _Deed] = {
    "save": _Save(),
    "send": _Send(),
    "return": _Return(),
    "accept": _Accept(),
    "ask": _Ask(),
    "extend": _Extend(),
}
