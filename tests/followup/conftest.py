from __future__ import annotations

from collections.abc import Iterator

import pytest

from dnfa.followup import rules


@pytest.fixture
def only_rules() -> Iterator[None]:
    """An empty table of rules that the test fills; the house's own rules stand again afterwards."""
    kept = dict(rules._rules)
    rules._rules.clear()
    yield
    rules._rules.clear()
    rules._rules.update(kept)
