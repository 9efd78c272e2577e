"""Where the pages of a report are, which deeds a person finds on them, and which deed is next for the file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.enums import TripState
from delegations.models import Conference
from delegations.rules import outcomes as rules
from dnfa.core.page_parts import Button


def address(record: Any, name: str) -> str:
    """The address of one page ("report", "report-edit", …) of this delegation or conference."""
    prefix = "conference-" if isinstance(record, Conference) else ""
    return reverse(f"delegations:{prefix}{name}", args=[record.key])


def _may_begin(user: Any, record: Any) -> bool:
    return rules.can_write_report(user, record) and rules.report_of(record) is None


def _may_edit(user: Any, record: Any) -> bool:
    return rules.can_write_report(user, record) and rules.report_of(record) is not None


def waits_for_actuals(record: Any) -> bool:
    """What was is the next thing to say once the planned days have come; `record` is annotated with its state."""
    return record.starts_on is None and record.state in {TripState.UNDER_WAY, TripState.UNCONFIRMED}


def may_begin_now(user: Any, record: Any) -> bool:
    """Beginning the report is offered at the head of the page once what took place was recorded."""
    return record.state == TripState.AWAITING_REPORT and _may_begin(user, record)


def may_submit_now(user: Any, record: Any) -> bool:
    """So is submitting what was drafted."""
    return record.state == TripState.AWAITING_REPORT and rules.can_submit(user, record)


def may_close_now(user: Any, record: Any) -> bool:
    """Closing is offered once the report is in or none is owed."""
    return rules.can_close(user, record) and (rules.is_reported(record) or not record.owes_report)


# Words, page, who and when, icon, whether it is the main deed.
DEEDS = (
    (_("Nộp báo cáo"), "report-submit", rules.can_submit, "send", True),
    (_("Lập báo cáo"), "report-new", _may_begin, "plus", True),
    (_("Sửa báo cáo"), "report-edit", _may_edit, "pencil", False),
    (_("Kết thúc hồ sơ"), "report-close", may_close_now, "circle-check", True),
    (_("Sửa số, ngày"), "report-resubmit", rules.can_withdraw, "", False),
    (_("Rút báo cáo"), "report-withdraw", rules.can_withdraw, "", False),
    (_("Không phải báo cáo"), "report-waive", rules.can_waive, "", False),
    (_("Yêu cầu báo cáo"), "report-ask", rules.can_ask, "", False),
    (_("Mở lại hồ sơ"), "report-reopen", rules.can_reopen, "", False),
)


# What the part of the record's page offers; the rest stands on the report's own page.
WRITING = frozenset({"report-submit", "report-new", "report-edit"})


def buttons_of(record: Any, user: Any, names: Collection[str] | None = None) -> list[Button]:
    """The deeds this person may do now, the main one first; only those of `names` where given."""
    return [
        Button(label, address(record, name), icon, is_primary)
        for label, name, test, icon, is_primary in DEEDS
        if (names is None or name in names) and test(user, record)
    ]
