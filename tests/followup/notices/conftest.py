from __future__ import annotations

from collections.abc import Iterator

import pytest

from dnfa.followup.notices import sources


@pytest.fixture
def only_sources() -> Iterator[None]:
    """No source but those the test registers; the house's own stand again afterwards."""
    kept = dict(sources._sources)
    sources._sources.clear()
    yield
    sources._sources.clear()
    sources._sources.update(kept)
