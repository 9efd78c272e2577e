"""Every write to a thing to do and to what agencies say about it.

An action has its own version: two people who save the same one are told apart by it. A note stands beside the
action and overwrites nothing, so it does not move the version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency, User
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch
from dnfa.followup.actions.rules import can_edit_action, can_note
from dnfa.followup.actions.state import is_over
from dnfa.followup.enums import ActionOrigin, ActionProgress
from dnfa.followup.expected import only_expected
from dnfa.followup.models import Action, ProgressNote

LONGEST_LINE = 500
LONGEST_TEXT = 10_000
WHOLE = 100
# What an officer may change of an open action; what ends it has its own doors.
EDITABLE = ("title", "detail", "lead_agency", "coordinating", "assignee", "due_on", "progress", "order")


def clean_text(text: str) -> str:
    """Several lines fit to store: each composed and trimmed, no empty lines at the ends."""
    return "\n".join(clean_line(line) for line in text.splitlines()).strip("\n")


def create_action(
    *,
    title: str,
    origin: str,
    lead_agency: Agency | None,
    due_on: date | None,
    coordinating: Iterable[Agency] = (),
    record: Model | None = None,
    detail: str = "",
    assignee: User | None = None,
    order: int = 0,
    user: Any,
) -> Action:
    """Write down something somebody owes; `record` is what it comes from.

    Side effects: writes the action and its coordinating agencies. The record itself is not touched: a caller that
    counts actions among what hangs on its record does that (`dnfa.core.versions.touch`). Raises `NotAllowed`
    ("may_not_edit_action"), `InvalidInput` ("invalid_action" by field, "secret_mark").
    """
    _require_editor(user)
    agencies = _each_once(coordinating)
    facts = {
        "title": clean_line(title),
        "detail": clean_text(detail),
        "lead_agency": lead_agency,
        "due_on": due_on,
        "assignee": assignee,
        "order": order,
        "progress": ActionProgress.NOT_STARTED,
    }
    action = Action(origin=origin, **facts)
    if record is not None:
        action.content_type = ContentType.objects.get_for_model(record)
        action.object_id = record.pk
    _check(action, agencies)
    with transaction.atomic():
        action.save()
        action.coordinating.set(agencies)
    return action


def update_action(
    *, action: Action, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> Action:
    """Change an open action: any of `EDITABLE` by name; `coordinating` replaces all coordinating agencies.

    Side effects: writes the action, its agencies, and counts a version when anything changed; nothing changed,
    nothing written. Raises `NotAllowed`, `Conflict` ("stale_version", "action_over"), `InvalidInput`.
    """
    _require_editor(user)
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise InvalidInput(
            "unknown_field",
            _("Có trường không sửa được ở đây."),
            {name: [_("Trường này không sửa được.")] for name in unknown},
        )
    with transaction.atomic():
        fresh = _open(action, base_version)
        before = list(fresh.coordinating.all())
        agencies = _each_once(changes["coordinating"]) if "coordinating" in changes else before
        changed = _put(fresh, changes)
        _check(fresh, agencies)
        if changed:
            fresh.save(update_fields=[*changed, "updated_at"])
        if {agency.pk for agency in agencies} != {agency.pk for agency in before}:
            fresh.coordinating.set(agencies)
            touch(fresh)
        fresh.refresh_from_db(fields=["version"])
    return fresh


def complete_action(
    *,
    action: Action,
    done_on: date,
    evidence: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Action:
    """Write down that it is done, since when and by what one can tell.

    Side effects: writes `done_on` and `evidence`, which closes the action. A focal point says "done" by a note; only who
    keeps the register completes. Raises `NotAllowed`, `Conflict` ("stale_version", "action_over", "action_expected": what
    is not owed yet cannot be done), `InvalidInput` (a day to come, no evidence, a mark of secrecy).
    """
    _require_editor(user)
    evidence = clean_text(evidence)
    problems = _future_day("done_on", done_on, today)
    if not evidence:
        problems["evidence"] = [_("Hãy ghi kết quả hoặc minh chứng, ví dụ số văn bản, sản phẩm.")]
    _refuse("invalid_completion", problems)
    refuse_secret(evidence=evidence)
    with transaction.atomic():
        fresh = _open(action, base_version)
        if Action.objects.filter(pk=fresh.pk).filter(only_expected()).exists():
            raise Conflict(
                "action_expected",
                _("Việc này mới là dự kiến (văn bản chưa ký) nên chưa ghi hoàn thành được."),
            )
        fresh.done_on, fresh.evidence = done_on, evidence
        return _saved(fresh, "done_on", "evidence")


def drop_action(
    *,
    action: Action,
    reason: str,
    on: date,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Action:
    """Write down that it is not to be done any more, from a day, and why.

    Side effects: writes `cancelled_on` and `cancel_reason`; the reason goes into the audit trail. Raises `NotAllowed`,
    `Conflict` ("stale_version", "action_over"), `InvalidInput` (a day to come, no reason, a mark of secrecy).
    """
    _require_editor(user)
    problems = _future_day("on", on, today)
    reason = _reason(reason, problems)
    _refuse("invalid_dropping", problems)
    refuse_secret(reason=reason)
    with transaction.atomic(), because(reason):
        fresh = _open(action, base_version)
        fresh.cancelled_on, fresh.cancel_reason = on, reason
        return _saved(fresh, "cancelled_on", "cancel_reason")


def reopen_action(
    *, action: Action, reason: str, user: Any, today: date, base_version: int | None = None
) -> Action:
    """Take back that it is done or given up.

    Side effects: empties what closed it, and writes a note of `today` with the reason and with what stood there, so that
    the page still tells it; the reason goes into the audit trail. Raises `NotAllowed`, `Conflict`
    ("stale_version", "action_open"), `InvalidInput`.
    """
    _require_editor(user)
    problems: dict[str, list[Any]] = {}
    reason = _reason(reason, problems)
    _refuse("invalid_reopening", problems)
    refuse_secret(reason=reason)
    with transaction.atomic(), because(reason):
        fresh = locked(action, base_version=base_version)
        if not is_over(fresh):
            raise Conflict("action_open", _("Việc này đang mở."))
        ProgressNote.objects.create(
            action=fresh, noted_on=today, text=_told(fresh, reason), agency=user.agency, author=user
        )
        fresh.done_on, fresh.evidence = None, ""
        fresh.cancelled_on, fresh.cancel_reason = None, ""
        return _saved(fresh, "done_on", "evidence", "cancelled_on", "cancel_reason")


def set_progress(*, action: Action, progress: str, user: Any, base_version: int | None = None) -> Action:
    """Say how far an open action is in the words of the list.

    Side effects: writes `progress`. Raises `NotAllowed`, `Conflict`, `InvalidInput`.
    """
    changes = {"progress": progress}
    return update_action(action=action, changes=changes, base_version=base_version, user=user)


def note_progress(
    *,
    action: Action,
    text: str,
    noted_on: date,
    percent: int | None = None,
    is_difficulty: bool = False,
    user: Any,
    today: date,
) -> ProgressNote:
    """Write down what an agency says about how far it is; the agency is the author's, none for one without.

    Side effects: writes the note, which nobody changes any more (a new one corrects it). The first percentage above 0
    starts an action that was not started, which counts a version of the action; otherwise its version stays. Raises
    `NotAllowed` ("may_not_note"), `Conflict` ("action_over"), `InvalidInput` ("invalid_note" by field, "secret_mark").
    """
    if not can_note(user, action):
        raise NotAllowed(
            "may_not_note",
            _("Chỉ Sở Ngoại vụ và đầu mối của cơ quan chủ trì, phối hợp được ghi tiến độ."),
        )
    text = clean_text(text)
    problems = _future_day("noted_on", noted_on, today)
    if not text:
        problems["text"] = [_("Hãy ghi đã làm được gì hoặc vướng gì.")]
    elif len(text) > LONGEST_TEXT:
        problems["text"] = [_("Nội dung dài quá 10.000 ký tự.")]
    if percent is not None and not 0 <= percent <= WHOLE:
        problems["percent"] = [_("Tỷ lệ hoàn thành là số từ 0 đến 100.")]
    _refuse("invalid_note", problems)
    refuse_secret(text=text)
    with transaction.atomic():
        fresh = _open(action, None)
        note = ProgressNote.objects.create(
            action=fresh,
            noted_on=noted_on,
            text=text,
            percent=percent,
            is_difficulty=is_difficulty,
            agency=user.agency,
            author=user,
        )
        if percent and fresh.progress == ActionProgress.NOT_STARTED:
            fresh.progress = ActionProgress.IN_PROGRESS
            _saved(fresh, "progress")
    return note


def _require_editor(user: Any) -> None:
    if not can_edit_action(user):
        raise NotAllowed(
            "may_not_edit_action",
            _(
                "Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị được thêm, sửa, kết thúc việc phải làm."
            ),
        )


def _each_once(agencies: Iterable[Agency]) -> list[Agency]:
    return list({agency.pk: agency for agency in agencies}.values())


def _open(action: Action, base_version: int | None) -> Action:
    fresh = locked(action, base_version=base_version)
    if is_over(fresh):
        raise Conflict(
            "action_over", _("Việc này đã ghi xong hoặc thôi làm. Hãy mở lại trước khi sửa hoặc ghi thêm.")
        )
    return fresh


def _put(action: Action, changes: Mapping[str, Any]) -> list[str]:
    """Set the fields of the row itself and name those that changed."""
    cleaned = {"title": clean_line, "detail": clean_text}
    changed = []
    for name, given in changes.items():
        value = cleaned[name](given) if name in cleaned else given
        if name != "coordinating" and getattr(action, name) != value:
            setattr(action, name, value)
            changed.append(name)
    return changed


def _saved(action: Action, *fields: str) -> Action:
    action.save(update_fields=[*fields, "updated_at"])
    action.refresh_from_db(fields=["version"])
    return action


def _check(action: Action, agencies: list[Agency]) -> None:
    """Refuse an action that says nothing, that is its own coordinator's, or that its person could not see."""
    problems: dict[str, list[Any]] = {}
    if not action.title:
        problems["title"] = [_("Hãy ghi việc phải làm.")]
    elif len(action.title) > LONGEST_LINE:
        problems["title"] = [_("Tên việc dài quá 500 ký tự; phần còn lại hãy ghi ở nội dung.")]
    if len(action.detail) > LONGEST_TEXT:
        problems["detail"] = [_("Nội dung dài quá 10.000 ký tự.")]
    if action.origin not in ActionOrigin.values:
        problems["origin"] = [_("Không có xuất xứ này.")]
    if action.progress not in ActionProgress.values:
        problems["progress"] = [_("Không có mức tiến độ này.")]
    coordinating = {agency.pk for agency in agencies}
    if action.lead_agency_id in coordinating:
        problems["coordinating"] = [_("Cơ quan chủ trì không đồng thời là cơ quan phối hợp.")]
    assignee = action.assignee
    if assignee is not None and not (
        assignee.is_active
        and (assignee.sees_everything or assignee.agency_id in {action.lead_agency_id, *coordinating})
    ):
        problems["assignee"] = [
            _("Người phụ trách phải thuộc Sở Ngoại vụ hoặc cơ quan chủ trì, phối hợp và còn hoạt động.")
        ]
    _refuse("invalid_action", problems)
    refuse_secret(title=action.title, detail=action.detail)


def _future_day(field: str, day: date, today: date) -> dict[str, list[Any]]:
    return {field: [_("Ngày này chưa tới.")]} if day > today else {}


def _reason(reason: str, problems: dict[str, list[Any]]) -> str:
    reason = clean_line(reason)
    if not reason:
        problems["reason"] = [_("Hãy ghi lý do.")]
    elif len(reason) > LONGEST_LINE:
        problems["reason"] = [_("Lý do dài quá 500 ký tự.")]
    return reason


def _refuse(code: str, problems: dict[str, list[Any]]) -> None:
    if problems:
        raise InvalidInput(code, _("Chưa ghi được. Hãy xem các mục được đánh dấu."), problems)


def _told(action: Action, reason: str) -> str:
    """What closed the action, for the note that reopens it: data of the register, so Vietnamese for everybody."""
    if action.done_on is not None:
        closed = f"Trước đó ghi xong ngày {action.done_on:%d/%m/%Y}, kết quả: {action.evidence}"
    else:
        closed = f"Trước đó thôi làm từ ngày {action.cancelled_on:%d/%m/%Y}, lý do: {action.cancel_reason}"
    return f"Mở lại: {reason}\n{closed}"
