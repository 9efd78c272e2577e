"""Long work asked for by a person: one `Job` row, one Celery task, progress and a stop button.

A room registers its kinds in `AppConfig.ready()`::

    jobs.register("yearly_report", build_report)

    def build_report(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        progress.start(3)
        progress.step(_("Đang tính số liệu"))
        ...
        return {"files": [...]}   # kept in job.result

The rule for a callable: *replace, never append*. The broker gives a job out again when its worker was
killed, and the callable then runs once more from the start; whatever the first run left must be
overwritten (same file names, `update_or_create`, delete-and-write in one transaction), so that two
runs leave what one leaves. Call `progress.step` outside a transaction: within one nobody sees it, and
a stop asked for in the middle would take back more than the callable thinks.

An advisory lock of the worker's own connection keeps two workers from running one job at the same
time; PostgreSQL lets it go when the worker dies.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from dnfa.core.audit import as_actor
from dnfa.core.clock import local_now
from dnfa.core.enums import JOB_OVER, JobState
from dnfa.core.errors import Conflict, DomainError
from dnfa.core.models import Job

logger = logging.getLogger(__name__)

JobCallable = Callable[[Job, "Progress"], Mapping[str, Any] | None]
JobLink = Callable[[Job], str]
TASK = "dnfa.core.tasks.run_job"  # by name: the task runs this module's functions
LOCK_SPACE = 0x4A4F  # first key of the advisory locks ("JO"); the second is the job's id
WAITS_TOO_LONG = timedelta(minutes=2)
SILENT_TOO_LONG = timedelta(minutes=10)  # longer than the hard time limit of a task
LONGEST_MESSAGE = 300

_kinds: dict[str, JobCallable] = {}
_result_links: dict[str, JobLink] = {}


class JobCancelled(Exception):  # noqa: N818  (reads as a sentence where it is raised)
    """Somebody pressed "Dừng"; raised out of `Progress.step`, ends the callable."""


class JobBusy(Exception):  # noqa: N818  (reads as a sentence where it is raised)
    """Another worker is running this job at the moment."""


def register(kind: str, work: JobCallable, *, result_url: JobLink | None = None) -> None:
    """Say what does the work of `kind`, and where the person finds its result when it is done."""
    if _kinds.setdefault(kind, work) is not work:
        message = f"job kind {kind!r} is registered twice"
        raise ImproperlyConfigured(message)
    if result_url is not None:
        _result_links[kind] = result_url


def result_url(job: Job) -> str:
    """The address of a finished job's result; empty when it has none."""
    link = _result_links.get(job.kind)
    return link(job) if link is not None and job.state == JobState.DONE else ""


def enqueue(
    *, kind: str, title: str, parameters: Mapping[str, Any] | None = None, requested_by: Any = None
) -> Job:
    """Write the job down and send it to the workers when the transaction is committed.

    Side effects: one `Job` row (queued); one message with the id only. With the broker away the row
    stays queued and `resend_forgotten` sends it later. Raises `ImproperlyConfigured` for an unknown kind.
    """
    if kind not in _kinds:
        message = f"nobody does jobs of kind {kind!r}"
        raise ImproperlyConfigured(message)
    job = Job.objects.create(
        kind=kind, title=title, parameters=dict(parameters or {}), requested_by=requested_by
    )
    transaction.on_commit(lambda: send(job.pk))
    return job


def send(job_id: int) -> bool:
    """Send a job's id to the workers; False (and a log line) when the broker does not answer."""
    try:
        current_app.send_task(TASK, [job_id])
    except OperationalError:
        logger.exception("job %s stays queued: the broker does not answer", job_id)
        return False
    return True


def forgotten(*, now: datetime) -> QuerySet[Job]:
    """Jobs whose message is lost: queued and never taken, or running without a sign of life."""
    return Job.objects.filter(
        Q(state=JobState.QUEUED, updated_at__lt=now - WAITS_TOO_LONG)
        | Q(state=JobState.RUNNING, updated_at__lt=now - SILENT_TOO_LONG)
    ).order_by("pk")


def resend_forgotten(*, now: datetime) -> list[int]:
    """Send lost jobs again, returning their ids. A message too many does no harm: see `run`."""
    sent = [job_id for job_id in forgotten(now=now).values_list("pk", flat=True) if send(job_id)]
    Job.objects.filter(pk__in=sent).update(updated_at=now)
    return sent


