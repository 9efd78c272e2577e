"""Words and parts of the pages of conferences and press visits; None where there is nothing to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from delegations.clock_triggers import FILING
from delegations.enums import ConferencePart, TripState
from delegations.rules import trips as rules
from delegations.rules.conferences import is_allowed
from delegations.trip_parts import agencies, cost_words, decision_words, filled, plan_items
from dnfa.core.display import display_value
from dnfa.followup.clocks import can_waive, clocks_of
from dnfa.followup.clocks.words import day_with_weekday, standing_in_words
from dnfa.followup.enums import ClockState

Context = dict[str, Any] | None
Items = list[dict[str, Any]]
HELD = frozenset({TripState.UNDER_WAY, TripState.AWAITING_REPORT, TripState.REPORTED, TripState.CLOSED})


def countries(record: Any) -> str:
    """Countries and territories of those who came."""
    return "; ".join(country.name_vi for country in record.countries.all())


def filing_words(row: Any) -> str:
    """The last day to file and where it stands on the day; empty where no permit is asked for."""
    if row.file_by is None:
        return ""
    return f"{display_value(row.file_by)} ({ClockState(row.filing).label})"


def edit_url(record: Any, user: Any, name: str) -> str:
    """Where this person edits a part; empty for who may not."""
    return (
        reverse(f"delegations:conference-{name}", args=[record.key]) if rules.can_edit(user, record) else ""
    )


def summary(record: Any) -> Items:
    """What a reader asks first; what is planned and what was stands in a part of its own."""
    return filled(
        [
            {"label": _("Vai trò của thành phố"), "value": record.get_part_display()},
            {"label": _("Mục đích"), "value": record.purpose_vi},
            {"label": _("Đơn vị tổ chức (ngoài thành phố)"), "value": record.organiser},
            {"label": _("Hình thức"), "value": record.get_mode_display()},
            {"label": _("Địa điểm"), "value": record.place},
            {"label": _("Cơ quan chủ trì"), "value": agencies(record.lead_agencies)},
            {"label": _("Cơ quan phối hợp"), "value": agencies(record.coordinating)},
            {"label": _("Kết quả"), "value": record.outcome_vi},
            {"label": _("Nội dung (tiếng Anh)"), "value": record.title_en, "lang": "en"},
            {"label": _("Hủy ngày"), "value": record.cancelled_on},
            {
                "label": _("Lý do hủy"),
                "value": record.get_cancel_reason_display(),
                "note": record.cancel_note,
            },
        ]
    )


def participants(record: Any, _user: Any, _as_of: date) -> Context:
    """Who came, in four classes, and from which countries and territories."""
    items = filled(
        [
            {"label": _("Người Việt Nam"), "value": record.vietnamese_persons},
            {"label": _("Người nước ngoài ở trong nước"), "value": record.resident_foreigners},
            {"label": _("Người nước ngoài từ nước ngoài vào"), "value": record.visiting_foreigners},
            {"label": _("Người dự trực tuyến"), "value": record.online_persons},
            {"label": _("Tổng số người"), "value": record.persons},
            {"label": _("Quốc gia, vùng lãnh thổ có người dự"), "value": countries(record)},
        ]
    )
    return {"items": items} if items else None


def permit(record: Any, user: Any, _as_of: date) -> Context:
    """The dossier, the paper that allows it, the year's programme, the money; with the pages where each is recorded."""
    items = filled(
        [
            {"label": _("Cấp cho phép"), "value": record.get_permit_level_display()},
            {"label": _("Ngày nộp hồ sơ xin phép"), "value": record.filed_on},
            {"label": _("Văn bản cho phép"), "value": decision_words(record)},
            *plan_items(record),
            {"label": _("Kinh phí"), "value": cost_words(record)},
        ]
    )
    permit_url, plan_url = edit_url(record, user, "permit"), edit_url(record, user, "plan-status")
    if not items and not permit_url:
        return None
    return {
        "items": items,
        "permit_url": permit_url,
        "plan_url": plan_url,
        "warning": _unallowed(record),
    }


def _unallowed(record: Any) -> str:
    """What is to be said of a conference of the city for which no paper is recorded; `state` is annotated."""
    if record.part != ConferencePart.HOSTED or is_allowed(record):
        return ""
    if record.state in HELD:
        return _("Hội nghị đã diễn ra mà sổ chưa ghi văn bản cho phép.")
    return _("Chưa có văn bản cho phép.") if record.state == TripState.PLANNED else ""


def deadlines(record: Any, user: Any, as_of: date) -> Context:
    """The deadlines that the law sets for it, and in words what is late about the file that asks for the permit."""
    clocks = clocks_of(record, user, as_of)
    if not clocks:
        return None
    filing = [clock for clock in clocks if clock.rule.trigger == FILING]
    told = [(TONES[clock.state], _filing_sentence(clock)) for clock in filing if clock.state in TONES]  # type: ignore[attr-defined]
    return {
        "clocks": clocks,
        "may_waive": can_waive(user),
        "told": told,
        "level_url": edit_url(record, user, "permit") if filing and not record.permit_level else "",
    }


# How loudly the page speaks of the file that asks for the permit; of the other states it says nothing.
TONES = {ClockState.OVERDUE: "danger", ClockState.DONE_LATE: "warn", ClockState.DUE_SOON: "warn"}


def _filing_sentence(clock: Any) -> str:
    sentences = {
        ClockState.OVERDUE: _("Quá hạn nộp hồ sơ xin phép: hạn cuối là %(due)s, %(standing)s."),
        ClockState.DONE_LATE: _("Hồ sơ xin phép nộp muộn: hạn cuối là %(due)s, %(standing)s."),
        ClockState.DUE_SOON: _("Sắp đến hạn nộp hồ sơ xin phép: hạn cuối là %(due)s, %(standing)s."),
    }
    words = {"due": day_with_weekday(clock.due_on), "standing": standing_in_words(clock)}
    return sentences[clock.state] % words


def press_summary(visit: Any) -> Items:
    """Everything known of a press visit; empty facts are left out."""
    return filled(
        [
            {"label": _("Hãng báo chí"), "value": visit.outlets},
            {"label": _("Quốc gia, vùng lãnh thổ"), "value": countries(visit)},
            {"label": _("Từ ngày"), "value": visit.starts_on},
            {"label": _("Đến ngày"), "value": visit.ends_on},
            {"label": _("Địa điểm"), "value": visit.place},
            {"label": _("Số người"), "value": visit.persons},
            {"label": _("Chủ đề tác nghiệp"), "value": visit.topics},
            {"label": _("Giấy phép số"), "value": visit.permit_number},
            {"label": _("Ngày giấy phép"), "value": visit.permit_on},
            {"label": _("Cơ quan chủ trì"), "value": agencies(visit.lead_agencies)},
            {"label": _("Cơ quan hướng dẫn"), "value": visit.guided_by},
            {"label": _("Mục đích"), "value": visit.purpose_vi},
            {
                "label": _("Đã có sản phẩm báo chí"),
                "value": visit.is_published,
                "note": visit.published_note,
            },
            {"label": _("Kết quả"), "value": visit.outcome_vi},
            {"label": _("Nội dung (tiếng Anh)"), "value": visit.title_en, "lang": "en"},
        ]
    )
