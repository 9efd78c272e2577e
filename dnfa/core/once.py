"""One effect for one request, however often it is sent: a double click, a lost answer, a program that tries again.

The memory of what was already done belongs to people and so to `dnfa.accounts` (idempotency.py), which
registers itself here when the house starts (decision 0009).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import DomainError


@dataclass(frozen=True)
class Attempt:
    """What was sent: by whom, under which key, where to, and a SHA-256 of everything that decides the effect."""

    user_id: int
    key: str
    method: str
    path: str
    digest: str


@dataclass(frozen=True)
class Kept:
    """An answer as it is remembered; `body` is what JSON holds."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    is_replay: bool = False


class KeyReused(DomainError):  # noqa: N818  (reads as a sentence where it is raised)
    """The key already stands for another request (422); `kept` is the answer that one got."""

    status = 422

    def __init__(self, kept: Kept) -> None:
        super().__init__(
            "idempotency_key_reused",
            _("Khóa Idempotency-Key này đã dùng cho một yêu cầu khác; hãy tạo khóa mới."),
        )
        self.kept = kept


class Keeper(Protocol):
    """Who remembers answers."""

    def once(self, attempt: Attempt, work: Callable[[], Kept], *, now: datetime) -> Kept:
        """Run `work` in one transaction with the memory of its answer, or give the answer remembered.

        Answers of 400 and above and exceptions undo everything and are not remembered. Raises `KeyReused`,
        and `Conflict` ("idempotency_key_busy") when the first attempt is still running after some seconds.
        """
        ...

    def same_since(self, attempt: Attempt, *, since: datetime) -> Kept | None:
        """The latest answer this person got since then for exactly this, under whatever key."""
        ...


_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Say who remembers; the last one said counts."""
    _keepers[:] = [keeper]


def keeper() -> Keeper:
    """The one who remembers. Raises `ImproperlyConfigured` when nobody does."""
    if not _keepers:
        message = "no keeper of answers is registered (dnfa.accounts does it when the house starts)"
        raise ImproperlyConfigured(message)
    return _keepers[0]


def digest_of(data: Any, *more: str) -> str:
    """SHA-256 of what was sent, the same for JSON with its names in another order and for a file sent again."""
    told = json.dumps([_plain(data), *more], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(data: Any) -> Any:
    if hasattr(data, "lists"):  # a QueryDict: several values under one name
        return {name: [_plain(value) for value in values] for name, values in data.lists()}
    if isinstance(data, Mapping):
        return {str(name): _plain(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, UploadedFile):
        return {"file": data.name, "size": data.size, "sha256": _digest_of_file(data)}
    return data


def _digest_of_file(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
