from __future__ import annotations

from datetime import date

import pytest

from agreements.commitment_flags import explain_overdue, late_commitments
from dnfa.followup.models import Flag
from dnfa.followup.rules import explanation
from dnfa.followup.sync import sync_flags
from tests.agreements.carrying_out.factories import make_commitment
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db


def found(as_of: date) -> list:
    sync_flags(as_of=as_of)
    return list(Flag.objects.current().filter(rule="commitment_overdue"))


@pytest.mark.parametrize(
    ("as_of", "severity"),
    [
        (date(2024, 2, 28), None),
        (date(2024, 2, 29), None),
        (date(2024, 3, 1), "medium"),
        (date(2024, 3, 29), "medium"),
        (date(2024, 3, 30), "high"),
        (date(2025, 1, 1), "high"),
    ],
)
def test_a_promise_is_late_from_the_day_after_and_urgent_after_thirty_days(as_of, severity):
    made = make_commitment(due_on=date(2024, 2, 29))

    flags = found(as_of)

    assert [(flag.record, flag.severity, flag.reference_date) for flag in flags] == (
        [(made.agreement, severity, date(2024, 2, 29))] if severity else []
    )


@pytest.mark.parametrize(
    ("values", "stage", "is_late"),
    [
        ({}, "signed", True),
        ({"done_on": date(2026, 1, 15), "evidence": "Có"}, "signed", False),
        ({"done_on": date(2026, 1, 17), "evidence": "Có"}, "signed", True),
        ({"cancelled_on": date(2026, 1, 15), "cancel_reason": "Thôi"}, "signed", False),
        ({"due_on": None}, "signed", False),
        ({}, "approval", False),
        ({}, "broken_off", False),
    ],
)
def test_only_open_promises_of_signed_papers_are_late(values, stage, is_late):
    made = make_commitment(make_agreement(stage=stage), **{"due_on": date(2025, 12, 31), **values})

    assert [*late_commitments(date(2026, 1, 16))] == ([made] if is_late else [])


def test_a_paper_is_flagged_once_with_its_oldest_promise():
    paper = make_agreement()
    make_commitment(paper, text="Mở lớp", due_on=date(2025, 12, 31))
    make_commitment(paper, text="Gửi đoàn", due_on=date(2025, 12, 1))
    make_commitment(paper, text="Về sau", due_on=date(2027, 1, 1))

    [flag] = found(date(2026, 1, 1))

    assert (flag.evidence, flag.reference_date) == (
        {"count": 2, "due_on": "2025-12-01", "title": "Gửi đoàn"},
        date(2025, 12, 1),
    )
    assert explanation(flag.rule, flag.evidence) == (
        "2 cam kết quá hạn, sớm nhất hạn 01/12/2025: “Gửi đoàn”."
    )


def test_one_promise_is_told_in_the_same_words():
    assert "01/12/2025" in explain_overdue({"count": 1, "due_on": "2025-12-01", "title": "Gửi đoàn"})
