"""Writing an update: the room's own form with the agency's values, kept while typing, then sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from dnfa.core.clock import local_now
from dnfa.core.display import display_value
from dnfa.core.editing import apply_refusal, forget_draft
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.updates import proposals, services
from dnfa.updates.enums import RequestState
from dnfa.updates.forms import WordsForm
from dnfa.updates.rules import can_write
from dnfa.updates.selectors import title_of
from dnfa.updates.views.common import last_return, senders
from dnfa.updates.views.drafting import Draft


class WriteView(LoginRequiredMixin, View):
    """The draft; "Lưu nháp" keeps it, "Gửi" keeps and sends it."""

    access = senders

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The draft as it stands."""
        draft = Draft(request, pk)
        if not can_write(draft.user, draft.update):
            return redirect(draft.update)
        form: Any = draft.drafted_form()
        if form is not None:  # nothing is checked before it is sent: a draft is not told what it lacks
            form._errors = ErrorDict()  # noqa: SLF001
        return self._page(draft, draft.drafted_words(), form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed; with "Gửi" send it, once the page has shown all that is sent."""
        draft = Draft(request, pk)
        words = draft.sent_words()
        is_sent = "send" in request.POST
        try:
            draft.save(words)
            if words.errors:
                return self._page(draft, words, draft.drafted_form())
            if is_sent and draft.holds_more(words):
                return self._meanwhile(draft, _("Đã lưu, chưa gửi."))
            if is_sent:
                services.request_submit(
                    request=draft.update,
                    base_version=draft.update.version,
                    user=draft.user,
                    now=local_now(),
                )
        except NotAllowed:
            raise
        except DomainError as error:
            return self._refused(draft, words, error)
        if is_sent:
            messages.success(request, _("Đã gửi Sở Ngoại vụ. Bạn sẽ thấy kết quả ở trang này."))
            return self._done(request, draft.update.get_absolute_url())
        messages.success(request, _("Đã lưu bản nháp."))
        return self._done(request, reverse("updates:write", args=[pk]))

    @staticmethod
    def _done(request: HttpRequest, url: str) -> HttpResponse:
        return forget_draft(HttpResponseRedirect(url), request.path)

    def _refused(self, draft: Draft, words: WordsForm, error: DomainError) -> HttpResponse:
        draft.read_again()
        if error.code == "stale_version":  # a colleague saved meanwhile: keep what was typed here
            return self._meanwhile(draft, _("Chưa lưu."))
        form = draft.drafted_form()
        if form is not None and set(error.fields) & set(form.fields):
            form.is_valid()
            for name in list(form.errors):
                if name not in draft.names:
                    del form.errors[name]
        else:
            apply_refusal(words, error)
        return self._page(draft, words, form)

    def _meanwhile(self, draft: Draft, what_became: str) -> HttpResponse:
        """The draft as two people have written it, with what the other wrote told beside."""
        form: Any = draft.typed_form()
        if form is not None:
            form._errors = ErrorDict()  # noqa: SLF001
        told = {"theirs": draft.written_meanwhile(), "what_became": what_became}
        return self._page(draft, draft.typed_words(), form, meanwhile=told, status=409)

    def _page(
        self,
        draft: Draft,
        words: WordsForm,
        form: forms.Form | None,
        *,
        meanwhile: dict[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        update = draft.update
        lines = [] if form is None else proposals.lines_in(form, draft.values)
        remarks = {line.name: line.remark for line in lines if line.is_returned}
        theirs = {one.name: one for one in meanwhile["theirs"]} if meanwhile else {}
        beside = {name: one.theirs or _("để trống") for name, one in theirs.items() if one.is_conflict}
        context = {
            "update": update,
            "title": title_of(update, draft.record),
            "record": draft.record,
            "subject": draft.subject,
            "form": words,
            "words": [(bound, beside.get(bound.name, "")) for bound in words],
            "record_form": form,
            "carried": draft.carried(),
            "fields": [
                (form[name], remarks.get(name, ""), beside.get(name, ""))
                for name in draft.names
                if name in form.fields
            ]
            if form is not None
            else [],
            "moved": [line for line in lines if line.has_moved and not line.is_accepted],
            "meanwhile": meanwhile,
            "returned": last_return(update.steps.all()) if update.state == RequestState.RETURNED else None,
            "is_fresh": draft.request.method == "GET",
            "cancel_url": update.get_absolute_url(),
        }
        return render(draft.request, "updates/write.html", context, status=status)


class AutosaveView(LoginRequiredMixin, View):
    """Keeps what is typed, answers with what the page carries from now on; says where a colleague wrote the same place."""

    access = senders

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        """`{"saved", "carried", "note"}`, or `{"error"}` with 4xx."""
        draft = Draft(request, pk)
        words = draft.sent_words()
        try:
            draft.save(words)
        except DomainError as error:
            return JsonResponse({"error": str(error)}, status=error.http_status)
        carried = {"version": draft.update.version, "draft": draft.signed(draft.as_sent(words))}
        told = {"saved": display_value(local_now()), "carried": carried, "note": self._note(draft, words)}
        return JsonResponse(told)

    @staticmethod
    def _note(draft: Draft, words: WordsForm) -> str:
        notes = [
            _("“%(label)s” chưa đọc được nên chưa lưu.") % {"label": words[name].label}
            for name in words.errors
            if name in words.fields
        ]
        if draft.holds_more(words):
            notes.append(
                _("Đồng nghiệp cũng đang sửa bản nháp này; hãy bấm “Lưu nháp” để thấy nội dung của cả hai.")
            )
        return " ".join(notes)
