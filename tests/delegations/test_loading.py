"""Delegations and other contacts as loaded from the data files."""

from __future__ import annotations

from collections import Counter

import pytest

from delegations.models import Delegation, Engagement
from dnfa.core.partial_dates import PartialDate


@pytest.fixture
def register(loaded, db):
    return loaded


def test_activities_become_delegations_or_engagements(register):
    directions = Counter(Delegation.objects.values_list("direction", flat=True))

    assert Delegation.objects.count() + Engagement.objects.count() == 140
    assert directions == {"in": 14, "out": 17}
    assert Engagement.objects.filter(kind="invitation_declined").count() == 6


def test_a_delegation_keeps_head_days_partners_and_number(register):
    russia = Delegation.objects.get(key="act-2014-08-russia")
    varna = Delegation.objects.get(key="act-2014-08-varna")
    boras = Delegation.objects.get(key="act-2013-2015-boras-out")

    assert (russia.starts_on, russia.ends_on) == (PartialDate(2014, 8, 16), PartialDate(2014, 8, 28))
    assert set(russia.partners.values_list("key", flat=True)) == {"ru-yaroslavl", "ru-yaroslavl-duma"}
    assert (varna.head_name, varna.head_title) == ("Văn Hữu Chiến", "Chủ tịch UBND thành phố")
    assert boras.persons == 25


def test_what_happens_every_year_is_recurring_and_undated(register):
    forum = Engagement.objects.get(key="act-yokohama-business-forum")
    storm = Engagement.objects.get(key="act-2014-12-cop20-award")

    assert (forum.is_recurring, forum.starts_on) == (True, None)
    assert set(storm.lead_agencies.values_list("key", flat=True)) == {"so-ngoai-vu", "hoi-lien-hiep-phu-nu"}
    recurring = [model.objects.filter(is_recurring=True).count() for model in (Delegation, Engagement)]
    assert recurring == [2, 7]
