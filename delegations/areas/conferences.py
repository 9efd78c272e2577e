"""What conferences and visits of the foreign press announce to the house."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations import conference_parts as parts
from delegations import engagement_parts, trip_parts
from delegations.models import Conference, PressVisit
from delegations.report_buttons import waits_for_actuals
from delegations.rules import can_write_contacts
from delegations.rules import trips as rules
from delegations.sections import Section, conference_page, press_page
from dnfa.core.attachments.holders import Holder, register_holder
from dnfa.core.navigation import register_item

HERE = "delegations/conferences"
FACTS = "agreements/parts/facts.html"
PARTNERS = "delegations/engagements/partners.html"
BOTH = (
    Section("partners", _("Đối tác"), 10, PARTNERS, trip_parts.partners, "side"),
    Section("files", _("Tệp"), 70, "delegations/engagements/files.html", engagement_parts.files, "side"),
    Section("sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", trip_parts.sources, "side"),
)  # fmt: skip
OF_CONFERENCES = (
    Section("plan", _("Kế hoạch và thực tế"), 10, "delegations/trips/plan.html", trip_parts.plan_and_fact),
    Section("deadlines", _("Thời hạn luật định"), 20, f"{HERE}/deadlines.html", parts.deadlines),
    Section("participants", _("Người dự"), 25, FACTS, parts.participants),
    Section("permit", _("Giấy phép, kế hoạch, kinh phí"), 20, f"{HERE}/permit.html", parts.permit, "side"),
)
# Words, page, who and when, place, icon.
DEEDS = (
    (_("Ghi nhận thực tế"), "actuals", rules.can_edit, 10, "circle-check"),
    (_("Sửa"), "edit", rules.can_edit, 20, "pencil"),
    (_("Hủy hội nghị"), "cancel", rules.can_cancel, 85, "x"),
    (_("Khôi phục"), "reinstate", rules.can_reinstate, 90, "arrow-back-up"),
)


def _may_attach(user: Any, _record: Any) -> bool:
    return can_write_contacts(user)


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    for section in (*BOTH, *OF_CONFERENCES):
        conference_page.register_section(section)
    for section in BOTH:
        press_page.register_section(section)
    for label, name, rule, order, icon in DEEDS:
        conference_page.register_action(
            label,
            f"delegations:conference-{name}",
            lambda record, user, rule=rule: rule(user, record),  # type: ignore[misc]  # the rule of this turn
            order=order,
            icon=icon,
            is_primary=waits_for_actuals if name == "actuals" else False,
        )
    press_page.register_action(
        _("Sửa"),
        "delegations:press_visit-edit",
        lambda _record, user: can_write_contacts(user),
        order=10,
        icon="pencil",
    )
    for code, model in (("conference", Conference), ("press_visit", PressVisit)):
        register_holder(Holder(code, model, model.objects.visible_to, _may_attach))
    register_item("conferences", _("Hội nghị, hội thảo"), "delegations:conferences", 20, parent="delegations")
    register_item(
        "press_visits", _("Phóng viên nước ngoài"), "delegations:press_visits", 25, parent="delegations"
    )
