"""Opening a project and correcting its record: only what differs is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import ProjectAgencyRole, ProjectPartyRole
from agreements.models import Project, ProjectAgency, ProjectAgreement, ProjectParty
from agreements.services.projects.common import (
    free_key,
    line,
    opened,
    refuse_backwards,
    refuse_reader,
    refuse_wrong_fields,
    refused,
    text,
)
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import touch

LINES = ("title_vi", "title_en", "owner_name", "place", "old_district", "quantity_unit")
TEXTS = ("purpose_vi", "result_vi", "remains_vi", "note")
CODES = ("direction", "source_type", "form", "stated_status")
OTHERS = (
    "parent", "is_component", "starts_on", "ends_on", "quantity", "remains_seen_on", "owes_reports", "officer",
)  # fmt: skip
SCALARS = (*LINES, *TEXTS, *CODES, *OTHERS)
LISTS = ("parties", "agencies", "agreements", "fields")
EDITABLE = (*SCALARS, *LISTS)
WHOLE_SHARE = Decimal(100)


@transaction.atomic
def project_create(*, title_vi: str, direction: str, user: Any, today: date, **more: Any) -> Project:
    """Open the record of a project or aid item.

    `more` are facts of `SCALARS`, and whole lists: `parties` ([{"partner", "role", "share"}], share in per cent of donors),
    `agencies` ([{"agency", "role"}]), `agreements` ([Agreement]), `fields` ([CooperationField]).

    Side effects: the record and its lists. Raises `NotAllowed`; `InvalidInput` by field ("title_needed", "invalid",
    "ends_before_start", "party_twice", "share_wrong", "agency_twice", "parent_wrong", "officer_wrong", "remains_needed",
    "secret_mark").
    """
    refuse_reader(user)
    _refuse_unknown(more)
    values = {
        name: _cleaned(name, value)
        for name, value in {"title_vi": title_vi, "direction": direction, **more}.items()
    }
    lists = {name: values.pop(name) for name in LISTS if name in values}
    record = Project(**values)
    _check(record, lists, texts=values)
    _refuse_wrong_officer(record)
    begins = record.starts_on.first_day().year if record.starts_on else today.year
    record.key = free_key(record.title_vi, begins)
    record.save()
    for name, wanted in lists.items():
        _write_list(record, name, wanted)
    record.refresh_from_db()
    return record


@transaction.atomic
def project_update(
    *, project: Project, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> Project:
    """Change facts of the record (`EDITABLE`; lists as whole lists). Nothing differing, nothing happens.

    Side effects: the record, its lists and version. Raises `NotAllowed`; `Conflict` ("stale_version"); `InvalidInput` as
    `project_create` does.
    """
    refuse_reader(user)
    _refuse_unknown(changes)
    record = opened(project, base_version=base_version)
    new = {name: _cleaned(name, value) for name, value in changes.items()}
    lists = {name: new.pop(name) for name in LISTS if name in new}
    differing = {name: value for name, value in new.items() if getattr(record, name) != value}
    for name, value in differing.items():
        setattr(record, name, value)
    _check(record, lists, texts=differing)
    if "officer" in differing:
        _refuse_wrong_officer(record)
    if differing:
        record.save(update_fields=[*differing, "updated_at"])
    changed = [name for name, wanted in lists.items() if _write_list(record, name, wanted)]
    if changed:
        touch(record)
    record.refresh_from_db()
    return record


# --- what is stored ----------------------------------------------------------------------
def _refuse_unknown(facts: Iterable[str]) -> None:
    strange = sorted(set(facts) - set(EDITABLE))
    if strange:
        message = f"no such facts of a project: {', '.join(strange)}"
        raise TypeError(message)


def _cleaned(name: str, value: Any) -> Any:
    if name in LINES:
        return line(value)
    if name in TEXTS:
        return text(value)
    if name in CODES:
        return (value or "").strip()
    if name in LISTS:
        return list(value or ())
    return value


def _write_list(record: Project, name: str, wanted: Sequence[Any]) -> bool:
    """Bring one list to what is wanted; says whether anything differed."""
    if name == "fields":
        same = set(record.fields.values_list("pk", flat=True)) == {field.pk for field in wanted}
        if not same:
            record.fields.set(wanted)
        return not same
    rows = _rows(name, wanted)
    model = {"parties": ProjectParty, "agencies": ProjectAgency, "agreements": ProjectAgreement}[name]
    held = list(model._default_manager.filter(project=record))
    columns = list(rows[0]) if rows else []
    if [{column: getattr(row, column) for column in columns} for row in held] == rows and len(held) == len(
        rows
    ):
        return False
    model._default_manager.filter(project=record).delete()
    for row in rows:
        model._default_manager.create(project=record, **row)
    return True


def _rows(name: str, wanted: Sequence[Any]) -> list[dict[str, Any]]:
    if name == "agreements":
        return [{"agreement_id": paper.pk} for paper in dict.fromkeys(wanted)]
    if name == "agencies":
        return [
            {"agency_id": row["agency"].pk, "role": str(row["role"]), "order": order}
            for order, row in enumerate(wanted)
        ]
    return [
        {
            "partner_id": row["partner"].pk,
            "role": str(row["role"]),
            "share": row.get("share"),
            "order": order,
        }
        for order, row in enumerate(wanted)
    ]


# --- refusals ----------------------------------------------------------------------------
def _check(record: Project, lists: Mapping[str, Sequence[Any]], *, texts: Mapping[str, Any]) -> None:
    """Raise `InvalidInput` for what must not stand."""
    if not record.title_vi:
        raise refused("title_needed", _("Hãy ghi tên dự án, khoản viện trợ."), "title_vi")
    refuse_secret(**{name: texts[name] for name in (*LINES, *TEXTS) if texts.get(name)})
    refuse_wrong_fields(record, exclude=["key"])
    refuse_backwards(record.starts_on, record.ends_on, field="ends_on")
    if _holds_its_programme(record):
        raise refused("parent_wrong", _("Một dự án không thể thuộc chính nó."), "parent")
    if record.is_component and record.parent is None:
        raise refused("parent_wrong", _("Hãy chọn chương trình mà hợp phần này thuộc về."), "parent")
    if record.remains_seen_on and not record.remains_vi:
        raise refused("remains_needed", _("Hãy ghi còn lại những gì vào ngày kiểm tra."), "remains_vi")
    _refuse_wrong_parties(lists.get("parties", ()))
    _refuse_twice(lists.get("agencies", ()))


def _refuse_wrong_officer(record: Project) -> None:
    officer: Any = record.officer
    if officer is not None and not (officer.is_active and officer.role in KEEPS_THE_REGISTER):
        raise refused(
            "officer_wrong", _("Chuyên viên phụ trách phải là người còn làm việc này ở Sở."), "officer"
        )


def _holds_its_programme(record: Project) -> bool:
    """Whether the programme it belongs to is the project itself or, however far down, a part of it: money of such a circle
    would be counted nowhere.
    """
    above, passed = record.parent, set[int]()
    while above is not None and above.pk not in passed:
        if above.pk == record.pk:
            return True
        passed.add(above.pk)
        above = above.parent
    return False


def _refuse_wrong_parties(parties: Sequence[Mapping[str, Any]]) -> None:
    seen = [row["partner"].pk for row in parties]
    if len(seen) != len(set(seen)):
        raise refused("party_twice", _("Mỗi đối tác chỉ ghi một lần, với một vai trò."), "parties")
    for row in parties:
        if row["role"] not in ProjectPartyRole.values:
            raise refused("party_role_wrong", _("Hãy chọn vai trò của từng đối tác."), "parties")
    shares = [row for row in parties if row.get("share") is not None]
    if any(row["role"] != ProjectPartyRole.DONOR or not 0 < row["share"] <= WHOLE_SHARE for row in shares):
        raise refused(
            "share_wrong",
            _("Tỷ lệ góp là phần trăm lớn hơn 0, nhiều nhất 100, chỉ của nhà tài trợ."),
            "parties",
        )
    if sum((row["share"] for row in shares), Decimal(0)) > WHOLE_SHARE:
        raise refused("share_wrong", _("Các tỷ lệ góp cộng lại vượt 100%."), "parties")


def _refuse_twice(agencies: Sequence[Mapping[str, Any]]) -> None:
    told = [(row["agency"].pk, row["role"]) for row in agencies]
    if len(told) != len(set(told)):
        raise refused("agency_twice", _("Mỗi cơ quan chỉ ghi một lần cho mỗi vai trò."), "agencies")
    if any(role not in ProjectAgencyRole.values for _pk, role in told):
        raise refused("agency_role_wrong", _("Hãy chọn vai trò của từng cơ quan."), "agencies")
