"""What a commit changed, read from the audit trail: services write as they always do, undo still knows everything.

Triggers copy each insert, update and delete of an audited table (dnfa/core/audit.py). All rows that carry the
audit context of this commit are its work; the copy before them is what undo puts back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from dnfa.core.history import audit_model
from dnfa.core.imports import ChangeLog
from dnfa.core.models import ImportBatch
from dnfa.core.versions import VersionedModel

_INSERT, _DELETE = "insert", "delete"


class Recording:
    """Begin before anything is written, inside the transaction; `note_in` when everything is."""

    def __init__(self) -> None:
        self.trails = {
            model: trail for model in apps.get_models() if (trail := _full_trail(model)) is not None
        }
        self.marks = self._last_copies()

    def note_in(self, log: ChangeLog, context: UUID) -> None:
        """Tell the log what was made, changed and deleted in the audit context; what the log knows already stays as it is.

        Records that hang on others come first among the made ones and last among the deleted ones, so that
        undo takes them away, and puts them back, in an order the database allows.
        """
        touched = _hanging_first(self._touched(context))
        gone = {model: self._note(log, model, context) for model in touched}
        for model in reversed(touched):
            for record in gone[model]:
                log.deleted(record)

    def _last_copies(self) -> dict[type[models.Model], int]:
        parts = [
            f"SELECT {number}, COALESCE(MAX(pgh_id), 0) FROM {_quoted(trail)}"  # noqa: S608  (names of our own tables)
            for number, trail in enumerate(self.trails.values())
        ]
        last = dict(_rows(" UNION ALL ".join(parts), []))
        return {model: last[number] for number, model in enumerate(self.trails)}

    def _touched(self, context: UUID) -> list[type[models.Model]]:
        parts = [
            f"SELECT {number} WHERE EXISTS (SELECT FROM {_quoted(trail)} WHERE pgh_context_id = %s AND pgh_id > %s)"  # noqa: S608  (as above)
            for number, trail in enumerate(self.trails.values())
        ]
        values = [value for mark in self.marks.values() for value in (context, mark)]
        numbers = {number for (number,) in _rows(" UNION ALL ".join(parts), values)}
        return [model for number, model in enumerate(self.trails) if number in numbers]

    def _note(self, log: ChangeLog, model: type[models.Model], context: UUID) -> list[models.Model]:
        """Note what was made and changed; returns what is gone, as it was."""
        copies: Any = self.trails[model]._default_manager
        ours = {"pgh_context_id": context, "pgh_id__gt": self.marks[model]}
        first: dict[int, str] = {}
        last: dict[int, str] = {}
        for pk, label in copies.filter(**ours).order_by("pgh_id").values_list("pgh_obj_id", "pgh_label"):
            first.setdefault(pk, label)
            last[pk] = label
        made = [pk for pk, label in first.items() if label == _INSERT and last[pk] != _DELETE]
        known = log.known
        log.created(model(pk=pk) for pk in made if (model, pk) not in known)
        older = copies.filter(pgh_obj_id__in=[pk for pk, label in first.items() if label != _INSERT])
        before = older.exclude(**ours).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        gone = []
        for copy in before:
            record = _as_record(model, copy)
            if last[copy.pgh_obj_id] == _DELETE:
                gone.append(record)
            elif (model, record.pk) not in known:
                log.watch(record)
        return gone


def _full_trail(model: type[models.Model]) -> type[models.Model] | None:
    """The audit table of a model, when it copies every column; a batch keeps account of itself."""
    trail = audit_model(model)
    if trail is None or model is ImportBatch:
        return None
    copied = {column.attname for column in trail._meta.concrete_fields}
    return trail if all(column.attname in copied for column in _kept(model)) else None


def _kept(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Columns whose values undo needs: not what the database computes, nor the count of versions."""
    counted = {"version"} if issubclass(model, VersionedModel) else set()
    columns = model._meta.concrete_fields
    return [c for c in columns if not getattr(c, "generated", False) and c.name not in counted]


def _as_record(model: type[models.Model], copy: Any) -> models.Model:
    values = {column.attname: getattr(copy, column.attname) for column in _kept(model)}
    return model(**values)


def _hanging_first(touched: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Models in an order where each stands before those it points at."""
    left, ordered = list(touched), []
    while left:
        pointed_at = {
            field.related_model
            for model in left
            for field in model._meta.concrete_fields
            if field.related_model is not model
        }
        free = [model for model in left if model not in pointed_at] or left[:1]  # a circle has no right order
        ordered += free
        left = [model for model in left if model not in free]
    return ordered


def _quoted(trail: type[models.Model]) -> str:
    return connection.ops.quote_name(trail._meta.db_table)


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
