from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from dnfa.accounts.enums import Role
from tests.factories import make_agency, sign_in


@pytest.fixture(autouse=True)
def frozen(monkeypatch):
    """26/11/2026 in Đà Nẵng, past the day until when the year's progress is to be told."""
    moment = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def tourism(db):
    return make_agency(key="so-du-lich", name_vi="Sở Du lịch")


@pytest.fixture
def planning(db):
    return make_agency(key="so-ke-hoach-dau-tu", name_vi="Sở Kế hoạch và Đầu tư")


@pytest.fixture
def focal(client, tourism):
    """The focal point of tourism, signed in."""
    return sign_in(client, Role.FOCAL_POINT, agency=tourism)


@pytest.fixture
def files_dir(settings, tmp_path):
    """A place of the test's own for the contents of files."""
    settings.MEDIA_ROOT = tmp_path / "media"
