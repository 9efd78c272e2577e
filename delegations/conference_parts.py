"""Words and parts of the pages of conferences and press visits; None where there is nothing to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from delegations.enums import TripState
from dnfa.core.numbers import format_money
from dnfa.core.provenance import provenance_of, told_by

Items = list[dict[str, Any]]
TONES = {
    TripState.PLANNED: "info",
    TripState.UNCONFIRMED: "warn",
    TripState.UNDER_WAY: "ok",
    TripState.AWAITING_REPORT: "warn",
    TripState.REPORTED: "ok",
    TripState.CLOSED: "muted",
    TripState.CANCELLED: "muted",
    TripState.PAST: "muted",
}


def names(rows: Any) -> str:
    """Vietnamese names of agencies or countries, joined."""
    return "; ".join(row.name_vi for row in rows.all())


def cost_words(conference: Any) -> str:
    """The cost in its own currency; empty when not known."""
    if conference.cost_amount is None:
        return ""
    return format_money(conference.cost_amount, conference.cost_currency)


def state_label(conference: Any) -> str:
    """The word of the annotated state."""
    return str(TripState(conference.state).label)


def state_tone(conference: Any) -> str:
    """The tone of the annotated state."""
    return TONES[TripState(conference.state)]


def _said(rows: Items) -> Items:
    return [row for row in rows if row["value"] not in (None, "")]


def summary(conference: Any) -> Items:
    """What a reader asks first: role, days, place, who leads, plan, cost; empty ones are left out."""
    return _said(
        [
            {"label": _("Vai trò của thành phố"), "value": conference.get_part_display()},
            {"label": _("Đơn vị tổ chức (ngoài thành phố)"), "value": conference.organiser},
            {"label": _("Từ ngày"), "value": conference.starts_on},
            {"label": _("Đến ngày"), "value": conference.ends_on},
            {"label": _("Dự kiến từ ngày"), "value": conference.planned_starts_on},
            {"label": _("Dự kiến đến ngày"), "value": conference.planned_ends_on},
            {"label": _("Hình thức"), "value": conference.get_mode_display()},
            {"label": _("Địa điểm"), "value": conference.place},
            {"label": _("Cơ quan chủ trì"), "value": names(conference.lead_agencies)},
            {"label": _("Cơ quan phối hợp, nơi làm việc"), "value": names(conference.coordinating)},
            {"label": _("Mục đích"), "value": conference.purpose_vi},
            {"label": _("Kết quả"), "value": conference.outcome_vi},
            {"label": _("Nội dung (tiếng Anh)"), "value": conference.title_en, "lang": "en"},
            {"label": _("Hủy ngày"), "value": conference.cancelled_on},
            {
                "label": _("Lý do hủy"),
                "value": conference.get_cancel_reason_display(),
                "note": conference.cancel_note,
            },
        ]
    )


def participants(conference: Any, _user: Any, _as_of: date) -> dict[str, Any] | None:
    """Who came, in four classes, and from which countries and territories."""
    items = _said(
        [
            {"label": _("Dự kiến số người"), "value": conference.planned_persons},
            {"label": _("Người Việt Nam"), "value": conference.vietnamese_persons},
            {"label": _("Người nước ngoài ở trong nước"), "value": conference.resident_foreigners},
            {"label": _("Người nước ngoài từ nước ngoài vào"), "value": conference.visiting_foreigners},
            {"label": _("Người dự trực tuyến"), "value": conference.online_persons},
            {"label": _("Tổng số người"), "value": conference.persons},
            {"label": _("Quốc gia, vùng lãnh thổ có người dự"), "value": names(conference.countries)},
        ]
    )
    return {"items": items} if items else None


def permit(conference: Any, _user: Any, _as_of: date) -> dict[str, Any] | None:
    """The dossier, the paper that allows it, the plan and the money."""
    items = _said(
        [
            {"label": _("Cấp cho phép"), "value": conference.get_permit_level_display()},
            {"label": _("Ngày nộp hồ sơ xin phép"), "value": conference.filed_on},
            {"label": _("Văn bản cho phép số"), "value": conference.decision_number},
            {"label": _("Ngày văn bản cho phép"), "value": conference.decision_on},
            {"label": _("Cấp quyết định"), "value": conference.decision_by},
            {
                "label": _("Kế hoạch năm"),
                "value": conference.get_plan_status_display(),
                "note": conference.out_of_plan_reason,
            },
            {"label": _("Kinh phí"), "value": cost_words(conference), "note": conference.cost_note},
            {"label": _("Nguồn kinh phí"), "value": conference.get_cost_source_display()},
        ]
    )
    return {"items": items} if items else None


def partners(record: Any, _user: Any, _as_of: date) -> dict[str, Any] | None:
    """Partners the reader may see, with country or territory."""
    items = [
        {
            "label": partner.country.name_vi if partner.country else partner.get_kind_display(),
            "value": partner.name_vi,
            "href": partner.get_absolute_url(),
        }
        for partner in record.partners.all()
    ]
    return {"items": items} if items else None


def files(record: Any, user: Any, _as_of: date) -> dict[str, Any]:
    """Papers and other files; the tag of the ground floor draws them."""
    return {"record": record, "user": user}


def sources(record: Any, _user: Any, _as_of: date) -> dict[str, Any]:
    """Where the facts come from."""
    told = told_by(list(provenance_of([record])))
    return {"sources": told}


def press_summary(visit: Any) -> Items:
    """Everything known of a press visit; empty facts are left out."""
    return _said(
        [
            {"label": _("Hãng báo chí"), "value": visit.outlets},
            {"label": _("Quốc gia, vùng lãnh thổ"), "value": names(visit.countries)},
            {"label": _("Từ ngày"), "value": visit.starts_on},
            {"label": _("Đến ngày"), "value": visit.ends_on},
            {"label": _("Địa điểm"), "value": visit.place},
            {"label": _("Số người"), "value": visit.persons},
            {"label": _("Chủ đề tác nghiệp"), "value": visit.topics},
            {"label": _("Giấy phép số"), "value": visit.permit_number},
            {"label": _("Ngày giấy phép"), "value": visit.permit_on},
            {"label": _("Cơ quan hướng dẫn"), "value": visit.guided_by},
            {"label": _("Cơ quan chủ trì"), "value": names(visit.lead_agencies)},
            {"label": _("Mục đích"), "value": visit.purpose_vi},
            {"label": _("Kết quả"), "value": visit.outcome_vi},
            {
                "label": _("Đã có sản phẩm báo chí"),
                "value": visit.is_published,
                "note": visit.published_note,
            },
        ]
    )
