from __future__ import annotations

from datetime import date

import pytest

from agreements.chain import Gap, Overlap, chain_gaps, event_complaint, facts_of, with_event
from agreements.enums import EventKind
from tests.agreements.records.factories import on
from tests.agreements.validity_cases import INDEFINITE, UNKNOWN, event, lasting, paper, tacit, until
from tests.factories import make_agreement, make_event

RENEWAL, AMENDMENT = EventKind.RENEWAL, EventKind.AMENDMENT


def d(text: str) -> date:
    return date.fromisoformat(text)


# fmt: off: a table is read by its rows
GAPS = [
    ("no events", paper(until("2015")), []),
    (
        "renewed on the day after the end",
        paper(until("2015"), "2010", event(RENEWAL, "2016-01-01", until("2020"))),
        [],
    ),
    (
        "renewed a day later",
        paper(until("2015"), "2010", event(RENEWAL, "2016-01-02", until("2020"))),
        [Gap(d("2016-01-01"), d("2016-01-01"), 0)],
    ),
    (
        "renewed on the last day",
        paper(until("2015-12-31"), "2010", event(RENEWAL, "2015-12-31", until("2020"))),
        [Overlap(1, 0)],
    ),
    (
        "renewed half a year early",
        paper(until("2015-12-31"), "2010", event(RENEWAL, "2015-07-01", until("2020"))),
        [Overlap(184, 0)],
    ),
    (
        "end known to the year: what is certain",
        paper(until("2015"), "2010", event(RENEWAL, "2014-12-31", until("2020"))),
        [Overlap(2, 0, is_exact=False)],
    ),
    (
        "end known to the year, renewed in that year",
        paper(until("2015"), "2010", event(RENEWAL, "2015-06-01", until("2020"))),
        [],
    ),
    (
        "renewal known to the year of the end",
        paper(until("2015-12-31"), "2010", event(RENEWAL, "2015", until("2020"))),
        [Overlap(1, 0, is_exact=False)],
    ),
    (
        "renewal known to the year after",
        paper(until("2015-12-31"), "2010", event(RENEWAL, "2016", until("2020"))),
        [],
    ),
    (
        "renewal known to the second year after",
        paper(until("2015-12-31"), "2010", event(RENEWAL, "2017", until("2020"))),
        [Gap(d("2016-01-01"), d("2016-12-31"), 0)],
    ),
    (
        "a leap February between",
        paper(until("2024-01-31"), "2010", event(RENEWAL, "2024-03-01", until("2030"))),
        [Gap(d("2024-02-01"), d("2024-02-29"), 0)],
    ),
    (
        "over the year's end",
        paper(until("2023-12-30"), "2010", event(RENEWAL, "2024-01-02", until("2030"))),
        [Gap(d("2023-12-31"), d("2024-01-01"), 0)],
    ),
    (
        "a duration from a day",
        paper(lasting(60), "2010-03-15", event(RENEWAL, "2015-03-17", lasting(12))),
        [Gap(d("2015-03-16"), d("2015-03-16"), 0)],
    ),
    (
        "a duration from a year",
        paper(lasting(12), "2010", event(RENEWAL, "2013-01-01", lasting(12))),
        [Gap(d("2012-01-01"), d("2012-12-31"), 0)],
    ),
    (
        "a duration from a year, inside what may be",
        paper(lasting(12), "2010", event(RENEWAL, "2011-06-01", lasting(12))),
        [],
    ),
    ("a duration without a start", paper(lasting(12), None, event(RENEWAL, "2020", lasting(12))), []),
    (
        "effect, not signing, begins the new term",
        paper(
            until("2015-12-31"), "2010", event(RENEWAL, "2015-06-01", until("2020"), effective="2016-01-01")
        ),
        [],
    ),
    (
        "indefinite, unknown and tacit terms have no end to miss",
        paper(
            INDEFINITE,
            "2010",
            event(AMENDMENT, "2012", UNKNOWN),
            event(AMENDMENT, "2014", tacit(12, 12)),
            event(RENEWAL, "2020", until("2022")),
        ),
        [],
    ),
    (
        "a gap and then an overlap, recorded out of order",
        paper(
            until("2015-12-31"),
            "2010",
            event(RENEWAL, "2019-12-01", until("2025")),
            event(RENEWAL, "2017-01-01", until("2019-12-31")),
        ),
        [Gap(d("2016-01-01"), d("2016-12-31"), 1), Overlap(31, 0)],
    ),
    (
        "three renewals, the middle one shorter than the first",
        paper(
            until("2015-12-31"),
            "2010",
            event(RENEWAL, "2014-01-01", until("2014-06-30")),
            event(RENEWAL, "2014-07-01", until("2020")),
        ),
        [Overlap(730, 0)],
    ),
    (
        "events that set no term are passed over",
        paper(
            until("2015-12-31"),
            "2010",
            event(AMENDMENT, "2018"),
            event(EventKind.SUSPENSION, "2012"),
            event(RENEWAL, "2016-01-01", until("2020")),
        ),
        [],
    ),
    (
        "an undated renewal says where it stands for nobody",
        paper(
            until("2015-12-31"),
            "2010",
            event(RENEWAL, term=until("2020-12-31")),
            event(RENEWAL, "2021-01-01", lasting(12)),
        ),
        [],
    ),
    (
        "replaced after a gap",
        paper(until("2015-12-31"), "2010", event(EventKind.REPLACEMENT, "2017-01-01")),
        [Gap(d("2016-01-01"), d("2016-12-31"), 0)],
    ),
    (
        "replaced before its end",
        paper(until("2015-12-31"), "2010", event(EventKind.REPLACEMENT, "2014-01-01")),
        [],
    ),
    (
        "terminated after its end",
        paper(until("2015-12-31"), "2010", event(EventKind.TERMINATION, "2017-01-01")),
        [],
    ),
    (
        "nothing is asked after the end",
        paper(
            until("2015-12-31"),
            "2010",
            event(EventKind.TERMINATION, "2014-01-01"),
            event(RENEWAL, "2020", until("2022")),
        ),
        [],
    ),
]
# fmt: on


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS])
def test_gaps_and_overlaps_of_a_chain(facts, expected):
    assert chain_gaps(facts) == expected


