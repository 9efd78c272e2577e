"""What making, correcting and continuing a paper announces to the house: parts of its page, buttons, its files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements import record_sections as parts
from agreements.models import Agreement
from agreements.rules.records import can_add_event, can_edit_record
from agreements.sections import Section, register_action, register_section
from dnfa.core.attachments.holders import Holder, register_holder

SECTIONS = (
    Section("sides", _("Các bên"), 15, "agreements/parts/sides.html", parts.sides),
    Section("facts", _("Văn bản"), 20, "agreements/parts/facts.html", parts.facts, "side"),
    Section("intent", _("Mục đích, mong đợi"), 25, "agreements/parts/facts.html", parts.intent),
    Section("files", _("Tệp"), 70, "agreements/parts/files.html", parts.files, "side"),
    Section("children", _("Văn bản liên quan, cấp dưới"), 80, "agreements/parts/children.html", parts.children),
    Section("projects", _("Dự án, viện trợ theo thỏa thuận này"), 85, "agreements/parts/projects.html", parts.projects),
    Section("sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", parts.sources, "side"),
    Section("chain", _("Diễn biến"), 5, "agreements/parts/chain.html", parts.chain, "side"),
    Section("replaced", _("Thay cho các văn bản"), 12, "agreements/parts/replaced.html", parts.replaced, "side"),
    Section(
        "printed",
        _("Dòng trong bảng quan hệ, đúng như bảng ghi"),
        90,
        "agreements/parts/facts.html",
        parts.printed,
        "side",
    ),
)  # fmt: skip


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    for section in SECTIONS:
        register_section(section)
    register_action(
        _("Sửa"), "agreements:edit", lambda paper, user: can_edit_record(user, paper), order=10, icon="pencil"
    )
    register_action(
        _("Thêm sự kiện"),
        "agreements:event-add",
        lambda paper, user: can_add_event(user, paper),
        order=20,
        icon="plus",
    )
    register_holder(
        Holder(
            code="agreement",
            model=Agreement,
            visible_to=Agreement.objects.visible_to,
            may_attach=can_edit_record,
        )
    )
