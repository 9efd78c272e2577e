from __future__ import annotations

import time
from datetime import timedelta
from threading import Thread

import psycopg
import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker
from celery.exceptions import Retry, SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.translation import gettext, override
from kombu.exceptions import OperationalError

from dnfa.accounts.models import Agency
from dnfa.core import jobs, tasks
from dnfa.core.clock import local_now
from dnfa.core.enums import JobState
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.models import Job
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


def nothing(_job, _progress):
    return None


@pytest.fixture
def kind(monkeypatch):
    """A register of kinds for this test only; give it the work, get the name of the kind."""
    monkeypatch.setattr(jobs, "_kinds", {})
    monkeypatch.setattr(jobs, "_result_links", {})

    def register(work, name="thu", **options):
        jobs.register(name, work, **options)
        return name

    return register


def queued(kind, **values):
    return Job.objects.create(kind=kind, title="Việc thử", **values)


def test_a_job_goes_from_queued_to_done_with_its_result(kind):
    seen = []

    def work(job, progress):
        progress.start(4)
        progress.step("Bước một")
        seen.append(Job.objects.values_list("state", "done_steps", "total_steps", "message").get())
        progress.step("Bước hai", done=3)
        seen.append(Job.objects.get().percent)
        return {"rows": 48}

    job = queued(kind(work))

    state = jobs.run(job.pk)

    job.refresh_from_db()
    assert state == "done"
    assert seen == [("running", 1, 4, "Bước một"), 75]
    assert (job.state, job.result, job.error, job.percent) == (JobState.DONE, {"rows": 48}, "", 100)
    assert job.started_at <= job.finished_at


def test_work_without_a_result_is_done_too(kind):
    job = queued(kind(nothing))

    assert (jobs.run(job.pk), Job.objects.get().result) == ("done", {})


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_a_job_that_is_over_does_nothing(kind, state):
    calls = []
    job = queued(kind(lambda *_args: calls.append(1)), state=state)

    assert (jobs.run(job.pk), calls) == (state, [])


def test_an_unknown_id_does_nothing():
    assert jobs.run(987654) == ""


def test_a_job_of_a_killed_worker_runs_again_from_the_start_with_one_effect(kind):
    def work(job, progress):
        progress.start(2)
        Agency.objects.update_or_create(key="ket-qua", defaults={"name_vi": "Kết quả", "kind": "department"})
        progress.step("Xong một")

    job = queued(kind(work))
    jobs.run(job.pk)
    # What a worker leaves that is killed after its work and before its last line.
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, done_steps=2, message="Xong hết", finished_at=None
    )
    started_at = Job.objects.get().started_at

    state = jobs.run(job.pk)

    job.refresh_from_db()
    assert (state, job.done_steps, job.message, job.started_at) == ("done", 1, "Xong một", started_at)
    assert Agency.objects.filter(key="ket-qua").count() == 1


def test_two_workers_never_run_one_job_at_the_same_time(kind):
    job = queued(kind(nothing))
    other = psycopg.connect(**{key: value for key, value in connection.get_connection_params().items()
                               if key in {"dbname", "user", "host", "port", "password"}})  # fmt: skip
    with other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.LOCK_SPACE, job.pk])

        with pytest.raises(jobs.JobBusy):
            jobs.run(job.pk)
        assert Job.objects.get().state == JobState.QUEUED
        with pytest.raises(Retry):
            tasks.run_job.apply(args=[job.pk], throw=True)
    other.close()  # the worker has died

    assert tasks.run_job.apply(args=[job.pk]).get() == "done"


def test_the_lock_is_free_after_the_job_whatever_happened(kind):
    def work(job, progress):
        raise RuntimeError

    job = queued(kind(work))
    jobs.run(job.pk)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.fetchone() == (0,)


def test_a_refusal_of_the_domain_is_told_in_its_own_words(kind):
    def work(job, progress):
        raise InvalidInput("no_rows", "Bảng không có dòng nào.")

    job = queued(kind(work))

    assert jobs.run(job.pk) == "failed"
    assert Job.objects.get().error == "Bảng không có dòng nào."


def test_any_other_failure_is_told_in_vietnamese_and_logged_with_its_traceback(kind, caplog):
    def work(job, progress):
        raise RuntimeError("chi tiết bí mật")

    job = queued(kind(work))

    with override("en"):
        state = jobs.run(job.pk)

    assert state == "failed"
    assert Job.objects.get().error == (
        f"Việc không xong vì lỗi của hệ thống. Hãy báo quản trị, kèm số việc {job.pk}."
    )
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [RuntimeError]


def test_work_that_takes_too_long_says_so(kind):
    def work(job, progress):
        raise SoftTimeLimitExceeded

    job = queued(kind(work))

    assert jobs.run(job.pk) == "failed"
    assert Job.objects.get().error == "Việc chạy quá lâu nên đã bị dừng."


def test_a_kind_this_worker_does_not_know_fails_and_is_told(kind):
    job = queued("khong-ai-biet")

    assert jobs.run(job.pk) == "failed"


def test_stopping_takes_effect_at_the_next_step(kind):
    done = []

    def work(job, progress):
        progress.step("Một")
        done.append("một")
        jobs.cancel_job(job=job, user=user)
        progress.step("Hai")
        done.append("hai")

    user = make_user()
    job = queued(kind(work))

    state = jobs.run(job.pk)

    job.refresh_from_db()
    assert (state, job.state, job.cancel_requested, done) == ("cancelled", "cancelled", True, ["một"])


