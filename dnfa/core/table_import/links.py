"""Plain many-to-many links, which have no audit trail: what they were before a row was written, and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from dnfa.core.imports import ChangeLog


def links_of(record: models.Model, names: Iterable[str]) -> list[models.Model]:
    """The rows that tie a record to others through its many-to-many fields `names`; one query for each."""
    rows: list[models.Model] = []
    for name in names:
        field: Any = record._meta.get_field(name)
        owner = field.m2m_field_name()
        rows += field.remote_field.through._base_manager.filter(**{owner: record.pk}).order_by("pk")
    return rows


def note_links(log: ChangeLog, before: Iterable[models.Model], after: Iterable[models.Model]) -> None:
    """Tell the log which links came and which went; `before` and `after` are what `links_of` gave."""
    old, new = ({(type(row), row.pk): row for row in rows} for rows in (before, after))
    for table in {kind for kind, _pk in old.keys() ^ new.keys()}:
        _settle_type(table)
    for key in sorted(old.keys() - new.keys(), key=_by_table):
        log.deleted(old[key])
    log.created(new[key] for key in sorted(new.keys() - old.keys(), key=_by_table))


def _settle_type(table: type[models.Model]) -> None:
    """Such a table has no content type until somebody asks; forget one whose transaction was rolled back."""
    known = ContentType.objects.get_for_model(table)
    if not ContentType.objects.filter(pk=known.pk).exists():
        ContentType.objects.clear_cache()


def _by_table(key: tuple[type[models.Model], Any]) -> tuple[str, Any]:
    return key[0]._meta.label, key[1]
