from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from dnfa.core import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 5, 16, 59, 59, tzinfo=UTC), date(2026, 3, 5)),
        (datetime(2026, 3, 5, 17, 0, tzinfo=UTC), date(2026, 3, 6)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 3, 6, 0, 5, tzinfo=UTC), date(2026, 3, 6)),
    ],
)
def test_today_is_the_day_in_vietnam(monkeypatch, moment, day):
    monkeypatch.setattr(timezone, "now", lambda: moment)

    with timezone.override("America/New_York"):
        assert clock.local_today() == day
        assert clock.local_now() == moment
        assert clock.local_now().utcoffset().total_seconds() == 7 * 3600
