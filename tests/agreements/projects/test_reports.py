"""What agencies report of a project: taken in, put right, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Project, ProjectReport
from agreements.services.projects import report_add, report_correct, report_remove
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.history import changes_of
from tests.factories import make_agency, make_project, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def told(error):
    return error.value.code, sorted(getattr(error.value, "fields", {}))


def report(project, agency, user, **more):
    facts = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30), "done_vi": "Xong móng", **more}
    return report_add(project=project, agency=agency, user=user, today=TODAY, **facts)


def test_a_body_of_the_project_reports_for_itself_once_a_period(officer):
    ours, theirs, strangers = make_agency(), make_agency(), make_agency()
    project = make_project(agencies=[ours, theirs])
    focal = make_user(Role.FOCAL_POINT, agency=ours)

    made = report(project, ours, focal)

    assert (made.received_on, made.recorded_by) == (TODAY, focal)
    with pytest.raises(NotAllowed):
        report(project, theirs, focal)
    with pytest.raises(NotAllowed):
        report(project, strangers, make_user(Role.FOCAL_POINT, agency=strangers))
    with pytest.raises(InvalidInput) as error:
        report(project, strangers, officer)
    assert told(error) == ("agency_without_part", ["agency"])
    with pytest.raises(Conflict) as twice:
        report(project, ours, officer)
    assert twice.value.code == "reported_already"
    assert report(project, theirs, officer).agency == theirs


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"done_vi": " "}, "done_needed", "done_vi"),
        ({"period_to": date(2025, 12, 31)}, "period_wrong", "period_to"),
        ({"received_on": date(2026, 11, 27)}, "received_in_future", "received_on"),
        ({"period_to": date(2026, 11, 27)}, "period_not_over", "period_to"),
        ({"received_on": date(2026, 6, 29)}, "period_not_over", "period_to"),
        ({"document_number": "9" * 121}, "invalid", "document_number"),
        ({"next_vi": "Theo công văn TỐI MẬT"}, "secret_mark", "next_vi"),
    ],
)
def test_what_is_no_report(officer, facts, code, field):
    agency = make_agency()
    project = make_project(agencies=[agency])

    with pytest.raises(InvalidInput) as error:
        report(project, agency, officer, **facts)

    assert told(error) == (code, [field])
    assert not project.reports.exists()


def test_a_report_may_be_received_on_the_last_day_of_its_period(officer):
    agency = make_agency()
    project = make_project(agencies=[agency])

    made = report(project, agency, officer, period_to=TODAY)

    assert (made.period_to, made.received_on) == (TODAY, TODAY)


# --- put right, taken back ------------------------------------------------------------------
@pytest.fixture
def received(officer):
    agency = make_agency()
    return report(make_project(agencies=[agency]), agency, officer)


def correct(made, user, reason="Ghi nhầm kỳ", **changes):
    return report_correct(report=made, changes=changes, reason=reason, user=user, today=TODAY)


def test_a_report_is_put_right_and_the_trail_keeps_what_stood_there(officer, received):
    version = Project.objects.get(pk=received.project_id).version

    correct(
        received, officer, period_from=date(2025, 7, 1), period_to=date(2025, 12, 31), done_vi=" Xong mái "
    )

    stands = ProjectReport.objects.get()
    change = changes_of(ProjectReport, received.pk)[0]
    assert (stands.period_from, stands.period_to, stands.done_vi) == (
        date(2025, 7, 1),
        date(2025, 12, 31),
        "Xong mái",
    )
    assert (change.action, change.reason, sorted(field.name for field in change.fields)) == (
        "update",
        "Ghi nhầm kỳ",
        ["done_vi", "period_from", "period_to"],
    )
    assert Project.objects.get(pk=received.project_id).version == version + 1


def test_nothing_differing_counts_no_version(officer, received):
    version = Project.objects.get(pk=received.project_id).version

    correct(received, officer, done_vi=received.done_vi, agency=received.agency)

    assert Project.objects.get(pk=received.project_id).version == version
    assert [change.action for change in changes_of(ProjectReport, received.pk)] == ["insert"]


@pytest.mark.parametrize(
    ("changes", "reason", "refusal"),
    [
        ({"done_vi": "Xong mái"}, " ", ("reason_needed", ["reason"])),
        ({"done_vi": "Xong mái"}, "Theo công văn TỐI MẬT", ("secret_mark", ["reason"])),
        ({"done_vi": " "}, "Nhầm", ("done_needed", ["done_vi"])),
        ({"period_to": date(2026, 12, 31)}, "Nhầm", ("period_not_over", ["period_to"])),
        ({"received_on": date(2026, 11, 27)}, "Nhầm", ("received_in_future", ["received_on"])),
    ],
)
def test_a_wrong_correction_of_a_report_writes_nothing(officer, received, changes, reason, refusal):
    with pytest.raises(InvalidInput) as error:
        correct(received, officer, reason, **changes)

    assert told(error) == refusal
    assert [change.action for change in changes_of(ProjectReport, received.pk)] == ["insert"]


def test_a_report_is_not_given_to_an_agency_without_part_nor_into_a_period_reported_already(
    officer, received
):
    other = report(
        received.project, received.agency, officer, period_from=date(2025, 7, 1), period_to=date(2025, 12, 31)
    )

    with pytest.raises(InvalidInput) as stranger:
        correct(other, officer, agency=make_agency())
    with pytest.raises(Conflict) as twice:
        correct(other, officer, period_from=received.period_from, period_to=received.period_to)

    assert (told(stranger), twice.value.code) == (("agency_without_part", ["agency"]), "reported_already")


def test_a_report_taken_back_leaves_its_period_open_and_its_reason(officer, received):
    with pytest.raises(InvalidInput) as error:
        report_remove(report=received, reason=" ", user=officer)
    assert (told(error), ProjectReport.objects.count()) == (("reason_needed", ["reason"]), 1)

    key = received.pk
    report_remove(report=received, reason="Của dự án khác", user=officer)

    assert [(change.action, change.reason) for change in changes_of(ProjectReport, key)] == [
        ("delete", "Của dự án khác"),
        ("insert", ""),
    ]
    assert report(received.project, received.agency, officer).period_to == date(2026, 6, 30)


@pytest.mark.parametrize("role", [Role.LEADER, Role.FOCAL_POINT])
def test_what_was_received_is_changed_by_the_department_only(received, role):
    user = make_user(role, agency=received.agency if role == Role.FOCAL_POINT else None)

    with pytest.raises(NotAllowed):
        correct(received, user, done_vi="Khác")
    with pytest.raises(NotAllowed):
        report_remove(report=received, reason="Nhầm", user=user)

    assert list(ProjectReport.objects.values_list("done_vi", flat=True)) == ["Xong móng"]
