from __future__ import annotations

from datetime import date

import pytest

from delegations.activity import delegations
from dnfa.followup import activity
from dnfa.followup.activity import ActivitySource, last_day_expression, register_source, sources, timeline
from partners.models import Partner
from tests.factories import make_partner
from tests.followup.factories import make_delegation

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_sources(monkeypatch):
    monkeypatch.setattr(activity, "_sources", {})


def test_without_any_source_it_says_so_instead_of_calling_everything_dormant(no_sources):
    with pytest.raises(LookupError, match="INSTALLED_APPS"):
        last_day_expression(date(2023, 12, 26))
    with pytest.raises(LookupError, match="INSTALLED_APPS"):
        timeline([1])


def test_a_single_source_is_enough(no_sources):
    def rows(as_of):
        return (
            delegations(as_of).annotate(row_partner_id=activity.F("partners")).values(*activity.ROW_COLUMNS)
        )

    register_source(ActivitySource("only", "Đoàn", rows))
    partner = make_partner()
    delegation = make_delegation(partner, starts_on="2020-05-01")

    row = Partner.objects.with_last_activity(date(2023, 12, 26)).get(pk=partner.pk)

    assert row.last_activity == date(2020, 5, 1)
    assert [row["row_key"] for row in timeline([partner.pk])] == [delegation.key]


def test_a_source_registered_twice_is_there_once(no_sources):
    first, second = (ActivitySource("only", label, lambda _as_of: None) for label in ("A", "B"))
    register_source(first)
    register_source(second)

    assert sources() == (second,)
