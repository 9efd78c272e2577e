"""Pages on which one list of a delegation is written as a whole: way, people, programme, gifts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from delegations.forms.trip_rows import (
    EntryRowForm,
    GiftRowForm,
    MemberRowForm,
    RowForm,
    StopRowForm,
    row_formset,
)
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.services import trips as services
from delegations.views.trips.pages import keepers, visible_trip
from dnfa.core.errors import DomainError, NotAllowed


class RowsView(LoginRequiredMixin, TemplateResponseMixin, ContextMixin, View):
    """One list of one delegation. The page carries the version it was opened with: what another person saved meanwhile
    is not overwritten unseen; what was typed stays, and sending again, having looked, goes through.
    """

    access = keepers
    template_name = "delegations/trips/rows.html"
    page_title: ClassVar[Any]
    advice: ClassVar[Any] = ""
    list_name: ClassVar[str]
    form_class: ClassVar[type[RowForm]]
    service: ClassVar[Callable[..., Any]]
    is_ordered: ClassVar[bool] = False

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values of one row kept, for its form."""
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def get(self, request: HttpRequest, *_args: Any, key: str) -> HttpResponse:
        """The rows as they stand, and some empty ones."""
        record = self._record(request, key)
        return self._shown(record, self._formset(record), [])

    def post(self, request: HttpRequest, *_args: Any, key: str) -> HttpResponse:
        """Save all rows, or say at which field of which row something is wrong."""
        record = self._record(request, key)
        formset = self._formset(record, request.POST)
        if not formset.is_valid():
            return self._shown(record, formset, self._told(formset))
        forms = formset.told()
        try:
            type(self).service(
                delegation=record,
                rows=[form.as_row() for form in forms],
                base_version=_version(request),
                user=request.user,
            )
        except NotAllowed:
            raise
        except DomainError as error:
            record.refresh_from_db()
            self._apply(forms, error)
            general = [] if error.fields else [str(error)]
            return self._shown(record, formset, [*general, *self._told(formset)])
        messages.success(request, _now("Đã lưu."))
        return HttpResponseRedirect(f"{record.get_absolute_url()}#part-{self.section}")

    @property
    def section(self) -> str:
        """The part of the delegation's page that shows this list."""
        return "people" if self.list_name == "members" else self.list_name

    def _record(self, request: HttpRequest, key: str) -> Delegation:
        record = visible_trip(request.user, key)
        if not rules.can_edit(request.user, record):
            raise PermissionDenied(_("Đoàn đã hủy hoặc hồ sơ đã kết thúc; không sửa được."))
        return record

    def _formset(self, record: Delegation, data: Any = None) -> Any:
        kept = getattr(record, self.list_name).all()
        formset = row_formset(self.form_class, ordered=self.is_ordered)
        return formset(
            data, initial=[self.initial_of(row) for row in kept], prefix="row", user=self.request.user
        )

    def _apply(self, forms: list[Any], error: DomainError) -> None:
        """Put a refusal at the fields of the rows it names ("members.1.role")."""
        for name, sentences in error.fields.items():
            _list, _dot, place = name.partition(".")
            number, _dot, field = place.partition(".")
            if not number.isdecimal() or int(number) >= len(forms):
                continue
            form = forms[int(number)]
            shown = form.aliases.get(field, field)
            form.add_error(shown if shown in form.fields else None, sentences)

    @staticmethod
    def _told(formset: Any) -> list[str]:
        """What is wrong, row by row, for the head of the page."""
        told = [str(sentence) for sentence in formset.non_form_errors()]
        if told:
            return told
        for number, form in enumerate(formset.forms, start=1):
            for name, sentences in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                where = _now("Dòng %(number)s, %(label)s") if label else _now("Dòng %(number)s")
                said = " ".join(str(sentence) for sentence in sentences)
                told.append(f"{where % {'number': number, 'label': label}}: {said}")
        return told

    def _shown(self, record: Delegation, formset: Any, errors: list[str]) -> HttpResponse:
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


class StopsView(RowsView):
    """The way."""

    page_title = _("Chặng")
    advice = _(
        "Đoàn vào: nơi đoàn đến từ. Đoàn ra: từng nước, vùng lãnh thổ theo thứ tự, với ngày đến và ngày rời."
    )
    list_name = "stops"
    form_class = StopRowForm
    service = staticmethod(services.set_stops)
    is_ordered = True


class PeopleView(RowsView):
    """The members."""

    page_title = _("Thành viên đoàn")
    advice = _(
        "Chỉ ghi họ tên, chức vụ, cơ quan. Danh sách này cơ quan phối hợp không xem được. "
        "Người có vai trò trưởng đoàn được ghi là trưởng đoàn của hồ sơ."
    )
    list_name = "members"
    form_class = MemberRowForm
    service = staticmethod(services.set_people)
    is_ordered = True

    def initial_of(self, row: Any) -> dict[str, Any]:
        kept = {name: getattr(row, name) for name in ("name", "title", "role", "is_key_leader")}
        return {**kept, "body": row.agency or row.organisation}


class ProgrammeView(RowsView):
    """The programme by day."""

    page_title = _("Chương trình theo ngày")
    list_name = "programme"
    form_class = EntryRowForm
    service = staticmethod(services.set_programme)


class GiftsView(RowsView):
    """Gifts given and received."""

    page_title = _("Quà tặng")
    list_name = "gifts"
    form_class = GiftRowForm
    service = staticmethod(services.set_gifts)
