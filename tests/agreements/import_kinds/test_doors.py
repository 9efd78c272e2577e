"""Who brings tables in and takes them out: who keeps what they hold, and nobody else."""

from __future__ import annotations

import pytest

from agreements.import_kinds import CRITERIA, KINDS
from tests.agreements.import_kinds.sheets import KEEPERS_ONLY, doors_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not CRITERIA], ids=lambda kind: kind.code)
def test_who_keeps_the_register_brings_its_tables_in(kind):
    assert doors_of(kind) == KEEPERS_ONLY
