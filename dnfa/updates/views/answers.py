"""An agency's page of a round: answer, confirm, ask for time; and the Department's decisions on it."""

from __future__ import annotations

import abc
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_now, local_today
from dnfa.core.display import display_value
from dnfa.core.editing import apply_refusal, forget_draft
from dnfa.core.errors import Conflict, DomainError, NotAllowed
from dnfa.updates.answer_hints import hints_of
from dnfa.updates.enums import RequestKind
from dnfa.updates.forms import DecideExtensionForm, ExtensionForm, ReturnForm
from dnfa.updates.models import RoundAgency
from dnfa.updates.round_reports import asked_reports
from dnfa.updates.rules import can_answer, can_ask, can_decide_answer, can_write
from dnfa.updates.selectors_rounds import AskedPage, asked_page
from dnfa.updates.services import confirm_all, request_open
from dnfa.updates.services import rounds as services
from dnfa.updates.views.answer_words import Typed, answer_form, boxes, carried
from dnfa.updates.views.common import last_return, senders, sent_version, steps_of, visible_subject
from dnfa.updates.views.confirmed import sent_records, tell_confirmed

HIDDEN = gettext_lazy("Không có trang này, hoặc đợt không hỏi cơ quan bạn.")


def visible_page(request: HttpRequest, pk: int, key: str, *, with_records: bool = True) -> AskedPage:
    """The page of an agency, when this person may see it; else 404."""
    try:
        return asked_page(
            request.user, round_id=pk, agency_key=key, today=local_today(), with_records=with_records
        )
    except RoundAgency.DoesNotExist as error:
        raise Http404(HIDDEN) from error


class AnswerView(LoginRequiredMixin, View):
    """Reading for all who may see it; the buttons are those of the one who looks.

    Every button of the agency keeps first what was typed to the questions: confirming a record or asking for time loses
    nothing.
    """

    access = signed_in

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """The page as it stands."""
        return self._page(request, visible_page(request, pk, key))

    def post(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """One of the deeds, by the button that was pressed."""
        for name, deed in DEEDS.items():
            if name in request.POST:
                return self._do(request, visible_page(request, pk, key, with_records=False), deed)
        return self.get(request, pk, key)

    def _do(self, request: HttpRequest, page: AskedPage, deed: _Deed) -> HttpResponse:
        typed = Typed(request, page)
        form = deed.make_form(request)
        try:
            if deed.keeps_answers and typed.is_sent:
                page = replace(page, asked=typed.keep(sees_all=deed.sees_all))
            if form.is_valid():
                done = deed(request, page.asked, form)
                if done.told:
                    messages.success(request, done.told)
                return forget_draft(redirect(done.leads_to or page.asked), request.path)
        except NotAllowed:
            raise
        except DomainError as error:
            return self._refused(deed, typed, form, error)
        page = visible_page(request, page.asked.round_id, page.asked.agency.key)
        return self._page(request, page, **{deed.form_name: form})

    def _refused(self, deed: _Deed, typed: Typed, form: forms.Form, error: DomainError) -> HttpResponse:
        """The page again, with what was typed over what stands by now."""
        request, asked = typed.request, typed.page.asked
        page = visible_page(request, asked.round_id, asked.agency.key)
        again = answer_form(page, typed.over(page) if deed.keeps_answers else {})
        apply_refusal(again if deed.form_name == "form" else form, error)
        return self._page(
            request,
            page,
            meanwhile=typed.meanwhile(page),
            status=409 if isinstance(error, Conflict) else 200,
            **{deed.form_name: form, "form": again},
        )

    def _page(
        self,
        request: HttpRequest,
        page: AskedPage,
        *,
        meanwhile: Any = (),
        status: int = 200,
        **forms_sent: forms.Form,
    ) -> HttpResponse:
        user, asked = request.user, page.asked
        form: Any = forms_sent.get("form") or answer_form(page)
        hints = hints_of(asked, [one.question for one in page.questions], local_today())
        context = {
            "page": page,
            "asked": asked,
            "held": asked.round,
            "may_answer": can_answer(user, asked),
            "may_decide": can_decide_answer(user, asked),
            "may_extend": can_ask(user) and asked.asked_until is not None,
            "form": form,
            "is_fresh": "form" not in forms_sent,
            "carried": carried(page),
            "meanwhile": meanwhile,
            "boxes": boxes(page, form, hints),
            "return_form": forms_sent.get("return_form") or ReturnForm(),
            "extension_form": forms_sent.get("extension_form") or ExtensionForm(),
            "decide_form": forms_sent.get("decide_form")
            or DecideExtensionForm(initial={"until": asked.asked_until}),
            "happenings": steps_of(page.steps),
            "returned": last_return(page.steps) if asked.returned_at else None,
        }
        return render(request, "updates/answer.html", context, status=status)


class AnswerAutosaveView(LoginRequiredMixin, View):
    """Keeps what is typed (static/js/autosave.js); says when a colleague answered the same question meanwhile."""

    access = senders

    def post(self, request: HttpRequest, pk: int, key: str) -> JsonResponse:
        """`{"saved", "carried"}`, or `{"error"}` with 4xx."""
        try:
            asked = Typed(request, visible_page(request, pk, key, with_records=False)).keep()
        except DomainError as error:
            told = [text for texts in error.fields.values() for text in texts]
            return JsonResponse({"error": " ".join([str(error), *told])}, status=error.http_status)
        return JsonResponse({"saved": display_value(local_now()), "carried": {"version": str(asked.version)}})


@dataclass(frozen=True)
class _Done:
    """What is said after a deed, and where it leads; back to the page without."""

    told: str = ""
    leads_to: str = ""


class _Deed(abc.ABC):
    """One button of the page: its form, the service behind it, what is said afterwards."""

    form_name: ClassVar[str]
    form_class: ClassVar[type[forms.Form]]
    keeps_answers: ClassVar[bool] = False
    sees_all: ClassVar[bool] = False

    def make_form(self, request: HttpRequest) -> Any:
        """What was sent beside the answers."""
        return self.form_class(request.POST)

    def common(self, request: HttpRequest, asked: RoundAgency) -> dict[str, Any]:
        """What every service takes; what was kept a moment ago is no other person's change."""
        version = asked.version if self.keeps_answers else sent_version(request.POST.get("version", ""))
        return {"asked": asked, "base_version": version, "user": request.user, "now": local_now()}

    @abc.abstractmethod
    def __call__(self, request: HttpRequest, asked: RoundAgency, form: Any) -> _Done:
        """Call the service."""


class _Save(_Deed):
    form_name, form_class = "form", forms.Form
    keeps_answers = True

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: Any) -> _Done:  # noqa: ARG002
        return _Done(_("Đã lưu bản nháp."))


