"""The page that makes a record, once however often its form is sent."""

from __future__ import annotations

import abc
import re
import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core import once
from dnfa.core.clock import local_now
from dnfa.core.editing.pages import FormPage, apply_refusal
from dnfa.core.errors import DomainError, NotFound

_TOKEN = re.compile(r"[0-9a-f]{32}")


class CreatesRecord(FormPage):
    """Makes a record; the same form sent twice (double click, back and again) makes one and leads to it.

    A room sets `access`, `form_class`, perhaps `fieldsets`, and writes `save` and `get_cancel_url`.
    """

    success_message = gettext_lazy("Đã thêm bản ghi mới.")
    same_again_within: ClassVar[timedelta] = timedelta(minutes=10)  # exactly the same words are the same form

    @abc.abstractmethod
    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Any:
        """Call the room's service; gives the new record."""

    def initial(self) -> dict[str, Any]:
        """What the empty form already says."""
        return {}

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the empty form."""
        return self.page(None, self._form(), carried=self._carried())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Make the record, or say what stands in the way."""
        form: Any = self._form(request.POST)
        token = request.POST.get("once", "")
        if not _TOKEN.fullmatch(token):
            token = self._carried()["once"]
        again = ""
        if form.is_valid():
            try:
                return self._made(form, token)
            except once.KeyReused as used:
                again = used.kept.headers["Location"]
                token = self._carried()["once"]
            except NotFound:
                raise
            except DomainError as error:
                apply_refusal(form, error)
        return self.page(None, form, carried={"once": token}, already_made=again)

    def _form(self, data: QueryDict | None = None) -> forms.BaseForm:
        files = None if data is None else self.request.FILES
        return self.form_class(data, files, initial=self.initial(), **self.get_form_kwargs(None))

    @staticmethod
    def _carried() -> dict[str, str]:
        return {"once": uuid.uuid4().hex}

    def _made(self, form: Any, token: str) -> HttpResponseBase:
        def work() -> once.Kept:
            record = self.save(cleaned_data=dict(form.cleaned_data), user=self.user, today=self.today)
            return once.Kept(302, {"Location": self.get_success_url(record)}, {"pk": record.pk})

        data = self.request.POST.copy()
        for name in ("csrfmiddlewaretoken", "once"):
            data.pop(name, None)
        files = {name: self.request.FILES.getlist(name) for name in self.request.FILES}
        attempt = once.Attempt(
            user_id=self.user.pk,
            key=f"form:{token}",
            method="POST",
            path=self.request.path,
            digest=once.digest_of([data, files]),
        )
        now, keeper = local_now(), once.keeper()
        same = keeper.same_since(attempt, since=now - self.same_again_within)
        if same is not None:  # going back made the browser fetch the form anew, with another token
            message = _("Nội dung này vừa được lưu trước đó; không thêm bản ghi thứ hai.")
            return self.done(same.headers["Location"], message, level=messages.INFO)
        kept = keeper.once(attempt, work, now=now)
        return self.done(kept.headers["Location"], self.success_message)
