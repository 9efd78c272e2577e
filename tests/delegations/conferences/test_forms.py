"""The pages on which conferences and press visits are made, changed and carried out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.models import Conference, PressVisit
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.partial_dates import PartialDate
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.delegations.trips.factories import make_item
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
PLAN = {"planned_starts_on": date(2024, 3, 4), "planned_ends_on": date(2024, 3, 6)}
DEEDS = ("sua", "thuc-te", "giay-phep", "ke-hoach-nam", "huy", "khoi-phuc")


def address(record: Any, name: str) -> str:
    return f"{record.get_absolute_url()}{name}/"


def edit(client: Any, record: Any, name: str, values: dict[str, Any]) -> Any:
    """Send a page that compares versions, with what it carried when it was opened."""
    base = client.get(address(record, name)).context["carried"]["base"]
    return client.post(address(record, name), {**values, "base": base})


def do(client: Any, record: Any, name: str, values: dict[str, Any]) -> Any:
    record.refresh_from_db()
    return client.post(address(record, name), {**values, "version": record.version})


def labels(client: Any, record: Any) -> list[str]:
    """The buttons of this area; other areas bring theirs."""
    buttons = client.get(record.get_absolute_url()).context["buttons"]
    ours = {address(record, name) for name in DEEDS}
    return [str(button.label) for button in buttons if button.href in ours]


def test_a_conference_is_planned_from_the_page_and_a_partner_asked_for_is_chosen(
    client: Any, officer: Any
) -> None:
    agency, partner = make_agency(), make_partner(key="jp-sakai")

    shown = client.get("/doan/hoi-nghi/them/?partner=jp-sakai").context["form"].initial
    answer = client.post(
        "/doan/hoi-nghi/them/",
        {
            "title_vi": "Hội thảo biển", "part": "hosted", "lead_agencies": [agency.pk], "partners": [partner.pk],
            "countries": [make_country().pk], "planned_starts_on": "10/3/2027", "planned_persons": "150",
            "cost_amount": "350.000.000", "cost_currency": "VND",
        },
    )  # fmt: skip

    made = Conference.objects.get()
    assert (shown["partners"], answer.url) == ([partner.pk], made.get_absolute_url())
    assert (made.key, made.cost_amount, list(made.partners.all())) == (
        "hoi-thao-bien-2027",
        350_000_000,
        [partner],
    )


def test_a_conference_already_held_is_written_down_on_one_page(client: Any, officer: Any) -> None:
    facts = {"title_vi": "Hội thảo", "part": "attended", "lead_agencies": [make_agency().pk]}
    was = {"starts_on": "4/2025", "vietnamese_persons": "5", "resident_foreigners": "0", "visiting_foreigners": "60",
           "online_persons": "12"}  # fmt: skip

    nowhere = client.post("/doan/hoi-nghi/them/", facts)
    client.post("/doan/hoi-nghi/them/", {**facts, **was})

    made = Conference.objects.get()
    assert list(nowhere.context["form"].errors) == ["planned_starts_on"]
    assert (made.key, made.starts_on, made.persons) == ("hoi-thao-2025", PartialDate(2025, 4), 77)


def test_a_press_visit_is_written_down_and_corrected(client: Any, officer: Any) -> None:
    agency = make_agency()
    client.post(
        "/doan/phong-vien/them/", {"title_vi": "NHK làm phim", "outlets": "NHK", "starts_on": "10/2026"}
    )
    made = PressVisit.objects.get()

    answer = edit(
        client,
        made,
        "sua",
        {
            "title_vi": "NHK làm phim", "outlets": "NHK", "starts_on": "10/2026", "lead_agencies": [agency.pk],
            "is_published": "on", "published_note": "Phim 30 phút",
        },
    )  # fmt: skip

    made.refresh_from_db()
    assert (made.key, answer.url) == ("nhk-lam-phim-2026", made.get_absolute_url())
    assert (made.is_published, made.published_note, list(made.lead_agencies.all())) == (
        True,
        "Phim 30 phút",
        [agency],
    )


def test_what_was_is_proposed_from_the_plan_and_recorded(client: Any, officer: Any) -> None:
    japan = make_country("JP")
    conference = make_conference(**PLAN, countries=[japan])

    shown = client.get(address(conference, "thuc-te")).context["form"].initial
    answer = do(
        client,
        conference,
        "thuc-te",
        {
            "starts_on": "4/3/2024", "ends_on": "5/3/2024", "vietnamese_persons": "90", "resident_foreigners": "4",
            "visiting_foreigners": "6", "online_persons": "0", "countries": [japan.pk, make_country("KR").pk],
            "outcome_vi": "Ký ghi nhớ",
        },
    )  # fmt: skip

    conference.refresh_from_db()
    assert (shown["starts_on"], shown["ends_on"], shown["countries"]) == (
        PartialDate(2024, 3, 4),
        PartialDate(2024, 3, 6),
        [japan.pk],
    )
    assert (answer.url, str(conference.ends_on), conference.persons) == (
        conference.get_absolute_url(),
        "2024-03-05",
        100,
    )
    assert sorted(country.code for country in conference.countries.all()) == ["JP", "KR"]
    assert client.get(address(conference, "thuc-te")).context["form"].initial["persons"] == 100


def test_a_plan_that_lies_ahead_is_not_proposed_as_fact(client: Any, officer: Any) -> None:
    ahead = make_conference(planned_starts_on=date(2999, 1, 1), planned_ends_on=None)
    under_way = make_conference(planned_starts_on=local_today(), planned_ends_on=date(2999, 1, 1))

    told = [
        client.get(address(record, "thuc-te")).context["form"].initial["starts_on"]
        for record in (ahead, under_way)
    ]

    assert told == [None, PartialDate.of(local_today())]


def test_permit_and_plan_status(client: Any, officer: Any) -> None:
    conference = make_conference(**PLAN)
    item, trip_item = make_item(kind="conference"), make_item()

    choices = list(
        client.get(address(conference, "ke-hoach-nam")).context["form"].fields["programme_item"].queryset
    )
    sent = [
        edit(client, conference, "giay-phep", {"permit_level": "minister", "filed_on": "1/2/2024"}),
        edit(client, conference, "ke-hoach-nam", {"plan_status": "in_plan", "programme_item": item.pk}),
    ]
    conference.refresh_from_db()
    in_plan = (conference.plan_status, conference.programme_item)
    unreasoned = edit(client, conference, "ke-hoach-nam", {"plan_status": "out_of_plan"})
    edit(client, conference, "ke-hoach-nam", {"plan_status": "out_of_plan", "reason": "Lời mời muộn"})
    conference.refresh_from_db()

    assert (choices, trip_item in choices) == ([item], False)
    assert ([answer.status_code for answer in sent], in_plan) == ([302, 302], ("in_plan", item))
    assert (conference.permit_level, conference.filed_on) == ("minister", date(2024, 2, 1))
    assert list(unreasoned.context["form"].errors) == ["reason"]
    assert (conference.plan_status, conference.out_of_plan_reason, conference.programme_item) == (
        "out_of_plan",
        "Lời mời muộn",
        None,
    )


def test_days_that_were_allowed_ask_for_a_reason(client: Any, officer: Any) -> None:
    agency = make_agency()
    free = make_conference(**PLAN, lead_agencies=[agency])
    allowed = make_conference(**PLAN, lead_agencies=[agency], decision_number="12/QĐ")
    sent = {"title_vi": allowed.title_vi, "part": "hosted", "lead_agencies": [agency.pk],
            "planned_starts_on": "5/3/2024", "planned_ends_on": "6/3/2024"}  # fmt: skip

    asked = [
        "reason" in client.get(address(record, "sua")).context["form"].fields for record in (free, allowed)
    ]
    refused = edit(client, allowed, "sua", sent)
    edit(client, allowed, "sua", {**sent, "reason": "Tránh bão"})

    allowed.refresh_from_db()
    assert (asked, list(refused.context["form"].errors)) == ([False, True], ["reason"])
    assert allowed.planned_starts_on == date(2024, 3, 5)


def test_a_conference_is_given_up_and_taken_up_again(client: Any, officer: Any) -> None:
    conference = make_conference(**PLAN)
    before = labels(client, conference)

    wrong = do(client, conference, "huy", {"cancelled_on": "1/3/2024", "reason": "other"})
    do(client, conference, "huy", {"cancelled_on": "1/3/2024", "reason": "budget"})
    conference.refresh_from_db()
    cancelled = conference.cancelled_on
    between = labels(client, conference)
    doors = [client.get(address(conference, name)).status_code for name in DEEDS]
    do(client, conference, "khoi-phuc", {"reason": "Đã có kinh phí"})
    conference.refresh_from_db()

    assert (list(wrong.context["form"].errors), cancelled, conference.cancelled_on) == (
        ["note"],
        date(2024, 3, 1),
        None,
    )
    assert doors == [403, 403, 403, 403, 403, 200]
    assert (before, between) == (["Ghi nhận thực tế", "Sửa", "Hủy hội nghị"], ["Khôi phục"])
    assert client.get(address(conference, "khoi-phuc")).status_code == 403


def test_what_was_held_offers_no_cancelling(client: Any, officer: Any) -> None:
    conference = make_conference(starts_on="2024-03-04")

    assert labels(client, conference) == ["Ghi nhận thực tế", "Sửa"]
    assert client.get(address(conference, "huy")).status_code == 403


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_readers_find_no_buttons_and_no_open_door(client: Any, role: Role) -> None:
    user = make_user(role)
    client.force_login(user)
    agencies = [user.agency] if user.agency else []
    conference, visit = make_conference(lead_agencies=agencies), make_press_visit(lead_agencies=agencies)

    doors = [client.get(address(conference, name)).status_code for name in DEEDS]
    doors += [client.get(url).status_code for url in ("/doan/hoi-nghi/them/", "/doan/phong-vien/them/")]
    doors.append(client.get(address(visit, "sua")).status_code)
    page = client.get(conference.get_absolute_url())
    urls = {
        value
        for part in page.context["sections"]
        for name, value in part.context.items()
        if name.endswith("_url")
    }

    assert doors == [403] * 9
    assert (labels(client, conference), labels(client, visit), urls - {""}) == ([], [], set())


def test_two_people_who_save_at_once_lose_nothing(client: Any, officer: Any) -> None:
    conference = make_conference(**PLAN, lead_agencies=[make_agency()])
    base = client.get(address(conference, "giay-phep")).context["carried"]["base"]
    Conference.objects.filter(pk=conference.pk).update(decision_number="9/QĐ")

    answer = client.post(address(conference, "giay-phep"), {"filed_on": "1/2/2024", "base": base})

    conference.refresh_from_db()
    assert (answer.status_code, conference.decision_number, conference.filed_on) == (409, "9/QĐ", None)
