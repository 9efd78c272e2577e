"""An upload that was fine while another field of its form was wrong: held for the person, so that the form can be sent again.

Held per person below MEDIA_ROOT, named by its hash, for an hour; only what `inspect_upload` let through is held.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from dnfa.core.attachments.reading import Inspected

LIFETIME = 60 * 60
_SALT = "dnfa.core.attachments.pending"


def _folder(user: Any) -> Path:
    return Path(settings.MEDIA_ROOT) / "pending" / str(user.pk)


def hold(inspected: Inspected, user: Any) -> str:
    """Hold a file for this person and return the token that brings it back. Sweeps what this person left behind."""
    folder = _folder(user)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        if left.stat().st_mtime < time.time() - LIFETIME:
            left.unlink(missing_ok=True)
    (folder / inspected.sha256).write_bytes(inspected.content)
    return signing.dumps({"user": user.pk, "sha256": inspected.sha256, "name": inspected.name}, salt=_SALT)


def held_file(token: str, user: Any) -> UploadedFile | None:
    """The file behind a token; None when it is not this person's, too old or gone."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=LIFETIME)
        if said["user"] != user.pk:
            return None
        content = (_folder(user) / said["sha256"]).read_bytes()
    except (signing.BadSignature, OSError):
        return None
    return SimpleUploadedFile(said["name"], content)


def let_go(inspected_sha256: str, user: Any) -> None:
    """Forget a held file once it is attached."""
    (_folder(user) / inspected_sha256).unlink(missing_ok=True)
