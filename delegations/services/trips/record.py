"""Planning a delegation and correcting what is planned: only what differs is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import MemberRole
from delegations.models import Delegation
from delegations.models.base import PlannedRecord
from delegations.services.trips.common import (
    check_fields,
    cleaned,
    cost_complaint,
    free_key,
    opened,
    refuse_reader,
    refuse_unknown,
    refuse_wrong_fields,
    refused,
    settle,
    texts_in,
)
from delegations.services.trips.named_partners import refuse_left_out
from delegations.services.trips.rows import write_rows
from dnfa.accounts.models import Agency
from dnfa.core.errors import InvalidInput
from dnfa.core.secrecy import refuse_secret
from partners.models import Partner

PLAN_FACTS = ("planned_starts_on", "planned_ends_on", "planned_persons")
HEAD_FACTS = ("head_name", "head_title", "head_rank")
COST_FACTS = ("cost_amount", "cost_currency", "cost_source", "cost_note")
SCALARS = (
    "title_vi", "title_en", "direction", "mode", "place", "purpose_vi", "host", "received_by_name",
    "received_by_title", "outcome_vi", *PLAN_FACTS, *HEAD_FACTS, *COST_FACTS,
)  # fmt: skip
LISTS = ("partners", "lead_agencies", "coordinating")
ROWS = ("stops", "members", "programme", "gifts")
EDITABLE = (*SCALARS, *LISTS)
ACTUAL_FACTS = ("starts_on", "ends_on", "persons")


@transaction.atomic
def plan_delegation(
    *,
    title_vi: str,
    direction: str,
    user: Any,
    today: date,
    partners: Sequence[Partner] = (),
    lead_agencies: Sequence[Agency] = (),
    coordinating: Sequence[Agency] = (),
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    **more: Any,
) -> Delegation:
    """Open the record of a delegation, planned or already held.

    `more` are further facts of `SCALARS` and, of a delegation that has begun, `ACTUAL_FACTS` (PartialDate, number of
    persons). `rows` gives whole lists ("stops", "members", "programme", "gifts") as `set_stops` and its siblings
    take them.

    Side effects: the record, which owes a report of its result; its lists; clocks. Raises `NotAllowed`;
    `InvalidInput` by field ("title_needed", "plan_start_needed", "plan_end_before_start", "agency_twice",
    "currency_needed", those of `check_actuals`, "rows_wrong", "invalid", "secret_mark").
    """
    refuse_reader(user)
    refuse_unknown(more, (*SCALARS, *ACTUAL_FACTS))
    refuse_unknown(rows or {}, ROWS)
    facts = {"title_vi": title_vi, "direction": direction, **more}
    values = {name: cleaned(name, value) for name, value in facts.items()}
    refuse_secret(**texts_in(values))
    record = Delegation(recorded_by=user, **values)
    lists = {"partners": partners, "lead_agencies": lead_agencies, "coordinating": coordinating}
    told = {name: cleaned(name, list(value)) for name, value in lists.items()}
    record.key = "moi"  # for the check of the other fields; the real one is given when it is saved
    check_record(record, told)
    check_actuals(record, today=today)
    begins = record.starts_on.year if record.starts_on else (record.planned_starts_on or today).year
    record.key = free_key(Delegation, record.title_vi, begins)
    record.save()
    for name, value in told.items():
        getattr(record, name).set(value)
    for name, listed in (rows or {}).items():
        write_rows(record, name, listed)
    return _settled(record)


@transaction.atomic
def update_delegation(
    *, delegation: Delegation, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> Delegation:
    """Change facts of the record (`EDITABLE`; partners and agencies as whole lists).

    Only what differs is written; nothing differing, nothing happens. Days once allowed by a document are changed by
    `move_delegation`, which asks for the reason. A changed head changes the member with that role too.

    Side effects: the record, its lists and version; clocks. Raises `NotAllowed`; `Conflict` ("stale_version",
    "record_cancelled", "record_closed"); `InvalidInput` by field ("days_move_by_reason", "partner_is_named" and those
    of `plan_delegation`).
    """
    refuse_reader(user)
    refuse_unknown(changes, EDITABLE)
    record = opened(delegation, base_version=base_version)
    new = {name: cleaned(name, value) for name, value in changes.items()}
    differing = {name: value for name, value in new.items() if not _same(record, name, value)}
    if not differing:
        return record
    _refuse_silent_move(record, differing)
    refuse_secret(**texts_in(differing))
    scalars = [name for name in SCALARS if name in differing]
    for name in scalars:
        setattr(record, name, differing[name])
    told = {name: differing.get(name, list(getattr(record, name).all())) for name in LISTS}
    check_record(record, told)
    if scalars:
        record.save(update_fields=[*scalars, "cost_currency", "updated_at"])
    if "partners" in differing:
        refuse_left_out(record, differing["partners"])
    for name in LISTS:
        if name in differing:
            getattr(record, name).set(differing[name])
    if {"head_name", "head_title"} & set(scalars):
        _tell_head(record)
    return _settled(record)


def check_record(record: Delegation, lists: Mapping[str, Sequence[Any]]) -> None:
    """Check what is planned. Raises `InvalidInput` at the field to blame."""
    if not record.title_vi:
        raise refused("title_needed", _("Cần ghi nội dung của đoàn trong một câu."), "title_vi")
    starts, ends = record.planned_starts_on, record.planned_ends_on
    if ends is not None and starts is None:
        raise refused("plan_start_needed", _("Có ngày cuối thì cần ngày đầu dự kiến."), "planned_starts_on")
    if starts is not None and ends is not None and ends < starts:
        raise refused("plan_end_before_start", _("Ngày cuối dự kiến trước ngày đầu."), "planned_ends_on")
    check_cost(record)
    twice = {agency.pk for agency in lists["lead_agencies"]} & {agency.pk for agency in lists["coordinating"]}
    if twice:
        raise refused(
            "agency_twice",
            _("Một cơ quan không thể vừa chủ trì vừa phối hợp; hãy chọn một vai."),
            "coordinating",
        )
    refuse_wrong_fields(record)


def check_cost(record: PlannedRecord) -> None:
    """An amount has a currency; a currency without an amount says nothing and is dropped. Raises `InvalidInput`."""
    if record.cost_amount is None:
        record.cost_currency = ""
        return
    if record.cost_amount < 0:
        raise refused("cost_negative", _("Kinh phí không thể nhỏ hơn 0."), "cost_amount")
    complaint = cost_complaint(record.cost_amount, record.cost_currency)
    if complaint is not None:
        raise refused("currency_needed", complaint, "cost_currency")


def check_actuals(record: Delegation, *, today: date) -> None:
    """Check what is told of the real days. Raises `InvalidInput` ("start_needed", "in_future", "end_before_start").

    An end known only to the month or year may still lie ahead.
    """
    starts, ends = record.starts_on, record.ends_on
    if starts is None:
        if ends is not None or record.persons is not None:
            raise refused("start_needed", _("Cần ghi ngày bắt đầu thực tế."), "starts_on")
        return
    if starts.first_day() > today:
        raise refused("in_future", _("Ngày này chưa tới; ngày dự kiến ghi ở phần kế hoạch."), "starts_on")
    if ends is None:
        return
    if ends.last_day() < starts.first_day():
        raise refused("end_before_start", _("Ngày kết thúc trước ngày bắt đầu."), "ends_on")
    if ends.first_day() > today:
        raise refused(
            "in_future", _("Ngày này chưa tới; đoàn chưa về thì để trống ngày kết thúc."), "ends_on"
        )


def _same(record: Delegation, name: str, value: Any) -> bool:
    if name in LISTS:
        return {one.pk for one in getattr(record, name).all()} == {one.pk for one in value}
    return bool(getattr(record, name) == value)


def _refuse_silent_move(record: Delegation, differing: Mapping[str, Any]) -> None:
    """Days that a document allowed are not changed without saying why."""
    is_decided = record.decision_on is not None or bool(record.decision_number)
    for name in ("planned_starts_on", "planned_ends_on"):
        if is_decided and name in differing and getattr(record, name) is not None:
            raise refused(
                "days_move_by_reason",
                _("Đã có văn bản cho phép: đổi ngày bằng “Dời ngày”, có nêu lý do."),
                name,
            )


def _tell_head(record: Delegation) -> None:
    """The member who leads bears the name and title of the record. Raises `InvalidInput` where nobody is left."""
    head = record.members.filter(role=MemberRole.HEAD).first()
    if head is None:
        return
    if not record.head_name:
        raise refused(
            "head_is_member",
            _("Trưởng đoàn có trong danh sách thành viên; hãy đổi ở danh sách thành viên."),
            "head_name",
        )
    head.name, head.title = record.head_name, record.head_title
    wrong = check_fields(head, exclude=("delegation",))
    if wrong:
        raise InvalidInput("invalid", _("Có chỗ chưa đúng, hãy sửa các ô được nêu."), wrong)
    head.save(update_fields=["name", "title"])


def _settled(record: Delegation) -> Delegation:
    settle(record)
    record.refresh_from_db()
    return record
