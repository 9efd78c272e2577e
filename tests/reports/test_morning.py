from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from agreements.enums import TermKind
from agreements.models import RenewalCase
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.models import Action, Flag
from dnfa.followup.sync import sync_flags
from dnfa.updates.models import ChangeRequest
from reports.selectors import home_page
from reports.selectors.morning import Part
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_partner,
    make_relationship,
    make_user,
)
from tests.followup.factories import make_delegation
from tests.partners.factories import make_charge

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 26)


def part(code: str, user: Any, today: date = THURSDAY, **asked: Any) -> Part:
    return next(one for one in home_page(user=user, today=today, **asked).parts if one.code == code)


def titles(code: str, user: Any, today: date = THURSDAY, **asked: Any) -> list[str]:
    return [entry.title for entry in part(code, user, today, **asked).entries]


# --- Whose matters are listed -----------------------------------------------


@pytest.mark.parametrize(
    ("role", "has_partner", "asked", "scope"),
    [
        (Role.OFFICER, True, "", "mine"),
        (Role.HEAD, False, "", "unit"),
        (Role.OFFICER, True, "unit", "unit"),
        (Role.OFFICER, False, "mine", "mine"),
        (Role.OFFICER, True, "tất cả", "mine"),
        (Role.LEADER, False, "mine", "unit"),
        (Role.FOCAL_POINT, False, "mine", "unit"),
    ],
)
def test_the_parts_list_what_is_mine_if_there_is_any_or_what_is_asked_for(role, has_partner, asked, scope):
    user = make_user(role)
    if has_partner:
        make_charge(user, make_partner())

    page = home_page(user=user, today=THURSDAY, scope=asked)

    assert (page.scope, page.has_scopes) == (scope, role in {Role.OFFICER, Role.HEAD})


def test_the_address_chooses_the_scope():
    client, user = Client(), make_user()
    make_charge(user, make_partner())
    client.force_login(user)

    assert [client.get("/", query).context["home"].scope for query in ({}, {"scope": "unit"})] == [
        "mine",
        "unit",
    ]


# --- Papers to renew --------------------------------------------------------


def test_papers_to_renew_stand_with_the_step_that_is_next_the_nearest_first():
    user, partner = make_user(), make_partner(name_vi="Thành phố Sakai")
    make_charge(user, partner)

    def ending(days: int, title: str, partners: list[Any]) -> Any:
        ends = (THURSDAY + timedelta(days=days)).isoformat()
        return make_agreement(
            partners=partners, title_vi=title, signed_on="2020", term_kind=TermKind.UNTIL, term_ends_on=ends
        )

    ending(100, "Xa", [partner])
    near = ending(20, "Gần", [partner])
    ending(10, "Của người khác", [make_partner(name_vi="Tỉnh Salavan")])
    ending(181, "Quá xa", [partner])
    case = RenewalCase.objects.create(agreement=near, ends_on="2026-12-16", opened_on="2026-11-01")
    Action.objects.create(title="Lấy ý kiến", origin="renewal", record=case, lead_agency=make_agency())

    told = [(entry.title, entry.note) for entry in part("renewals", user).entries]

    assert told == [
        ("Thành phố Sakai: Gần", "Việc tiếp theo: Lấy ý kiến"),
        ("Thành phố Sakai: Xa", "Việc tiếp theo: mở hồ sơ gia hạn."),
    ]
    assert titles("renewals", user, scope="unit") == [
        "Tỉnh Salavan: Của người khác",
        "Thành phố Sakai: Gần",
        "Thành phố Sakai: Xa",
    ]
    bands = {count.label: [tile.value for tile in count.tiles] for count in part("renewals", user).counts}
    assert {label: numbers for label, numbers in bands.items() if any(numbers)} == {
        "8–14 ngày": [0, 1],
        "15–30 ngày": [1, 1],
        "91–180 ngày": [1, 1],
    }


# --- This week --------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "is_shown"),
    [
        ("2026-11-22", "2026-11-22", False),
        ("2026-11-20", "2026-11-23", True),
        ("2026-11-23", "2026-11-23", True),
        ("2026-11-29", "2026-12-03", True),
        ("2026-11-30", "2026-12-03", False),
        ("2026-11", None, False),  # known to the month: in no week
        ("2026-09-25", "2026-11-25", True),
        ("2026-09-20", "2026-11-25", False),  # began more than sixty days before the week
    ],
)
def test_a_delegation_is_in_the_week_that_one_of_its_days_is_in(first, last, is_shown):
    make_delegation(starts_on=first, ends_on=last, planned_starts_on=date(2026, 9, 1), title_vi="Đoàn")

    assert titles("week", make_user()) == (["Đoàn"] if is_shown else [])


def test_a_delegation_given_up_is_in_no_week():
    make_delegation(
        planned_starts_on=THURSDAY,
        planned_ends_on=THURSDAY,
        cancelled_on=THURSDAY,
        cancel_reason="visa",
    )

    assert titles("week", make_user()) == []


