"""Words for projects, aid items and their money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.ceilings import Compared
from agreements.enums import (
    OPEN_STATES,
    AmountQualifier,
    ProjectPartyRole,
    ProjectState,
    StatedStatus,
)
from agreements.models import FundingLine, Project, ProjectParty
from agreements.selectors_projects import sides, sums_by_kind, value_of
from dnfa.core.display import display_value
from dnfa.core.numbers import format_money, format_number

Items = list[dict[str, Any]]
HUNDRED = Decimal(100)


def filled(rows: Items) -> Items:
    """Only the facts that say something."""
    return [row for row in rows if row["value"] not in (None, "")]


def project_summary(project: Project) -> Items:
    """Facts of a project or aid item, a row of `project_rows`, for `summary_list`; empty ones are left out."""
    return filled(
        [
            {"label": _("Chiều"), "value": project.get_direction_display()},
            {"label": _("Nguồn vốn"), "value": project.get_source_type_display()},
            {"label": _("Hình thức"), "value": project.get_form_display()},
            {"label": _("Thời gian"), "value": when_words(project), "note": end_words(project)},
            {"label": _("Tình trạng theo nguồn"), "value": _stated(project)},
            {"label": _("Số lượng"), "value": quantity_words(project)},
            {"label": _("Địa bàn"), "value": _place(project)},
            {"label": _("Lĩnh vực"), "value": "; ".join(field.name_vi for field in project.fields.all())},
            {"label": _("Mục tiêu"), "value": project.purpose_vi},
            {"label": _("Tên tiếng Anh"), "value": project.title_en, "lang": "en"},
            {"label": _("Chuyên viên phụ trách"), "value": str(project.officer or "")},
            {"label": _("Ghi chú"), "value": project.note},
        ]
    )


def _stated(project: Project) -> str:
    """The word of the source; nothing where it has none."""
    is_told = project.stated_status != StatedStatus.UNKNOWN
    return str(project.get_stated_status_display()) if is_told else ""


def state_label(project: Project) -> str:
    """The word of the state on the day asked about, for a row of `project_rows`."""
    return str(ProjectState(_state(project)).label)


def state_badge(project: Project) -> str:
    """The code of the state's look (dnfa/core/statuses.py), for a row of `project_rows`."""
    return f"project_{_state(project)}"


def when_words(project: Project) -> str:
    """First and last day as the paper says."""
    told = [display_value(day) for day in (project.starts_on, project.ends_on) if day]
    if project.ends_on and not project.starts_on:
        return _("đến %(day)s") % {"day": told[0]}
    return " – ".join(dict.fromkeys(told))


def end_words(project: Project) -> str:
    """That the end was moved, for a row of `project_rows`."""
    last = _last_day(project)
    if last is None or (project.ends_on and last == project.ends_on.last_day()):
        return ""
    return _("kết thúc mới: %(day)s") % {"day": display_value(last)}


def overdue_words(project: Project, as_of: date) -> str:
    """That the end has passed and nobody said how it ended, for a row of `project_rows`."""
    last = _last_day(project)
    if last is None or last >= as_of or _state(project) not in OPEN_STATES:
        return ""
    days = (as_of - last).days
    words = ngettext(
        "quá thời hạn %(days)s ngày, chưa ghi kết thúc", "quá thời hạn %(days)s ngày, chưa ghi kết thúc", days
    )
    return words % {"days": format_number(days)}


def side_names(project: Project) -> str:
    """Donors, recipients and other partners that the reader may see, each once."""
    return ", ".join(partner.name_vi for partner in sides(project))


def party_items(project: Project) -> Items:
    """The foreign sides that the reader may see, with role, share and country or territory, for `summary_list`."""
    parties: list[ProjectParty] = project.seen_parties  # type: ignore[attr-defined]  # a prefetch of `project_rows`
    return [
        {
            "label": ProjectPartyRole(party.role).label,
            "value": party.partner.name_vi,
            "href": party.partner.get_absolute_url(),
            "note": ", ".join(
                filter(
                    None,
                    [
                        party.partner.country.name_vi if party.partner.country else "",
                        _("góp %(share)s%%") % {"share": format_number(party.share)} if party.share else "",
                    ],
                )
            ),
        }
        for party in parties
    ]


def quantity_words(project: Project) -> str:
    """How much of what: "50.000 khẩu trang"; empty where no quantity is told."""
    if project.quantity is None:
        return ""
    return " ".join(filter(None, [format_number(project.quantity), project.quantity_unit]))


# --- money -----------------------------------------------------------------------------
def line_words(line: FundingLine, amount: Decimal | None = None) -> str:
    """A sum as people read it, "601.346,76 USD", with "khoảng" and the like where the source is not exact; `amount`: what the line
    comes to with its corrections.
    """
    words = format_money(line.amount if amount is None else amount, line.currency)
    return words if line.qualifier == AmountQualifier.EXACT else f"{line.get_qualifier_display()} {words}"


def amount_words(project: Project) -> str:
    """The value a source states, for a row of `project_rows`; empty without one."""
    stated = value_of(project)
    return "" if stated is None else line_words(stated[0], stated[1].value)


def sums_words(project: Project, kind: str) -> str:
    """What the lines of one kind come to, each currency for itself, for a row of `project_rows`."""
    return str(sums_by_kind(project).get(kind, ""))


def rate_words(line: FundingLine) -> str:
    """At which rate a line is told in đồng, of which day, and who says so; or that the source itself says it."""
    if line.dong_stated is not None:
        return _("theo nguồn")
    if line.rate is None:
        return ""
    return _("tỷ giá %(rate)s, ngày %(day)s, %(source)s") % {
        "rate": format_number(line.rate),
        "day": display_value(line.rate_on),
        "source": line.rate_source,
    }


def period_words(line: FundingLine) -> str:
    """The period a sum is for."""
    if line.period_from is None:
        return ""
    return " – ".join([display_value(line.period_from), display_value(line.period_to)])


@dataclass(frozen=True)
class Measure:
    """How far disbursement has come: in words, in per cent of what it is measured against."""

    disbursed: str
    against: str
    kind: str
    percent: str
    filled: int  # of 100, for the bar
    is_over: bool  # more was disbursed than that


def measures(compared: Compared) -> list[Measure]:
    """Each comparison of disbursement in words and per cent."""
    found = []
    for one in compared.found:
        percent = (one.given.value / one.whole.value * HUNDRED).quantize(
            Decimal("0.1"), rounding=ROUND_HALF_UP
        )
        found.append(
            Measure(
                str(one.given),
                str(one.whole),
                str(one.kind.label),
                format_number(percent),
                min(int(percent), int(HUNDRED)),
                one.is_over,
            )
        )
    return found


def apart_words(compared: Compared) -> str:
    """What was disbursed in a currency that nothing is measured in; empty for nothing."""
    if not compared.apart:
        return ""
    return _("Giải ngân %(sums)s: không so được, khác loại tiền; ghi tỷ giá của các dòng thì so được.") % {
        "sums": compared.apart
    }


# --- shared ----------------------------------------------------------------------------
def _state(project: Project) -> str:
    return str(project.state)  # type: ignore[attr-defined]  # an annotation of `project_rows`


def _last_day(project: Project) -> date | None:
    last: date | None = project.last_day  # type: ignore[attr-defined]  # an annotation of `project_rows`
    return last


def _place(project: Project) -> str:
    before = (
        _("trước 01/7/2025: %(district)s") % {"district": project.old_district}
        if project.old_district
        else ""
    )
    return "; ".join(filter(None, [project.place, before]))
