from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What we tell leadership."""

    name = "reports"
    label = "reports"
    verbose_name = _("Báo cáo")

    def ready(self) -> None:
        from django.urls import reverse

        from dnfa.accounts.enums import SEES_EVERYTHING
        from dnfa.core import jobs
        from dnfa.core.navigation import register_item
        from dnfa.updates.standard_questions import register_headings
        from reports import loading
        from reports.annual.outline import ASKED_FOR
        from reports.rules import can_read_reports
        from reports.scheme import area
        from reports.services import YEARLY_REPORT, make_yearly_report

        register_item("home", _("Trang chủ"), "home", 10)
        register_item("reports", _("Báo cáo năm"), "reports:list", 70, test=can_read_reports)
        register_item(
            "leader",
            _("Trang lãnh đạo"),
            "reports:leader",
            80,
            test=lambda user: user.is_authenticated and user.role in SEES_EVERYTHING,
        )
        register_item(
            "aid_report", _("Báo cáo viện trợ"), "reports:aid", 30, parent="projects", test=can_read_reports
        )
        jobs.register(YEARLY_REPORT, make_yearly_report, result_url=lambda _job: reverse("reports:list"))
        loading.register_loaders()
        register_headings(ASKED_FOR)
        area.register()
