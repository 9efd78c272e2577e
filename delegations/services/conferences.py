"""Every write to conferences and visits of the foreign press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import ChangeReason
from delegations.models import Conference, PressVisit
from delegations.services.trips.common import (
    free_key,
    refuse_reader,
    refuse_unknown,
    refuse_wrong_fields,
    refused,
    settle,
)
from delegations.services.trips.record import check_cost
from dnfa.core.errors import Conflict
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
PERMIT_FACTS = ("permit_level", "filed_on", "decision_number", "decision_on", "decision_by")
PRESS_FACTS = (
    "title_vi", "title_en", "outlets", "starts_on", "ends_on", "place", "persons", "topics", "permit_number",
    "permit_on", "guided_by", "is_published", "published_note", "purpose_vi", "outcome_vi",
)  # fmt: skip
PRESS_LISTS = ("partners", "lead_agencies", "countries")
TEXTS = frozenset({"purpose_vi", "outcome_vi", "topics"})
Facts = Mapping[str, Any]


@transaction.atomic
def plan_conference(
    *, facts: Facts, lists: Mapping[str, Sequence[Any]], user: Any, today: date
) -> Conference:
    """Open the record of a conference; `facts` are of `PLAN_FACTS`, `lists` of `LISTS`.

    Side effects: the record, which owes a report of its result; its lists; clocks. Raises `NotAllowed`;
    `InvalidInput` by field ("title_needed", "plan_start_needed", "end_before_start", "agency_needed", "agency_twice",
    "currency_needed", "cost_negative", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, PLAN_FACTS)
    refuse_unknown(lists, LISTS)
    record = Conference(recorded_by=user, key="moi")  # for the check; the real key is given when it is saved
    _tell(record, facts)
    _check_plan(record, {name: list(lists.get(name, ())) for name in LISTS})
    record.key = free_key(Conference, record.title_vi, (record.planned_starts_on or today).year)
    return _saved(record, lists)


@transaction.atomic
def update_conference(
    *, conference: Conference, changes: Facts, base_version: int | None, user: Any
) -> Conference:
    """Change what is planned: any of `PLAN_FACTS` and `LISTS`.

    Side effects: the record, its lists and version; clocks. Raises as `plan_conference`, and `Conflict`
    ("stale_version", "record_cancelled", "record_closed").
    """
    refuse_reader(user)
    refuse_unknown(changes, (*PLAN_FACTS, *LISTS))
    record = _opened(conference, base_version)
    _tell(record, {name: value for name, value in changes.items() if name in PLAN_FACTS})
    lists = {name: list(changes[name]) for name in LISTS if name in changes}
    _check_plan(record, {name: lists.get(name, list(getattr(record, name).all())) for name in LISTS})
    return _saved(record, lists)


