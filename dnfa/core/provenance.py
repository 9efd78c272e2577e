"""Sources of facts for the pages of records: grouped by field, contradictions side by side."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from dnfa.core.models import Provenance


def provenance_of(records: Iterable[Model]) -> QuerySet[Provenance]:
    """Sources of these records (of any models), whole records first, the value in use before the others."""
    condition = Q(pk__in=[])
    for record in records:
        condition |= Q(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk)
    return (
        Provenance.objects.filter(condition)
        .select_related("source", "content_type")
        .order_by("field", "content_type", "object_id", "-is_used", "pk")
    )


def grouped_by_field(rows: Iterable[Provenance]) -> list[tuple[str, list[Provenance]]]:
    """(name of the field in words, its rows); the whole record has an empty name and stands first."""
    groups: dict[tuple[int, int, str], list[Provenance]] = {}
    for row in rows:
        groups.setdefault((row.content_type_id, row.object_id, row.field), []).append(row)
    named = [(_field_words(group[0]), group) for group in groups.values()]
    return sorted(named, key=lambda item: bool(item[0]))


def _field_words(row: Provenance) -> str:
    model = row.content_type.model_class()
    names = {field.name: field for field in model._meta.get_fields()} if model else {}
    return str(getattr(names.get(row.field), "verbose_name", row.field)) if row.field else ""
