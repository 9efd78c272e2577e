"""The register of Decision 2887 as of its day: who sleeps, what is over, what stayed a letter."""

from __future__ import annotations

import pytest

from dnfa.followup.models import Flag
from dnfa.followup.rules import rules
from dnfa.followup.selectors import record_key
from dnfa.followup.sync import run_sync
from tests.loaded import DECISION_DAY, load_everything
from tests.snapshots import once_a_run

pytestmark = pytest.mark.django_db

RENEWED = {
    "kr-jeju",
    "la-champasak",
    "la-salavan",
    "la-savannakhet",
    "la-sekong",
    "la-attapeu",
    "jp-yokohama",
}


def keys(rule: str) -> set[str]:
    return {record_key(flag) for flag in Flag.objects.current().filter(rule=rule).prefetch_related("record")}


def test_flags_of_the_decision(django_assert_max_num_queries):
    once_a_run("register", load_everything)

    few = 5 * len(rules())  # of each rule a statement in its savepoint, and what it asks first
    with django_assert_max_num_queries(few):
        outcome = run_sync(as_of=DECISION_DAY)
    again = run_sync(as_of=DECISION_DAY)

    assert outcome.run.failures == []
    assert (again.run.opened, again.run.kept, again.run.closed) == (0, outcome.run.opened, 0)
    # thesis p.118: the only letter that no formal paper followed; Khon Kaen signed in 2022
    assert keys("letter_of_intent_open") == {"bang-40-us-houston"}
    # the ten table rows that nobody renewed; the five Lao provinces and Yokohama were (Decision L568, L611)
    assert {key for key in keys("agreement_expired") if key.startswith("bang-")} == {
        "bang-2-kr-daegu",
        "bang-6-kr-yeongyang",
        "bang-17-jp-kisarazu",
        "bang-24-au-gold-coast",
        "bang-25-au-newcastle",
        "bang-30-fi-salo",
        "bang-34-fr-nord-pas-de-calais",
        "bang-41-bg-varna",
        "bang-42-sk-kosice",
        "bang-44-mx-toluca",
    }
    # thesis p.119: after signing no contact, exchange or activity at all
    assert keys("tie_never_active") >= {"by-grodno", "cn-jiangsu", "au-newcastle", "fr-reunion"}
    assert not (keys("tie_dormant") | keys("tie_never_active")) & RENEWED
    assert not keys("tie_dormant") & keys("tie_never_active")
