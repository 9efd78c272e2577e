"""The one list page of the house: filter, sort, page, export. How to use it: docs/screens.md."""

from __future__ import annotations

import abc
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from dnfa.core import listing
from dnfa.core.clock import local_today
from dnfa.core.display import display_value
from dnfa.core.exports import Sheet, stream_csv, write_xlsx
from dnfa.core.hooks import require_hooks
from dnfa.core.listing import PAGE_SIZES, Column
from dnfa.core.partial_dates import InvalidPartialDate, parse_vi
from dnfa.core.table_import.registry import Importer, importers_for

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXPORT_CHUNK = 500


def import_links(user: Any, codes: Collection[str]) -> list[Importer]:
    """Those of the kinds of import table, by code, that this person may bring in, in their order; asks the database nothing."""
    return [importer for importer in importers_for(user) if importer.code in codes] if codes else []


class AsOfMixin:
    """Reads `?as_of=` for a page whose figures speak of a day.

    What is known to the month or year means its last day ("2023" is 31/12/2023). A text that is no date
    leaves `as_of` at its default and puts a sentence into `as_of_error`.
    """

    request: HttpRequest

    def default_as_of(self) -> date:
        """The day without `?as_of=`: today in Đà Nẵng."""
        return local_today()

    @cached_property
    def _as_of(self) -> tuple[date, str]:
        typed = self.request.GET.get("as_of", "").strip()
        if not typed:
            return self.default_as_of(), ""
        try:
            return parse_vi(typed).last_day(), ""
        except InvalidPartialDate as error:
            return self.default_as_of(), str(error)

    @property
    def as_of(self) -> date:
        return self._as_of[0]

    @property
    def as_of_error(self) -> str:
        return self._as_of[1]


