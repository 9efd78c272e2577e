"""The days before an end: pure rules and their twins in SQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agreements.enums import EventKind, TermKind
from agreements.expiry import BANDS, band_named, band_of, notice_by, times_renewed
from agreements.models import Agreement
from tests.factories import make_agreement, make_event

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-1, ""),
        (0, "0"),
        (1, "7"),
        (7, "7"),
        (8, "14"),
        (14, "14"),
        (15, "30"),
        (30, "30"),
        (31, "60"),
        (60, "60"),
        (61, "90"),
        (90, "90"),
        (91, "180"),
        (180, "180"),
        (181, ""),
    ],
)
def test_every_day_is_in_one_band(days, band):
    assert band_of(days) == band


def test_bands_follow_each_other_without_gaps():
    assert [band.first for band in BANDS[1:]] == [band.last + 1 for band in BANDS[:-1]]
    assert band_named("30") is BANDS[3]
    assert band_named("31") is None


NOTICES = [
    (date(2026, 12, 31), 6, date(2026, 6, 30)),
    (date(2027, 5, 31), 3, date(2027, 2, 28)),
    (date(2028, 5, 31), 3, date(2028, 2, 29)),
    (date(2027, 1, 15), 1, date(2026, 12, 15)),
    (date(2027, 1, 15), 0, date(2027, 1, 15)),
    (date(2027, 3, 31), 13, date(2026, 2, 28)),
]


@pytest.mark.parametrize(("ends_on", "months", "expected"), NOTICES)
def test_notice_counts_back_in_whole_months(ends_on, months, expected):
    assert notice_by(ends_on, months) == expected


@pytest.mark.parametrize(
    ("first_end", "ends_on", "renew_months", "times"),
    [
        (date(2021, 11, 24), date(2021, 11, 24), 60, 0),
        (date(2021, 11, 24), date(2026, 11, 24), 60, 1),
        (date(2021, 11, 24), date(2031, 11, 24), 60, 2),
        (date(2024, 2, 29), date(2026, 2, 28), 12, 2),
        (date(2026, 1, 31), date(2026, 4, 30), 1, 3),
    ],
)
def test_how_often_a_term_went_on_by_itself(first_end, ends_on, renew_months, times):
    assert times_renewed(first_end, ends_on, renew_months) == times


def renewing(
    signed: str, *, months: int = 60, renew: int = 60, notice: int | None = 6, **values
) -> Agreement:
    return make_agreement(
        signed_on=signed,
        term_kind=TermKind.AUTO_RENEW,
        term_months=months,
        term_renew_months=renew,
        term_notice_months=notice,
        **values,
    )


def told(today: date = TODAY) -> dict[str, tuple]:
    rows = Agreement.objects.with_status(today, expiring_days=180).with_deadline(today)
    return {
        row.title_vi: (row.first_end, row.ends_on, row.notice_by, row.deadline, row.days_left) for row in rows
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("ends_on", "months", "expected"), NOTICES)
def test_notice_is_the_same_in_sql(ends_on, months, expected):
    # The day of signature that gives this end after 12 months.
    paper = renewing(f"{ends_on.replace(year=ends_on.year - 1)}", months=12, renew=12, notice=months)

    row = Agreement.objects.with_status(ends_on).with_deadline(ends_on).get(pk=paper.pk)

    assert (row.ends_on, row.notice_by) == (ends_on, expected)


@pytest.mark.django_db
def test_the_day_that_matters_is_the_notice_of_a_renewing_term_and_the_end_of_any_other():
    renewing("2021-11-24", title_vi="tự gia hạn")
    renewing("2022-05-30", title_vi="chưa gia hạn lần nào")
    renewing("2021-11-24", notice=None, title_vi="không nêu báo trước")
    make_agreement(title_vi="đến ngày", term_kind=TermKind.UNTIL, term_ends_on="2027-01")
    make_agreement(title_vi="không thời hạn", term_kind=TermKind.INDEFINITE)

    assert told() == {
        "tự gia hạn": (date(2026, 11, 24), date(2031, 11, 24), date(2031, 5, 24), date(2031, 5, 24), 1641),
        "chưa gia hạn lần nào": (
            date(2027, 5, 30),
            date(2027, 5, 30),
            date(2026, 11, 30),
            date(2026, 11, 30),
            5,
        ),
        "không nêu báo trước": (date(2026, 11, 24), date(2031, 11, 24), None, None, None),
        "đến ngày": (None, date(2027, 1, 31), None, date(2027, 1, 31), 67),
        "không thời hạn": (None, None, None, None, None),
    }


@pytest.mark.django_db
def test_the_term_a_later_event_set_counts_not_the_papers_own():
    own = make_agreement(title_vi="gia hạn", term_kind=TermKind.FOR, term_months=12, signed_on="2020-01-01")
    make_event(
        own,
        EventKind.RENEWAL,
        occurred_on="2022-03-01",
        term_kind=TermKind.AUTO_RENEW,
        term_months=24,
        term_renew_months=24,
        term_notice_months=3,
    )
    late = renewing("2021-11-24", title_vi="thôi tự gia hạn")
    make_event(
        late, EventKind.AMENDMENT, occurred_on="2026-01-01", term_kind=TermKind.UNTIL, term_ends_on="2027"
    )

    assert told() == {
        "gia hạn": (date(2024, 3, 1), date(2028, 3, 1), date(2027, 12, 1), date(2027, 12, 1), 371),
        "thôi tự gia hạn": (None, date(2027, 12, 31), None, date(2027, 12, 31), 401),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "renewed"),
    [
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), False),  # the last day of the first period
        (date(2026, 11, 25), True),
    ],
)
def test_tacitly_renewed_from_the_day_after_the_first_end(day, renewed):
    paper = renewing("2021-11-24")

    found = Agreement.objects.with_status(day).with_deadline(day).tacitly_renewed()

    assert list(found) == ([paper] if renewed else [])


@pytest.mark.django_db
def test_a_paper_that_ended_is_not_tacitly_renewed():
    paper = renewing("2015-11-24")
    make_event(paper, EventKind.TERMINATION, occurred_on="2026-01-01", reason="thôi")

    assert not Agreement.objects.with_status(TODAY).with_deadline(TODAY).tacitly_renewed().exists()
    assert told(TODAY - timedelta(days=400))[paper.title_vi][1] == date(2025, 11, 24)
