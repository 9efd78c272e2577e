"""Where loaded facts stand: reads citations as the files write them and turns them into `Provenance` rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

from dnfa.core.loading.rows import Row
from dnfa.core.models import Provenance, SourceDocument


class Citations:
    """Collects citations during a load; the sources' names come from `data/sources.csv`."""

    KEY: ClassVar[tuple[str, ...]] = (
        "content_type",
        "object_id",
        "field",
        "source",
        "locator",
        "value_as_printed",
    )

    def __init__(self) -> None:
        self._cited_as: dict[str, SourceDocument] = {}
        self._rows: dict[tuple[Any, ...], tuple[Row, dict[str, Any]]] = {}

    def name(self, cited_as: str, source: SourceDocument) -> None:
        """Say how the files cite a source ("thesis", "baodanang.vn 2535081")."""
        self._cited_as[cited_as] = source

    def read(self, row: Row, column: str) -> list[tuple[SourceDocument, str]]:
        """Sources and locators of a cell: "decision-2887 L1352; thesis p.118"."""
        return [self._read_one(row, column, part) for part in row.many(column)]

    def _read_one(self, row: Row, column: str, part: str) -> tuple[SourceDocument, str]:
        for cited_as in sorted(self._cited_as, key=len, reverse=True):
            if part == cited_as or part.startswith(f"{cited_as} "):
                return self._cited_as[cited_as], part.removeprefix(cited_as).strip()
        raise row.error(_("không nhận ra nguồn “%(source)s”.") % {"source": part}, column=column)

    def cite(
        self, row: Row, column: str, record: models.Model, *, field: str = "", value: str = "", note: str = ""
    ) -> None:
        """Note the sources of a cell for a record or one field of it."""
        for source, locator in self.read(row, column):
            self.state(row, record, source=source, locator=locator, field=field, value=value, note=note)

    def state(
        self,
        row: Row,
        record: models.Model,
        *,
        source: Any,
        locator: str = "",
        field: str = "",
        value: str = "",
        is_used: bool = True,
        note: str = "",
    ) -> None:
        """Note one source of a record, with what it says of a field; the last word on one place counts."""
        content_type = ContentType.objects.get_for_model(record)
        values = {
            "content_type": content_type,
            "object_id": record.pk,
            "field": field,
            "source": source,
            "locator": locator,
            "value_as_printed": value,
            "is_used": is_used,
            "note": note,
        }
        self._rows[content_type.pk, record.pk, field, source.pk, locator, value] = (row, values)

    def rows_to_save(self) -> list[tuple[Row, dict[str, Any]]]:
        return list(self._rows.values())

    def model(self) -> type[models.Model]:
        return Provenance
