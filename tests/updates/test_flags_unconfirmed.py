from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Project
from dnfa.core.models import PolicyParameter
from dnfa.followup.models import Flag
from dnfa.followup.rules import rules
from dnfa.followup.sync import sync_flags
from dnfa.updates.flags_unconfirmed import UNCONFIRMED_MONTHS, explain, unconfirmed, unconfirmed_codes
from dnfa.updates.models import ChangeRequest, Confirmation
from dnfa.updates.subjects import subject_by_code, subjects
from tests.factories import make_agency, make_project, make_user

pytestmark = pytest.mark.django_db

CAME = datetime(2020, 1, 5, 2, 0, tzinfo=UTC)
SUBJECT = "project"


def make_old(came: datetime = CAME, **values) -> Project:
    """A running project that came into the register on that day."""
    project = make_project(**values)
    Project.objects.filter(pk=project.pk).update(created_at=came)
    return project


def confirm(project: Project, on: date) -> None:
    Confirmation.objects.create(
        record=project, agency=make_agency(), confirmed_by=make_user(), confirmed_on=on, record_version=1
    )


def update(project: Project, on: date, state: str = "accepted", kind: str = "edit") -> ChangeRequest:
    at = datetime(on.year, on.month, on.day, 3, 0, tzinfo=UTC)
    closed = {"closed_at": at} if state in {"accepted", "withdrawn"} else {}
    facts = {"subject": SUBJECT, "agency": make_agency(), "author": make_user(), "submitted_at": at, **closed}
    return ChangeRequest.objects.create(kind=kind, state=state, record=project, **facts)


def found(as_of: date) -> list[Project]:
    return list(unconfirmed(subject_by_code(SUBJECT), as_of).order_by("pk"))


@pytest.mark.parametrize(
    ("looked_on", "as_of", "is_found"),
    [
        (date(2025, 11, 26), date(2026, 11, 25), False),
        (date(2025, 11, 26), date(2026, 11, 26), False),
        (date(2025, 11, 26), date(2026, 11, 27), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2023, 2, 28), date(2024, 2, 28), False),
        (date(2023, 2, 28), date(2024, 2, 29), True),
        (date(2025, 12, 31), date(2026, 12, 31), False),
        (date(2025, 12, 31), date(2027, 1, 1), True),
    ],
)
@pytest.mark.parametrize("look", [confirm, update])
def test_a_record_is_unconfirmed_when_nobody_looked_at_it_for_twelve_months(look, looked_on, as_of, is_found):
    project = make_old()
    look(project, looked_on)

    assert found(as_of) == ([project] if is_found else [])


@pytest.mark.parametrize(
    ("as_of", "is_found"), [(date(2021, 1, 4), False), (date(2021, 1, 5), False), (date(2021, 1, 6), True)]
)
def test_one_that_nobody_ever_looked_at_counts_from_the_day_it_came(as_of, is_found):
    project = make_old()

    assert found(as_of) == ([project] if is_found else [])


def test_the_day_it_came_is_that_of_da_nang():
    project = make_old(datetime(2020, 1, 4, 17, 30, tzinfo=UTC))  # half past midnight of the 5th there

    assert (found(date(2021, 1, 5)), found(date(2021, 1, 6))) == ([], [project])


@pytest.mark.parametrize("state", ["submitted", "returned", "withdrawn"])
def test_what_was_not_accepted_is_no_look(state):
    project = make_old()
    update(project, date(2026, 11, 1), state)

    assert found(date(2026, 11, 26)) == [project]


def test_what_came_after_the_day_asked_about_was_not_known_then():
    project = make_old()
    confirm(project, date(2026, 11, 20))
    update(project, date(2026, 11, 21))

    assert (found(date(2026, 11, 19)), found(date(2026, 11, 26))) == ([project], [])


def test_only_what_agencies_are_asked_about_is_looked_for():
    running = make_old()
    make_old(stated_status="completed")
    make_old(starts_on="2019", ends_on="2020")

    assert {project.pk for project in found(date(2026, 11, 26))} >= {running.pk}
    assert found(date(2026, 11, 26)) == list(
        subject_by_code(SUBJECT).confirmable(Project.objects.order_by("pk"), date(2026, 11, 26))
    )


def test_the_months_are_a_parameter():
    project = make_old()
    confirm(project, date(2026, 5, 26))
    PolicyParameter.objects.filter(key=UNCONFIRMED_MONTHS).update(value=6)

    assert (found(date(2026, 11, 26)), found(date(2026, 11, 27))) == ([], [project])


def test_every_kind_that_agencies_call_still_true_has_its_rule():
    kept = {subject.model for subject in subjects() if subject.confirmable is not None}
    of_rules = {rule.code: rule.model for rule in rules() if rule.code in unconfirmed_codes()}

    assert set(of_rules.values()) == kept
    assert sorted(of_rules) == sorted(unconfirmed_codes())


def test_the_sync_opens_it_with_its_evidence_and_a_confirmation_closes_it():
    project = make_old(starts_on="2019", owes_reports=False)
    today = date(2026, 11, 26)
    sync_flags(as_of=today)
    [flag] = Flag.objects.current().filter(rule="unconfirmed_project")

    confirm(project, today)
    sync_flags(as_of=today + timedelta(days=1))

    assert (flag.record, flag.reference_date) == (project, date(2020, 1, 5))
    assert flag.evidence == {"looked_on": None, "came_on": "2020-01-05"}
    assert not Flag.objects.current().filter(rule="unconfirmed_project").exists()


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (
            {"looked_on": None, "came_on": "2020-01-05"},
            "Vào sổ ngày 05/01/2020, chưa cơ quan nào xác nhận hay cập nhật.",
        ),
        (
            {"looked_on": "2025-11-26", "came_on": "2020-01-05"},
            "Cơ quan xác nhận hoặc cập nhật gần nhất ngày 26/11/2025.",
        ),
    ],
)
def test_the_evidence_is_told_in_a_sentence(evidence, sentence):
    assert explain(evidence) == sentence
