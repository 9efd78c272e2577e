"""Statistics and published counts as loaded from the data files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dnfa.core.models import Provenance
from dnfa.core.partial_dates import PartialDate
from reports.models import PublishedCount, Statistic


@pytest.fixture
def register(loaded, db):
    return loaded


def test_statistics_keep_value_period_and_source(register):
    rate = Statistic.objects.get(key="st-oda-sustainable-rate")

    assert (rate.value, rate.period, rate.unit) == (Decimal("66.82"), "2023-09", "percent")
    assert Statistic.objects.get(key="st-lao-mou-before-2012").period == "../2012"
    source = Provenance.objects.get(content_type__model="statistic", object_id=rate.pk)
    assert (source.source.key, source.locator) == ("decision-2887", "L609")
    assert Statistic.objects.count() == 70


def test_published_counts_keep_what_was_said_where(register):
    count = PublishedCount.objects.get(key="pc-2023-12")
    said = Provenance.objects.filter(
        content_type__model="publishedcount", object_id=count.pk, field="localities"
    ).values_list("value_as_printed", "is_used")

    assert (count.as_of, count.localities, count.countries_and_territories, count.agreements) == (
        PartialDate(2023, 12, 26),
        48,
        23,
        103,
    )
    assert set(said) == {
        ("48", True),
        ("47 địa phương khác nhau (Khon Kaen ở STT 18 và 47)", False),
        ("42 (bảng kết quả)", False),
    }
    assert PublishedCount.objects.count() == 9
