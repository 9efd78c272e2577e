"""Every write to attached files: attaching one (or a new version of one), and withdrawing one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext_lazy as _

from dnfa.core import secrecy
from dnfa.core.attachments import storage
from dnfa.core.attachments.contents import FIELD
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.holders import Holder, holder_of
from dnfa.core.attachments.models import WITHDRAWAL, Attachment
from dnfa.core.attachments.reading import Inspected, inspect_upload
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from dnfa.core.languages import LANGUAGES
from dnfa.core.text import clean_line

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_TITLE, LONGEST_NOTE, LONGEST_REASON = 300, 500, 500
Problems = dict[str, Sequence["StrOrPromise"]]


def attach_file(
    *,
    record: Model,
    upload: UploadedFile,
    kind: str,
    title: str,
    language: str,
    is_original: bool,
    user: Any,
    note: str = "",
    replaces: Attachment | None = None,
    today: date,
) -> Attachment:
    """Attach an uploaded file to a record; with `replaces`, as the next version of that file.

    Side effects: keeps the content on disk under its hash (once for equal contents), writes one row. No row is
    ever without its content; a content whose transaction failed stays behind, harmless (`check_files` lists it).
    The record itself is locked meanwhile and not changed. Raises `NotFound` (record gone or hidden), `NotAllowed`,
    `InvalidInput` with a sentence for each wrong field, all at once (codes of `inspect_upload`, "secret_mark",
    "invalid_file"), `Conflict` ("same_file", "not_current", "file_withdrawn").
    """
    holder = _allowed(record, user)
    words = {"title": clean_line(title), "note": clean_line(note)}
    inspected = _checked(upload, words, kind=kind, language=language, replaces=replaces)
    with transaction.atomic():
        if not holder.model._base_manager.select_for_update().filter(pk=record.pk).exists():
            raise _hidden()
        _refuse_same_content(record, inspected)
        _refuse_wrong_predecessor(record, replaces)
        return Attachment.objects.create(
            content_type=holder.content_type,
            object_id=record.pk,
            kind=kind,
            language=language,
            is_original=is_original,
            **words,
            **_facts(inspected),
            **_place(replaces),
            uploaded_by=user,
            added_on=today,
        )


def withdraw_file(*, attachment: Attachment, reason: str, user: Any, today: date) -> Attachment:
    """Take a mistaken file out of use; it stays with its content, and the version before it counts again.

    Side effects: writes the day, the person and the reason, which goes into the audit trail too. Cannot be undone;
    the same content may be attached anew. Raises `NotFound`, `NotAllowed`, `InvalidInput` (no reason, or a mark of
    secrecy in it), `Conflict` ("file_withdrawn").
    """
    record = attachment.record
    if record is None:
        raise _hidden()
    _allowed(record, user)
    reason = clean_line(reason)
    if not reason or len(reason) > LONGEST_REASON:
        sentence = _("Lý do dài quá 500 ký tự.") if reason else _("Hãy ghi lý do rút tệp.")
        raise InvalidInput("invalid_reason", _("Chưa rút được tệp."), {"reason": [sentence]})
    secrecy.refuse_secret(reason=reason)
    with transaction.atomic():
        locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if locked.is_withdrawn:
            raise _withdrawn()
        locked.withdrawn_on, locked.withdrawn_by, locked.withdraw_reason = today, user, reason
        with because(reason):
            locked.save(update_fields=WITHDRAWAL)
    return locked


def _allowed(record: Model, user: Any) -> Holder:
    holder = holder_of(record)
    if not holder.visible_to(user).filter(pk=record.pk).exists():
        raise _hidden()
    if not holder.may_attach(user, record):
        raise NotAllowed("may_not_attach", _("Bạn không có quyền thêm hoặc rút tệp của bản ghi này."))
    return holder


def _hidden() -> NotFound:
    return NotFound("record_not_found", _("Không tìm thấy bản ghi."))


def _withdrawn() -> Conflict:
    return Conflict("file_withdrawn", _("Tệp này đã được rút trước đó."))


def _checked(
    upload: UploadedFile, words: dict[str, str], *, kind: str, language: str, replaces: Attachment | None
) -> Inspected:
    """The file, read; or one refusal with everything that is wrong."""
    problems = _problems(words, kind=kind, language=language, replaces=replaces)
    code, inspected = "invalid_file", None
    try:
        inspected = inspect_upload(upload)
    except InvalidInput as error:
        code = error.code
        problems |= error.field_messages
    try:
        secrecy.refuse_secret(**words)
    except InvalidInput as error:
        code = error.code
        problems |= error.field_messages
    if problems or inspected is None:
        raise InvalidInput(code, _("Chưa đưa được tệp vào sổ."), problems)
    return inspected


def _problems(words: dict[str, str], *, kind: str, language: str, replaces: Attachment | None) -> Problems:
    problems: Problems = {}
    if not words["title"]:
        problems["title"] = [_("Hãy ghi tên tài liệu.")]
    elif len(words["title"]) > LONGEST_TITLE:
        problems["title"] = [_("Tên tài liệu dài quá 300 ký tự.")]
    if len(words["note"]) > LONGEST_NOTE:
        problems["note"] = [_("Ghi chú dài quá 500 ký tự.")]
    if kind not in AttachmentKind.values:
        problems["kind"] = [_("Không có loại tệp này.")]
    elif replaces is not None and kind != replaces.kind:
        problems["kind"] = [_("Phiên bản mới phải cùng loại với tệp được thay.")]
    if language not in dict(LANGUAGES):
        problems["language"] = [_("Không có ngôn ngữ này trong danh mục.")]
    return problems


def _refuse_same_content(record: Model, inspected: Inspected) -> None:
    same = Attachment.objects.of_record(record).standing().filter(sha256=inspected.sha256).first()
    if same is not None:
        sentence = _(
            "Tệp này đã có ở bản ghi: “%(title)s”, phiên bản %(number)s, đưa vào sổ ngày %(day)s."
        ) % {
            "title": same.title,
            "number": same.version_number,
            "day": f"{same.added_on:%d/%m/%Y}",
        }
        raise Conflict("same_file", sentence, {FIELD: [sentence]})


def _refuse_wrong_predecessor(record: Model, replaces: Attachment | None) -> None:
    if replaces is None:
        return
    standing = Attachment.objects.of_record(record).filter(pk=replaces.pk).first()
    if standing is None:
        raise NotFound("file_not_found", _("Không tìm thấy tệp được thay."))
    if standing.is_withdrawn:
        raise _withdrawn()
    if not Attachment.objects.current().filter(pk=standing.pk).exists():
        raise Conflict(
            "not_current",
            _("Tệp này đã có phiên bản mới hơn: hãy mở phiên bản mới nhất rồi thay phiên bản đó."),
        )


def _facts(inspected: Inspected) -> dict[str, Any]:
    """What the file says of itself; keeps its content."""
    contents = inspected.contents
    return {
        "file_name": inspected.name,
        "media_type": contents.media_type,
        "size": len(inspected.content),
        "sha256": storage.keep(inspected.content),
        "pdf_version": contents.pdf_version,
        "pages": contents.pages,
        "text_was_readable": contents.text_was_readable,
        "cautions": [str(caution) for caution in contents.cautions],
    }


def _place(replaces: Attachment | None) -> dict[str, Any]:
    """Where the file stands in its row of versions; a number is not given twice, though its version was withdrawn."""
    if replaces is None:
        return {}
    last = Attachment.objects.filter(series=replaces.series).aggregate(last=Max("version_number"))["last"]
    return {"replaces": replaces, "series": replaces.series, "version_number": last + 1}