class _Send(_Save):
    sees_all = True

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: Any) -> _Done:  # noqa: ARG002
        services.answer_submit(**self.common(request, asked))
        return _Done(_("Đã gửi Sở Ngoại vụ."))


class _Confirm(_Save):
    """One record, or all that are open, still true; the agency asked is the one that says so, whoever writes for it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: Any) -> _Done:  # noqa: ARG002
        told = confirm_all(
            records=sent_records(request.POST.getlist(self.name)),
            agency=asked.agency,
            user=request.user,
            today=local_today(),
        )
        tell_confirmed(request, told)
        return _Done()


class _Begin(_Save):
    """From a record of the page to where a change of it begins."""

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: Any) -> _Done:  # noqa: ARG002
        code, _colon, key = request.POST["begin"].partition(":")
        address = reverse("updates:begin", args=[visible_subject(code).code, sent_version(key)])
        if can_ask(request.user):  # the form there asks for whom the Department writes
            address = f"{address}?{urlencode({'agency': asked.agency.key})}"
        return _Done(leads_to=address)


class _Report(_Save):
    """The agency's report of one record, or the one begun already."""

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: Any) -> _Done:  # noqa: ARG002
        reports = asked_reports(asked, {one.kind for one in asked.round.questions.all()}, local_today())
        known = {report.field_value: report for of_kind in reports.values() for report in of_kind}
        report = known.get(request.POST["report"])
        if report is None:
            raise Http404(HIDDEN)
        draft = report.request
        if draft is None or not can_write(request.user, draft):
            draft = request_open(
                kind=RequestKind.NOTE,
                subject=report.subject,
                record=report.record,
                agency=asked.agency,
                user=request.user,
            )
        return _Done(leads_to=reverse("updates:write", args=[draft.pk]))


class _Ask(_Deed):
    form_name, form_class = "extension_form", ExtensionForm
    keeps_answers = True

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: ExtensionForm) -> _Done:
        services.extension_ask(**self.common(request, asked), **form.cleaned_data)
        return _Done(_("Đã gửi đề nghị lùi hạn."))


class _Return(_Deed):
    form_name, form_class = "return_form", ReturnForm

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: ReturnForm) -> _Done:
        services.answer_return(**self.common(request, asked), **form.cleaned_data)
        return _Done(_("Đã trả lại cho cơ quan."))


class _Accept(_Deed):
    form_name, form_class = "return_form", ReturnForm

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: ReturnForm) -> _Done:  # noqa: ARG002
        services.answer_accept(**self.common(request, asked))
        return _Done(_("Đã nhận trả lời của cơ quan."))


class _Extend(_Deed):
    form_name, form_class = "decide_form", DecideExtensionForm

    def __call__(self, request: HttpRequest, asked: RoundAgency, form: DecideExtensionForm) -> _Done:
        services.extension_decide(**self.common(request, asked), **form.cleaned_data)
        return _Done(_("Đã trả lời đề nghị lùi hạn."))


DEEDS: dict[str, _Deed] = {
    "save": _Save(),
    "send": _Send(),
    "confirm": _Confirm("confirm"),
    "confirm_all": _Confirm("open_record"),
    "begin": _Begin(),
    "report": _Report(),
    "return": _Return(),
    "accept": _Accept(),
    "ask": _Ask(),
    "extend": _Extend(),
}
