"""The clocks of art. 19, 28 and 34 of Law 70/2020/QH14 follow what the services write."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.services.consultation import (
    add_bodies,
    ask_opinions,
    cancel_consultation,
    correct_consultation,
    drop_body,
    file_legal_report,
    record_answer,
    record_receipt,
    remove_legal_report,
    withdraw_answer,
)
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Clock
from tests.agreements.consultation.factories import make_draft, mofa, prime_minister
from tests.factories import make_agency, make_agreement, make_event, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 10)


def ask(draft, user, **values):
    return ask_opinions(
        **{
            "agreement": draft,
            "purpose": "signing",
            "sent_on": date(2026, 3, 2),
            "agencies": [mofa()],
            "user": user,
            "today": TODAY,
            **values,
        }
    )


def clocks():
    """Code, first and last day, day done, by the order of the bodies."""
    rows = Clock.objects.order_by("part", "code")
    return [(clock.code, clock.started_on, clock.due_on, clock.done_on) for clock in rows]


@pytest.mark.parametrize(
    ("sent_on", "due_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 11)),  # Monday: the week after on Wednesday
        (date(2026, 3, 6), date(2026, 3, 17)),  # Friday
        (date(2026, 2, 12), date(2026, 3, 2)),  # over Tết: 16-20/2 off
        (date(2026, 4, 24), date(2026, 5, 8)),  # over 27/4 (for 26/4), 30/4 and 1/5
        (date(2026, 11, 20), date(2026, 12, 2)),  # over 24/11
    ],
)
def test_seven_working_days_from_the_day_of_sending(sent_on, due_on):
    ask(make_draft(), make_user(), sent_on=sent_on)

    assert clocks() == [("opinion-on-signing", sent_on, due_on, None)]


def test_the_clock_moves_with_the_receipt_and_stops_with_the_answer():
    user = make_user()
    opinion = ask(make_draft(), user).opinions.get()
    told = {"opinion": opinion, "user": user}

    record_receipt(received_on=date(2026, 3, 4), today=TODAY, **told)
    moved = clocks()
    record_answer(answer="agree", answered_on=date(2026, 3, 13), document_number="8/BNG", today=TODAY, **told)
    stopped = clocks()
    note = Clock.objects.get().done_note
    withdraw_answer(reason="ghi nhầm", **told)
    again = clocks()
    record_receipt(received_on=None, today=TODAY, **told)

    first, late = date(2026, 3, 4), date(2026, 3, 13)
    assert (moved, stopped, note, again) == (
        [("opinion-on-signing", first, late, None)],
        [("opinion-on-signing", first, late, late)],
        "8/BNG",
        [("opinion-on-signing", first, late, None)],
    )
    assert clocks() == [("opinion-on-signing", date(2026, 3, 2), date(2026, 3, 11), None)]


def test_each_body_has_its_clock_and_what_is_taken_back_takes_its_clock_along():
    user, other = make_user(), make_agency()
    consultation = ask(make_draft(), user)

    add_bodies(consultation=consultation, agencies=[other], user=user)
    both = Clock.objects.count()
    correct_consultation(
        consultation=consultation, sent_on=date(2026, 3, 6), document_number="", content="", reason="nhầm ngày",
        user=user, today=TODAY,
    )  # fmt: skip
    moved = {clock.due_on for clock in Clock.objects.all()}
    drop_body(opinion=consultation.opinions.get(agency=other), reason="chọn nhầm", user=user)
    one = Clock.objects.count()
    cancel_consultation(consultation=consultation, reason="gửi nhầm", user=user)

    assert (both, moved, one, Clock.objects.count()) == (2, {date(2026, 3, 17)}, 1, 0)


def test_a_disagreement_leads_to_the_prime_minister_with_a_clock_of_its_own():
    user, draft = make_user(), make_draft()
    opinion = ask(draft, user).opinions.get()
    record_answer(
        opinion=opinion,
        answer="disagree",
        answered_on=date(2026, 3, 9),
        summary="Trái điều 3",
        user=user,
        today=TODAY,
    )

    ask(draft, user, purpose="prime_minister", agencies=[prime_minister()], sent_on=date(2026, 3, 10))

    assert ("prime-minister-opinion", date(2026, 3, 10), date(2026, 3, 19), None) in clocks()


@pytest.mark.parametrize(
    ("capacity", "count"), [("city", 1), ("council", 1), ("department", 0), ("party", 0)]
)
def test_papers_of_units_have_no_term_in_the_law(capacity, count):
    ask(make_draft(capacity=capacity), make_user())

    assert len(clocks()) == count


def test_a_report_stops_the_clock_of_its_signing():
    user = make_user()
    paper = make_agreement(signed_on="2026-03-02", legal_regime="law_70_2020")
    renewal = make_event(paper, "renewal", occurred_on="2026-06-01")
    ending = make_event(paper, "termination", occurred_on="2026-09-01", reason="hai bên thống nhất")
    sync_clocks(record=paper)
    before = [(code, done) for code, _start, _due, done in clocks()]

    told = {"agreement": paper, "document_number": "12/BC-UBND", "user": user, "today": TODAY}
    report = file_legal_report(kind="signing", sent_on=date(2026, 3, 17), **told)
    file_legal_report(kind="signing", event=renewal, sent_on=date(2026, 6, 20), **told)
    file_legal_report(kind="ending", event=ending, sent_on=date(2026, 9, 10), **told)
    after = [(code, done) for code, _start, _due, done in clocks()]
    remove_legal_report(report=report, reason="nhầm văn bản", user=user)

    codes = ["report-after-signing", "report-after-later-text", "notice-of-ending"]
    assert before == [(code, None) for code in codes]
    assert after == list(zip(codes, [date(2026, 3, 17), date(2026, 6, 20), date(2026, 9, 10)], strict=True))
    assert [done for _code, _start, _due, done in clocks()] == [None, date(2026, 6, 20), date(2026, 9, 10)]
