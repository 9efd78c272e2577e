"""The lists of a delegation — way, people, programme by day, gifts — written as a whole; only what differs is written.

Rows are mappings of facts. What is wrong is told by list, row (from 0, as sent) and field: "stops.1.leaves_on".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import MemberRole
from delegations.models import Delegation, DelegationMember, DelegationStop, Gift, ProgrammeEntry
from delegations.services.trips.common import (
    check_fields,
    cost_complaint,
    opened,
    refuse_reader,
    refuse_unknown,
    settle,
)
from delegations.services.trips.named_partners import take_in_partners
from delegations.states import first_day, last_day
from dnfa.core.errors import InvalidInput
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line, fold

MOST_ROWS = 300
Rows = Sequence[Mapping[str, Any]]
Wrong = dict[str, list[Any]]


@dataclass(frozen=True)
class RowKind:
    """One of the lists: its model, its texts, its other facts, what tells a row from others (best first), its own rules,
    the order it is kept in.
    """

    model: type[models.Model]
    lines: tuple[str, ...]
    facts: tuple[str, ...]
    told_by: tuple[tuple[str, ...], ...]
    check: Callable[[Delegation, list[dict[str, Any]]], Wrong]
    sort_key: Callable[[dict[str, Any]], Any] | None = None  # None: the order given, kept in `order`

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.lines, *self.facts)


@transaction.atomic
def set_stops(*, delegation: Delegation, rows: Rows, base_version: int | None, user: Any) -> Delegation:
    """Make the way of a delegation be `rows`: country, place, partner, arrives_on, leaves_on, is_important_event.

    Side effects: the stops; the partners named there are among those of the record; its version; clocks. Raises `NotAllowed`; `Conflict` ("stale_version",
    "record_cancelled", "record_closed"); `InvalidInput` ("rows_wrong" by row and field, "secret_mark").
    """
    return _set(delegation, "stops", rows, base_version=base_version, user=user)


@transaction.atomic
def set_people(*, delegation: Delegation, rows: Rows, base_version: int | None, user: Any) -> Delegation:
    """Make the members be `rows`: name, title, agency or organisation, role, is_key_leader; at most one head.

    Side effects as of `set_stops`; a row with the role "head" gives the record its head's name and title.
    """
    return _set(delegation, "members", rows, base_version=base_version, user=user)


@transaction.atomic
def set_programme(*, delegation: Delegation, rows: Rows, base_version: int | None, user: Any) -> Delegation:
    """Make the programme be `rows`: day, starts_at, content, place, counterpart, in_charge. Effects as of `set_stops`."""
    return _set(delegation, "programme", rows, base_version=base_version, user=user)


@transaction.atomic
def set_gifts(*, delegation: Delegation, rows: Rows, base_version: int | None, user: Any) -> Delegation:
    """Make the gifts be `rows`: side, description, quantity, value_amount, value_currency, counterpart, kept_by.

    Effects as of `set_stops`.
    """
    return _set(delegation, "gifts", rows, base_version=base_version, user=user)


def _set(delegation: Delegation, name: str, rows: Rows, *, base_version: int | None, user: Any) -> Delegation:
    refuse_reader(user)
    record: Delegation = opened(delegation, base_version=base_version)
    if write_rows(record, name, rows):
        settle(record)
        record.refresh_from_db()
    return record


def write_rows(record: Delegation, name: str, rows: Rows) -> bool:
    """Check and write one list of a record that is locked; whether anything differed. Raises as `set_stops`."""
    kind = KINDS[name]
    listed = [_clean(kind, row) for row in rows]
    _refuse_wrong(record, name, kind, listed)
    if kind.sort_key is not None:
        listed.sort(key=kind.sort_key)
    has_changed = _write(record, kind, listed)
    if name == "members":
        has_changed = _follow_head(record, listed) or has_changed
    if name == "stops":
        has_changed = take_in_partners(record, (row["partner"] for row in listed)) or has_changed
    return has_changed


def _clean(kind: RowKind, row: Mapping[str, Any]) -> dict[str, Any]:
    refuse_unknown(row, kind.fields)
    texts = {name: clean_line(row.get(name) or "") for name in kind.lines}
    defaults = {name: kind.model._meta.get_field(name).get_default() for name in kind.facts}  # type: ignore[union-attr]
    return {**texts, **defaults, **{name: row[name] for name in kind.facts if row.get(name) is not None}}


def _refuse_wrong(record: Delegation, name: str, kind: RowKind, listed: list[dict[str, Any]]) -> None:
    if len(listed) > MOST_ROWS:
        message = _("Mỗi danh sách có nhiều nhất %(most)s dòng.") % {"most": MOST_ROWS}
        raise InvalidInput("too_many_rows", message, {name: [message]})
    texts = {
        f"{name}.{number}.{field}": row[field]
        for number, row in enumerate(listed)
        for field in kind.lines
        if row[field]
    }
    refuse_secret(**texts)
    wrong: Wrong = {}
    for number, row in enumerate(listed):
        candidate = kind.model(delegation=record, **row)
        wrong |= check_fields(candidate, prefix=f"{number}.", exclude=("delegation", "order"))
    for place, sentences in kind.check(record, listed).items():
        wrong.setdefault(place, []).extend(sentences)
    if wrong:
        raise InvalidInput(
            "rows_wrong",
            _("Có dòng chưa đúng, hãy sửa các ô được nêu."),
            {f"{name}.{place}": sentences for place, sentences in wrong.items()},
        )


def _write(record: Delegation, kind: RowKind, listed: list[dict[str, Any]]) -> bool:
    """Bring the rows kept in line with those given; the head is written last, so that there is never a second one."""
    manager: Any = kind.model._default_manager
    others = [name for name in kind.facts if kind.model._meta.get_field(name).is_relation]
    held = list(manager.filter(delegation=record).select_related(*others))
    kept = _kept(kind, held, listed)
    changed: list[Any] = []
    for place, row in enumerate(listed):
        facts = row if kind.sort_key else {**row, "order": place}
        one = kept.get(place) or kind.model(delegation=record)
        if place not in kept or any(getattr(one, field) != value for field, value in facts.items()):
            for field, value in facts.items():
                setattr(one, field, value)
            changed.append(one)
    gone = [one for one in held if one not in kept.values()]
    for row in gone:
        row.delete()
    for row in sorted(changed, key=lambda row: getattr(row, "role", "") == MemberRole.HEAD):
        row.save()
    return bool(changed or gone)


def _kept(kind: RowKind, held: list[Any], listed: list[dict[str, Any]]) -> dict[int, Any]:
    """By place of a given row the row that stands for the same: what tells it best first, then less, then the place.

    A number once given (tables that are brought in again, the history) so goes on meaning the same person or stop when
    a row before it is taken out.
    """
    kept: dict[int, Any] = {}
    free = list(held)
    for fields in kind.told_by:
        waiting: dict[Any, list[Any]] = {}
        for one in free:
            waiting.setdefault(_told(partial(getattr, one), fields), []).append(one)
        for place, row in enumerate(listed):
            same = waiting.get(_told(row.get, fields)) if place not in kept else None
            if same:
                kept[place] = same.pop(0)
        free = [one for one in free if one not in kept.values()]
    for place in range(len(listed)):
        if place not in kept and place < len(held) and held[place] in free:
            kept[place] = held[place]
    return kept


def _told(fact: Callable[[str], Any], fields: tuple[str, ...]) -> tuple[Any, ...]:
    values = (fact(field) for field in fields)
    return tuple(fold(value) if isinstance(value, str) else value for value in values)


def _follow_head(record: Delegation, listed: list[dict[str, Any]]) -> bool:
    """The member who leads gives the record its head's name and title."""
    head = next((row for row in listed if row["role"] == MemberRole.HEAD), None)
    if head is None or (record.head_name, record.head_title) == (head["name"], head["title"]):
        return False
    record.head_name, record.head_title = head["name"], head["title"]
    record.save(update_fields=["head_name", "head_title", "updated_at"])
    return True


