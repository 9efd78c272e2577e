"""What an agency is asked to confirm, after it ceased to be the agency's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import ProjectAgency
from dnfa.updates.round_records import open_records, records_to_confirm, still_asked
from dnfa.updates.selectors_rounds import asked_records
from tests.factories import make_project
from tests.updates.factories import TODAY, begin, make_cast, save, submit
from tests.updates.services.test_rounds import answer, asked_of, confirm, opened, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


def lose_role(cast):
    ProjectAgency.objects.filter(project=cast.project).delete()


def finish(cast):
    type(cast.project).objects.filter(pk=cast.project.pk).update(stated_status="cancelled")


CHANGES = [
    (lambda _cast: None, 1, "open"),
    (confirm, 0, "confirmed"),
    (lambda cast: submit(cast, save(cast, begin(cast), {"place": "Sơn Trà"})), 0, "changed"),
    (lose_role, 0, "settled"),
    (finish, 0, "settled"),
]


@pytest.mark.parametrize(("happens", "waits_for", "state"), CHANGES)
def test_an_answer_waits_only_for_what_its_agency_can_still_confirm(cast, happens, waits_for, state):
    asked = asked_of(opened(cast), cast.agency)
    happens(cast)

    assert len(open_records(asked, TODAY)) == waits_for
    assert [row.state for row in asked_records(asked, cast.officer, TODAY)] == [state]


def test_what_went_to_another_agency_holds_no_answer_up(cast):
    asked = answer(cast, asked_of(opened(cast), cast.agency), **{"Số đoàn đã đón": {"is_nothing": True}})
    lose_role(cast)

    assert send(cast, asked).submitted_at is not None


def test_the_name_of_what_went_to_another_agency_is_not_told(cast):
    asked = asked_of(opened(cast), cast.agency)
    lose_role(cast)

    assert [row.record for row in asked_records(asked, cast.focal, TODAY)] == [None]
    assert [row.record for row in asked_records(asked, cast.officer, TODAY)] == [cast.project]


def test_all_records_are_asked_about_at_once(cast):
    def queries(asked) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert still_asked(asked.records.all(), cast.agency.pk, TODAY) == {
                row.pk for row in asked.records.all()
            }
        return len(captured)

    of_one = queries(asked_of(opened(cast), cast.agency))
    for _number in range(2):
        ProjectAgency.objects.create(
            project=make_project(starts_on="2020", stated_status="ongoing"),
            agency=cast.agency,
            role="managing",
        )

    assert [len(keys) for _subject, keys in records_to_confirm(cast.agency, TODAY)] == [3]
    assert queries(asked_of(opened(cast), cast.agency)) == of_one
