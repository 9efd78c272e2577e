"""Words for the page of one delegation or other contact."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from delegations.selectors import ContactPage


def summary(page: ContactPage) -> list[dict[str, Any]]:
    """Facts for `summary_list`; empty ones are left out."""
    contact = page.contact
    rows = [
        {"label": _("Từ ngày"), "value": contact.starts_on},
        {"label": _("Đến ngày"), "value": contact.ends_on},
        {
            "label": _("Thời gian"),
            "value": _("định kỳ, nguồn không ghi ngày") if contact.is_recurring else "",
        },
        {"label": _("Mục đích"), "value": contact.purpose_vi},
        {"label": _("Kết quả"), "value": contact.outcome_vi},
        {
            "label": _("Trưởng đoàn"),
            "value": ", ".join(filter(None, [contact.head_name, contact.head_title])),
        },
        {"label": _("Số người"), "value": contact.persons},
        {
            "label": _("Cơ quan chủ trì"),
            "value": "; ".join(agency.name_vi for agency in contact.lead_agencies.all()),
        },
        {"label": _("Nội dung (tiếng Anh)"), "value": contact.title_en, "lang": "en"},
    ]
    return [row for row in rows if row["value"] not in (None, "")]


def partners(page: ContactPage) -> list[dict[str, Any]]:
    """Whom it was with, as far as the reader may see, with country or territory."""
    return [
        {
            "label": partner.country.name_vi if partner.country else partner.get_kind_display(),
            "value": partner.name_vi,
            "href": partner.get_absolute_url(),
        }
        for partner in page.contact.partners.all()
    ]
