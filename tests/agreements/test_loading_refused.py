"""What the loader refuses: the place is named and nothing is written."""

from __future__ import annotations

import shutil

import pytest

from agreements.models import Agreement
from dnfa.core.loading import DataError
from tests.loaded import DATA, load_everything, rewrite


@pytest.mark.parametrize(
    ("file", "index", "change", "message"),
    [
        (
            "agreements_other.csv",
            0,
            {"term_kind": "ever"},
            "cột term_kind: “ever” không có trong danh sách: ",
        ),
        (
            "agreements_other.csv",
            0,
            {"ends_on": "2020"},
            "cột ends_on: thời hạn và ngày hết hạn không khớp nhau.",
        ),
        (
            "agreements_other.csv",
            0,
            {"relates_to": "99"},
            "cột relates_to: không có bản ghi nào mang khóa “stt-99”.",
        ),
        (
            "agreements_other.csv",
            0,
            {"relates_to": "ao-kr-changwon-1997"},
            "cột relates_to: các dòng thuộc nhau vòng tròn.",
        ),
        (
            "agreements_other.csv",
            2,
            {"signed_on": "2005"},
            "cột signed_on: dòng 2 của bảng không có đúng một lần ký trong năm này.",
        ),
        ("replacements.csv", 0, {"later": "stt-49"}, "cột later: không có bản ghi nào mang khóa “stt-49”."),
    ],
)
@pytest.mark.django_db
def test_a_wrong_cell_names_its_place(tmp_path, file, index, change, message):
    data = shutil.copytree(DATA, tmp_path / "data")
    rewrite(data / file, lambda rows: rows[index].update(change))

    with pytest.raises(DataError) as error:
        load_everything(data)

    assert str(error.value).startswith(f"data/{file}, dòng {index + 2}, {message}")
    assert Agreement.objects.count() == 0


@pytest.mark.django_db
def test_a_wrong_row_of_the_table_stops_the_load(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    rewrite(data / "relations_table.csv", lambda rows: rows[0].update(ngay_ky_ngay_hieu_luc="31/9/2016"))

    with pytest.raises(DataError) as error:
        load_everything(data)

    assert str(error.value).startswith(
        "data/relations_table.csv, dòng 2, cột Ngày ký, ngày hiệu lực: Ngày 31/9/2016 "
    )
    assert Agreement.objects.count() == 0
