"""What the form pages of this area share."""

from __future__ import annotations

import abc
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from dnfa.accounts.access import roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.editing import FormPage, apply_refusal
from dnfa.core.errors import DomainError

may_write = roles(*sorted(KEEPS_THE_REGISTER))
SECTION = "#consultation"


def visible_paper(user: Any, key: str) -> Agreement:
    """The paper of an address. Raises `Http404` when this person may not see it."""
    paper = Agreement.objects.visible_to(user).filter(key=key).first()
    if paper is None:
        raise Http404(_("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn."))
    return paper


def section_of(agreement: Agreement) -> str:
    """The part of the paper's page where opinions and reports stand."""
    return f"{agreement.get_absolute_url()}{SECTION}"


class DeedView(FormPage):
    """A small form that does one deed to one record: a page writes `load`, `do`, and where it leads.

    The services do nothing when told the same twice, so a double click needs no memory.
    """

    access = may_write
    template_name = "agreements/consultation/deed.html"

    @abc.abstractmethod
    def load(self, user: Any, **address: Any) -> Any:
        """The record of the address. Raises `Http404` for a hidden one."""

    @abc.abstractmethod
    def do(self, record: Any, cleaned_data: dict[str, Any]) -> None:
        """Call the service."""

    def initial_of(self, record: Any) -> dict[str, Any]:
        """What the form says at first: the record's own values."""
        return {name: getattr(record, name, None) for name in self.form_class.base_fields}  # type: ignore[attr-defined]

    @abc.abstractmethod
    def about(self, record: Any) -> list[dict[str, Any]]:
        """What stands above the form, as rows of a summary."""

    def get(self, _request: HttpRequest, **address: Any) -> HttpResponseBase:
        record = self.load(self.user, **address)
        form = self.form_class(initial=self.initial_of(record), **self.get_form_kwargs(record))
        return self._drawn(record, form)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponseBase:
        record = self.load(self.user, **address)
        form: Any = self.form_class(request.POST, **self.get_form_kwargs(record))
        where = self.get_success_url(record)
        if form.is_valid():
            try:
                self.do(record, dict(form.cleaned_data))
            except DomainError as error:
                apply_refusal(form, error)
            else:
                return self.done(where, self.success_message)
        return self._drawn(record, form)

    def _drawn(self, record: Any, form: forms.BaseForm) -> HttpResponseBase:
        return self.page(record, form, carried={}, about=self.about(record))


def paper_row(agreement: Agreement) -> dict[str, Any]:
    """The paper as a row of a summary."""
    return {"label": _("Thỏa thuận"), "value": agreement.title_vi, "href": agreement.get_absolute_url()}


def back_to(name: str, *args: Any) -> str:
    """An address of this room."""
    return reverse(f"agreements:{name}", args=args)
