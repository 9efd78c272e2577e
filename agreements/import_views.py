"""Pages of the importer: tables sent so far, the preview of one, committing it and taking it back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.import_forms import ROW_CHOICES, RowFilterForm, UndoForm, UploadForm
from agreements.importing import commit_batch, create_batch, refresh_batch, undo_batch
from agreements.importing.back import annotate, back_name
from agreements.importing.selectors import (
    NOTED,
    batches_visible_to,
    fate_counts,
    row_view,
    rows_of,
    with_counts,
)
from agreements.importing.services import WrongRowsError
from dnfa.accounts.access import roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.clock import local_today
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.errors import Conflict, DomainError
from dnfa.core.listing import PAGE_SIZES, Column
from dnfa.core.models import ImportBatch
from dnfa.core.sheets import SheetError
from dnfa.core.views import XLSX_TYPE, RegisterListView

keepers = roles(*sorted(KEEPS_THE_REGISTER))


def _url(batch: ImportBatch) -> str:
    return reverse("imports:detail", args=[batch.pk])


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(batches_visible_to(request.user), pk=pk)
    return batch


class ImportListView(RegisterListView):
    """Tables sent so far, newest first, and the form to send another."""

    access = keepers
    template_name = "agreements/import/list.html"
    page_title = gettext_lazy("Nhập bảng quan hệ")
    default_sort = "-created_at"
    export_name = "cac-lan-nhap"
    empty_advice = gettext_lazy("Chưa nhập bảng nào. Hãy chọn tệp ở trên.")
    columns: ClassVar = [
        Column("file_name", gettext_lazy("Tệp"), sort="file_name", link=_url, width="wide"),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value="get_state_display",
            sort="state",
            template="agreements/import/state.html",
        ),
        Column("created_at", gettext_lazy("Tải lên lúc"), sort="created_at", width="narrow"),
        Column("uploaded_by", gettext_lazy("Người tải lên"), sort="uploaded_by__full_name"),
        Column("row_count", gettext_lazy("Số dòng"), sort="row_count", align="end", width="narrow"),
        Column("new_count", gettext_lazy("Thêm mới"), sort="new_count", align="end", width="narrow"),
        Column("changed_count", gettext_lazy("Cập nhật"), sort="changed_count", align="end", width="narrow"),
        Column("wrong_count", gettext_lazy("Có lỗi"), sort="wrong_count", align="end", width="narrow"),
        Column("undo_reason", gettext_lazy("Lý do hoàn tác"), on_screen=False),
    ]
    upload_form: UploadForm | None = None

    def get_queryset(self) -> QuerySet[Any]:
        return with_counts(batches_visible_to(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(upload_form=self.upload_form or UploadForm(), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Read the sheet and show its preview; a file that cannot be read leaves nothing behind."""
        self.upload_form = form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = create_batch(
                    file_name=file.name, content=file.read(), user=request.user, today=local_today()
                )
            except SheetError as error:
                form.add_error("file", str(error))
            else:
                return redirect(_url(batch))
        return self.render_to_response(self.get_context_data(**kwargs))


def _tiles(batch: ImportBatch, chosen: str) -> list[dict[str, Any]]:
    """A counted choice for each fate, opening exactly the rows it counts."""
    counts = fate_counts(batch)
    url = _url(batch)
    looks = {
        ImportFate.WRONG: "danger" if counts[ImportFate.WRONG] else "",
        ImportFate.NEW: "ok" if counts[ImportFate.NEW] else "",
        ImportFate.CHANGED: "info" if counts[ImportFate.CHANGED] else "",
        ImportFate.UNCHANGED: "",
    }
    total = sum(counts[fate] for fate in ImportFate)
    tiles = [{"label": _("Tất cả"), "value": total, "href": url, "tone": "", "is_current": not chosen}]
    tiles += [
        {
            "label": fate.label,
            "value": counts[fate],
            "href": f"{url}?fate={fate}",
            "tone": tone,
            "is_current": chosen == fate,
        }
        for fate, tone in looks.items()
    ]
    noted = {"label": _("Cần xem lại"), "value": counts[NOTED], "tone": "warn" if counts[NOTED] else ""}
    return [*tiles, {**noted, "href": f"{url}?fate={NOTED}", "is_current": chosen == NOTED}]


def _page(request: HttpRequest, batch: ImportBatch, undo_form: UndoForm) -> HttpResponse:
    filter_form = RowFilterForm(request.GET)
    chosen = filter_form.chosen()
    asked = request.GET.get("page_size", "")
    page_size = int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[-1]
    page = Paginator(rows_of(batch, chosen), page_size).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "tiles": _tiles(batch, chosen),
        "shown_label": dict(ROW_CHOICES)[chosen],
        "page": page,
        "page_size": page_size,
        "rows": [row_view(row) for row in page.object_list],
        "form": undo_form,
        "may_commit": batch.state == ImportState.PREVIEWED,
        "is_refused": batch.state == ImportState.REFUSED,
        "may_undo": batch.state == ImportState.COMMITTED,
    }
    return render(request, "agreements/import/detail.html", context)


@keepers
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of one table: what was understood of each row, and what becomes of it."""
    return _page(request, _batch(request, pk), UndoForm())


@keepers
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the table; when the register has moved on, show the preview anew instead."""
    batch = _batch(request, pk)
    try:
        commit_batch(batch=batch, user=request.user, today=local_today())
    except (WrongRowsError, Conflict) as error:
        messages.error(request, str(error))
        if error.code in {"import_stale", "import_wrong_rows"}:
            refresh_batch(batch=batch, today=local_today())
    else:
        counts = fate_counts(batch)
        written = counts[ImportFate.NEW] + counts[ImportFate.CHANGED]
        messages.success(
            request,
            ngettext("Đã ghi %(count)s dòng vào sổ.", "Đã ghi %(count)s dòng vào sổ.", written)
            % {"count": written},
        )
    return redirect(_url(batch))


@keepers
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the table again with the register as it is now, say after a partner was added."""
    batch = _batch(request, pk)
    try:
        refresh_batch(batch=batch, today=local_today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã so lại bảng với sổ."))
    return redirect(_url(batch))


@keepers
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a committed table back; a refusal keeps the typed reason."""
    batch = _batch(request, pk)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            undo_batch(batch=batch, user=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã hoàn tác lần nhập này."))
            return redirect(_url(batch))
    return _page(request, batch, form)


@keepers
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's own sheet with the result of each row and what to mend."""
    batch = _batch(request, pk)
    response = HttpResponse(annotate(batch), content_type=XLSX_TYPE)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=back_name(batch)) or ""
    )
    return response
