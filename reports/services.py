"""Making the yearly report: into a folder for the command, into the database for the job."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dnfa.core import jobs
from dnfa.core.clock import local_now, local_today
from dnfa.core.errors import InvalidInput
from dnfa.core.models import Job
from reports.annual import content
from reports.annual.checks import remarks
from reports.annual.document import YearlyReport
from reports.annual.docx import to_docx
from reports.annual.pdf import to_pdf
from reports.annual.xlsx import to_xlsx
from reports.models import ReportFile

YEARLY_REPORT = "bao-cao-nam"
EARLIEST_YEAR = (
    1997  # the year the city's external relations began to be kept apart (Đà Nẵng under central rule)
)
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class MadeFile:
    """A finished file of a report."""

    name: str
    media_type: str
    content: bytes


def check_period(*, year: int, cutoff: date, today: date) -> None:
    """Refuse a year and cut-off that make no report. Raises `InvalidInput`.

    The cut-off lies in the year or in the month after it (a report is finished in January), and not in the future.
    """
    if not EARLIEST_YEAR <= year <= today.year:
        raise InvalidInput(
            "invalid_year",
            _("Năm báo cáo từ %(first)s đến %(last)s.") % {"first": EARLIEST_YEAR, "last": today.year},
            {
                "year": [
                    _("Chọn một năm từ %(first)s đến %(last)s.")
                    % {"first": EARLIEST_YEAR, "last": today.year}
                ]
            },
        )
    first, last = date(year, 1, 1), min(date(year + 1, 1, 31), today)
    if not first <= cutoff <= last:
        words = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        raise InvalidInput(
            "invalid_cutoff",
            _("Ngày chốt số liệu từ %(first)s đến %(last)s.") % words,
            {"cutoff": [_("Chọn một ngày từ %(first)s đến %(last)s.") % words]},
        )


def files_of(report: YearlyReport) -> Iterator[MadeFile]:
    """The four files, each made when it is asked for."""
    year = report.year
    yield MadeFile(f"bao-cao-{year}.docx", f"{_OFFICE}.wordprocessingml.document", to_docx(report))
    yield MadeFile(f"phu-luc-{year}.xlsx", f"{_OFFICE}.spreadsheetml.sheet", to_xlsx(report))
    yield MadeFile(f"bao-cao-{year}.pdf", "application/pdf", to_pdf(report))
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    yield MadeFile("figures.json", "application/json", text.encode())


def report_write(*, user: Any, year: int, cutoff: date, directory: Path) -> list[Path]:
    """Build the report and write its four files into `directory`, replacing those of the same name.

    Side effects: the directory and the files; nothing in the database. Raises `InvalidInput` for a wrong
    period, `UnsoundReportError` when text and annexes disagree (no file is written then), `OSError`.
    """
    check_period(year=year, cutoff=cutoff, today=local_today())
    made = list(files_of(content.build(user=user, year=year, cutoff=cutoff, prepared_at=local_now())))
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in made:
        path = directory / file.name
        path.write_bytes(file.content)
        paths.append(path)
    return paths


def report_request(*, user: Any, year: int, cutoff: date, today: date) -> Job:
    """Queue a report. Side effects: those of `jobs.enqueue`. Raises `InvalidInput` for a wrong period."""
    check_period(year=year, cutoff=cutoff, today=today)
    return jobs.enqueue(
        kind=YEARLY_REPORT,
        title=_("Báo cáo năm %(year)s, chốt số liệu ngày %(cutoff)s")
        % {"year": year, "cutoff": f"{cutoff:%d/%m/%Y}"},
        parameters={"year": year, "cutoff": cutoff.isoformat()},
        requested_by=user,
    )


@transaction.atomic
def report_store(*, job: Job, files: list[MadeFile]) -> list[ReportFile]:
    """Keep the files of a job with their hashes, in place of whatever an interrupted run of it left.

    Side effects: `ReportFile` rows of this job are replaced as a whole.
    """
    ReportFile.objects.filter(job=job).exclude(name__in=[file.name for file in files]).delete()
    return [
        ReportFile.objects.update_or_create(
            job=job,
            name=file.name,
            defaults={
                "media_type": file.media_type,
                "sha256": hashlib.sha256(file.content).hexdigest(),
                "content": file.content,
            },
        )[0]
        for file in files
    ]


def make_yearly_report(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """The job: builds with the eyes of the person who asked, writes the files, keeps them under the job."""
    year, cutoff = int(job.parameters["year"]), date.fromisoformat(job.parameters["cutoff"])
    progress.start(6)
    progress.step(_("Đang đọc sổ và tính số liệu"))
    report = content.build(user=job.requested_by, year=year, cutoff=cutoff, prepared_at=local_now())
    files = []
    making = files_of(report)
    for message in (
        _("Đang viết tệp Word"),
        _("Đang viết phụ lục Excel"),
        _("Đang viết tệp PDF"),
        _("Đang ghi số liệu"),
    ):
        progress.step(message)
        files.append(next(making))
    progress.step(_("Đang lưu các tệp"))
    stored = report_store(job=job, files=files)
    return {
        "files": [{"name": file.name, "sha256": file.sha256} for file in stored],
        "remarks": remarks(report),
    }
