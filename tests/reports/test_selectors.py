from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.models import Job
from reports.models import ReportFile
from reports.selectors import file_for, reports_made
from reports.services import YEARLY_REPORT, MadeFile, report_store
from tests.factories import make_user


def test_reports_are_hidden_from_who_may_not_read_them(db):
    job = Job.objects.create(
        kind=YEARLY_REPORT, title="Báo cáo", parameters={"year": 2023, "cutoff": "2023-12-26"}
    )
    [file] = report_store(job=job, files=[MadeFile("a.pdf", "application/pdf", b"1")])
    reader, stranger = make_user(Role.HEAD), make_user(Role.FOCAL_POINT)

    assert [made.files for made in reports_made(reader)] == [[file]]
    assert file_for(reader, file.pk) == file
    assert reports_made(stranger) == []
    with pytest.raises(ReportFile.DoesNotExist):
        file_for(stranger, file.pk)
