from __future__ import annotations

import pytest

from tests.core.attachments import factories


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def holder():
    """Agreements as the kind of record that files hang on."""
    yield from factories.agreements_hold_files()
