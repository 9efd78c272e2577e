"""Tables of this room for tests: rows by column key, the way from file to register and back."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
from django.apps import apps

from agreements.models import Agreement
from dnfa.core.models import ImportBatch
from dnfa.core.table_import import SheetKind
from dnfa.core.table_import.books import export_rows
from dnfa.core.table_import.services import sheet_commit, sheet_create

TODAY = date(2026, 11, 25)
ROOMS = ("agreements", "followup")
NOT_COMPARED = frozenset({"version"})


def workbook(kind: SheetKind, *rows: dict[str, str]) -> bytes:
    """An .xlsx with the kind's whole heading in row 1 and the rows below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([str(column.label) for column in kind.columns])
    for row in rows:
        unknown = set(row) - {column.key for column in kind.columns}
        assert not unknown, unknown
        sheet.append([row.get(column.key, "") for column in kind.columns])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def preview(kind: SheetKind, *rows: dict[str, str], user: Any) -> ImportBatch:
    return sheet_create(
        kind=kind, file_name="bang.xlsx", content=workbook(kind, *rows), user=user, today=TODAY
    )


def commit(kind: SheetKind, *rows: dict[str, str], user: Any) -> ImportBatch:
    """Preview and write; a row that is wrong fails the test with its sentences."""
    batch = preview(kind, *rows, user=user)
    assert errors(batch) == []
    return sheet_commit(kind=kind, batch=batch, user=user, today=TODAY)


def exported(kind: SheetKind, user: Any) -> bytes:
    return export_rows(kind, kind.exported(user), user)


def exported_rows(kind: SheetKind, user: Any) -> list[dict[str, str]]:
    """The rows of an export by column key, cells that say nothing left out."""
    sheet = openpyxl.load_workbook(io.BytesIO(exported(kind, user))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    keys = [column.key for column in kind.columns]
    return [{key: cell for key, cell in zip(keys, row[1:], strict=True) if cell} for row in rows]


def imported_again(kind: SheetKind, user: Any) -> list[str]:
    """The fates of the rows of an export that comes back as it is."""
    batch = sheet_create(
        kind=kind, file_name="lai.xlsx", content=exported(kind, user), user=user, today=TODAY
    )
    assert errors(batch) == []
    return fates(batch)


def fates(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("fate", flat=True))


def errors(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """(row, column, message) of every error."""
    return [found[:3] for found in _problems(batch) if found[3] == "error"]


def notes(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return [found[:3] for found in _problems(batch) if found[3] != "error"]


def _problems(batch: ImportBatch) -> list[tuple[int, str, str, str]]:
    return [
        (row.number, problem["column"], problem["message"], problem["severity"])
        for row in batch.rows.order_by("number")
        for problem in row.problems
    ]


def register_now() -> dict[str, list[dict[str, Any]]]:
    """Every row of the rooms an import of agreements can write in, but for audit rows and version numbers."""
    models = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if not model.__name__.endswith("Audit")
    ]
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name not in NOT_COMPARED}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
    }


def paper_named(title: str) -> Agreement:
    return Agreement.objects.get(title_vi=title)
