from __future__ import annotations

import re
from datetime import date

import pytest
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.views import APIView

from dnfa.core.partial_dates import PartialDate
from dnfa.core.serializers import PARTIAL_DATE_SCHEMA, PartialDateSerializerField


@pytest.fixture
def serializer(dated_class):
    class DatedSerializer(serializers.ModelSerializer):
        class Meta:
            model = dated_class
            fields = ("name", "signed_on")

    return DatedSerializer


@pytest.mark.parametrize("iso", ["2004", "2012-04", "2016-11-22"])
def test_iso_text_goes_out_and_in(dated_class, serializer, iso):
    incoming = serializer(data={"name": "a", "signed_on": iso})

    assert serializer(dated_class(name="a", signed_on=iso)).data == {"name": "a", "signed_on": iso}
    assert incoming.is_valid()
    assert incoming.validated_data == {"name": "a", "signed_on": PartialDate.from_iso(iso)}


def test_unknown_is_null(dated_class, serializer):
    incoming = serializer(data={"name": "a", "signed_on": None})

    assert serializer(dated_class(name="a")).data == {"name": "a", "signed_on": None}
    assert incoming.is_valid()
    assert incoming.validated_data["signed_on"] is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("22/11/2016", "“22/11/2016” không đúng dạng ISO 8601: 2004, 2012-04 hoặc 2016-11-22."),
        ("2023-09-31", "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."),
        (2004, "Cần chuỗi ngày ISO 8601: 2004, 2012-04 hoặc 2016-11-22."),
        ("", "“” không đúng dạng ISO 8601: 2004, 2012-04 hoặc 2016-11-22."),
    ],
)
def test_anything_else_is_refused(serializer, value, message):
    incoming = serializer(data={"name": "a", "signed_on": value})

    assert not incoming.is_valid()
    assert incoming.errors == {"signed_on": [message]}


def test_representation_takes_days_too():
    assert PartialDateSerializerField().to_representation(date(2016, 11, 22)) == "2016-11-22"


def test_openapi_tells_the_pattern(serializer):
    schema = AutoSchema()
    schema.path, schema.method, schema.view = "/", "GET", extend_schema(exclude=False)(APIView)()

    described = schema._map_serializer_field(serializer().fields["signed_on"], "response")

    assert {key: described[key] for key in ("type", "pattern", "nullable")} == {
        "type": "string",
        "pattern": PARTIAL_DATE_SCHEMA["pattern"],
        "nullable": True,
    }
    pattern = re.compile(described["pattern"])
    assert [bool(pattern.search(text)) for text in ("2004", "2012-04", "2016-11-22", "2012-13", "0999", "22/11/2016")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
