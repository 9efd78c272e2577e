"""The page of one list: shown with some empty rows, saved as a whole or not at all."""

from __future__ import annotations

import abc
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from dnfa.core.errors import DomainError, NotAllowed
from dnfa.core.rows.forms import Names, RowForm, row_formset


class RowsView(LoginRequiredMixin, TemplateResponseMixin, ContextMixin, View, abc.ABC):
    """One list of one record. The page carries the version it was opened with: what another person saved meanwhile
    is not overwritten unseen; what was typed stays, and sending again, having looked, goes through.
    """

    template_name = "components/rows.html"
    page_title: ClassVar[Any]
    advice: ClassVar[Any] = ""
    form_class: ClassVar[type[RowForm]]
    is_ordered: ClassVar[bool] = False
    section: ClassVar[str] = ""  # the part of the record's page that shows the list

    @abc.abstractmethod
    def load(self, user: Any, key: str) -> Any:
        """The record: `Http404` for a hidden one, `PermissionDenied` where this person may not write the list."""

    @abc.abstractmethod
    def kept(self, record: Any) -> Sequence[Any]:
        """The rows as they stand."""

    @abc.abstractmethod
    def save(self, record: Any, rows: list[dict[str, Any]], *, base_version: int) -> None:
        """Call the service with the whole list; its refusals name rows as "<list>.<number>.<field>"."""

    def names(self) -> Mapping[str, Names]:
        """The names that may be typed, by list of suggestions (`suggestions_of(form_class)`)."""
        return {}

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values of one row kept, for its form."""
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def get(self, request: HttpRequest, *_args: Any, key: str) -> HttpResponse:
        """The rows as they stand, and some empty ones."""
        record = self.load(request.user, key)
        return self._shown(record, self._formset(record), [])

    def post(self, request: HttpRequest, *_args: Any, key: str) -> HttpResponse:
        """Save all rows, or say at which field of which row something is wrong."""
        record = self.load(request.user, key)
        formset = self._formset(record, request.POST)
        if not formset.is_valid():
            return self._shown(record, formset, self._told(formset))
        forms = formset.told()
        try:
            self.save(record, [form.as_row() for form in forms], base_version=_version(request))
        except NotAllowed:
            raise
        except DomainError as error:
            record.refresh_from_db()
            general = self._apply(forms, error)
            return self._shown(record, formset, [*general, *self._told(formset)])
        messages.success(request, _("Đã lưu."))
        return HttpResponseRedirect(f"{record.get_absolute_url()}#part-{self.section}")

    def _formset(self, record: Any, data: Any = None) -> Any:
        formset = row_formset(self.form_class, ordered=self.is_ordered)
        initial = [self.initial_of(row) for row in self.kept(record)]
        return formset(data, initial=initial, prefix="row", names=self.names())

    def _apply(self, forms: list[Any], error: DomainError) -> list[str]:
        """Put a refusal at the fields of the rows it names ("members.1.role"); gives what names no row."""
        general = [] if error.fields else [str(error)]
        for name, sentences in error.fields.items():
            _list, _dot, place = name.partition(".")
            number, _dot, field = place.partition(".")
            if not number.isdecimal() or int(number) >= len(forms):
                general += sentences
                continue
            form = forms[int(number)]
            shown = form.aliases.get(field, field)
            form.add_error(shown if shown in form.fields else None, sentences)
        return general

    @staticmethod
    def _told(formset: Any) -> list[str]:
        """What is wrong, row by row, for the head of the page."""
        told = [str(sentence) for sentence in formset.non_form_errors()]
        if told:
            return told
        for number, form in enumerate(formset.forms, start=1):
            for name, sentences in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                where = _("Dòng %(number)s, %(label)s") if label else _("Dòng %(number)s")
                said = " ".join(str(sentence) for sentence in sentences)
                told.append(f"{where % {'number': number, 'label': label}}: {said}")
        return told

    def _shown(self, record: Any, formset: Any, errors: list[str]) -> HttpResponse:
        context = self.get_context_data(
            record=record,
            formset=formset,
            errors=errors,
            page_title=self.page_title,
            advice=self.advice,
            suggestions={name: list(names.labels.values()) for name, names in formset.names.items()},
        )
        return self.render_to_response(context)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
