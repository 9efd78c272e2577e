"""The sample year of the Scheme: made once, in every state, without touching what the Decision prints."""

from __future__ import annotations

from collections import Counter

import pytest

from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.core import demo as frame
from dnfa.core.demo import make_demonstration
from dnfa.core.demo_removal import remove_demonstration
from reports.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from reports.scheme import demo
from tests.reports.scheme.factories import TODAY


@pytest.fixture
def only_scheme(loaded, db, settings, monkeypatch):
    settings.DNFA_DEMO = True
    ensure_demonstration_users(password="mat-khau-mau-1")
    monkeypatch.setattr(frame, "_builders", {"scheme": (80, demo.build)})


def made() -> tuple[int, int, int, int]:
    models = (SchemeTask, SchemeTaskProgress, SchemeDifficulty, SchemeProposal)
    return tuple(model.objects.count() for model in models)


def test_a_second_run_adds_nothing_and_removal_leaves_the_86(only_scheme):
    first = make_demonstration(today=TODAY, say=print)
    once = made()
    second = make_demonstration(today=TODAY, say=print)
    twice = made()
    remove_demonstration()

    assert first == {"scheme_progress": 21, "scheme_difficulties": 3, "scheme_proposals": 3}
    assert (once, twice, second) == ((87, 21, 3, 3), (87, 21, 3, 3), {})
    assert made() == (86, 0, 0, 0)


def test_every_state_is_there_to_be_seen(only_scheme):
    make_demonstration(today=TODAY, say=print)

    states = Counter(SchemeTask.objects.with_state(TODAY).values_list("state", flat=True))

    assert states == {
        "unreported": 66,
        "in_progress": 13,
        "done": 3,
        "not_started": 3,
        "not_relevant": 1,
        "late": 1,
    }
    assert Counter(SchemeProposal.objects.values_list("state", flat=True)) == {
        "waiting": 1,
        "returned": 1,
        "accepted": 1,
    }
    assert set(SchemeTask.objects.filter(origin="official").values_list("version", "ends_on")) == {(1, None)}
