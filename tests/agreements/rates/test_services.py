from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from agreements.models import ExchangeRate
from agreements.services.projects import rate_record, rate_replace
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from tests.agreements.rates.factories import book_at, make_rate
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
SAID = {"currency": "USD", "day": date(2026, 1, 5), "rate": Decimal(25450), "source": "NHNN"}
WEB = "https://www.sbv.gov.vn/ty-gia"


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def record(user, **values):
    return rate_record(user=user, today=TODAY, **{**SAID, **values})


def replace(wrong, user, reason="Gõ nhầm", **changes):
    return rate_replace(wrong=wrong, reason=reason, user=user, today=TODAY, **changes)


def standing():
    return sorted((one.currency, int(one.rate)) for one in ExchangeRate.objects.standing())


# --- recording ---------------------------------------------------------------------------
def test_a_rate_is_recorded_tidied(officer):
    made = record(officer, currency=" usd ", source="  Ngân hàng   Nhà nước ", url=WEB)

    assert (made.currency, made.source, made.url, made.recorded_by, made.replaces, made.replaced_on) == (
        "USD",
        "Ngân hàng Nhà nước",
        WEB,
        officer,
        None,
        None,
    )


def test_the_same_rate_said_again_is_one_and_learns_its_address(officer):
    first = record(officer)
    again = record(officer, url=WEB)
    without = record(officer)

    assert (again, without, ExchangeRate.objects.count()) == (first, first, 1)
    assert ExchangeRate.objects.get().url == WEB


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"currency": "VND"}, "rate_of_dong", "currency"),
        ({"currency": "XYZ"}, "currency_wrong", "currency"),
        ({"rate": Decimal(0)}, "rate_not_whole", "rate"),
        ({"rate": Decimal(-1)}, "rate_not_whole", "rate"),
        ({"rate": Decimal("NaN")}, "rate_not_whole", "rate"),
        ({"rate": Decimal("0.0000001")}, "invalid", "rate"),
        ({"rate": Decimal(10) ** 12}, "invalid", "rate"),
        ({"source": " "}, "rate_not_whole", "source"),
        ({"source": "TỐI MẬT"}, "secret_mark", "source"),
        ({"day": date(2026, 11, 27)}, "rate_in_future", "day"),
        ({"url": "javascript:alert(1)"}, "invalid", "url"),
        ({"url": "ftp://sbv.gov.vn"}, "invalid", "url"),
    ],
)
def test_what_is_no_rate(officer, values, code, field):
    with pytest.raises(InvalidInput) as error:
        record(officer, **values)

    assert (error.value.code, list(error.value.fields)) == (code, [field])
    assert not ExchangeRate.objects.exists()


def test_another_number_of_the_same_day_and_source_is_refused_and_nothing_rewritten(officer):
    record(officer)

    with pytest.raises(InvalidInput) as error:
        record(officer, rate=Decimal(25500))

    assert (error.value.code, list(error.value.fields)) == ("rate_known_otherwise", ["rate"])
    assert "25.450" in str(error.value)
    assert standing() == [("USD", 25450)]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_who_only_reads_writes_no_rate(role):
    rate, reader = make_rate(), make_user(role)

    for deed in (lambda: record(reader, currency="EUR"), lambda: replace(rate, reader, rate=Decimal(5))):
        with pytest.raises(NotAllowed):
            deed()

    assert list(ExchangeRate.objects.values_list("pk", "replaced_on")) == [(rate.pk, None)]


# --- replacing ---------------------------------------------------------------------------
def test_a_wrong_rate_is_replaced_by_a_further_one_and_lines_keep_theirs(officer):
    wrong = make_rate(2545, url=WEB)
    line = book_at(wrong, make_project())

    right = replace(wrong, officer, rate=Decimal(25450))
    wrong.refresh_from_db()
    line.refresh_from_db()

    assert (right.replaces, right.reason, right.recorded_by, right.url) == (wrong, "Gõ nhầm", officer, WEB)
    assert (wrong.rate, wrong.replaced_on, right.replaced_on) == (2545, TODAY, None)
    assert (line.rate, line.dong) == (2545, 254_500)
    assert standing() == [("USD", 25450)]


def test_a_rate_written_for_the_wrong_currency_is_replaced_too(officer):
    wrong = make_rate(29000, "USD")

    replace(wrong, officer, currency="EUR")

    assert standing() == [("EUR", 29000)]


def test_a_change_of_the_address_alone_replaces_nothing(officer):
    rate = make_rate()

    assert replace(rate, officer, url=WEB) == rate
    assert list(ExchangeRate.objects.values_list("url", "replaced_on")) == [(WEB, None)]


def test_a_rate_set_right_twice_is_a_chain(officer):
    first = make_rate(2545)
    second = replace(first, officer, rate=Decimal(254500))
    third = replace(second, officer, rate=Decimal(25450))

    assert (first.replacement, second.replacement, standing()) == (second, third, [("USD", 25450)])
    assert record(officer) == third


def test_what_may_not_be_replaced(officer):
    replaced, rate = make_rate(2545), make_rate(26000, day=date(2026, 1, 6))
    replace(replaced, officer, rate=Decimal(25450))

    for wrong, reason, changes, kind, code in (
        (replaced, "Sai", {"rate": Decimal(5)}, Conflict, "replaced_already"),
        (rate, "Sai", {}, Conflict, "nothing_to_correct"),
        (rate, "Sai", {"rate": Decimal("26000.000000")}, Conflict, "nothing_to_correct"),
        (rate, " ", {"rate": Decimal(5)}, InvalidInput, "reason_needed"),
        (rate, "TUYỆT MẬT", {"rate": Decimal(5)}, InvalidInput, "secret_mark"),
        (rate, "Sai", {"day": date(2026, 11, 27)}, InvalidInput, "rate_in_future"),
        (rate, "Sai", {"day": date(2026, 1, 5)}, InvalidInput, "rate_known_otherwise"),
    ):
        with pytest.raises(kind) as error:
            replace(wrong, officer, reason, **changes)
        assert error.value.code == code
    assert standing() == [("USD", 25450), ("USD", 26000)]


def test_a_rate_knows_no_other_facts(officer):
    with pytest.raises(TypeError, match="no such facts of a rate: replaced_on"):
        replace(make_rate(), officer, replaced_on=None)


# --- what the database holds ---------------------------------------------------------------
@pytest.mark.parametrize(
    "change", [{"rate": 5}, {"currency": "EUR"}, {"day": date(2026, 1, 6)}, {"source": "VCB"}]
)
def test_the_database_refuses_to_rewrite_a_rate(change):
    rate = make_rate()

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        ExchangeRate.objects.filter(pk=rate.pk).update(**change)

    rate.refresh_from_db()
    assert (rate.currency, rate.day, rate.rate, rate.source) == ("USD", date(2026, 1, 5), 25450, "NHNN")


def test_one_rate_of_a_currency_day_and_source_stands():
    make_rate(2545, replaced_on=TODAY)
    make_rate()

    with pytest.raises(IntegrityError, match="rate_stands_once"), transaction.atomic():
        make_rate(25500)

    assert standing() == [("USD", 25450)]
