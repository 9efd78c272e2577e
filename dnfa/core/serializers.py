"""Serializer fields of the ground floor. Imported when the app is ready, so that every ModelSerializer knows them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dnfa.core.fields import PartialDateField
from dnfa.core.partial_dates import InvalidPartialDate, PartialDate, as_partial

PARTIAL_DATE_SCHEMA = {
    "type": "string",
    "pattern": r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "example": "2012-04",
    "description": "ISO 8601 date of its own precision: 2004, 2012-04 or 2016-11-22.",
}


@extend_schema_field(PARTIAL_DATE_SCHEMA)
class PartialDateSerializerField(serializers.Field[PartialDate, str, str, Any]):
    """A partial date as ISO text of its own precision, in and out: "2004", "2012-04", "2016-11-22"."""

    default_error_messages = {"invalid": _("Cần chuỗi ngày ISO 8601: 2004, 2012-04 hoặc 2016-11-22.")}

    def to_internal_value(self, data: Any) -> PartialDate:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return PartialDate.from_iso(data)
        except InvalidPartialDate as error:
            raise serializers.ValidationError(str(error), code="invalid") from error

    def to_representation(self, value: PartialDate) -> str:
        return as_partial(value).isoformat()


class SeenField(serializers.SlugRelatedField[Any]):
    """A record named by its key, among those the caller sees: a hidden one is refused like one that is not there."""

    def __init__(self, **kwargs: Any) -> None:
        self.model: Any = kwargs.pop("model")
        super().__init__(slug_field="key", queryset=self.model.objects.none(), **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        seen: QuerySet[Any] = self.model.objects.visible_to(self.context["request"].user)
        return seen


serializers.ModelSerializer.serializer_field_mapping[PartialDateField] = PartialDateSerializerField
