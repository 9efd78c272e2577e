from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.models import PolicyParameter
from dnfa.followup.models import Flag
from dnfa.followup.rules import rules
from dnfa.followup.sync import run_sync
from reports.models import SchemeTask
from reports.scheme import flags
from tests.reports.scheme.factories import TODAY, make_task, say, succeed

pytestmark = pytest.mark.django_db


def found(code: str, as_of: date) -> dict[str, str]:
    """Codes of the tasks a rule finds, with its sentence."""
    rule = next(rule for rule in rules() if rule.code == code)
    return {task.code: rule.explain(task.evidence) for task in rule.rows(as_of)}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 11, 15), None),
        (date(2026, 11, 16), (2026, date(2026, 11, 15))),
        (date(2027, 11, 15), (2026, date(2026, 11, 15))),
        (date(2027, 11, 16), (2027, date(2027, 11, 15))),
        (date(2023, 12, 26), None),
    ],
)
def test_the_year_whose_progress_is_due(as_of, expected):
    assert flags.year_due(as_of) == expected


def test_the_office_sets_day_and_first_year():
    PolicyParameter.objects.filter(key=flags.DUE_DAYS).update(value=31)
    PolicyParameter.objects.filter(key=flags.FIRST_ASKED).update(value=2025)

    assert flags.year_due(TODAY) == (2025, date(2025, 11, 30))


def test_progress_not_told_by_the_day(tourism):
    say(make_task("TOLD"), reported_on=date(2026, 11, 20))
    say(make_task("DONE"), "done", year=2025, reported_on=date(2025, 12, 1))
    say(make_task("PART"), part="coordinating", reported_on=date(2026, 11, 1))
    make_task("SILENT")
    make_task("AFTER", origin="added", deciding_document="QĐ", decided_on=date(2026, 11, 16))

    assert found(flags.MISSING, TODAY) == dict.fromkeys(
        ("PART", "SILENT"), "Cơ quan chủ trì chưa báo tiến độ năm 2026."
    )
    assert found(flags.MISSING, date(2026, 11, 15)) == {}
    assert set(found(flags.MISSING, date(2026, 11, 19))) == {"PART", "SILENT", "TOLD"}


def test_late_tasks_say_which_day_is_past():
    make_task("END", ends_on="2026-10")
    say(make_task("START", starts_on="2025"), "not_started")
    make_task("TIME", ends_on="2026-11-26")

    assert found(flags.LATE, TODAY) == {
        "END": "Đã quá hạn kết thúc 10/2026 mà chưa báo hoàn thành.",
        "START": "Đã quá thời điểm bắt đầu 2025 mà còn báo chưa bắt đầu.",
    }


def test_tasks_nobody_leads(tourism):
    make_task("LED", leads=[tourism])
    make_task("BLANK")
    say(make_task("DONE"), "done", evidence="x")
    before = set(found(flags.WITHOUT_LEAD, TODAY))
    succeed(tourism, None, "2026-07-01")

    assert (before, set(found(flags.WITHOUT_LEAD, TODAY))) == ({"BLANK"}, {"BLANK", "LED"})


def test_a_run_opens_and_closes_them():
    task = make_task("I.1", ends_on="2026-10")

    run_sync(as_of=TODAY)
    opened = set(Flag.objects.of_record(task).current().values_list("rule", flat=True))
    say(task, "done", evidence="QĐ 1")
    outcome = run_sync(as_of=TODAY)

    assert opened == {flags.LATE, flags.MISSING, flags.WITHOUT_LEAD}
    assert (outcome.run.failures, Flag.objects.of_record(task).current().count()) == ([], 0)
    assert SchemeTask.objects.count() == 1
