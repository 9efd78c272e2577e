from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from reports.models import SchemeTaskProgress
from reports.scheme.services import correct_progress, report_progress
from tests.factories import make_agency, make_user
from tests.reports.scheme.factories import TODAY, make_task, say, succeed

pytestmark = pytest.mark.django_db
DOING = {"state": "in_progress", "result": "Đã làm việc với hai hãng"}


def told(row: SchemeTaskProgress) -> tuple:
    return (row.year, row.part, row.agency, row.state, row.result, row.reported_on)


@pytest.fixture
def officer():
    return make_user()


def test_the_lead_tells_the_whole_and_others_their_part(officer, tourism, planning):
    task = make_task(leads=[tourism], coordinating=[planning])
    third = make_agency()

    lead = report_progress(task=task, year=2026, agency=tourism, user=officer, today=TODAY, **DOING)
    part = report_progress(task=task, year=2025, agency=planning, user=officer, today=TODAY, **DOING)
    with pytest.raises(InvalidInput) as refused:
        report_progress(task=task, year=2026, agency=third, user=officer, today=TODAY, **DOING)

    assert told(lead) == (2026, "lead", tourism, "in_progress", "Đã làm việc với hai hãng", TODAY)
    assert told(part) == (2025, "coordinating", planning, "in_progress", "Đã làm việc với hai hãng", TODAY)
    assert (refused.value.code, SchemeTaskProgress.objects.count()) == ("invalid_agency", 2)


def test_a_task_for_all_units_takes_a_part_from_everybody(officer, planning):
    task = make_task(leads=[planning], with_all_relevant_units=True)
    third = make_agency()

    row = report_progress(task=task, year=2026, agency=third, user=officer, today=TODAY, **DOING)

    assert (row.part, row.agency) == ("coordinating", third)


def test_who_carries_on_the_work_speaks_for_the_task(officer, planning):
    finance = make_agency()
    task = make_task(leads=[planning])
    succeed(planning, finance, "2025-03-01")

    row = report_progress(task=task, year=2026, agency=finance, user=officer, today=TODAY, **DOING)
    with pytest.raises(InvalidInput):
        report_progress(task=task, year=2025, agency=finance, user=officer, today=date(2025, 2, 28), **DOING)

    assert (row.part, row.agency) == ("lead", finance)


def test_the_department_speaks_for_others_and_for_tasks_nobody_leads(officer, tourism, planning):
    task, blank = make_task(leads=[tourism]), make_task()

    named = report_progress(task=task, year=2026, agency=tourism, user=officer, today=TODAY, **DOING)
    own = report_progress(task=blank, year=2026, user=officer, today=TODAY, **DOING)
    with pytest.raises(InvalidInput) as refused:
        report_progress(task=task, year=2026, agency=planning, user=officer, today=TODAY, **DOING)

    assert [(row.part, row.agency, row.author) for row in (named, own)] == [
        ("lead", tourism, officer),
        ("lead", None, officer),
    ]
    assert (refused.value.code, list(refused.value.fields)) == ("invalid_agency", ["agency"])


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_only_the_department_writes_straight_into_the_task(role, tourism):
    task = make_task(leads=[tourism])

    with pytest.raises(NotAllowed):
        report_progress(task=task, year=2026, user=make_user(role, agency=tourism), today=TODAY, **DOING)

    assert SchemeTaskProgress.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"state": "late"}, ["state"]),
        ({"result": "  "}, ["result"]),
        ({"state": "not_relevant", "result": ""}, ["result"]),
        ({"state": "done"}, ["evidence"]),
        ({"state": "done", "result": ""}, ["evidence", "result"]),
        ({"figure": Decimal(3)}, ["unit"]),
        ({"unit": "đoàn"}, ["figure"]),
        ({"year": 2023}, ["year"]),
        ({"year": 2027}, ["year"]),
        ({"reported_on": date(2026, 11, 27)}, ["reported_on"]),
        ({"evidence": "Tài liệu TỐI MẬT số 12"}, ["evidence"]),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_written(given, fields, officer, tourism):
    task = make_task(leads=[tourism])

    with pytest.raises(InvalidInput) as refused:
        report_progress(task=task, user=officer, today=TODAY, **{"year": 2026, **DOING, **given})

    assert (sorted(refused.value.fields), SchemeTaskProgress.objects.count()) == (fields, 0)


def test_not_begun_needs_no_words_and_done_has_its_evidence(officer):
    task = make_task()
    who = {"user": officer, "today": TODAY}

    bare = report_progress(task=task, year=2026, state="not_started", **who)
    done = report_progress(
        task=task,
        year=2026,
        state="done",
        result="Đạt",
        evidence="QĐ 12",
        figure=Decimal("2.50"),
        unit=" giải ",
        reported_on=date(2026, 11, 2),
        **who,
    )

    assert (bare.state, bare.result) == ("not_started", "")
    assert (done.figure, done.unit, done.evidence, done.reported_on) == (
        Decimal("2.50"),
        "giải",
        "QĐ 12",
        date(2026, 11, 2),
    )


def test_a_task_added_later_has_no_progress_before(officer):
    task = make_task(origin="added", deciding_document="QĐ 5", decided_on=date(2026, 2, 1))

    with pytest.raises(InvalidInput) as refused:
        report_progress(task=task, year=2025, user=officer, today=TODAY, **DOING)

    assert list(refused.value.fields) == ["year"]


def test_a_replaced_task_takes_no_more_words(officer):
    task = make_task(replaced_by=make_task(), replaced_on=TODAY)

    with pytest.raises(Conflict) as refused:
        report_progress(task=task, year=2026, user=officer, today=TODAY, **DOING)

    assert refused.value.code == "task_replaced"


def test_a_correction_stands_beside_what_it_corrects(officer, tourism):
    task = make_task(leads=[tourism])
    wrong = say(task, "done", agency=tourism, evidence="QĐ 1", reported_on=date(2026, 10, 1))
    who = {"user": officer, "today": TODAY}

    right = correct_progress(progress=wrong, reason="Nhầm nhiệm vụ", **DOING, **who)
    with pytest.raises(Conflict) as again:
        correct_progress(progress=wrong, reason="Lần nữa", **DOING, **who)

    wrong.refresh_from_db()
    assert (right.corrects, right.correction_reason, right.part) == (wrong, "Nhầm nhiệm vụ", "lead")
    assert told(right) == (2026, "lead", tourism, "in_progress", "Đã làm việc với hai hãng", TODAY)
    assert (wrong.state, wrong.result) == ("done", "Đã làm")
    assert again.value.code == "already_corrected"
    assert list(SchemeTaskProgress.objects.standing_on(TODAY)) == [right]


def test_the_department_corrects_with_a_reason(tourism, officer):
    task = make_task(leads=[tourism])
    row = say(task, agency=tourism)

    with pytest.raises(NotAllowed):
        correct_progress(
            progress=row,
            reason="Nhầm",
            user=make_user(Role.FOCAL_POINT, agency=tourism),
            today=TODAY,
            **DOING,
        )
    with pytest.raises(InvalidInput) as unsaid:
        correct_progress(progress=row, reason=" ", user=officer, today=TODAY, **DOING)

    assert list(unsaid.value.fields) == ["reason"]
    assert correct_progress(progress=row, reason="Nhầm", user=officer, today=TODAY, **DOING).agency == tourism
