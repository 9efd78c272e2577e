"""What every write to a report of results shares: who may, the locks, the reason, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from delegations.models import OutcomeReport
from delegations.models.base import PlannedRecord
from delegations.rules import can_write_contacts
from delegations.rules.outcomes import may_report
from delegations.states import awaited_end
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_REASON = 500
Problems = dict[str, list[Any]]


def refuse_stranger(user: Any, record: PlannedRecord) -> None:
    """Raise `NotAllowed` for who may not report on this record."""
    if not may_report(user, record):
        raise NotAllowed(
            "may_not_report",
            _("Chỉ Sở Ngoại vụ và đầu mối của cơ quan chủ trì được ghi báo cáo kết quả."),
        )


def refuse_reader(user: Any) -> None:
    """Raise `NotAllowed` for who does not keep the register."""
    if not can_write_contacts(user):
        raise NotAllowed(
            "not_a_writer",
            _(
                "Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị được kết thúc hồ sơ, bỏ yêu cầu báo cáo."
            ),
        )


def refuse_over(record: PlannedRecord) -> None:
    """Raise `Conflict` for a record given up or closed."""
    if record.cancelled_on is not None:
        raise Conflict("record_cancelled", _("Hồ sơ này đã hủy; hãy khôi phục trước khi ghi tiếp."))
    if record.closed_on is not None:
        raise Conflict("record_closed", _("Hồ sơ này đã kết thúc; hãy mở lại trước khi ghi tiếp."))


def opened(report: OutcomeReport, user: Any, *, base_version: int | None) -> tuple[Any, OutcomeReport]:
    """The record, then its report, both locked: the one order in which this room locks.

    Raises `NotAllowed` ("may_not_report"), `Conflict` ("record_cancelled", "record_closed", "stale_version").
    """
    record = locked(report.record, base_version=None)
    refuse_stranger(user, record)
    refuse_over(record)
    fresh = locked(report, base_version=base_version)
    return record, fresh


def end_not_told(record: PlannedRecord) -> StrOrPromise | None:
    """The sentence for what counts as under way only because nobody has said when it ended; None otherwise."""
    ends = awaited_end(record)
    if ends is None:
        return None
    return _("Chưa ghi ngày cuối thực tế, theo kế hoạch là %(day)s; xong sớm hơn thì ghi ngày đó trước.") % {
        "day": f"{ends:%d/%m/%Y}"
    }


def required_reason(reason: str, message: StrOrPromise) -> str:
    """The reason as it is stored. Raises `InvalidInput` ("reason_missing", "secret_mark")."""
    reason = clean_line(reason)
    problem: StrOrPromise | None = None
    if not reason:
        problem = message
    elif len(reason) > LONGEST_REASON:
        problem = _("Lý do dài quá 500 ký tự.")
    if problem is not None:
        raise InvalidInput("reason_missing", problem, {"reason": [problem]})
    refuse_secret(reason=reason)
    return reason


@contextmanager
def explained(reason: str) -> Iterator[None]:
    """Put a reason into the audit trail where there is one."""
    if not reason:
        yield
        return
    with because(reason):
        yield


def refuse(code: str, message: StrOrPromise, problems: Problems) -> None:
    """Raise `InvalidInput` when there are problems."""
    if problems:
        raise InvalidInput(code, message, problems)
