"""Words for the page of one partner: nothing is decided here, only said."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from dnfa.core.partial_dates import PartialDate
from dnfa.followup.activity import kind_label
from partners.selectors import PartnerPage


def summary(page: PartnerPage) -> list[dict[str, Any]]:
    """Facts of the partner for `summary_list`, what matters first; empty ones are left out."""
    partner = page.partner
    rows: list[dict[str, Any]] = [
        {"label": _("Loại đối tác"), "value": partner.get_kind_display()},
        {"label": _("Cấp"), "value": partner.get_level_display() if partner.level else ""},
        {"label": _("Quốc gia, vùng lãnh thổ"), "value": str(partner.country or "")},
        {"label": _("Tên tiếng Anh"), "value": partner.name_en, "lang": "en"},
        {"label": _("Tên bản ngữ"), "value": partner.name_native, "lang": _native_language(partner)},
        {"label": _("Tên khác"), "value": "; ".join(_name(name) for name in partner.names.all())},
        {"label": _("Hoạt động gần nhất"), "value": partner.last_activity},
        {"label": _("Nhóm ưu tiên"), "value": partner.priority_group},
        {"label": _("Ghi chú"), "value": partner.note},
    ]
    if partner.parent:
        rows.append({"label": _("Thuộc"), "value": str(partner.parent), "href": partner.parent.get_absolute_url()})
    return [row for row in rows if row["value"] not in (None, "")]


NATIVE_LANGUAGES = {
    "KR": "ko", "LA": "lo", "JP": "ja", "TH": "th", "CN": "zh", "MO": "zh", "HK": "zh", "KH": "km", "AU": "en", "BE": "fr",
    "SE": "sv", "FI": "fi", "RU": "ru", "BY": "be", "FR": "fr", "RO": "ro", "US": "en", "BG": "bg", "SK": "sk", "AO": "pt",
    "MX": "es", "MA": "ar", "AR": "es", "MM": "my", "IN": "hi", "AE": "ar", "BR": "pt", "CZ": "cs",
}  # fmt: skip


def _native_language(partner: Any) -> str:
    """Language of a native name, for screen readers; "und" where the country does not tell."""
    return NATIVE_LANGUAGES.get(partner.country_id or "", "und")


def _name(name: Any) -> str:
    return f"{name.name} ({name.get_kind_display().lower()})"


def ties(page: PartnerPage) -> list[dict[str, Any]]:
    """The tie through time, newest first."""
    return [
        {
            "date": tie.since,
            "title": tie.get_relationship_class_display(),
            "note": " · ".join(filter(None, [tie.basis, _ended(tie), _inherited(tie)])),
        }
        for tie in page.relationships
    ]


def _ended(tie: Any) -> str:
    if tie.until is None:
        return ""
    return _("đến %(day)s: %(reason)s") % {"day": tie.until.display(), "reason": tie.end_reason}


def _inherited(tie: Any) -> str:
    return _("kế thừa từ %(agency)s") % {"agency": tie.inherited_from} if tie.inherited_from else ""


def happenings(page: PartnerPage) -> list[dict[str, Any]]:
    """The timeline, newest first; what is no evidence of a living tie says so."""
    return [_happening(row) for row in page.timeline]


def _happening(row: dict[str, Any]) -> dict[str, Any]:
    notes = [kind_label(row["row_record"], row["row_kind"])]
    if row["row_is_recurring"]:
        notes.append(_("định kỳ hoặc đang tiếp diễn, nguồn không ghi ngày"))
    if not row["row_is_activity"]:
        notes.append(_("không tính là hoạt động"))
    return {
        "date": PartialDate.from_iso(row["row_date"]) if row["row_date"] else None,
        "title": row["row_title"],
        "href": _address(row),
        "note": " · ".join(notes),
    }


def _address(row: dict[str, Any]) -> str:
    """Pages of upper rooms are known by name only; a record without a page of its own has no link."""
    try:
        return reverse(f"{row['row_record']}s:detail", args=[row["row_key"]])
    except NoReverseMatch:
        return ""


def judgements(page: PartnerPage) -> list[dict[str, Any]]:
    """How sources judged the tie, newest first."""
    return [
        {"date": item.as_of, "title": item.get_level_display(), "body": item.summary_vi, "note": ", ".join(item.reasons)}
        for item in page.assessments
    ]
