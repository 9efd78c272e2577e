from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import NgoRegistration
from agreements.project_flags import half_year_before, report_due
from dnfa.followup.models import Flag
from dnfa.followup.rules import rules
from dnfa.followup.sync import sync_flags
from tests.factories import make_agency, make_partner, make_project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
CODES = {"project_past_end", "project_report_overdue", "disbursement_behind_plan", "ngo_registration_ending"}


def told(as_of=TODAY):
    """(rule, sentence, severity, reference day) of what stands open for projects and registrations."""
    sync_flags(as_of=as_of)
    explain = {rule.code: rule.explain for rule in rules()}
    return [
        (flag.rule, explain[flag.rule](flag.evidence), flag.severity, flag.reference_date)
        for flag in Flag.objects.filter(rule__in=CODES, closed_on__isnull=True).order_by("rule")
    ]


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2026, 11, 26), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 6, 30), (date(2025, 7, 1), date(2025, 12, 31))),
        (date(2026, 7, 1), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 12, 31), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2027, 1, 1), (date(2026, 7, 1), date(2026, 12, 31))),
    ],
)
def test_the_half_year_before(day, half):
    assert half_year_before(day) == half


@pytest.mark.parametrize(
    ("day", "owed"),
    [
        (date(2026, 7, 15), (date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 15))),
        (date(2026, 7, 16), (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15))),
        (date(2027, 1, 15), (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15))),
        (date(2027, 1, 16), (date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 15))),
    ],
)
def test_the_report_owed_is_the_last_one_late(day, owed):
    assert report_due(day) == owed


@pytest.mark.parametrize(
    ("ends_on", "severity"),
    [
        ("2026-11-26", None),
        ("2026-11-25", "medium"),
        ("2026-08-29", "medium"),
        ("2026-08-28", "high"),
        ("2025", "high"),
    ],
)
def test_a_project_past_its_end(ends_on, severity):
    project = make_project(starts_on="2020", ends_on=ends_on, owes_reports=False)

    assert [(rule, found) for rule, _words, found, _day in told()] == (
        [("project_past_end", severity)] if severity else []
    )
    project.events.create(kind="completion", occurred_on="2026-11-25")
    assert told() == []


def test_an_extension_closes_the_flag_and_the_sentence_names_the_day():
    project = make_project(starts_on="2020", ends_on="2026-06", owes_reports=False)
    assert told() == [
        (
            "project_past_end",
            "Hết thời gian thực hiện 30/06/2026 mà vẫn ghi “Đang thực hiện”.",
            "high",
            date(2026, 6, 30),
        )
    ]

    project.events.create(kind="extension", occurred_on="2026-06-01", new_ends_on="2026-11-26", reason="Chậm")

    assert told() == []


def test_a_running_project_without_the_report_of_the_half_year():
    agency = make_agency()
    project = make_project(starts_on="2026-06", agencies=[agency])
    make_project(starts_on="2026-07")  # began after the half-year
    make_project(starts_on="2026", stated_status="approved")
    make_project(starts_on="2025", owes_reports=False)

    assert told() == [
        (
            "project_report_overdue",
            "Chưa có báo cáo tiến độ kỳ 01/01/2026 - 30/06/2026, hạn 15/07/2026.",
            "medium",
            date(2026, 7, 15),
        )
    ]
    project.reports.create(
        agency=agency,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 6, 30),
        received_on=date(2026, 11, 26),
        done_vi="Xong móng",
    )
    assert told() == []


def tell(project, agency, first, last, received=None):
    project.reports.create(
        agency=agency, period_from=first, period_to=last, received_on=received or TODAY, done_vi="Xong móng"
    )


@pytest.mark.parametrize(
    ("stated", "deeds", "owes"),
    [
        ("unknown", [("start", "2026-06")], True),
        ("unknown", [("start", "2026-07-01")], False),  # began after the half-year
        ("unknown", [("start", "2026")], False),  # perhaps after it
        ("unknown", [("approval", "2025-03"), ("start", "2026-08")], False),
        ("unknown", [("start", "2025"), ("suspension", "2026-02"), ("resumption", "2026-09")], True),
        ("ongoing", [], False),  # nobody says since when
    ],
)
def test_where_no_day_of_beginning_is_told_the_deed_that_starts_a_project_is_one(stated, deeds, owes):
    project = make_project(stated_status=stated)
    for kind, day in deeds:
        project.events.create(kind=kind, occurred_on=day, reason="Bão")

    assert [rule for rule, *_rest in told()] == (["project_report_overdue"] if owes else [])


