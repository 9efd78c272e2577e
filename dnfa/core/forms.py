"""Form fields that read what Vietnamese officers type, whatever the interface language or Django's locale.

On an error the text stays as typed. Every message is a sentence that shows how to write it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.numbers import InvalidNumber, format_number, parse_number
from dnfa.core.partial_dates import InvalidPartialDate, PartialDate, Precision
from dnfa.core.text import clean_line


class PartialDateInput(forms.TextInput):
    """A text box that says which three forms of a date it takes."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {
            "inputmode": "text",
            "autocomplete": "off",
            "placeholder": gettext_lazy("ngày/tháng/năm, tháng/năm hoặc năm"),
        }
        super().__init__(attrs={**hints, **(attrs or {})})


class ViDateInput(forms.TextInput):
    """A text box for a whole date; the browser's own picker follows the browser's language and is not used."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"inputmode": "text", "autocomplete": "off", "placeholder": gettext_lazy("ngày/tháng/năm")}
        super().__init__(attrs={**hints, **(attrs or {})})


class ViNumberInput(forms.TextInput):
    """A text box for a number with thousands dots and a decimal comma."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


def _read_date(text: str) -> PartialDate:
    try:
        return PartialDate.parse_vi(text)
    except InvalidPartialDate as error:
        raise ValidationError(str(error), code="invalid") from error


class PartialDateFormField(forms.Field):
    """A date known to the year, month or day. The clean value is a `PartialDate` or None."""

    widget = PartialDateInput

    def prepare_value(self, value: Any) -> Any:
        """Show a date the Vietnamese way; leave typed text alone."""
        return value.display("vi") if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        if value in self.empty_values or not (text := clean_line(str(value))):
            return None
        return _read_date(text)


class ViDateField(forms.DateField):
    """A whole date, day first: 05/03/2026 is 5 March. The clean value is a `date` or None."""

    widget = ViDateInput

    def prepare_value(self, value: Any) -> Any:
        return PartialDate.of(value).display("vi") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if value in self.empty_values or not (text := clean_line(str(value))):
            return None
        partial = _read_date(text)
        if partial.precision != Precision.DAY:
            raise ValidationError(_("Cần đủ ngày, tháng và năm, ví dụ 05/03/2026."), code="invalid")
        return partial.first_day()


class ViDecimalField(forms.DecimalField):
    """A number as Vietnamese documents write it: 1.234.567,89. The clean value is a `Decimal` or None."""

    widget = ViNumberInput

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal | int | float) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # django-stubs derive it from IntegerField
        if isinstance(value, Decimal | int | float):
            return Decimal(str(value))
        if value in self.empty_values or not (text := clean_line(str(value))):
            return None
        try:
            return parse_number(text, places=self.decimal_places)
        except InvalidNumber as error:
            raise ValidationError(str(error), code="invalid") from error


# For `ModelAdmin.formfield_overrides`.
VI_FORMFIELD_OVERRIDES: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.DateField: {"form_class": ViDateField},
    models.DecimalField: {"form_class": ViDecimalField},
}


def vi_formfield(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """For `formfield_callback` of a ModelForm's Meta: dates and decimals read the Vietnamese way."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs.setdefault("form_class", ViDateField)
    elif isinstance(db_field, models.DecimalField):
        kwargs.setdefault("form_class", ViDecimalField)
    return db_field.formfield(**kwargs)
