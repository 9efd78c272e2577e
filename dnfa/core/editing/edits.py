"""The page that changes a record others may be changing at the same time."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.editing import three_way
from dnfa.core.editing.pages import FormPage, apply_refusal
from dnfa.core.editing.three_way import Base
from dnfa.core.editing.told import Question, Stale, editors_since, last_seen, resolve_name
from dnfa.core.errors import DomainError, NotFound
from dnfa.core.versions import VersionedModel

STALE = "stale_version"
MINE, THEIRS = "mine", "theirs"


class EditsVersionedRecord(FormPage):
    """Changes a record that others may be changing at the same time.

    A room sets `access`, `form_class`, perhaps `fieldsets`, and writes `load` and `save`. `alongside` names fields
    that are no part of the record (the reason of the change): never compared, always in `cleaned_data`.
    """

    success_message = gettext_lazy("Đã lưu thay đổi.")
    lookup_kwarg: ClassVar[str] = "key"
    alongside: ClassVar[frozenset[str]] = frozenset()

    @abc.abstractmethod
    def load(self, user: Any, key: Any) -> Any:
        """The record, from `visible_to(user)`: `Http404` for a hidden one, `PermissionDenied` where rules forbid."""

    @abc.abstractmethod
    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,
    ) -> Any:
        """Call the room's service with what changed; it locks the record with `base_version`. Gives the record."""

    def initial_of(self, record: Any) -> dict[str, Any]:
        """The record's values for the form: by default the attribute of each field's name, keys of related records."""
        initial: dict[str, Any] = {}
        for name in self.form_class.base_fields:  # type: ignore[attr-defined]  # every declared form has them
            value = getattr(record, name, None)
            if isinstance(value, models.Manager):
                value = [related.pk for related in value.all()]
            elif isinstance(value, models.Model):
                value = value.pk
            initial[name] = value
        return initial

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the record as it stands."""
        record = self._record()
        form = self._form(record)
        return self.page(record, form, carried=self._carried(record, self._standing(record, form)))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Save, or say what stands in the way."""
        record = self._record()
        base = three_way.read_base(request.POST.get("base", ""), record)
        if base is None or base.version != record.version:
            return self._stale(record, base)
        answer = self._save(record, base)
        if answer is None:  # somebody was faster between our reading and the service's lock
            answer = self._stale(self._record(), base)
        return answer

    def _record(self) -> Any:
        return self.load(self.user, self.kwargs.get(self.lookup_kwarg))

    def _form(self, record: Any, data: QueryDict | None = None) -> forms.BaseForm:
        kwargs = self.get_form_kwargs(record)
        if issubclass(self.form_class, forms.BaseModelForm):
            kwargs["instance"] = copy(record)  # the form writes into it; the service changes the record
        files = None if data is None else self.request.FILES
        return self.form_class(data, files, initial=self.initial_of(record), **kwargs)

    def _values(self, form: forms.BaseForm) -> dict[str, Any]:
        return three_way.opened(form, three_way.compared_fields(form, self.alongside))

    def _standing(
        self, record: Any, form: forms.BaseForm, undecided: Mapping[str, Any] | None = None
    ) -> Base:
        return Base(record.version, last_seen(record), self._values(form), undecided or {})

    @staticmethod
    def _carried(record: VersionedModel, base: Base) -> dict[str, str]:
        return {"base": three_way.sign_base(record, base)}

    def _chosen(self, base: Base) -> dict[str, str]:
        """What the person answered where two had changed a field; without an answer the field is missing here."""
        sent = {name: self.request.POST.get(resolve_name(name), "") for name in base.undecided}
        return {name: choice for name, choice in sent.items() if choice in {MINE, THEIRS}}

    def _sent(self, record: Any, base: Base | None) -> QueryDict:
        """What was sent, with their value wherever the person chose theirs."""
        data = self.request.POST.copy()
        if base is None:
            return data
        theirs = [name for name, choice in self._chosen(base).items() if choice == THEIRS]
        form = self._form(record) if theirs else None
        for name in theirs:
            if form is not None and name in form.fields:
                three_way.put(data, form, name, base.values[name])
        return data

    def _save(self, record: Any, base: Base) -> HttpResponseBase | None:
        """Save, or show the form again with what is wrong; None when the service found another version."""
        form = self._form(record, self._sent(record, base))
        chosen = self._chosen(base)
        old = {**base.values, **base.undecided}
        questions = [
            Question(one, chosen.get(one.name, ""))
            for one in three_way.compare(self._form(record, self.request.POST), old, base.values)
            if one.name in base.undecided and not one.is_same
        ]
        form.full_clean()
        for question in questions:
            if not question.choice:
                form.add_error(
                    question.difference.name,
                    _("Hai người đã sửa trường này. Hãy chọn giữ giá trị của bạn hay lấy bản đang lưu."),
                )
        if form.is_valid():
            try:
                return self._changed(record, base, form)
            except NotFound:
                raise
            except DomainError as error:
                if error.code == STALE:
                    return None
                apply_refusal(form, error)
        form.data = self.request.POST  # everything typed stays, also where the other value was chosen
        return self.page(record, form, carried=self._carried(record, base), questions=questions)

    def _changed(self, record: Any, base: Base, form: Any) -> HttpResponseBase:
        names = [one.name for one in three_way.compare(form, base.values, base.values)]
        names += [name for name in form.changed_data if isinstance(form.fields[name], forms.FileField)]
        if not names:
            return self.done(self.get_success_url(record), _("Không có gì thay đổi."), level=messages.INFO)
        with transaction.atomic():
            saved = self.save(
                record=record,
                cleaned_data=dict(form.cleaned_data),
                changed={name: form.cleaned_data[name] for name in names},
                base_version=base.version,
                user=self.user,
                today=self.today,
            )
        return self.done(self.get_success_url(saved), self.success_message)

    def _nothing_to_save(self, record: Any) -> HttpResponseBase:
        return self.done(self.get_success_url(record), _("Không có gì thay đổi."), level=messages.INFO)

    def _stale(self, record: Any, base: Base | None) -> HttpResponseBase:
        """Somebody saved meanwhile: merge what can be merged, ask about the rest, save nothing."""
        data = self._sent(record, base)
        form = self._form(record, data)
        current = self._values(self._form(record))
        old: dict[str, Any] = {}
        if base is not None:
            chosen = self._chosen(base)
            old = {**base.values, **{name: raw for name, raw in base.undecided.items() if name not in chosen}}
        differences = three_way.compare(form, old, current)
        if not differences and not self.request.FILES:
            return self._nothing_to_save(record)
        if all(one.is_same for one in differences) and not self.request.FILES:
            return self.done(self.get_success_url(record), self.success_message)  # the button pressed twice
        for one in differences:
            if one.is_theirs_only:
                three_way.put(data, form, one.name, current[one.name])
        stale = Stale(
            editors_since(record, base.seen if base else last_seen(record) - 1),
            [one for one in differences if one.they_changed],
        )
        undecided = {one.name: old.get(one.name, "") for one in stale.conflicts}
        standing = Base(record.version, last_seen(record), current, undecided)
        return self.page(
            record,
            self._form(record, data),
            carried=self._carried(record, standing),
            questions=[Question(one) for one in stale.conflicts],
            status=409,
            stale=stale,
        )
