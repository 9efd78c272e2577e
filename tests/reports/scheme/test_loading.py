"""The tasks of Annex II as loaded from the data file."""

from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.models import Agency
from dnfa.core.audit import as_actor
from reports.models import SchemeTask, SchemeTaskAgency
from reports.scheme.enums import TaskRole
from tests.loaded import DECISION_DAY, load_everything
from tests.reports.scheme.factories import TODAY


@pytest.fixture
def register(loaded, db):
    return loaded


def led(code: str) -> list[str]:
    links = SchemeTaskAgency.objects.filter(task__code=code, role=TaskRole.LEAD).order_by("pk")
    return list(links.values_list("agency__key", flat=True))


def test_the_86_tasks_stand_in_the_order_of_the_annex(register):
    tasks = list(SchemeTask.objects.values_list("order", "code"))

    assert len(tasks) == 86
    assert (tasks[0], tasks[-1]) == ((1, "I.1"), (86, "IV.8"))
    without_lead = SchemeTask.objects.without_lead(DECISION_DAY).order_by("order")
    assert list(without_lead.values_list("code", flat=True)) == ["II.B.21", "II.D.37"]
    assert SchemeTask.objects.filter(with_all_relevant_units=True).count() == 77
    assert (led("I.14"), led("I.18")) == (
        ["cac-don-vi-lien-quan"],
        ["so-ngoai-vu", "cong-an-thanh-pho", "bo-chi-huy-quan-su"],
    )
    assert set(SchemeTask.objects.values_list("origin", "version")) == {("official", 1)}


def test_one_agency_may_lead_and_coordinate_as_the_decision_prints_it(register):
    roles = SchemeTaskAgency.objects.filter(task__code="II.D.34").values_list("role", "agency__key")

    assert set(roles) == {(role, "ban-xuc-tien-ho-tro-dau-tu") for role in TaskRole.values}


def test_a_second_load_changes_nothing_and_leaves_the_offices_dates_alone(register):
    with as_actor("chuyên viên"):
        SchemeTask.objects.filter(code="I.1").update(ends_on="2028")
    links = SchemeTaskAgency.objects.count()

    again = load_everything()

    counts = {table.table: (table.made, table.changed, table.left_alone) for table in again.tables}
    assert (counts["scheme_tasks"], counts["scheme_task_agencies"]) == ((0, 0, 1), (0, 0, 0))
    assert (SchemeTaskAgency.objects.count(), str(SchemeTask.objects.get(code="I.1").ends_on)) == (
        links,
        "2028",
    )


def test_before_the_districts_ended_they_led(register):
    districts = SchemeTask.objects.filter(agency_links__agency__key="ubnd-quan-huyen").distinct()

    assert list(districts.order_by("order").values_list("code", flat=True)) == ["II.A.3", "II.A.6"]
    assert SchemeTask.objects.without_lead(TODAY).count() == 2


def test_merged_departments_tasks_stand_with_their_heirs(register):
    def led_by(key: str, day: date) -> int:
        agency = Agency.objects.get(key=key)
        return SchemeTask.objects.bound_to(agency.pk, TaskRole.LEAD, day).count()

    before, after = date(2025, 2, 28), date(2025, 3, 1)
    assert [
        (led_by(key, before), led_by(key, after)) for key in ("so-tai-chinh", "so-nong-nghiep-moi-truong")
    ] == [
        (1, 9),
        (0, 9),
    ]
