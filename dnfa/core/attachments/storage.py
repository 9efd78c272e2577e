"""Contents of files, kept below MEDIA_ROOT under their own SHA-256: `files/ab/cd/abcd…`.

The same content is kept once. Nothing here is served by path, and nothing is ever changed or deleted by the product.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import NotFound

_HALF = ".half-"
_CHUNK = 1024 * 1024


def root() -> Path:
    """The folder of all contents."""
    return Path(settings.MEDIA_ROOT) / "files"


def path_of(sha256: str) -> Path:
    """Where the content with this hash is kept, or would be."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def keep(content: bytes) -> str:
    """Keep a content, whole or not at all, and return its SHA-256. One already kept in its full size is left alone.

    Written beside its place, flushed to the disk and renamed, so that a reader never sees half a file and a power
    cut leaves either nothing or all of it.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    place = path_of(sha256)
    if place.is_file() and place.stat().st_size == len(content):
        return sha256
    place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_HALF, dir=place.parent)
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
            os.fsync(file.fileno())
        half.replace(place)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)
    return sha256


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_content(sha256: str) -> IO[bytes]:
    """Open a kept content for reading. Raises `NotFound` ("content_missing") when the disk has lost it."""
    try:
        return path_of(sha256).open("rb")
    except OSError as error:
        raise NotFound(
            "content_missing",
            _(
                "Nội dung tệp không còn trên máy chủ. Hãy báo quản trị hệ thống chạy lệnh kiểm tra tệp (check_files)."
            ),
        ) from error


def read_content_of(sha256: str) -> bytes:
    """A kept content, whole. Raises `NotFound`."""
    with open_content(sha256) as file:
        return file.read()


def actual_hash(path: Path) -> str:
    """The SHA-256 of a file as it now is."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def kept_files() -> Iterator[Path]:
    """Everything that lies in the folder, half-written leftovers too."""
    return (path for path in sorted(root().glob("*/*/*")) if path.is_file())
