from __future__ import annotations

from collections.abc import Iterator

import pytest

import dnfa.followup.clocks.triggers as registry


@pytest.fixture
def only_triggers() -> Iterator[None]:
    """An empty table of triggers that the test fills; the house's own stand again afterwards."""
    kept = dict(registry._triggers)
    registry._triggers.clear()
    yield
    registry._triggers.clear()
    registry._triggers.update(kept)