@pytest.mark.parametrize(
    ("signed_on", "today", "title"),
    [
        ("2016-11-23", THURSDAY, "Kỷ niệm 10 năm ký: Thành phố Sakai"),
        ("2016-11-29", THURSDAY, "Kỷ niệm 10 năm ký: Thành phố Sakai"),
        ("2021-11-26", THURSDAY, "Kỷ niệm 5 năm ký: Thành phố Sakai"),
        ("2016-11-22", THURSDAY, None),
        ("2016-11-30", THURSDAY, None),
        ("2017-11-26", THURSDAY, None),
        ("2026-11-26", THURSDAY, None),
        ("2016-11", THURSDAY, None),
        ("2022-01-01", date(2026, 12, 30), "Kỷ niệm 5 năm ký: Thành phố Sakai"),
        ("2008-02-29", date(2028, 2, 28), "Kỷ niệm 20 năm ký: Thành phố Sakai"),
    ],
)
def test_a_signing_is_remembered_in_the_week_of_a_round_year(signed_on, today, title):
    make_agreement(
        partners=[make_partner(name_vi="Thành phố Sakai")], signed_on=signed_on, term_kind=TermKind.INDEFINITE
    )

    assert titles("week", make_user(), today) == ([title] if title else [])


@pytest.mark.parametrize(
    ("national_day", "today", "is_shown"),
    [
        ("11-22", THURSDAY, False),
        ("11-23", THURSDAY, True),
        ("11-29", THURSDAY, True),
        ("11-30", THURSDAY, False),
        ("01-01", date(2026, 12, 30), True),
        ("", THURSDAY, False),
    ],
)
def test_the_national_day_of_a_country_with_an_official_tie_is_told_in_its_week(
    national_day, today, is_shown
):
    country = make_country("LA", national_day=national_day)
    make_relationship(make_partner(country=country), since="2001")
    make_partner(country=make_country("CN", national_day=national_day))

    assert titles("week", make_user(), today) == (["Quốc khánh: Lào"] if is_shown else [])


def test_a_national_day_is_mine_when_a_tie_with_the_country_is():
    mine, other, user = (
        make_partner(country=make_country("LA", national_day="11-26")),
        make_partner(),
        make_user(),
    )
    make_country("JP").__class__.objects.filter(code="JP").update(national_day="11-27")
    for partner in (mine, other):
        make_relationship(partner, since="2001")
    make_charge(user, mine)

    assert titles("week", user) == ["Quốc khánh: Lào"]
    assert titles("week", user, scope="unit") == ["Quốc khánh: Lào", "Quốc khánh: Nhật Bản"]


# --- Ties gone quiet --------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "deeds"),
    [
        (Role.OFFICER, ["Ghi nhận liên hệ", "Hoãn nhắc"]),
        (Role.HEAD, ["Ghi nhận liên hệ", "Hoãn nhắc"]),
        (Role.LEADER, []),
    ],
)
def test_ties_gone_quiet_stand_with_evidence_and_what_to_do(role, deeds):
    user, today = make_user(role), local_today()
    asleep = {}
    for year in (2012, 2016):
        partner = make_partner(name_vi=f"Thành phố {year}")
        make_relationship(partner, since="2001")
        make_delegation(partner, starts_on=f"{year}-05-04")
        asleep[year] = partner
    sync_flags(as_of=today)

    entries = part("quiet", user, today).entries

    assert [entry.title for entry in entries] == ["Thành phố 2012", "Thành phố 2016"]
    assert "04/5/2012" in entries[0].note.replace("04/05/2012", "04/5/2012")
    assert [label for label, _url in entries[0].deeds] == deeds
    client = Client()
    client.force_login(user)
    assert [client.get(url).status_code for _label, url in entries[0].deeds] == [200] * len(deeds)
    put_off = Flag.objects.filter(object_id=asleep[2012].pk, rule="tie_dormant")
    put_off.update(snoozed_until=today, snooze_reason="Đã hẹn")
    assert titles("quiet", user, today) == ["Thành phố 2016"]


# --- Since the last visit ---------------------------------------------------


def test_what_moved_since_the_last_visit_is_told():
    user = make_user()

    def request(sent: int, closed: int | None, state: str) -> None:
        def at(day: int | None) -> datetime | None:
            return None if day is None else datetime(2026, 11, day, 3, 0, tzinfo=UTC)

        ChangeRequest.objects.create(
            kind="note",
            subject="project",
            record=make_agreement(),
            agency=make_agency(),
            author=make_user(),
            state=state,
            submitted_at=at(sent),
            closed_at=at(closed),
        )

    request(1, 2, "accepted")
    request(1, 20, "accepted")
    request(1, None, "submitted")
    request(20, None, "submitted")

    def updates(last_visit: date | None) -> list[int]:
        return [tile.value for tile in part("news", user, last_visit=last_visit).counts[0].tiles]

    assert updates(date(2026, 11, 20)) == [0, 2]
    assert updates(date(2026, 11, 21)) == [0, 0]
    assert updates(None) == [0, 2]  # the last seven days
    assert updates(date(2026, 11, 2)) == [0, 3]


def test_the_last_visit_is_the_sign_in_before_this_one():
    user, client = make_user(), Client()
    user.set_password("mat-khau-rat-dai-1")
    user.last_login = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)  # the 20th in Đà Nẵng
    user.save()

    client.post("/dang-nhap/", {"username": user.username, "password": "mat-khau-rat-dai-1"})
    home = client.get("/").context["home"]

    assert next(one.title for one in home.parts if one.code == "news") == "Mới từ lần vào trước (20/11/2026)"