def test_stopping_a_waiting_job_ends_it_at_once(kind):
    calls = []
    job = queued(kind(lambda *_args: calls.append(1)))

    jobs.cancel_job(job=job, user=make_user())

    assert (Job.objects.get().state, jobs.run(job.pk), calls) == ("cancelled", "cancelled", [])
    assert Job.objects.get().finished_at is not None


def test_a_stop_asked_for_while_the_worker_was_dead_is_obeyed(kind):
    calls = []
    job = queued(kind(lambda *_args: calls.append(1)), state=JobState.RUNNING, cancel_requested=True)

    assert (jobs.run(job.pk), calls) == ("cancelled", [])


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_cannot_be_stopped(kind, state):
    job = queued(kind(nothing), state=state)

    with pytest.raises(Conflict):
        jobs.cancel_job(job=job, user=make_user())

    assert (Job.objects.get().state, Job.objects.get().cancel_requested) == (state, False)


def test_changes_of_a_job_carry_the_name_of_who_asked_and_the_job(kind):
    agency = make_agency()
    user = make_user(full_name="Trần Bảo")

    def work(job, progress):
        Agency.objects.filter(pk=agency.pk).update(note=gettext("Password"))

    job = queued(kind(work), requested_by=user)
    with override("en"):
        jobs.run(job.pk)

    row = agency.audit_rows.order_by("pgh_id").last()
    assert row.note == "Mật khẩu"
    assert row.pgh_context.metadata == {
        "actor": "Trần Bảo", "reason": "Việc thử", "user": user.pk, "job": job.pk,
    }  # fmt: skip


def test_enqueue_sends_the_id_only_after_the_commit(kind, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: sent.append((name, args)))
    name = kind(nothing)
    user = make_user()

    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(kind=name, title="Báo cáo 2023", parameters={"year": 2023}, requested_by=user)
        assert sent == []

    assert sent == [("dnfa.core.tasks.run_job", [job.pk])]
    job.refresh_from_db()
    assert (job.kind, job.title, job.parameters, job.requested_by, job.state) == (
        name, "Báo cáo 2023", {"year": 2023}, user, "queued",
    )  # fmt: skip


def test_enqueue_of_an_unknown_kind_writes_nothing(kind):
    with pytest.raises(ImproperlyConfigured):
        jobs.enqueue(kind="khong-ai-biet", title="x")

    assert Job.objects.count() == 0


def test_a_kind_is_registered_once(kind):
    def work(job, progress):
        return None

    kind(work)
    kind(work)
    with pytest.raises(ImproperlyConfigured):
        kind(nothing)


def broker_is_away(*_args, **_kwargs):
    raise OperationalError("away")


def test_without_a_broker_the_job_waits_and_is_sent_later(
    kind, monkeypatch, django_capture_on_commit_callbacks
):
    name = kind(nothing)
    monkeypatch.setattr(current_app, "send_task", broker_is_away)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(kind=name, title="Chờ")
    now = local_now()

    assert jobs.resend_forgotten(now=now + timedelta(minutes=3)) == []
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda _name, args: sent.append(args))
    assert jobs.resend_forgotten(now=now + timedelta(minutes=3)) == [job.pk]
    assert jobs.resend_forgotten(now=now + timedelta(minutes=4)) == []
    assert sent == [[job.pk]]


@pytest.mark.parametrize(
    ("state", "minutes", "is_forgotten"),
    [("queued", 1, False), ("queued", 3, True), ("running", 9, False), ("running", 11, True), ("done", 60, False),
     ("failed", 60, False), ("cancelled", 60, False)],
)  # fmt: skip
def test_what_counts_as_forgotten(kind, state, minutes, is_forgotten):
    now = local_now()
    job = queued("thu", state=state)
    Job.objects.filter(pk=job.pk).update(updated_at=now - timedelta(minutes=minutes))

    assert jobs.forgotten(now=now).exists() is is_forgotten


def test_the_beat_task_sends_forgotten_jobs(kind, monkeypatch):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda _name, args: sent.append(args))
    job = queued("thu")
    Job.objects.filter(pk=job.pk).update(updated_at=local_now() - timedelta(hours=1))

    tasks.resend_forgotten_jobs.apply()

    assert sent == [[job.pk]]


def test_the_result_is_linked_when_the_job_is_done(kind):
    name = kind(nothing, result_url=lambda job: f"/bao-cao/{job.pk}/")
    waiting, done, other = queued(name), queued(name, state="done"), queued("khac", state="done")

    assert [jobs.result_url(job) for job in (waiting, done, other)] == ["", f"/bao-cao/{done.pk}/", ""]


def test_percent_of_a_job_without_steps_and_with_all_steps():
    assert Job(state="running").percent == 0
    assert Job(state="running", done_steps=5, total_steps=5).percent == 99
    assert Job(state="done").percent == 100


def test_tasks_are_sent_with_our_application_from_every_thread():
    found = []

    thread = Thread(target=lambda: found.append(current_app.conf.broker_url))
    thread.start()
    thread.join()

    assert found == [settings.CELERY_BROKER_URL]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_sent_through_the_broker_is_done_by_a_worker():
    user = make_user()
    with start_worker(
        current_app, perform_ping_check=False, pool="solo", loglevel="WARNING", shutdown_timeout=30
    ):
        job = jobs.enqueue(
            kind=jobs.PING, title="Kiểm tra hàng đợi", parameters={"steps": 2}, requested_by=user
        )
        for _ in range(100):
            job.refresh_from_db()
            if job.finished_at:
                break
            time.sleep(0.1)

    assert (job.state, job.done_steps, job.message) == ("done", 2, "Bước 2 trên 2")
    assert set(job.result) == {"answered_at"}
