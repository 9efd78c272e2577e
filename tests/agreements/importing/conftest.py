from __future__ import annotations

import pytest

from tests.agreements.importing.factories import load_names


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Nothing of its own: the names are loaded by each test that asks for them."""


@pytest.fixture
def register(db):
    """The partners, countries and agencies of the real register; nothing signed yet."""
    load_names()