@transaction.atomic
def record_actuals(
    *, conference: Conference, facts: Facts, base_version: int | None, user: Any, today: date
) -> Conference:
    """Say what was: `ACTUAL_FACTS`. `persons` is the sum of the four classes when all are known (annex VI of the
    yearly report), else what is told. Given again, it corrects; the plan stays beside it.

    Side effects: the record, from its first day a contact with its partners; the version; clocks. Raises
    `NotAllowed`; `Conflict` as above; `InvalidInput` ("start_needed", "in_future", "end_before_start",
    "fewer_than_classes", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, ACTUAL_FACTS)
    record = _opened(conference, base_version)
    _tell(record, facts)
    record.is_recurring = False  # a day is known now
    if record.starts_on is None:
        raise refused("start_needed", _("Cần ghi ngày bắt đầu thực tế."), "starts_on")
    if record.starts_on.first_day() > today:
        raise refused("in_future", _("Ngày này chưa tới; ngày dự kiến ghi ở phần kế hoạch."), "starts_on")
    _check_days(record)
    known = [count for name in CLASSES if (count := getattr(record, name)) is not None]
    if len(known) == len(CLASSES):
        record.persons = sum(known)
    elif record.persons is not None and record.persons < sum(known):
        raise refused("fewer_than_classes", _("Tổng số người nhỏ hơn các nhóm đã ghi."), "persons")
    refuse_wrong_fields(record)
    return _saved(record, {})


@transaction.atomic
def record_permit(
    *, conference: Conference, facts: Facts, base_version: int | None, user: Any, today: date
) -> Conference:
    """Write down the dossier (level, day it was filed) and the paper that allows it: `PERMIT_FACTS`.

    Side effects: the record and version; clocks. Raises `NotAllowed`; `Conflict` as above; `InvalidInput`
    ("in_future", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(facts, PERMIT_FACTS)
    record = _opened(conference, base_version)
    _tell(record, facts)
    for name in ("filed_on", "decision_on"):
        day = getattr(record, name)
        if day is not None and day > today:
            raise refused("in_future", _("Ngày này chưa tới."), name)
    refuse_wrong_fields(record)
    return _saved(record, {})


@transaction.atomic
def cancel_conference(
    *, conference: Conference, reason: str, note: str, base_version: int | None, user: Any, today: date
) -> Conference:
    """Give a conference up as of today, with a coded reason; "other" says which in `note`.

    Side effects: the record stays and is counted nowhere; version; clocks. Raises `NotAllowed`; `Conflict` as above;
    `InvalidInput` ("reason_needed", "note_needed", "invalid", "secret_mark").
    """
    refuse_reader(user)
    record = _opened(conference, base_version)
    if reason not in ChangeReason.values:
        raise refused("reason_needed", _("Hãy chọn lý do hủy."), "cancel_reason")
    _tell(record, {"cancel_reason": reason, "cancel_note": note, "cancelled_on": today})
    if reason == ChangeReason.OTHER and not record.cancel_note:
        raise refused("note_needed", _("Hãy nói rõ lý do khác."), "cancel_note")
    refuse_wrong_fields(record)
    return _saved(record, {})


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
    record.key = free_key(PressVisit, record.title_vi, (record.starts_on or today).year)  # type: ignore[arg-type]
    return _saved(record, lists)


@transaction.atomic
def update_press_visit(
    *, visit: PressVisit, changes: Facts, base_version: int | None, user: Any
) -> PressVisit:
    """Change any of `PRESS_FACTS` and `PRESS_LISTS`. Side effects and errors as above, and `Conflict`."""
    refuse_reader(user)
    refuse_unknown(changes, (*PRESS_FACTS, *PRESS_LISTS))
    record = locked(visit, base_version=base_version)
    _tell(record, {name: value for name, value in changes.items() if name in PRESS_FACTS})
    _check_press(record)
    return _saved(record, {name: changes[name] for name in PRESS_LISTS if name in changes})


# --- inside ----------------------------------------------------------------------
def _opened(conference: Conference, base_version: int | None) -> Conference:
    record = locked(conference, base_version=base_version)
    if record.cancelled_on is not None:
        raise Conflict("record_cancelled", _("Hội nghị đã hủy; không ghi tiếp được."))
    if record.closed_on is not None:
        raise Conflict("record_closed", _("Hồ sơ hội nghị đã kết thúc; không sửa được nữa."))
    return record


def _tell(record: Any, facts: Facts) -> None:
    told = {}
    for name, value in facts.items():
        is_text = isinstance(value, str)
        tidy = (nfc(value).strip() if name in TEXTS else clean_line(value)) if is_text else value
        setattr(record, name, tidy)
        if is_text and tidy:
            told[name] = tidy
    refuse_secret(**told)


def _check_plan(record: Conference, lists: Mapping[str, Sequence[Any]]) -> None:
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
    check_cost(record)  # type: ignore[arg-type]  # asks for the money only, which every planned record has
    refuse_wrong_fields(record)


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


def _saved(record: Any, lists: Mapping[str, Sequence[Any]]) -> Any:
    record.save()
    for name, rows in lists.items():
        getattr(record, name).set(rows)
    settle(record)
    record.refresh_from_db()
    return record
