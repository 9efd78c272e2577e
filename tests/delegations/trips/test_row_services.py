"""Way, people, programme and gifts as whole lists."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from delegations.enums import GiftSide, MemberRole
from delegations.models import DelegationMember, DelegationStop
from delegations.services.trips import set_gifts, set_people, set_programme, set_stops
from dnfa.accounts.enums import Role
from tests.delegations.trips.factories import TODAY, make_member, make_stop, make_trip, refusal
from tests.factories import make_agency, make_country, make_user

pytestmark = pytest.mark.django_db
HEAD, MEMBER = MemberRole.HEAD, MemberRole.MEMBER
APRIL = {day: date(2026, 4, day) for day in range(1, 31)}


def test_the_way_is_kept_in_the_order_given_and_rows_keep_their_number() -> None:
    user, record = make_user(), make_trip()
    japan, laos = make_country(), make_country("LA")
    first = set_stops(
        delegation=record,
        rows=[
            {"country": japan, "arrives_on": APRIL[20], "leaves_on": APRIL[22]},
            {"country": laos, "place": "Viêng Chăn"},
        ],
        base_version=record.version,
        user=user,
    )
    kept = list(DelegationStop.objects.values_list("pk", flat=True))

    turned = set_stops(
        delegation=first, rows=[{"country": laos}, {"country": japan}], base_version=first.version, user=user
    )
    same = set_stops(
        delegation=turned,
        rows=[{"country": laos}, {"country": japan}],
        base_version=turned.version,
        user=user,
    )
    one = set_stops(delegation=same, rows=[{"country": laos}], base_version=same.version, user=user)

    assert list(DelegationStop.objects.values_list("pk", "country__code", "arrives_on")) == [
        (kept[1], "LA", None)
    ]
    assert (turned.version > first.version, same.version == turned.version, one.version > same.version) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([{}], ["stops.0.country"]),
        ([{"arrives_on": APRIL[20], "leaves_on": APRIL[24]}], []),
        ([{"arrives_on": APRIL[19]}], ["stops.0.arrives_on"]),
        ([{"leaves_on": APRIL[25]}], ["stops.0.leaves_on"]),
        ([{"arrives_on": APRIL[22], "leaves_on": APRIL[21]}], ["stops.0.leaves_on"]),
        ([{"leaves_on": APRIL[22]}, {"arrives_on": APRIL[21]}], ["stops.1.arrives_on"]),
        ([{"leaves_on": APRIL[22]}, {"arrives_on": APRIL[22]}], []),
        ([{"place": "x" * 201}], ["stops.0.place"]),
    ],
)
def test_what_a_way_refuses(rows: list[dict[str, Any]], wrong: list[str]) -> None:
    record = make_trip()
    country = None if rows == [{}] else make_country()
    told = refusal(
        set_stops,
        delegation=record,
        rows=[{"country": country, **row} for row in rows],
        base_version=None,
        user=make_user(),
    )
    assert told == ("rows_wrong" if wrong else "", wrong)
    assert record.stops.count() == (0 if wrong else len(rows))


def test_real_days_count_before_planned_ones_and_without_days_nothing_is_outside() -> None:
    user, japan = make_user(), make_country()
    held = make_trip(starts_on="2026-03-02", ends_on="2026-03-04")
    undated = make_trip(planned_starts_on=None, planned_ends_on=None)
    planned_day = [{"country": japan, "arrives_on": APRIL[20]}]

    refused = refusal(set_stops, delegation=held, rows=planned_day, base_version=None, user=user)
    taken = refusal(set_stops, delegation=undated, rows=planned_day, base_version=None, user=user)

    assert (refused, taken) == (("rows_wrong", ["stops.0.arrives_on"]), ("", []))


A, B, C = ({"name": name, "title": "Chuyên viên"} for name in ("Trần A", "Lê B", "Võ C"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([B, C], [(1, "Lê B"), (2, "Võ C")]),
        ([C, A], [(2, "Võ C"), (0, "Trần A")]),
        ([{"name": "Mai D"}, B, C], [(0, "Mai D"), (1, "Lê B"), (2, "Võ C")]),
        ([B, C, {"name": "Mai D"}], [(1, "Lê B"), (2, "Võ C"), (None, "Mai D")]),
        ([{**A, "title": "Trưởng phòng"}, C], [(0, "Trần A"), (2, "Võ C")]),
        (
            [{**A, "title": "Trưởng phòng"}, A, B, C],
            [(None, "Trần A"), (0, "Trần A"), (1, "Lê B"), (2, "Võ C")],
        ),
        ([{**A, "name": "TRẦN A"}, B, C], [(0, "TRẦN A"), (1, "Lê B"), (2, "Võ C")]),
    ],
)
def test_a_number_goes_on_meaning_the_same_person(
    rows: list[dict[str, Any]], expected: list[tuple[int | None, str]]
) -> None:
    user, record = make_user(), make_trip()
    set_people(delegation=record, rows=[A, B, C], base_version=None, user=user)
    numbers = list(record.members.values_list("pk", flat=True))

    set_people(delegation=record, rows=rows, base_version=None, user=user)

    told = [
        (numbers.index(pk) if pk in numbers else None, name)
        for pk, name in record.members.values_list("pk", "name")
    ]
    assert told == expected


def test_stops_lines_and_gifts_are_told_by_what_they_say() -> None:
    user, record, japan = make_user(), make_trip(), make_country()
    stops = [{"country": japan, "place": place} for place in ("Sakai", "Tokyo", "Osaka")]
    lines = [
        {"day": APRIL[day], "content": content} for day, content in ((20, "Đến"), (21, "Họp"), (22, "Về"))
    ]
    gifts = [{"side": GiftSide.GIVEN, "description": text} for text in ("Tranh", "Trà", "Sách")]
    lists = {"stops": (set_stops, stops), "programme": (set_programme, lines), "gifts": (set_gifts, gifts)}

    kept = {}
    for name, (write, rows) in lists.items():
        write(delegation=record, rows=rows, base_version=None, user=user)
        before = list(getattr(record, name).values_list("pk", flat=True))
        write(delegation=record, rows=rows[1:], base_version=None, user=user)
        kept[name] = (list(getattr(record, name).values_list("pk", flat=True)), before[1:])

    assert [after == before for after, before in kept.values()] == [True, True, True]


def test_what_is_under_way_takes_days_up_to_its_planned_end() -> None:
    away, japan, user = make_trip(starts_on="2026-04-20"), make_country(), make_user()
    programme = [{"day": APRIL[24], "content": "Gặp Sở Du lịch"}]

    taken = refusal(
        set_stops,
        delegation=away,
        rows=[{"country": japan, "arrives_on": APRIL[20], "leaves_on": APRIL[24]}],
        base_version=None,
        user=user,
    )
    planned = refusal(set_programme, delegation=away, rows=programme, base_version=None, user=user)
    late = refusal(
        set_programme,
        delegation=away,
        rows=[{**programme[0], "day": APRIL[25]}],
        base_version=None,
        user=user,
    )

    assert (taken, planned, late) == (("", []), ("", []), ("rows_wrong", ["programme.0.day"]))


def test_the_member_who_leads_gives_the_record_its_head() -> None:
    user, record, agency = make_user(), make_trip(head_name="Ai đó"), make_agency()
    first = set_people(
        delegation=record,
        rows=[
            {"name": "Trần A", "title": "Chủ tịch", "role": HEAD, "agency": agency, "is_key_leader": True},
            {"name": "Lê B"},
        ],
        base_version=None,
        user=user,
    )
    turned = set_people(
        delegation=first,
        rows=[{"name": "Trần A", "title": "Chủ tịch"}, {"name": "Lê B", "title": "Phó", "role": HEAD}],
        base_version=first.version,
        user=user,
    )
    nobody = set_people(delegation=turned, rows=[{"name": "Trần A"}], base_version=None, user=user)

    assert (first.head_name, first.head_title) == ("Trần A", "Chủ tịch")
    assert (turned.head_name, turned.head_title) == ("Lê B", "Phó")
    assert nobody.head_name == "Lê B"
    assert list(DelegationMember.objects.values_list("name", "role", "is_key_leader")) == [
        ("Trần A", MEMBER, False)
    ]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([{"name": " "}], ["members.0.name"]),
        ([{"name": "A", "role": HEAD}, {"name": "B", "role": HEAD}], ["members.1.role"]),
        ([{"name": "Lê Bình"}, {"name": "le binh"}], ["members.1.name"]),
        ([{"name": "Lê Bình", "title": "Phó"}, {"name": "Lê Bình"}], []),
        ([{"name": "A", "is_key_leader": True}], ["members.0.is_key_leader"]),
        ([{"name": "A", "agency": "x", "organisation": "Công ty"}], ["members.0.organisation"]),
        ([{"name": "A", "role": "king"}], ["members.0.role"]),
    ],
)
def test_what_a_list_of_people_refuses(rows: list[dict[str, Any]], wrong: list[str]) -> None:
    record = make_trip(head_name="Trưởng đoàn cũ")
    make_member(record, "Người cũ")
    agency = make_agency()
    told = refusal(
        set_people,
        delegation=record,
        rows=[{**row, "agency": agency} if "agency" in row else row for row in rows],
        base_version=None,
        user=make_user(),
    )
    names = [] if not wrong else ["Người cũ"]
    assert told == ("rows_wrong" if wrong else "", wrong)
    assert list(record.members.filter(name="Người cũ").values_list("name", flat=True)) == names


def test_the_programme_is_kept_by_day_and_hour() -> None:
    user, record = make_user(), make_trip()
    rows = [
        {"day": APRIL[21], "starts_at": time(14), "content": "Ký kết"},
        {"day": APRIL[21], "content": "Cả ngày"},
        {"day": APRIL[20], "starts_at": time(9), "content": "Đón đoàn", "counterpart": "Thị trưởng"},
    ]
    set_programme(delegation=record, rows=rows, base_version=None, user=user)
    assert list(record.programme.values_list("content", flat=True)) == ["Đón đoàn", "Cả ngày", "Ký kết"]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"content": "Họp"}, ["programme.0.day"]),
        ({"day": APRIL[20]}, ["programme.0.content"]),
        ({"day": APRIL[19], "content": "Họp"}, ["programme.0.day"]),
        ({"day": APRIL[20], "content": "Họp"}, []),
        ({"day": APRIL[24], "content": "Họp"}, []),
        ({"day": APRIL[25], "content": "Họp"}, ["programme.0.day"]),
    ],
)
def test_what_a_programme_refuses(row: dict[str, Any], wrong: list[str]) -> None:
    told = refusal(set_programme, delegation=make_trip(), rows=[row], base_version=None, user=make_user())
    assert told == ("rows_wrong" if wrong else "", wrong)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({}, []),
        ({"quantity": 0}, ["gifts.0.quantity"]),
        ({"value_amount": Decimal(5)}, ["gifts.0.value_currency"]),
        ({"value_amount": Decimal(5), "value_currency": "usd"}, []),
        ({"value_amount": Decimal(-5), "value_currency": "USD"}, ["gifts.0.value_amount"]),
        ({"value_currency": "USD"}, []),
        ({"description": ""}, ["gifts.0.description"]),
    ],
)
def test_what_gifts_refuse(row: dict[str, Any], wrong: list[str]) -> None:
    rows = [{"side": GiftSide.GIVEN, "description": "Tranh sơn mài", **row}]
    told = refusal(set_gifts, delegation=make_trip(), rows=rows, base_version=None, user=make_user())
    assert told == ("rows_wrong" if wrong else "", wrong)


def test_gifts_given_stand_before_gifts_received() -> None:
    record = make_trip()
    rows = [
        {
            "side": GiftSide.RECEIVED,
            "description": "Bình gốm",
            "value_amount": Decimal(50),
            "value_currency": "usd",
        },
        {"side": GiftSide.GIVEN, "description": "Tranh", "value_currency": "VND"},
    ]
    set_gifts(delegation=record, rows=rows, base_version=None, user=make_user())
    assert list(record.gifts.values_list("description", "value_currency")) == [
        ("Tranh", ""),
        ("Bình gốm", "USD"),
    ]


@pytest.mark.parametrize(
    ("service", "row", "field"),
    [
        (set_stops, {"place": "Osaka\nMẬT"}, "stops.0.place"),
        (set_people, {"name": "TỐI MẬT"}, "members.0.name"),
        (set_programme, {"content": "Họp (MẬT)"}, "programme.0.content"),
        (set_gifts, {"description": "TUYỆT MẬT"}, "gifts.0.description"),
    ],
)
def test_marks_of_secrecy_are_refused_in_every_list(service: Any, row: dict[str, Any], field: str) -> None:
    told = refusal(service, delegation=make_trip(), rows=[row], base_version=None, user=make_user())
    assert told == ("secret_mark", [field])


@pytest.mark.parametrize(
    ("values", "role", "version", "code"),
    [
        ({}, Role.FOCAL_POINT, None, "not_a_writer"),
        ({"closed_on": TODAY}, Role.OFFICER, None, "record_closed"),
        ({"cancelled_on": TODAY, "cancel_reason": "visa"}, Role.HEAD, None, "record_cancelled"),
        ({}, Role.OFFICER, 99, "stale_version"),
    ],
)
def test_lists_of_what_is_over_or_moved_on_are_not_written(
    values: dict[str, Any], role: Role, version: int | None, code: str
) -> None:
    record = make_trip(**values)
    make_stop(record)
    told = refusal(set_stops, delegation=record, rows=[], base_version=version, user=make_user(role))
    assert (told, record.stops.count()) == ((code, []), 1)


def test_a_list_has_an_end() -> None:
    rows = [{"name": f"Người {number}"} for number in range(301)]
    told = refusal(set_people, delegation=make_trip(), rows=rows, base_version=None, user=make_user())
    assert told == ("too_many_rows", ["members"])
