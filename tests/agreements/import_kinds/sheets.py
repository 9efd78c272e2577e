"""Tables of this room for tests: rows by column key, the way from file to register and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.core.enums import ImportFate
from dnfa.core.models import ImportBatch
from dnfa.core.table_import import SheetKind
from dnfa.core.table_import.books import export_rows
from dnfa.core.table_import.planning import plan_table
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit, sheet_create
from tests.factories import make_user

TODAY = date(2026, 11, 25)
ROOMS = ("agreements", "followup")
NEW, CHANGED, UNCHANGED, WRONG = map(
    str, (ImportFate.NEW, ImportFate.CHANGED, ImportFate.UNCHANGED, ImportFate.WRONG)
)
KEEPERS_ONLY = {
    "officer": {200},
    "head": {200},
    "administrator": {200},
    "focal_point": {403},
    "leader": {403},
    "auditor": {403},
}
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


def csv_file(kind: SheetKind, *rows: dict[str, str]) -> bytes:
    """The same table as Excel saves it in "CSV UTF-8" of a Vietnamese machine: a mark in front, semicolons."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow([str(column.label) for column in kind.columns])
    writer.writerows([row.get(column.key, "") for column in kind.columns] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def preview(kind: SheetKind, *rows: dict[str, str], user: Any, form: str = "xlsx") -> ImportBatch:
    content = {"xlsx": workbook, "csv": csv_file}[form](kind, *rows)
    return sheet_create(kind=kind, file_name=f"bang.{form}", content=content, user=user, today=TODAY)


def commit(kind: SheetKind, *rows: dict[str, str], user: Any, form: str = "xlsx") -> ImportBatch:
    """Preview and write; a row that is wrong fails the test with its sentences."""
    batch = preview(kind, *rows, user=user, form=form)
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


def refused(kind: SheetKind, batch: ImportBatch, user: Any) -> dict[str, list[str]]:
    """The cells, with their sentences, that the services refuse while the batch is written."""
    with pytest.raises(RefusedRowsError) as caught:
        sheet_commit(kind=kind, batch=batch, user=user, today=TODAY)
    return caught.value.fields


def doors_of(kind: SheetKind) -> dict[str, set[int]]:
    """What each role is answered at the kind's page, template and export."""
    people = {str(role): make_user(role) for role in Role}
    return {name: _answers(kind, person) for name, person in people.items()}


def _answers(kind: SheetKind, person: Any) -> set[int]:
    client = Client()
    client.force_login(person)
    return {client.get(f"/nhap-bang/{kind.slug}/{page}").status_code for page in ("", "mau/", "xuat/")}


def queries_of(kind: SheetKind, user: Any) -> int:
    """How often the preview of the kind's own export asks the database."""
    content = exported(kind, user)
    with CaptureQueriesContext(connection) as asked:
        plan_table(kind, content, user=user, today=TODAY)
    return len(asked)


def register_now(rooms: Sequence[str] = ROOMS) -> dict[str, list[dict[str, Any]]]:
    """Every row of the rooms an import can write in (of agreements as a rule), but for audit rows and version numbers."""
    models = [
        model
        for room in rooms
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