def _check_stops(record: Delegation, listed: list[dict[str, Any]]) -> Wrong:
    wrong: Wrong = {}
    latest: date | None = None
    for number, row in enumerate(listed):
        arrives, leaves = row["arrives_on"], row["leaves_on"]
        if arrives is not None and leaves is not None and leaves < arrives:
            wrong[f"{number}.leaves_on"] = [_("Ngày rời trước ngày đến.")]
        if arrives is not None and latest is not None and arrives < latest:
            wrong[f"{number}.arrives_on"] = [_("Đến chặng này trước khi rời chặng trước.")]
        latest = leaves or arrives or latest
        for field in ("arrives_on", "leaves_on"):
            if row[field] is not None and not _within(record, row[field]):
                wrong.setdefault(f"{number}.{field}", []).append(_outside(record))
    return wrong


def _check_members(_record: Delegation, listed: list[dict[str, Any]]) -> Wrong:
    wrong: Wrong = {}
    seen: dict[tuple[str, str], int] = {}
    heads = 0
    for number, row in enumerate(listed):
        if not row["name"]:
            wrong[f"{number}.name"] = [_("Cần ghi họ và tên.")]
        person = (fold(row["name"]), fold(row["title"]))
        if row["name"] and person in seen:
            wrong[f"{number}.name"] = [_("Người này đã có ở dòng %(number)s.") % {"number": seen[person] + 1}]
        seen.setdefault(person, number)
        if row["role"] == MemberRole.HEAD:
            heads += 1
            if heads > 1:
                wrong[f"{number}.role"] = [_("Đoàn chỉ có một trưởng đoàn.")]
        if row["agency"] is not None and row["organisation"]:
            wrong[f"{number}.organisation"] = [_("Ghi một cơ quan: trong danh mục, hoặc tên cơ quan khác.")]
        if row["is_key_leader"] and row["agency"] is None:
            wrong[f"{number}.is_key_leader"] = [_("Lãnh đạo chủ chốt thì cần cơ quan trong danh mục.")]
    return wrong


