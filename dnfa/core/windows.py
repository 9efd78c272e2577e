"""Windows in which a draft is typed: what the script that keeps it while typing (static/js/autosave.js) says of itself.

A save whose answer is lost leaves the window with an old version. Without more, its next save would be refused as if a
colleague had written meanwhile, and nothing typed from then on would be kept. So each window names itself and counts its
saves, and the row remembers the last: the window's own save is no other person's change, and one that arrives late, after a
newer one of the same window, changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import models

from dnfa.core.versions import VersionedModel, changed_since, locked

Typed = TypeVar("Typed", bound="TypedModel")
# Columns that are no change of the record: neither counted (`uncounted_fields`) nor copied into the trail.
TYPED_FIELDS = ("typed_in", "typed_turn", "typed_version")
KEY = re.compile(r"[0-9a-f]{32}")
MOST_DIGITS = 9


@dataclass(frozen=True)
class Window:
    """One window of a browser: its name, made when the page was loaded, and which of its saves this is."""

    key: str
    turn: int

    @classmethod
    def sent(cls, data: Mapping[str, str]) -> Window | None:
        """What a form says of its window; None of one sent without the script."""
        key, turn = data.get("window", ""), data.get("turn", "")
        if not KEY.fullmatch(key) or not turn.isdecimal() or len(turn) > MOST_DIGITS:
            return None
        return cls(key, int(turn))


class TypedModel(VersionedModel):
    """A record that is kept while it is typed; audit it with `exclude=("version", *TYPED_FIELDS)`."""

    uncounted_fields = TYPED_FIELDS

    typed_in = models.CharField(max_length=32, blank=True, default="", editable=False)
    typed_turn = models.PositiveIntegerField(default=0, editable=False)
    typed_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


def is_kept_already(record: TypedModel, window: Window | None) -> bool:
    """This save, or a later one of the same window, has arrived before."""
    return window is not None and record.typed_in == window.key and window.turn <= record.typed_turn


def is_own_save(record: TypedModel, window: Window | None) -> bool:
    """Nobody but this window has changed the record since it last saved."""
    return window is not None and record.typed_in == window.key and record.typed_version == record.version


def locked_while_typed(record: Typed, *, base_version: int | None, window: Window | None) -> Typed:
    """As `dnfa.core.versions.locked`, but what this window itself saved last is no other person's change.

    Raises `Conflict` ("stale_version"). The caller asks `is_kept_already` before it writes.
    """
    fresh = locked(record, base_version=None)
    if base_version not in {None, fresh.version} and not (
        is_own_save(fresh, window) or is_kept_already(fresh, window)
    ):
        raise changed_since()
    return fresh


def remember_window(record: TypedModel, window: Window | None) -> None:
    """Write down that this window saved last; `record` carries its newest version."""
    if window is not None:
        record.typed_in, record.typed_turn, record.typed_version = window.key, window.turn, record.version
        type(record)._base_manager.filter(pk=record.pk).update(
            typed_in=window.key, typed_turn=window.turn, typed_version=record.version
        )
