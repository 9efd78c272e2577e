from __future__ import annotations

import pytest
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.accounts.import_kinds import AGENCIES
from dnfa.accounts.models import Agency
from dnfa.core import jobs
from dnfa.core.enums import ImportState, JobState
from dnfa.core.errors import Conflict, NotFound
from dnfa.core.imports import batch_create
from dnfa.core.jobs import JobCancelled
from dnfa.core.models import ImportBatch, Job
from dnfa.core.table_import import services, work
from dnfa.core.table_import.registry import importer_of
from tests.core.table_import.sheets import TODAY, line, preview, workbook
from tests.factories import make_user

MANY = services.AT_ONCE + 1


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


def _lines(count: int) -> list[list[str]]:
    return [line(f"Đơn vị {number}", key=f"don-vi-{number}") for number in range(1, count + 1)]


def _queue(batch: ImportBatch, user) -> Job | None:
    return services.sheet_commit_or_queue(kind=AGENCIES, batch=batch, user=user, today=TODAY)


def _run(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(("count", "has_job"), [(services.AT_ONCE, False), (MANY, True)])
def test_up_to_two_hundred_rows_are_written_at_once(officer, count, has_job):
    job = _queue(preview(*_lines(count), user=officer), officer)

    assert (job is not None, Agency.objects.count()) == (has_job, 0 if has_job else count)


def test_rows_that_change_nothing_do_not_count(officer):
    _queue(preview(*_lines(services.AT_ONCE), user=officer), officer)

    assert _queue(preview(*_lines(MANY), user=officer), officer) is None
    assert Agency.objects.count() == MANY


@pytest.mark.django_db(transaction=True)
def test_a_job_writes_a_long_table_once_however_often_it_is_sent(officer):
    batch = preview(*_lines(MANY), user=officer)
    job = _queue(batch, officer)
    assert job is not None
    assert services.open_job(batch) == job
    assert _queue(batch, officer) == job

    _run(job)

    batch.refresh_from_db()
    assert (job.state, job.result, job.error) == (JobState.DONE, {"batch": batch.pk}, "")
    assert (batch.state, Agency.objects.count()) == (ImportState.COMMITTED, MANY)
    assert jobs.result_url(job) == reverse("imports:detail", args=[batch.pk])
    assert services.open_job(batch) is None
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING
    )  # as if the worker had died before its last word
    assert _run(job).state == JobState.DONE
    assert (batch.changes.count(), Agency.objects.count()) == (MANY, MANY)
    assert Agency.objects.first().audit_rows.get().pgh_context.metadata["user"] == officer.pk


@pytest.mark.django_db(transaction=True)
def test_the_progress_of_a_writing_job_is_seen_from_outside_and_a_stop_undoes_it_all(officer):
    batch = preview(*_lines(MANY), user=officer)
    job = _queue(batch, officer)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, cancel_requested=True)
    job.refresh_from_db()

    with pytest.raises(JobCancelled), work._Beside(job) as beside:
        beside.tick(50, MANY)

    job.refresh_from_db()
    assert (job.done_steps, job.message) == (50, f"Đã ghi 50 trên {MANY} dòng")
    assert _run(job).state == JobState.CANCELLED
    batch.refresh_from_db()
    assert (batch.state, Agency.objects.count()) == (ImportState.PREVIEWED, 0)


@pytest.mark.django_db(transaction=True)
def test_a_stop_in_the_middle_writes_nothing(officer):
    batch = preview(*_lines(MANY), user=officer)

    def stop(done: int, _total: int) -> None:
        if done == 100:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        services.sheet_commit(kind=AGENCIES, batch=batch, user=officer, today=TODAY, tick=stop)

    batch.refresh_from_db()
    assert (batch.state, Agency.objects.count(), batch.changes.count()) == (ImportState.PREVIEWED, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_stale_preview_fails_the_job_with_the_sentence(officer):
    batch = preview(*_lines(MANY), user=officer)
    job = _queue(batch, officer)
    Agency.objects.create(key="don-vi-1", name_vi="Đơn vị 1", kind="office")

    assert (_run(job).state, job.error) == (
        JobState.FAILED,
        "Sổ đã thay đổi từ lúc xem trước: hãy xem lại bảng với số liệu mới rồi ghi.",
    )
    assert Agency.objects.count() == 1


def test_a_long_table_is_compared_by_a_job(officer):
    count = services.PREVIEWED_AT_ONCE + 1
    batch = services.sheet_create(
        kind=AGENCIES, file_name="a.xlsx", content=workbook(*_lines(count)), user=officer, today=TODAY
    )
    job = services.open_job(batch)
    assert (batch.rows.count(), job.kind) == (0, services.PREVIEW_JOB)

    _run(job)

    batch.refresh_from_db()
    assert (job.state, job.total_steps, job.done_steps) == (JobState.DONE, count, count)
    assert (batch.state, batch.rows.filter(fate="new").count()) == (ImportState.PREVIEWED, count)


def test_without_a_person_everything_is_compared_at_once(db):
    batch = services.sheet_create(
        kind=AGENCIES,
        file_name="a.xlsx",
        content=workbook(*_lines(services.PREVIEWED_AT_ONCE + 1)),
        user=None,
        today=TODAY,
    )

    assert batch.rows.count() == services.PREVIEWED_AT_ONCE + 1


def test_a_batch_that_waits_for_its_preview_cannot_be_committed(officer):
    batch = batch_create(
        kind="co-quan", file_name="a.xlsx", content=workbook(*_lines(1)), user=officer, rows=[]
    )

    with pytest.raises(Conflict) as refused:
        services.sheet_commit(kind=AGENCIES, batch=batch, user=officer, today=TODAY)

    assert (refused.value.code, Agency.objects.count()) == ("import_stale", 0)


@pytest.mark.parametrize("kind", [None, "relations", "khac"])
def test_a_job_without_its_table_says_so(officer, kind):
    pk = 0
    if kind is not None:
        pk = batch_create(kind=kind, file_name="a", content=b"a", user=officer, rows=[]).pk
    job = jobs.enqueue(kind=services.COMMIT_JOB, title="x", parameters={"batch": pk}, requested_by=officer)

    with pytest.raises(NotFound):
        work._subject(job)
    assert importer_of("co-quan").kind is AGENCIES
