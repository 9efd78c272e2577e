"""Agencies of the city and their successions as loaded from the data files."""

from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.models import Agency, AgencySuccession
from dnfa.core.partial_dates import PartialDate


@pytest.fixture
def register(loaded, db):
    return loaded


def test_agencies_carry_their_abbreviations_and_years(register):
    science = Agency.objects.get(key="so-khoa-hoc-cong-nghe")
    department = Agency.objects.get(key="so-ngoai-vu")

    assert science.abbreviations == ["Sở KHCN", "Sở KH-CN", "Sở KHCHN"]
    assert department.valid_from == PartialDate(1997, 11)
    assert Agency.objects.count() == 75


def test_successions_are_those_the_sources_state(register):
    rows = AgencySuccession.objects.values_list("predecessor__key", "successor__key", "kind", "effective_on")

    merged = PartialDate(2025, 3, 1)
    assert sorted(rows) == [
        ("huyen-hoa-vang", None, "dissolve", PartialDate(2025, 7, 1)),
        ("so-giao-thong-van-tai", "so-xay-dung", "merge", merged),
        ("so-ke-hoach-dau-tu", "so-tai-chinh", "merge", merged),
        ("so-lao-dong-tbxh", "so-noi-vu", "merge", merged),
        ("so-nong-nghiep-ptnt", "so-nong-nghiep-moi-truong", "merge", merged),
        ("so-tai-nguyen-moi-truong", "so-nong-nghiep-moi-truong", "merge", merged),
        ("so-thong-tin-truyen-thong", "so-khoa-hoc-cong-nghe", "merge", merged),
        ("tinh-quang-nam-da-nang", "ubnd-thanh-pho", "split", PartialDate(1997)),
        ("ubnd-quan-huyen", None, "dissolve", PartialDate(2025, 7, 1)),
    ]


def test_agencies_exist_in_their_time(register):
    days = {
        date(1996, 12, 31): (True, True),
        date(1997, 1, 1): (True, False),
        date(2025, 6, 30): (True, False),
        date(2025, 7, 1): (False, False),
    }

    found = {}
    for day in days:
        existing = set(Agency.objects.existing_on(day).values_list("key", flat=True))
        found[day] = ("ubnd-quan-huyen" in existing, "tinh-quang-nam-da-nang" in existing)

    assert found == days