class RegisterListView(AsOfMixin, LoginRequiredMixin, TemplateResponseMixin, ContextMixin, View):
    """A list with filters, sorting, paging, and an export of exactly what is listed in the order shown.

    A page sets the attributes below and `get_queryset()`, which starts from `.visible_to(self.request.user)`
    and brings what the cells need (`select_related`, annotations). Wrong filter input lists nothing and says why.
    A page that names its columns but not its rows is refused where it is defined (`ImproperlyConfigured`).
    """

    template_name = "components/register_list.html"
    page_title: ClassVar[str | Promise] = ""
    filterset_class: ClassVar[Any] = None
    columns: ClassVar[Sequence[Column]] = ()
    default_sort: ClassVar[str] = ""
    default_page_size: ClassVar[int] = PAGE_SIZES[0]
    keys_first: ClassVar[bool] = (
        False  # for long lists: find the keys of a page or portion, then those rows whole
    )
    takes_as_of: ClassVar[bool] = False
    export_name: ClassVar[str] = "danh-sach"
    empty_advice: ClassVar[str | Promise] = ""
    import_kinds: ClassVar[tuple[str, ...]] = ()  # codes of the import tables that hold what is listed

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "columns" in cls.__dict__:
            require_hooks(cls)

    @abc.abstractmethod
    def get_queryset(self) -> QuerySet[Any]:
        """The rows this user may see, before filters."""

    def get_columns(self) -> Sequence[Column]:
        """The columns; override when they depend on `self.as_of` or the user."""
        return self.columns

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        """Hang onto the rows of one page (or export portion) what the cells need, in a fixed number of queries."""
        return rows

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("format")
        if asked in {"xlsx", "csv"} and self.is_valid:
            return self._export(asked)
        return self.render_to_response(self.get_context_data(**kwargs))

    @cached_property
    def filterset(self) -> Any:
        if self.filterset_class is None:
            return None
        return self.filterset_class(data=self.request.GET, queryset=self.get_queryset(), request=self.request)

    @property
    def filter_form(self) -> Form:
        return self.filterset.form if self.filterset is not None else Form(self.request.GET)

    @property
    def is_valid(self) -> bool:
        takes_wrong_day = self.takes_as_of and bool(self.as_of_error)
        return self.filter_form.is_valid() and not takes_wrong_day

    @cached_property
    def sort(self) -> str:
        return listing.chosen_order(self.request.GET.get("sort", ""), self.get_columns(), self.default_sort)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        queryset = self.get_queryset() if self.filterset is None else self.filterset.qs
        if not self.is_valid:
            queryset = queryset.none()
        return queryset.order_by(*listing.order_by(self.sort, self.get_columns()))

    @property
    def page_size(self) -> int:
        asked = self.request.GET.get("page_size", "")
        return int(asked) if asked in map(str, PAGE_SIZES) else self.default_page_size

    def ignored_parameters(self) -> list[str]:
        """Query parameters that this page does not know; it says so instead of quietly listing too much."""
        known = listing.form_parameters(self.filter_form) | {"page", "page_size", "sort", "format"}
        if self.takes_as_of:
            known.add("as_of")
        return sorted(set(self.request.GET) - known)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.rows.values_list("pk", flat=True) if self.keys_first else self.rows
        page: Page[Any] = Paginator(found, self.page_size).get_page(self.request.GET.get("page"))
        columns = self.get_columns()
        prepared = self.prepare_rows(self._page_rows(list(page.object_list)))
        return super().get_context_data(
            page_title=self.page_title,
            filterset=self.filterset,
            form=self.filter_form,
            columns=[column for column in columns if column.on_screen],
            lines=listing.lines(prepared, columns, page.start_index()),
            page=page,
            page_size=self.page_size,
            total=page.paginator.count,
            sort=self.sort,
            takes_as_of=self.takes_as_of,
            as_of=self.as_of,
            as_of_typed=self.request.GET.get("as_of", ""),
            as_of_error=self.as_of_error if self.takes_as_of else "",
            ignored_parameters=self.ignored_parameters(),
            empty_advice=self.empty_advice,
            import_links=import_links(self.request.user, self.import_kinds),
            **kwargs,
        )

    def _page_rows(self, found: list[Any]) -> list[Any]:
        if not self.keys_first:
            return found
        whole = self.get_queryset().in_bulk(found)
        return [whole[key] for key in found if key in whole]  # one may go between the two questions

    def _export_rows(self, columns: Sequence[Column]) -> Iterator[list[Any]]:
        found = self.rows.values_list("pk", flat=True) if self.keys_first else self.rows
        stored = iter(found.iterator(chunk_size=_EXPORT_CHUNK))
        number = 0
        while portion := list(islice(stored, _EXPORT_CHUNK)):
            for row in self.prepare_rows(self._page_rows(portion)):
                number += 1
                yield [number, *(column.value_of(row) for column in columns)]

    def _export_notes(self) -> list[str]:
        filters = listing.active_filters(self.filter_form, self.request.GET)
        said = "; ".join(f"{item.label}: {item.value}" for item in filters) or _(
            "không lọc, toàn bộ danh sách"
        )
        return [
            _("Điều kiện lọc: %(filters)s") % {"filters": said},
            _("Số liệu tính đến ngày %(as_of)s") % {"as_of": display_value(self.as_of)},
        ]

    def _export(self, kind: str) -> HttpResponseBase:
        columns = [column for column in self.get_columns() if column.in_export]
        sheet = Sheet(
            title=str(self.page_title),
            notes=self._export_notes(),
            heads=[_("STT"), *(str(column.label) for column in columns)],
            rows=self._export_rows(columns),
        )
        response: HttpResponseBase
        if kind == "xlsx":
            response = HttpResponse(write_xlsx(sheet), content_type=XLSX_TYPE)
        else:
            response = StreamingHttpResponse(stream_csv(sheet), content_type="text/csv; charset=utf-8")
        name = f"{self.export_name}_{self.as_of:%Y-%m-%d}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
