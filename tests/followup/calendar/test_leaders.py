from __future__ import annotations

import pytest

from dnfa.accounts.models import Agency
from dnfa.followup.calendar.leaders import LEADING_BODIES, names_city_leader


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("Chủ tịch UBND thành phố", True),
        ("Chủ tịch UBND TP. Đà Nẵng", True),
        ("Quyền Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng", True),
        ("Phó Chủ tịch Thường trực UBND thành phố", True),
        ("phó chủ tịch hđnd thành phố", True),
        ("Bí thư Thành ủy", True),
        ("Ủy viên Trung ương Đảng, Bí thư Thành uỷ Đà Nẵng", True),
        ("Phó Bí thư Thường trực Thành ủy kiêm Chủ tịch HĐND thành phố", True),
        ("Ông Nguyễn Văn A - Phó Chủ tịch UBND thành phố", True),
        ("Lãnh đạo UBND thành phố", True),
        ("Lãnh đạo thành phố", True),
        ("Thường trực Thành ủy", True),
        ("Chủ tịch UBND phường Hải Châu", False),
        ("Phó Chánh Văn phòng UBND thành phố", False),
        ("Giám đốc Sở Ngoại vụ", False),
        ("Bí thư Thành ủy Quảng Châu", False),
        ("Chủ tịch UBND thành phố Huế", False),
        ("Chủ tịch Liên hiệp các tổ chức hữu nghị thành phố", False),
        ("Thị trưởng thành phố Sakai", False),
        ("", False),
    ],
)
def test_a_leader_of_the_city_is_known_by_the_post(title, is_one):
    assert names_city_leader(title) is is_one


def test_the_leading_bodies_are_agencies_of_the_register(loaded, db):
    known = Agency.objects.filter(key__in=LEADING_BODIES).order_by("key").values_list("key", flat=True)

    assert list(known) == sorted(LEADING_BODIES)
