from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.enums import JobState
from dnfa.core.models import Job
from reports.models import PublishedCount, ReportFile, SchemeTask, Statistic
from reports.services import YEARLY_REPORT, MadeFile, report_store
from tests.factories import make_user


@pytest.fixture
def workshop(client, db):
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


def test_reference_data_is_listed_and_found(workshop):
    SchemeTask.objects.create(
        code="I.1", order=1, group_code="I", group_name_vi="Nhóm I", title_vi="Tuyên truyền"
    )
    Statistic.objects.create(
        key="st", group="partners", metric_vi="Địa phương", value=48, qualifier="exact", unit="địa phương"
    )
    PublishedCount.objects.create(key="pc", localities=48, basis="published")

    for model, words in ((SchemeTask, "Tuyên"), (Statistic, "Địa phương"), (PublishedCount, "pc")):
        answer = workshop.get(f"/quan-tri/reports/{model._meta.model_name}/", {"q": words})
        assert [row.pk for row in answer.context["cl"].queryset] == [model.objects.get().pk]


def test_report_files_are_shown_and_never_changed(workshop):
    job = Job.objects.create(kind=YEARLY_REPORT, title="Báo cáo", state=JobState.DONE)
    [file] = report_store(job=job, files=[MadeFile("a.pdf", "application/pdf", b"1")])
    address = f"/quan-tri/reports/reportfile/{file.pk}/"

    assert file.sha256 in workshop.get("/quan-tri/reports/reportfile/").content.decode()
    assert workshop.get(f"{address}change/").status_code == 200
    assert [
        workshop.post(path).status_code
        for path in (f"{address}change/", f"{address}delete/", "/quan-tri/reports/reportfile/add/")
    ] == [403, 403, 403]
    assert ReportFile.objects.get().name == "a.pdf"
