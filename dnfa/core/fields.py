"""Model fields of the ground floor."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import lookups
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from dnfa.core.functions import PartialFirst, PartialLast
from dnfa.core.partial_dates import InvalidPartialDate, PartialDate, as_partial

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    FieldBase = models.Field[PartialDate | date | str | None, PartialDate | None]
    LookupBase = lookups.Lookup[Any]
else:
    LookupBase = lookups.Lookup
    FieldBase = models.Field  # generic for the type checker only

ISO_LENGTH = 10


class _PartialDateAttribute(DeferredAttribute):
    """Turns what code assigns (ISO text, a date) into a `PartialDate` at once.

    What cannot be read stays as it is, so that `full_clean` names the field in its error.
    """

    def __set__(self, instance: models.Model, value: Any) -> None:
        try:
            instance.__dict__[self.field.attname] = self.field.to_python(value)
        except ValidationError:
            instance.__dict__[self.field.attname] = value


class _RefusedLookup(LookupBase):
    """Refuses when a query uses it, not when a tool (django-stubs) only asks which lookups there are."""

    def __init__(self, lhs: Any, rhs: Any) -> None:  # noqa: ARG002  (Django passes it)
        name = lhs.target.name
        raise FieldError(
            f"Compare a partial date by its first or last day: {name}__first__{self.lookup_name} "
            f"or {name}__last__{self.lookup_name}."
        )


# Text comparison would call "2004" earlier than "2004-01-01" and call that a fact: say first or last instead.
_REFUSED_LOOKUPS = {
    name: type("RefusedLookup", (_RefusedLookup,), {"lookup_name": name})
    for name in ("lt", "lte", "gt", "gte", "range")
}


class PartialDateField(FieldBase):
    """A date known to the year, month or day, kept as ISO text of its own precision; unknown is NULL, never "".

    Compare through `__first` and `__last` (dates): `signed_on__last__lte=day`, `signed_on__first__year=2004`.
    `order_by` on the field itself follows `PartialDate`'s own order.
    """

    description = _("Ngày biết đến năm, tháng hoặc ngày")
    descriptor_class = _PartialDateAttribute
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        return "PartialDateField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002  (Django names it)
        return f"varchar({ISO_LENGTH})"

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """The column holds a real date in ISO form: the SQL function gives NULL for anything else."""
        column = connection.ops.quote_name(str(self.column))
        return f"{column} IS NULL OR public.partial_first_day({column}) IS NOT NULL"

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        return {**super().db_parameters(connection), "collation": "C"}

    def to_python(self, value: Any) -> PartialDate | None:
        """Read a partial date, a date or ISO text. Raises `ValidationError`."""
        if value is None or value == "":
            return None
        if not isinstance(value, PartialDate | date | str):
            raise ValidationError(_("Giá trị không phải là ngày."), code="invalid")
        try:
            return as_partial(value)
        except InvalidPartialDate as error:
            raise ValidationError(str(error), code="invalid") from error

    def from_db_value(
        self,
        value: str | None,
        expression: object,  # noqa: ARG002  (Django passes it)
        connection: object,  # noqa: ARG002  (Django passes it)
    ) -> PartialDate | None:
        return None if value is None else PartialDate.from_iso(value)

    def get_prep_value(self, value: Any) -> Any:
        partial = self.to_python(super().get_prep_value(value))
        return None if partial is None else partial.isoformat()

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def get_lookup(self, lookup_name: str) -> type[lookups.Lookup[Any]] | None:
        return _REFUSED_LOOKUPS.get(lookup_name) or super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> django_forms.Field | None:
        from dnfa.core.forms import PartialDateFormField  # noqa: PLC0415  (forms stand above fields)

        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


@PartialDateField.register_lookup
class FirstDay(PartialFirst, models.Transform):
    """`field__first`: the earliest day it can mean, as a date."""

    lookup_name = "first"


@PartialDateField.register_lookup
class LastDay(PartialLast, models.Transform):
    """`field__last`: the latest day it can mean, as a date."""

    lookup_name = "last"
