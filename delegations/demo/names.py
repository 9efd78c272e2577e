"""Names for samples: put together from common parts, so that none is meant to be a person who lives."""

from __future__ import annotations

from itertools import count

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Trương",
    "Đinh", "Mai",
)  # fmt: skip
MIDDLE = ("Văn", "Thị", "Quốc", "Minh", "Thanh", "Ngọc", "Hoài", "Đức", "Thu", "Gia", "Xuân")
GIVEN = (
    "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hạnh", "Hải", "Khánh", "Khoa", "Lam", "Linh", "Long", "Mai", "Nam",
    "Nga", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Trung", "Uyên",
)  # fmt: skip

# Family names and given names; the order in which a culture writes them is theirs, see `FAMILY_LAST`.
JAPANESE = (("Sato", "Suzuki", "Tanaka", "Ito", "Yamamoto", "Kobayashi", "Kato"),
            ("Hiroshi", "Keiko", "Takashi", "Yumi", "Kenji", "Naoko", "Makoto", "Aya"))  # fmt: skip
KOREAN = (("Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Yoon"),
          ("Min-ho", "Ji-young", "Sung-min", "Hye-jin", "Dong-hyun", "Soo-bin", "Jae-won", "Eun-ji"))  # fmt: skip
CHINESE = (("Vương", "Lý", "Trương", "Lưu", "Trần", "Dương", "Triệu"),
           ("Kiến Quốc", "Lệ Hoa", "Vĩ", "Tĩnh", "Chí Cường", "Mẫn", "Hiểu Đông", "Phương"))  # fmt: skip
LAO = (("Phommachanh", "Sisavath", "Vongsa", "Keomany", "Inthavong", "Chanthala", "Bounyavong"),
       ("Somphone", "Khamla", "Bounmy", "Vilayvanh", "Thongsavanh", "Phonesavanh", "Souksavanh", "Daovone"))  # fmt: skip
THAI = (("Srisai", "Boonmee", "Chaiyaphum", "Thongdee", "Wongsakul", "Rattanakorn", "Saetang"),
        ("Somchai", "Malee", "Prasert", "Kanya", "Anan", "Siriporn", "Wichai", "Nok"))  # fmt: skip
KHMER = (("Sok", "Chea", "Heng", "Keo", "Ly", "Nhem", "Prak"),
         ("Dara", "Bopha", "Rithy", "Sreymom", "Vuthy", "Chanthou", "Sambath", "Kunthea"))  # fmt: skip
RUSSIAN = (("Ivanov", "Smirnov", "Kuznetsov", "Popov", "Sokolov", "Morozov", "Volkov"),
           ("Aleksei", "Dmitri", "Sergei", "Mikhail", "Andrei", "Nikolai", "Pavel", "Oleg"))  # fmt: skip
WESTERN = (("Andersson", "Clarke", "Dubois", "Fischer", "Lambert", "Martin", "Walker"),
           ("Anna", "Daniel", "Emma", "Luc", "Maria", "Peter", "Sophie", "Thomas"))  # fmt: skip
BY_COUNTRY = {
    "JP": JAPANESE, "KR": KOREAN, "CN": CHINESE, "HK": CHINESE, "MO": CHINESE, "TW": CHINESE, "LA": LAO,
    "TH": THAI, "MM": THAI, "KH": KHMER, "RU": RUSSIAN, "BY": RUSSIAN,
}  # fmt: skip
FAMILY_LAST = (LAO, THAI, RUSSIAN, WESTERN)


def vietnamese_name(number: int) -> str:
    """The name of that number; 4,301 names before one comes again."""
    given, rest = GIVEN[number % len(GIVEN)], number // len(GIVEN)
    # Without this step people next to each other would differ in their given names only.
    step = number * 5 + rest
    return f"{FAMILY[step % len(FAMILY)]} {MIDDLE[(step // len(FAMILY) + number) % len(MIDDLE)]} {given}"


def foreign_name(country: str, number: int) -> str:
    """The name of that number as people of that country or territory are called; 56 before one comes again."""
    culture = BY_COUNTRY.get(country, WESTERN)
    families, givens = culture
    family, given = families[number % len(families)], givens[number % len(givens)]
    return f"{given} {family}" if culture in FAMILY_LAST else f"{family} {given}"


class People:
    """Hands out names one after another, so that two sample trips share nobody by accident."""

    def __init__(self, first: int) -> None:
        self._vietnamese, self._foreign = count(first), count(first)

    def vietnamese(self) -> str:
        """The next Vietnamese name."""
        return vietnamese_name(next(self._vietnamese))

    def foreign(self, country: str) -> str:
        """The next name of that country or territory."""
        return foreign_name(country, next(self._foreign))
