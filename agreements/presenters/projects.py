"""Words for projects and aid items."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Project
from agreements.selectors import ProjectPage
from dnfa.core.numbers import format_money, format_number
from partners.models import Partner


def sides(project: Project) -> list[Partner]:
    """Donor, recipient and other partners that the reader may see, each once."""
    named = [project.donor, project.recipient, *project.partners.all()]
    return list(dict.fromkeys(partner for partner in named if partner))


def project_summary(page: ProjectPage) -> list[dict[str, Any]]:
    """Facts of a project or aid item for `summary_list`; empty ones are left out."""
    project = page.project
    rows: list[dict[str, Any]] = [
        {"label": _("Chiều"), "value": project.get_direction_display()},
        {"label": _("Hình thức"), "value": project.get_modality_display()},
        {"label": _("Tình trạng theo nguồn"), "value": project.get_status_display()},
        _link(_("Nhà tài trợ"), project.donor),
        _link(_("Bên nhận"), project.recipient),
        {"label": _("Đối tác tham gia"), "value": "; ".join(str(partner) for partner in sides(project)[1:])},
        {"label": _("Bắt đầu"), "value": project.starts_on},
        {"label": _("Kết thúc"), "value": project.ends_on},
        {"label": _("Giá trị"), "value": amount_words(project), "note": _stated_in_dong(project)},
        {"label": _("Cam kết"), "value": _money(project.amount_committed, project.currency)},
        {"label": _("Giải ngân"), "value": _money(project.amount_disbursed, project.currency)},
        {"label": _("Số lượng"), "value": _quantity(project)},
        {"label": _("Cơ quan quản lý"), "value": str(project.managing_agency or "")},
        _link(_("Theo thỏa thuận"), project.agreement),
        _link(_("Thuộc chương trình"), project.parent),
        {"label": _("Lĩnh vực"), "value": "; ".join(field.name_vi for field in project.fields.all())},
        {"label": _("Tên tiếng Anh"), "value": project.title_en, "lang": "en"},
        {"label": _("Kết quả"), "value": project.result_vi},
        {"label": _("Ghi chú"), "value": project.note},
    ]
    return [row for row in rows if row["value"] not in (None, "")]


def _link(label: str, record: Any) -> dict[str, Any]:
    return (
        {"label": label, "value": str(record), "href": record.get_absolute_url()}
        if record
        else {"label": label, "value": ""}
    )


def _money(amount: Any, currency: str) -> str:
    return "" if amount is None else format_money(amount, currency)


def amount_words(project: Project) -> str:
    """The amount as people read it, "601.346,76 USD", with "khoảng" and the like where the source is not exact."""
    words = _money(project.amount, project.currency)
    if words and project.amount_qualifier and project.amount_qualifier != "exact":
        return f"{project.get_amount_qualifier_display()} {words}"
    return words


def _stated_in_dong(project: Project) -> str:
    if project.amount_vnd_stated is None or project.currency == "VND":
        return ""
    return _("nguồn ghi tương đương %(amount)s") % {"amount": format_money(project.amount_vnd_stated, "VND")}


def _quantity(project: Project) -> str:
    if project.quantity is None:
        return ""
    return " ".join(filter(None, [format_number(project.quantity), project.quantity_unit]))
