"""Closing the file of a delegation or conference, with its report where one is owed, and taking that back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.models import Conference, Delegation
from delegations.rules.outcomes import is_reported, report_of
from delegations.selectors_limits import kinds_unjustified
from delegations.services.outcomes.actions import make_actions
from delegations.services.outcomes.common import (
    end_not_told,
    explained,
    refuse,
    refuse_over,
    refuse_reader,
    required_reason,
)
from delegations.states import last_day
from dnfa.core.errors import Conflict
from dnfa.core.versions import locked, touch
from dnfa.followup.clocks import sync_clocks


def close_delegation(
    *, delegation: Delegation, closed_on: date | None = None, base_version: int | None, user: Any, today: date
) -> Delegation:
    """Close the file of a delegation that took place, from `closed_on` (default: today).

    Side effects: the record; obligations of the report that were not taken up become actions; clocks. Raises
    `NotAllowed` ("not_a_writer"); `Conflict` ("stale_version", "record_cancelled", "record_closed", "actual_missing",
    "not_over", "report_missing", "limit_unjustified": what is to be done first); `InvalidInput` ("invalid_closing").
    """
    closed: Delegation = _close(delegation, closed_on, base_version=base_version, user=user, today=today)
    return closed


def close_conference(
    *, conference: Conference, closed_on: date | None = None, base_version: int | None, user: Any, today: date
) -> Conference:
    """Close the file of a conference that took place; effects and refusals as of `close_delegation`."""
    closed: Conference = _close(conference, closed_on, base_version=base_version, user=user, today=today)
    return closed


def reopen_delegation(
    *, delegation: Delegation, reason: str, base_version: int | None, user: Any
) -> Delegation:
    """Take up a closed file again.

    Side effects: the record; the reason goes into the audit trail; clocks. Raises `NotAllowed`; `Conflict`
    ("stale_version", "not_closed"); `InvalidInput` ("reason_missing", "secret_mark").
    """
    reopened: Delegation = _reopen(delegation, reason, base_version=base_version, user=user)
    return reopened


def reopen_conference(
    *, conference: Conference, reason: str, base_version: int | None, user: Any
) -> Conference:
    """Take up a closed file again; effects and refusals as of `reopen_delegation`."""
    reopened: Conference = _reopen(conference, reason, base_version=base_version, user=user)
    return reopened


@transaction.atomic
def _close(record: Any, closed_on: date | None, *, base_version: int | None, user: Any, today: date) -> Any:
    refuse_reader(user)
    fresh = locked(record, base_version=base_version)
    refuse_over(fresh)
    ended_on = last_day(fresh)
    if fresh.starts_on is None and not fresh.is_recurring:
        raise Conflict("actual_missing", _("Chưa ghi ngày thực tế; hãy ghi kết quả thực tế trước."))
    if ended_on is not None and ended_on > today:
        raise Conflict("not_over", end_not_told(fresh) or _("Chuyến đi, hội nghị chưa kết thúc."))
    if fresh.owes_report and not is_reported(fresh):
        raise Conflict(
            "report_missing",
            _(
                "Chưa có báo cáo kết quả: hãy nộp báo cáo, hoặc ghi lý do không phải báo cáo, rồi kết thúc hồ sơ."
            ),
        )
    if isinstance(fresh, Delegation) and (kinds := kinds_unjustified(fresh)):
        raise Conflict(
            "limit_unjustified",
            _(
                "Đoàn vượt hạn mức mà chưa giải trình: %(kinds)s. Hãy ghi giải trình ở phần “Hạn mức và giải trình” trên trang của đoàn, rồi kết thúc hồ sơ."
            )
            % {"kinds": "; ".join(kinds)},
        )
    closed_on = closed_on or today
    if closed_on > today:
        _refuse_day(_("Ngày này chưa tới."))
    if ended_on is not None and closed_on < ended_on:
        _refuse_day(
            end_not_told(fresh) or _("Ngày kết thúc hồ sơ không thể trước ngày cuối của chuyến đi, hội nghị.")
        )
    report = report_of(fresh)
    if report is not None and report.reported_on is not None and make_actions(report, fresh, user=user):
        touch(report)
    fresh.closed_on = closed_on
    fresh.save(update_fields=["closed_on", "updated_at"])
    return _settled(fresh)


@transaction.atomic
def _reopen(record: Any, reason: str, *, base_version: int | None, user: Any) -> Any:
    refuse_reader(user)
    fresh = locked(record, base_version=base_version)
    if fresh.closed_on is None:
        raise Conflict("not_closed", _("Hồ sơ này chưa kết thúc."))
    with explained(required_reason(reason, _("Hãy ghi lý do mở lại."))):
        fresh.closed_on = None
        fresh.save(update_fields=["closed_on", "updated_at"])
    return _settled(fresh)


def _refuse_day(sentence: Any) -> None:
    refuse("invalid_closing", _("Chưa kết thúc được hồ sơ."), {"closed_on": [sentence]})


def _settled(record: Any) -> Any:
    sync_clocks(record=record)
    record.refresh_from_db()
    return record
