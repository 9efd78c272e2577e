"""Pages of attached files: attaching, looking, downloading, withdrawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dnfa.accounts.access import SignedInRequest, signed_in
from dnfa.accounts.file_forms import COPY, ORIGINAL, AttachForm, WithdrawForm
from dnfa.core.attachments import pending, rules, storage
from dnfa.core.attachments.enums import MediaType
from dnfa.core.attachments.holders import Holder, holder_by_code, holder_of
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.preview import INLINE, preview_of
from dnfa.core.attachments.reading import inspect_upload
from dnfa.core.attachments.selectors import is_current, versions_of
from dnfa.core.attachments.services import attach_file, withdraw_file
from dnfa.core.clock import local_today
from dnfa.core.errors import Conflict, DomainError, InvalidInput
from dnfa.core.templatetags.files import file_size


# --- Attaching --------------------------------------------------------------
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Attach a file to a record; `?thay=<file>` as its next version."""
    holder, record = _record(request, code, pk)
    replaces = _replaced(request, record)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachForm(*sent, initial=_initial(replaces), is_version=replaces is not None)
    held: _Held | None = None
    if sent:
        upload = form.files.get("file") or pending.held_file(request.POST.get("held", ""), request.user)
        made = _attached(request, form, upload, record=record, replaces=replaces)
        if made is not None:
            return _after_attaching(request, made, record)
        held = _held(request, form, upload)
    return render(request, "files/attach.html", _form_context(record, holder, form, replaces, held))


def _record(request: SignedInRequest, code: str, pk: int) -> tuple[Holder, Any]:
    holder = holder_by_code(code)
    if holder is None:
        raise Http404
    record = get_object_or_404(holder.visible_to(request.user), pk=pk)
    if not holder.may_attach(request.user, record):
        raise PermissionDenied(_("Bạn không có quyền thêm tệp cho bản ghi này."))
    return holder, record


def _replaced(request: SignedInRequest, record: Model) -> Attachment | None:
    """The file that the new one follows; 404 for what is no file of this record."""
    asked = request.GET.get("thay", "")
    if not asked:
        return None
    if not asked.isdecimal():
        raise Http404
    return get_object_or_404(Attachment.objects.of_record(record), pk=int(asked))


def _initial(replaces: Attachment | None) -> dict[str, Any]:
    if replaces is None:
        return {}
    return {
        "title": replaces.title,
        "language": replaces.language,
        "is_original": ORIGINAL if replaces.is_original else COPY,
    }


def _attached(
    request: SignedInRequest,
    form: AttachForm,
    upload: UploadedFile | None,
    *,
    record: Model,
    replaces: Attachment | None,
) -> Attachment | None:
    """The new file, or None with the reasons in the form."""
    if upload is None and "file" not in form.errors:
        form.add_error("file", _("Hãy chọn tệp."))
    if not form.is_valid() or upload is None:
        return None
    values = form.values() | ({"kind": replaces.kind} if replaces else {})
    try:
        return attach_file(
            record=record, upload=upload, user=request.user, replaces=replaces, today=local_today(), **values
        )
    except DomainError as error:
        _say(form, error)
        return None


def _say(form: Any, error: DomainError) -> None:
    """The refusal at its fields; at the head of the form what belongs to none of them."""
    if not error.fields:
        form.add_error(None, str(error))
    for name, sentences in error.fields.items():
        form.add_error(name if name in form.fields else None, sentences)


@dataclass(frozen=True)
class _Held:
    """A file that is held while another field is wrong, and what brings it back."""

    name: str
    size: int
    token: str


def _held(request: SignedInRequest, form: AttachForm, upload: UploadedFile | None) -> _Held | None:
    """Hold the file when only other fields were wrong; a file that is wrong itself is said so and not held."""
    if upload is None or "file" in form.errors:
        return None
    try:
        inspected = inspect_upload(upload)
    except InvalidInput as error:
        _say(form, error)
        return None
    return _Held(inspected.name, len(inspected.content), pending.hold(inspected, request.user))


def _after_attaching(request: SignedInRequest, made: Attachment, record: Any) -> HttpResponse:
    pending.let_go(made.sha256, request.user)
    messages.success(request, _("Đã đưa tệp “%(title)s” vào sổ.") % {"title": made.title})
    for sentence in made.caution_sentences:
        messages.warning(request, sentence)
    address = getattr(record, "get_absolute_url", None)
    return redirect(f"{address()}#tep" if address else made.get_absolute_url())


