"""Pages of the tables brought in: those sent so far, a new one, the preview of one, committing it and taking it back.

They stand here because they need roles; what they show of a kind of table comes from `dnfa.core.table_import`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from dnfa.accounts.access import SignedInRequest, roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.accounts.rules import can_see_job
from dnfa.core.clock import local_today
from dnfa.core.enums import JOB_OVER, ImportFate, ImportState, JobState
from dnfa.core.errors import DomainError
from dnfa.core.listing import PAGE_SIZES, Column
from dnfa.core.models import ImportBatch
from dnfa.core.sheets import SheetError
from dnfa.core.table_import.books import export_rows, template_book
from dnfa.core.table_import.forms import (
    ROW_CHOICES,
    PasteForm,
    RowFilterForm,
    SheetForm,
    UndoForm,
    UploadForm,
)
from dnfa.core.table_import.kinds import SheetKind
from dnfa.core.table_import.paste import PASTED_NAME, pasted_file
from dnfa.core.table_import.registry import Importer, importer_at, importer_of, importers_for
from dnfa.core.table_import.selectors import (
    NOTED,
    batches_visible_to,
    fate_counts,
    rows_of,
    unknown_headings,
    with_counts,
)
from dnfa.core.table_import.services import latest_job
from dnfa.core.views import XLSX_TYPE, RegisterListView

keepers = roles(*sorted(KEEPS_THE_REGISTER))
_SHOW_AGAIN = frozenset({"import_stale", "import_wrong_rows"})


def _url(batch: ImportBatch) -> str:
    return reverse("imports:detail", args=[batch.pk])


def _batch(request: HttpRequest, pk: int) -> tuple[ImportBatch, Importer]:
    """A batch and its doors; 404 for one of a kind this person may not bring in."""
    batch: ImportBatch = get_object_or_404(batches_visible_to(request.user), pk=pk)
    importer = importer_of(batch.kind)
    if importer is None:
        raise Http404
    return batch, importer


def _importer(request: HttpRequest, slug: str) -> Importer:
    importer = importer_at(slug)
    if importer is None or not importer.may_import(request.user):
        raise Http404
    return importer


def _kind(request: HttpRequest, slug: str) -> SheetKind:
    kind: SheetKind | None = _importer(request, slug).kind
    if kind is None:
        raise Http404
    return kind


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


# --- what was sent so far -------------------------------------------------------
class ImportFilter(django_filters.FilterSet):
    """Batches by kind, state and name of the file."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Tên tệp có chứa"), field_name="file_name", lookup_expr="icontains"
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Loại bảng"), empty_label=gettext_lazy("Mọi loại"))
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Trạng thái"),
        choices=ImportState.choices,
        empty_label=gettext_lazy("Mọi trạng thái"),
    )

    class Meta:
        model = ImportBatch
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = importers_for(self.request.user)
        self.filters["kind"].extra["choices"] = [(importer.code, importer.title) for importer in offered]


def _kind_title(batch: ImportBatch) -> str:
    importer = importer_of(batch.kind)
    return str(importer.title) if importer is not None else batch.kind


