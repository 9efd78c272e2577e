from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.enums import FundingKind
from agreements.models import FundingLine, Project
from agreements.presenters import amount_words
from agreements.selectors_projects import project_rows, value_of
from agreements.services.projects import (
    line_add,
    line_net,
    line_set_right,
    line_tell_rate,
    project_create,
)
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.money import Money, Sums
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def add(project, officer, amount, currency="USD", kind="committed", **more):
    return line_add(
        project=project,
        kind=kind,
        amount=Decimal(str(amount)),
        currency=currency,
        user=officer,
        today=TODAY,
        **more,
    )


def told(error):
    return error.value.code, sorted(error.value.fields)


# --- booking ---------------------------------------------------------------------------
def test_a_line_is_booked_and_the_project_counts_a_version(officer):
    project = make_project()

    line = add(
        project, officer, "601346.76", "eur", booked_on=PartialDate.parse_vi("12/2025"), note="  Đợt   1 "
    )

    assert (line.amount, line.currency, str(line.booked_on), line.note) == (
        Decimal("601346.76"),
        "EUR",
        "2025-12",
        "Đợt 1",
    )
    assert line.recorded_by == officer
    before = project.version
    project.refresh_from_db()
    assert project.version == before + 1


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"amount": "0"}, "amount_wrong", ["amount"]),
        ({"amount": "-5"}, "amount_wrong", ["amount"]),
        ({"amount": "0.001"}, "amount_wrong", ["amount"]),
        ({"amount": "1000000000000000000"}, "amount_wrong", ["amount"]),
        ({"amount": "NaN"}, "amount_wrong", ["amount"]),
        ({"currency": "CON"}, "currency_wrong", ["currency"]),
        ({"currency": ""}, "currency_wrong", ["currency"]),
        ({"booked_on": PartialDate.of(date(2026, 11, 27))}, "booked_in_future", ["booked_on"]),
        ({"kind": "planned"}, "period_needed", ["period_from"]),
        ({"period_from": date(2026, 1, 1)}, "period_wrong", ["period_to"]),
        ({"period_from": date(2026, 1, 2), "period_to": date(2026, 1, 1)}, "period_wrong", ["period_to"]),
        ({"currency": "VND", "dong_stated": Decimal(5)}, "rate_of_dong", ["rate"]),
        ({"rate": Decimal(25450)}, "rate_not_whole", ["rate"]),
        ({"rate": Decimal(0), "rate_on": TODAY, "rate_source": "NHNN"}, "rate_not_whole", ["rate"]),
        (
            {"rate": Decimal(1), "rate_on": TODAY, "rate_source": "NHNN", "dong_stated": Decimal(5)},
            "dong_told_twice",
            ["dong_stated"],
        ),
        (
            {"rate": Decimal(1), "rate_on": date(2026, 11, 27), "rate_source": "NHNN"},
            "rate_in_future",
            ["rate_on"],
        ),
        ({"dong_stated": Decimal(0)}, "dong_wrong", ["dong_stated"]),
        ({"dong_stated": Decimal(-5000)}, "dong_wrong", ["dong_stated"]),
        ({"kind": "gift"}, "invalid", ["kind"]),
    ],
)
def test_what_may_not_be_booked(officer, values, code, fields):
    project = make_project()

    with pytest.raises(InvalidInput) as error:
        add(project, officer, values.pop("amount", "5"), values.pop("currency", "USD"), **values)

    assert told(error) == (code, fields)
    assert not project.lines.exists()


