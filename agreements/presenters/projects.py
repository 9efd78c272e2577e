"""Words for projects and aid items."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import AmountQualifier, FundingKind, ProjectPartyRole, ProjectState
from agreements.models import FundingLine, Project
from agreements.selectors_projects import ProjectPage, sides, sums_by_kind
from dnfa.core.numbers import format_money, format_number


def project_summary(page: ProjectPage) -> list[dict[str, Any]]:
    """Facts of a project or aid item for `summary_list`; empty ones are left out."""
    project = page.project
    sums = sums_by_kind(project)
    rows: list[dict[str, Any]] = [
        {"label": _("Chiều"), "value": project.get_direction_display()},
        {"label": _("Nguồn vốn"), "value": project.get_source_type_display()},
        {"label": _("Hình thức"), "value": project.get_form_display()},
        {"label": _("Tình trạng"), "value": state_label(project)},
        {"label": _("Tình trạng theo nguồn"), "value": project.get_stated_status_display()},
        *(
            {"label": role.label, "value": "; ".join(str(partner) for partner in sides(project, role))}
            for role in ProjectPartyRole
        ),
        {"label": _("Bắt đầu"), "value": project.starts_on},
        {"label": _("Kết thúc"), "value": project.ends_on},
        *({"label": kind.label, "value": str(sums[kind])} for kind in FundingKind if kind in sums),
        {"label": _("Số lượng"), "value": _quantity(project)},
        {"label": _("Cơ quan phía Đà Nẵng"), "value": "; ".join(map(str, project.agency_roles.all()))},
        {"label": _("Chủ khoản viện trợ"), "value": project.owner_name},
        {"label": _("Địa bàn"), "value": _place(project)},
        {"label": _("Theo thỏa thuận"), "value": "; ".join(map(str, project.agreements.all()))},
        _link(_("Thuộc chương trình"), project.parent),
        {"label": _("Lĩnh vực"), "value": "; ".join(field.name_vi for field in project.fields.all())},
        {"label": _("Tên tiếng Anh"), "value": project.title_en, "lang": "en"},
        {"label": _("Mục tiêu"), "value": project.purpose_vi},
        {"label": _("Kết quả"), "value": project.result_vi},
        {"label": _("Còn lại sau khi hết tài trợ"), "value": project.remains_vi},
        {"label": _("Ghi chú"), "value": project.note},
    ]
    return [row for row in rows if row["value"] not in (None, "")]


def state_label(project: Project) -> str:
    """The word of the state on the day asked about, for a row of `project_rows`."""
    return str(ProjectState(project.state).label)  # type: ignore[attr-defined]  # an annotation of `project_rows`


def side_names(project: Project) -> str:
    """Donors, recipients and other partners that the reader may see, each once."""
    return ", ".join(partner.name_vi for partner in sides(project))


def line_words(line: FundingLine) -> str:
    """A sum as people read it, "601.346,76 USD", with "khoảng" and the like where the source is not exact."""
    words = format_money(line.amount, line.currency)
    return words if line.qualifier == AmountQualifier.EXACT else f"{line.get_qualifier_display()} {words}"


def amount_words(project: Project) -> str:
    """The value a source states, for a row of `project_rows`; empty without one."""
    stated = [line for line in project.lines.all() if line.kind == FundingKind.VALUE]
    if len(stated) == 1:
        return line_words(stated[0])
    return str(sums_by_kind(project).get(FundingKind.VALUE, ""))


def _link(label: str, record: Any) -> dict[str, Any]:
    if record is None:
        return {"label": label, "value": ""}
    return {"label": label, "value": str(record), "href": record.get_absolute_url()}


def _place(project: Project) -> str:
    before = (
        _("trước 01/7/2025: %(district)s") % {"district": project.old_district}
        if project.old_district
        else ""
    )
    return "; ".join(filter(None, [project.place, before]))


def _quantity(project: Project) -> str:
    if project.quantity is None:
        return ""
    return " ".join(filter(None, [format_number(project.quantity), project.quantity_unit]))
