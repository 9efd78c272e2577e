"""What projects and aid announce to the house: parts of their page, buttons, files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements import project_money_parts as money
from agreements import project_parts as parts
from agreements.models import Project
from agreements.project_sections import Section, project_page
from agreements.rules.projects import can_report_progress, can_write_projects
from dnfa.core.attachments.holders import Holder, register_holder

HERE = "agreements/projects"
SECTIONS = (
    Section("money", _("Tiền"), 10, f"{HERE}/money.html", money.money),
    Section("lines", _("Các dòng tiền"), 20, f"{HERE}/lines.html", money.lines),
    Section("results", _("Kết quả và phần còn lại"), 30, f"{HERE}/results.html", parts.results),
    Section("reports", _("Báo cáo tiến độ"), 40, f"{HERE}/reports.html", parts.reports),
    Section("children", _("Dự án thành phần"), 50, f"{HERE}/children.html", parts.children),
    Section("deeds", _("Diễn biến"), 5, f"{HERE}/deeds.html", parts.deeds, "side"),
    Section("sides", _("Các bên"), 10, f"{HERE}/sides.html", parts.sides, "side"),
    Section("bodies", _("Cơ quan phía Đà Nẵng"), 15, f"{HERE}/bodies.html", parts.bodies, "side"),
    Section("papers", _("Văn bản, chương trình"), 20, "agreements/parts/facts.html", parts.papers, "side"),
    Section("regime", _("Chế độ pháp lý"), 30, f"{HERE}/regime.html", parts.regime, "side"),
    Section("files", _("Tệp"), 70, f"{HERE}/files.html", parts.files, "side"),
    Section("sources", _("Nguồn của dữ kiện"), 95, "agreements/parts/sources.html", parts.sources),
)  # fmt: skip


def _writes(_record: Project, user: Any) -> bool:
    return can_write_projects(user)


def _reports(record: Project, user: Any) -> bool:
    return bool(record.agency_roles.all()) and can_report_progress(user, record)


ACTIONS = (
    (_("Sửa"), "edit", _writes, 10, "pencil"),
    (_("Ghi việc"), "event-add", _writes, 20, "calendar"),
    (_("Ghi số tiền"), "line-add", _writes, 30, "plus"),
    (_("Báo cáo tiến độ"), "report-add", _reports, 40, "report"),
)


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    for section in SECTIONS:
        project_page.register_section(section)
    for label, name, test, order, icon in ACTIONS:
        project_page.register_action(label, f"agreements:project-{name}", test, order=order, icon=icon)
    register_holder(
        Holder(
            code="project",
            model=Project,
            visible_to=Project.objects.visible_to,
            may_attach=lambda user, _record: can_write_projects(user),
        )
    )
