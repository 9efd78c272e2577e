"""Planning a delegation and correcting its plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from delegations.enums import Direction, HeadRank, MemberRole
from delegations.models import Delegation
from delegations.services.trips import plan_delegation, update_delegation
from dnfa.accounts.enums import Role
from dnfa.core.partial_dates import PartialDate
from tests.delegations.trips.factories import TODAY, make_member, make_trip, refusal
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
PLAN: dict[str, Any] = {"title_vi": "Thăm thành phố Sakai", "direction": Direction.OUT, "today": TODAY}


def test_planning_keeps_every_fact_and_owes_a_report() -> None:
    user, agency, partner = make_user(), make_agency(), make_partner()
    other = make_agency()

    record = plan_delegation(
        **PLAN,
        user=user,
        partners=[partner, partner],
        lead_agencies=[agency],
        coordinating=[other],
        planned_starts_on=date(2026, 12, 30),
        planned_ends_on=date(2027, 1, 2),
        planned_persons=7,
        head_name="  Trần  Văn A ",
        head_rank=HeadRank.LOCALITY_HEAD,
        cost_amount=Decimal(1200000),
        cost_currency="vnd",
        purpose_vi="Ký kết\r\nThăm hỏi",
    )

    assert record.key == "tham-thanh-pho-sakai-2026"
    assert (record.head_name, record.cost_currency, record.purpose_vi) == (
        "Trần Văn A",
        "VND",
        "Ký kết\nThăm hỏi",
    )
    assert (
        list(record.partners.all()),
        list(record.lead_agencies.all()),
        list(record.coordinating.all()),
    ) == (
        [partner],
        [agency],
        [other],
    )
    assert (record.owes_report, record.recorded_by, record.starts_on) == (True, user, None)


def test_keys_carry_the_year_and_never_repeat() -> None:
    user = make_user()
    first = plan_delegation(**PLAN, user=user)
    second = plan_delegation(**PLAN, user=user, starts_on=PartialDate(2024, 5))
    third = plan_delegation(**PLAN, user=user)
    nameless = plan_delegation(**{**PLAN, "title_vi": "???"}, user=user)
    assert [record.key for record in (first, second, third, nameless)] == [
        "tham-thanh-pho-sakai-2026",
        "tham-thanh-pho-sakai-2024",
        "tham-thanh-pho-sakai-2026-2",
        "doan-2026",
    ]


def test_a_delegation_with_its_lists_is_written_at_once_or_not_at_all() -> None:
    user, country = make_user(), make_country()
    days = {"planned_starts_on": date(2026, 4, 20), "planned_ends_on": date(2026, 4, 22)}
    rows = {
        "stops": [{"country": country, "arrives_on": date(2026, 4, 20)}],
        "members": [{"name": "Trần Văn A", "title": "Chủ tịch", "role": MemberRole.HEAD}],
    }
    record = plan_delegation(**PLAN, **days, user=user, rows=rows)
    wrong = {"stops": [{"country": country, "arrives_on": date(2026, 4, 19)}]}

    refused = refusal(plan_delegation, **PLAN, **days, user=user, rows=wrong)

    assert (record.stops.count(), record.members.count(), record.head_name) == (1, 1, "Trần Văn A")
    assert refused == ("rows_wrong", ["stops.0.arrives_on"])
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title_vi": "  "}, "title_needed", "title_vi"),
        ({"title_vi": "x" * 501}, "invalid", "title_vi"),
        ({"direction": "up"}, "invalid", "direction"),
        ({"planned_ends_on": date(2026, 4, 1)}, "plan_start_needed", "planned_starts_on"),
        (
            {"planned_starts_on": date(2026, 4, 2), "planned_ends_on": date(2026, 4, 1)},
            "plan_end_before_start",
            "planned_ends_on",
        ),
        ({"planned_starts_on": date(2026, 4, 2), "planned_ends_on": date(2026, 4, 2)}, "", ""),
        ({"cost_amount": Decimal(5)}, "currency_needed", "cost_currency"),
        ({"cost_amount": Decimal(5), "cost_currency": "đồng"}, "currency_needed", "cost_currency"),
        ({"cost_amount": Decimal(-5), "cost_currency": "VND"}, "cost_negative", "cost_amount"),
        ({"cost_currency": "VND"}, "", ""),
        ({"purpose_vi": "Trao đổi\nTUYỆT MẬT\n"}, "secret_mark", "purpose_vi"),
        ({"ends_on": PartialDate(2026, 1)}, "start_needed", "starts_on"),
        ({"persons": 3}, "start_needed", "starts_on"),
        ({"starts_on": PartialDate(2026, 3, 13)}, "in_future", "starts_on"),
        ({"starts_on": PartialDate(2026, 3, 12)}, "", ""),
        (
            {"starts_on": PartialDate(2026, 3, 12), "ends_on": PartialDate(2026, 3, 11)},
            "end_before_start",
            "ends_on",
        ),
        (
            {"starts_on": PartialDate(2026, 3, 12), "ends_on": PartialDate(2026, 3, 13)},
            "in_future",
            "ends_on",
        ),
        ({"starts_on": PartialDate(2024, 2, 29), "ends_on": PartialDate(2024, 3)}, "", ""),
    ],
)
def test_what_planning_refuses(facts: dict[str, Any], code: str, field: str) -> None:
    arguments = {**PLAN, **facts, "user": make_user()}
    told = refusal(plan_delegation, **arguments)
    assert told == (code, [field] if field else [])
    assert Delegation.objects.count() == (0 if code else 1)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_readers_plan_and_change_nothing(role: Role) -> None:
    user, record = make_user(role), make_trip()
    planned = refusal(plan_delegation, **PLAN, user=user)
    changed = refusal(
        update_delegation, delegation=record, changes={"title_vi": "Khác"}, base_version=None, user=user
    )
    assert (planned, changed) == (("not_a_writer", []), ("not_a_writer", []))
    assert list(Delegation.objects.values_list("title_vi", flat=True)) == [record.title_vi]


def test_an_agency_has_one_part_only() -> None:
    agency = make_agency()
    told = refusal(plan_delegation, **PLAN, user=make_user(), lead_agencies=[agency], coordinating=[agency])
    assert told == ("agency_twice", ["coordinating"])


def test_unknown_facts_are_an_error_of_the_program() -> None:
    with pytest.raises(TypeError, match="passport"):
        plan_delegation(**PLAN, user=make_user(), passport="C1")


def test_a_change_writes_what_differs_and_counts_one_version() -> None:
    user, partner, record = make_user(), make_partner(), make_trip(title_vi="Cũ")
    changed = update_delegation(
        delegation=record,
        changes={"title_vi": "Mới", "partners": [partner], "place": ""},
        base_version=record.version,
        user=user,
    )
    again = update_delegation(
        delegation=changed,
        changes={"title_vi": "Mới", "partners": [partner]},
        base_version=changed.version,
        user=user,
    )
    assert (changed.title_vi, list(changed.partners.all())) == ("Mới", [partner])
    assert changed.version > record.version
    assert again.version == changed.version


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"cancelled_on": TODAY, "cancel_reason": "budget"}, "record_cancelled"),
        ({"closed_on": TODAY}, "record_closed"),
    ],
)
def test_what_is_over_is_not_changed(state: dict[str, Any], code: str) -> None:
    record = make_trip(**state)
    told = refusal(
        update_delegation,
        delegation=record,
        changes={"title_vi": "Khác"},
        base_version=None,
        user=make_user(),
    )
    record.refresh_from_db()
    assert (told, record.title_vi != "Khác") == ((code, []), True)


def test_a_stale_version_is_refused() -> None:
    record = make_trip()
    Delegation.objects.filter(pk=record.pk).update(place="Osaka")
    told = refusal(
        update_delegation,
        delegation=record,
        changes={"title_vi": "Khác"},
        base_version=record.version,
        user=make_user(),
    )
    assert told == ("stale_version", [])


@pytest.mark.parametrize(
    ("decision", "changes", "expected"),
    [
        ({}, {"planned_starts_on": date(2026, 4, 19)}, ("", [])),
        (
            {"decision_number": "12/QĐ", "decision_on": TODAY},
            {"planned_starts_on": date(2026, 4, 19)},
            ("days_move_by_reason", ["planned_starts_on"]),
        ),
        (
            {"decision_number": "12/QĐ", "decision_on": TODAY},
            {"planned_ends_on": None},
            ("days_move_by_reason", ["planned_ends_on"]),
        ),
        (
            {"decision_number": "12/QĐ", "planned_ends_on": None},
            {"planned_ends_on": date(2026, 4, 30)},
            ("", []),
        ),
        ({"decision_number": "12/QĐ"}, {"planned_persons": 9}, ("", [])),
    ],
)
def test_days_that_were_allowed_move_with_a_reason_only(
    decision: dict[str, Any], changes: dict[str, Any], expected: tuple[str, list[str]]
) -> None:
    record = make_trip(**decision)
    told = refusal(update_delegation, delegation=record, changes=changes, base_version=None, user=make_user())
    assert told == expected


def test_the_head_of_the_record_and_the_member_who_leads_stay_one() -> None:
    user, record = make_user(), make_trip(head_name="Trần Văn A", head_title="Chủ tịch")
    member = make_member(record, "Trần Văn A", title="Chủ tịch", role=MemberRole.HEAD)

    update_delegation(
        delegation=record,
        changes={"head_name": "Lê B", "head_title": "Phó Chủ tịch"},
        base_version=None,
        user=user,
    )
    emptied = refusal(
        update_delegation, delegation=record, changes={"head_name": ""}, base_version=None, user=user
    )

    member.refresh_from_db()
    record.refresh_from_db()
    assert (member.name, member.title, member.name_fold) == ("Lê B", "Phó Chủ tịch", "le b")
    assert (emptied, record.head_name) == (("head_is_member", ["head_name"]), "Lê B")


def test_a_dropped_amount_drops_its_currency() -> None:
    record = make_trip(cost_amount=Decimal(10), cost_currency="USD")
    changed = update_delegation(
        delegation=record, changes={"cost_amount": None}, base_version=None, user=make_user()
    )
    assert (changed.cost_amount, changed.cost_currency) == (None, "")