class ImportListView(RegisterListView):
    """Tables of all kinds sent so far, newest first, and the form to send another."""

    access = keepers
    template_name = "imports/list.html"
    page_title = gettext_lazy("Nhập bảng")
    filterset_class = ImportFilter
    default_sort = "-created_at"
    export_name = "cac-lan-nhap"
    empty_advice = gettext_lazy("Chưa nhập bảng nào. Hãy chọn tệp ở trên.")
    columns: ClassVar = [
        Column("file_name", gettext_lazy("Tệp"), sort="file_name", link=_url, width="wide"),
        Column("kind", gettext_lazy("Loại bảng"), value=_kind_title, sort="kind"),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value="get_state_display",
            sort="state",
            template="imports/state.html",
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
        offered = importers_for(self.request.user)
        form = self.upload_form or UploadForm(importers=offered)
        return super().get_context_data(upload_form=form, importers=offered, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Read the sheet and show its preview; a file that cannot be read leaves nothing behind."""
        offered = importers_for(request.user)
        self.upload_form = form = UploadForm(request.POST, request.FILES, importers=offered)
        if form.is_valid():
            file = form.cleaned_data["file"]
            importer = _importer(request, form.cleaned_data["kind"])
            try:
                batch = importer.create(
                    file_name=file.name, content=file.read(), user=request.user, today=local_today()
                )
            except SheetError as error:
                form.add_error("file", str(error))
            else:
                return redirect(_url(batch))
        return self.render_to_response(self.get_context_data(**kwargs))


# --- a new table of one kind ----------------------------------------------------
class KindView(View):
    """One kind of table: its columns, the template, the export, and the two ways to send one."""

    access = keepers

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._page(request, _importer(request, slug))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Read what was sent or pasted. What was pasted stays in the page when it cannot be read."""
        importer = _importer(request, slug)
        if "cells" in request.POST and importer.kind is not None:
            paste = PasteForm(request.POST)
            if not paste.is_valid():
                return self._page(request, importer, paste_form=paste)
            return self._read(
                request, importer, paste, content=pasted_file(paste.cleaned_data["cells"]), name=PASTED_NAME
            )
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, importer, sheet_form=form)
        file = form.cleaned_data["file"]
        return self._read(request, importer, form, content=file.read(), name=file.name)

    def _read(
        self,
        request: HttpRequest,
        importer: Importer,
        form: PasteForm | SheetForm,
        *,
        content: bytes,
        name: str,
    ) -> HttpResponse:
        try:
            batch = importer.create(file_name=name, content=content, user=request.user, today=local_today())
        except SheetError as error:
            form.add_error(next(iter(form.fields)), str(error))
            if isinstance(form, PasteForm):
                return self._page(request, importer, paste_form=form)
            return self._page(request, importer, sheet_form=form)
        return redirect(_url(batch))

    def _page(
        self,
        request: HttpRequest,
        importer: Importer,
        sheet_form: SheetForm | None = None,
        paste_form: PasteForm | None = None,
    ) -> HttpResponse:
        sheet, paste = sheet_form or SheetForm(), paste_form or PasteForm()
        context = {
            "importer": importer,
            "kind": importer.kind,
            "sheet_form": sheet,
            "paste_form": paste,
            "form": paste_form or sheet,
        }
        return render(request, "imports/kind.html", context)


@keepers
@require_safe
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """The empty workbook of a kind, with drop-downs and a guide."""
    return _sent(template_book(_kind(request, slug)), f"mau-{slug}.xlsx")


@keepers
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The records of a kind in the columns of its import, to be edited and sent back."""
    kind = _kind(request, slug)
    return _sent(
        export_rows(kind, kind.exported(request.user), request.user),
        f"{slug}_{local_today():%Y-%m-%d}.xlsx",
    )


# --- one table ------------------------------------------------------------------
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


def _page(
    request: SignedInRequest, batch: ImportBatch, importer: Importer, undo_form: UndoForm
) -> HttpResponse:
    chosen = RowFilterForm(request.GET).chosen()
    asked = request.GET.get("page_size", "")
    page_size = int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[-1]
    page = Paginator(rows_of(batch, chosen), page_size).get_page(request.GET.get("page"))
    job = latest_job(batch)
    is_worked_on = job is not None and job.state not in JOB_OVER
    tiles = _tiles(batch, chosen)
    has_rows = tiles[0]["value"] > 0
    context = {
        "batch": batch,
        "importer": importer,
        "tiles": tiles,
        "shown_label": dict(ROW_CHOICES)[chosen],
        "page": page,
        "page_size": page_size,
        "rows": [importer.row_view(row) for row in page.object_list],
        "unknown": unknown_headings(batch),
        "form": undo_form,
        "job": job,
        "is_worked_on": is_worked_on,
        "sees_job": job is not None and can_see_job(request.user, job),
        "has_rows": has_rows,
        "has_failed": job is not None and job.state == JobState.FAILED and not _is_over(batch),
        "may_commit": batch.state == ImportState.PREVIEWED and not is_worked_on and has_rows,
        "may_refresh": not _is_over(batch) and not is_worked_on,
        "is_refused": batch.state == ImportState.REFUSED,
        "may_undo": batch.state == ImportState.COMMITTED,
    }
    return render(request, "imports/detail.html", context)


def _is_over(batch: ImportBatch) -> bool:
    return batch.state in {ImportState.COMMITTED, ImportState.UNDONE}


@keepers
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The preview of one table: what was understood of each row, and what becomes of it."""
    batch, importer = _batch(request, pk)
    return _page(request, batch, importer, UndoForm())


@keepers
@require_POST
def commit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the table, or hand it to a job; when the register has moved on, show the preview anew instead."""
    batch, importer = _batch(request, pk)
    try:
        job = importer.commit(batch=batch, user=request.user, today=local_today())
    except DomainError as error:
        messages.error(request, str(error))
        if error.code in _SHOW_AGAIN:
            importer.refresh(batch=batch, user=request.user, today=local_today())
    else:
        messages.success(request, _("Đang ghi bảng vào sổ.") if job is not None else _done(batch))
    return redirect(_url(batch))


def _done(batch: ImportBatch) -> str:
    counts = fate_counts(batch)
    written = counts[ImportFate.NEW] + counts[ImportFate.CHANGED]
    return ngettext("Đã ghi %(count)s dòng vào sổ.", "Đã ghi %(count)s dòng vào sổ.", written) % {
        "count": written
    }


@keepers
@require_POST
def refresh(request: SignedInRequest, pk: int) -> HttpResponse:
    """Compare the table again with the register as it is now, say after a partner was added."""
    batch, importer = _batch(request, pk)
    try:
        importer.refresh(batch=batch, user=request.user, today=local_today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã so lại bảng với sổ."))
    return redirect(_url(batch))


@keepers
@require_POST
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a committed table back; a refusal keeps the typed reason."""
    batch, importer = _batch(request, pk)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            importer.undo(batch=batch, user=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã hoàn tác lần nhập này."))
            return redirect(_url(batch))
    return _page(request, batch, importer, form)


@keepers
@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The officer's own sheet with the result of each row and what to mend."""
    batch, importer = _batch(request, pk)
    return _sent(importer.sheet_back(batch), f"{PurePath(batch.file_name).stem}-ket-qua.xlsx")
