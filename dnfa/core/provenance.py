"""Sources of facts for the pages of records: grouped by field, contradictions side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from dnfa.core.models import Provenance


@dataclass(frozen=True)
class SourceGroup:
    """What the sources say of one field of one record; an empty label speaks of the whole record."""

    label: str
    rows: list[Provenance]

    @property
    def sayings(self) -> list[tuple[Provenance, str]]:
        """Each printed value with where it stands, the one in use first."""
        return [(row, citation([row])) for row in self.rows]

    @property
    def is_contradiction(self) -> bool:
        """Whether the sources print different values."""
        return len({row.value_as_printed for row in self.rows if row.value_as_printed}) > 1


@dataclass(frozen=True)
class Sources:
    """Sources of one page: what they disagree about, and where the rest stands as (facts, citation)."""

    contradictions: list[SourceGroup]
    cited: list[tuple[str, str]]


def provenance_of(records: Iterable[Model]) -> QuerySet[Provenance]:
    """Sources of these records (of any models), whole records first, the value in use before the others: one query."""
    ids: dict[tuple[str, str], list[int]] = {}
    for record in records:
        ids.setdefault((record._meta.app_label, str(record._meta.model_name)), []).append(record.pk)
    condition = Q(pk__in=[])
    for (app, model), pks in ids.items():
        condition |= Q(content_type__app_label=app, content_type__model=model, object_id__in=pks)
    return (
        Provenance.objects.filter(condition)
        .select_related("source", "content_type")
        .order_by("field", "content_type", "object_id", "-is_used", "pk")
    )


def grouped_by_field(
    rows: Iterable[Provenance], names: Mapping[tuple[str, int], str] | None = None
) -> list[SourceGroup]:
    """One group for each field of each record; contradictions first, then whole records, then single fields.

    `names` says what to put before the field of records that are only part of the page, by (model, pk):
    `{("relationship", 7): "Quan hệ"}` labels "Quan hệ: Từ".
    """
    groups: dict[tuple[str, int, str], list[Provenance]] = {}
    for row in rows:
        groups.setdefault((row.content_type.model, row.object_id, row.field), []).append(row)
    said = [
        SourceGroup(_label((names or {}).get((model, pk), ""), _field_words(group[0])), group)
        for (model, pk, _field), group in groups.items()
    ]
    return sorted(said, key=lambda group: (not group.is_contradiction, bool(group.rows[0].field)))


def told_by(rows: Iterable[Provenance], names: Mapping[tuple[str, int], str] | None = None) -> Sources:
    """Contradictions apart; facts that stand in the same places share one citation. `names` as in `grouped_by_field`."""
    groups = grouped_by_field(rows, names)
    places: dict[str, list[str]] = {}
    for group in groups:
        if not group.is_contradiction:
            places.setdefault(citation(group.rows), []).append(group.label or _("Toàn bộ bản ghi"))
    agreed = [("; ".join(dict.fromkeys(labels)), words) for words, labels in places.items()]
    return Sources([group for group in groups if group.is_contradiction], agreed)


def citation(rows: Iterable[Provenance]) -> str:
    """Where a fact stands, as a line: "Quyết định 2887/QĐ-UBND, dòng 1415, dòng 1450; Luận án, trang 122"."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(str(row.source), []).append(locator_words(row.locator))
    said = (", ".join(dict.fromkeys(filter(None, [source, *places[source]]))) for source in places)
    return "; ".join(said)


def cited(rows: Iterable[Provenance], record: Model) -> str:
    """The citation of one record among the sources of a page."""
    model = record._meta.model_name
    return citation(row for row in rows if row.object_id == record.pk and row.content_type.model == model)


def locator_words(locator: str) -> str:
    """Lines and pages in words: "L1415" is dòng 1415, "p.122" trang 122; anything else stays."""
    if found := re.fullmatch(r"L([0-9].*)", locator):
        return _("dòng %(number)s") % {"number": found[1]}
    if found := re.fullmatch(r"p\.\s*([0-9].*)", locator):
        return _("trang %(number)s") % {"number": found[1]}
    return locator


def _label(record: str, field: str) -> str:
    return ": ".join(filter(None, [record, field]))


def _field_words(row: Provenance) -> str:
    """The field's name on our pages; a name that is no field of the model shows itself."""
    model = row.content_type.model_class()
    if not row.field or model is None:
        return row.field
    try:
        words = str(getattr(model._meta.get_field(row.field), "verbose_name", row.field))
    except FieldDoesNotExist:
        return row.field
    return words[:1].upper() + words[1:]
