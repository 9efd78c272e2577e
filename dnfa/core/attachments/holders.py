"""Kinds of record that files can be attached to; the rooms above register theirs from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Holder:
    """A kind of record with files.

    `code` names it in addresses and the API ("agreement"). `visible_to(user)` are the records this person sees: the
    files of exactly those are seen. `may_attach(user, record)` says whether this person may attach to, and withdraw
    from, a record already seen.
    """

    code: str
    model: type[Model]
    visible_to: Callable[[Any], QuerySet[Any]]
    may_attach: Callable[[Any, Any], bool]

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Let files hang on a kind of record. A code registered twice replaces the first."""
    _holders[holder.code] = holder


def unregister_holder(code: str) -> None:
    """Take a kind away: its files stay and are seen by nobody."""
    _holders.pop(code, None)


def holders() -> tuple[Holder, ...]:
    """All kinds of record with files, by code."""
    return tuple(_holders[code] for code in sorted(_holders))


def holder_by_code(code: str) -> Holder | None:
    """The kind with this code, None when nobody registered it."""
    return _holders.get(code)


def has_files(model: type[Model]) -> bool:
    """Whether files can be attached to this kind of record."""
    return any(holder.model is model for holder in _holders.values())


def holder_of(record: Model | None) -> Holder:
    """The kind a record is of. Raises `LookupError` when nobody registered it: an error of the program."""
    for holder in _holders.values():
        if holder.model is type(record):
            return holder
    message = f"no files can be attached to {type(record).__name__}: register_holder"
    raise LookupError(message)


def holder_choices() -> list[tuple[str, Any]]:
    """The kinds as choices of a filter."""
    return [(holder.code, holder.model._meta.verbose_name or holder.code) for holder in holders()]
