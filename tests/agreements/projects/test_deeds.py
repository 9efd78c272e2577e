from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import Project, ProjectEvent
from agreements.project_states import project_state
from agreements.services.projects import event_add, event_remove, project_update, results_set
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.history import changes_of
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def happened(project, officer, kind, on, **more):
    return event_add(
        project=project, kind=kind, occurred_on=PartialDate.from_iso(on), user=officer, today=TODAY, **more
    )


def told(error):
    return error.value.code, sorted(getattr(error.value, "fields", {}))


# --- deeds -------------------------------------------------------------------------------
def test_the_life_of_a_project_from_approval_to_its_books(officer):
    project = make_project(stated_status="unknown", starts_on="2025-03", ends_on="2025-12")
    steps = [
        ("approval", "2025-01-15", {"document_number": "12/QĐ-UBND", "decided_by": "UBND thành phố"}, "2025-02-01", "approved"),
        ("start", "2025-03-01", {}, "2025-03-01", "running"),
        ("suspension", "2025-06-01", {"reason": "Bão"}, "2025-06-01", "suspended"),
        ("resumption", "2025-09-01", {}, "2025-09-01", "running"),
        ("extension", "2025-11-01", {"reason": "Chậm", "new_ends_on": PartialDate(2026, 6)}, "2025-12-31", "running"),
        ("completion", "2026-06-30", {}, "2026-06-30", "finished"),
        ("closing", "2026-10-01", {}, "2026-10-01", "closed"),
    ]  # fmt: skip

    states = []
    for kind, on, more, day, _state in steps:
        happened(project, officer, kind, on, **more)
        states.append(project_state(project, date.fromisoformat(day)))

    assert states == [state for *_rest, state in steps]
    assert project.events.count() == len(steps)


@pytest.mark.parametrize(
    ("kind", "on", "more", "refusal"),
    [
        ("approval", "2026-11-27", {}, ("event_in_future", ["occurred_on"])),
        ("approval", "2027", {}, ("event_in_future", ["occurred_on"])),
        ("suspension", "2026-01", {}, ("reason_needed", ["reason"])),
        ("extension", "2026-01", {"new_ends_on": PartialDate(2028)}, ("reason_needed", ["reason"])),
        ("cancellation", "2026-01", {}, ("reason_needed", ["reason"])),
        ("extension", "2026-01", {"reason": "Chậm"}, ("new_end_needed", ["new_ends_on"])),
        ("approval", "2026-01", {"new_ends_on": PartialDate(2028)}, ("new_end_out_of_place", ["new_ends_on"])),
        ("extension", "2026-01", {"reason": "Chậm", "new_ends_on": PartialDate(2019)}, ("ends_before_start", ["new_ends_on"])),
        ("gift", "2026-01", {}, ("invalid", ["kind"])),
    ],
)  # fmt: skip
def test_what_may_not_be_written_as_a_deed(officer, kind, on, more, refusal):
    project = make_project(starts_on="2020")

    with pytest.raises(InvalidInput) as error:
        happened(project, officer, kind, on, **more)

    assert told(error) == refusal
    assert not ProjectEvent.objects.exists()


@pytest.mark.parametrize(
    ("stated", "kind", "more"),
    [
        ("completed", "suspension", {"reason": "Bão"}),
        ("ongoing", "resumption", {}),
        ("ongoing", "closing", {}),
        ("cancelled", "closing", {}),
    ],
)
def test_a_deed_out_of_turn_is_refused(officer, stated, kind, more):
    project = make_project(stated_status=stated)

    with pytest.raises(Conflict) as error:
        happened(project, officer, kind, "2026-01-05", **more)

    assert error.value.code == "deed_out_of_turn"
    assert not ProjectEvent.objects.exists()


def test_a_deed_is_taken_back_with_a_reason_only(officer):
    project = make_project(stated_status="unknown")
    event = happened(project, officer, "approval", "2026-01-05")
    project.refresh_from_db()

    with pytest.raises(InvalidInput) as error:
        event_remove(event=event, reason=" ", user=officer)
    assert told(error) == ("reason_needed", ["reason"])
    with pytest.raises(NotAllowed):
        event_remove(event=event, reason="Nhầm", user=make_user(Role.LEADER))

    with pytest.raises(InvalidInput) as secret:
        event_remove(event=event, reason="Theo công văn TỐI MẬT", user=officer)
    assert (told(secret), project.events.count()) == (("secret_mark", ["reason"]), 1)

    key = event.pk
    event_remove(event=event, reason=" Ghi  nhầm dự án ", user=officer, base_version=project.version)
    assert project_state(project, TODAY) == "unknown"
    assert [(change.action, change.reason) for change in changes_of(ProjectEvent, key)] == [
        ("delete", "Ghi nhầm dự án"),
        ("insert", ""),
    ]


