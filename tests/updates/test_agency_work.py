"""What the focal point's home asks for: what to confirm, and what is missing of its own records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Project, ProjectAgency
from dnfa.accounts.enums import Role
from dnfa.followup.models import Flag
from dnfa.followup.rules import rules
from dnfa.updates.agency_work import agency_work
from dnfa.updates.models import Confirmation
from dnfa.updates.subjects import subjects
from tests.factories import make_project, make_user
from tests.updates.factories import NOW, TODAY, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(starts_on="2020", stated_status="ongoing")


def confirm(cast: Cast, on: date) -> None:
    Confirmation.objects.create(
        record=cast.project,
        agency=cast.agency,
        confirmed_by=cast.focal,
        confirmed_on=on,
        record_version=Project.objects.get(pk=cast.project.pk).version,
    )


@pytest.mark.parametrize(
    ("confirmed_on", "asked_again"),
    [
        (date(2026, 11, 26), False),
        (date(2025, 11, 26), False),
        (date(2025, 11, 25), True),
        (date(2025, 10, 20), True),
        (None, True),
    ],
    ids=["today", "twelve months ago", "a day more", "thirteen months ago", "never"],
)
def test_what_was_confirmed_long_ago_is_to_be_confirmed_again(cast, confirmed_on, asked_again):
    if confirmed_on:
        confirm(cast, confirmed_on)

    work = agency_work(cast.focal, TODAY)

    assert [one.record for one in work.to_confirm] == ([cast.project] if asked_again else [])


def make_flag(record, rule: str, **facts) -> Flag:
    given = {"severity": "low", "opened_on": TODAY, "last_seen_on": TODAY, "evidence": {}, **facts}
    kind = ContentType.objects.get_for_model(record)
    return Flag.objects.create(rule=rule, content_type=kind, object_id=record.pk, **given)


def missing(user) -> list[str]:
    return [line.title for line in agency_work(user, TODAY).missing]


def test_what_is_missing_of_its_own_records_is_asked_of_the_agency_that_speaks_of_them(cast):
    other = make_cast(title_vi="Dự án của nơi khác")
    joins = make_cast().agency
    ProjectAgency.objects.create(project=other.project, agency=joins, role="managing")
    for record in (cast.project, other.project):
        make_flag(record, "project_report_overdue")

    assert {who: missing(user) for who, user in {
        "own": cast.focal, "other": other.focal, "joins": make_user(Role.FOCAL_POINT, agency=joins),
        "stranger": make_user(Role.FOCAL_POINT), "officer": make_user(Role.OFFICER),
    }.items()} == {
        "own": ["Dạy tiếng Nhật"], "other": ["Dự án của nơi khác"], "joins": ["Dự án của nơi khác"],
        "stranger": [], "officer": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "facts", "is_asked"),
    [
        ("project_report_overdue", {}, True),
        ("project_report_overdue", {"closed_on": TODAY, "closed_at": NOW + timedelta(days=1)}, False),
        ("project_past_end", {}, False),
        ("unconfirmed_project", {}, False),
    ],
    ids=["stands", "is over", "not the agency's to complete", "stands in the list to confirm"],
)
def test_only_what_the_agency_can_complete_and_still_is_missing(cast, rule, facts, is_asked):
    make_flag(cast.project, rule, **facts)

    assert missing(cast.focal) == (["Dạy tiếng Nhật"] if is_asked else [])


def test_the_list_says_why_and_leads_to_the_record(cast):
    make_flag(cast.project, "project_report_overdue")

    work = agency_work(cast.focal, TODAY)

    [line] = work.missing
    assert line.url == cast.project.get_absolute_url()
    assert line.note.startswith("Dự án thiếu báo cáo tiến độ.")
    assert work.to_complete_number == 1


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_the_same_however_much_is_missing(cast, number, django_assert_num_queries):
    make_flag(cast.project, "project_report_overdue")
    with CaptureQueriesContext(connection) as asked:
        agency_work(cast.focal, TODAY)
    for _one in range(number):
        project = make_project(starts_on="2020", stated_status="ongoing", agencies=[cast.agency])
        make_flag(project, "project_report_overdue")

    with django_assert_num_queries(len(asked)):
        work = agency_work(cast.focal, TODAY)
    assert len(work.missing) == number + 1


def test_every_flag_named_by_a_kind_is_a_rule_about_that_kind():
    about = {rule.code: rule.model for rule in rules()}

    named = {(code, subject.model) for subject in subjects() for code in subject.missing}
    assert named == {(code, about[code]) for code, _model in named}
    assert {code for code, _model in named} == {
        "agreement_without_file",
        "conference_unconfirmed",
        "project_report_overdue",
        "scheme_progress_missing",
        "trip_report_overdue",
        "trip_unconfirmed",
    }
