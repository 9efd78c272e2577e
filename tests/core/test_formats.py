"""Each trap of Django's own vi locale, with days up to the twelfth, where a wrong reading stays unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import formats, translation

from dnfa.core.forms import ViDecimalField

MOMENT = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)


@pytest.fixture(params=["vi", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("typed", ["05/03/2026", "05-03-2026", "05.03.2026", "2026-03-05"])
def test_plain_date_fields_read_the_day_first(language, typed):
    assert forms.DateField().clean(typed) == date(2026, 3, 5)


def test_plain_date_fields_read_a_day_after_the_twelfth(language):
    assert forms.DateField().clean("25/03/2026") == date(2026, 3, 25)


def test_plain_datetime_fields_read_the_day_first(language):
    read = forms.DateTimeField().clean("05/03/2026 08:30")

    assert read == MOMENT


def test_dates_print_with_slashes(language):
    assert formats.date_format(date(2026, 3, 5)) == "05/03/2026"
    assert formats.date_format(date(2026, 3, 5), "SHORT_DATE_FORMAT") == "05/03/2026"
    assert (
        Template("{{ d }} {{ d|date }}").render(Context({"d": date(2026, 3, 5)})) == "05/03/2026 05/03/2026"
    )


def test_month_of_a_year_prints_by_language():
    with translation.override("vi"):
        assert formats.date_format(date(2026, 3, 5), "YEAR_MONTH_FORMAT") == "3/2026"
    with translation.override("en"):
        assert formats.date_format(date(2026, 3, 5), "YEAR_MONTH_FORMAT") == "Mar 2026"


def test_moments_print_in_vietnamese_time(language):
    assert settings.TIME_ZONE == "Asia/Ho_Chi_Minh"
    assert Template("{{ at|date:'DATETIME_FORMAT' }}").render(Context({"at": MOMENT})) == "08:30 05/03/2026"


def test_numbers_are_grouped_by_dots(language):
    assert formats.number_format(Decimal("1234567.89"), force_grouping=True) == "1.234.567,89"
    assert (
        Template("{{ n|floatformat:'2g' }}").render(Context({"n": Decimal("1234567.89")})) == "1.234.567,89"
    )


def test_our_decimal_field_reads_what_is_printed_without_any_setting(language):
    assert ViDecimalField(decimal_places=2).clean("1.234.567,89") == Decimal("1234567.89")


def test_years_and_keys_are_printed_as_they_are(language):
    assert Template("{{ year }} {{ pk }}").render(Context({"year": 2026, "pk": 12345})) == "2026 12345"


def test_the_week_begins_on_monday(language):
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
