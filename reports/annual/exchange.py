"""Annexes on who met and what goes on: delegations of the year, limits gone over, projects at the cut-off."""

from __future__ import annotations

from agreements.enums import ProjectPartyRole
from agreements.presenters import amount_words
from agreements.selectors_projects import sides
from delegations.limit_words import finding_words
from delegations.models import Delegation
from dnfa.core.numbers import format_number
from reports.annual import words
from reports.annual.aid import project_list, project_time
from reports.annual.document import Column, Table, numbered
from reports.annual.material import Material, names


def delegations(material: Material) -> tuple[Table, ...]:
    """Delegations in and out of the year, and where those abroad went over the city's limits."""
    columns = (
        Column("STT", 13, "center"),
        Column("Nội dung", 76),
        Column("Trưởng đoàn", 44),
        Column("Đối tác", 50),
        Column("Thời gian", 34, "center"),
        Column("Số người", 16, "right"),
        Column("Kết quả", 60),
    )

    def table(key: str, title: str, direction: str, empty: str) -> Table:
        found = [item for item in material.delegations if item.direction == direction]
        return Table(key, title, columns, numbered(_delegation(item) for item in found), empty)

    return (
        table("delegations_in", "A. Đoàn vào", "in", f"Sổ không ghi đoàn vào nào trong năm {material.year}."),
        table("delegations_out", "B. Đoàn ra", "out", f"Sổ không ghi đoàn ra nào trong năm {material.year}."),
        _over_limits(material),
    )


def _over_limits(material: Material) -> Table:
    """Where delegations abroad go over the city's limits, each with its justification; no member is named on paper."""
    columns = (
        Column("STT", 13, "center"),
        Column("Đoàn", 70),
        Column("Cơ quan chủ trì", 50),
        Column("Từ ngày", 26, "center"),
        Column("Vượt hạn mức", 62),
        Column("Giải trình", 72),
    )
    rows = numbered(
        (
            case.delegation.title_vi,
            "; ".join(str(agency) for agency in case.delegation.lead_agencies.all()),
            words.short_date(case.delegation.begins),  # type: ignore[attr-defined]  # an annotation of `abroad`
            finding_words(case.finding, sees_names=False),
            case.justification.text if case.justification else "Chưa giải trình",
        )
        for case in material.over_limits
    )
    return Table(
        "over_limits", "C. Đoàn ra vượt hạn mức", columns, rows, "Không có đoàn ra nào vượt hạn mức."
    )


def _delegation(item: Delegation) -> tuple[str, ...]:
    days = [words.partial(day) for day in (item.starts_on, item.ends_on) if day]
    return (
        item.title_vi,
        ", ".join(part for part in (item.head_name, item.head_title) if part),
        names(item.partners.all()),
        " - ".join(dict.fromkeys(days)),
        format_number(item.persons) if item.persons else "",
        item.outcome_vi,
    )


def projects(material: Material) -> Table:
    """Projects and aid going on at the cut-off, with the value their source states."""
    columns = (
        Column("STT", 13, "center"),
        Column("Tên chương trình, dự án", 80),
        Column("Chiều", 24),
        Column("Nhà tài trợ, bên nhận", 50),
        Column("Cơ quan quản lý", 44),
        Column("Thời gian", 30, "center"),
        Column("Giá trị", 38, "right"),
    )
    rows = numbered(
        (
            project.title_vi,
            str(project.get_direction_display()),
            "; ".join(
                map(str, sides(project, ProjectPartyRole.DONOR, ProjectPartyRole.RECIPIENT) or sides(project))
            ),
            "; ".join(str(role.agency) for role in project.agency_roles.all()),
            project_time(project),
            amount_words(project),
        )
        for project in material.projects
    )
    return Table(
        "projects",
        f"C. Đang thực hiện vào ngày {words.short_date(material.cutoff)}",
        columns,
        rows,
        "Sổ không ghi chương trình, dự án nào đang thực hiện.",
        listing=project_list(running="true", as_of=material.cutoff.isoformat()),
    )
