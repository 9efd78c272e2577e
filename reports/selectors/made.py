"""Reports made so far and their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from dnfa.core.enums import JobState
from dnfa.core.models import Job
from reports.models import ReportFile
from reports.rules import can_read_reports
from reports.services import YEARLY_REPORT

MOST_SHOWN = 50


@dataclass(frozen=True)
class ReportMade:
    """One report job with what it made."""

    job: Job
    year: int
    cutoff: date
    files: list[ReportFile]


def reports_made(user: Any) -> list[ReportMade]:
    """The latest reports with their files (without the bytes), newest first; none for who may not read them."""
    if not can_read_reports(user):
        return []
    files = ReportFile.objects.defer("content").order_by("name")
    jobs = (
        Job.objects.filter(kind=YEARLY_REPORT)
        .exclude(state=JobState.CANCELLED)
        .select_related("requested_by")
    )
    return [
        ReportMade(
            job, int(job.parameters["year"]), date.fromisoformat(job.parameters["cutoff"]), job.kept_files
        )
        for job in jobs.prefetch_related(Prefetch("report_files", files, to_attr="kept_files"))[:MOST_SHOWN]
    ]


def file_for(user: Any, pk: int) -> ReportFile:
    """A file with its bytes. Raises `ReportFile.DoesNotExist` also for who may not read it."""
    if not can_read_reports(user):
        raise ReportFile.DoesNotExist
    return ReportFile.objects.get(pk=pk)
