"""One table of cases for "does this paper hold on that day": the pure function and the SQL must both answer so.

A case is (name, facts, today, status, last day in force). `EXPIRING_DAYS` is 180 throughout.
"""

from __future__ import annotations

from datetime import date

from agreements.enums import EventKind, Stage, Status, TermKind
from agreements.validity import AgreementFacts, EventFacts, Term
from dnfa.core.partial_dates import PartialDate

EXPIRING_DAYS = 180
INDEFINITE = Term(TermKind.INDEFINITE)
UNKNOWN = Term(TermKind.UNKNOWN)


def on(text: str | None) -> PartialDate | None:
    return PartialDate.from_iso(text) if text else None


def until(text: str, months: int | None = None) -> Term:
    return Term(TermKind.UNTIL, ends_on=on(text), months=months)


def lasting(months: int) -> Term:
    return Term(TermKind.FOR, months=months)


def tacit(months: int, renew: int, notice: int | None = None) -> Term:
    return Term(TermKind.AUTO_RENEW, months=months, renew_months=renew, notice_months=notice)


def paper(
    term: Term,
    signed: str | None = "2010-03-15",
    *events: EventFacts,
    effective: str | None = None,
    stage: Stage = Stage.SIGNED,
) -> AgreementFacts:
    return AgreementFacts(
        stage=stage, term=term, signed_on=on(signed), effective_on=on(effective), events=tuple(events)
    )


def event(
    kind: EventKind,
    occurred: str | None = None,
    term: Term | None = None,
    effective: str | None = None,
    order: int = 0,
) -> EventFacts:
    return EventFacts(kind=kind, occurred_on=on(occurred), effective_on=on(effective), term=term, order=order)


def day(text: str) -> date:
    return date.fromisoformat(text)


SUSPENDED_2019 = event(EventKind.SUSPENSION, "2019-05-01")
RESUMED_2020 = event(EventKind.RESUMPTION, "2020-02-01")
ENDED_2018 = event(EventKind.TERMINATION, "2018-06-30")
RENEWED_2014 = event(EventKind.RENEWAL, "2014-01-01", until("2025"))
SHORTENED_2015 = event(EventKind.AMENDMENT, "2015-01-01", until("2016"))
RENEWED_2019 = event(EventKind.RENEWAL, "2019-12-01", until("2025"))
REPLACED_2020 = event(EventKind.REPLACEMENT, effective="2020-07-01")

