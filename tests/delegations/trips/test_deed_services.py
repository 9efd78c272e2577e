"""What happens to a delegation: allowed, moved, carried out, given up, taken up again, put in plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.enums import ChangeReason, Direction, PlanStatus, ProgrammeItemKind, ProgrammeItemState
from delegations.models import Conference, DateChange, Delegation
from delegations.services.trips import (
    cancel_delegation,
    decide,
    link_agreements,
    move_delegation,
    record_actuals,
    reinstate_delegation,
    set_plan_status,
)
from dnfa.accounts.enums import Role
from dnfa.core.audit import as_actor
from dnfa.core.history import changes_of
from dnfa.core.partial_dates import PartialDate
from tests.delegations.trips.factories import TODAY, make_item, make_stop, make_trip, refusal
from tests.factories import make_agreement, make_user

pytestmark = pytest.mark.django_db
CANCELLED = {"cancelled_on": TODAY, "cancel_reason": ChangeReason.VISA}
ACTUALS: dict[str, Any] = {
    "starts_on": PartialDate(2026, 3, 2),
    "ends_on": PartialDate(2026, 3, 6),
    "persons": 9,
}
MOVE: dict[str, Any] = {
    "starts_on": date(2026, 5, 1),
    "ends_on": date(2026, 5, 6),
    "decided_on": TODAY,
    "reason": ChangeReason.PARTNER_ASKED,
}
CANCEL: dict[str, Any] = {"cancelled_on": TODAY, "reason": ChangeReason.BUDGET}


def ask(record: Delegation, **more: Any) -> dict[str, Any]:
    """What every deed is told."""
    return {"delegation": record, "base_version": None, "user": make_user(), **more}


def test_what_was_stands_beside_what_was_planned() -> None:
    record = make_trip(is_recurring=True)
    told = record_actuals(
        **ask(record, today=TODAY), **ACTUALS, received_by_name=" Chủ tịch  A ", outcome_vi="Đã làm việc"
    )
    assert (str(told.starts_on), str(told.ends_on), told.persons) == ("2026-03-02", "2026-03-06", 9)
    assert (told.planned_starts_on, told.is_recurring) == (date(2026, 4, 20), False)
    assert (told.received_by_name, told.outcome_vi) == ("Chủ tịch A", "Đã làm việc")
    assert told.version > record.version


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"starts_on": None}, "start_needed", "starts_on"),
        ({"starts_on": PartialDate(2026, 3, 13), "ends_on": None}, "in_future", "starts_on"),
        ({"starts_on": TODAY and PartialDate.of(TODAY), "ends_on": None}, "", ""),
        ({"ends_on": PartialDate(2026, 3, 1)}, "end_before_start", "ends_on"),
        ({"ends_on": PartialDate(2026, 3, 2)}, "", ""),
        ({"ends_on": PartialDate(2026, 3, 13)}, "in_future", "ends_on"),
        ({"ends_on": None, "persons": None}, "", ""),
        ({"persons": 0}, "persons_needed", "persons"),
        ({"outcome_vi": "TỐI MẬT"}, "secret_mark", "outcome_vi"),
        ({"mode": "flying"}, "invalid", "mode"),
        ({"starts_on": PartialDate(2024, 2, 29), "ends_on": PartialDate(2024, 2)}, "", ""),
        ({"starts_on": PartialDate(2025, 12, 31), "ends_on": PartialDate(2026, 1, 1)}, "", ""),
    ],
)
def test_real_days_that_make_no_sense_are_refused(facts: dict[str, Any], code: str, field: str) -> None:
    record = make_trip()
    told = refusal(record_actuals, **ask(record, today=TODAY), **{**ACTUALS, **facts})
    record.refresh_from_db()
    assert (told, record.starts_on is None) == ((code, [field] if field else []), bool(code))


def test_the_document_that_allows_it_is_recorded_and_corrected() -> None:
    record = make_trip()
    facts = {"decision_number": "12/QĐ-UBND", "decision_on": TODAY, "decision_by": "UBND thành phố"}
    decide(**ask(record, today=TODAY), **facts)
    told = decide(**ask(record, today=TODAY), **{**facts, "decision_number": "13/QĐ-UBND"})
    assert (told.decision_number, told.decision_on, told.decision_by) == (
        "13/QĐ-UBND",
        TODAY,
        "UBND thành phố",
    )


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"decision_number": " "}, "number_needed", "decision_number"),
        ({"decision_on": date(2026, 3, 13)}, "in_future", "decision_on"),
        ({"decision_number": "x" * 121}, "invalid", "decision_number"),
        ({"decision_by": "TUYỆT MẬT"}, "secret_mark", "decision_by"),
    ],
)
def test_a_document_that_cannot_be_is_refused(facts: dict[str, Any], code: str, field: str) -> None:
    given = {"decision_number": "12/QĐ", "decision_on": TODAY, "decision_by": "UBND", **facts}
    told = refusal(decide, **ask(make_trip(), today=TODAY), **given)
    assert told == (code, [field])


def test_a_move_keeps_the_days_before_and_carries_way_and_programme_along() -> None:
    record, user = make_trip(), make_user()
    stop = make_stop(record, arrives_on=date(2026, 4, 21))
    open_stop = make_stop(record, "LA")
    entry = record.programme.create(day=date(2026, 4, 20), content="Đón đoàn")

    told = move_delegation(**ask(record, today=TODAY, user=user), **MOVE, note=" Bạn  đề nghị ")

    change = DateChange.objects.get()
    for row in (stop, open_stop, entry):
        row.refresh_from_db()
    assert (told.planned_starts_on, told.planned_ends_on) == (date(2026, 5, 1), date(2026, 5, 6))
    assert (change.starts_before, change.ends_before, change.starts_after, change.ends_after) == (
        date(2026, 4, 20),
        date(2026, 4, 24),
        date(2026, 5, 1),
        date(2026, 5, 6),
    )
    assert (change.reason, change.note, change.recorded_by) == (MOVE["reason"], "Bạn đề nghị", user)
    assert (stop.arrives_on, open_stop.arrives_on, entry.day) == (date(2026, 5, 2), None, date(2026, 5, 1))


def test_a_longer_stay_moves_no_row() -> None:
    record = make_trip()
    stop = make_stop(record, arrives_on=date(2026, 4, 21))
    days = {"starts_on": record.planned_starts_on, "ends_on": date(2026, 4, 26)}
    move_delegation(**ask(record, today=TODAY), **{**MOVE, **days})
    stop.refresh_from_db()
    assert stop.arrives_on == date(2026, 4, 21)


@pytest.mark.parametrize(
    ("values", "facts", "code", "fields"),
    [
        (CANCELLED, {}, "record_cancelled", []),
        ({"closed_on": TODAY}, {}, "record_closed", []),
        ({"starts_on": "2026-03-01"}, {}, "already_held", []),
        ({"planned_starts_on": None, "planned_ends_on": None}, {}, "no_plan_yet", ["starts_on"]),
        (
            {},
            {"starts_on": date(2026, 4, 20), "ends_on": date(2026, 4, 24)},
            "nothing_moved",
            ["starts_on"],
        ),
        ({}, {"ends_on": date(2026, 4, 30)}, "plan_end_before_start", ["ends_on"]),
        ({}, {"ends_on": date(2026, 5, 1)}, "", []),
        ({}, {"ends_on": None}, "", []),
        ({}, {"decided_on": date(2026, 3, 13)}, "in_future", ["decided_on"]),
        ({}, {"reason": "weather"}, "unknown_reason", ["reason"]),
        ({}, {"reason": ChangeReason.OTHER}, "note_needed", ["note"]),
        ({}, {"reason": ChangeReason.OTHER, "note": "Bão"}, "", []),
        ({}, {"note": "TỐI MẬT"}, "secret_mark", ["note"]),
    ],
)
def test_what_cannot_be_moved(
    values: dict[str, Any], facts: dict[str, Any], code: str, fields: list[str]
) -> None:
    record = make_trip(**values)
    told = refusal(move_delegation, **ask(record, today=TODAY), **{**MOVE, **facts})
    assert told == (code, fields)
    assert DateChange.objects.count() == (0 if code else 1)


@pytest.mark.parametrize(
    ("values", "facts", "code", "fields"),
    [
        ({}, {}, "", []),
        (CANCELLED, {}, "record_cancelled", []),
        ({"closed_on": TODAY}, {}, "record_closed", []),
        ({"starts_on": "2026-03-01"}, {}, "already_held", []),
        ({}, {"cancelled_on": date(2026, 3, 13)}, "in_future", ["cancelled_on"]),
        ({}, {"reason": ""}, "unknown_reason", ["reason"]),
        ({}, {"reason": ChangeReason.OTHER, "note": " "}, "note_needed", ["note"]),
    ],
)
def test_what_cannot_be_cancelled(
    values: dict[str, Any], facts: dict[str, Any], code: str, fields: list[str]
) -> None:
    record = make_trip(**values)
    told = refusal(cancel_delegation, **ask(record, today=TODAY), **{**CANCEL, **facts})
    record.refresh_from_db()
    was_cancelled = bool(values.get("cancelled_on"))
    assert told == (code, fields)
    assert (record.cancelled_on is not None) == (was_cancelled or not code)


def test_what_was_cancelled_comes_back_with_a_reason_in_the_trail() -> None:
    record = make_trip()
    cancel_delegation(**ask(record, today=TODAY), **CANCEL, note="Hết kinh phí")
    with as_actor("Trưởng phòng"):
        back = reinstate_delegation(**ask(record), reason="Đã bố trí được kinh phí")
    last = changes_of(Delegation, record.pk)[0]
    assert (back.cancelled_on, back.cancel_reason, back.cancel_note) == (None, "", "")
    assert (last.reason, sorted(change.name for change in last.fields)) == (
        "Đã bố trí được kinh phí",
        ["cancel_note", "cancel_reason", "cancelled_on"],
    )


@pytest.mark.parametrize(
    ("values", "reason", "expected"),
    [
        ({}, "Vẫn đi", ("not_cancelled", [])),
        (CANCELLED, "  ", ("reason_needed", ["reason"])),
        (CANCELLED, "TỐI MẬT", ("secret_mark", ["reason"])),
    ],
)
def test_what_cannot_be_reinstated(values: dict[str, Any], reason: str, expected: Any) -> None:
    assert refusal(reinstate_delegation, **ask(make_trip(**values)), reason=reason) == expected


@pytest.mark.parametrize(
    ("signed_on", "expected"),
    [
        ("2026-03-01", ("signed_another_day", ["agreements"])),
        ("2026-03-02", ("", [])),
        ("2026-03-06", ("", [])),
        ("2026-03-07", ("signed_another_day", ["agreements"])),
        ("2026-03", ("", [])),
        ("2025", ("signed_another_day", ["agreements"])),
        (None, ("", [])),
    ],
)
def test_papers_signed_on_the_trip_bear_one_of_its_days(signed_on: str | None, expected: Any) -> None:
    record = make_trip(starts_on="2026-03-02", ends_on="2026-03-06")
    paper = make_agreement(signed_on=signed_on)
    told = refusal(link_agreements, **ask(record), agreements=[paper])
    assert told == expected
    assert record.signed_agreements.count() == (0 if expected[0] else 1)


def test_links_to_papers_are_a_whole_list_and_a_closed_record_takes_them_too() -> None:
    record = make_trip(starts_on="2026-03-02", closed_on=TODAY)
    first, second = make_agreement(signed_on="2026-03-02"), make_agreement(signed_on="2026-03-02")
    once = link_agreements(**ask(record), agreements=[first])
    same = link_agreements(**ask(record), agreements=[first, first])
    link_agreements(**ask(record), agreements=[second])
    assert (list(record.signed_agreements.all()), same.version) == ([second], once.version)


@pytest.mark.parametrize(
    ("values", "paper", "expected"),
    [
        ({}, {"stage": "drafting"}, ("not_signed", ["agreements"])),
        (CANCELLED, {}, ("record_cancelled", [])),
        ({"planned_starts_on": None, "planned_ends_on": None}, {"signed_on": "1999"}, ("", [])),
    ],
)
def test_what_is_no_paper_of_the_trip(values: dict[str, Any], paper: dict[str, Any], expected: Any) -> None:
    told = refusal(link_agreements, **ask(make_trip(**values)), agreements=[make_agreement(**paper)])
    assert told == expected


def test_in_plan_out_of_plan_and_not_said() -> None:
    record, item = make_trip(), make_item()

    def put(**facts: Any) -> tuple[Any, ...]:
        told = set_plan_status(record=record, base_version=None, user=make_user(), **facts)
        return told.plan_status, told.programme_item, told.out_of_plan_reason, told.out_of_plan_document

    inside = put(plan_status=PlanStatus.IN_PLAN, programme_item=item, reason="bỏ qua")
    outside = put(
        plan_status=PlanStatus.OUT_OF_PLAN, programme_item=item, reason=" Được mời  gấp ", document="5/UBND"
    )
    unsaid = put(plan_status="", reason="bỏ qua")

    assert inside == (PlanStatus.IN_PLAN, item, "", "")
    assert outside == (PlanStatus.OUT_OF_PLAN, None, "Được mời gấp", "5/UBND")
    assert unsaid == ("", None, "", "")


def test_saying_the_same_plan_status_again_changes_nothing() -> None:
    record = make_trip()
    told = set_plan_status(record=record, plan_status="", base_version=record.version, user=make_user())
    assert told.version == record.version


@pytest.mark.parametrize(
    ("values", "item", "facts", "expected"),
    [
        ({}, None, {"plan_status": "maybe"}, ("unknown_plan_status", ["plan_status"])),
        ({}, None, {"plan_status": PlanStatus.IN_PLAN}, ("item_needed", ["programme_item"])),
        (
            {},
            {"kind": ProgrammeItemKind.DELEGATION_IN},
            {"plan_status": PlanStatus.IN_PLAN},
            ("item_of_another_kind", ["programme_item"]),
        ),
        (
            {"direction": Direction.IN},
            {"kind": ProgrammeItemKind.DELEGATION_IN},
            {"plan_status": PlanStatus.IN_PLAN},
            ("", []),
        ),
        (
            {},
            {"state": ProgrammeItemState.PROPOSED},
            {"plan_status": PlanStatus.IN_PLAN},
            ("item_not_accepted", ["programme_item"]),
        ),
        ({}, None, {"plan_status": PlanStatus.OUT_OF_PLAN}, ("reason_needed", ["reason"])),
        (
            {},
            None,
            {"plan_status": PlanStatus.OUT_OF_PLAN, "reason": "TỐI MẬT"},
            ("secret_mark", ["reason"]),
        ),
        (CANCELLED, None, {"plan_status": ""}, ("record_cancelled", [])),
        ({"closed_on": TODAY}, None, {"plan_status": ""}, ("record_closed", [])),
    ],
)
def test_plan_status_that_cannot_be(values: Any, item: Any, facts: Any, expected: Any) -> None:
    line = make_item(**item) if item else None
    told = refusal(
        set_plan_status,
        record=make_trip(**values),
        programme_item=line,
        base_version=None,
        user=make_user(),
        **facts,
    )
    assert told == expected


def test_a_conference_is_planned_by_a_line_for_conferences() -> None:
    record = Conference.objects.create(key="hoi-nghi-2026", title_vi="Hội nghị", part="hosted")
    item = make_item(kind=ProgrammeItemKind.CONFERENCE)
    told = set_plan_status(
        record=record,
        plan_status=PlanStatus.IN_PLAN,
        programme_item=item,
        base_version=record.version,
        user=make_user(),
    )
    assert told.programme_item == item


@pytest.mark.parametrize(
    ("service", "facts"),
    [
        (record_actuals, {**ACTUALS, "today": TODAY}),
        (decide, {"decision_number": "1", "decision_on": TODAY, "decision_by": "", "today": TODAY}),
        (move_delegation, {**MOVE, "today": TODAY}),
        (cancel_delegation, {**CANCEL, "today": TODAY}),
        (reinstate_delegation, {"reason": "Vẫn đi"}),
        (link_agreements, {"agreements": []}),
    ],
)
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_readers_do_nothing(service: Any, facts: dict[str, Any], role: Role) -> None:
    record = make_trip()
    told = refusal(service, **ask(record, user=make_user(role)), **facts)
    assert (told, Delegation.objects.get().version) == (("not_a_writer", []), record.version)
