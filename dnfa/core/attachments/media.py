"""What an uploaded file is: told from its content, and held against the extension of its name."""

from __future__ import annotations

from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments import office
from dnfa.core.attachments.contents import unfit
from dnfa.core.attachments.enums import MediaType
from dnfa.core.errors import InvalidInput
from dnfa.core.text import clean_line

EXTENSIONS = {
    "pdf": MediaType.PDF,
    "docx": MediaType.DOCX,
    "xlsx": MediaType.XLSX,
    "png": MediaType.PNG,
    "jpg": MediaType.JPEG,
    "jpeg": MediaType.JPEG,
    "txt": MediaType.TEXT,
}
ACCEPTED = ",".join(f".{extension}" for extension in EXTENSIONS)
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb"})
_OLD_OFFICE = frozenset({"doc", "dot", "xls", "rtf", "odt", "ods"})
_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_END, _JPEG_END = b"IEND\xaeB`\x82", b"\xff\xd9"
# A PDF may begin with a mark of the program that wrote it; ISO 32000 lets readers look this far.
_PDF_HEAD = 1024
_LONGEST_NAME = 200
# Control characters that text files have: tab, line feed, form feed, carriage return.
_NOT_TEXT = frozenset(range(32)) - {9, 10, 12, 13} | {127}


def safe_name(name: str) -> str:
    """The name as sent, without folders and invisible characters, at most 200 characters with its extension kept."""
    last = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    path = PurePath(last)
    return (
        f"{path.stem[: _LONGEST_NAME - len(path.suffix)]}{path.suffix}" if len(last) > _LONGEST_NAME else last
    )


def type_of_name(name: str) -> MediaType:
    """The type that the extension promises. Raises `InvalidInput` for one that is not taken."""
    extension = PurePath(name).suffix[1:].lower()
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension in _WITH_MACROS:
        raise office.macros()
    if extension in _OLD_OFFICE:
        raise unfit(
            "old_format",
            _("Tệp .%(extension)s không nhận: hãy lưu lại dạng .docx, .xlsx hoặc PDF rồi tải lên.")
            % {"extension": extension},
        )
    raise unfit(
        "file_type",
        _("Chỉ nhận tệp PDF, .docx, .xlsx, .png, .jpg và .txt: hãy chuyển tệp sang một dạng này."),
    )


def type_of_content(content: bytes) -> MediaType:
    """The type that the content has, whatever the name says. Raises `InvalidInput` for one that is not taken."""
    if not content.strip():
        raise unfit("empty_file", _("Tệp trống: hãy chọn lại tệp có nội dung."))
    if _PDF in content[:_PDF_HEAD]:
        return MediaType.PDF
    if content.startswith(_ZIP):
        return office.kind_of(content)
    if content.startswith(_OLE):
        raise _old_office(content)
    if content.startswith(_PNG):
        return _whole(MediaType.PNG, content, _PNG_END)
    if content.startswith(_JPEG):
        return _whole(MediaType.JPEG, content, _JPEG_END)
    text_of(content)
    return MediaType.TEXT


def check_type(name: str, content: bytes) -> MediaType:
    """The type of the file when name and content agree. Raises `InvalidInput` with what to do."""
    promised = type_of_name(name)
    try:
        found = type_of_content(content)
    except InvalidInput as error:
        if error.code == "not_text" and promised is not MediaType.TEXT:
            raise unfit(
                "damaged_file",
                _("Tệp bị hỏng hoặc không phải %(promised)s: hãy mở thử, lưu lại rồi tải lên lần nữa.")
                % {"promised": promised.label},
            ) from error
        raise
    if found is not promised:
        raise unfit(
            "wrong_extension",
            _(
                "Tên tệp ghi %(promised)s nhưng nội dung là %(found)s: hãy chọn đúng tệp hoặc sửa lại đuôi tên tệp."
            )
            % {"promised": promised.label, "found": found.label},
        )
    return found


def text_of(content: bytes) -> str:
    """The text of a .txt file. Raises `InvalidInput` for what is no UTF-8 text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text() from error
    if not _NOT_TEXT.isdisjoint(content):
        raise _not_text()
    return text


def _not_text() -> InvalidInput:
    return unfit(
        "not_text",
        _("Tệp .txt không phải văn bản mã UTF-8: hãy mở bằng Notepad, chọn lưu với mã UTF-8 rồi tải lên."),
    )


def _whole(kind: MediaType, content: bytes, end: bytes) -> MediaType:
    if end not in content[-65536:]:
        raise unfit("damaged_file", _("Ảnh bị hỏng hoặc chưa tải hết: hãy chọn lại tệp ảnh đầy đủ."))
    return kind


def _old_office(content: bytes) -> InvalidInput:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return office.password()
    return unfit(
        "old_format",
        _("Nội dung là tệp Office đời cũ: hãy mở và lưu lại dạng .docx, .xlsx hoặc PDF rồi tải lên."),
    )
