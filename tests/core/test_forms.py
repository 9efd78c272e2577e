from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from dnfa.core.fields import PartialDateField
from dnfa.core.forms import (
    VI_FORMFIELD_OVERRIDES,
    PartialDateFormField,
    ViDateField,
    ViDecimalField,
    vi_formfield,
)
from dnfa.core.partial_dates import PartialDate


class Sheet(forms.Form):
    signed_on = PartialDateFormField(required=False)
    day = ViDateField(required=False)
    amount = ViDecimalField(required=False, max_digits=18, decimal_places=2, min_value=0)


def test_form_reads_the_vietnamese_way():
    form = Sheet({"signed_on": " tháng 4/2012", "day": "05/03/2026", "amount": "1.234.567,89"})

    assert form.is_valid()
    assert form.cleaned_data == {
        "signed_on": PartialDate(2012, 4),
        "day": date(2026, 3, 5),
        "amount": Decimal("1234567.89"),
    }


@pytest.mark.parametrize("empty", ["", "  ", "\u200b"])
def test_form_takes_nothing_for_unknown(empty):
    form = Sheet({"signed_on": empty, "day": empty, "amount": empty})

    assert form.is_valid()
    assert form.cleaned_data == {"signed_on": None, "day": None, "amount": None}


def test_form_keeps_the_typed_text_beside_the_error():
    form = Sheet({"signed_on": "31/9/2023", "day": "4/2012", "amount": "1,234.56"})

    assert form.errors == {
        "signed_on": ["Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."],
        "day": ["Cần đủ ngày, tháng và năm, ví dụ 05/03/2026."],
        "amount": ["“1,234.56” viết theo lối tiếng Anh: hãy viết 1.234,56."],
    }
    assert [form[name].value() for name in form.fields] == ["31/9/2023", "4/2012", "1,234.56"]
    assert 'value="31/9/2023"' in str(form["signed_on"])


def test_a_day_that_is_none_is_refused_by_name():
    form = Sheet({"day": "29/2/2023"})

    assert form.errors == {"day": ["Ngày 29/2/2023 không có trong lịch: tháng 2 năm 2023 có 28 ngày."]}


def test_required_says_so_in_vietnamese():
    class Required(forms.Form):
        signed_on = PartialDateFormField()

    assert Required({}).errors == {"signed_on": ["Trường này là bắt buộc."]}


def test_form_shows_initial_values_the_vietnamese_way():
    form = Sheet(
        initial={"signed_on": PartialDate(2012, 4), "day": date(2026, 3, 5), "amount": Decimal("1234567.50")}
    )

    assert [form[name].value() for name in form.fields] == ["4/2012", "05/03/2026", "1.234.567,5"]
    assert 'placeholder="ngày/tháng/năm, tháng/năm hoặc năm"' in str(form["signed_on"])
    assert 'placeholder="ngày/tháng/năm"' in str(form["day"])
    assert 'inputmode="decimal"' in str(form["amount"])


def test_unchanged_initial_values_are_no_change():
    initial = {"signed_on": PartialDate(2012, 4), "day": date(2026, 3, 5), "amount": Decimal("1234567.50")}

    same = Sheet(
        {"signed_on": "tháng 4 năm 2012", "day": "5.3.2026", "amount": "1.234.567,50"}, initial=initial
    )
    other = Sheet({"signed_on": "2012", "day": "5.3.2026", "amount": ""}, initial=initial)

    assert same.changed_data == []
    assert other.changed_data == ["signed_on", "amount"]


def test_fields_take_values_of_their_own_kind():
    assert PartialDateFormField().clean(PartialDate(2004)) == PartialDate(2004)
    assert ViDateField().clean(date(2026, 3, 5)) == date(2026, 3, 5)
    assert ViDateField().clean(datetime(2026, 3, 5, 8, 0, tzinfo=UTC)) == date(2026, 3, 5)
    assert ViDecimalField().clean(Decimal("1.5")) == Decimal("1.5")
    assert ViDecimalField().clean(7) == Decimal(7)


def test_decimals_beyond_the_column_are_refused():
    assert list(Sheet({"amount": "1,25875"}).errors) == ["amount"]
    assert list(Sheet({"amount": "-5"}).errors) == ["amount"]
    with pytest.raises(ValidationError, match="hai cách"):
        ViDecimalField(decimal_places=2).clean("1,234")
    assert ViDecimalField(decimal_places=6).clean("16,054") == Decimal("16.054")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_day_up_to_twelve_is_never_taken_for_a_month(language):
    with translation.override(language):
        assert ViDateField().clean("05/03/2026") == date(2026, 3, 5)
        assert PartialDateFormField().clean("05/03/2026") == PartialDate(2026, 3, 5)
        assert ViDecimalField().clean("1.234") == Decimal(1234)


class Everything(models.Model):
    signed_on = PartialDateField(null=True, blank=True)
    day = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    at = models.DateTimeField()
    name = models.CharField(max_length=10)

    class Meta:
        app_label = "core_tests"
        apps = Apps()

    def __str__(self):
        return str(self.pk)


def test_model_forms_read_the_vietnamese_way_with_the_callback():
    class EverythingForm(forms.ModelForm):
        class Meta:
            model = Everything
            fields = ("signed_on", "day", "amount", "at", "name")
            formfield_callback = vi_formfield

    kinds = {name: type(field) for name, field in EverythingForm().fields.items()}

    assert kinds == {
        "signed_on": PartialDateFormField,
        "day": ViDateField,
        "amount": ViDecimalField,
        "at": forms.DateTimeField,
        "name": forms.CharField,
    }


def test_admin_overrides_name_the_same_fields():
    assert {
        models.DateField: {"form_class": ViDateField},
        models.DecimalField: {"form_class": ViDecimalField},
    } == VI_FORMFIELD_OVERRIDES