def test_a_gap_counts_both_its_days():
    assert (Gap(d("2024-02-28"), d("2024-03-01"), 0).days, Gap(d("2023-02-28"), d("2023-03-01"), 0).days) == (
        3,
        2,
    )


SUSPENDED, RESUMED = event(EventKind.SUSPENSION, "2012"), event(EventKind.RESUMPTION, "2014")
ENDED = event(EventKind.TERMINATION, "2018-06-30")
SIGNED = "2010-03-15"

# fmt: off
COMPLAINTS = [
    ("on the day of signing", paper(INDEFINITE), event(AMENDMENT, "2010-03-15"), None),
    ("the day before", paper(INDEFINITE), event(AMENDMENT, "2010-03-14"), "event_before_signing"),
    ("in the year of signing", paper(INDEFINITE), event(AMENDMENT, "2010"), None),
    ("in the month before", paper(INDEFINITE), event(AMENDMENT, "2010-02"), "event_before_signing"),
    ("in effect before signing", paper(INDEFINITE), event(AMENDMENT, "2012", effective="2009"), "event_before_signing"),
    ("a letter of intent before", paper(INDEFINITE), event(EventKind.LETTER_OF_INTENT, "2008"), None),
    ("no day of signing", paper(INDEFINITE, None), event(AMENDMENT, "1990"), None),
    ("renewed without a term", paper(INDEFINITE), event(RENEWAL, "2012"), "term_needed"),
    ("renewed with an unknown term", paper(INDEFINITE), event(RENEWAL, "2012", UNKNOWN), None),
    ("suspended with a term", paper(INDEFINITE), event(EventKind.SUSPENSION, "2012", UNKNOWN), "term_not_here"),
    ("resumed out of nothing", paper(INDEFINITE), event(EventKind.RESUMPTION, "2012"), "not_suspended"),
    ("resumed on the last day it may be suspended", paper(INDEFINITE, SIGNED, SUSPENDED),
     event(EventKind.RESUMPTION, "2012-12-31"), None),
    ("resumed before it is surely suspended", paper(INDEFINITE, SIGNED, SUSPENDED),
     event(EventKind.RESUMPTION, "2012-12-30"), "not_suspended"),
    ("resumed twice", paper(INDEFINITE, SIGNED, SUSPENDED, RESUMED), event(EventKind.RESUMPTION, "2015"), "not_suspended"),
    ("suspended twice", paper(INDEFINITE, SIGNED, SUSPENDED), event(EventKind.SUSPENSION, "2013"), "already_suspended"),
    ("suspended anew", paper(INDEFINITE, SIGNED, SUSPENDED, RESUMED), event(EventKind.SUSPENSION, "2015"), None),
    ("renewed the day before the end", paper(INDEFINITE, SIGNED, ENDED), event(RENEWAL, "2018-06-29", UNKNOWN), None),
    ("renewed on the day of the end", paper(INDEFINITE, SIGNED, ENDED), event(RENEWAL, "2018-06-30", UNKNOWN), "after_the_end"),
    ("suspended after the end", paper(INDEFINITE, SIGNED, ENDED), event(EventKind.SUSPENSION, "2019"), "after_the_end"),
    ("ended twice", paper(INDEFINITE, SIGNED, ENDED), event(EventKind.TERMINATION, "2015"), "already_ended"),
    ("replaced after termination", paper(INDEFINITE, SIGNED, ENDED), event(EventKind.REPLACEMENT, "2020"), "already_ended"),
    ("ended before a renewal", paper(INDEFINITE, SIGNED, event(RENEWAL, "2016", UNKNOWN)),
     event(EventKind.TERMINATION, "2015"), "later_events"),
    ("ended after a renewal", paper(INDEFINITE, SIGNED, event(RENEWAL, "2016", UNKNOWN)), event(EventKind.TERMINATION, "2016"), None),
    ("ended while suspended", paper(INDEFINITE, SIGNED, SUSPENDED), event(EventKind.TERMINATION, "2013"), None),
    ("ended before it took effect", paper(INDEFINITE, "2018", effective="2019"), event(EventKind.TERMINATION, "2018-06"), None),
]
# fmt: on


@pytest.mark.parametrize(
    ("facts", "new", "code"), [case[1:] for case in COMPLAINTS], ids=[case[0] for case in COMPLAINTS]
)
def test_what_may_follow_what(facts, new, code):
    complaint = event_complaint(facts, new)

    assert (complaint.code if complaint else None) == code


def test_a_chain_with_one_more_event():
    assert with_event(paper(INDEFINITE, SIGNED, SUSPENDED), RESUMED).events == (SUSPENDED, RESUMED)


@pytest.mark.django_db
def test_records_as_facts():
    agreement = make_agreement(signed_on="2010", term_kind="for", term_months=12)
    make_event(agreement, "signing", occurred_on="2010")
    make_event(
        agreement,
        "renewal",
        occurred_on="2013",
        effective_on="2013-02",
        term_kind="until",
        term_ends_on="2015",
    )

    facts = facts_of(agreement, agreement.events.order_by("occurred_on"))

    assert facts == paper(
        lasting(12),
        "2010",
        event(EventKind.SIGNING, "2010"),
        event(RENEWAL, "2013", until("2015"), effective="2013-02"),
    )
    assert [type(found).__name__ for found in chain_gaps(facts)] == ["Gap"]
    assert on("2013").first_day() == d("2013-01-01")
