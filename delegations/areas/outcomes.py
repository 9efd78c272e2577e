"""What reports of results, obligations, their deadlines announce to the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations import clock_triggers, outcome_flags
from delegations.models import OutcomeReport
from delegations.report_buttons import (
    WRITING,
    address,
    buttons_of,
    may_begin_now,
    may_close_now,
    may_submit_now,
)
from delegations.report_standing import TONES
from delegations.rules.outcomes import can_write_report
from delegations.sections import Section, conference_page, delegation_page
from delegations.selectors_outcomes import report_page
from dnfa.core.attachments.holders import Holder, register_holder
from dnfa.core.navigation import register_item


def report_section(record: Any, user: Any, as_of: date) -> dict[str, Any] | None:
    """The report on the day: where it stands, what is missing, what follows; nothing where none is owed and none is in."""
    page = report_page(record, user, as_of)
    buttons = buttons_of(record, user, WRITING)
    is_owed = record.owes_report and record.cancelled_on is None
    if page.report is None and not is_owed and not buttons:
        return None
    return {
        "page": page,
        "tone": TONES.get(page.standing, "muted") if page.standing else "muted",
        "buttons": buttons,
        "url": address(record, "report"),
    }


SECTION = Section("report", _("Báo cáo kết quả"), 40, "delegations/outcomes/section.html", report_section)

# What is next for the file, one after the other.
NEXT = (
    (_("Lập báo cáo"), "report-new", may_begin_now, 5, "plus"),
    (_("Nộp báo cáo"), "report-submit", may_submit_now, 5, "send"),
    (_("Kết thúc hồ sơ"), "report-close", may_close_now, 60, "circle-check"),
)


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    clock_triggers.register()
    outcome_flags.register()
    for page, prefix in ((delegation_page, ""), (conference_page, "conference-")):
        page.register_section(SECTION)
        for label, name, test, order, icon in NEXT:
            page.register_action(
                label,
                f"delegations:{prefix}{name}",
                lambda record, user, test=test: test(user, record),  # type: ignore[misc]  # the rule of this turn
                order=order,
                icon=icon,
                is_primary=True,
            )
    register_item("outcomes", _("Báo cáo kết quả"), "delegations:reports", 60, parent="delegations")
    register_holder(
        Holder(
            code="outcome-report",
            model=OutcomeReport,
            visible_to=lambda user: OutcomeReport.objects.all().led_visible_to(user),
            may_attach=lambda user, report: can_write_report(user, report.record),
        )
    )
