"""Every write to conferences and visits of the foreign press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.models import Conference, PressVisit
from delegations.rules.conferences import is_allowed
from delegations.services.outcomes.common import explained
from delegations.services.trips.cancelling import cancel, refuse_future, reinstate
from delegations.services.trips.common import (
    free_key,
    opened,
    refuse_reader,
    refuse_unknown,
    refuse_wrong_fields,
    refused,
    settle,
)
from delegations.services.trips.named_partners import refuse_left_out
from delegations.services.trips.record import check_cost
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line, nfc
from dnfa.core.versions import locked

LISTS = ("partners", "lead_agencies", "coordinating", "countries")
PLAN_FACTS = (
    "title_vi", "title_en", "part", "organiser", "mode", "place", "planned_starts_on", "planned_ends_on",
    "planned_persons", "purpose_vi", "cost_amount", "cost_currency", "cost_source", "cost_note",
)  # fmt: skip
CLASSES = ("vietnamese_persons", "resident_foreigners", "visiting_foreigners", "online_persons")
ACTUAL_FACTS = ("starts_on", "ends_on", *CLASSES, "persons", "outcome_vi")
ACTUAL_LISTS = ("countries",)  # who came is known only then
PERMIT_FACTS = ("permit_level", "filed_on", "decision_number", "decision_on", "decision_by")
PRESS_FACTS = (
    "title_vi", "title_en", "outlets", "starts_on", "ends_on", "place", "persons", "topics", "permit_number",
    "permit_on", "guided_by", "is_published", "published_note", "purpose_vi", "outcome_vi",
)  # fmt: skip
PRESS_LISTS = ("partners", "lead_agencies", "countries")
TEXTS = frozenset({"purpose_vi", "outcome_vi", "topics"})
MOST_PERSONS = 1_000_000
Facts = Mapping[str, Any]


def parted(told: Facts, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What was typed or sent, as the services take it: `facts`, and `lists` of those `names`."""
    facts = {name: value for name, value in told.items() if name not in names}
    return {"facts": facts, "lists": _only(told, names)}


@transaction.atomic
def plan_conference(
    *, facts: Facts, lists: Mapping[str, Sequence[Any]], user: Any, today: date
) -> Conference:
    """Open the record of a conference, planned or already held; `facts` are of `PLAN_FACTS` and, of one that has
    begun, `ACTUAL_FACTS`; `lists` of `LISTS`.

    Side effects: the record, which owes a report of its result; its lists; clocks. Raises `NotAllowed`;
    `InvalidInput` by field ("title_needed", "plan_start_needed", "end_before_start", "agency_needed", "agency_twice",
    "currency_needed", "cost_negative", those of `record_actuals`, "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, (*PLAN_FACTS, *ACTUAL_FACTS))
    refuse_unknown(lists, LISTS)
    record = Conference(recorded_by=user, key="moi")  # for the check; the real key is given when it is saved
    _tell(record, facts)
    check_actuals(record, today=today)
    check_plan(record, {name: list(lists.get(name, ())) for name in LISTS})
    begins = record.starts_on.year if record.starts_on else (record.planned_starts_on or today).year
    record.key = free_key(Conference, record.title_vi, begins)
    record.save()
    return _settled(record, lists)


@transaction.atomic
def update_conference(
    *, conference: Conference, changes: Facts, base_version: int | None, user: Any, reason: str = ""
) -> Conference:
    """Change what is planned: any of `PLAN_FACTS` and `LISTS`. Nothing differing, nothing happens.

    Days that a document allowed are moved with a `reason`, which stays in the audit trail. Side effects: the record,
    its lists and version; clocks. Raises as `plan_conference`; `InvalidInput` ("days_move_by_reason",
    "partner_is_named"); `Conflict` ("stale_version", "record_cancelled", "record_closed").
    """
    refuse_reader(user)
    refuse_unknown(changes, (*PLAN_FACTS, *LISTS))
    record: Conference = opened(conference, base_version=base_version)
    allowed_days = (record.planned_starts_on, record.planned_ends_on)
    is_told = _tell(record, _only(changes, PLAN_FACTS))
    lists = _differing(record, _only(changes, LISTS))
    if not is_told and not lists:
        return record
    check_plan(record, {name: lists.get(name, list(getattr(record, name).all())) for name in LISTS})
    if "partners" in lists:
        refuse_left_out(record, lists["partners"])
    with explained(_checked_move(record, allowed_days, reason)):
        record.save()
        return _settled(record, lists)


@transaction.atomic
def record_actuals(
    *, conference: Conference, facts: Facts, base_version: int | None, user: Any, today: date
) -> Conference:
    """Say what was: `ACTUAL_FACTS` and the `countries` of those who came. `persons` is the sum of the four classes when
    all are known (annex VI of the yearly report), else what is told. Given again, it corrects; the plan stays.

    Side effects: the record, from its first day a contact with its partners; the version; clocks. Raises
    `NotAllowed`; `Conflict` as above; `InvalidInput` ("start_needed", "in_future", "end_before_start",
    "fewer_than_classes", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, (*ACTUAL_FACTS, *ACTUAL_LISTS))
    record: Conference = opened(conference, base_version=base_version)
    is_told = _tell(record, _only(facts, ACTUAL_FACTS))
    lists = _differing(record, _only(facts, ACTUAL_LISTS))
    if record.starts_on is None:
        raise refused("start_needed", _("Cần ghi ngày bắt đầu thực tế."), "starts_on")
    if not is_told and not lists:
        return record
    check_actuals(record, today=today)
    refuse_wrong_fields(record)
    record.save()
    return _settled(record, lists)


