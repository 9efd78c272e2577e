"""Words for the page of one partner: nothing is decided here, only said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dnfa.core.display import display_value
from dnfa.core.partial_dates import PartialDate
from dnfa.core.provenance import Sources, cited, told_by
from dnfa.followup.activity import kind_label
from partners.enums import AssessmentReason, NameKind, PriorityKind
from partners.models import Assessment, CountryPriority, NetworkMembership, Partner, PartnerName, Relationship
from partners.sections import deed_url
from partners.selectors import PartnerPage, last_deed

NATIVE_LANGUAGES = {
    "KR": "ko", "LA": "lo", "JP": "ja", "TH": "th", "CN": "zh", "MO": "zh", "HK": "zh", "TW": "zh", "KH": "km",
    "AU": "en", "NZ": "en", "US": "en", "GB": "en", "BE": "fr", "FR": "fr", "SE": "sv", "FI": "fi", "RU": "ru", "BY": "be",
    "RO": "ro", "BG": "bg", "SK": "sk", "AO": "pt", "BR": "pt", "MX": "es", "AR": "es", "CU": "es", "MA": "ar", "AE": "ar",
    "MM": "my", "IN": "hi", "CZ": "cs", "DE": "de", "IT": "it", "HU": "hu", "PL": "pl", "UA": "uk",
}  # fmt: skip


def tie_words(partner: Any) -> str:
    """The class of the tie on the day, of a row of `register_rows`; empty without one."""
    ties = partner.standing_ties
    return ties[0].get_relationship_class_display() if ties else ""


def tie_since(partner: Any) -> Any:
    """Since when it stands."""
    ties = partner.standing_ties
    return ties[0].since if ties else None


def charge_words(partner: Any) -> str:
    """Who of the Department is in charge on the day."""
    return "; ".join(str(charge.person) for charge in partner.standing_charges)


def first_since(partner: Any) -> Any:
    """Since when the one longest in charge is."""
    return partner.standing_charges[0].since if partner.standing_charges else None


def summary(page: PartnerPage) -> list[dict[str, Any]]:
    """Facts of the partner for `summary_list`, what matters first; empty ones are left out."""
    partner = page.partner
    rows: list[dict[str, Any]] = [
        {"label": _("Loại đối tác"), "value": _kind(partner)},
        {"label": _("Quốc gia, vùng lãnh thổ"), "value": str(partner.country or "")},
        {"label": _("Tên tiếng Anh"), "value": partner.name_en, "lang": "en"},
        {"label": _("Tên bản ngữ"), "value": partner.name_native, "lang": native_language(partner)},
        {"label": _("Tên cũ"), "value": _names(partner, NameKind.FORMER)},
        {"label": _("Cách gọi khác"), "value": _names(partner, NameKind.ALIAS)},
        {"label": _("Hoạt động gần nhất"), "value": last_deed(partner)},
        {"label": _("Nhóm ưu tiên"), "value": partner.priority_group},
        {"label": _("Ghi chú"), "value": partner.note},
    ]
    if partner.parent:
        rows.insert(
            1, {"label": _("Thuộc"), "value": str(partner.parent), "href": partner.parent.get_absolute_url()}
        )
    return [row for row in rows if row["value"] not in (None, "")]


def _kind(partner: Partner) -> str:
    return ", ".join(filter(None, [partner.get_kind_display(), partner.get_level_display().lower()]))


def native_language(partner: Partner) -> str:
    """Language of a native name, for screen readers; "und" where the country does not tell."""
    return NATIVE_LANGUAGES.get(partner.country_id or "", "und")


def _names(partner: Partner, kind: str) -> str:
    return "; ".join(name_words(name) for name in partner.names.all() if name.kind == kind)


def name_words(name: PartnerName) -> str:
    """A name and when it was borne: "Masan (đến 2010)"."""
    days = []
    if name.valid_from:
        days.append(_("từ %(day)s") % {"day": display_value(name.valid_from)})
    if name.valid_to:
        days.append(_("đến %(day)s") % {"day": display_value(name.valid_to)})
    return f"{name.name} ({', '.join(days)})" if days else name.name


def ties(page: PartnerPage) -> list[dict[str, Any]]:
    """The tie through time, newest first."""
    return [
        {
            "date": tie.since,
            "title": tie.get_relationship_class_display(),
            "body": tie.basis,
            "note": " · ".join(filter(None, [_ended(tie), _inherited(tie)])),
        }
        for tie in page.relationships
    ]


def _ended(tie: Relationship) -> str:
    if tie.until is None:
        return ""
    return _("đến %(day)s: %(reason)s") % {"day": display_value(tie.until), "reason": tie.end_reason}


def _inherited(tie: Relationship) -> str:
    return _("kế thừa từ %(agency)s") % {"agency": tie.inherited_from} if tie.inherited_from else ""


def happenings(page: PartnerPage) -> list[dict[str, Any]]:
    """The timeline, newest beginning first; what is no evidence of a living tie says so."""
    rows = sorted(
        page.timeline, key=lambda row: (row["row_first_day"] or date.min, row["row_date"]), reverse=True
    )
    return [_happening(row) for row in rows]


def _happening(row: dict[str, Any]) -> dict[str, Any]:
    begun = PartialDate.from_iso(row["row_date"]) if row["row_date"] else None
    notes = [kind_label(row["row_record"], row["row_kind"])]
    if begun and row["row_last_date"] != row["row_date"]:
        notes.append(_("đến %(day)s") % {"day": display_value(PartialDate.from_iso(row["row_last_date"]))})
    if row["row_is_recurring"]:
        notes.append(_("định kỳ hoặc đang tiếp diễn, nguồn không ghi ngày"))
    if not row["row_is_activity"]:
        notes.append(_("không tính là hoạt động"))
    return {
        "date": begun,
        "title": row["row_title"],
        "href": deed_url(row["row_record"], row["row_key"]),
        "note": " · ".join(notes),
    }


def judgements(page: PartnerPage) -> list[dict[str, Any]]:
    """How sources judged the tie, newest first, with the source and its reasons."""
    return [
        {
            "date": item.as_of,
            "title": item.get_level_display(),
            "body": item.summary_vi,
            "note": " · ".join(
                filter(None, [_reasons(item), _last_known(item), cited(page.provenance, item)])
            ),
        }
        for item in page.assessments
    ]


def _reasons(item: Assessment) -> str:
    if not item.reasons:
        return ""
    words = dict(AssessmentReason.choices)
    return _("Lý do: %(reasons)s") % {
        "reasons": ", ".join(str(words.get(code, code)) for code in item.reasons)
    }


def _last_known(item: Assessment) -> str:
    if item.last_dated_activity is None:
        return ""
    return _("hoạt động gần nhất mà nguồn ghi ngày: %(day)s") % {
        "day": display_value(item.last_dated_activity)
    }


def memberships(page: PartnerPage) -> list[dict[str, Any]]:
    """The city's part in a network."""
    return [
        {
            "date": item.since or item.period_start,
            "title": f"{item.name}: {item.get_role_display().lower()}",
            "body": item.activities_vi,
            "note": " · ".join(filter(None, [_period(item), item.note])),
        }
        for item in page.memberships
    ]


def _period(item: NetworkMembership) -> str:
    if item.period_start is None and item.period_end is None:
        return ""
    days = [display_value(day) if day else "…" for day in (item.period_start, item.period_end)]
    return _("nhiệm kỳ %(start)s–%(end)s") % {"start": days[0], "end": days[1]}


def wishes(page: PartnerPage) -> list[dict[str, Any]]:
    """What the Scheme wants from the partner's country or territory: its place first, priorities before the rest."""
    order = {kind: place for place, kind in enumerate(PriorityKind.values)}
    return [
        {"label": item.get_kind_display(), "value": item.summary_vi, "note": _fields(item)}
        for item in sorted(page.priorities, key=lambda item: (order[item.kind], item.position or 0))
    ]


def _fields(item: CountryPriority) -> str:
    return ", ".join(field.name_vi for field in item.fields.all())


def sources(page: PartnerPage) -> Sources:
    """Sources of the partner, its ties and memberships; those of judgements stand with the judgements."""
    ties = {("relationship", tie.pk): tie.get_relationship_class_display() for tie in page.relationships}
    roles = {("networkmembership", item.pk): item.get_role_display() for item in page.memberships}
    return told_by([row for row in page.provenance if row.content_type.model != "assessment"], ties | roles)
