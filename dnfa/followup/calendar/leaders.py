"""Who counts as a leader of the city: head or deputy of the Party Committee, the People's Council, the People's Committee.

These are the people whom Official Letter 101/UBND-SNV of 09/7/2025 calls "người đứng đầu, cấp phó của người đứng đầu
Thành ủy, HĐND, UBND thành phố". Records name them by a title that somebody typed, or by the body that leads.
"""

from __future__ import annotations

import re

from dnfa.core.text import fold

# Keys of the three bodies (data/agencies.csv).
LEADING_BODIES = ("thanh-uy", "hdnd-thanh-pho", "ubnd-thanh-pho")

_POST = r"(?:quyen )?(?:(?:pho )?(?:bi thu|chu tich)(?: thuong truc)?|thuong truc|lanh dao)"
_BODY = r"(?:thanh uy|(?:(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan) )?(?:thanh pho|tp))(?: da nang)?"
_TITLE = re.compile(f"{_POST} {_BODY}")
_BETWEEN = re.compile(r"[,;()]| kiem | - ")


def names_city_leader(title: str) -> bool:
    """Whether one of the posts in a typed title is that of a leader of the city.

    "Phó Bí thư Thành ủy, Chủ tịch UBND TP. Đà Nẵng" is one; "Chủ tịch UBND phường Hải Châu", "Phó Chánh Văn phòng UBND
    thành phố" and "Bí thư Thành ủy Quảng Châu" are none.
    """
    posts = (" ".join(part.replace(".", " ").split()) for part in _BETWEEN.split(fold(title)))
    return any(_TITLE.fullmatch(post) for post in posts)
