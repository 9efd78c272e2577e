"""Who may do what with one attached file already seen; the record it hangs on decides."""

from __future__ import annotations

from typing import Any

from dnfa.core.attachments.holders import holder_of
from dnfa.core.attachments.models import Attachment


def may_change(user: Any, file: Attachment) -> bool:
    """Follow the file with a new version, or withdraw it: whoever may attach to its record."""
    return bool(holder_of(file.record).may_attach(user, file.record))


def may_open(user: Any, file: Attachment) -> bool:
    """Read the content: everybody who sees the file; of a withdrawn one only those who may change it."""
    return not file.is_withdrawn or may_change(user, file)
