from __future__ import annotations

import pytest

from dnfa.core import charts


def rows(*values):
    return [{"label": str(index), "value": value} for index, value in enumerate(values)]


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 4), (4, 4), (5, 8), (9, 12), (13, 20), (21, 40), (41, 80), (81, 120), (121, 200), (201, 400)],
)
def test_scale_top_has_whole_quarters(largest, top):
    assert charts.scale_top(largest) == top
    assert top % 4 == 0


def test_bars_are_percentages_of_the_longest():
    drawn = charts.bars([*rows(4, 1, 0), {"label": "x", "value": None, "href": "/x/"}])

    assert [(bar.percent, bar.value, bar.href) for bar in drawn] == [
        ("100%", "4", None),
        ("25%", "1", None),
        ("0%", "0", None),
        ("0%", "0", "/x/"),
    ]


def test_bars_of_nothing():
    assert charts.bars([]) == []
    assert [bar.percent for bar in charts.bars(rows(0, 0))] == ["0%", "0%"]


def test_columns_stand_on_the_foot_inside_the_box():
    drawn = charts.columns(rows(0, 3, 4))

    foot = {float(column.y) + float(column.height) for column in drawn}
    assert foot == {charts.CHART_HEIGHT - 26}
    assert [column.show_value for column in drawn] == [False, True, True]
    assert float(drawn[-1].x) + float(drawn[-1].width) <= charts.CHART_WIDTH


def test_columns_of_many_years_label_some_and_always_the_last():
    drawn = charts.columns(rows(*[1] * 27))

    labels = [column.label for column in drawn if column.show_label]
    assert labels == [str(year) for year in range(0, 27, 2)]


def test_columns_of_nothing_and_their_gridlines():
    assert charts.columns([]) == []
    assert [line.value for line in charts.gridlines([])] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("draw", [charts.bars, charts.columns])
def test_a_negative_value_is_refused(draw):
    with pytest.raises(ValueError, match="-1"):
        draw(rows(-1))