Q1, Q2 = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("periods", "owes"),
    [
        ([Q1, Q2], False),
        ([Q2, Q1, Q1], False),
        ([(date(2025, 10, 1), date(2026, 4, 30)), Q2], False),
        ([Q1], True),
        ([Q1, (date(2026, 4, 2), date(2026, 6, 30))], True),  # a day is missing
        ([(date(2025, 1, 1), date(2026, 12, 31), date(2026, 2, 1))], True),  # told before most of it came
        ([(date(2025, 12, 1), date(2026, 6, 30), date(2026, 6, 30))], False),
        ([(date(2026, 3, 1), date(2026, 6, 30), date(2026, 2, 1)), Q1], True),
    ],
)
def test_reports_that_join_tell_of_a_half_year_none_of_days_to_come(periods, owes):
    project = make_project(starts_on="2020")
    for period in periods:
        tell(project, make_agency(), *period)

    assert [rule for rule, *_rest in told()] == (["project_report_overdue"] if owes else [])


LATER = {"period_from": date(2026, 1, 1), "period_to": TODAY}
RATED = {"rate": 25_000, "rate_on": date(2026, 5, 1), "rate_source": "NHNN"}


def plan(project, amount, currency="USD", **more):
    period = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)}
    project.lines.create(kind="planned", amount=amount, currency=currency, **{**period, **more})


def pay(project, amount, currency="USD", on="2026-05-01", **more):
    project.lines.create(kind="disbursed", amount=Decimal(amount), currency=currency, booked_on=on, **more)


@pytest.mark.parametrize(
    ("disbursed", "words"),
    [
        ("90", None),  # ten per cent are let pass
        ("89.99", "Kế hoạch các kỳ đã qua 100 USD, mới giải ngân 89,99 USD."),
        (None, "Kế hoạch các kỳ đã qua 100 USD, mới giải ngân 0 USD."),
    ],
)
def test_money_behind_the_plan_of_the_periods_that_are_over(disbursed, words):
    project = make_project(starts_on="2026", owes_reports=False)
    plan(project, 100)
    plan(project, 900, **LATER)
    if disbursed:
        pay(project, disbursed)
    pay(project, 500, on="2026-12-01")

    assert told() == ([("disbursement_behind_plan", words, "medium", None)] if words else [])


APART = "chưa kể phần bằng loại tiền khác, không so được: hãy ghi tỷ giá của các dòng."


