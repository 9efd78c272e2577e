"""The doors of a `SheetKind`: preview a table, commit it whole or not at all, hand it to a job when it is long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core import imports, jobs
from dnfa.core.enums import JOB_OVER, ImportFate, ImportState
from dnfa.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from dnfa.core.identity import audit_identity
from dnfa.core.imports import ChangeLog
from dnfa.core.models import ImportBatch, ImportRow, Job
from dnfa.core.table_import.kinds import Problem, SheetKind
from dnfa.core.table_import.layout import read_table
from dnfa.core.table_import.planning import Plan, PlannedRow, plan_table, seen
from dnfa.core.table_import.recording import Recording

AT_ONCE = 200  # rows that a commit writes within the request; more is a job
PREVIEWED_AT_ONCE = 2_000  # rows compared within the request; more is a job
WRITES_BETWEEN_STEPS = 50
PREVIEW_JOB = "doc-bang"
COMMIT_JOB = "ghi-bang"
OPEN = frozenset({ImportState.PREVIEWED, ImportState.REFUSED})
Tick = Callable[[int, int], None]


class RefusedRowsError(InvalidInput):
    """The rooms' services refused rows while writing; nothing was written. `refusals` are problems by row number."""

    def __init__(self, refusals: dict[int, list[Problem]]) -> None:
        super().__init__(
            "import_rows_refused",
            gettext_lazy("Không ghi được: %(count)s dòng bị từ chối. Hãy xem các ô được nêu.")
            % {"count": len(refusals)},
            {
                f"rows.{number}" + (f".{problem.column}" if problem.column else ""): [problem.message]
                for number, problems in refusals.items()
                for problem in problems
            },
        )
        self.refusals = refusals


def check_rights(kind: SheetKind, user: Any) -> None:
    """Refuse a person who may not bring this kind of table in. The command line has no person. Raises `NotAllowed`."""
    if user is not None and not kind.may_import(user):
        raise NotAllowed("import_not_allowed", gettext_lazy("Bạn không có quyền nhập loại bảng này."))


def sheet_create(*, kind: SheetKind, file_name: str, content: bytes, user: Any, today: date) -> ImportBatch:
    """Read a table and keep it with its preview; the preview of a long one is a job.

    Side effects: an `ImportBatch` with its rows, or without them and a `Job`. The register is not touched. Raises
    `SheetError` for a file that cannot be read (nothing is kept), `NotAllowed`.
    """
    check_rights(kind, user)
    if user is not None and len(read_table(kind, content).rows) > PREVIEWED_AT_ONCE:
        with transaction.atomic():
            batch = imports.batch_create(
                kind=kind.code, file_name=file_name, content=content, user=user, rows=[]
            )
            _queue(PREVIEW_JOB, _("Đọc bảng “%(file)s”") % {"file": batch.file_name}, batch, user)
        return batch
    plan = plan_table(kind, content, user=user, today=today)
    return imports.batch_create(
        kind=kind.code, file_name=file_name, content=content, user=user, rows=plan.previews()
    )


def sheet_refresh(
    *, kind: SheetKind, batch: ImportBatch, user: Any, today: date, tick: Tick | None = None
) -> ImportBatch:
    """Compare a table again with the register as it is now. Raises `Conflict` when it is committed or undone.

    Side effects: new rows and state of the batch.
    """
    check_rights(kind, user)
    plan = plan_table(kind, bytes(batch.content), user=user, today=today, tick=tick)
    return imports.batch_refresh(batch=batch, rows=plan.previews())


def sheet_commit(
    *,
    kind: SheetKind,
    batch: ImportBatch,
    user: Any,
    today: date,
    tick: Tick | None = None,
) -> ImportBatch:
    """Write a previewed table: all rows or none, one import of the kind at a time.

    Side effects: those of the kind's service for each new and changed row; the batch is committed with every change
    noted for undo; `user` is the author in the audit trail. `tick(done, total)` is called before every 50th row and
    may stop the work by raising. Raises `Conflict` (not open, or the register has moved on since the preview),
    `InvalidInput` (a row is wrong), `RefusedRowsError` (a service refused rows: all of them are named and
    marked in the preview), `NotAllowed`; nothing is written then.
    """
    check_rights(kind, user)
    try:
        return _commit(kind, batch, user, today, tick)
    except RefusedRowsError as error:
        _mark_refused(batch, error.refusals)
        raise


