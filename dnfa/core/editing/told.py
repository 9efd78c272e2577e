"""What an edit page says when somebody else has saved the record: who, what, and what must be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from dnfa.core import history
from dnfa.core.editing.three_way import FieldDifference

MANY_EDITS = 50


def resolve_name(name: str) -> str:
    """The input that says whose value of a field shall stand."""
    return f"resolve-{name}"


@dataclass(frozen=True)
class Editor:
    """Somebody who saved the record since I opened it, and when last."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Question:
    """A field that two people changed: which value shall stand; `choice` is what was answered so far."""

    difference: FieldDifference
    choice: str = ""

    @property
    def input_name(self) -> str:
        """The name of its two radio buttons."""
        return resolve_name(self.difference.name)


@dataclass(frozen=True)
class Stale:
    """What the page says when somebody else has saved the record meanwhile."""

    editors: list[Editor]
    differences: list[FieldDifference]

    @property
    def conflicts(self) -> list[FieldDifference]:
        """Fields on which the person must decide."""
        return [difference for difference in self.differences if difference.is_conflict]

    @property
    def taken_over(self) -> list[FieldDifference]:
        """Fields that only they changed, now in the form with their value."""
        return [difference for difference in self.differences if difference.is_theirs_only]

    @property
    def agreed(self) -> list[FieldDifference]:
        """Fields that both changed to the same value."""
        both = [one for one in self.differences if one.they_changed and one.i_changed]
        return [difference for difference in both if difference.is_same]


def last_seen(record: models.Model) -> int:
    """The number of the last line in the record's history; 0 for a record without one."""
    trail = history.audit_model(type(record))
    if trail is None:
        return 0
    manager: Any = trail._default_manager
    rows = manager.filter(pgh_obj_id=record.pk).order_by("-pgh_id").values_list("pgh_id", flat=True)
    return int(rows.first() or 0)


def editors_since(record: models.Model, seen: int) -> list[Editor]:
    """Who changed the record itself after that line of its history, latest first, each person once."""
    trail = history.audit_model(type(record))
    if trail is None:
        return []
    manager: Any = trail._default_manager
    rows = manager.filter(pgh_obj_id=record.pk, pgh_id__gt=seen).select_related("pgh_context")
    editors: dict[str, Editor] = {}
    for row in rows.order_by("-pgh_id")[:MANY_EDITS]:
        metadata = row.pgh_context.metadata if row.pgh_context else {}
        name = metadata.get("actor") or _("hệ thống")
        editors.setdefault(name, Editor(name, row.pgh_created_at))
    return list(editors.values())
