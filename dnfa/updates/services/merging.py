"""Two who write one draft: what a page changed itself, and where a colleague wrote the same place meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.core.editing.three_way import Raw
from dnfa.core.versions import changed_since
from dnfa.updates.models import ChangeRequest
from dnfa.updates.proposals import differing

WRITTEN_MEANWHILE = _("Đồng nghiệp cũng vừa sửa mục này.")


@dataclass(frozen=True)
class Seen:
    """What a page showed of a draft when it was opened: the proposed values by name, and the agency's words."""

    values: Mapping[str, Raw]
    text: str
    told_on: date | None


def typed_words(
    row: ChangeRequest, words: dict[str, Any], seen: Seen | None, *, is_own: bool
) -> dict[str, Any]:
    """Those of the words that this page changed. Raises `Conflict` ("stale_version") by field.

    `is_own`: what stands was written by the page itself.
    """
    if seen is None:
        return words
    typed = {name: told for name, told in words.items() if told != getattr(seen, name)}
    collided = [
        name
        for name, told in typed.items()
        if not is_own and getattr(row, name) not in {getattr(seen, name), told}
    ]
    _refuse(collided)
    return typed


def typed_values(
    form: forms.Form,
    values: Mapping[str, Raw],
    stood: Mapping[str, Raw],
    proposed: Mapping[str, Raw],
    seen: Seen | None,
    *,
    is_own: bool,
) -> Mapping[str, Raw]:
    """Those of the values that this page changed. Raises `Conflict` ("stale_version") by field.

    `stood` is the record as the page showed it, `proposed` what the draft holds by now.
    """
    if seen is None:
        return values
    showed = {**stood, **seen.values}
    typed = differing(form, showed, values)
    if not is_own:
        now = {name: proposed.get(name, stood.get(name, "")) for name in typed}
        theirs = differing(form, showed, now)
        _refuse([name for name in differing(form, theirs, typed) if name in theirs])
    return typed


def _refuse(collided: list[str]) -> None:
    if collided:
        raise changed_since({name: [WRITTEN_MEANWHILE] for name in collided})
