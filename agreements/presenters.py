"""Words for the page of one agreement: nothing is decided here, only said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import EventKind, TermKind
from agreements.models import Agreement, AgreementEvent
from agreements.models.agreement import TermFields
from agreements.selectors import AgreementPage


def months_words(months: int) -> str:
    """"03 năm" for whole years, else months, two digits as official papers write them."""
    if months % 12 == 0:
        return ngettext("%(n)02d năm", "%(n)02d năm", months // 12) % {"n": months // 12}
    return ngettext("%(n)02d tháng", "%(n)02d tháng", months) % {"n": months}


def term_words(term: TermFields) -> str:
    """One sentence for a term, as the registry understands it."""
    if term.term_kind == TermKind.UNTIL and term.term_ends_on:
        return _("Đến hết %(day)s") % {"day": term.term_ends_on.display()}
    if term.term_kind == TermKind.FOR and term.term_months:
        return months_words(term.term_months)
    if term.term_kind == TermKind.AUTO_RENEW and term.term_months and term.term_renew_months:
        words = _("%(first)s, tự động gia hạn mỗi lần %(next)s") % {
            "first": months_words(term.term_months),
            "next": months_words(term.term_renew_months),
        }
        if term.term_notice_months:
            words += _(", báo trước %(notice)s nếu không gia hạn") % {"notice": months_words(term.term_notice_months)}
        return words
    return str(TermKind(term.term_kind or TermKind.UNKNOWN).label)


def summary(page: AgreementPage) -> list[dict[str, Any]]:
    """Facts of the paper for `summary_list`, what matters first; empty ones are left out."""
    agreement = page.agreement
    term = agreement.term_now
    rows: list[dict[str, Any]] = [
        {"label": _("Tình trạng"), "value": "", "status": agreement.status},  # type: ignore[attr-defined]
        {"label": _("Thời hạn"), "value": term_words(term), "note": _printed(term)},
        {"label": _("Hết hiệu lực"), "value": agreement.ends_on},  # type: ignore[attr-defined]
        {"label": _("Ngày ký"), "value": agreement.signed_on},
        {"label": _("Ngày hiệu lực"), "value": agreement.effective_on},
        {"label": _("Loại văn bản"), "value": agreement.get_type_display()},
        {"label": _("Danh nghĩa ký"), "value": agreement.get_capacity_display()},
        {"label": _("Chế độ pháp lý"), "value": agreement.get_legal_regime_display()},
        {"label": _("Số, ký hiệu"), "value": agreement.document_number},
        {"label": _("Lĩnh vực"), "value": "; ".join(field.name_vi for field in agreement.fields.all())},
        {"label": _("STT trong bảng quan hệ"), "value": agreement.table_row},
        {"label": _("Ghi chú"), "value": agreement.note},
    ]
    if agreement.parent:
        rows.append(
            {"label": _("Liên quan đến"), "value": agreement.parent.title_vi, "href": agreement.parent.get_absolute_url()}
        )
    return [row for row in rows if row["value"] not in (None, "") or row.get("status")]


def _printed(term: TermFields) -> str:
    return _("Văn bản ghi: “%(text)s”") % {"text": term.term_as_printed} if term.term_as_printed else ""


def vietnamese_side(agreement: Agreement) -> list[dict[str, Any]]:
    return [
        {"label": role.get_role_display(), "value": str(role.agency), "note": role.signatory_vi}
        for role in agreement.agency_roles.all()
    ]


def chain(page: AgreementPage) -> list[dict[str, Any]]:
    """The events as a timeline, oldest first: what each did to the term, which paper took over."""
    return [_event_item(event) for event in page.events]


def _event_item(event: AgreementEvent) -> dict[str, Any]:
    notes = [event.as_printed and _("Nguồn ghi: “%(text)s”") % {"text": event.as_printed}, event.reason, event.note]
    if event.term_kind:
        notes.insert(0, _("Thời hạn từ đây: %(term)s") % {"term": term_words(event)})
    title = event.get_kind_display()
    if event.title_vi:
        title = f"{title}: {event.title_vi}"
    item = {"date": event.occurred_on or event.effective_on, "title": title, "note": " · ".join(filter(None, notes))}
    if event.successor:
        item |= {"body": event.successor.title_vi, "href": event.successor.get_absolute_url()}
    return item


def replaced_papers(page: AgreementPage) -> list[dict[str, Any]]:
    """Papers that this one took over from."""
    return [
        {
            "date": event.effective_on or event.occurred_on,
            "title": event.agreement.title_vi,
            "href": event.agreement.get_absolute_url(),
            "note": str(EventKind(event.kind).label),
        }
        for event in page.replaces
    ]


def as_printed(agreement: Agreement) -> list[tuple[str, Any]]:
    """The row of the official table, cell by cell, as printed."""
    if agreement.table_row is None and not agreement.signing_as_printed:
        return []
    return [
        (_("Cơ quan ký kết"), agreement.signatory_as_printed),
        (_("Đối tác ký"), agreement.partner_as_printed),
        (_("Nước đối tác"), agreement.country_as_printed),
        (_("Ngày ký, ngày hiệu lực"), agreement.signing_as_printed),
        (_("Thời hạn hiệu lực"), agreement.term_now.term_as_printed),
        (_("Ghi chú"), agreement.note_as_printed),
    ]

