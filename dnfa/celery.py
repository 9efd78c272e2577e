"""The Celery application: schedule in code, and a heartbeat the health check reads.

Start with `celery -A dnfa.celery worker` and `celery -A dnfa.celery beat`.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, bootsteps, signals
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dnfa.settings")

from dnfa import heartbeat

app = Celery("dnfa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Times are Vietnamese (CELERY_TIMEZONE). A missed night is caught up by the next: the sync compares, it does not count.
app.conf.beat_schedule = {
    "sync-clocks": {"task": "dnfa.followup.tasks.sync_clocks", "schedule": crontab(hour="2", minute="5")},
    "sync-flags": {"task": "dnfa.followup.tasks.sync_flags", "schedule": crontab(hour="2", minute="15")},
    "sync-notices": {"task": "dnfa.followup.tasks.sync_notices", "schedule": crontab(hour="2", minute="25")},
    "sync-live-notices": {
        "task": "dnfa.followup.tasks.sync_live_notices",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # Who has something new later in the day and got no mail yet gets it then; one mail a day all the same.
    "make-digests": {
        "task": "dnfa.followup.tasks.make_digests",
        "schedule": crontab(hour="7-16", minute="30"),
    },
    "resend-jobs": {"task": "dnfa.core.tasks.resend_forgotten_jobs", "schedule": crontab(minute="*/5")},
    # One that no worker took within its minute is worth nothing: the next one asks for the same.
    "send-mails": {
        "task": "dnfa.core.tasks.send_mails",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "purge-idempotency-keys": {
        "task": "dnfa.accounts.tasks.purge_idempotency_keys",
        "schedule": crontab(minute="40"),
    },
    "purge-sign-in-locks": {
        "task": "dnfa.accounts.tasks.purge_sign_in_locks",
        "schedule": crontab(hour="3", minute="40"),
    },
    "purge-sessions": {
        "task": "dnfa.accounts.tasks.purge_sessions",
        "schedule": crontab(hour="3", minute="45"),
    },
    "heartbeat": {"task": "dnfa.celery.beat_heartbeat", "schedule": heartbeat.BEAT_EVERY},
}


@app.task
def beat_heartbeat() -> None:
    """Prove that beat reaches a worker: beat sent it, a worker runs it."""
    heartbeat.record("beat")


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Let the worker's own loop say every few seconds that it is alive."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        heartbeat.record("worker")
        self.timer = parent.timer.call_repeatedly(
            heartbeat.WORKER_EVERY, heartbeat.record, ("worker",), priority=10
        )

    def stop(self, _parent: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
        heartbeat.forget("worker")


app.steps["worker"].add(WorkerHeartbeat)


@signals.beat_init.connect
def beat_started(**_kwargs: Any) -> None:
    """Count beat as alive from its start; the first scheduled heartbeat comes a minute later."""
    heartbeat.record("beat")
