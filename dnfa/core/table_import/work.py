"""The two jobs of long tables: comparing and writing. Both may be given out twice and leave what one run leaves."""

from __future__ import annotations

from typing import Any, Self

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from dnfa.core import jobs
from dnfa.core.clock import local_now, local_today
from dnfa.core.enums import ImportState, JobState
from dnfa.core.errors import NotFound
from dnfa.core.jobs import JobCancelled, Progress
from dnfa.core.models import ImportBatch, Job
from dnfa.core.table_import.kinds import SheetKind
from dnfa.core.table_import.registry import importer_of
from dnfa.core.table_import.services import COMMIT_JOB, PREVIEW_JOB, sheet_commit, sheet_refresh


def _subject(job: Job) -> tuple[SheetKind, ImportBatch]:
    batch = ImportBatch.objects.filter(pk=job.parameters["batch"]).first()
    importer = importer_of(batch.kind) if batch is not None else None
    if batch is None or importer is None or importer.kind is None:
        raise NotFound("import_gone", _("Không còn lần nhập này."))
    return importer.kind, batch


def read_table(job: Job, progress: Progress) -> dict[str, Any]:
    """Compare a long table with the register, showing how far it is."""
    kind, batch = _subject(job)

    def tick(done: int, total: int) -> None:
        if not job.total_steps:
            progress.start(total)
        progress.step(_("Đã so %(done)s trên %(total)s dòng") % {"done": done, "total": total}, done=done)

    sheet_refresh(kind=kind, batch=batch, user=job.requested_by, today=local_today(), tick=tick)
    return {"batch": batch.pk}


def write_table(job: Job, progress: Progress) -> dict[str, Any]:
    """Write a long table; one that an interrupted run has written already is not written again."""
    kind, batch = _subject(job)
    if batch.state == ImportState.COMMITTED:
        return {"batch": batch.pk}
    total = batch.rows.filter(fate__in=["new", "changed"]).count()
    progress.start(total)
    progress.step(_("Đang so lại %(total)s dòng với sổ") % {"total": total}, done=0)
    with _Beside(job) as beside:
        sheet_commit(kind=kind, batch=batch, user=job.requested_by, today=local_today(), tick=beside.tick)
    return {"batch": batch.pk}


class _Beside:
    """Progress told on a connection of its own: what the writing transaction says nobody sees before its end."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.connection = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def tick(self, done: int, total: int) -> None:
        """Show how many rows are written. Raises `JobCancelled` when a stop was asked for."""
        message = _("Đã ghi %(done)s trên %(total)s dòng") % {"done": done, "total": total}
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_job SET done_steps = %s, message = %s, updated_at = %s WHERE id = %s AND state = %s",
                [done, message, local_now(), self.job.pk, JobState.RUNNING],
            )
        if Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists():
            raise JobCancelled


def result_url(job: Job) -> str:
    """The page of the batch."""
    return reverse("imports:detail", args=[job.parameters["batch"]])


def register_jobs() -> None:
    """Announce the jobs (from `AppConfig.ready`)."""
    jobs.register(PREVIEW_JOB, read_table, result_url=result_url)
    jobs.register(COMMIT_JOB, write_table, result_url=result_url)
