"""Lines that agencies propose for the year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import CostSource, HeadRank, ProgrammeItemKind, ProgrammeItemState
from delegations.models import ProgrammeItem, YearProgramme
from delegations.models.base import CURRENCY
from delegations.rules import is_focal_point
from delegations.rules.programme import can_change_item, can_propose_for
from delegations.services.programme.common import Problems, refuse, refuse_unknown, too_long
from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch
from partners.models import Partner

LINES = {"title": 500, "head_title": 200}
LONGEST_TEXT = 10_000
FACTS = (
    *LINES,
    "kind",
    "agency",
    "head_rank",
    "expected_on",
    "days",
    "persons",
    "purpose",
    "cost_amount",
    "cost_currency",
    "cost_source",
)
LISTS = ("countries", "partners")
FIELDS = (*FACTS, *LISTS)
MOST_DAYS, MOST_PERSONS = 366, 100_000
LARGEST_COST = Decimal("999999999999999999.99")


@transaction.atomic
def propose_item(
    *,
    programme: YearProgramme,
    kind: str,
    title: str,
    agency: Agency | None,
    user: Any,
    **facts: Any,
) -> ProgrammeItem:
    """Propose a line for the year; `facts` are further `FIELDS`. A focal point proposes for its own agency only.

    Late proposals are taken too; the page says that the day is past. Side effects: the line with its countries and
    partners. Raises `NotAllowed` ("may_not_propose"), `InvalidInput` ("unknown_field", "invalid_item", "secret_mark").
    """
    refuse_unknown(facts, FIELDS)
    given = {"kind": kind, "title": title, "agency": agency, **facts}
    if agency is None and is_focal_point(user):
        given["agency"] = user.agency
    _require_agency(user, given["agency"])
    item = ProgrammeItem(programme=programme, proposed_by=user)
    _put(item, given)
    _check(item)
    item.save()
    _put_lists(item, given, user)
    item.refresh_from_db()
    return item


@transaction.atomic
def update_item(
    *, item: ProgrammeItem, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> ProgrammeItem:
    """Change a line that no edition holds yet (`FIELDS`).

    Side effects: the line, its lists, its version. Raises `NotAllowed` ("may_not_propose"), `Conflict` ("stale_version",
    "item_settled"), `InvalidInput`.
    """
    refuse_unknown(changes, FIELDS)
    record = _changeable(item, base_version, user)
    if "agency" in changes:
        _require_agency(user, changes["agency"])
    _put(record, changes)
    _check(record)
    record.save()
    if _put_lists(record, changes, user):
        touch(record)
    record.refresh_from_db()
    return record


@transaction.atomic
def withdraw_item(
    *, item: ProgrammeItem, note: str = "", base_version: int | None = None, user: Any, today: date
) -> ProgrammeItem:
    """Take a proposal back before it was decided.

    Side effects: the line's state, day and note. Raises `NotAllowed`, `Conflict` ("stale_version", "item_settled"),
    `InvalidInput` (a note too long, "secret_mark").
    """
    words = clean_line(note)
    refuse("invalid_item", too_long({"note": words}, {"note": 500}))
    refuse_secret(note=words)
    record = _changeable(item, base_version, user)
    if record.state != ProgrammeItemState.PROPOSED:
        raise _settled()
    record.state = ProgrammeItemState.WITHDRAWN
    record.decided_on = today
    record.decision_note = words
    record.save()
    record.refresh_from_db()
    return record


def _settled() -> Conflict:
    return Conflict(
        "item_settled",
        _("Mục này đã được xử lý nên không sửa được nữa; thay đổi đi theo lần điều chỉnh chương trình."),
    )


def _changeable(item: ProgrammeItem, base_version: int | None, user: Any) -> ProgrammeItem:
    _require_agency(user, item.agency)
    record = locked(item, base_version=base_version)
    if not can_change_item(user, record):
        raise _settled()
    return record


def _require_agency(user: Any, agency: Agency | None) -> None:
    if not can_propose_for(user, agency.pk if agency else None):
        raise NotAllowed(
            "may_not_propose",
            _("Đầu mối đề xuất cho cơ quan mình; đề xuất của cơ quan khác do Sở Ngoại vụ ghi."),
        )


def _put(item: ProgrammeItem, given: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in given:
            value = given[name]
            setattr(item, name, clean_line(value) if name in LINES else value)
    item.cost_currency = item.cost_currency.strip().upper() if item.cost_amount is not None else ""


def _put_lists(item: ProgrammeItem, given: Mapping[str, Iterable[Any]], user: Any) -> bool:
    """Set countries and partners; whether any list changed. Partners that `user` does not see stay: it cannot mean them."""
    changed = False
    for name in LISTS:
        if name in given:
            manager = getattr(item, name)
            wanted = {record.pk for record in given[name]}
            if name == "partners":
                wanted |= {one.pk for one in item.partners.exclude(pk__in=Partner.objects.visible_to(user))}
            if wanted != set(manager.values_list("pk", flat=True)):
                manager.set(wanted)
                changed = True
    return changed


def _check(item: ProgrammeItem) -> None:
    problems: Problems = too_long({name: getattr(item, name) for name in LINES}, LINES)
    if not item.title:
        problems["title"] = [_("Hãy ghi nội dung trong một câu.")]
    agency_id: int | None = item.agency_id  # a form may leave it empty, whatever the column says
    if agency_id is None:
        problems["agency"] = [_("Hãy chọn cơ quan đề xuất.")]
    problems |= _wrong_choices(item)
    if item.days is not None and not 1 <= item.days <= MOST_DAYS:
        problems["days"] = [_("Số ngày từ 1 đến %(most)s.") % {"most": MOST_DAYS}]
    if item.persons is not None and not 1 <= item.persons <= MOST_PERSONS:
        problems["persons"] = [_("Số người từ 1 đến 100.000.")]
    if len(item.purpose) > LONGEST_TEXT:
        problems["purpose"] = [_("Nội dung dài quá 10.000 ký tự.")]
    problems |= _wrong_cost(item)
    refuse("invalid_item", problems)
    refuse_secret(title=item.title, head_title=item.head_title, purpose=item.purpose)


def _wrong_choices(item: ProgrammeItem) -> Problems:
    problems: Problems = {}
    if item.kind not in ProgrammeItemKind.values:
        problems["kind"] = [_("Hãy chọn loại: đoàn ra, đoàn vào hay hội nghị.")]
    for name, choices in (("head_rank", HeadRank), ("cost_source", CostSource)):
        if getattr(item, name) not in {"", *choices.values}:
            problems[name] = [_("Hãy chọn trong danh sách.")]
    if item.expected_on is not None and item.expected_on.first_day().year > item.programme.year:
        problems["expected_on"] = [_("Sau năm của chương trình.")]
    elif item.expected_on is not None and item.expected_on.last_day().year < item.programme.year:
        problems["expected_on"] = [_("Trước năm của chương trình.")]
    return problems


def _wrong_cost(item: ProgrammeItem) -> Problems:
    if item.cost_amount is None:
        return {}
    if not 0 <= item.cost_amount <= LARGEST_COST:
        return {"cost_amount": [_("Kinh phí là số từ 0 trở lên.")]}
    if not re.fullmatch(CURRENCY, item.cost_currency):
        return {"cost_currency": [_("Loại tiền là ba chữ cái, ví dụ VND, USD.")]}
    return {}