def test_only_those_who_keep_the_register_book(officer):
    project = make_project()
    for role in (Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            add(project, make_user(role), 5)
    assert not project.lines.exists()


def test_a_source_states_one_value(officer):
    project = make_project(amount=100, currency="USD")

    with pytest.raises(InvalidInput) as error:
        add(project, officer, 5, kind="value")

    assert told(error) == ("value_stated_already", ["kind"])


def test_a_value_in_a_wrong_currency_comes_to_nought_and_is_stated_anew(officer):
    project = make_project(amount=100, currency="EUR", qualifier="approx")
    wrong = project.lines.get()
    nought = line_set_right(line=wrong, right_amount=Decimal(0), reason="Sai loại tiền", user=officer)

    right = add(project, officer, 100, kind="value")

    row = project_rows(Project.objects.all(), officer, TODAY).get()
    assert [line.amount for line in (wrong, nought, right)] == [100, -100, 100]
    assert (row.value_amount, row.value_currency, value_of(row)) == (
        100,
        "USD",
        (right, Money(Decimal(100), "USD")),
    )
    assert (amount_words(row), project.lines.all().sums()) == (
        "100 USD",
        Sums([Money(Decimal(0), "EUR"), Money(Decimal(100), "USD")]),
    )
    for refused in (
        lambda: add(project, officer, 5, kind="value"),
        lambda: line_set_right(line=wrong, right_amount=Decimal(5), reason="Có thật", user=officer),
    ):
        with pytest.raises(InvalidInput) as error:
            refused()
        assert error.value.code == "value_stated_already"
    assert line_set_right(line=right, right_amount=Decimal(90), reason="Thừa", user=officer).amount == -10


def test_a_value_that_comes_to_nought_is_told_as_nought_until_another_is_stated(officer):
    project = make_project(amount=100, currency="EUR", qualifier="approx")
    line_set_right(line=project.lines.get(), right_amount=Decimal(0), reason="Nhầm dự án", user=officer)

    row = project_rows(Project.objects.all(), officer, TODAY).get()

    assert (row.value_amount, row.value_currency, amount_words(row)) == (0, "EUR", "khoảng 0 EUR")


@pytest.mark.parametrize(
    ("lines", "amount", "ceiling"),
    [
        ([("committed", 100)], "100.01", "100 USD"),
        ([("committed", 100), ("approved", 80)], "81", "80 USD"),
        ([("value", 100)], "101", "100 USD"),
        ([("committed", 100), ("disbursed", 60)], "41", "100 USD"),
    ],
)
def test_more_given_out_than_promised_needs_a_reason(officer, lines, amount, ceiling):
    project = make_project()
    for kind, sum_ in lines:
        add(project, officer, sum_, kind=kind)

    with pytest.raises(InvalidInput) as error:
        add(project, officer, amount, kind="disbursed")
    assert told(error) == ("over_disbursed", ["reason"])
    assert f"vượt {ceiling}" in str(error.value)

    line = add(project, officer, amount, kind="disbursed", reason="Bạn bổ sung vốn")
    assert line.reason == "Bạn bổ sung vốn"


@pytest.mark.parametrize("lines", [[], [("committed", "EUR")], [("planned", "USD")]])
def test_without_a_promise_in_the_same_currency_nothing_is_compared(officer, lines):
    project = make_project()
    for kind, currency in lines:
        period = {"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
        add(project, officer, 1, currency, kind=kind, **period)

    assert add(project, officer, 5, kind="disbursed").amount == 5


RATED = {"rate": Decimal(25000), "rate_on": TODAY, "rate_source": "NHNN"}


@pytest.mark.parametrize(
    ("rate", "amount", "vnd", "refused"),
    [
        (RATED, "100", "1", "vượt 2.500.000 đồng"),
        (RATED, "99", "25000", None),
        ({"dong_stated": Decimal(2_500_000)}, "99", "25001", "vượt 2.500.000 đồng"),
        ({}, "99", "999999999", None),  # nobody told the dollars in đồng
    ],
)
def test_what_is_paid_in_another_currency_is_measured_in_dong(officer, rate, amount, vnd, refused):
    project = make_project()
    add(project, officer, 100, kind="approved", **rate)
    add(project, officer, amount, kind="disbursed", **RATED)

    if refused is None:
        assert add(project, officer, vnd, "VND", kind="disbursed").amount == Decimal(vnd)
        return
    with pytest.raises(InvalidInput) as error:
        add(project, officer, vnd, "VND", kind="disbursed")
    assert told(error) == ("over_disbursed", ["reason"])
    assert refused in str(error.value)
    assert project.lines.filter(currency="VND").count() == 0


def test_a_line_in_foreign_money_is_measured_in_dong_at_its_own_rate(officer):
    project = make_project()
    add(project, officer, 2_500_000, "VND", kind="approved")

    with pytest.raises(InvalidInput) as error:
        add(project, officer, "100.01", kind="disbursed", **RATED)

    assert "2.500.250 đồng vượt 2.500.000 đồng" in str(error.value)
    assert add(project, officer, 100, kind="disbursed", **RATED).dong == 2_500_000


# --- setting right ---------------------------------------------------------------------
def test_a_wrong_sum_is_set_right_by_a_further_line(officer):
    project = make_project()
    wrong = add(project, officer, 1000, kind="disbursed")

    down = line_set_right(line=wrong, right_amount=Decimal(100), reason="Ghi thừa một số 0", user=officer)
    up = line_set_right(line=wrong, right_amount=Decimal(150), reason="Có thêm đợt 2", user=officer)

    assert (down.amount, up.amount) == (-900, 50)
    assert (up.kind, up.currency, up.corrects, up.reason) == ("disbursed", "USD", wrong, "Có thêm đợt 2")
    assert line_net(wrong) == 150
    assert project.lines.filter(kind="disbursed").sums() == Sums([Money(Decimal(150), "USD")])
    wrong.refresh_from_db()
    assert wrong.amount == 1000


def test_a_line_that_never_was_comes_to_nought(officer):
    project = make_project()
    wrong = add(project, officer, 1000)

    line_set_right(line=wrong, right_amount=Decimal(0), reason="Nhầm dự án", user=officer)

    assert list(project.lines.sums()) == [Money(Decimal("0.00"), "USD")]


def test_what_may_not_be_set_right(officer):
    line = add(make_project(), officer, 1000)
    correction = line_set_right(line=line, right_amount=Decimal(900), reason="Thừa", user=officer)

    for wrong, amount, reason, kind, code in (
        (correction, "5", "Sai", Conflict, "is_a_correction"),
        (line, "900", "Sai", Conflict, "nothing_to_correct"),
        (line, "-1", "Sai", InvalidInput, "amount_wrong"),
        (line, "5", "  ", InvalidInput, "reason_needed"),
    ):
        with pytest.raises(kind) as error:
            line_set_right(line=wrong, right_amount=Decimal(amount), reason=reason, user=officer)
        assert error.value.code == code
    with pytest.raises(Conflict) as error:
        line_set_right(line=line, right_amount=Decimal(5), reason="Sai", user=officer, base_version=1)
    assert error.value.code == "stale_version"
    assert line_net(line) == 900


def test_a_value_in_dong_stated_by_the_source_moves_in_proportion(officer):
    project = make_project(amount=10_500_000, currency="USD", dong_stated=259_000_000_000)

    line_set_right(line=project.lines.get(), right_amount=Decimal(5_250_000), reason="Một nửa", user=officer)

    assert project.lines.all().in_dong() == (Decimal(129_500_000_000), 0)


def test_the_dong_of_a_source_come_to_nought_with_their_line_whatever_was_rounded_before(officer):
    project = make_project(amount=3, currency="USD", dong_stated=10)
    line = project.lines.get()

    found = []
    for right in (2, 1, 0):
        line_set_right(line=line, right_amount=Decimal(right), reason="Thừa", user=officer)
        found.append(project.lines.all().in_dong()[0])

    assert found == [7, 3, 0]


@pytest.mark.parametrize("change", [{"amount": 5}, {"currency": "EUR"}, {"kind": "approved"}])
def test_the_database_refuses_to_rewrite_a_line(officer, change):
    line = add(make_project(), officer, 1000)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        FundingLine.objects.filter(pk=line.pk).update(**change)

    line.refresh_from_db()
    assert (line.amount, line.currency, line.kind) == (1000, "USD", "committed")


# --- in đồng ---------------------------------------------------------------------------
def test_a_line_is_told_in_dong_at_its_own_rate_with_every_correction(officer):
    project = make_project()
    line = add(
        project, officer, "10.01", rate=Decimal(25450), rate_on=date(2026, 1, 5), rate_source="Vietcombank"
    )
    line_set_right(line=line, right_amount=Decimal("5.01"), reason="Thừa", user=officer)
    assert [row.dong for row in project.lines.order_by("pk")] == [254_755, -127_250]

    line_tell_rate(
        line=line,
        rate=Decimal(26000),
        rate_on=date(2026, 6, 30),
        rate_source="Kho bạc",
        user=officer,
        today=TODAY,
    )

    assert [row.dong for row in project.lines.order_by("pk")] == [260_260, -130_000]
    assert project.lines.all().in_dong() == (130_260, 0)


def test_lines_without_a_rate_are_counted_and_left_out(officer):
    project = make_project()
    add(project, officer, 5, "VND")
    add(project, officer, 5, "USD")

    assert project.lines.all().in_dong() == (5, 1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"rate": Decimal(0)}, "rate_not_whole"),
        ({"rate_source": " "}, "rate_not_whole"),
        ({"rate_on": date(2026, 11, 27)}, "rate_in_future"),
    ],
)
def test_a_rate_needs_number_day_and_source(officer, values, code):
    line = add(make_project(), officer, 5)
    whole = {"rate": Decimal(25450), "rate_on": TODAY, "rate_source": "NHNN"}

    with pytest.raises(InvalidInput) as error:
        line_tell_rate(line=line, user=officer, today=TODAY, **{**whole, **values})

    assert error.value.code == code


