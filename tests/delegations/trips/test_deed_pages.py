"""Small pages for what happens to a delegation, and the pages on which one of its lists is written."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse

from delegations.enums import MemberRole, PlanStatus
from delegations.models import Delegation
from dnfa.core.clock import local_today
from dnfa.core.partial_dates import PartialDate
from tests.delegations.trips.factories import make_item, make_member, make_stop, make_trip
from tests.factories import make_agency, make_agreement, make_country, make_partner

pytestmark = pytest.mark.django_db
PLAN = {"planned_starts_on": date(2024, 3, 4), "planned_ends_on": date(2024, 3, 6)}


def address(trip: Delegation, name: str) -> str:
    return reverse(f"delegations:trip-{name}", args=[trip.key])


def rows(values: list[dict[str, Any]], *, version: int, kept: int = 0) -> dict[str, Any]:
    """What the page of a list sends."""
    sent: dict[str, Any] = {"version": version, "row-TOTAL_FORMS": len(values), "row-INITIAL_FORMS": kept}
    for number, row in enumerate(values):
        sent |= {f"row-{number}-{name}": value for name, value in row.items()}
    return sent


def test_what_was_is_proposed_from_the_plan_and_recorded(client: Any, officer: Any) -> None:
    trip = make_trip(**PLAN, planned_persons=7)
    shown = client.get(address(trip, "actuals"))
    answer = client.post(
        address(trip, "actuals"),
        {"starts_on": "5/3/2024", "ends_on": "6/3/2024", "persons": "6", "version": trip.version},
    )
    trip.refresh_from_db()
    initial = shown.context["form"].initial
    assert (initial["starts_on"], initial["ends_on"], initial["persons"]) == (
        PartialDate(2024, 3, 4),
        PartialDate(2024, 3, 6),
        7,
    )
    assert (answer.url, str(trip.starts_on), str(trip.ends_on), trip.persons) == (
        trip.get_absolute_url(),
        "2024-03-05",
        "2024-03-06",
        6,
    )
    assert client.get(address(trip, "actuals")).context["form"].initial["persons"] == 6


def test_a_plan_that_lies_ahead_is_not_proposed_as_fact(client: Any, officer: Any) -> None:
    ahead = make_trip(planned_starts_on=date(2999, 1, 1), planned_ends_on=None)
    under_way = make_trip(planned_starts_on=local_today(), planned_ends_on=date(2999, 1, 1))
    told = [
        client.get(address(trip, "actuals")).context["form"].initial["starts_on"]
        for trip in (ahead, under_way)
    ]
    assert told == [None, PartialDate.of(local_today())]


def test_a_move_a_cancellation_and_its_taking_back(client: Any, officer: Any) -> None:
    trip, today = make_trip(**PLAN), "1/3/2024"
    shown = client.get(address(trip, "move")).context["form"].initial["starts_on"]
    client.post(
        address(trip, "move"),
        {
            "starts_on": "8/3/2024",
            "ends_on": "9/3/2024",
            "decided_on": today,
            "reason": "visa",
            "version": trip.version,
        },
    )
    trip.refresh_from_db()
    moved = trip.planned_starts_on
    client.post(address(trip, "cancel"), {"cancelled_on": today, "reason": "budget", "version": trip.version})
    trip.refresh_from_db()
    cancelled = trip.cancelled_on
    closed_doors = [
        client.get(address(trip, name)).status_code for name in ("move", "edit", "people", "decision")
    ]
    client.post(address(trip, "reinstate"), {"reason": "Đã có kinh phí", "version": trip.version})
    trip.refresh_from_db()

    assert (shown, moved, cancelled) == (date(2024, 3, 4), date(2024, 3, 8), date(2024, 3, 1))
    assert (closed_doors, trip.cancelled_on) == ([403] * 4, None)


def test_a_refusal_stands_at_its_field_and_a_stale_form_is_told(client: Any, officer: Any) -> None:
    trip = make_trip(**PLAN)
    wrong = client.post(
        address(trip, "cancel"), {"cancelled_on": "1/3/2024", "reason": "other", "version": trip.version}
    )
    stale = client.post(
        address(trip, "cancel"), {"cancelled_on": "1/3/2024", "reason": "visa", "version": trip.version + 5}
    )
    trip.refresh_from_db()
    assert list(wrong.context["form"].errors) == ["note"]
    assert list(stale.context["form"].errors) == ["__all__"]
    assert trip.cancelled_on is None


def test_permission_plan_status_and_signed_papers(client: Any, officer: Any) -> None:
    trip, item = make_trip(**PLAN), make_item()
    paper = make_agreement(signed_on="2024-03-05")

    def post(name: str, values: dict[str, Any]) -> Any:
        base = client.get(address(trip, name)).context["carried"]["base"]
        return client.post(address(trip, name), {**values, "base": base})

    sent = [
        post(
            "decision",
            {"decision_number": "12/QĐ", "decision_on": "1/3/2024", "decision_by": "Chủ tịch UBND thành phố"},
        ),
        post("plan-status", {"plan_status": "in_plan", "programme_item": item.pk}),
        post("signed-papers", {"agreements": [paper.pk]}),
    ]
    trip.refresh_from_db()
    unreasoned = post("plan-status", {"plan_status": "out_of_plan"})
    assert [answer.status_code for answer in sent] == [302, 302, 302]
    assert (trip.decision_number, trip.plan_status, trip.programme_item) == (
        "12/QĐ",
        PlanStatus.IN_PLAN,
        item,
    )
    assert list(trip.signed_agreements.all()) == [paper]
    assert list(unreasoned.context["form"].errors) == ["reason"]


def test_people_are_typed_with_agencies_by_name_and_others_as_text(client: Any, officer: Any) -> None:
    trip, agency = make_trip(), make_agency(name_vi="Sở Du lịch")
    make_member(trip, "Trần A", role=MemberRole.HEAD)
    shown = client.get(address(trip, "people"))
    answer = client.post(
        address(trip, "people"),
        rows(
            [
                {"name": "Trần A", "role": "head", "body": "sở du lịch", "is_key_leader": "on", "ORDER": "2"},
                {"name": "Lê B", "role": "member", "body": "Công ty Biển Xanh", "ORDER": "1"},
                {"name": "", "role": "member", "body": ""},
                {"name": "Bỏ Đi", "role": "member", "DELETE": "on"},
            ],
            version=trip.version,
            kept=1,
        ),
    )
    kept = trip.members.values_list("name", "agency", "organisation", "is_key_leader")
    assert [form.initial.get("name") for form in shown.context["formset"]] == ["Trần A", None, None, None]
    assert answer.url == f"{trip.get_absolute_url()}#part-people"
    assert list(kept) == [("Lê B", None, "Công ty Biển Xanh", False), ("Trần A", agency.pk, "", True)]


def test_what_is_wrong_is_told_by_row_and_field_and_nothing_is_saved(client: Any, officer: Any) -> None:
    trip = make_trip()
    heads = [{"name": "Trần A", "role": "head"}, {"name": "Lê B", "role": "head"}]
    by_service = client.post(address(trip, "people"), rows(heads, version=trip.version))
    unnamed = [{"title": "Phó", "role": "member"}]
    by_form = client.post(address(trip, "people"), rows(unnamed, version=trip.version))
    keyless = [{"name": "Trần A", "role": "member", "body": "Công ty", "is_key_leader": "on"}]
    aliased = client.post(address(trip, "people"), rows(keyless, version=trip.version))
    assert by_service.context["errors"] == ["Dòng 2, Vai trò: Đoàn chỉ có một trưởng đoàn."]
    assert [error.split(":")[0] for error in by_form.context["errors"]] == ["Dòng 1, Họ và tên"]
    assert list(aliased.context["formset"].forms[0].errors) == ["is_key_leader"]
    assert "Dòng 2" in by_service.content.decode()
    assert trip.members.count() == 0


def test_what_another_person_saved_is_not_overwritten_unseen(client: Any, officer: Any) -> None:
    trip = make_trip()
    old = trip.version
    Delegation.objects.filter(pk=trip.pk).update(place="Osaka")
    sent = [{"name": "Trần A", "role": "member"}]
    stale = client.post(address(trip, "people"), rows(sent, version=old))
    again = client.post(address(trip, "people"), rows(sent, version=stale.context["record"].version))
    nonsense = client.post(address(trip, "people"), {**rows(sent, version=old), "version": "x"})
    assert ["người khác sửa" in error for error in stale.context["errors"]] == [True]
    assert (again.status_code, trip.members.count(), nonsense.status_code) == (302, 1, 200)


def test_the_way_names_countries_and_partners(client: Any, officer: Any) -> None:
    trip, partner = make_trip(), make_partner(name_vi="Thành phố Sakai")
    twin_one, twin_two = (
        make_partner(key="a-1", name_vi="Thành phố Đôi"),
        make_partner(key="a-2", name_vi="Thành phố Đôi"),
    )
    make_country()
    make_stop(trip, "LA", partner=twin_one)
    shown = client.get(address(trip, "stops"))
    wrong = client.post(
        address(trip, "stops"),
        rows([{"country": "Nước Không Có", "partner": "Thành phố Đôi"}], version=trip.version),
    )
    client.post(
        address(trip, "stops"),
        rows(
            [
                {
                    "country": "nhat ban",
                    "partner": "Thành phố Sakai",
                    "arrives_on": "20/4/2026",
                    "ORDER": "1",
                },
                {"country": "Lào", "partner": "Thành phố Đôi (a-2)", "ORDER": "2"},
            ],
            version=trip.version,
            kept=1,
        ),
    )
    assert "Thành phố Đôi (a-1)" in shown.content.decode()
    assert list(wrong.context["formset"].forms[0].errors) == ["country", "partner"]
    assert list(trip.stops.values_list("country", "partner")) == [("JP", partner.pk), ("LA", twin_two.pk)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9:30", time(9, 30)), ("9h30", time(9, 30)), ("14h", time(14)), ("8", time(8)), ("", None)],
)
def test_hours_are_read_as_people_write_them(
    client: Any, officer: Any, typed: str, kept: time | None
) -> None:
    trip = make_trip()
    sent = rows([{"day": "20/4/2026", "starts_at": typed, "content": "Hội đàm"}], version=trip.version)
    answer = client.post(address(trip, "programme"), sent)
    assert (answer.status_code, trip.programme.get().starts_at) == (302, kept)


def test_gifts_left_as_they_were_offered_are_no_rows(client: Any, officer: Any) -> None:
    trip = make_trip()
    offered = {"side": "given", "quantity": "1", "value_currency": "VND"}
    sent = rows(
        [{**offered, "description": "Tranh", "value_amount": "3.500.000"}, offered, offered],
        version=trip.version,
    )
    answer = client.post(address(trip, "gifts"), sent)
    wrong = client.post(
        address(trip, "gifts"), rows([{**offered, "description": "Tranh", "quantity": "0"}], version=0)
    )
    assert (answer.status_code, [str(gift) for gift in trip.gifts.all()]) == (302, ["Tranh"])
    assert list(wrong.context["formset"].forms[0].errors) == ["quantity"]


def test_too_many_rows_are_told_at_the_head(client: Any, officer: Any) -> None:
    trip = make_trip()
    sent = {"version": trip.version, "row-TOTAL_FORMS": "301", "row-INITIAL_FORMS": "0"}
    answer = client.post(address(trip, "people"), sent)
    assert (answer.status_code, trip.members.count(), len(answer.context["errors"])) == (200, 0, 1)


def test_no_word_of_a_secret_reaches_a_list(client: Any, officer: Any) -> None:
    trip = make_trip()
    sent = rows([{"name": "Trần A", "title": "TỐI MẬT", "role": "member"}], version=trip.version)
    answer = client.post(address(trip, "people"), sent)
    assert list(answer.context["formset"].forms[0].errors) == ["title"]