def _form_context(
    record: Any,
    holder: Holder,
    form: AttachForm,
    replaces: Attachment | None,
    held: _Held | None,
) -> dict[str, Any]:
    address = getattr(record, "get_absolute_url", None)
    form.fields["file"].required = (
        held is None
    )  # for the word beside the label; what counts was checked above
    return {
        "record": record,
        "record_url": f"{address()}#tep" if address else "",
        "record_kind": holder.model._meta.verbose_name,
        "form": form,
        "replaces": replaces,
        "held": held,
    }


# --- Looking ----------------------------------------------------------------
def _visible(request: SignedInRequest, pk: int) -> Attachment:
    files = Attachment.objects.visible_to(request.user)
    rows = files.select_related("uploaded_by", "withdrawn_by", "replaces").prefetch_related("record")
    file: Attachment = get_object_or_404(rows, pk=pk)
    return file


@signed_in
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One file: what it is, its versions, and what can be shown of it."""
    return _page(request, _visible(request, pk), WithdrawForm())


def _page(request: SignedInRequest, file: Attachment, form: WithdrawForm) -> HttpResponse:
    may_open = rules.may_open(request.user, file)
    holder = holder_of(file.record)
    address = getattr(file.record, "get_absolute_url", None)
    context = {
        "file": file,
        "record": file.record,
        "record_url": address() if address else "",
        "record_kind": holder.model._meta.verbose_name,
        "attach_code": holder.code,
        "facts": _file_facts(file),
        "versions": versions_of(file),
        "is_current": is_current(file),
        "may_change": rules.may_change(request.user, file),
        "may_open": may_open,
        "opens_inline": file.media_type in INLINE,
        "preview": preview_of(file) if may_open else None,
        "form": form,
    }
    return render(request, "files/detail.html", context)


def _file_facts(file: Attachment) -> list[Any]:
    return [
        (_("Loại tệp"), file.get_kind_display()),
        (_("Bản chính hay bản sao"), _("Bản chính") if file.is_original else _("Bản sao")),
        (_("Ngôn ngữ"), file.get_language_display()),
        (_("Tên tệp"), file.file_name),
        (_("Định dạng"), f"PDF {file.pdf_version}" if file.pdf_version else file.get_media_type_display()),
        (_("Dung lượng"), file_size(file.size)),
        *([(_("Số trang"), file.pages)] if file.pages else []),
        (_("Phiên bản"), file.version_number),
        (_("Đưa vào sổ ngày"), file.added_on),
        (_("Người tải lên"), file.uploaded_by),
        (_("Tải lên lúc"), file.created_at),
        *([(_("Ghi chú"), file.note)] if file.note else []),
        (_("Mã băm SHA-256"), file.sha256),
    ]


# --- Contents ---------------------------------------------------------------
@signed_in
@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as it was sent, to be saved."""
    return content_response(request, _openable(request, pk), as_attachment=True)


@signed_in
@require_safe
@xframe_options_sameorigin
@csp_replace({"object-src": [SELF], "frame-ancestors": [SELF]})  # type: ignore[arg-type]  # a signed-in request is one
def raw(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file itself for the frame of its page; what browsers do not show is sent to be saved."""
    file = _openable(request, pk)
    return content_response(request, file, as_attachment=file.media_type not in INLINE)


def _openable(request: SignedInRequest, pk: int) -> Attachment:
    """A file this person may open: a withdrawn one only by those who could have withdrawn it."""
    file = _visible(request, pk)
    if not rules.may_open(request.user, file):
        raise Http404
    return file


def content_response(request: Any, file: Attachment, *, as_attachment: bool) -> HttpResponseBase:
    """The content with its Vietnamese name (RFC 6266) and its hash as ETag; asked for again, 304. Raises `NotFound`."""
    etag = f'"{file.sha256}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        is_text = file.media_type == MediaType.TEXT
        answer = FileResponse(
            storage.open_content(file.sha256),
            as_attachment=as_attachment,
            filename=file.file_name,
            content_type=f"{file.media_type}; charset=utf-8" if is_text else file.media_type,
        )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"  # rights are asked about each time
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# --- Withdrawing ------------------------------------------------------------
@signed_in
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a mistaken file out of use; a refusal keeps the typed reason."""
    file = _visible(request, pk)
    if not rules.may_change(request.user, file):
        raise PermissionDenied(_("Bạn không có quyền rút tệp của bản ghi này."))
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_file(
                attachment=file, reason=form.cleaned_data["reason"], user=request.user, today=local_today()
            )
        except InvalidInput as error:
            _say(form, error)
        except Conflict as error:
            messages.error(request, str(error))
            return redirect(file)
        else:
            messages.success(request, _("Đã rút tệp “%(title)s”.") % {"title": file.title})
            return redirect(file)
    return _page(request, file, form)
