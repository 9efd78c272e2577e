"""What the loader refuses: the place is named and nothing is written."""

from __future__ import annotations

import shutil

import pytest

from dnfa.core.loading import DataError
from partners.models import (
    Partner,
)
from tests.loaded import DATA, load_everything, rewrite


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "country_priorities.csv",
            {"continent": "Châu Cực"},
            "cột continent: “Châu Cực” không phải là tên châu lục.",
        ),
        ("partners.csv", {"country_code": "XX"}, "cột country_code: không có bản ghi nào mang khóa “XX”."),
        ("partners.csv", {"parent_key": "kr-changwon"}, "cột parent_key: các dòng thuộc nhau vòng tròn."),
        ("partners.csv", {"lat": "95"}, "cơ sở dữ liệu từ chối dòng này (ràng buộc partner_on_earth)."),
        (
            "networks.csv",
            {"since_precision": "day"},
            "cột since_precision: “day” không khớp với ngày “2005”.",
        ),
        ("assessments.csv", {"as_of": "2023"}, "cột as_of: cần đủ ngày, tháng, năm."),
    ],
)
def test_a_wrong_cell_names_its_place(tmp_path, file, change, message):
    data = shutil.copytree(DATA, tmp_path / "data")
    rewrite(data / file, lambda rows: rows[0].update(change))

    with pytest.raises(DataError) as error:
        load_everything(data)

    place = f"data/{file}, dòng 2" + (", " if message.startswith("cột") else ": ")
    assert str(error.value) == place + message
    assert Partner.objects.count() == 0