# fmt: off: a table is read by its rows
_TABLE: list[tuple[str, AgreementFacts, str, Status, str | None]] = [
    # --- drafts: the stage speaks, dates do not
    ("draft exploring", paper(UNKNOWN, None, stage=Stage.EXPLORING), "2024-01-01", Status.EXPLORING, None),
    ("draft drafting", paper(UNKNOWN, None, stage=Stage.DRAFTING), "2024-01-01", Status.DRAFTING, None),
    ("draft consulting", paper(UNKNOWN, None, stage=Stage.CONSULTING), "2024-01-01", Status.CONSULTING, None),
    ("draft approval", paper(UNKNOWN, None, stage=Stage.APPROVAL), "2024-01-01", Status.APPROVAL, None),
    (
        "draft ready",
        paper(INDEFINITE, None, stage=Stage.READY_TO_SIGN),
        "2024-01-01",
        Status.READY_TO_SIGN,
        None,
    ),
    (
        "broken off",
        paper(until("2020"), None, stage=Stage.BROKEN_OFF),
        "2024-01-01",
        Status.BROKEN_OFF,
        "2020-12-31",
    ),
    # --- indefinite
    ("indefinite, day before signing", paper(INDEFINITE), "2010-03-14", Status.NOT_YET_IN_FORCE, None),
    ("indefinite, day of signing", paper(INDEFINITE), "2010-03-15", Status.IN_FORCE, None),
    ("indefinite, far later", paper(INDEFINITE), "2099-12-31", Status.IN_FORCE, None),
    (
        "indefinite, signed in a year, its first day",
        paper(INDEFINITE, "2010"),
        "2010-01-01",
        Status.IN_FORCE,
        None,
    ),
    (
        "indefinite, signed in a year, day before",
        paper(INDEFINITE, "2010"),
        "2009-12-31",
        Status.NOT_YET_IN_FORCE,
        None,
    ),
    (
        "indefinite, signed in a month, day before",
        paper(INDEFINITE, "2010-04"),
        "2010-03-31",
        Status.NOT_YET_IN_FORCE,
        None,
    ),
    ("indefinite, no date at all", paper(INDEFINITE, None), "1990-01-01", Status.IN_FORCE, None),
    (
        "effective after signing, between",
        paper(INDEFINITE, effective="2010-06-01"),
        "2010-05-31",
        Status.NOT_YET_IN_FORCE,
        None,
    ),
    (
        "effective after signing, on the day",
        paper(INDEFINITE, effective="2010-06-01"),
        "2010-06-01",
        Status.IN_FORCE,
        None,
    ),
    (
        "effective before signing",
        paper(INDEFINITE, effective="2010-01-01"),
        "2010-02-01",
        Status.IN_FORCE,
        None,
    ),
    # --- unknown
    ("unknown term", paper(UNKNOWN), "2024-01-01", Status.UNKNOWN_TERM, None),
    ("unknown term, not yet signed then", paper(UNKNOWN), "2009-01-01", Status.NOT_YET_IN_FORCE, None),
    ("duration without any start", paper(lasting(12), None), "2024-01-01", Status.UNKNOWN_TERM, None),
    ("tacit renewal without any start", paper(tacit(12, 12), None), "2024-01-01", Status.UNKNOWN_TERM, None),
    # --- until a day
    ("until a day, 181 days before", paper(until("2023-08-03")), "2023-02-03", Status.IN_FORCE, "2023-08-03"),
    ("until a day, 180 days before", paper(until("2023-08-03")), "2023-02-04", Status.EXPIRING, "2023-08-03"),
    ("until a day, day before", paper(until("2023-08-03")), "2023-08-02", Status.EXPIRING, "2023-08-03"),
    ("until a day, the day itself", paper(until("2023-08-03")), "2023-08-03", Status.EXPIRING, "2023-08-03"),
    ("until a day, day after", paper(until("2023-08-03")), "2023-08-04", Status.EXPIRED, "2023-08-03"),
    ("until a leap day, the day", paper(until("2024-02-29")), "2024-02-29", Status.EXPIRING, "2024-02-29"),
    ("until a leap day, day after", paper(until("2024-02-29")), "2024-03-01", Status.EXPIRED, "2024-02-29"),
    ("until a year, its last day", paper(until("2021")), "2021-12-31", Status.EXPIRING, "2021-12-31"),
    ("until a year, day after", paper(until("2021")), "2022-01-01", Status.EXPIRED, "2021-12-31"),
    ("until a year, its first day", paper(until("2021")), "2021-01-01", Status.IN_FORCE, "2021-12-31"),
    ("until a month, its last day", paper(until("2022-02")), "2022-02-28", Status.EXPIRING, "2022-02-28"),
    ("until February of a leap year", paper(until("2024-02")), "2024-02-29", Status.EXPIRING, "2024-02-29"),
    ("until a month, day after", paper(until("2022-02")), "2022-03-01", Status.EXPIRED, "2022-02-28"),
    (
        "duration and date: the date is used",
        paper(until("2019-08-25", months=60), "2014"),
        "2019-08-26",
        Status.EXPIRED,
        "2019-08-25",
    ),
    (
        "until a day, without signing date",
        paper(until("2021"), None),
        "2021-06-01",
        Status.IN_FORCE,
        "2021-12-31",
    ),
    # --- for a time
    ("five years from a day, last day", paper(lasting(60)), "2015-03-15", Status.EXPIRING, "2015-03-15"),
    ("five years from a day, day after", paper(lasting(60)), "2015-03-16", Status.EXPIRED, "2015-03-15"),
    (
        "one year from a leap day, last day",
        paper(lasting(12), "2020-02-29"),
        "2021-02-28",
        Status.EXPIRING,
        "2021-02-28",
    ),
    (
        "one year from a leap day, day after",
        paper(lasting(12), "2020-02-29"),
        "2021-03-01",
        Status.EXPIRED,
        "2021-02-28",
    ),
    (
        "four years from a leap day",
        paper(lasting(48), "2020-02-29"),
        "2024-02-29",
        Status.EXPIRING,
        "2024-02-29",
    ),
    (
        "one month from 31 January",
        paper(lasting(1), "2023-01-31"),
        "2023-02-28",
        Status.EXPIRING,
        "2023-02-28",
    ),
    (
        "one month from 31 January, after",
        paper(lasting(1), "2023-01-31"),
        "2023-03-01",
        Status.EXPIRED,
        "2023-02-28",
    ),
    (
        "a year from a year: latest possible end",
        paper(lasting(12), "2020"),
        "2021-12-31",
        Status.EXPIRING,
        "2021-12-31",
    ),
    ("a year from a year, over", paper(lasting(12), "2020"), "2022-01-01", Status.EXPIRED, "2021-12-31"),
    ("three years from a year", paper(lasting(36), "2022"), "2023-12-26", Status.IN_FORCE, "2025-12-31"),
    ("six months from a month", paper(lasting(6), "2023-08"), "2024-02-29", Status.EXPIRING, "2024-02-29"),
    (
        "duration runs from effect, not signing",
        paper(lasting(12), effective="2011-01-01"),
        "2011-12-31",
        Status.EXPIRING,
        "2012-01-01",
    ),
    # --- tacit renewal
    ("tacit, inside the first period", paper(tacit(24, 12)), "2011-01-01", Status.IN_FORCE, "2012-03-15"),
    (
        "tacit, last day of the first period",
        paper(tacit(24, 12)),
        "2012-03-15",
        Status.IN_FORCE,
        "2012-03-15",
    ),
    ("tacit, first day of the second", paper(tacit(24, 12)), "2012-03-16", Status.IN_FORCE, "2013-03-15"),
    ("tacit, many renewals later", paper(tacit(24, 12)), "2024-07-01", Status.IN_FORCE, "2025-03-15"),
    ("tacit, on a later end", paper(tacit(60, 36)), "2018-03-15", Status.IN_FORCE, "2018-03-15"),
    ("tacit, after a later end", paper(tacit(60, 36)), "2018-03-16", Status.IN_FORCE, "2021-03-15"),
    (
        "tacit by one month from 31 January, no drift",
        paper(tacit(1, 1), "2023-01-31"),
        "2023-03-30",
        Status.IN_FORCE,
        "2023-03-31",
    ),
    (
        "tacit from a leap day",
        paper(tacit(12, 12), "2020-02-29"),
        "2024-02-29",
        Status.IN_FORCE,
        "2024-02-29",
    ),
    (
        "tacit from a leap day, next",
        paper(tacit(12, 12), "2020-02-29"),
        "2024-03-01",
        Status.IN_FORCE,
        "2025-02-28",
    ),
    ("tacit from a year", paper(tacit(12, 12), "2020"), "2023-06-01", Status.IN_FORCE, "2023-12-31"),
    (
        "tacit, ended by notice",
        paper(tacit(24, 12), "2010-03-15", ENDED_2018),
        "2018-06-30",
        Status.TERMINATED,
        "2019-03-15",
    ),
    # --- suspension
    (
        "suspended, day before",
        paper(INDEFINITE, "2010-03-15", SUSPENDED_2019),
        "2019-04-30",
        Status.IN_FORCE,
        None,
    ),
    (
        "suspended, on the day",
        paper(INDEFINITE, "2010-03-15", SUSPENDED_2019),
        "2019-05-01",
        Status.SUSPENDED,
        None,
    ),
    (
        "resumed, day before",
        paper(INDEFINITE, "2010-03-15", SUSPENDED_2019, RESUMED_2020),
        "2020-01-31",
        Status.SUSPENDED,
        None,
    ),
    (
        "resumed, on the day",
        paper(INDEFINITE, "2010-03-15", SUSPENDED_2019, RESUMED_2020),
        "2020-02-01",
        Status.IN_FORCE,
        None,
    ),
    (
        "suspended twice",
        paper(INDEFINITE, "2010-03-15", SUSPENDED_2019, RESUMED_2020, event(EventKind.SUSPENSION, "2021")),
        "2021-12-31",
        Status.SUSPENDED,
        None,
    ),
    (
        "suspended in a year counts from its last day",
        paper(INDEFINITE, "2010-03-15", event(EventKind.SUSPENSION, "2021")),
        "2021-12-30",
        Status.IN_FORCE,
        None,
    ),
    (
        "suspension across the end: the term still lapses",
        paper(until("2019-12-31"), "2010-03-15", SUSPENDED_2019),
        "2020-01-01",
        Status.EXPIRED,
        "2019-12-31",
    ),
    (
        "suspended until the end",
        paper(until("2019-12-31"), "2010-03-15", SUSPENDED_2019),
        "2019-12-31",
        Status.SUSPENDED,
        "2019-12-31",
    ),
    (
        "suspended without a known term",
        paper(UNKNOWN, "2010-03-15", SUSPENDED_2019),
        "2020-01-01",
        Status.SUSPENDED,
        None,
    ),
    (
        "resumption without suspension",
        paper(INDEFINITE, "2010-03-15", RESUMED_2020),
        "2021-01-01",
        Status.IN_FORCE,
        None,
    ),
    # --- termination
    (
        "terminated, day before",
        paper(INDEFINITE, "2010-03-15", ENDED_2018),
        "2018-06-29",
        Status.IN_FORCE,
        None,
    ),
    (
        "terminated, on the day",
        paper(INDEFINITE, "2010-03-15", ENDED_2018),
        "2018-06-30",
        Status.TERMINATED,
        None,
    ),
    (
        "terminated in a year, its last day",
        paper(INDEFINITE, "2010-03-15", event(EventKind.TERMINATION, "2018")),
        "2018-12-31",
        Status.TERMINATED,
        None,
    ),
    (
        "terminated in a year, day before",
        paper(INDEFINITE, "2010-03-15", event(EventKind.TERMINATION, "2018")),
        "2018-12-30",
        Status.IN_FORCE,
        None,
    ),
    (
        "signed, not yet in effect",
        paper(INDEFINITE, "2018-01-01", effective="2019-01-01"),
        "2018-07-01",
        Status.NOT_YET_IN_FORCE,
        None,
    ),
    (
        "terminated before effect, after the notice",
        paper(INDEFINITE, "2018-01-01", ENDED_2018, effective="2019-01-01"),
        "2018-07-01",
        Status.TERMINATED,
        None,
    ),
    (
        "terminated without a date",
        paper(INDEFINITE, "2010-03-15", event(EventKind.TERMINATION)),
        "2011-01-01",
        Status.TERMINATED,
        None,
    ),
    (
        "terminated after lapse stays terminated",
        paper(until("2015"), "2010-03-15", ENDED_2018),
        "2019-01-01",
        Status.TERMINATED,
        "2015-12-31",
    ),
    (
        "lapsed, termination still to come",
        paper(until("2015"), "2010-03-15", ENDED_2018),
        "2016-01-01",
        Status.EXPIRED,
        "2015-12-31",
    ),
    # --- replacement
    (
        "replaced, day before",
        paper(INDEFINITE, "2010-03-15", REPLACED_2020),
        "2020-06-30",
        Status.IN_FORCE,
        None,
    ),
    (
        "replaced, on the day",
        paper(INDEFINITE, "2010-03-15", REPLACED_2020),
        "2020-07-01",
        Status.REPLACED,
        None,
    ),
    (
        "replaced in a year counts from its first day",
        paper(until("2022"), "2013", event(EventKind.REPLACEMENT, effective="2023")),
        "2023-01-01",
        Status.REPLACED,
        "2022-12-31",
    ),
    (
        "replaced after a gap",
        paper(until("2017"), "2013", event(EventKind.REPLACEMENT, effective="2019")),
        "2018-06-01",
        Status.EXPIRED,
        "2017-12-31",
    ),
    (
        "replaced before its end",
        paper(until("2025"), "2013", REPLACED_2020),
        "2021-01-01",
        Status.REPLACED,
        "2025-12-31",
    ),
    (
        "terminated first, replaced later",
        paper(INDEFINITE, "2010-03-15", ENDED_2018, REPLACED_2020),
        "2021-01-01",
        Status.TERMINATED,
        None,
    ),
    (
        "replaced first, terminated later",
        paper(INDEFINITE, "2010-03-15", event(EventKind.REPLACEMENT, effective="2017"), ENDED_2018),
        "2021-01-01",
        Status.REPLACED,
        None,
    ),
    # --- renewal, extension, strengthening set the term anew
    (
        "strengthened without a term",
        paper(until("2015"), "2010-03-15", event(EventKind.STRENGTHENING, "2014")),
        "2016-01-01",
        Status.EXPIRED,
        "2015-12-31",
    ),
    (
        "strengthened with a term, before it",
        paper(UNKNOWN, "2004", event(EventKind.STRENGTHENING, "2018", until("2023-08-03"))),
        "2017-12-31",
        Status.UNKNOWN_TERM,
        None,
    ),
    (
        "strengthened with a term, in it",
        paper(UNKNOWN, "2004", event(EventKind.STRENGTHENING, "2018", until("2023-08-03"))),
        "2018-01-01",
        Status.IN_FORCE,
        "2023-08-03",
    ),
    (
        "strengthened with a term, over",
        paper(UNKNOWN, "2004", event(EventKind.STRENGTHENING, "2018", until("2023-08-03"))),
        "2023-12-26",
        Status.EXPIRED,
        "2023-08-03",
    ),
    (
        "duration counts from the re-signing",
        paper(UNKNOWN, "1993", event(EventKind.RE_SIGNING, "2003", lasting(48))),
        "2007-12-31",
        Status.EXPIRING,
        "2007-12-31",
    ),
    (
        "duration from the re-signing, over",
        paper(UNKNOWN, "1993", event(EventKind.RE_SIGNING, "2003", lasting(48))),
        "2008-01-01",
        Status.EXPIRED,
        "2007-12-31",
    ),
    (
        "renewed before the end",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, "2015-06-01", until("2020"))),
        "2016-01-01",
        Status.IN_FORCE,
        "2020-12-31",
    ),
    (
        "renewed after a gap, in the gap",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, "2018-06-01", lasting(24))),
        "2017-01-01",
        Status.EXPIRED,
        "2015-12-31",
    ),
    (
        "renewed after a gap, then",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, "2018-06-01", lasting(24))),
        "2019-01-01",
        Status.IN_FORCE,
        "2020-06-01",
    ),
    (
        "overlapping renewals: the later one speaks",
        paper(
            until("2015"),
            "2010-03-15",
            event(EventKind.RENEWAL, "2014", until("2025")),
            event(EventKind.AMENDMENT, "2016", until("2018")),
        ),
        "2019-01-01",
        Status.EXPIRED,
        "2018-12-31",
    ),
    (
        "two renewals on one day: order decides",
        paper(
            until("2015"),
            "2010-03-15",
            event(EventKind.RENEWAL, "2014-01-01", until("2016"), order=1),
            event(EventKind.EXTENSION, "2014-01-01", until("2017"), order=2),
        ),
        "2016-12-31",
        Status.IN_FORCE,
        "2017-12-31",
    ),
    (
        "renewal in effect later than signed",
        paper(
            until("2015"),
            "2010-03-15",
            event(EventKind.RENEWAL, "2015-06-01", until("2020"), effective="2016-03-01"),
        ),
        "2016-02-29",
        Status.EXPIRED,
        "2015-12-31",
    ),
    (
        "renewal without dates sets the term",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, term=until("2020"))),
        "2012-01-01",
        Status.IN_FORCE,
        "2020-12-31",
    ),
    (
        "renewal without dates and with a duration",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, term=lasting(12))),
        "2012-01-01",
        Status.UNKNOWN_TERM,
        None,
    ),
    (
        "made indefinite",
        paper(until("2015"), "2010-03-15", event(EventKind.AMENDMENT, "2014", INDEFINITE)),
        "2024-01-01",
        Status.IN_FORCE,
        None,
    ),
    (
        "made unknown",
        paper(until("2015"), "2010-03-15", event(EventKind.AMENDMENT, "2014", UNKNOWN)),
        "2024-01-01",
        Status.UNKNOWN_TERM,
        None,
    ),
    (
        "letter of intent, then signed without end",
        paper(
            UNKNOWN,
            "2015-02",
            event(EventKind.LETTER_OF_INTENT, "2012-04"),
            event(EventKind.SIGNING, "2015-02", INDEFINITE, order=1),
        ),
        "2023-12-26",
        Status.IN_FORCE,
        None,
    ),
    # --- year's end
    (
        "year's end: last day of the year",
        paper(until("2023-12-31")),
        "2023-12-31",
        Status.EXPIRING,
        "2023-12-31",
    ),
    (
        "year's end: first day of the next",
        paper(until("2023-12-31")),
        "2024-01-01",
        Status.EXPIRED,
        "2023-12-31",
    ),
    (
        "year's end: window over the year",
        paper(until("2024-01-01")),
        "2023-12-31",
        Status.EXPIRING,
        "2024-01-01",
    ),
    # --- chains as the office records them: several events, in and out of order
    (
        "suspension across the end, resumed after it",
        paper(until("2019-12-31"), "2010-03-15", SUSPENDED_2019, RESUMED_2020),
        "2020-03-01",
        Status.EXPIRED,
        "2019-12-31",
    ),
    (
        "suspension across the end, renewed meanwhile",
        paper(until("2019-12-31"), "2010-03-15", SUSPENDED_2019, RENEWED_2019),
        "2020-01-15",
        Status.SUSPENDED,
        "2025-12-31",
    ),
    (
        "suspension across the end, renewed and resumed",
        paper(until("2019-12-31"), "2010-03-15", SUSPENDED_2019, RENEWED_2019, RESUMED_2020),
        "2020-02-01",
        Status.IN_FORCE,
        "2025-12-31",
    ),
    (
        "suspension across a tacit renewal",
        paper(tacit(24, 12), "2010-03-15", SUSPENDED_2019),
        "2020-03-16",
        Status.SUSPENDED,
        "2021-03-15",
    ),
    (
        "suspension of a term that ends in its year",
        paper(until("2019"), "2010-03-15", event(EventKind.SUSPENSION, "2019")),
        "2019-12-31",
        Status.SUSPENDED,
        "2019-12-31",
    ),
    (
        "termination before effect, day before the notice",
        paper(INDEFINITE, "2018-01-01", ENDED_2018, effective="2019-01-01"),
        "2018-06-29",
        Status.NOT_YET_IN_FORCE,
        None,
    ),
    (
        "termination before effect, on the day of the notice",
        paper(INDEFINITE, "2018-01-01", ENDED_2018, effective="2019-01-01"),
        "2018-06-30",
        Status.TERMINATED,
        None,
    ),
    (
        "terminated with effect later, day before",
        paper(INDEFINITE, "2010-03-15", event(EventKind.TERMINATION, "2018-06-30", effective="2018-12-31")),
        "2018-12-30",
        Status.IN_FORCE,
        None,
    ),
    (
        "terminated with effect later, on the day",
        paper(INDEFINITE, "2010-03-15", event(EventKind.TERMINATION, "2018-06-30", effective="2018-12-31")),
        "2018-12-31",
        Status.TERMINATED,
        None,
    ),
    (
        "overlapping renewals, before the second",
        paper(until("2015"), "2010-03-15", RENEWED_2014, SHORTENED_2015),
        "2014-12-31",
        Status.IN_FORCE,
        "2025-12-31",
    ),
    (
        "overlapping renewals, the second is shorter",
        paper(until("2015"), "2010-03-15", RENEWED_2014, SHORTENED_2015),
        "2016-06-01",
        Status.IN_FORCE,
        "2016-12-31",
    ),
    (
        "overlapping renewals, recorded out of order",
        paper(until("2015"), "2010-03-15", SHORTENED_2015, RENEWED_2014),
        "2017-01-01",
        Status.EXPIRED,
        "2016-12-31",
    ),
    (
        "overlapping renewals on one day, recorded out of order",
        paper(
            until("2015"),
            "2010-03-15",
            event(EventKind.EXTENSION, "2014-01-01", until("2017"), order=2),
            event(EventKind.RENEWAL, "2014-01-01", until("2016"), order=1),
        ),
        "2017-01-01",
        Status.IN_FORCE,
        "2017-12-31",
    ),
    (
        "gap, its last day",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, "2018-06-01", lasting(24))),
        "2018-05-31",
        Status.EXPIRED,
        "2015-12-31",
    ),
    (
        "gap, the day after",
        paper(until("2015"), "2010-03-15", event(EventKind.RENEWAL, "2018-06-01", lasting(24))),
        "2018-06-01",
        Status.IN_FORCE,
        "2020-06-01",
    ),
    (
        "gap before a renewal for a year from a leap day",
        paper(until("2023"), "2010-03-15", event(EventKind.RENEWAL, "2024-02-29", lasting(12))),
        "2025-03-01",
        Status.EXPIRED,
        "2025-02-28",
    ),
    (
        "replaced on the day after the end, last day",
        paper(
            until("2019-12-31"), "2013", event(EventKind.REPLACEMENT, "2019-12-20", effective="2020-01-01")
        ),
        "2019-12-31",
        Status.EXPIRING,
        "2019-12-31",
    ),
    (
        "replaced on the day after the end, that day",
        paper(
            until("2019-12-31"), "2013", event(EventKind.REPLACEMENT, "2019-12-20", effective="2020-01-01")
        ),
        "2020-01-01",
        Status.REPLACED,
        "2019-12-31",
    ),
    (
        "replaced while suspended",
        paper(INDEFINITE, "2010-03-15", SUSPENDED_2019, REPLACED_2020),
        "2020-07-01",
        Status.REPLACED,
        None,
    ),
    (
        "replaced without any day",
        paper(INDEFINITE, "2010-03-15", event(EventKind.REPLACEMENT)),
        "2010-03-14",
        Status.REPLACED,
        None,
    ),
]
# fmt: on

CASES = [
    (name, facts, day(today), status, day(ends) if ends else None)
    for name, facts, today, status, ends in _TABLE
]
