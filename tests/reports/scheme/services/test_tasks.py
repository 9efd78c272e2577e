from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from reports.models import SchemeTask, SchemeTaskAgency
from reports.scheme.services import add_task, assign_agencies, update_task
from tests.factories import make_agency, make_user
from tests.reports.scheme.factories import TODAY, make_task

pytestmark = pytest.mark.django_db
NEW = {
    "code": "II.A.15",
    "group_code": "II.A",
    "title_vi": "Nhiệm vụ mới",
    "deciding_document": "Quyết định 12/QĐ-UBND",
    "decided_on": date(2026, 5, 1),
}


@pytest.fixture
def who():
    return {"user": make_user(), "today": TODAY}


def links(task: SchemeTask) -> list[tuple]:
    rows = SchemeTaskAgency.objects.filter(task=task).order_by("role", "pk")
    return [(row.role, row.agency.key, str(row.valid_from or ""), str(row.valid_to or "")) for row in rows]


def test_dates_and_notes_are_changed_and_counted(who):
    task = make_task()
    changes = {"ends_on": PartialDate(2028, 12), "note": " Theo kế hoạch 5 năm "}

    changed = update_task(task=task, changes=changes, base_version=1, user=who["user"])
    same = update_task(task=task, changes=changes, base_version=2, user=who["user"])
    with pytest.raises(Conflict) as stale:
        update_task(task=task, changes={"note": "Khác"}, base_version=1, user=who["user"])

    assert (str(changed.ends_on), changed.note, changed.version) == ("2028-12", "Theo kế hoạch 5 năm", 2)
    assert (same.version, stale.value.code) == (2, "stale_version")


@pytest.mark.parametrize(
    ("changes", "code", "fields"),
    [
        ({"title_vi": "Lời khác"}, "unknown_field", ["title_vi"]),
        ({"starts_on": PartialDate(2028), "ends_on": PartialDate(2027)}, "invalid_task", ["ends_on"]),
        ({"note": "Tài liệu MẬT số 3"}, "secret_mark", ["note"]),
    ],
)
def test_what_cannot_stand_is_refused(changes, code, fields, who):
    task = make_task()

    with pytest.raises(InvalidInput) as refused:
        update_task(task=task, changes=changes, base_version=None, user=who["user"])

    task.refresh_from_db()
    assert (refused.value.code, list(refused.value.fields), task.version) == (code, fields, 1)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_only_the_department_keeps_tasks(role):
    task, user = make_task(), make_user(role, agency=make_agency())

    with pytest.raises(NotAllowed):
        update_task(task=task, changes={"note": "x"}, base_version=None, user=user)
    with pytest.raises(NotAllowed):
        assign_agencies(task=task, leads=[], coordinating=[], base_version=None, user=user)
    with pytest.raises(NotAllowed):
        add_task(user=user, today=TODAY, **NEW)

    assert list(SchemeTask.objects.values_list("code", "note")) == [(task.code, "")]


def test_a_task_is_added_by_its_document_behind_the_others(who, tourism, planning):
    last = make_task(order=500)

    task = add_task(leads=[tourism, tourism], coordinating=[planning], **NEW, **who)

    assert (task.order, task.group_name_vi, task.origin) == (501, last.group_name_vi, "added")
    assert links(task) == [
        ("coordinating", "so-ke-hoach-dau-tu", "", ""),
        ("lead", "so-du-lich", "", ""),
    ]


def test_an_added_task_takes_the_place_of_another_once(who):
    old = make_task()

    new = add_task(replaces=old, **NEW, **who)
    with pytest.raises(Conflict) as again:
        add_task(replaces=old, **{**NEW, "code": "II.A.16"}, **who)

    old.refresh_from_db()
    assert (old.replaced_by, old.replaced_on) == (new, date(2026, 5, 1))
    assert (again.value.code, SchemeTask.objects.count()) == ("task_replaced", 2)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"code": "ii a"}, ["code"]),
        ({"code": "II.A.1"}, ["code"]),
        ({"group_code": "IX"}, ["group_code"]),
        ({"title_vi": " "}, ["title_vi"]),
        ({"deciding_document": ""}, ["deciding_document"]),
        ({"decided_on": date(2026, 11, 27)}, ["decided_on"]),
        ({"starts_on": PartialDate(2028), "ends_on": PartialDate(2027)}, ["ends_on"]),
    ],
)
def test_a_task_without_what_it_needs_is_not_added(given, fields, who):
    make_task("II.A.1")

    with pytest.raises(InvalidInput) as refused:
        add_task(**{**NEW, **given}, **who)

    assert (sorted(refused.value.fields), SchemeTask.objects.count()) == (fields, 1)


def test_agencies_given_anew_from_a_day_keep_who_was_before(who, tourism, planning):
    task = make_task(leads=[planning], coordinating=[tourism])

    changed = assign_agencies(
        task=task,
        leads=[tourism],
        coordinating=[tourism],
        on=date(2026, 7, 1),
        document="Công văn 12",
        base_version=1,
        user=who["user"],
    )

    assert changed.version == 2
    assert links(task) == [
        ("coordinating", "so-du-lich", "", ""),
        ("lead", "so-ke-hoach-dau-tu", "", "2026-06-30"),
        ("lead", "so-du-lich", "2026-07-01", ""),
    ]


def test_agencies_corrected_without_a_day_stand_as_if_always(who, tourism, planning):
    task = make_task(leads=[planning])
    given = {"leads": [tourism], "coordinating": [planning], "user": who["user"]}

    changed = assign_agencies(task=task, base_version=1, **given)
    same = assign_agencies(task=task, base_version=2, **given)

    assert (changed.version, same.version) == (2, 2)
    assert links(task) == [("coordinating", "so-ke-hoach-dau-tu", "", ""), ("lead", "so-du-lich", "", "")]


def test_a_day_needs_its_document_and_a_link_of_the_same_day_goes(who, tourism, planning):
    task = make_task(leads=[planning])
    with pytest.raises(InvalidInput) as refused:
        assign_agencies(task=task, leads=[], coordinating=[], on=TODAY, base_version=None, user=who["user"])
    given = {"on": TODAY, "document": "CV 1", "coordinating": [], "base_version": None, "user": who["user"]}

    assign_agencies(task=task, leads=[tourism], **given)
    assign_agencies(task=task, leads=[planning], **given)

    assert list(refused.value.fields) == ["document"]
    assert links(task) == [
        ("lead", "so-ke-hoach-dau-tu", "", "2026-11-25"),
        ("lead", "so-ke-hoach-dau-tu", "2026-11-26", ""),
    ]