@pytest.mark.parametrize(
    ("planned", "paid", "words", "severity"),
    [
        # Each currency of the plan for itself.
        ([(100, "USD"), (100, "VND")], [(100, "USD")], "100 đồng, mới giải ngân 0 đồng.", "medium"),
        # Paid in another currency: in đồng, where all is told.
        ([(100, "USD", RATED)], [(2_250_000, "VND")], None, None),
        (
            [(100, "USD", RATED)],
            [(2_249_999, "VND")],
            "2.500.000 đồng, mới giải ngân 2.249.999 đồng.",
            "medium",
        ),
        ([(2_500_000, "VND")], [(90, "USD", RATED)], None, None),
        # Not told: neither nought nor compared.
        (
            [(100, "USD")],
            [(10**9, "VND")],
            "100 USD, giải ngân bằng loại tiền khác, không so được: hãy ghi tỷ giá của các dòng.",
            "low",
        ),
        ([(100, "USD")], [(89, "USD"), (10**9, "VND")], f"100 USD, mới giải ngân 89 USD, {APART}", "low"),
        ([(100, "USD")], [(90, "USD"), (10**9, "VND")], None, None),
        # What was set right to nought is no payment in another currency.
        ([(100, "USD")], [(5, "VND"), (-5, "VND")], "100 USD, mới giải ngân 0 USD.", "medium"),
    ],
)
def test_a_plan_in_one_currency_and_money_in_another(planned, paid, words, severity):
    project = make_project(starts_on="2026", owes_reports=False)
    for amount, currency, *more in planned:
        plan(project, amount, currency, **(more[0] if more else {}))
    for amount, currency, *more in paid:
        wrong = {"corrects": project.lines.last(), "reason": "Nhầm"} if amount < 0 else {}
        pay(project, amount, currency, **(more[0] if more else {}), **wrong)

    assert told() == (
        [("disbursement_behind_plan", f"Kế hoạch các kỳ đã qua {words}", severity, None)] if words else []
    )


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([{"valid_until": "2027-02-25"}], None),
        ([{"valid_until": "2027-02-24"}], ("Giấy đăng ký 1/GĐK còn hiệu lực đến 24/02/2027.", "medium")),
        ([{"valid_until": "2026-11-25"}], ("Giấy đăng ký 1/GĐK hết hiệu lực từ sau 25/11/2026.", "high")),
        ([{"valid_until": "2025"}, {"valid_until": "2028"}], None),
        ([{"valid_until": "2025"}, {}], None),  # the last one has no known end
        (
            [{"valid_until": "2025"}, {"valid_from": "2027", "valid_until": "2029"}],
            ("Giấy đăng ký 1/GĐK hết hiệu lực từ sau 31/12/2025.", "high"),
        ),
        ([{"valid_until": "2028", "withdrawn_on": date(2026, 1, 1), "withdrawn_reason": "Xin rút"}], None),
        # Of another kind it says nothing about this one, with or without an end.
        (
            [{"valid_until": "2025"}, {"kind": "project_office", "valid_until": "2030"}],
            ("Giấy đăng ký 1/GĐK hết hiệu lực từ sau 31/12/2025.", "high"),
        ),
        (
            [{"valid_until": "2025"}, {"kind": "project_office"}],
            ("Giấy đăng ký 1/GĐK hết hiệu lực từ sau 31/12/2025.", "high"),
        ),
        (
            [{"valid_until": "2026-12"}, {"kind": "project_office", "valid_until": "2025"}],
            (
                "Giấy đăng ký 2/GĐK hết hiệu lực từ sau 31/12/2025. Còn 1 giấy khác đã hết hoặc sắp hết hiệu lực.",
                "high",
            ),
        ),
        # The one that follows is issued already: it begins the day after, or a day too late.
        ([{"valid_until": "2026-12-31"}, {"valid_from": "2027-01-01", "valid_until": "2029"}], None),
        (
            [{"valid_until": "2026-12-31"}, {"valid_from": "2027-01-02", "valid_until": "2029"}],
            ("Giấy đăng ký 1/GĐK còn hiệu lực đến 31/12/2026.", "medium"),
        ),
        ([{"valid_until": "2024"}, {"valid_from": "2025-06", "valid_until": "2029"}], None),  # a gap that is past
        (
            [
                {"valid_until": "2026-12"},
                {"valid_from": "2027", "valid_until": "2029", "withdrawn_on": date(2026, 11, 1), "withdrawn_reason": "Sai"},
            ],
            ("Giấy đăng ký 1/GĐK còn hiệu lực đến 31/12/2026.", "medium"),
        ),
        (
            [
                {"valid_until": "2025"},
                {"valid_from": "2026", "valid_until": "2029", "withdrawn_on": date(2026, 11, 1), "withdrawn_reason": "Rút"},
            ],
            None,
        ),
        # Without an end, and older than the one that ended.
        (
            [{"valid_from": "2023", "valid_until": "2025"}, {"issued_on": "2015"}],
            ("Giấy đăng ký 1/GĐK hết hiệu lực từ sau 31/12/2025.", "high"),
        ),
        ([{"valid_from": "2023", "valid_until": "2025"}, {"issued_on": "2026"}], None),
        ([{"valid_until": "2025"}, {"valid_until": "2025"}], ("Giấy đăng ký 2/GĐK hết hiệu lực từ sau 31/12/2025.", "high")),
    ],
)  # fmt: skip
def test_the_registration_of_an_organisation_that_ends(papers, expected):
    partner = make_partner()
    for number, values in enumerate(papers, start=1):
        facts = {"partner": partner, "kind": "activity", "number": f"{number}/GĐK", **values}
        NgoRegistration.objects.create(**facts)

    assert [(words, severity) for _rule, words, severity, _day in told()] == ([expected] if expected else [])
