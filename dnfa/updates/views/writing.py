"""Writing an update: the room's own form with the agency's values, kept while typing, then sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from dnfa.core.clock import local_now
from dnfa.core.display import display_value
from dnfa.core.editing import apply_refusal, three_way
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.updates import proposals, services
from dnfa.updates.enums import Decision, RequestState
from dnfa.updates.forms import WordsForm
from dnfa.updates.models import ChangeRequest
from dnfa.updates.rules import can_write
from dnfa.updates.selectors import title_of
from dnfa.updates.views.common import (
    NO_RECORD,
    held_values,
    last_return,
    senders,
    sent_version,
    shown_record,
    visible_request,
)


class _Draft:
    """A draft with its two forms: the agency's words, and the room's fields it may fill."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.request = request
        self.user: Any = request.user
        self.update: ChangeRequest = visible_request(self.user, pk)
        self.record = shown_record(self.update, self.user)
        if self.update.record_id is not None and self.record is None:
            raise Http404(NO_RECORD)
        self.takes_values = proposals.takes_values(self.update)
        self.subject = proposals.subject_for(self.update) if self.takes_values else None

    @property
    def names(self) -> list[str]:
        """The fields the page shows: those of the agency, without what was accepted already."""
        if self.subject is None:
            return []
        done = {value.name for value in held_values(self.update) if value.decision == Decision.ACCEPTED}
        return [name for name in proposals.field_names(self.subject, self.update.kind) if name not in done]

    def form(self) -> forms.Form | None:
        """The room's form as the record stands, with the fields of the agency."""
        if self.subject is None:
            return None
        names = proposals.field_names(self.subject, self.update.kind)
        return proposals.make_form(self.subject, record=self.record, user=self.user, names=names)

    def drafted_form(self) -> forms.Form | None:
        """The same with what the agency has proposed so far."""
        form = self.form()
        values = {value.name: value.proposed for value in held_values(self.update)}
        return None if form is None else proposals.overlaid(form, values)

    def typed_form(self) -> forms.Form | None:
        """The same with what was typed just now; what was left as the page showed it is shown as it stands."""
        form = self.form()
        if form is None:
            return None
        sent = self.sent_values()
        typed = sent if self.shown is None else proposals.differing(form, self.shown, sent)
        return proposals.overlaid(form, typed)

    @property
    def shown(self) -> dict[str, Any] | None:
        """What stood on the page that was sent; None when it does not say, or of a record that does not exist yet."""
        base = None
        if self.record is not None:
            base = three_way.read_base(self.request.POST.get("base", ""), self.record)
        return None if base is None else dict(base.values)

    def carried(self, form: forms.Form | None) -> str:
        """What stands on this page, signed, for the form to carry."""
        if form is None or self.record is None:
            return ""
        base = three_way.Base(self.record.version, 0, proposals.standing(form), {})
        return three_way.sign_base(self.record, base)

    def sent_values(self) -> dict[str, Any]:
        """What was typed into the fields the page shows; a field that was not sent is left alone."""
        form = self.form()
        if form is None:
            return {}
        present = [name for name in self.names if f"has-{name}" in self.request.POST]
        return proposals.sent_values(form, self.request.POST, present)

    def words_form(self) -> WordsForm:
        """What was sent of the agency's own words."""
        return WordsForm(self.request.POST, kind=self.update.kind, takes_values=self.takes_values)

    def save(self, words: WordsForm) -> ChangeRequest:
        """Keep what was sent; a day that cannot be read stays as it was."""
        told_on: date | None = words.cleaned_data.get("told_on", self.update.told_on)
        return services.draft_save(
            request=self.update,
            values=self.sent_values(),
            text=self.request.POST.get("text", self.update.text),
            told_on=told_on,
            record_version=sent_version(self.request.POST.get("record_version", "")) or None,
            shown=self.shown,
            base_version=sent_version(self.request.POST.get("version", "")),
            user=self.user,
        )


class WriteView(LoginRequiredMixin, View):
    """The draft; "Lưu nháp" keeps it, "Gửi" keeps and sends it."""

    access = senders

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The draft as it stands."""
        draft = _Draft(request, pk)
        if not can_write(draft.user, draft.update):
            return redirect(draft.update)
        words = WordsForm(
            initial={"text": draft.update.text, "told_on": draft.update.told_on},
            kind=draft.update.kind,
            takes_values=draft.takes_values,
        )
        form: Any = draft.drafted_form()
        if form is not None:  # nothing is checked before it is sent: a draft is not told what it lacks
            form._errors = ErrorDict()  # noqa: SLF001
        return self._page(draft, words, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed; with "Gửi" send it."""
        draft = _Draft(request, pk)
        words = draft.words_form()
        words.is_valid()
        try:
            draft.update = draft.save(words)
            if words.errors:
                return self._page(draft, words, draft.drafted_form())
            if "send" not in request.POST:
                messages.success(request, _("Đã lưu bản nháp."))
                return redirect("updates:write", pk)
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
        messages.success(request, _("Đã gửi Sở Ngoại vụ. Bạn sẽ thấy kết quả ở trang này."))
        return redirect(draft.update)

    def _refused(self, draft: _Draft, words: WordsForm, error: DomainError) -> HttpResponse:
        draft.update = visible_request(draft.user, draft.update.pk)
        form = draft.drafted_form()
        if error.code == "stale_version":  # a colleague saved meanwhile: keep what was typed here
            form = draft.typed_form()
        target: Any = form if form is not None and set(error.fields) & set(form.fields) else words
        if target is form and form is not None:
            form.is_valid()
            for name in list(form.errors):
                if name not in draft.names:
                    del form.errors[name]
        else:
            apply_refusal(target, error)
        return self._page(draft, words, form)

    def _page(self, draft: _Draft, words: WordsForm, form: forms.Form | None) -> HttpResponse:
        update = draft.update
        lines = [] if form is None else proposals.lines_in(form, held_values(update))
        remarks = {line.name: line.remark for line in lines if line.is_returned}
        context = {
            "update": update,
            "title": title_of(update, draft.record),
            "record": draft.record,
            "subject": draft.subject,
            "form": words,
            "record_form": form,
            "carried": draft.carried(form),
            "fields": [(form[name], remarks.get(name, "")) for name in draft.names if name in form.fields]
            if form is not None
            else [],
            "moved": [line for line in lines if line.has_moved and not line.is_accepted],
            "returned": last_return(update.steps.all()) if update.state == RequestState.RETURNED else None,
            "cancel_url": update.get_absolute_url(),
        }
        return render(draft.request, "updates/write.html", context)


class AutosaveView(LoginRequiredMixin, View):
    """Keeps what is typed, answers with the new version of the draft; says when a colleague saved meanwhile."""

    access = senders

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        """`{"version", "saved"}`, or `{"error"}` with 4xx."""
        draft = _Draft(request, pk)
        words = draft.words_form()
        words.is_valid()
        try:
            update = draft.save(words)
        except DomainError as error:
            return JsonResponse({"error": str(error)}, status=error.http_status)
        return JsonResponse({"version": update.version, "saved": display_value(local_now())})
