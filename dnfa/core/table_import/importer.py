"""A `SheetKind` behind the doors that all kinds of table share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dnfa.core.enums import ImportFate
from dnfa.core.models import ImportBatch, ImportRow, Job
from dnfa.core.table_import import services
from dnfa.core.table_import.books import marked_sheet
from dnfa.core.table_import.kinds import ERROR, SheetKind
from dnfa.core.table_import.registry import Importer


@dataclass(frozen=True)
class RowView:
    """One row of a preview as the page shows it. `said` are (label, text) pairs, `differences` (label, before, after)."""

    number: int
    fate: str
    name: str
    href: str
    said: list[tuple[str, str]]
    differences: list[tuple[str, str, str]]
    errors: list[tuple[str, str]]
    notes: list[tuple[str, str]]


class SheetImporter(Importer):
    """The doors of a `SheetKind`."""

    kind: SheetKind

    def __init__(self, kind: SheetKind) -> None:
        self.kind = kind
        self.code = kind.code
        self.slug = kind.slug
        self.title = kind.title
        self.hint = kind.hint
        self.order = kind.order

    def may_import(self, user: Any) -> bool:
        return self.kind.may_import(user)

    def create(self, *, file_name: str, content: bytes, user: Any, today: date) -> ImportBatch:
        return services.sheet_create(
            kind=self.kind, file_name=file_name, content=content, user=user, today=today
        )

    def refresh(self, *, batch: ImportBatch, user: Any, today: date) -> ImportBatch:
        return services.sheet_refresh(kind=self.kind, batch=batch, user=user, today=today)

    def commit(self, *, batch: ImportBatch, user: Any, today: date) -> Job | None:
        return services.sheet_commit_or_queue(kind=self.kind, batch=batch, user=user, today=today)

    def sheet_back(self, batch: ImportBatch) -> bytes:
        return marked_sheet(self.kind, batch)

    def row_view(self, row: ImportRow) -> RowView:
        parsed = row.parsed
        problems = [
            (problem["severity"], self._label(problem["column"]), problem["message"])
            for problem in row.problems
        ]
        # By column: the database keeps the names of a JSON object in an order of its own.
        values = parsed["values"]
        said = [
            (str(column.label), values[column.key]) for column in self.kind.columns if column.key in values
        ]
        return RowView(
            number=row.number,
            fate=row.fate,
            name=parsed["name"] or self._name(values),
            href=parsed["href"],
            said=said if row.fate in {ImportFate.NEW, ImportFate.WRONG} else [],
            differences=[
                (self._label(item["column"]), item["before"], item["after"]) for item in parsed["differences"]
            ],
            errors=[(label, message) for severity, label, message in problems if severity == ERROR],
            notes=[(label, message) for severity, label, message in problems if severity != ERROR],
        )

    def _label(self, key: str) -> str:
        column = self.kind.column(key)
        return str(column.label) if column else _("Cả dòng")

    def _name(self, values: dict[str, str]) -> str:
        """What a new record is called: `named_by`, else the last thing it is known by that the row gives."""
        if values.get(self.kind.named_by):
            return values[self.kind.named_by]
        known_by = [key for keys in self.kind.identified_by for key in keys if values.get(key)]
        return values[known_by[-1]] if known_by else next(iter(values.values()), "")
