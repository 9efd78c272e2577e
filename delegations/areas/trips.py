"""What delegations announce to the house: parts of their page, buttons, files, the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from delegations import trip_parts as parts
from delegations.models import Delegation
from delegations.report_buttons import waits_for_actuals
from delegations.rules import trips as rules
from delegations.sections import Section, delegation_page
from dnfa.core.attachments.holders import Holder, register_holder
from dnfa.core.navigation import register_item

HERE = "delegations/trips"
SECTIONS = (
    Section("plan", _("Kế hoạch và thực tế"), 10, f"{HERE}/plan.html", parts.plan_and_fact),
    Section("stops", _("Chặng"), 20, f"{HERE}/stops.html", parts.stops),
    Section("programme", _("Chương trình theo ngày"), 30, f"{HERE}/programme.html", parts.programme),
    Section("people", _("Thành viên"), 40, f"{HERE}/people.html", parts.people),
    Section("gifts", _("Quà tặng"), 60, f"{HERE}/gifts.html", parts.gifts),
    Section("partners", _("Đối tác"), 10, "delegations/engagements/partners.html", parts.partners, "side"),
    Section("permission", _("Văn bản, kế hoạch, kinh phí"), 20, f"{HERE}/permission.html", parts.permission, "side"),
    Section("signed", _("Văn bản ký trong chuyến đi"), 30, f"{HERE}/signed.html", parts.signed, "side"),
    Section("moves", _("Dời ngày, hủy"), 40, f"{HERE}/moves.html", parts.moves, "side"),
    Section("files", _("Tệp"), 70, "delegations/engagements/files.html", parts.files, "side"),
    Section("sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", parts.sources, "side"),
)  # fmt: skip


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    for section in SECTIONS:
        delegation_page.register_section(section)
    deeds = (
        (_("Ghi nhận thực tế"), "actuals", rules.can_edit, 10, "circle-check"),
        (_("Sửa"), "edit", rules.can_edit, 20, "pencil"),
        (_("Dời ngày"), "move", rules.can_move, 80, "calendar"),
        (_("Hủy đoàn"), "cancel", rules.can_cancel, 85, "x"),
        (_("Khôi phục"), "reinstate", rules.can_reinstate, 90, "arrow-back-up"),
    )
    for label, name, rule, order, icon in deeds:
        delegation_page.register_action(
            label,
            f"delegations:trip-{name}",
            lambda record, user, rule=rule: rule(user, record),  # type: ignore[misc]  # the rule of this turn
            order=order,
            icon=icon,
            is_primary=waits_for_actuals if name == "actuals" else False,
        )
    register_holder(
        Holder(
            code="delegation",
            model=Delegation,
            visible_to=lambda user: Delegation.objects.all().led_visible_to(user),
            may_attach=rules.can_attach,
        )
    )
    register_item("delegation-list", _("Đoàn vào, đoàn ra"), "delegations:list", 0, parent="delegations")
