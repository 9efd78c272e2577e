from __future__ import annotations

import pytest

from tests.agreements.importing.factories import FEW, load_names


@pytest.fixture
def register(db):
    """The partners, countries and agencies of the real register; nothing signed yet."""
    load_names()


@pytest.fixture
def few(db):
    """Daegu, Seoul and Salavan with the agencies of the city: enough for most tests, and quick."""
    load_names(FEW)