def cancel_job(*, job: Job, user: Any) -> Job:
    """Stop a job: at once while it waits, at its next step while it runs.

    The caller checks `can_cancel_job`. Side effects: `cancel_requested`; state and end while it waits.
    Raises `Conflict` when it is over.
    """
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if locked.state in JOB_OVER:
            raise Conflict("job_over", _("Việc này đã kết thúc."))
        locked.cancel_requested = True
        if locked.state == JobState.QUEUED:
            locked.state = JobState.CANCELLED
            locked.finished_at = local_now()
        locked.save(update_fields=["cancel_requested", "state", "finished_at", "updated_at"])
    logger.info("job %s: stop asked for by user %s", job.pk, user.pk)
    return locked


class Progress:
    """What a callable tells the person who waits."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def start(self, total_steps: int) -> None:
        """Say how many steps there will be; zero leaves the bar without a length."""
        self.job.total_steps = total_steps
        self._update(total_steps=total_steps, done_steps=0)

    def step(self, message: str, *, done: int | None = None) -> None:
        """Say what is being done now; counts one step, or sets `done`. Raises `JobCancelled` when a stop was asked for."""
        self.job.done_steps = self.job.done_steps + 1 if done is None else done
        self.job.message = message[:LONGEST_MESSAGE]
        self._update(done_steps=self.job.done_steps, message=self.job.message)
        if Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists():
            raise JobCancelled

    def _update(self, **values: Any) -> None:
        Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING).update(updated_at=local_now(), **values)


def run(job_id: int) -> str:
    """Do a job unless it is over; returns the state it is left in (empty for an id nobody knows).

    Side effects: those of the callable, under the name of the one who asked; state, result, times.
    Raises `JobBusy` while another worker runs it: the caller tries again later, because that worker
    may die. A failure is stored as a sentence for the person and logged with its traceback.
    """
    with _only_here(job_id):
        job = _take(job_id)
        if job is None:
            return Job.objects.filter(pk=job_id).values_list("state", flat=True).first() or ""
        if job.cancel_requested:
            return _finish(job, JobState.CANCELLED)
        return _work(job)


@contextmanager
def _only_here(job_id: int) -> Iterator[None]:
    """Hold the job's advisory lock, bound to this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job_id])
        if not cursor.fetchone()[0]:
            raise JobBusy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id])


@transaction.atomic
def _take(job_id: int) -> Job | None:
    """Mark the job as running from its beginning; None when it is over or unknown."""
    job = Job.objects.select_for_update(of=["self"]).select_related("requested_by").filter(pk=job_id).first()
    if job is None or job.state in JOB_OVER:
        return None
    job.state = JobState.RUNNING
    job.started_at = job.started_at or local_now()
    job.done_steps, job.message = 0, ""
    job.save(update_fields=["state", "started_at", "done_steps", "message", "updated_at"])
    return job


def _work(job: Job) -> str:
    author = str(job.requested_by) if job.requested_by else "job"
    # Sentences stored in the row are Vietnamese whoever reads them later.
    with override("vi"), as_actor(author, reason=job.title, user_id=job.requested_by_id, job=job.pk):
        try:
            result = _kinds[job.kind](job, Progress(job))
        except JobCancelled:
            return _finish(job, JobState.CANCELLED)
        except DomainError as error:
            return _finish(job, JobState.FAILED, error=str(error))
        except SoftTimeLimitExceeded:
            logger.exception("job %s took too long", job.pk)
            return _finish(job, JobState.FAILED, error=_("Việc chạy quá lâu nên đã bị dừng."))
        except Exception:  # the person must learn of it whatever it was; the traceback goes to the log
            logger.exception("job %s failed", job.pk)
            sentence = _("Việc không xong vì lỗi của hệ thống. Hãy báo quản trị, kèm số việc %(number)s.")
            return _finish(job, JobState.FAILED, error=sentence % {"number": job.pk})
        return _finish(job, JobState.DONE, result=dict(result or {}))


def _finish(job: Job, state: JobState, *, error: str = "", result: dict[str, Any] | None = None) -> str:
    now = local_now()
    job.state, job.error, job.result, job.finished_at = state, error, result or {}, now
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        state=state, error=error, result=job.result, finished_at=now, updated_at=now
    )
    return state


def ping(job: Job, progress: Progress) -> dict[str, Any]:
    """The test job: a few steps, then the proof that a worker did it."""
    steps = int(job.parameters.get("steps", 3))
    progress.start(steps)
    for number in range(1, steps + 1):
        progress.step(_("Bước %(number)s trên %(steps)s") % {"number": number, "steps": steps})
    return {"answered_at": local_now().isoformat()}


PING = "kiem-tra"
register(PING, ping)
