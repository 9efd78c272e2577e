"""Who brings the tables in."""

from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from tests.factories import make_user


@pytest.fixture
def officer(db):
    """An officer of the Department, who may bring in every table but criteria."""
    return make_user(Role.OFFICER)
