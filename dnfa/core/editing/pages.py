"""What pages with one form share: look, groups of fields, draft, refusals of services as errors of the form."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from dnfa.core.clock import local_today
from dnfa.core.editing.told import Question
from dnfa.core.errors import DomainError
from dnfa.core.hooks import require_hooks

SAVED_COOKIE = "dnfa_saved"  # tells static/js/draft.js which draft has become a record
Words = str | Promise
Fieldsets = Sequence[tuple[Words, Sequence[str]]]


@dataclass(frozen=True)
class Group:
    """Some fields of the form under one title."""

    title: Words
    fields: list[tuple[forms.BoundField, Question | None]] = field(default_factory=list)


def apply_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Turn a service's refusal into errors of the form: at the fields it names, else at the top."""
    named = {name: texts for name, texts in error.fields.items() if name in form.fields}
    for name, texts in named.items():
        form.add_error(name, texts)
    others = [text for name, texts in error.fields.items() if name not in named for text in texts]
    if others or not named:
        form.add_error(None, others or [str(error)])


def forget_draft(response: HttpResponseRedirect, path: str) -> HttpResponseRedirect:
    """Let the browser forget what it kept of the form at this address: the server holds it now."""
    response.set_cookie(
        SAVED_COOKIE,
        quote(path, safe=""),
        max_age=24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


class FormPage(LoginRequiredMixin, TemplateResponseMixin, ContextMixin, View, abc.ABC):
    """What pages with one form share: look, groups, draft. Use `EditsVersionedRecord` or `CreatesRecord`.

    A class that names its `form_class` is a page and must have written everything its bases leave open, or it is
    refused where it is defined (`ImproperlyConfigured`); one without is a base for others.
    """

    template_name = "components/edit_form.html"
    form_class: ClassVar[type[forms.BaseForm]]
    page_title: ClassVar[Words] = ""
    submit_label: ClassVar[Words] = gettext_lazy("Lưu")
    success_message: ClassVar[Words] = gettext_lazy("Đã lưu.")
    fieldsets: ClassVar[Fieldsets] = ()
    keeps_draft: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "form_class"):
            require_hooks(cls)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (a room overrides it)
        """What the form needs besides data and initial values, e.g. `{"user": self.request.user}`."""
        return {}

    def get_page_title(self, record: Any) -> Words:  # noqa: ARG002  (a room overrides it)
        """The head of the page."""
        return self.page_title

    def get_success_url(self, record: Any) -> str:
        """Where saving leads: the record's own page."""
        return str(record.get_absolute_url())

    def get_cancel_url(self, record: Any) -> str:
        """Where "Hủy" leads."""
        return self.get_success_url(record)

    @property
    def user(self) -> Any:
        """Who edits."""
        return self.request.user

    @property
    def today(self) -> date:
        """The day of the deed, in Đà Nẵng."""
        return local_today()

    def groups(self, form: forms.BaseForm, questions: Mapping[str, Question]) -> list[Group]:
        """The visible fields in the groups declared on the view or the form; the rest follows without a title."""
        declared = self.fieldsets or getattr(form, "fieldsets", ())
        visible = {bound.name: bound for bound in form.visible_fields()}
        made = [
            Group(title, [(visible.pop(name), questions.get(name)) for name in names if name in visible])
            for title, names in declared
        ]
        made.append(Group("", [(bound, questions.get(name)) for name, bound in visible.items()]))
        return [group for group in made if group.fields]

    def page(
        self,
        record: Any,
        form: forms.BaseForm,
        *,
        carried: Mapping[str, str],
        questions: Iterable[Question] = (),
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """Draw the page; `carried` are the hidden values of the ground floor."""
        asked = {question.difference.name: question for question in questions}
        told = self.get_context_data(
            record=record,
            form=form,
            groups=self.groups(form, asked),
            carried=carried,
            page_title=self.get_page_title(record),
            submit_label=self.submit_label,
            cancel_url=self.get_cancel_url(record),
            draft_of=self.user.pk if self.keeps_draft else "",
            is_fresh=not form.is_bound,
            **context,
        )
        return self.render_to_response(told, status=status)

    def done(self, url: str, message: Words, *, level: int = messages.SUCCESS) -> HttpResponseRedirect:
        """Say that it is done, go on, and let the browser forget the draft of this page."""
        messages.add_message(self.request, level, str(message))
        return forget_draft(HttpResponseRedirect(url), self.request.path)
