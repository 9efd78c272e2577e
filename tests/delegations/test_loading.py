"""Delegations and other contacts as loaded from the data files."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from delegations.enums import EngagementKind
from delegations.models import Delegation, Engagement
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.activity import summary_expression
from partners.flags import dormant_ties, never_active_ties
from partners.models import Partner, Relationship
from tests.delegations.evidence import activities, projects, signings, sleep_of, told_of

DAYS = (date(2016, 1, 1), date(2023, 12, 26), date(2026, 11, 23))


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


def evidence_on(as_of):
    """What the house says of every partner: the last day, what shows it, whether contact is known."""
    found = Partner.objects.annotate(activity=summary_expression(as_of)).values_list("key", "activity")
    return {
        key: (
            told["last_activity"],
            (told["last_activity_record"], told["last_activity_key"]),
            told["has_contact"],
        )
        for key, told in found
    }


@pytest.mark.parametrize("as_of", DAYS)
def test_the_last_activity_of_every_partner_is_what_the_file_says(register, as_of):
    deeds = [*activities(), *signings(), *projects()]
    expected = {key: told_of(deeds, key, as_of) for key in Partner.objects.values_list("key", flat=True)}

    found = evidence_on(as_of)

    assert {key: (day, has_contact) for key, (day, _by, has_contact) in found.items()} == {
        key: (told.day.isoformat() if told.day else None, told.has_contact) for key, told in expected.items()
    }
    unproven = {key: by for key, (day, by, _contact) in found.items() if day and by not in expected[key].by}
    assert unproven == {}


@pytest.mark.parametrize("as_of", DAYS)
def test_only_this_file_moves_the_last_activity_of_who_met(register, as_of):
    """Without the loaded delegations and contacts the house knows of signings and projects only."""
    rest = [*signings(), *projects()]
    Engagement.objects.all().delete()
    Delegation.objects.all().delete()

    found = evidence_on(as_of)

    assert {key: day for key, (day, _by, _contact) in found.items() if day} == {
        key: told.day.isoformat()
        for key in Partner.objects.values_list("key", flat=True)
        if (told := told_of(rest, key, as_of)).day
    }


def states_on(as_of):
    """Partners by what the flags say of their ties."""
    ties = set(Partner.objects.with_official_tie(as_of).values_list("key", flat=True))
    dormant = set(dormant_ties(as_of).values_list("key", flat=True))
    never = set(never_active_ties(as_of).values_list("key", flat=True))
    return {key: "dormant" if key in dormant else "never" if key in never else "awake" for key in ties}


def standing_ties(as_of):
    """Official ties of localities by partner, read one by one."""
    ties = defaultdict(list)
    for tie in Relationship.objects.select_related("partner"):
        is_official = tie.relationship_class in {"formal", "letter_of_intent"}
        begun = tie.since is None or tie.since.first_day() <= as_of
        stands = tie.until is None or tie.until.last_day() >= as_of
        if tie.partner.kind == "locality" and is_official and begun and stands:
            ties[tie.partner.key].append(tie)
    return ties


@pytest.mark.parametrize("as_of", DAYS)
def test_every_tie_is_awake_asleep_or_never_was_active_as_the_evidence_says(register, as_of):
    deeds = [*activities(), *signings(), *projects()]
    expected = {
        key: sleep_of(told_of(deeds, key, as_of), ties, as_of) for key, ties in standing_ties(as_of).items()
    }

    assert states_on(as_of) == {
        key: "awake" if state == "young" else state for key, state in expected.items()
    }


def test_a_declined_invitation_wakes_no_tie_and_a_letter_would(register):
    as_of = date(2016, 1, 1)
    declined = Engagement.objects.filter(kind=EngagementKind.INVITATION_DECLINED)
    before, keys = states_on(as_of), list(declined.values_list("pk", flat=True))

    declined.update(starts_on=PartialDate(2015, 12), is_recurring=False)  # fresh enough to wake anybody
    with_fresh_refusals = states_on(as_of)
    Engagement.objects.filter(pk__in=keys).update(kind=EngagementKind.LETTER)
    with_letters = states_on(as_of)

    assert with_fresh_refusals == before
    assert {key: (before[key], state) for key, state in with_letters.items() if state != before[key]} == {
        "by-grodno": ("never", "awake"),
    }
