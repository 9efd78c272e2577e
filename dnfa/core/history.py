"""The audit trail of one record, in words: who, when, which field from what to what, and why.

Reads the `<Model>Audit` rows that the database triggers write (dnfa/core/audit.py). Deleted records
keep their history: it is asked for by model and primary key, not by the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dnfa.core.display import display_value

# Kept by the database or by Django for itself; a person learns nothing from them.
SILENT_FIELDS = frozenset({"id", "created_at", "updated_at", "last_login"})
LONGEST_VALUE = 2000


@dataclass(frozen=True)
class FieldChange:
    """One field of one change, as a person reads it; empty text for an empty value."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One insert, update or delete."""

    at: datetime
    action: str  # insert, update, delete
    actor: str
    role: str
    reason: str
    url: str
    request_id: str
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def action_label(self) -> str:
        """The action in words."""
        return {
            "insert": pgettext("lịch sử", "Thêm mới"),
            "delete": pgettext("lịch sử", "Xóa"),
        }.get(self.action, pgettext("lịch sử", "Sửa"))


def audit_model(model: type[models.Model]) -> type[models.Model] | None:
    """The model of the audit rows of `model`; None when it is not audited."""
    try:
        relation: Any = model._meta.get_field("audit_rows")
    except FieldDoesNotExist:
        return None
    related: type[models.Model] = relation.related_model
    return related


def history_url(record: models.Model, user: Any) -> str:
    """Where `user` reads the history of a record; empty for a person who may not, or a model that is not audited."""
    if not getattr(user, "reads_history", False) or audit_model(type(record)) is None:
        return ""
    return reverse("accounts:history", args=[record._meta.app_label, record._meta.model_name, record.pk])


def changes_of(model: type[models.Model], pk: int) -> list[Change]:
    """Every change of the record, newest first. Empty for a record that never was.

    Updates that changed nothing a person reads are left out. One query for the rows and one for each
    model that changed foreign keys point to.
    """
    trail = audit_model(model)
    if trail is None:
        message = f"{model.__name__} is not audited"
        raise ValueError(message)
    manager: Any = trail._default_manager
    rows = list(manager.filter(pgh_obj_id=pk).select_related("pgh_context").order_by("pgh_id"))
    fields = _told_fields(model, trail)
    names = _names_of_related(rows, fields)
    changes = []
    for before, after in zip([None, *rows], rows, strict=False):
        told = [change for name in fields if (change := _field_change(name, before, after, names))]
        if told or after.pgh_label != "update":
            changes.append(_change(after, told))
    return changes[::-1]


def _told_fields(model: type[models.Model], trail: type[models.Model]) -> list[Any]:
    kept = {kept.name for kept in trail._meta.concrete_fields}
    return [
        told for told in model._meta.concrete_fields if told.name in kept and told.name not in SILENT_FIELDS
    ]


def _change(row: Any, told: list[FieldChange]) -> Change:
    metadata = row.pgh_context.metadata if row.pgh_context else {}
    return Change(
        at=row.pgh_created_at,
        action=row.pgh_label,
        actor=metadata.get("actor") or _("hệ thống"),
        role=metadata.get("role") or "",
        reason=metadata.get("reason") or "",
        url=metadata.get("url") or "",
        request_id=metadata.get("request_id") or "",
        fields=told,
    )


def _field_change(
    column: Any, before: Any, after: Any, names: dict[tuple[str, Any], str]
) -> FieldChange | None:
    deleted = after.pgh_label == "delete"
    old = getattr(before, column.attname) if before is not None else None
    new = None if deleted else getattr(after, column.attname)
    if deleted:
        old = getattr(after, column.attname)
    if old == new or (_is_empty(old) and _is_empty(new)):
        return None
    label = str(column.verbose_name)
    return FieldChange(
        column.name, label[:1].upper() + label[1:], _said(column, old, names), _said(column, new, names)
    )


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _said(column: Any, value: Any, names: dict[tuple[str, Any], str]) -> str:
    """A stored value as a person reads it: the label of a choice, the name behind a foreign key."""
    if value is None:
        return ""
    if column.is_relation:
        return names.get((column.name, value)) or _("(đã xóa, số %(number)s)") % {"number": value}
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)[:LONGEST_VALUE]
    if isinstance(value, bytes | memoryview):
        return _("(nội dung tệp)")
    return display_value(value)[:LONGEST_VALUE]


def _names_of_related(rows: Iterable[Any], fields: Iterable[Any]) -> dict[tuple[str, Any], str]:
    """Names behind the foreign keys of all rows, one query for each foreign key."""
    rows = list(rows)
    names: dict[tuple[str, Any], str] = {}
    for column in fields:
        if not column.is_relation:
            continue
        wanted = {getattr(row, column.attname) for row in rows} - {None}
        if wanted:
            found = column.related_model._base_manager.in_bulk(wanted)
            names |= {(column.name, pk): str(record) for pk, record in found.items()}
    return names
