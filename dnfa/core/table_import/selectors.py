"""What the import pages and the API read: batches a person may see, their rows, how many of each fate."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from dnfa.core.enums import ImportFate
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.table_import.kinds import NOTE
from dnfa.core.table_import.planning import SHEET
from dnfa.core.table_import.registry import importers_for

NOTED = "noted"


def batches_visible_to(user: Any) -> QuerySet[ImportBatch]:
    """Tables of the kinds this person may bring in, whoever sent them; the file itself stays in the database."""
    kinds = [importer.code for importer in importers_for(user)]
    return ImportBatch.objects.filter(kind__in=kinds).select_related("uploaded_by").defer("content")


def with_counts(batches: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    """Annotate `row_count`, `new_count`, `changed_count` and `wrong_count`."""
    return batches.annotate(
        row_count=Count("rows"),
        new_count=Count("rows", filter=Q(rows__fate=ImportFate.NEW)),
        changed_count=Count("rows", filter=Q(rows__fate=ImportFate.CHANGED)),
        wrong_count=Count("rows", filter=Q(rows__fate=ImportFate.WRONG)),
    )


def rows_of(batch: ImportBatch, chosen: str = "") -> QuerySet[ImportRow]:
    """Rows of a batch in the order of the sheet: all, of one fate, or those with a note for the officer."""
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    if chosen == NOTED:
        return rows.filter(_has_note())
    return rows.filter(fate=chosen) if chosen else rows


def _has_note() -> Q:
    return Q(problems__contains=[{"severity": NOTE}])


def fate_counts(batch: ImportBatch) -> dict[str, int]:
    """How many rows each choice of `rows_of` lists; one query."""
    counts = {str(fate): Count("pk", filter=Q(fate=fate)) for fate in ImportFate}
    return ImportRow.objects.filter(batch=batch).aggregate(**counts, noted=Count("pk", filter=_has_note()))


def unknown_headings(batch: ImportBatch) -> list[tuple[str, str]]:
    """Headings of the sheet that mean no column, each with the known one most like it; one query."""
    first = ImportRow.objects.filter(batch=batch).order_by("number").values_list("parsed", flat=True).first()
    said = (first or {}).get(SHEET, {}).get("unknown", [])
    return [(heading, near) for heading, near in said]
