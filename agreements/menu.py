"""The entries of this room in the menu: papers and projects, each with a second row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dnfa.core.navigation import register_item

PAPERS, PROJECTS = "agreements", "projects"


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_item(PAPERS, _("Thỏa thuận"), "agreements:list", 30)
    register_item(PROJECTS, _("Dự án"), "agreements:projects", 50)
    register_item("all_projects", _("Tất cả dự án, viện trợ"), "agreements:projects", 0, parent=PROJECTS)
    register_item("aid_totals", _("Tổng hợp viện trợ"), "agreements:aid_totals", 10, parent=PROJECTS)
    register_item("aid_programmes", _("Theo giai đoạn"), "agreements:programmes", 12, parent=PROJECTS)
    register_item("registrations", _("Giấy đăng ký"), "agreements:registrations", 15, parent=PROJECTS)
    register_item("rates", _("Tỷ giá"), "agreements:rates", 17, parent=PROJECTS)
    register_item("iati", _("Chuẩn IATI"), "agreements:iati", 20, parent=PROJECTS)
    for order, (key, label, url_name) in enumerate(
        (
            ("papers", _("Tất cả văn bản"), "agreements:list"),
            ("pipeline", _("Chuẩn bị ký"), "agreements:board"),
            ("broken_off", _("Không tiếp tục"), "agreements:broken-off"),
            ("criteria", _("Bộ tiêu chí"), "agreements:criteria-sets"),
            ("opinions", _("Lấy ý kiến"), "agreements:opinions"),
            ("report_duties", _("Báo cáo theo luật"), "agreements:report_duties"),
            ("expiry", _("Sắp hết hạn"), "agreements:expiry"),
            ("commitments", _("Cam kết"), "agreements:commitments"),
            ("reviews", _("Rà soát"), "agreements:reviews"),
            ("signings", _("Các lần ký, sự kiện"), "agreements:signings"),
        )
    ):
        register_item(key, label, url_name, order, parent=PAPERS)