@transaction.atomic
def record_permit(
    *, conference: Conference, facts: Facts, base_version: int | None, user: Any, today: date
) -> Conference:
    """Write down the dossier (level, day it was filed) and the paper that allows it: `PERMIT_FACTS`.

    Side effects: the record and version; clocks, for the day of filing ends one and the level chooses it. Raises
    `NotAllowed`; `Conflict` as above; `InvalidInput` ("in_future", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, PERMIT_FACTS)
    record: Conference = opened(conference, base_version=base_version)
    if not _tell(record, facts):
        return record
    for name in ("filed_on", "decision_on"):
        day = getattr(record, name)
        if day is not None:
            refuse_future(day, today, name)
    refuse_wrong_fields(record)
    record.save()
    return _settled(record, {})


def cancel_conference(
    *,
    conference: Conference,
    reason: str,
    base_version: int | None,
    user: Any,
    today: date,
    note: str = "",
    cancelled_on: date | None = None,
) -> Conference:
    """Give a conference up from `cancelled_on` (default: today); effects and refusals as of `cancelling.cancel`."""
    given_up: Conference = cancel(
        record=conference,
        cancelled_on=cancelled_on or today,
        reason=reason,
        note=note,
        base_version=base_version,
        user=user,
        today=today,
    )
    return given_up


def reinstate_conference(
    *, conference: Conference, reason: str, base_version: int | None, user: Any
) -> Conference:
    """Take up again a conference that was cancelled; effects and refusals as of `cancelling.reinstate`."""
    taken_up: Conference = reinstate(record=conference, reason=reason, base_version=base_version, user=user)
    return taken_up


@transaction.atomic
def record_press_visit(
    *, facts: Facts, lists: Mapping[str, Sequence[Any]], user: Any, today: date
) -> PressVisit:
    """Write down a visit of the foreign press: `PRESS_FACTS`, `PRESS_LISTS`; no contact of any partner.

    Side effects: the record and its lists. Raises `NotAllowed`; `InvalidInput` by field ("title_needed",
    "outlets_needed", "end_before_start", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, PRESS_FACTS)
    refuse_unknown(lists, PRESS_LISTS)
    record = PressVisit(recorded_by=user, key="moi")
    _tell(record, facts)
    _check_press(record)
    record.key = free_key(PressVisit, record.title_vi, (record.starts_on or today).year)
    record.save()
    return _settled(record, lists)


@transaction.atomic
def update_press_visit(
    *, visit: PressVisit, changes: Facts, base_version: int | None, user: Any
) -> PressVisit:
    """Change any of `PRESS_FACTS` and `PRESS_LISTS`. Nothing differing, nothing happens.

    Side effects: the record, its lists and version. Raises as `record_press_visit`, and `Conflict` ("stale_version").
    """
    refuse_reader(user)
    refuse_unknown(changes, (*PRESS_FACTS, *PRESS_LISTS))
    record = locked(visit, base_version=base_version)
    is_told = _tell(record, _only(changes, PRESS_FACTS))
    lists = _differing(record, _only(changes, PRESS_LISTS))
    if not is_told and not lists:
        return record
    _check_press(record)
    record.save()
    return _settled(record, lists)


# --- inside ----------------------------------------------------------------------
def _only(facts: Facts, names: Sequence[str]) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}


