"""What other contacts, invitations, attendance, quick entry announce to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from delegations import engagement_parts as parts
from delegations.models import Engagement, Invitation
from delegations.rules.engagements import (
    can_edit_engagement,
    can_write_invitation,
    is_focal_point,
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
        may_attach=lambda user, record: can_edit_engagement(user, record, local_today()),
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
    Section("partners", _("Đối tác"), 10, "delegations/engagements/partners.html", parts.partners, "side"),
    Section("files", _("Tệp"), 70, "delegations/engagements/files.html", parts.files, "side"),
    Section("sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", parts.sources, "side"),
)


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    for section in SECTIONS:
        engagement_page.register_section(section)
    conference_page.register_section(INVITEES)
    engagement_page.register_action(
        _("Sửa"),
        "delegations:engagement-edit",
        lambda record, user: can_edit_engagement(user, record, local_today()),
        order=10,
        icon="pencil",
    )
    engagement_page.register_action(
        _("Xóa bản ghi nhầm"),
        "delegations:engagement-withdraw",
        lambda record, user: can_edit_engagement(user, record, local_today()),
        order=90,
        icon="trash",
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
