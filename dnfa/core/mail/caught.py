"""Mails caught by the mail server of a development home, one file each: filing them, and reading them again.

No Django here: the server is a program of its own (dnfa/embedded/mail_catcher.py). A mail is known by its Message-ID;
one that comes again is counted in the file beside it and not filed twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

KEY = re.compile(r"[0-9a-f]{40}")
_MAIL, _ARRIVALS = ".eml", ".arrivals"


@dataclass(frozen=True)
class CaughtMail:
    """What the list says of one mail; headers decoded."""

    key: str
    message_id: str
    sender: str
    to: str
    subject: str
    caught_at: datetime
    arrivals: int


def file_mail(folder: Path, content: bytes) -> str:
    """Keep a mail; gives its key. A mail filed is whole: it appears under its name when all of it is on the disk.

    Side effects: one `.eml` for each Message-ID, one line for each arrival in the file beside it.
    """
    headers = BytesHeaderParser(policy=policy.default).parsebytes(content)
    known_by = _header(headers, "message-id").encode() or content
    key = hashlib.sha256(known_by).hexdigest()[:40]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=folder, prefix=".arriving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # come again; only its arrival is noted
            os.link(written, folder / (key + _MAIL))
    finally:
        Path(written).unlink()
    with (folder / (key + _ARRIVALS)).open("a", encoding="ascii") as file:
        file.write(datetime.now(UTC).isoformat() + "\n")
    return key


def caught_mails(folder: Path) -> list[CaughtMail]:
    """Every mail caught, the newest first."""
    mails = [_described(path) for path in folder.glob("*" + _MAIL) if KEY.fullmatch(path.stem)]
    return sorted(mails, key=lambda mail: (mail.caught_at, mail.key), reverse=True)


def caught_mail(folder: Path, key: str) -> tuple[CaughtMail, EmailMessage] | None:
    """One mail whole; None when there is none of this key."""
    path = folder / (key + _MAIL)
    if not KEY.fullmatch(key) or not path.is_file():
        return None
    return _described(path), message_from_bytes(path.read_bytes(), policy=policy.default)


def text_of(message: EmailMessage) -> str:
    """The body as text: the plain part; of a mail that has only HTML, its source."""
    part = message.get_body(preferencelist=("plain", "html"))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def attachment_names(message: EmailMessage) -> list[str]:
    """The names of what is attached."""
    return [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]


def _described(path: Path) -> CaughtMail:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.default).parse(file)
    arrivals = path.with_suffix(_ARRIVALS)
    return CaughtMail(
        key=path.stem,
        message_id=_header(headers, "message-id"),
        sender=_header(headers, "from"),
        to=_header(headers, "to"),
        subject=_header(headers, "subject"),
        caught_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        arrivals=max(1, len(arrivals.read_text().splitlines())) if arrivals.exists() else 1,
    )


def _header(headers: EmailMessage, name: str) -> str:
    """Decoded, without the blank that a folded line begins with; empty when there is none."""
    return str(headers[name] or "").strip()
