from __future__ import annotations

from collections.abc import Iterator

import pytest

from dnfa.followup import rules
from dnfa.followup.notices import sources


@pytest.fixture
def only_rules() -> Iterator[None]:
    """An empty table of rules that the test fills; the house's own rules stand again afterwards."""
    kept = dict(rules._rules)
    rules._rules.clear()
    yield
    rules._rules.clear()
    rules._rules.update(kept)


@pytest.fixture
def only_sources() -> Iterator[None]:
    """No source of notices but those the test registers; the house's own stand again afterwards."""
    kept = dict(sources._sources)
    sources._sources.clear()
    yield
    sources._sources.clear()
    sources._sources.update(kept)
