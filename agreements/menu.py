"""The entries of this room in the menu: the papers with their life in a second row, and the projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dnfa.core.navigation import register_item

PAPERS = "agreements"


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_item(PAPERS, _("Thỏa thuận"), "agreements:list", 30)
    register_item("projects", _("Dự án"), "agreements:projects", 50)
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
