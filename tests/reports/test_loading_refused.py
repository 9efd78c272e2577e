"""What the loader refuses: the place is named and nothing is written."""

from __future__ import annotations

import shutil

import pytest

from dnfa.core.loading import DataError
from reports.models import Statistic
from tests.loaded import DATA, load_everything, rewrite


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("2023-13", "Tháng 13/2023 không có trong lịch: một năm có 12 tháng."),
        ("2020/2021/2022", "thời kỳ chỉ có hai đầu: từ/đến."),
    ],
)
def test_a_period_is_made_of_dates(tmp_path, period, message):
    data = shutil.copytree(DATA, tmp_path / "data")
    rewrite(data / "statistics.csv", lambda rows: rows[0].update(period=period))

    with pytest.raises(DataError) as error:
        load_everything(data)

    assert str(error.value) == f"data/statistics.csv, dòng 2, cột period: {message}"
    assert Statistic.objects.count() == 0
