"""An uploaded file, checked and read: everything that is refused is refused here, before anything is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dnfa.core import secrecy
from dnfa.core.attachments.contents import FIELD, Contents, Passage, unfit
from dnfa.core.attachments.enums import IMAGES, Caution, MediaType
from dnfa.core.attachments.media import check_type, safe_name, text_of
from dnfa.core.attachments.office import MIB, read_office
from dnfa.core.attachments.pdf import read_pdf


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept."""

    name: str
    content: bytes
    sha256: str
    contents: Contents


def inspect_upload(upload: UploadedFile) -> Inspected:
    """Read an uploaded file whole and refuse it when it may not be kept. Writes nothing.

    Raises `InvalidInput` about the field "file": too large, empty, of another type than its name says, with
    password or macros, damaged, older than PDF 1.4, or bearing a mark of secrecy in its name or readable text.
    """
    name = safe_name(upload.name or "")
    secrecy.refuse_secret_name(FIELD, name)
    most = settings.ATTACHMENT_MAX_BYTES
    if (upload.size or 0) > most:
        raise unfit(
            "too_large",
            _("Tệp lớn hơn %(most)s MB: hãy quét lại gọn hơn hoặc chia thành nhiều tệp.")
            % {"most": most // MIB},
        )
    upload.seek(0)
    content = upload.read()
    contents = read_content(check_type(name, content), content)
    _refuse_marks(contents)
    return Inspected(name, content, hashlib.sha256(content).hexdigest(), contents)


def read_content(kind: MediaType, content: bytes) -> Contents:
    """What a file of a known type says. Raises `InvalidInput`."""
    if kind is MediaType.PDF:
        return read_pdf(content)
    if kind is MediaType.TEXT:
        return Contents(kind, (Passage(_("nội dung"), text_of(content)),))
    if kind in IMAGES:
        return Contents(kind, text_was_readable=False, cautions=(Caution.TEXT_NOT_READ,))
    return read_office(content, kind)


def _refuse_marks(contents: Contents) -> None:
    for passage in contents.passages:
        mark = secrecy.find_mark(passage.text)
        if mark is not None:
            raise secrecy.refused({FIELD: secrecy.refusal(mark, where=passage.where)})
