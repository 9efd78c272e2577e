"""What happens to a delegation: allowed, moved, carried out, given up, taken up again; papers signed on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.enums import Stage
from agreements.models import Agreement
from delegations.models import DateChange, Delegation
from delegations.services.trips.cancelling import (
    cancel,
    checked_reason,
    refuse_future,
    refuse_held,
    reinstate,
)
from delegations.services.trips.common import (
    cleaned,
    opened,
    refuse_over,
    refuse_reader,
    refuse_unknown,
    refuse_wrong_fields,
    refused,
    settle,
    texts_in,
)
from delegations.services.trips.record import check_actuals
from delegations.states import first_day, last_day
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked

WITH_ACTUALS = ("received_by_name", "received_by_title", "place", "mode", "outcome_vi")


@transaction.atomic
def record_actuals(
    *,
    delegation: Delegation,
    starts_on: PartialDate | None,
    ends_on: PartialDate | None,
    persons: int | None,
    base_version: int | None,
    user: Any,
    today: date,
    **more: Any,
) -> Delegation:
    """Say what was: the real days, how many persons, and of `WITH_ACTUALS` who received them, where, how, what came
    of it. The plan stays beside it. Given again, it corrects.

    Side effects: the record, which from its first day is activity with its partners; the version; clocks. Raises
    `NotAllowed`; `Conflict` ("stale_version", "record_cancelled", "record_closed"); `InvalidInput` by field
    ("start_needed", "persons_needed", "in_future", "end_before_start", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(more, WITH_ACTUALS)
    record: Delegation = opened(delegation, base_version=base_version)
    facts = {"starts_on": starts_on, "ends_on": ends_on, "persons": persons}
    facts |= {name: cleaned(name, value) for name, value in more.items()}
    refuse_secret(**texts_in(facts))
    if starts_on is None:
        raise refused("start_needed", _("Cần ghi ngày bắt đầu thực tế."), "starts_on")
    if persons == 0:
        raise refused("persons_needed", _("Số người từ 1 trở lên; chưa biết thì để trống."), "persons")
    for name, value in facts.items():
        setattr(record, name, value)
    record.is_recurring = False  # a day is known now
    check_actuals(record, today=today)
    refuse_wrong_fields(record)
    record.save(update_fields=[*facts, "is_recurring", "updated_at"])
    return _settled(record)


@transaction.atomic
def decide(
    *,
    delegation: Delegation,
    decision_number: str,
    decision_on: date,
    decision_by: str,
    base_version: int | None,
    user: Any,
    today: date,
) -> Delegation:
    """Record the document that allows the delegation: number, day, who decided; given again, it corrects.

    From then on planned days move by `move_delegation` only. Side effects: the record and its version; clocks.
    Raises `NotAllowed`; `Conflict` as of `record_actuals`; `InvalidInput` ("number_needed", "in_future", "invalid",
    "secret_mark").
    """
    refuse_reader(user)
    record: Delegation = opened(delegation, base_version=base_version)
    number, level = cleaned("decision_number", decision_number), cleaned("decision_by", decision_by)
    refuse_secret(decision_number=number, decision_by=level)
    if not number:
        raise refused("number_needed", _("Cần ghi số văn bản cho phép."), "decision_number")
    if decision_on > today:
        raise refused("in_future", _("Ngày văn bản chưa tới."), "decision_on")
    record.decision_number, record.decision_on, record.decision_by = number, decision_on, level
    refuse_wrong_fields(record)
    record.save(update_fields=["decision_number", "decision_on", "decision_by", "updated_at"])
    return _settled(record)


@transaction.atomic
def move_delegation(
    *,
    delegation: Delegation,
    starts_on: date,
    ends_on: date | None,
    decided_on: date,
    reason: str,
    base_version: int | None,
    user: Any,
    today: date,
    note: str = "",
) -> Delegation:
    """Put a delegation on other planned days, with the coded reason (`ChangeReason`; "other" says which).

    Side effects: the planned days; a `DateChange` with the days before and after; stops and programme move by as
    many days as the first day does; the version; clocks. Raises `NotAllowed`; `Conflict` ("stale_version",
    "record_cancelled", "record_closed", "already_held"); `InvalidInput` ("no_plan_yet", "nothing_moved",
    "plan_end_before_start", "in_future", "unknown_reason", "note_needed", "secret_mark").
    """
    refuse_reader(user)
    record: Delegation = opened(delegation, base_version=base_version)
    refuse_held(record)
    note = checked_reason(reason, note)
    before = record.planned_starts_on, record.planned_ends_on
    if before[0] is None:
        raise refused("no_plan_yet", _("Chưa có ngày dự kiến để dời; hãy ghi ngày dự kiến."), "starts_on")
    if (starts_on, ends_on) == before:
        raise refused("nothing_moved", _("Ngày mới trùng ngày cũ."), "starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise refused("plan_end_before_start", _("Ngày cuối dự kiến trước ngày đầu."), "ends_on")
    refuse_future(decided_on, today, "decided_on")
    record.planned_starts_on, record.planned_ends_on = starts_on, ends_on
    record.save(update_fields=["planned_starts_on", "planned_ends_on", "updated_at"])
    DateChange.objects.create(
        delegation=record,
        decided_on=decided_on,
        starts_before=before[0],
        ends_before=before[1],
        starts_after=starts_on,
        ends_after=ends_on,
        reason=reason,
        note=note,
        recorded_by=user,
    )
    _carry_along(record, starts_on - before[0])
    return _settled(record)


def cancel_delegation(
    *,
    delegation: Delegation,
    cancelled_on: date,
    reason: str,
    base_version: int | None,
    user: Any,
    today: date,
    note: str = "",
) -> Delegation:
    """Give a delegation up; effects and refusals as of `cancelling.cancel`."""
    given_up: Delegation = cancel(
        record=delegation,
        cancelled_on=cancelled_on,
        reason=reason,
        note=note,
        base_version=base_version,
        user=user,
        today=today,
    )
    return given_up


def reinstate_delegation(
    *, delegation: Delegation, reason: str, base_version: int | None, user: Any
) -> Delegation:
    """Take up again a delegation that was cancelled; effects and refusals as of `cancelling.reinstate`."""
    taken_up: Delegation = reinstate(record=delegation, reason=reason, base_version=base_version, user=user)
    return taken_up


@transaction.atomic
def link_agreements(
    *, delegation: Delegation, agreements: Sequence[Agreement], base_version: int | None, user: Any
) -> Delegation:
    """Make the papers signed during the visit be `agreements`.

    Side effects: the links and the version. A closed record takes them too: a paper often comes in later. Raises
    `NotAllowed`; `Conflict` ("stale_version", "record_cancelled"); `InvalidInput` ("not_signed",
    "signed_another_day") about `agreements`.
    """
    refuse_reader(user)
    record = locked(delegation, base_version=base_version)
    if record.cancelled_on is not None:
        refuse_over(record)
    wanted = list(dict.fromkeys(agreements))
    for paper in wanted:
        _refuse_other_day(record, paper)
    if {paper.pk for paper in wanted} == set(record.signed_agreements.values_list("pk", flat=True)):
        return record
    record.signed_agreements.set(wanted)
    return _settled(record)


def _refuse_other_day(record: Delegation, paper: Agreement) -> None:
    """A paper signed on the trip is signed, and on one of its days as far as both are known."""
    if paper.stage != Stage.SIGNED:
        raise refused("not_signed", _("“%(paper)s” chưa ký.") % {"paper": paper.title_vi}, "agreements")
    begins, ends, signed = first_day(record), last_day(record), paper.signed_on
    if begins is None or ends is None or signed is None:
        return
    if signed.last_day() < begins or signed.first_day() > ends:
        raise refused(
            "signed_another_day",
            _("“%(paper)s” ký ngày %(day)s, không phải trong chuyến đi.")
            % {"paper": paper.title_vi, "day": signed.display("vi")},
            "agreements",
        )


def _carry_along(record: Delegation, shift: timedelta) -> None:
    """Days of the way and the programme follow the first day."""
    if not shift:
        return
    record.stops.update(arrives_on=F("arrives_on") + shift, leaves_on=F("leaves_on") + shift)
    record.programme.update(day=F("day") + shift)


def _settled(record: Delegation) -> Delegation:
    settle(record)
    record.refresh_from_db()
    return record
