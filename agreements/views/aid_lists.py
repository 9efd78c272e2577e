"""The list of sums behind the numbers of aid, and what its pages share: a table as a file."""

from __future__ import annotations

import abc
from typing import Any, ClassVar

from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements.aid_parts import WHOLE, Unplaced
from agreements.enums import FundingKind
from agreements.filters.aid_lines import AidLineFilter
from agreements.models import FundingLine
from agreements.presenters.projects import line_words
from dnfa.accounts.access import signed_in
from dnfa.core.exports import Sheet, stream_csv, write_xlsx
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.money import Money, Sums
from dnfa.core.views import XLSX_TYPE, RegisterListView

FILE_KINDS = ("xlsx", "csv")
DIVIDED = {Unplaced.DONOR, Unplaced.DONOR_COUNTRY, Unplaced.COUNTRY}


class SheetView(TemplateView):
    """A page whose table can be had as a file: `?format=xlsx` or `csv`."""

    export_name: ClassVar[str]

    @abc.abstractmethod
    def sheet(self) -> Sheet:
        """The table as a sheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # a file, or the page
        kind = request.GET.get("format")
        if kind not in FILE_KINDS:
            return super().get(request, *args, **kwargs)
        return file_of(self.sheet(), kind, self.export_name)


def file_of(sheet: Sheet, kind: str, name: str) -> HttpResponseBase:
    """The sheet as a file to keep, of one of `FILE_KINDS`."""
    response: HttpResponseBase
    if kind == "xlsx":
        response = HttpResponse(write_xlsx(sheet), content_type=XLSX_TYPE)
    else:
        response = StreamingHttpResponse(stream_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _counted(line: FundingLine) -> Any:
    """How much of the line counts: all of it, or the share of the donor asked for."""
    return line.amount * line.part  # type: ignore[attr-defined]  # an annotation of the list


class AidLineListView(RegisterListView):
    """Sums of projects one by one, and what those listed come to by kind and currency."""

    access = signed_in
    page_title = _("Các dòng tiền")
    template_name = "agreements/aid/lines.html"
    filterset_class = AidLineFilter
    default_sort = "-booked_on"
    export_name = "dong-tien"
    import_kinds = ("so-tien-du-an",)
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        Column(
            "project",
            _("Dự án, viện trợ"),
            value="project.title_vi",
            sort=vi_key("project__title_vi"),
            link=lambda row: f"{row.project.get_absolute_url()}#part-lines",
            width="wide",
        ),
        Column("key", _("Khóa"), value="project.key", on_screen=False),
        Column("kind", _("Loại số tiền"), value="get_kind_display", sort="kind"),
        Column("booked_on", _("Ngày"), sort="booked_on", width="narrow"),
        Column("amount_words", _("Số tiền"), value=line_words, sort="amount", align="end", in_export=False),
        Column("amount", _("Số tiền"), on_screen=False),
        Column("currency", _("Loại tiền"), on_screen=False),
        Column("qualifier", _("Mức chính xác"), value="get_qualifier_display", on_screen=False),
        Column("counted", _("Phần được tính"), value=_counted, align="end"),
        Column("dong", _("Quy ra đồng"), sort="dong", align="end"),
        Column("reason", _("Lý do điều chỉnh"), value="reason"),
        Column("document_number", _("Chứng từ, văn bản số"), on_screen=False),
        Column("note", _("Ghi chú"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        lines = FundingLine.objects.visible_to(self.request.user)
        return lines.annotate(part=WHOLE).select_related("project")

    def get_columns(self) -> list[Column]:
        """The part that counts is told only where it may be less than the whole."""
        asked = self.request.GET
        divided = asked.get("given_by") or asked.get("given_from") or asked.get("unplaced") in DIVIDED
        return [column for column in self.columns if divided or column.key != "counted"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(totals=self._totals(), **kwargs)

    def _totals(self) -> list[tuple[str, Sums]]:
        """What the lines listed come to, over all pages: each kind for itself, each currency for itself."""
        found = self.rows.order_by().values_list("kind", "currency")
        told: dict[str, list[Money]] = {}
        for kind, currency, total in found.annotate(total=Sum(F("amount") * F("part"))):
            told.setdefault(kind, []).append(Money(total, currency))
        return [(str(kind.label), Sums(told[kind])) for kind in FundingKind if kind in told]
