"""What conferences and visits of the foreign press announce to the house."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations import conference_parts as parts
from delegations.models import Conference, PressVisit
from delegations.rules import can_write_contacts
from delegations.sections import Section, conference_page, press_page
from dnfa.core.attachments.holders import Holder, register_holder
from dnfa.core.navigation import register_item

FACTS = "agreements/parts/facts.html"
FILES = Section("files", _("Tệp"), 70, "delegations/engagements/files.html", parts.files, "side")
PARTNERS = Section("partners", _("Đối tác"), 10, FACTS, parts.partners, "side")
SOURCES = Section(
    "sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", parts.sources, "side"
)


def _may_attach(user: Any, _record: Any) -> bool:
    return can_write_contacts(user)


def _may_write(record: Any, user: Any) -> bool:
    return can_write_contacts(user) and record.cancelled_on is None and record.closed_on is None


ACTIONS = (
    (_("Sửa"), "conference-edit", 10, "pencil"),
    (_("Ghi thực tế"), "conference-actuals", 20, "circle-check"),
    (_("Giấy phép"), "conference-permit", 30, "file-text"),
    (_("Hủy hội nghị"), "conference-cancel", 90, "x"),
)


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    conference_page.register_section(Section("participants", _("Người dự"), 10, FACTS, parts.participants))
    conference_page.register_section(Section("permit", _("Giấy phép, kinh phí"), 20, FACTS, parts.permit))
    for label, name, order, icon in ACTIONS:
        conference_page.register_action(label, f"delegations:{name}", _may_write, order=order, icon=icon)
    press_page.register_action(
        _("Sửa"),
        "delegations:press_visit-edit",
        lambda _record, user: can_write_contacts(user),
        order=10,
        icon="pencil",
    )
    for page in (conference_page, press_page):
        for section in (PARTNERS, FILES, SOURCES):
            page.register_section(section)
    for code, model in (("conference", Conference), ("press_visit", PressVisit)):
        register_holder(Holder(code, model, model.objects.visible_to, _may_attach))
    register_item("conferences", _("Hội nghị, hội thảo"), "delegations:conferences", 20, parent="delegations")
    register_item(
        "press_visits", _("Phóng viên nước ngoài"), "delegations:press_visits", 25, parent="delegations"
    )
