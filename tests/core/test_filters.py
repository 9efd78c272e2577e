from __future__ import annotations

import django_filters
import pytest

from dnfa.core.filters import PartialDateFilter, PartialDateFromFilter, PartialDateToFilter

VALUES = ["2012", "2012-03", "2012-04-15", "2012-05"]


@pytest.fixture
def filterset(dated):
    dated.objects.bulk_create(dated(name=iso, signed_on=iso) for iso in VALUES)
    dated.objects.create(name="unknown")

    class DatedFilter(django_filters.FilterSet):
        signed_on_from = PartialDateFromFilter("signed_on")
        signed_on_to = PartialDateToFilter("signed_on")
        not_signed_in = PartialDateFilter("signed_on", exclude=True)

        class Meta:
            model = dated
            fields = ("signed_on",)

    def names(**data):
        return sorted(DatedFilter(data, queryset=dated.objects.all()).qs.values_list("name", flat=True))

    names.form_of = lambda **data: DatedFilter(data, queryset=dated.objects.all()).form
    names.kind = type(DatedFilter.base_filters["signed_on"])
    return names


@pytest.mark.parametrize("given", ["4/2012", "2012-04", "tháng 4 năm 2012"])
def test_values_that_may_lie_within_the_month(filterset, given):
    assert filterset(signed_on=given) == ["2012", "2012-04-15"]
    assert filterset(signed_on_from=given) == ["2012", "2012-04-15", "2012-05"]
    assert filterset(signed_on_to=given) == ["2012", "2012-03", "2012-04-15"]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({}, [*VALUES, "unknown"]),
        ({"signed_on": "2012"}, VALUES),
        ({"signed_on": "15/4/2012"}, ["2012", "2012-04-15"]),
        ({"signed_on": "2011"}, []),
        ({"signed_on_from": "2012-05-31"}, ["2012", "2012-05"]),
        ({"signed_on_from": "2013"}, []),
        ({"signed_on_to": "2012-01-01"}, ["2012"]),
        ({"signed_on_to": "2011"}, []),
        ({"signed_on_from": "2012-04-16", "signed_on_to": "2012-04-30"}, ["2012"]),
        ({"not_signed_in": "2012-03"}, ["2012-04-15", "2012-05", "unknown"]),
    ],
)
def test_ranges_overlap_and_unknown_dates_are_in_none(filterset, data, names):
    assert filterset(**data) == names


def test_a_bad_date_is_an_error_of_the_filter(filterset):
    assert filterset.form_of(signed_on_from="31/9/2012").errors == {
        "signed_on_from": ["Ngày 31/9/2012 không có trong lịch: tháng 9 có 30 ngày."]
    }


def test_filtersets_know_partial_dates_by_themselves(filterset):
    assert filterset.kind is PartialDateFilter
