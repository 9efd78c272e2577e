"""The report of the result: drafted, changed, submitted, withdrawn; and whether one is owed at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegation, OutcomeReport
from delegations.models.base import PlannedRecord
from delegations.rules.outcomes import can_take_up, is_reported
from delegations.services.outcomes.actions import make_actions
from delegations.services.outcomes.common import (
    Problems,
    end_not_told,
    explained,
    opened,
    refuse,
    refuse_over,
    refuse_reader,
    refuse_stranger,
    required_reason,
)
from delegations.services.outcomes.contents import Rows, write_meetings, write_obligations
from delegations.services.trips.common import refuse_unknown
from delegations.services.trips.named_partners import take_in_met
from delegations.states import last_day
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line, nfc
from dnfa.core.versions import locked, touch
from dnfa.followup.clocks import sync_clocks

TEXTS = ("summary", "done", "negotiating", "assessment")
LISTS = ("meetings", "obligations")
EDITABLE = (*TEXTS, *LISTS)
LONGEST_TEXT = 20_000
LONGEST_NUMBER = 120
INCOMPLETE = _("Chưa nộp được báo cáo. Hãy bổ sung các mục được nêu.")


@transaction.atomic
def draft_report(
    *, record: PlannedRecord, contents: Mapping[str, Any], user: Any, today: date
) -> OutcomeReport:
    """Begin the report on a delegation or conference with what is known: any of `EDITABLE`.

    Side effects: the report, its meetings and obligations. Raises `NotAllowed` ("may_not_report"); `Conflict`
    ("record_cancelled", "record_closed", "report_exists"); `InvalidInput` ("invalid_report", "rows_wrong",
    "secret_mark").
    """
    record = locked(record, base_version=None)
    refuse_stranger(user, record)
    refuse_over(record)
    kind = "delegation" if isinstance(record, Delegation) else "conference"
    if OutcomeReport.objects.filter(**{kind: record}).exists():
        raise Conflict("report_exists", _("Hồ sơ này đã có báo cáo; hãy sửa báo cáo đó."))
    report = OutcomeReport(**{kind: record})
    _put(report, contents)
    report.save()
    _write_lists(report, contents, user=user, today=today, reason="")
    report.refresh_from_db()
    return report


@transaction.atomic
def update_report(
    *,
    report: OutcomeReport,
    changes: Mapping[str, Any],
    base_version: int | None,
    user: Any,
    today: date,
    reason: str = "",
) -> OutcomeReport:
    """Change what the report says: any of `EDITABLE`; a list replaces the list that stood.

    A submitted report is corrected with a reason. Side effects: the report, its lists and version; the actions of
    obligations that were taken up follow a changed day, agency or wording, and are dropped with the reason when the
    obligation goes; of a submitted report, partners met are among those of the record, and where who keeps the register
    corrects it, new obligations become actions.
    Raises `NotAllowed` ("may_not_report", "obligation_taken_up"); `Conflict` ("record_cancelled", "record_closed",
    "stale_version"); `InvalidInput` ("reason_missing", "invalid_report", "rows_wrong", "secret_mark").
    """
    record, fresh = opened(report, user, base_version=base_version)
    if fresh.reported_on is not None:
        reason = required_reason(reason, _("Báo cáo đã nộp: hãy ghi lý do sửa."))
    with explained(reason):
        changed = _put(fresh, changes)
        if changed:
            fresh.save(update_fields=[*changed, "updated_at"])
        has_moved = _write_lists(fresh, changes, user=user, today=today, reason=reason)
        if fresh.reported_on is not None and can_take_up(user):
            has_moved = bool(make_actions(fresh, record, user=user)) or has_moved
        if has_moved:
            touch(fresh)
        if fresh.reported_on is not None and take_in_met(record, fresh):
            touch(record)
    fresh.refresh_from_db()
    return fresh


def set_meetings(
    *, report: OutcomeReport, rows: Rows, base_version: int | None, user: Any, today: date, reason: str = ""
) -> OutcomeReport:
    """Say who met whom: `met_on`, `partner`, `counterpart`, `our_side`, `content`; effects as of `update_report`."""
    return update_report(
        report=report,
        changes={"meetings": rows},
        base_version=base_version,
        user=user,
        today=today,
        reason=reason,
    )


def set_obligations(
    *, report: OutcomeReport, rows: Rows, base_version: int | None, user: Any, today: date, reason: str = ""
) -> OutcomeReport:
    """Say what follows: `side`, `text`, `due_on`, `lead_agency`; effects as of `update_report`."""
    return update_report(
        report=report,
        changes={"obligations": rows},
        base_version=base_version,
        user=user,
        today=today,
        reason=reason,
    )


@transaction.atomic
def submit_report(
    *,
    report: OutcomeReport,
    document_number: str,
    reported_on: date | None,
    base_version: int | None,
    user: Any,
    today: date,
    reason: str = "",
) -> OutcomeReport:
    """Submit the report with the number and day of its paper; once submitted, correct these two with a reason.

    Side effects: the report; the deadline for it ends (clocks); partners met are among those of the record, which
    counts and wakes them; where who keeps the register submits, obligations of
    ours and proposals become actions, each once. Raises `NotAllowed`; `Conflict` ("record_cancelled", "record_closed",
    "stale_version"); `InvalidInput` ("report_incomplete": no main result, no number, a day to come or before the end
    of the delegation; "reason_missing", "secret_mark").
    """
    record, fresh = opened(report, user, base_version=base_version)
    document_number = clean_line(document_number)
    refuse("report_incomplete", INCOMPLETE, _unready(fresh, record, document_number, reported_on, today))
    refuse_secret(document_number=document_number)
    is_new = fresh.reported_on is None
    if not is_new and (fresh.document_number, fresh.reported_on) != (document_number, reported_on):
        reason = required_reason(reason, _("Báo cáo đã nộp: hãy ghi lý do sửa."))
    with explained(reason):
        fresh.document_number, fresh.reported_on = document_number, reported_on
        if is_new:
            fresh.reported_by = user
        fresh.save(update_fields=["document_number", "reported_on", "reported_by", "updated_at"])
        if can_take_up(user) and make_actions(fresh, record, user=user):
            touch(fresh)
        if take_in_met(record, fresh):
            touch(record)
    sync_clocks(record=record)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def withdraw_report(
    *, report: OutcomeReport, reason: str, base_version: int | None, user: Any
) -> OutcomeReport:
    """Take a submitted report back into a draft.

    Side effects: number, day and author are emptied (the audit trail keeps them and the reason); the deadline runs
    again. What agencies have begun goes on: actions stay, and the next submission makes none twice. Raises
    `NotAllowed`; `Conflict` ("record_cancelled", "record_closed", "stale_version", "not_reported"); `InvalidInput`
    ("reason_missing", "secret_mark").
    """
    record, fresh = opened(report, user, base_version=base_version)
    if fresh.reported_on is None:
        raise Conflict("not_reported", _("Báo cáo này chưa nộp."))
    with explained(required_reason(reason, _("Hãy ghi lý do rút báo cáo."))):
        fresh.document_number, fresh.reported_on, fresh.reported_by = "", None, None
        fresh.save(update_fields=["document_number", "reported_on", "reported_by", "updated_at"])
    sync_clocks(record=record)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def take_up_obligations(*, report: OutcomeReport, base_version: int | None, user: Any) -> OutcomeReport:
    """Make things to do of the obligations of a submitted report that have none yet.

    Side effects: the actions, the report's version. Raises `NotAllowed` ("may_not_take_up"); `Conflict`
    ("record_cancelled", "record_closed", "stale_version", "not_reported").
    """
    if not can_take_up(user):
        raise NotAllowed(
            "may_not_take_up",
            _("Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị được đưa việc vào danh sách."),
        )
    record, fresh = opened(report, user, base_version=base_version)
    if fresh.reported_on is None:
        raise Conflict("not_reported", _("Báo cáo này chưa nộp."))
    if make_actions(fresh, record, user=user):
        touch(fresh)
    return fresh


@transaction.atomic
def waive_report(*, record: PlannedRecord, reason: str, base_version: int | None, user: Any) -> Any:
    """Say that no report is owed on a delegation or conference, and why.

    Side effects: `owes_report`; its deadline goes; the reason goes into the audit trail. Raises `NotAllowed`
    ("not_a_writer"); `Conflict` ("stale_version", "record_cancelled", "record_closed", "report_not_owed",
    "report_submitted"); `InvalidInput` ("reason_missing", "secret_mark").
    """
    fresh = _for_owing(record, user, base_version)
    if not fresh.owes_report:
        raise Conflict("report_not_owed", _("Hồ sơ này vốn không phải báo cáo kết quả."))
    if is_reported(fresh):
        raise Conflict("report_submitted", _("Hồ sơ này đã có báo cáo nộp rồi."))
    return _owe(fresh, False, required_reason(reason, _("Hãy ghi lý do không phải báo cáo.")))


@transaction.atomic
def ask_report(*, record: PlannedRecord, reason: str, base_version: int | None, user: Any) -> Any:
    """Say that a report is owed after all; effects and refusals as of `waive_report`, `Conflict` "report_owed"."""
    fresh = _for_owing(record, user, base_version)
    if fresh.owes_report:
        raise Conflict("report_owed", _("Hồ sơ này vốn phải báo cáo kết quả."))
    return _owe(fresh, True, required_reason(reason, _("Hãy ghi lý do yêu cầu báo cáo.")))


def _for_owing(record: PlannedRecord, user: Any, base_version: int | None) -> Any:
    refuse_reader(user)
    fresh = locked(record, base_version=base_version)
    refuse_over(fresh)
    return fresh


def _owe(record: Any, owes: bool, reason: str) -> Any:
    with explained(reason):
        record.owes_report = owes
        record.save(update_fields=["owes_report", "updated_at"])
    sync_clocks(record=record)
    record.refresh_from_db()
    return record


def _put(report: OutcomeReport, given: Mapping[str, Any]) -> list[str]:
    """Set the texts given and name those that changed. Raises `InvalidInput` ("invalid_report", "secret_mark")."""
    refuse_unknown(given, EDITABLE)
    problems: Problems = {}
    changed = []
    for name in TEXTS:
        if name not in given:
            continue
        text = nfc(given[name] or "").replace("\r\n", "\n").strip()
        if len(text) > LONGEST_TEXT:
            problems[name] = [_("Nội dung dài quá 20.000 ký tự.")]
        if text != getattr(report, name):
            setattr(report, name, text)
            changed.append(name)
    if report.reported_on is not None and not report.summary:
        problems["summary"] = [_("Báo cáo đã nộp phải có kết quả chính.")]
    refuse("invalid_report", _("Chưa ghi được báo cáo. Hãy xem các mục được đánh dấu."), problems)
    refuse_secret(**{name: getattr(report, name) for name in changed})
    return changed


def _write_lists(
    report: OutcomeReport, given: Mapping[str, Any], *, user: Any, today: date, reason: str
) -> bool:
    has_changed = False
    if "meetings" in given:
        has_changed = write_meetings(report, given["meetings"], user=user, today=today)
    if "obligations" in given:
        moved = write_obligations(report, given["obligations"], user=user, today=today, reason=reason)
        has_changed = moved or has_changed
    return has_changed


def _unready(
    report: OutcomeReport, record: Any, document_number: str, reported_on: date | None, today: date
) -> Problems:
    """What stands against submitting, by field."""
    problems: Problems = {}
    if not report.summary:
        problems["summary"] = [_("Hãy ghi kết quả chính trước khi nộp.")]
    if not document_number:
        problems["document_number"] = [_("Hãy ghi số của văn bản báo cáo.")]
    elif len(document_number) > LONGEST_NUMBER:
        problems["document_number"] = [_("Số văn bản dài quá 120 ký tự.")]
    ended_on = last_day(record)
    if reported_on is None:
        problems["reported_on"] = [_("Hãy ghi ngày báo cáo.")]
    elif reported_on > today:
        problems["reported_on"] = [_("Ngày này chưa tới.")]
    elif ended_on is not None and reported_on < ended_on:
        problems["reported_on"] = [
            end_not_told(record)
            or _("Ngày báo cáo không thể trước ngày cuối của chuyến đi, hội nghị (%(day)s).")
            % {"day": f"{ended_on:%d/%m/%Y}"}
        ]
    return problems
