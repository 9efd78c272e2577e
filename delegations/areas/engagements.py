"""What other contacts, invitations, attendance, quick entry announce to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from delegations import engagement_parts as parts
from delegations import trip_parts
from delegations.models import Engagement, Invitation
from delegations.rules import is_focal_point
from delegations.rules.engagements import (
    can_cancel_engagement,
    can_correct_engagement,
    can_edit_engagement,
    can_reinstate_engagement,
    can_write_invitation,
)
from delegations.search_invitations import find_invitations
from delegations.sections import Section, conference_page, engagement_page
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.attachments.holders import Holder, register_holder
from dnfa.core.clock import local_today
from dnfa.core.navigation import register_item
from dnfa.core.search import SearchSource, register_source
from partners.sections import DeedKind, register_deeds
from partners.sections import Section as PartnerSection
from partners.sections import register_section as register_partner_section

HOLDERS = (
    Holder(
        code="engagement",
        model=Engagement,
        visible_to=Engagement.objects.visible_to,
        may_attach=lambda user, record: can_correct_engagement(user, record, local_today()),
    ),
    Holder(
        code="invitation",
        model=Invitation,
        visible_to=Invitation.objects.visible_to,
        may_attach=can_write_invitation,
    ),
)
INVITEES = Section("invitees", _("Danh sách mời"), 30, "delegations/invitations/section.html", parts.invitees)
SECTIONS = (
    INVITEES,
    Section(
        "partners", _("Đối tác"), 10, "delegations/engagements/partners.html", trip_parts.partners, "side"
    ),
    Section("files", _("Tệp"), 70, "delegations/engagements/files.html", parts.files, "side"),
    Section(
        "sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", trip_parts.sources, "side"
    ),
)

DEEDS = (
    (_("Sửa"), "edit", can_edit_engagement, 10, "pencil"),
    (_("Hủy"), "cancel", can_cancel_engagement, 85, "x"),
    (_("Khôi phục"), "reinstate", can_reinstate_engagement, 88, "arrow-back-up"),
    (_("Xóa bản ghi nhầm"), "withdraw", can_correct_engagement, 90, "trash"),
)


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    for section in SECTIONS:
        engagement_page.register_section(section)
    conference_page.register_section(INVITEES)
    for label, name, rule, order, icon in DEEDS:
        engagement_page.register_action(
            label,
            f"delegations:engagement-{name}",
            lambda record, user, rule=rule: rule(user, record, local_today()),  # type: ignore[misc]  # the rule of this turn
            order=order,
            icon=icon,
        )
    for holder in HOLDERS:
        register_holder(holder)
    register_item("engagements", _("Tiếp xúc, sự kiện"), "delegations:engagements", 30, parent="delegations")
    register_item("invitations", _("Lời mời"), "delegations:invitations", 40, parent="delegations")
    # A focal point records before all else: its entry stands in the first row, the Department's in the second.
    register_item("quick", _("Ghi nhanh"), "delegations:quick", 15, is_focal_point)
    register_item(
        "quick_second", _("Ghi nhanh"), "delegations:quick", 35, keeps_the_register, parent="delegations"
    )
    register_source(SearchSource("invitation", _("Lời mời"), 37, find_invitations))
    register_partner_section(
        PartnerSection(
            "invitations", 30, "delegations/invitations/partner_section.html", parts.partner_invitations
        )
    )
    register_deeds(DeedKind("attendance", parts.attendances, "delegations:invitation"))
