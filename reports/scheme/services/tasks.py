"""Tasks and the agencies they bind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.audit import because
from dnfa.core.errors import Conflict
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked, touch
from reports.scheme.enums import TaskOrigin, TaskRole
from reports.scheme.models import SchemeTask, SchemeTaskAgency
from reports.scheme.services.common import (
    LONGEST_DOCUMENT,
    LONGEST_TEXT,
    Problems,
    clean_line,
    clean_text,
    each_once,
    refuse,
    refuse_unknown,
    require_keeper,
    too_long,
    wrong_order,
)

# The words of a task are the Decision's: another wording is a task of its own (reports/scheme/services/proposals.py).
EDITABLE = ("title_en", "starts_on", "ends_on", "with_all_relevant_units", "note")
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9.-]{0,18}[A-Z0-9])?")
# Two people adding tasks at once must not get one place; the number is a key of our own in the database's lock table.
_ORDER_LOCK = 2887


@transaction.atomic
def update_task(
    *, task: SchemeTask, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> SchemeTask:
    """Change any of `EDITABLE` of a task; nothing changed, nothing written.

    Side effects: the task and its version. Raises `NotAllowed`, `Conflict` ("stale_version"), `InvalidInput`
    ("unknown_field", "invalid_task" by field, "secret_mark").
    """
    require_keeper(user)
    refuse_unknown(changes, EDITABLE)
    record = locked(task, base_version=base_version)
    changed = []
    for name, given in changes.items():
        value = clean_text(given) if name in {"title_en", "note"} else given
        if getattr(record, name) != value:
            setattr(record, name, value)
            changed.append(name)
    problems = too_long(
        {"title_en": record.title_en, "note": record.note},
        {"title_en": LONGEST_TEXT, "note": LONGEST_TEXT},
    )
    refuse("invalid_task", {**problems, **wrong_order(record.starts_on, record.ends_on)})
    refuse_secret(note=record.note, title_en=record.title_en)
    if changed:
        record.save(update_fields=[*changed, "updated_at"])
        record.refresh_from_db(fields=["version"])
    return record


@transaction.atomic
def add_task(
    *,
    code: str,
    group_code: str,
    title_vi: str,
    deciding_document: str,
    decided_on: date,
    leads: Iterable[Agency] = (),
    coordinating: Iterable[Agency] = (),
    with_all_relevant_units: bool = False,
    starts_on: PartialDate | None = None,
    ends_on: PartialDate | None = None,
    title_en: str = "",
    note: str = "",
    replaces: SchemeTask | None = None,
    user: Any,
    today: date,
) -> SchemeTask:
    """Add a task by a document that decided it; with `replaces` it takes the place of another from that day on.

    Side effects: the task at the end of the list, its agencies, and on the replaced task by what and since when.
    Raises `NotAllowed`, `Conflict` ("task_replaced": another has its place already), `InvalidInput` ("invalid_task",
    "secret_mark").
    """
    require_keeper(user)
    texts = {
        "title_vi": clean_text(title_vi),
        "title_en": clean_text(title_en),
        "deciding_document": clean_line(deciding_document),
        "note": clean_text(note),
    }
    group = SchemeTask.objects.filter(group_code=group_code).order_by("order").first()
    wanted = clean_line(code).upper()
    problems = _wrong_texts(texts) | _wrong_code(wanted) | wrong_order(starts_on, ends_on)
    if group is None:
        problems["group_code"] = [_("Đề án không có nhóm nhiệm vụ này.")]
    if decided_on > today:
        problems["decided_on"] = [_("Ngày này chưa tới.")]
    refuse("invalid_task", problems)
    refuse_secret(**texts)
    old = None if replaces is None else _replaceable(replaces)
    task = SchemeTask.objects.create(
        **texts,
        code=wanted,
        order=_next_order(),
        group_code=group_code,
        group_name_vi=group.group_name_vi if group else "",
        with_all_relevant_units=with_all_relevant_units,
        starts_on=starts_on,
        ends_on=ends_on,
        origin=TaskOrigin.ADDED,
        decided_on=decided_on,
    )
    _link(task, TaskRole.LEAD, each_once(leads))
    _link(task, TaskRole.COORDINATING, each_once(coordinating))
    if old is not None:
        old.replaced_by, old.replaced_on = task, decided_on
        old.save(update_fields=["replaced_by", "replaced_on", "updated_at"])
    return task


@transaction.atomic
def assign_agencies(
    *,
    task: SchemeTask,
    leads: Iterable[Agency],
    coordinating: Iterable[Agency],
    on: date | None = None,
    document: str = "",
    base_version: int | None,
    user: Any,
) -> SchemeTask:
    """Say who leads and who coordinates: from the day `on` by a document, or without a day as the paper always said.

    Side effects: with a day, agencies no longer named end the day before and new ones begin; without one, the list is
    corrected as if it had always been so. Counts a version when anything changed. Raises `NotAllowed`, `Conflict`
    ("stale_version"), `InvalidInput` ("invalid_agencies": a day without its document, a text too long).
    """
    require_keeper(user)
    words = clean_line(document)
    problems = too_long({"document": words}, {"document": LONGEST_DOCUMENT})
    if on is not None and not words:
        problems["document"] = [_("Hãy ghi văn bản giao nhiệm vụ.")]
    refuse("invalid_agencies", problems)
    refuse_secret(document=words)
    record = locked(task, base_version=base_version)
    wanted = {TaskRole.LEAD: each_once(leads), TaskRole.COORDINATING: each_once(coordinating)}
    # Not `any` of a generator: both roles are to be written.
    changed = [_assign(record, role, agencies, on, words) for role, agencies in wanted.items()]
    if any(changed):
        touch(record)
    return record


def _assign(task: SchemeTask, role: TaskRole, agencies: list[Agency], on: date | None, document: str) -> bool:
    standing = {link.agency_id: link for link in task.agency_links.filter(role=role, valid_to__isnull=True)}
    wanted = {agency.pk for agency in agencies}
    leaving = [link for agency_id, link in standing.items() if agency_id not in wanted]
    joining = [agency for agency in agencies if agency.pk not in standing]
    for link in leaving:
        _end(link, on)
    _link(task, role, joining, on, document)
    return bool(leaving or joining)


def _end(link: SchemeTaskAgency, on: date | None) -> None:
    """A link that ends before it began was a mistake of the same day, and goes."""
    if on is None or (link.valid_from is not None and link.valid_from.first_day() >= on):
        with because(str(_("Sửa cơ quan thực hiện nhiệm vụ"))):
            link.delete()
        return
    link.valid_to = PartialDate.of(on - timedelta(days=1))
    link.save(update_fields=["valid_to", "updated_at"])


def _link(
    task: SchemeTask, role: TaskRole, agencies: list[Agency], on: date | None = None, document: str = ""
) -> None:
    for agency in agencies:
        task.agency_links.create(
            agency=agency,
            role=role,
            valid_from=None if on is None else PartialDate.of(on),
            document=document,
        )


def _wrong_texts(texts: Mapping[str, str]) -> Problems:
    longest = dict.fromkeys(texts, LONGEST_TEXT) | {"deciding_document": LONGEST_DOCUMENT}
    problems = too_long(texts, longest)
    if not texts["title_vi"]:
        problems["title_vi"] = [_("Hãy ghi nội dung nhiệm vụ.")]
    if not texts["deciding_document"]:
        problems["deciding_document"] = [_("Hãy ghi văn bản quyết định bổ sung, sửa đổi.")]
    return problems


def _wrong_code(code: str) -> Problems:
    if not _CODE.fullmatch(code):
        return {
            "code": [
                _("Mã gồm chữ in hoa không dấu, số, dấu chấm, gạch nối, tối đa 20 ký tự, ví dụ II.A.15.")
            ]
        }
    if SchemeTask.objects.filter(code=code).exists():
        return {"code": [_("Mã này đã có trong Đề án.")]}
    return {}


def _replaceable(task: SchemeTask) -> SchemeTask:
    record = locked(task, base_version=None)
    if record.replaced_on is not None:
        raise Conflict("task_replaced", _("Nhiệm vụ này đã được thay bằng nhiệm vụ khác."))
    return record


def _next_order() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_LOCK])
    return (SchemeTask.objects.aggregate(last=Max("order"))["last"] or 0) + 1
