"""The doors of the importer: preview a table, commit it, take it back, hand it back with its errors."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.importing.layout import Column
from agreements.importing.preview import KIND, Plan, plan_import
from agreements.importing.records import create_agreements, update_agreements
from agreements.importing.ties import keep_ties
from dnfa.core import imports
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.imports import ChangeLog, RowPreview
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.sheets import SheetError


class WrongRowsError(InvalidInput):
    """A table with errors: nothing was saved. `rows` are the previews of all its rows."""

    def __init__(self, rows: list[RowPreview]) -> None:
        wrong = [row for row in rows if row.fate == ImportFate.WRONG]
        super().__init__(
            "import_wrong_rows",
            _("Không ghi được: %(count)s dòng có lỗi. Hãy sửa các ô được nêu rồi nhập lại cả bảng.")
            % {"count": len(wrong)},
        )
        self.rows = rows


def create_batch(*, file_name: str, content: bytes, user: Any, today: date) -> ImportBatch:
    """Read a table and keep its preview. Raises `SheetError` for a file that cannot be read (nothing is kept).

    Side effects: an `ImportBatch` with its rows; the register itself is not touched.
    """
    plan = plan_import(content, today=today)
    return imports.batch_create(
        kind=KIND, file_name=file_name, content=content, user=user, rows=plan.previews()
    )


def refresh_batch(*, batch: ImportBatch, today: date) -> ImportBatch:
    """Compare a table again with the register as it is now. Raises `Conflict` when it is committed or undone.

    Side effects: new rows and state of the batch.
    """
    plan = plan_import(bytes(batch.content), today=today)
    return imports.batch_refresh(batch=batch, rows=plan.previews())


@transaction.atomic
def commit_batch(*, batch: ImportBatch, user: Any, today: date) -> ImportBatch:
    """Write a previewed table into the register: all rows or none.

    Side effects: agreements, parties, signatories, events and ties of the new and changed rows; the batch is
    committed with every change noted for undo; `user` is the author in the audit trail. One import runs at a time. Raises `Conflict` when the batch is not open or the register
    has moved on since the preview, `WrongRowsError` when a row has an error; nothing is written then.
    """
    imports.lock_kind(KIND)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in {ImportState.PREVIEWED, ImportState.REFUSED}:
        raise Conflict("import_not_open", _("Lần nhập này đã ghi hoặc đã hoàn tác; hãy tải tệp lên lần nữa."))
    plan = plan_import(bytes(batch.content), today=today)
    if plan.has_errors:
        raise WrongRowsError(plan.previews())
    rows = list(batch.rows.all())
    if _seen(plan.previews()) != _seen(rows):
        raise Conflict(
            "import_stale",
            _("Sổ đã thay đổi từ lúc xem trước: hãy xem lại bảng với số liệu mới rồi ghi."),
        )
    log = ChangeLog(batch)
    with imports.written_by(user):
        _write(plan, log)
        log.save()
        _note_agreements(plan, rows)
        batch.state = ImportState.COMMITTED
        batch.committed_at = timezone.now()
        batch.uploaded_by = batch.uploaded_by or user
        batch.save(update_fields=["state", "committed_at", "uploaded_by", "updated_at"])
    return batch


def _seen(rows: list[RowPreview] | list[ImportRow]) -> list[tuple[Any, ...]]:
    """What the officer agreed to: whose row, which agreement, what becomes of it."""
    kept = ("partner", "agency", "signings", "term", "agreement", "differences")
    return [(row.number, str(row.fate), *(row.parsed[name] for name in kept)) for row in rows]


def _write(plan: Plan, log: ChangeLog) -> None:
    new = [row for row in plan.rows if row.fate == ImportFate.NEW]
    changed = [row for row in plan.rows if row.fate == ImportFate.CHANGED]
    create_agreements(new, log)
    update_agreements(changed, log)
    signed_anew = [row for row in changed if Column.SIGNING in row.differing]
    keep_ties([row.understood for row in new + signed_anew], log)


def _note_agreements(plan: Plan, rows: list[ImportRow]) -> None:
    """The kept rows learn which agreement they became: the next import compares with them."""
    for planned, row in zip(plan.rows, rows, strict=True):
        row.parsed["agreement"] = planned.agreement.pk if planned.agreement else None
    ImportRow.objects.bulk_update(rows, ["parsed"], batch_size=500)


@transaction.atomic
def undo_batch(*, batch: ImportBatch, user: Any, reason: str) -> ImportBatch:
    """Take a committed table back; see `dnfa.core.imports.undo_batch` for effects and refusals."""
    if batch.kind != KIND:
        raise InvalidInput("import_other_kind", _("Lần nhập này không phải bảng quan hệ."))
    return imports.undo_batch(batch=batch, user=user, reason=reason)


@transaction.atomic
def import_relations_file(*, path: Path | str, user: Any, today: date) -> ImportBatch:
    """Import a table from a file in one go and return its committed batch.

    Where the same file is committed already and nothing would change, that batch is returned and nothing
    written. Side effects as `commit_batch`. Raises `SheetError` for an unreadable file, `WrongRowsError` for
    a table with errors; nothing is kept of it.
    """
    path = Path(path)
    content = read_file(path)
    plan = plan_import(content, today=today)
    if plan.has_errors:
        raise WrongRowsError(plan.previews())
    if all(row.fate == ImportFate.UNCHANGED for row in plan.rows):
        digest = hashlib.sha256(content).hexdigest()
        same = ImportBatch.objects.filter(kind=KIND, sha256=digest, state=ImportState.COMMITTED)
        known = same.order_by("committed_at", "pk").last()
        if known is not None:
            return known
    batch = imports.batch_create(
        kind=KIND, file_name=path.name, content=content, user=user, rows=plan.previews()
    )
    return commit_batch(batch=batch, user=user, today=today)


def read_file(path: Path) -> bytes:
    """Content of a file on this machine. Raises `SheetError` with a sentence when it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SheetError("cannot_open", _("Không mở được tệp %(path)s.") % {"path": str(path)}) from error
