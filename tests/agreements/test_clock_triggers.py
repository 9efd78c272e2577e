"""Which facts of a paper start, move and close which clocks; which start none."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Agreement, AgreementEvent, Opinion
from dnfa.followup.clocks import ClockSync, sync_clocks
from dnfa.followup.models import Clock, Flag
from dnfa.followup.rules import explanation
from dnfa.followup.sync import run_sync
from tests.factories import make_agency, make_agreement, make_event
from tests.followup.clocks.makers import ask, make_clock, make_draft, make_paper, report, run_from, standing
from tests.loaded import load_everything

pytestmark = pytest.mark.django_db


def clocks() -> list[tuple[str, str, str]]:
    """What stands, without the record: (rule, part label, due day)."""
    rows = Clock.objects.order_by("due_on", "code")
    return [(clock.code, clock.part_label, clock.due_on.isoformat()) for clock in rows]


# --- Opinions asked ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("purpose", "code"),
    [
        ("signing", "opinion-on-signing"),
        ("renewal", "opinion-on-renewal"),
        ("prime_minister", "prime-minister-opinion"),
        ("ending", None),  # no source states how long bodies have: no clock is invented
    ],
)
def test_what_is_asked_decides_which_rule_counts(purpose, code):
    ask(make_draft(), make_agency(name_vi="Bộ Ngoại giao"), sent_on="2026-11-23", purpose=purpose)

    sync_clocks()

    # 24/11 is off: 25 26 27 | 30 1 2 3
    assert clocks() == ([(code, "Bộ Ngoại giao", "2026-12-03")] if code else [])


@pytest.mark.parametrize(
    ("received", "due"), [(None, "2026-03-03"), ("2026-02-13", "2026-03-03"), ("2026-02-23", "2026-03-04")]
)
def test_days_count_from_the_full_file_or_from_its_sending(received, due):
    ask(make_draft(), sent_on="2026-02-13", received_on=received)

    sync_clocks()

    assert [clock[2] for clock in clocks()] == [due]


@pytest.mark.parametrize(
    ("values", "opens"),
    [
        ({}, True),
        ({"stage": "signed", "signed_on": "2025-06-01"}, True),
        ({"stage": "broken_off"}, False),
        ({"legal_regime": "unknown"}, False),
        ({"capacity": "department"}, False),  # Decree 64/2021 states no number of days that was found
        ({"capacity": "council"}, True),
    ],
)
def test_opinions_are_owed_on_papers_the_law_binds(values, opens):
    ask(make_draft(**values))

    sync_clocks()

    assert [clock[0] for clock in clocks()] == (["opinion-on-signing"] if opens else [])


def test_an_answer_closes_the_clock_of_its_body_only():
    here, there = ask(make_draft(), make_agency(name_vi="Sở A"), make_agency(name_vi="Sở B"))
    sync_clocks()

    Opinion.objects.filter(pk=here.pk).update(
        answered_on="2026-03-09", answer="agree", document_number="7/SA-HTQT"
    )

    assert sync_clocks() == ClockSync(closed=1, kept=1)
    done = Clock.objects.get(done_on__isnull=False)
    assert (done.agency, done.done_note) == (here.agency, "7/SA-HTQT")
    assert Clock.objects.get(done_on__isnull=True).agency == there.agency


def test_answers_given_before_a_talk_was_broken_off_stay():
    draft = make_draft()
    answered, _open = ask(draft, make_agency(), make_agency())
    Opinion.objects.filter(pk=answered.pk).update(answered_on="2026-03-09", answer="agree")
    sync_clocks()

    draft.stage = "broken_off"
    draft.save()

    assert sync_clocks() == ClockSync(kept=1, removed=1)
    assert Clock.objects.get().part == f"opinion:{answered.pk}"


# --- Signed papers ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("signed_on", "due"),
    [
        ("2026-02-02", "2026-02-23"),  # 17/02 is mùng 1
        ("2026-04-12", "2026-04-28"),  # 27/4, made up for Giỗ Tổ
        ("2026-08-18", "2026-09-03"),  # 02/9
        ("2026-11-09", "2026-11-25"),  # 24/11
        ("2028-02-14", "2028-02-29"),
    ],
)
def test_the_report_is_due_fifteen_days_after_the_signature(signed_on, due):
    make_paper(signed_on=signed_on)

    sync_clocks()

    assert clocks() == [("report-after-signing", "", due)]


@pytest.mark.parametrize("signed_on", ["2026", "2026-03", None])
def test_a_day_known_only_in_part_starts_no_clock(signed_on):
    make_paper(signed_on=signed_on)

    assert sync_clocks() == ClockSync()


def test_a_draft_owes_no_report_and_reports_of_events_close_no_paper():
    make_draft()
    paper = make_paper()
    report(paper, event=make_event(paper, "suspension"), kind="ending")
    report(paper, event=make_event(paper, "renewal"))

    sync_clocks()

    assert [(clock.object_id, clock.done_on) for clock in Clock.objects.all()] == [(paper.pk, None)]


# --- Texts signed later ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "occurred_on", "opens"),
    [
        ("renewal", "2026-03-20", True),
        ("strengthening", "2026-03-20", True),
        ("amendment", "2026-03-20", True),
        ("extension", "2026-03-20", True),
        ("re_signing", "2026-03-20", True),
        ("signing", "2026-03-20", True),  # a formal text after a letter of intent
        ("signing", "2026-03-02", False),  # the paper's own signing
        ("renewal", "2026-03-02", False),
        ("signing", "2026-03-01", False),
        ("letter_of_intent", "2026-03-01", False),
        ("renewal", "2026-03", False),
        ("renewal", None, False),
        ("suspension", "2026-03-20", None),
    ],
)
def test_each_later_text_has_its_own_report(kind, occurred_on, opens):
    paper = make_paper()
    event = make_event(paper, kind, occurred_on=occurred_on)

    sync_clocks()

    later = [row for row in standing() if row[0] == "report-after-later-text"]
    expected = [
        ("report-after-later-text", paper.pk, f"event:{event.pk}", "2026-04-06")
    ]  # 04/4 is a Saturday
    assert later == (expected if opens else [])


@pytest.mark.parametrize(("kind", "opens"), [("renewal", True), ("signing", False)])
def test_of_a_paper_without_a_day_only_what_presupposes_a_signature_counts_as_later(kind, opens):
    make_event(make_paper(signed_on=None), kind, occurred_on="2026-03-20")

    sync_clocks()

    assert [clock[0] for clock in clocks()] == (["report-after-later-text"] if opens else [])


def test_a_later_text_is_named_by_its_title_and_closed_by_its_own_report():
    paper = make_paper()
    event = make_event(paper, "amendment", occurred_on="2026-03-20", title_vi="Bản sửa đổi số 1")
    sync_clocks()
    assert clocks()[1] == ("report-after-later-text", "Bản sửa đổi số 1", "2026-04-06")

    report(paper, event=event, sent_on="2026-04-07", document_number="30/BC-UBND")

    assert sync_clocks() == ClockSync(closed=1, kept=1)
    clock = Clock.objects.get(code="report-after-later-text")
    assert (clock.done_on.isoformat(), clock.done_note) == ("2026-04-07", "30/BC-UBND")


def test_a_long_title_is_cut_to_what_a_clock_holds():
    make_event(make_paper(), "amendment", occurred_on="2026-03-20", title_vi="Đ" * 500)

    sync_clocks()

    assert len(clocks()[1][1]) == 300


# --- Force ended --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"kind": "termination", "occurred_on": "2026-11-02", "effective_on": "2026-11-09"}, "2026-11-25"),
        ({"kind": "suspension", "occurred_on": "2026-11-02"}, "2026-11-17"),
        ({"kind": "suspension", "occurred_on": "2026-11-02", "effective_on": "2026-11"}, None),
        ({"kind": "termination", "occurred_on": "2026"}, None),
        ({"kind": "termination"}, None),
        ({"kind": "resumption", "occurred_on": "2026-11-02"}, None),
        ({"kind": "replacement", "occurred_on": "2026-11-02"}, None),
    ],
)
def test_an_ending_is_notified_fifteen_days_after_it_takes_effect(values, due):
    paper = make_paper(signed_on="2025-06-01")
    extra = {"reason": "hai bên thống nhất"} if values["kind"] == "termination" else {}
    extra |= {"successor": make_agreement()} if values["kind"] == "replacement" else {}
    event = AgreementEvent.objects.create(agreement=paper, **values, **extra)

    sync_clocks()

    expected = [("notice-of-ending", paper.pk, f"event:{event.pk}", due)]
    assert standing() == (expected if due else [])


def test_a_notice_closes_the_clock_of_its_event():
    paper = make_paper(signed_on="2025-06-01")
    event = make_event(paper, "suspension", occurred_on="2026-11-02")
    report(paper, event=event, kind="signing")
    sync_clocks()
    assert Clock.objects.get().done_on is None

    report(paper, event=event, kind="ending", sent_on="2026-11-16", document_number="44/SNgV")

    assert sync_clocks() == ClockSync(closed=1)
    assert clocks() == [("notice-of-ending", "Tạm ngưng", "2026-11-17")]


# --- What is overdue is flagged ------------------------------------------------------------------------
def flags() -> list[Flag]:
    return list(Flag.objects.current().filter(rule="clock_overdue").order_by("object_id"))


@pytest.mark.parametrize(("as_of", "stands"), [("2026-03-17", False), ("2026-03-18", True)])
def test_a_flag_stands_from_the_day_after_the_last(as_of, stands):
    paper = make_paper()
    sync_clocks()

    outcome = run_sync(as_of=date.fromisoformat(as_of))

    assert outcome.by_rule["clock_overdue"].opened == stands
    assert [flag.object_id for flag in flags()] == ([paper.pk] if stands else [])


def test_the_flag_names_the_longest_overdue_and_how_many_there_are():
    paper, calm = make_paper(), make_paper()
    sync_clocks()
    make_clock(paper, due_on="2026-03-20", part="b")
    make_clock(paper, due_on="2026-03-20", part="c", done_on="2026-03-19")
    report(calm)
    sync_clocks(record=calm)

    run_sync(as_of=date(2026, 3, 30))

    (flag,) = flags()
    assert (flag.object_id, flag.severity, flag.reference_date.isoformat()) == (
        paper.pk,
        "high",
        "2026-03-17",
    )
    assert flag.evidence == {"label": "Báo cáo sau khi ký", "due_on": "2026-03-17", "days": 13, "count": 2}
    assert explanation(flag.rule, {**flag.evidence, "count": 1}) == (
        "Quá hạn “Báo cáo sau khi ký”: hạn cuối 17/03/2026, đã quá 13 ngày kể cả ngày nghỉ."
    )
    assert explanation(flag.rule, flag.evidence) == (
        "Quá hạn “Báo cáo sau khi ký”: hạn cuối 17/03/2026, đã quá 13 ngày kể cả ngày nghỉ. Tất cả 2 thời hạn đã quá."
    )


# --- The real register ----------------------------------------------------------------------------------
def test_loading_the_register_opens_no_clock_for_what_happened_before_it():
    load_everything()

    assert standing() == []


def test_the_register_opens_none_even_if_all_time_counted():
    """Its nine papers under Law 70/2020 are known to the year, or not at all: no day, no deadline."""
    load_everything()
    run_from(("1990-01-01", None))
    under_the_law = Agreement.objects.filter(legal_regime="law_70_2020", stage="signed")

    sync_clocks()

    assert sorted(str(paper.signed_on or "") for paper in under_the_law) == [""] * 6 + [
        "2022",
        "2022",
        "2023",
    ]
    assert standing() == []