@transaction.atomic
def _commit(kind: SheetKind, batch: ImportBatch, user: Any, today: date, tick: Tick | None) -> ImportBatch:
    imports.lock_kind(kind.code)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in OPEN:
        raise Conflict(
            "import_not_open",
            gettext_lazy("Lần nhập này đã ghi hoặc đã hoàn tác; hãy tải tệp lên lần nữa."),
        )
    plan = plan_table(kind, bytes(batch.content), user=user, today=today)
    rows = list(batch.rows.order_by("number"))
    if [seen(row) for row in plan.previews()] != [seen(row) for row in rows]:
        raise Conflict(
            "import_stale",
            gettext_lazy("Sổ đã thay đổi từ lúc xem trước: hãy xem lại bảng với số liệu mới rồi ghi."),
        )
    if plan.has_errors:
        raise InvalidInput(
            "import_wrong_rows",
            gettext_lazy("Không ghi được: bảng có dòng lỗi. Hãy sửa các ô được nêu rồi nhập lại cả bảng."),
        )
    log = ChangeLog(batch)
    with pghistory.context(**({} if user is None else audit_identity(user))) as context:
        recording = Recording()
        written = _write(kind, plan, log, user=user, today=today, tick=tick)
        recording.note_in(log, context.id)
        log.save()
        _note_records(written, rows)
        batch.state = ImportState.COMMITTED
        batch.committed_at = timezone.now()
        batch.uploaded_by = batch.uploaded_by or user
        batch.save(update_fields=["state", "committed_at", "uploaded_by", "updated_at"])
    return batch


def _write(
    kind: SheetKind, plan: Plan, log: ChangeLog, *, user: Any, today: date, tick: Tick | None
) -> list[PlannedRow]:
    """Write row after row, each in a savepoint, so that all refusals are told at once; returns the rows written."""
    refusals: dict[int, list[Problem]] = {}
    written = plan.written
    for index, row in enumerate(written):
        if tick is not None and index % WRITES_BETWEEN_STEPS == 0:
            tick(index, len(written))
        try:
            with transaction.atomic():
                row.record = kind.apply(values=row.values, record=row.record, user=user, today=today, log=log)
        except (DomainError, ValidationError, IntegrityError) as error:
            refusals[row.number] = _problems(kind, error)
    if refusals:
        raise RefusedRowsError(refusals)
    return written


def _problems(kind: SheetKind, error: DomainError | ValidationError | IntegrityError) -> list[Problem]:
    """The sentences of a refusal, each at the column it names."""
    if isinstance(error, IntegrityError):
        return [Problem("", _("Trùng hoặc mâu thuẫn với một bản ghi đã có trong sổ."))]
    if isinstance(error, DomainError):
        fields, general = error.fields, [str(error)]
    elif hasattr(error, "error_dict"):
        fields, general = error.message_dict, []
    else:
        fields, general = {}, error.messages
    problems = [
        Problem(name if kind.column(name) else "", sentence)
        for name, sentences in fields.items()
        for sentence in sentences
    ]
    return problems or [Problem("", sentence) for sentence in general]


def _note_records(written: list[PlannedRow], rows: list[ImportRow]) -> None:
    """The kept rows learn which record they became, so that the page leads there."""
    by_number = {row.number: row for row in rows}
    for planned in written:
        record: Any = planned.record
        address_of = getattr(record, "get_absolute_url", None)
        by_number[planned.number].parsed |= {
            "record": record.pk,
            "name": str(record),
            "href": address_of() if address_of is not None else "",
        }
    noted = [by_number[planned.number] for planned in written]
    ImportRow.objects.bulk_update(noted, ["parsed"], batch_size=500)


@transaction.atomic
def _mark_refused(batch: ImportBatch, refusals: dict[int, list[Problem]]) -> None:
    """Show what the services said in the preview; the next comparison begins afresh."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    rows = list(batch.rows.filter(number__in=refusals))
    for row in rows:
        row.problems = [problem.as_json() for problem in refusals[row.number]]
        row.fate = ImportFate.WRONG
    ImportRow.objects.bulk_update(rows, ["problems", "fate"], batch_size=500)
    batch.state = ImportState.REFUSED
    batch.save(update_fields=["state", "updated_at"])


# --- long tables ----------------------------------------------------------------
def sheet_commit_or_queue(*, kind: SheetKind, batch: ImportBatch, user: Any, today: date) -> Job | None:
    """Commit now, or have a job do it when more than 200 rows are to be written; returns that job.

    Asked again while a job is under way, it returns the same job. Raises as `sheet_commit`.
    """
    check_rights(kind, user)
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
        under_way = open_job(locked)
        if under_way is not None:
            return under_way
        to_write = locked.rows.filter(fate__in=[ImportFate.NEW, ImportFate.CHANGED]).count()
        if locked.state == ImportState.PREVIEWED and to_write > AT_ONCE:
            return _queue(
                COMMIT_JOB, _("Ghi bảng “%(file)s” vào sổ") % {"file": batch.file_name}, batch, user
            )
    sheet_commit(kind=kind, batch=batch, user=user, today=today)
    return None


def _queue(kind: str, title: str, batch: ImportBatch, user: Any) -> Job:
    return jobs.enqueue(kind=kind, title=title[:300], parameters={"batch": batch.pk}, requested_by=user)


def latest_job(batch: ImportBatch) -> Job | None:
    """The newest job of a batch, over or not."""
    found = Job.objects.filter(kind__in=[PREVIEW_JOB, COMMIT_JOB], parameters__batch=batch.pk)
    return found.order_by("-pk").first()


def open_job(batch: ImportBatch) -> Job | None:
    """The job that works on a batch now."""
    job = latest_job(batch)
    return job if job is not None and job.state not in JOB_OVER else None
