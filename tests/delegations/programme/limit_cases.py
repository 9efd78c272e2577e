"""Cases of the city's limits on delegations abroad: one table for the pure function and for the database.

A case says what a trip is and what it goes over: `(kind, subject, found)` in the order of the letter. Days are written
"d/m/yyyy". Stops are (country, arrival, leaving, important event); members are (name, agency, key leader); `before`
are first days of earlier trips of the first member.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

OUT, IN = "out", "in"
HEAD, DEPUTY, DEPARTMENT = "locality_head", "locality_deputy", "department"
AN = ("Nguyễn Văn An", "so-ngoai-vu", False)
AN_KEY = "nguyen van an · so-ngoai-vu"


@dataclass(frozen=True)
class Case:
    """One trip and what it goes over."""

    name: str
    over: list[tuple[str, str, int]]
    begins: str = "1/10/2025"
    ends: str = ""
    direction: str = OUT
    rank: str = DEPARTMENT
    persons: int | None = None
    cost_source: str = ""
    cancelled: bool = False
    stops: list[tuple] = field(default_factory=list)
    members: list[tuple] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    limits: list[tuple] | None = None  # (kind, rank, most, from, to); None: those of the letter


def day(text: str) -> date | None:
    """A day written "d/m/yyyy"."""
    if not text:
        return None
    number, month, year = text.split("/")
    return date(int(year), int(month), int(number))


LETTER = [
    ("persons", HEAD, 10, "9/7/2025", ""),
    ("persons", DEPUTY, 7, "9/7/2025", ""),
    ("persons", DEPARTMENT, 5, "9/7/2025", ""),
    ("days_per_country", "", 3, "9/7/2025", ""),
    ("days_at_event", "", 5, "9/7/2025", ""),
    ("countries", "", 3, "9/7/2025", ""),
    ("trips_per_person", "", 2, "9/7/2025", ""),
    ("leaders_per_agency", "", 1, "9/7/2025", ""),
    ("enterprise_pays", "", 0, "9/7/2025", ""),
]
# A later letter lowers the number of persons from 2026 on; the old row was closed, or was left open.
CLOSED = [("persons", HEAD, 10, "9/7/2025", "31/12/2025"), ("persons", HEAD, 8, "1/1/2026", "")]
LEFT_OPEN = [("persons", HEAD, 10, "9/7/2025", ""), ("persons", HEAD, 8, "1/1/2026", "")]
GAP = [("persons", HEAD, 10, "9/7/2025", "30/11/2025"), ("persons", HEAD, 8, "1/1/2026", "")]
FOR_ALL = [("persons", "", 4, "9/7/2025", ""), ("persons", HEAD, 10, "9/7/2025", "")]
ONLY_DAYS = [("days_per_country", "", 3, "9/7/2025", "")]


def stay(country: str, first: str, last: str, event: bool = False) -> tuple:
    """A stop."""
    return (country, first, last, event)


PERSONS = [
    Case("a head with ten", [], rank=HEAD, persons=10),
    Case("a head with eleven", [("persons", "", 11)], rank=HEAD, persons=11),
    Case("a head alone", [], rank=HEAD, persons=1),
    Case("a deputy with seven", [], rank=DEPUTY, persons=7),
    Case("a deputy with eight", [("persons", "", 8)], rank=DEPUTY, persons=8),
    Case("a deputy with as many as a head", [("persons", "", 10)], rank=DEPUTY, persons=10),
    Case("a department with five", [], persons=5),
    Case("a department with six", [("persons", "", 6)], persons=6),
    Case("nobody counted", [], persons=0),
    Case("a rank without a limit", [], rank="other", persons=40),
    Case("a rank of the State", [], rank="national", persons=40),
    Case("no rank known", [], rank="", persons=40),
    Case(
        "no number, six listed", [("persons", "", 6)], members=[(f"Người {n}", "a", False) for n in range(6)]
    ),
    Case("no number, five listed", [], members=[(f"Người {n}", "a", False) for n in range(5)]),
    Case(
        "the number given goes before the list",
        [],
        persons=5,
        members=[(f"Người {n}", "a", False) for n in range(6)],
    ),
    Case("coming in", [], direction=IN, persons=60),
    Case("cancelled", [], cancelled=True, persons=60),
    Case("no day known", [], begins="", persons=60),
    Case("a limit for all ranks", [("persons", "", 5)], persons=5, limits=FOR_ALL),
    Case("a limit of the rank before that for all", [], rank=HEAD, persons=10, limits=FOR_ALL),
    Case("no rank under a limit for all", [("persons", "", 5)], rank="", persons=5, limits=FOR_ALL),
    Case("no limits at all", [], persons=60, limits=[]),
]
VALIDITY = [
    Case("the day before the letter", [], begins="8/7/2025", persons=6),
    Case("the day of the letter", [("persons", "", 6)], begins="9/7/2025", persons=6),
    Case("the day after the letter", [("persons", "", 6)], begins="10/7/2025", persons=6),
    Case("under way on the day of the letter", [], begins="8/7/2025", ends="12/7/2025", persons=6),
    Case("years before the letter", [], begins="1/10/2019", persons=60),
    Case("last day of the closed row", [], begins="31/12/2025", rank=HEAD, persons=10, limits=CLOSED),
    Case(
        "over on the last day of the closed row",
        [("persons", "", 11)],
        begins="31/12/2025",
        rank=HEAD,
        persons=11,
        limits=CLOSED,
    ),
    Case(
        "first day of the new row",
        [("persons", "", 9)],
        begins="1/1/2026",
        rank=HEAD,
        persons=9,
        limits=CLOSED,
    ),
    Case("exactly the new row", [], begins="1/1/2026", rank=HEAD, persons=8, limits=CLOSED),
    Case("nine before the new row", [], begins="31/12/2025", rank=HEAD, persons=9, limits=CLOSED),
    Case(
        "the later row takes over from one left open",
        [("persons", "", 9)],
        begins="1/1/2026",
        rank=HEAD,
        persons=9,
        limits=LEFT_OPEN,
    ),
    Case(
        "before the later row the open one stands",
        [],
        begins="31/12/2025",
        rank=HEAD,
        persons=9,
        limits=LEFT_OPEN,
    ),
    Case(
        "day before a gap between rows",
        [("persons", "", 11)],
        begins="30/11/2025",
        rank=HEAD,
        persons=11,
        limits=GAP,
    ),
    Case("in the gap between rows", [], begins="1/12/2025", rank=HEAD, persons=11, limits=GAP),
    Case("last day of the gap", [], begins="31/12/2025", rank=HEAD, persons=11, limits=GAP),
]
DAYS = [
    Case("three days", [], stops=[stay("JP", "1/10/2025", "3/10/2025")]),
    Case("four days", [("days_per_country", "JP", 4)], stops=[stay("JP", "1/10/2025", "4/10/2025")]),
    Case("one day", [], stops=[stay("JP", "1/10/2025", "1/10/2025")]),
    Case("five days at an event", [], stops=[stay("JP", "1/10/2025", "5/10/2025", True)]),
    Case(
        "six days at an event",
        [("days_at_event", "JP", 6)],
        stops=[stay("JP", "1/10/2025", "6/10/2025", True)],
    ),
    Case("four days at an event", [], stops=[stay("JP", "1/10/2025", "4/10/2025", True)]),
    Case(
        "an event where only the plain limit stands",
        [("days_per_country", "JP", 4)],
        stops=[stay("JP", "1/10/2025", "4/10/2025", True)],
        limits=ONLY_DAYS,
    ),
    Case(
        "two stops in one country",
        [("days_per_country", "JP", 4)],
        stops=[stay("JP", "1/10/2025", "2/10/2025"), stay("JP", "3/10/2025", "4/10/2025")],
    ),
    Case(
        "a day in two places counts once",
        [],
        stops=[stay("JP", "1/10/2025", "2/10/2025"), stay("JP", "2/10/2025", "3/10/2025")],
    ),
    Case(
        "one stop of the country is an event",
        [],
        stops=[stay("JP", "1/10/2025", "2/10/2025", True), stay("JP", "3/10/2025", "5/10/2025")],
    ),
    Case(
        "back after another country",
        [("days_per_country", "JP", 4)],
        stops=[
            stay("JP", "1/10/2025", "3/10/2025"),
            stay("KR", "3/10/2025", "5/10/2025"),
            stay("JP", "6/10/2025", "6/10/2025"),
        ],
    ),
    Case(
        "three days in each of two",
        [],
        stops=[stay("JP", "1/10/2025", "3/10/2025"), stay("KR", "3/10/2025", "5/10/2025")],
    ),
    Case(
        "too long in both",
        [("days_per_country", "JP", 4), ("days_per_country", "KR", 5)],
        stops=[stay("KR", "4/10/2025", "8/10/2025"), stay("JP", "1/10/2025", "4/10/2025")],
    ),
    Case(
        "an event in one only",
        [("days_per_country", "KR", 4)],
        stops=[stay("JP", "1/10/2025", "5/10/2025", True), stay("KR", "5/10/2025", "8/10/2025")],
    ),
    Case(
        "over the leap day",
        [("days_per_country", "JP", 4)],
        begins="27/2/2028",
        stops=[stay("JP", "27/2/2028", "1/3/2028")],
    ),
    Case("no leap day", [], begins="27/2/2026", stops=[stay("JP", "27/2/2026", "1/3/2026")]),
    Case(
        "over the year's end",
        [("days_per_country", "JP", 4)],
        begins="30/12/2025",
        stops=[stay("JP", "30/12/2025", "2/1/2026")],
    ),
    Case(
        "three days over the year's end",
        [],
        begins="30/12/2025",
        stops=[stay("JP", "30/12/2025", "1/1/2026")],
    ),
    Case(
        "one country without days of its own",
        [("days_per_country", "JP", 4)],
        ends="4/10/2025",
        stops=[stay("JP", "", "")],
    ),
    Case("one country, the trip's three days", [], ends="3/10/2025", stops=[stay("JP", "", "")]),
    Case("one country, the trip's last day unknown", [], stops=[stay("JP", "", "")]),
    Case("arrival known only", [], ends="20/10/2025", stops=[stay("JP", "1/10/2025", "")]),
    Case("two countries without days", [], ends="20/10/2025", stops=[stay("JP", "", ""), stay("KR", "", "")]),
    Case("a stay before the letter", [], begins="1/7/2025", stops=[stay("JP", "1/7/2025", "12/7/2025")]),
]
COUNTRIES = [
    Case("no country", []),
    Case("three countries", [], stops=[stay(code, "", "") for code in ("JP", "KR", "CN")]),
    Case(
        "four countries",
        [("countries", "", 4)],
        stops=[stay(code, "", "") for code in ("JP", "KR", "CN", "LA")],
    ),
    Case(
        "four stops in three countries", [], stops=[stay(code, "", "") for code in ("JP", "KR", "CN", "JP")]
    ),
    Case(
        "five countries",
        [("countries", "", 5)],
        stops=[stay(code, "", "") for code in ("JP", "KR", "CN", "LA", "FR")],
    ),
]
TRIPS = [
    Case("first trip", [], members=[AN]),
    Case("second trip", [], members=[AN], before=["1/3/2025"]),
    Case("third trip", [("trips_per_person", AN_KEY, 3)], members=[AN], before=["1/8/2025", "1/9/2025"]),
    Case(
        "trips before the letter count in their year",
        [("trips_per_person", AN_KEY, 3)],
        members=[AN],
        before=["1/1/2025", "1/3/2025"],
    ),
    Case(
        "fourth trip",
        [("trips_per_person", AN_KEY, 4)],
        members=[AN],
        before=["1/1/2025", "1/3/2025", "1/9/2025"],
    ),
    Case("trips of the year before", [], members=[AN], before=["30/12/2024", "31/12/2024"]),
    Case(
        "first day of the year",
        [("trips_per_person", AN_KEY, 3)],
        begins="31/12/2026",
        members=[AN],
        before=["1/1/2026", "2/1/2026"],
    ),
    Case("new year, new count", [], begins="1/1/2026", members=[AN], before=["30/12/2025", "31/12/2025"]),
    Case("later trips do not count", [], members=[AN], before=["1/11/2025", "1/12/2025"]),
    Case(
        "the leap day",
        [("trips_per_person", AN_KEY, 3)],
        begins="1/3/2028",
        members=[AN],
        before=["28/2/2028", "29/2/2028"],
    ),
    Case("listed twice is one person", [], members=[AN, AN], before=["1/3/2025"]),
    Case("the same name elsewhere", [], members=[("Nguyễn Văn An", "so-y-te", False)], before=[]),
    Case(
        "marks and case aside",
        [("trips_per_person", AN_KEY, 3)],
        members=[("NGUYỄN VĂN AN", "so-ngoai-vu", False)],
        before=["1/8/2025", "1/9/2025"],
    ),
]
LEADERS = [
    Case("one key leader", [], members=[("A", "so-y-te", True), ("B", "so-y-te", False)]),
    Case(
        "two key leaders",
        [("leaders_per_agency", "so-y-te", 2)],
        members=[("A", "so-y-te", True), ("B", "so-y-te", True)],
    ),
    Case(
        "three key leaders",
        [("leaders_per_agency", "so-y-te", 3)],
        members=[(name, "so-y-te", True) for name in "ABC"],
    ),
    Case("key leaders of two agencies", [], members=[("A", "so-y-te", True), ("B", "so-ngoai-vu", True)]),
    Case(
        "two of each of two",
        [("leaders_per_agency", "so-ngoai-vu", 2), ("leaders_per_agency", "so-y-te", 2)],
        members=[
            ("A", "so-y-te", True),
            ("B", "so-y-te", True),
            ("C", "so-ngoai-vu", True),
            ("D", "so-ngoai-vu", True),
        ],
    ),
    Case("one leader listed twice", [], members=[("A", "so-y-te", True), ("A", "so-y-te", True)]),
    Case("no agency known", [], members=[("A", "", True), ("B", "", True)]),
]
PAYERS = [
    Case("an enterprise pays", [("enterprise_pays", "", 1)], cost_source="enterprise"),
    Case("the host pays", [], cost_source="host"),
    Case("several pay", [], cost_source="mixed"),
    Case("an enterprise pays before the letter", [], begins="8/7/2025", cost_source="enterprise"),
    Case("an enterprise pays for a visit here", [], direction=IN, cost_source="enterprise"),
]
SEVERAL = [
    Case(
        "everything at once, in the order of the letter",
        [
            ("persons", "", 11),
            ("days_per_country", "CN", 4),
            ("countries", "", 4),
            ("trips_per_person", AN_KEY, 3),
            ("leaders_per_agency", "so-y-te", 2),
            ("enterprise_pays", "", 1),
        ],
        rank=HEAD,
        persons=11,
        cost_source="enterprise",
        stops=[
            stay("JP", "", ""),
            stay("KR", "", ""),
            stay("LA", "", ""),
            stay("CN", "1/10/2025", "4/10/2025"),
        ],
        members=[AN, ("A", "so-y-te", True), ("B", "so-y-te", True)],
        before=["1/8/2025", "1/9/2025"],
    ),
]
CASES = [*PERSONS, *VALIDITY, *DAYS, *COUNTRIES, *TRIPS, *LEADERS, *PAYERS, *SEVERAL]