# --- nothing makes a total differ from its lines ------------------------------------------
CODES, KINDS = ("VND", "USD", "EUR"), ("committed", "approved", "disbursed")
cents = st.integers(1, 10**9)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(KINDS), st.sampled_from(CODES), cents),
        st.tuples(st.just("right"), st.integers(0, 30), st.integers(0, 10**9)),
        st.tuples(st.just("rate"), st.integers(0, 30), st.integers(1, 40_000_00)),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_makes_a_total_differ_from_its_lines_or_mixes_currencies(officer, steps):
    with transaction.atomic():
        project = project_create(title_vi="Cấp nước", direction="received", user=officer, today=TODAY)
        book: list[dict] = []  # kept beside, in whole cents
        for step in steps:
            _play(project, officer, book, step)
        assert _found(project) == _expected(book)
        assert all(cents >= 0 for cents in _found(project)[0].values())
        transaction.set_rollback(True)


def _play(project, officer, book, step):
    if step[0] == "add":
        _name, kind, currency, amount = step
        line = add(project, officer, Decimal(amount) / 100, currency, kind=kind, reason="đã biết")
        book.append({"line": line, "kind": kind, "currency": currency, "moves": [amount], "rate": None})
    elif book and step[0] == "right":
        entry, right = book[step[1] % len(book)], step[2]
        difference = right - sum(entry["moves"])
        if difference:
            line_set_right(line=entry["line"], right_amount=Decimal(right) / 100, reason="sai", user=officer)
            entry["moves"].append(difference)
        else:
            with pytest.raises(Conflict):
                line_set_right(
                    line=entry["line"], right_amount=Decimal(right) / 100, reason="sai", user=officer
                )
    elif book:
        entry, rate = book[step[1] % len(book)], Decimal(step[2]) / 100
        asked = {
            "line": entry["line"],
            "rate": rate,
            "rate_on": TODAY,
            "rate_source": "NHNN",
            "user": officer,
            "today": TODAY,
        }
        if entry["currency"] == "VND":
            with pytest.raises(InvalidInput):
                line_tell_rate(**asked)
        else:
            line_tell_rate(**asked)
            entry["rate"] = rate


def _found(project):
    """What the register says: whole cents by kind and currency, đồng, and how many lines have no rate."""
    cents = {
        (kind, money.currency): int(money.value * 100)
        for kind in FundingKind.values
        for money in project.lines.filter(kind=kind).sums()
    }
    total, left_out = project.lines.all().in_dong()
    return cents, total or Decimal(0), left_out


def _expected(book):
    """The same from the book kept beside."""
    cents = defaultdict(int)
    for entry in book:
        cents[entry["kind"], entry["currency"]] += sum(entry["moves"])
    known = [entry for entry in book if entry["currency"] == "VND" or entry["rate"] is not None]
    dong = sum((_dong(entry, move) for entry in known for move in entry["moves"]), Decimal(0))
    return cents, dong, sum(len(entry["moves"]) for entry in book if entry not in known)


def _dong(entry, move):
    if entry["currency"] == "VND":
        return Decimal(move) / 100
    return (Decimal(move) / 100 * entry["rate"]).quantize(Decimal(1), rounding=ROUND_HALF_UP)
