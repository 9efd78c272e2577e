"""The official table of 48 rows, through the same importer that officers use."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from agreements.loading.common import table_key
from agreements.models import Agreement
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.imports import RowPreview
from dnfa.core.loading import GONE, DataError, Load
from dnfa.core.models import ImportBatch
from dnfa.core.sheets import SheetError

FILE = "relations_table.csv"
SOURCES = "stt sources"
FATES = {ImportFate.NEW: "made", ImportFate.CHANGED: "changed", ImportFate.UNCHANGED: "unchanged"}


def load_table(load: Load) -> None:
    """Import the table once; a file that was imported before, or undone by an officer, is left as it is."""
    path = load.data_dir / FILE
    rows = load.rows("relations_table_sources.csv", SOURCES)
    known = _imported_before(path)
    if not known:
        _import(load, path)
    agreements: dict[int | None, Any] = {a.table_row: a for a in Agreement.objects.exclude(table_row=None)}
    for row in rows:
        agreement = agreements.get(row.integer("stt"), GONE)
        if known:
            load.count("relations_table").rows += 1
            load.add("relations_table", "left_alone" if agreement is GONE else "unchanged")
        load.remember("agreement", table_key(row.required("stt")), agreement)
        load.cite(row, "sources", agreement)


def _imported_before(path: Path) -> bool:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise DataError.at(f"data/{FILE}", 0, _("không tìm thấy tệp.")) from error
    batches = ImportBatch.objects.filter(sha256=digest, state__in=[ImportState.COMMITTED, ImportState.UNDONE])
    return batches.exists()


def _import(load: Load, path: Path) -> None:
    from agreements.importing import WrongRowsError, import_relations_file  # noqa: PLC0415  (circular: it uses this room's rule of regimes)

    try:
        batch = import_relations_file(path=path, user=None, today=load.today)
    except WrongRowsError as error:
        raise _complaint(error.rows) from error
    except SheetError as error:
        raise DataError.at(f"data/{FILE}", 0, str(error)) from error
    for row in batch.rows.all():
        load.count("relations_table").rows += 1
        load.add("relations_table", FATES[ImportFate(row.fate)])
    load.store.forget()


def _complaint(rows: list[RowPreview]) -> DataError:
    """The first error of the first wrong row, at its place in the file."""
    row = next(row for row in rows if row.fate == ImportFate.WRONG)
    problem = next(problem for problem in row.problems if problem["severity"] == "error")
    return DataError.at(f"data/{FILE}", row.number, problem["message"], column=problem["column"])
