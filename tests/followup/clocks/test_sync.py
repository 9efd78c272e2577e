"""Clocks come, move, close and go with facts, rules and calendar; a second run writes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import DateField, F, IntegerField, Value
from django.utils import translation

from agreements.models import Agreement
from dnfa.core.audit import as_actor
from dnfa.core.models import CalendarException
from dnfa.followup.clocks import ClockSync, ClockTrigger, Condition, register_trigger, sync_clocks
from dnfa.followup.clocks.sync import ACTOR
from dnfa.followup.models import Clock, ClockRule
from tests.factories import make_agency, make_event, make_partner, make_user
from tests.followup.clocks.makers import (
    ask,
    audit_rows,
    make_clock,
    make_draft,
    make_paper,
    make_rule,
    report,
    run_from,
    standing,
)

pytestmark = pytest.mark.django_db


def test_a_signed_paper_opens_its_clock_and_a_report_closes_it():
    paper = make_paper()

    opened = sync_clocks()
    sent = report(paper)
    closed = sync_clocks()

    assert (opened, closed) == (ClockSync(opened=1), ClockSync(closed=1))
    (clock,) = Clock.objects.all()
    assert (clock.code, clock.record, clock.part, clock.agency) == ("report-after-signing", paper, "", None)
    assert (clock.started_on, clock.due_on) == (date(2026, 3, 2), date(2026, 3, 17))
    assert (clock.done_on, clock.done_note) == (date(2026, 3, 10), "12/BC-UBND")

    sent.delete()
    assert sync_clocks() == ClockSync(moved=1)
    clock.refresh_from_db()
    assert (clock.done_on, clock.done_note) == (None, "")


def test_a_second_run_writes_nothing():
    ask(make_draft(), make_agency(), make_agency())
    report(make_paper())
    make_clock(
        make_paper(), code="cu", part="x", waived_on="2026-03-03", waived_by=make_user(), waive_reason="x"
    )

    first = sync_clocks()
    written = audit_rows()
    again = sync_clocks()

    assert first == ClockSync(opened=4, kept=1)
    assert again == ClockSync(kept=5)
    assert audit_rows() == written


def test_each_asked_body_has_its_own_clock():
    draft, here, there = make_draft(), make_agency(name_vi="Bộ Ngoại giao"), make_agency()
    first, second = ask(draft, here, there)
    second.received_on = date(2026, 3, 6)
    second.save()

    sync_clocks()

    assert standing() == [
        ("opinion-on-signing", draft.pk, f"opinion:{first.pk}", "2026-03-11"),
        ("opinion-on-signing", draft.pk, f"opinion:{second.pk}", "2026-03-17"),
    ]
    clock = Clock.objects.get(part=f"opinion:{first.pk}")
    assert (clock.agency, clock.part_label) == (here, "Bộ Ngoại giao")


def test_a_clock_moves_with_its_day_and_goes_with_its_cause():
    paper = make_paper()
    sync_clocks()

    Agreement.objects.filter(pk=paper.pk).update(signed_on="2026-03-05")
    assert sync_clocks() == ClockSync(moved=1)
    assert standing() == [("report-after-signing", paper.pk, "", "2026-03-20")]

    Agreement.objects.filter(pk=paper.pk).update(signed_on="2026-03")
    assert sync_clocks() == ClockSync(removed=1)
    assert standing() == []


def test_a_removed_clock_is_in_the_audit_trail():
    paper = make_paper()
    sync_clocks()
    audit = Clock.audit_rows.rel.related_model.objects

    Agreement.objects.filter(pk=paper.pk).update(signed_on=None)
    with as_actor(ACTOR):
        sync_clocks()

    gone = audit.filter(pgh_label="delete").get()
    assert (gone.object_id, gone.due_on) == (paper.pk, date(2026, 3, 17))
    assert gone.pgh_context.metadata["actor"] == "tính thời hạn"


def test_a_waived_clock_outlives_its_cause_and_follows_it_while_it_stands():
    paper = make_paper()
    sync_clocks()
    waived = {"waived_on": "2026-03-10", "waived_by": make_user(), "waive_reason": "đã báo cáo chung"}
    Clock.objects.update(**waived)

    Agreement.objects.filter(pk=paper.pk).update(signed_on="2026-03-05")
    assert sync_clocks() == ClockSync(moved=1)
    Agreement.objects.filter(pk=paper.pk).update(signed_on=None)
    assert sync_clocks() == ClockSync(kept=1)

    (clock,) = Clock.objects.all()
    assert (clock.due_on, clock.waive_reason) == (date(2026, 3, 20), "đã báo cáo chung")


def test_a_day_off_moves_due_days_and_its_removal_moves_them_back():
    paper, draft = make_paper(), make_draft()
    ask(draft)
    sync_clocks()
    before = standing()

    off = CalendarException.objects.create(day=date(2026, 3, 17), is_working=False, name="Nghỉ bù")
    CalendarException.objects.create(day=date(2026, 3, 9), is_working=False, name="Nghỉ bù")
    assert sync_clocks() == ClockSync(moved=2)
    assert [row[3] for row in standing()] == ["2026-03-12", "2026-03-18"]

    off.delete()
    CalendarException.objects.all().delete()
    assert sync_clocks() == ClockSync(moved=2)
    assert standing() == before
    assert paper.pk in {row[1] for row in before}


def test_the_rule_valid_on_the_day_of_the_event_applies():
    ClockRule.objects.all().delete()
    make_rule(key="bao-cao", offset=15, valid_from="2021-07-01", valid_to="2026-03-02")
    newer = make_rule(key="bao-cao", offset=10, valid_from="2026-03-03")
    late, later = make_paper(), make_paper(signed_on="2026-03-03")

    sync_clocks()

    assert standing() == [
        ("bao-cao", late.pk, "", "2026-03-17"),
        ("bao-cao", later.pk, "", "2026-03-13"),
    ]
    assert Clock.objects.get(object_id=later.pk).rule == newer


def test_of_overlapping_versions_the_newest_applies_even_where_its_conditions_do_not_hold():
    ClockRule.objects.all().delete()
    make_rule(key="bao-cao", valid_from="2021-07-01")
    make_rule(key="bao-cao", valid_from="2026-01-01", conditions={"capacity": ["council"]})
    make_paper()
    council = make_paper(capacity="council")

    sync_clocks()

    assert standing() == [("bao-cao", council.pk, "", "2026-03-17")]


@pytest.mark.parametrize("change", [{"valid_from": "2026-03-03"}, {"valid_to": "2026-03-01"}])
def test_no_rule_valid_on_the_day_no_clock(change):
    make_paper()
    ClockRule.objects.update(**change)

    assert sync_clocks() == ClockSync()


@pytest.mark.parametrize(
    ("values", "opens"),
    [
        ({}, True),
        ({"capacity": "council"}, True),
        ({"capacity": "department"}, False),
        ({"capacity": "commune"}, False),
        ({"legal_regime": "unknown"}, False),
        ({"legal_regime": "oda"}, False),
        ({"legal_regime": "ordinance_2007"}, False),
    ],
)
def test_conditions_narrow_a_rule(values, opens):
    paper = make_paper(**values)

    sync_clocks()

    assert standing() == ([("report-after-signing", paper.pk, "", "2026-03-17")] if opens else [])


@pytest.mark.parametrize(
    ("rows", "opens"),
    [
        ([], False),
        ([("2026-03-02", None)], True),
        ([("2026-03-03", None)], False),
        ([("2026-01-01", "2026-03-01")], False),
        ([("2026-01-01", "2026-03-02")], True),
        ([("2026-01-01", None, 0)], False),
        ([("2020-01-01", "2020-12-31"), ("2026-03-01", None)], True),
    ],
)
def test_acts_before_the_office_kept_its_clocks_here_open_none(rows, opens):
    paper = make_paper()
    run_from(*rows)

    sync_clocks()

    assert [row[1] for row in standing()] == ([paper.pk] if opens else [])


def test_one_record_is_synced_without_touching_others():
    paper, other = make_paper(), make_paper()
    stale = make_clock(other, due_on="2026-03-30")

    assert sync_clocks(record=paper) == ClockSync(opened=1)
    stale.refresh_from_db()
    assert stale.due_on == date(2026, 3, 30)

    Agreement.objects.filter(pk=paper.pk).update(signed_on=None)
    assert sync_clocks(record=paper) == ClockSync(removed=1)
    assert [row[1] for row in standing()] == [other.pk]
    assert sync_clocks(record=make_partner()) == ClockSync()


def test_a_service_syncs_under_the_name_of_the_person_who_acts():
    user = make_user()
    with as_actor(user.full_name, user_id=user.pk):
        sync_clocks(record=make_paper())

    (row,) = Clock.objects.get().audit_rows.all()
    assert row.pgh_context.metadata["user"] == user.pk


def test_words_are_vietnamese_whoever_asks():
    paper = make_paper()
    make_event(paper, "renewal", occurred_on="2026-03-20")

    with translation.override("en"):
        sync_clocks()

    assert Clock.objects.get(code="report-after-later-text").part_label == "Gia hạn"


@pytest.mark.parametrize("number", [1, 4])
def test_a_run_takes_the_same_queries_however_many_records(number, django_assert_num_queries):
    for _index in range(number):
        ask(make_draft())
        make_paper()
    sync_clocks()
    Agreement.objects.filter(signed_on="2026-03-02").update(signed_on="2026-03-03")
    ask(make_draft())

    # savepoint and its release, lock, calendar, times, rules, seven triggers, standing, insert, update
    with django_assert_num_queries(16):
        assert sync_clocks() == ClockSync(opened=1, moved=number, kept=number)


def test_a_room_registers_its_own_trigger_counting_back_from_an_event(only_triggers):
    ClockRule.objects.all().delete()
    make_rule(
        key="truoc-hoi-nghi",
        trigger="conference",
        offset=30,
        direction="before",
        conditions={"size": ["big"]},
    )
    agreement = make_paper()
    register_trigger(
        ClockTrigger(
            "conference",
            "Hội nghị",
            Agreement,
            lambda: Agreement.objects.annotate(
                object_id=F("pk"),
                part=Value("hội nghị"),
                part_label=Value("Hội nghị"),
                agency_id=Value(None, IntegerField()),
                started_on=Value(date(2026, 12, 24)),
                done_on=Value(None, DateField()),
                done_note=Value(""),
                size=Value("big"),
            ),
            {"size": Condition("Quy mô", (("big", "Lớn"), ("small", "Nhỏ")))},
        )
    )

    sync_clocks()

    # 24/11 is off: the file has to be there on Monday 23/11
    assert standing() == [("truoc-hoi-nghi", agreement.pk, "hội nghị", "2026-11-23")]
    known = [day for day in (date(2026, 3, 1), date(2026, 11, 23)) if Clock.objects.open_on(day).exists()]
    assert known == [date(2026, 3, 1), date(2026, 11, 23)]


def test_clocks_of_a_rule_whose_trigger_nobody_registers_go(only_triggers):
    make_clock(make_paper())

    assert sync_clocks() == ClockSync(removed=1)