# --- sides ---------------------------------------------------------------------------------
def donor(share, **values):
    return {"partner": make_partner(**values), "role": "donor", "share": share}


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([Decimal(60), Decimal(40)], None),
        ([Decimal(60), None], None),
        ([Decimal(60), Decimal("40.01")], "share_wrong"),
        ([Decimal(0)], "share_wrong"),
        ([Decimal("100.01")], "share_wrong"),
    ],
)
def test_shares_of_donors_come_to_a_hundred_at_most(officer, shares, code):
    project = make_project()
    changes = {"parties": [donor(share) for share in shares]}

    if code is None:
        project_update(project=project, changes=changes, base_version=None, user=officer)
        assert [party.share for party in project.parties.all()] == shares
        return
    with pytest.raises(InvalidInput) as error:
        project_update(project=project, changes=changes, base_version=None, user=officer)
    assert told(error) == (code, ["parties"])
    assert not project.parties.exists()


def test_a_side_stands_once_and_only_donors_have_shares(officer):
    project, partner = make_project(), make_partner()
    twice = [{"partner": partner, "role": role, "share": None} for role in ("donor", "participant")]
    shared = [{"partner": partner, "role": "recipient", "share": Decimal(5)}]

    for parties, code in ((twice, "party_twice"), (shared, "share_wrong")):
        with pytest.raises(InvalidInput) as error:
            project_update(project=project, changes={"parties": parties}, base_version=None, user=officer)
        assert error.value.code == code


@pytest.mark.parametrize("below", ["whole", "part", "piece"])
def test_no_project_belongs_to_what_is_a_part_of_it(officer, below):
    whole = make_project(key="whole")
    part = make_project(key="part", parent=whole)
    make_project(key="piece", parent=part)
    programme = Project.objects.get(key=below)

    with pytest.raises(InvalidInput) as caught:
        project_update(project=whole, changes={"parent": programme}, base_version=None, user=officer)

    whole.refresh_from_db()
    assert (caught.value.code, whole.parent) == ("parent_wrong", None)


def test_nothing_differing_counts_no_version(officer):
    agency = make_agency()
    project = make_project(agencies=[agency])
    changes = {"agencies": [{"agency": agency, "role": "managing"}], "title_vi": project.title_vi}

    same = project_update(project=project, changes=changes, base_version=project.version, user=officer)

    assert same.version == project.version


def test_a_project_is_given_to_who_keeps_the_register_and_stays_with_who_left(officer):
    gone, leader = make_user(Role.OFFICER, is_active=False), make_user(Role.LEADER)
    project = make_project(officer=gone)

    kept = project_update(project=project, changes={"note": "Mới"}, base_version=None, user=officer)
    for person in (gone, leader):
        with pytest.raises(InvalidInput) as error:
            project_update(
                project=make_project(), changes={"officer": person}, base_version=None, user=officer
            )
        assert told(error) == ("officer_wrong", ["officer"])
    given = project_update(project=project, changes={"officer": officer}, base_version=None, user=officer)

    assert (kept.officer, given.officer) == (gone, officer)


# --- results -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"indicator": "", "unit": "trạm", "target": Decimal(3)}, "indicator"),
        ({"indicator": "Trạm", "unit": "", "target": Decimal(3)}, "unit"),
        ({"indicator": "Trạm", "unit": "trạm"}, "reached"),
        ({"indicator": "Trạm", "unit": "trạm", "reached": Decimal(2)}, "as_of"),
        ({"indicator": "Trạm", "unit": "trạm", "reached": Decimal(2), "as_of": date(2026, 11, 27)}, "as_of"),
    ],
)
def test_a_row_of_results_that_is_wrong_names_its_cell_and_nothing_is_lost(officer, row, field):
    project = make_project()
    project.results.create(indicator="Cũ", unit="cái", target=1)

    with pytest.raises(InvalidInput) as error:
        results_set(project=project, results=[row], user=officer, today=TODAY)

    assert told(error) == ("rows_wrong", [f"results.0.{field}"])
    assert [result.indicator for result in project.results.all()] == ["Cũ"]
