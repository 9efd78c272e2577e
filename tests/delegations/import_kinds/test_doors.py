"""Who brings tables of this room in and takes them out."""

from __future__ import annotations

import pytest

from delegations.import_kinds import KINDS
from tests.agreements.import_kinds.sheets import KEEPERS_ONLY, doors_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_who_keeps_the_register_brings_its_tables_in(kind):
    assert doors_of(kind) == KEEPERS_ONLY
