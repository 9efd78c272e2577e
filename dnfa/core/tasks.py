"""Celery tasks of the ground floor: ids in, a domain function called, nothing else."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from dnfa.core import jobs
from dnfa.core.clock import local_now
from dnfa.core.mail.delivery import deliver_due

ASK_AGAIN_AFTER = 60  # seconds


@shared_task(bind=True, max_retries=None, default_retry_delay=ASK_AGAIN_AFTER)
def run_job(self: Any, job_id: int) -> str:
    """Run a job; while another worker has it, ask again every minute, for that worker may die."""
    try:
        return jobs.run(job_id)
    except jobs.JobBusy as busy:
        raise self.retry(exc=busy) from busy


@shared_task
def resend_forgotten_jobs() -> None:
    """Send again what a lost message or an absent broker left waiting."""
    jobs.resend_forgotten(now=local_now())


@shared_task
def send_mails() -> int:
    """Send what waits in the outbox; twice at once share the work, and twice after another sends nothing again."""
    return deliver_due(clock=local_now)
