"""What a list of things with a state shows without being asked, and that a filter set has to say it."""

from __future__ import annotations

import django_filters
import pytest
from django.core.exceptions import ImproperlyConfigured

from dnfa.followup.filter_parts import ALL, UnlessAsked
from dnfa.followup.models import Flag
from tests.factories import make_partner
from tests.followup.factories import make_flag


class BySeverity(UnlessAsked, django_filters.FilterSet):
    """A flag's severity stands for the state here: a plain column."""

    state = django_filters.ChoiceFilter(
        field_name="severity", choices=[("low", "Thấp"), ("high", "Cao"), (ALL, "Tất cả")], method="by_state"
    )

    def standing(self, rows):
        return rows.exclude(severity="low")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ({}, {"high"}),
        ({"state": ""}, {"high"}),
        ({"state": ALL}, {"low", "high"}),
        ({"state": "x"}, {"high"}),
    ],
)
def test_only_what_stands_is_listed_unless_asked(asked, listed):
    make_flag(make_partner(), rule="a", severity="low")
    make_flag(make_partner(), rule="b", severity="high")

    filters = BySeverity(asked, queryset=Flag.objects.all())
    filters.is_valid()

    assert set(filters.filter_queryset(filters.queryset).values_list("severity", flat=True)) == listed


def test_a_filter_set_says_what_stands():
    with pytest.raises(ImproperlyConfigured) as refusal:
        type(django_filters.FilterSet)("Silent", (UnlessAsked, django_filters.FilterSet), {})
    assert str(refusal.value) == "Silent must write standing"