def _tell(record: Any, facts: Facts) -> bool:
    """Set the facts as they are stored; whether any differs from what stood."""
    told = {name: _tidy(name, value) for name, value in facts.items()}
    differing = {name: value for name, value in told.items() if getattr(record, name) != value}
    refuse_secret(**{name: value for name, value in differing.items() if isinstance(value, str) and value})
    for name, value in differing.items():
        setattr(record, name, value)
    return bool(differing)


def _tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in TEXTS:
        return nfc(value).replace("\r\n", "\n").strip()
    line = clean_line(value)
    return line.upper() if name == "cost_currency" else line


def _differing(record: Any, lists: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    return {
        name: list(rows)
        for name, rows in lists.items()
        if {one.pk for one in rows} != {one.pk for one in getattr(record, name).all()}
    }


def check_plan(record: Conference, lists: Mapping[str, Sequence[Any]]) -> None:
    """Check what is planned (tables are checked with it too). Raises `InvalidInput` at the field to blame."""
    _need_title(record)
    starts, ends = record.planned_starts_on, record.planned_ends_on
    if starts is None and (ends is not None or (record.starts_on is None and not record.is_recurring)):
        raise refused("plan_start_needed", _("Cần ghi ngày đầu dự kiến."), "planned_starts_on")
    if starts is not None and ends is not None and ends < starts:
        raise refused("end_before_start", _("Ngày cuối dự kiến trước ngày đầu."), "planned_ends_on")
    if not lists["lead_agencies"]:
        raise refused("agency_needed", _("Hãy chọn cơ quan chủ trì."), "lead_agencies")
    if {one.pk for one in lists["lead_agencies"]} & {one.pk for one in lists["coordinating"]}:
        raise refused(
            "agency_twice",
            _("Một cơ quan không thể vừa chủ trì vừa phối hợp; hãy chọn một vai."),
            "coordinating",
        )
    check_cost(record)
    refuse_wrong_fields(record)


def _checked_move(record: Conference, before: tuple[date | None, date | None], reason: str) -> str:
    """The reason as it is stored; days that a document allowed need one."""
    reason = clean_line(reason)
    refuse_secret(reason=reason)
    is_moved = before[0] is not None and before != (record.planned_starts_on, record.planned_ends_on)
    if is_allowed(record) and is_moved and not reason:
        raise refused(
            "days_move_by_reason", _("Đã có văn bản cho phép: đổi ngày thì cần nêu lý do."), "reason"
        )
    return reason


def check_actuals(record: Conference, *, today: date) -> None:
    """Check days and persons, and add the classes up when all are known."""
    starts, ends = record.starts_on, record.ends_on
    known = [count for name in CLASSES if (count := getattr(record, name)) is not None]
    if starts is None:
        if ends is not None or known or record.persons is not None:
            raise refused("start_needed", _("Cần ghi ngày bắt đầu thực tế."), "starts_on")
        return
    if starts.first_day() > today:
        raise refused("in_future", _("Ngày này chưa tới; ngày dự kiến ghi ở phần kế hoạch."), "starts_on")
    _check_days(record)
    if ends is not None and ends.first_day() > today:
        raise refused(
            "in_future", _("Ngày này chưa tới; hội nghị chưa kết thúc thì để trống ngày cuối."), "ends_on"
        )
    if len(known) == len(CLASSES):
        record.persons = sum(known)
    elif record.persons is not None and record.persons < sum(known):
        raise refused("fewer_than_classes", _("Tổng số người nhỏ hơn các nhóm đã ghi."), "persons")
    record.is_recurring = False  # a day is known now


def _check_press(record: PressVisit) -> None:
    _need_title(record)
    if not record.outlets:
        raise refused("outlets_needed", _("Cần ghi hãng báo chí."), "outlets")
    _check_days(record)
    refuse_wrong_fields(record)


def _need_title(record: Any) -> None:
    if not record.title_vi:
        raise refused("title_needed", _("Cần ghi nội dung trong một câu."), "title_vi")


def _check_days(record: Any) -> None:
    starts, ends = record.starts_on, record.ends_on
    if ends is not None and (starts is None or ends.last_day() < starts.first_day()):
        raise refused("end_before_start", _("Ngày kết thúc trước ngày bắt đầu."), "ends_on")


def _settled(record: Any, lists: Mapping[str, Sequence[Any]]) -> Any:
    for name, rows in lists.items():
        getattr(record, name).set(rows)
    settle(record)
    record.refresh_from_db()
    return record