def _check_programme(record: Delegation, listed: list[dict[str, Any]]) -> Wrong:
    return {
        f"{number}.day": [_outside(record)]
        for number, row in enumerate(listed)
        if row["day"] is not None and not _within(record, row["day"])
    }


def _check_gifts(_record: Delegation, listed: list[dict[str, Any]]) -> Wrong:
    wrong: Wrong = {}
    for number, row in enumerate(listed):
        amount = row["value_amount"]
        row["value_currency"] = "" if amount is None else row["value_currency"].strip().upper()
        complaint = cost_complaint(amount, row["value_currency"])
        if complaint is not None:
            wrong[f"{number}.value_currency"] = [complaint]
        if amount is not None and amount < 0:
            wrong[f"{number}.value_amount"] = [_("Giá trị không thể nhỏ hơn 0.")]
        if row["quantity"] < 1:
            wrong[f"{number}.quantity"] = [_("Số lượng từ 1 trở lên.")]
    return wrong


def _within(record: Delegation, day: date) -> bool:
    begins, ends = first_day(record), last_day(record)
    return (begins is None or begins <= day) and (ends is None or begins is None or day <= ends)


def _outside(record: Delegation) -> Any:
    return _("Ngày này nằm ngoài chuyến đi (%(begins)s – %(ends)s).") % {
        "begins": f"{first_day(record):%d/%m/%Y}",
        "ends": f"{last_day(record):%d/%m/%Y}",
    }


def _when(row: dict[str, Any]) -> tuple[date, bool, time]:
    return row["day"], row["starts_at"] is not None, row["starts_at"] or time.min


KINDS = {
    "stops": RowKind(
        DelegationStop,
        ("place",),
        ("country", "partner", "arrives_on", "leaves_on", "is_important_event"),
        (("country", "place", "partner", "arrives_on"), ("country", "place", "partner"), ("country",)),
        _check_stops,
    ),
    "members": RowKind(
        DelegationMember,
        ("name", "title", "organisation"),
        ("agency", "role", "is_key_leader"),
        (("name", "title"), ("name",)),
        _check_members,
    ),
    "programme": RowKind(
        ProgrammeEntry,
        ("place", "content", "counterpart", "in_charge"),
        ("day", "starts_at"),
        (("day", "starts_at", "content"), ("day", "content"), ("content",)),
        _check_programme,
        _when,
    ),
    "gifts": RowKind(
        Gift,
        ("description", "counterpart"),
        ("side", "quantity", "value_amount", "value_currency", "kept_by"),
        (("side", "description", "counterpart"), ("side", "description")),
        _check_gifts,
        lambda row: row["side"],
    ),
}
