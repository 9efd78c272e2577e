"""Words for the pages of one agreement and one project: nothing is decided here, only said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.enums import TermKind
from agreements.models import Agreement, AgreementEvent, Project
from agreements.models.agreement import TermFields
from agreements.selectors import AgreementPage, ProjectPage
from dnfa.core.numbers import format_money, format_number
from dnfa.core.partial_dates import PartialDate
from dnfa.core.provenance import Sources, told_by
from partners.models import Partner

MONTHS_IN_YEAR = 12


def day_words(day: PartialDate) -> str:
    """A date in the language of the page."""
    return day.display(get_language() or "vi")


def months_words(months: int) -> str:
    """Say "03 năm" for whole years, else months, two digits as official papers write them."""
    if months % MONTHS_IN_YEAR == 0:
        years = months // MONTHS_IN_YEAR
        return ngettext("%(n)02d năm", "%(n)02d năm", years) % {"n": years}
    return ngettext("%(n)02d tháng", "%(n)02d tháng", months) % {"n": months}


def term_words(term: TermFields) -> str:
    """One sentence for a term, as the registry understands it."""
    if term.term_kind == TermKind.UNTIL and term.term_ends_on:
        return _("Đến hết %(day)s") % {"day": day_words(term.term_ends_on)}
    if term.term_kind == TermKind.FOR and term.term_months:
        return months_words(term.term_months)
    if term.term_kind == TermKind.AUTO_RENEW and term.term_months and term.term_renew_months:
        return _tacit_words(term.term_months, term.term_renew_months, term.term_notice_months)
    return str(TermKind(term.term_kind or TermKind.UNKNOWN).label)


def _tacit_words(months: int, renew_months: int, notice_months: int | None) -> str:
    words = _("%(first)s, tự động gia hạn mỗi lần %(next)s") % {
        "first": months_words(months),
        "next": months_words(renew_months),
    }
    if not notice_months:
        return words
    return _("%(term)s, báo trước %(notice)s nếu không gia hạn") % {
        "term": words,
        "notice": months_words(notice_months),
    }


def summary(page: AgreementPage) -> list[dict[str, Any]]:
    """Facts of the paper for `summary_list`, state and term first; empty ones are left out."""
    agreement = page.agreement
    term = agreement.term_now
    rows: list[dict[str, Any]] = [
        {"label": _("Tình trạng"), "value": "", "status": agreement.status},  # type: ignore[attr-defined]
        {"label": _("Thời hạn"), "value": term_words(term), "note": _printed(term)},
        {"label": _("Hết hiệu lực"), "value": agreement.ends_on},  # type: ignore[attr-defined]
        {"label": _("Ngày ký"), "value": agreement.signed_on},
        {"label": _("Ngày hiệu lực"), "value": agreement.effective_on},
        {"label": _("Loại văn bản"), "value": agreement.get_type_display()},
        {"label": _("Tên tiếng Anh"), "value": agreement.title_en, "lang": "en"},
        {"label": _("Số, ký hiệu"), "value": agreement.document_number},
        {"label": _("Danh nghĩa ký"), "value": agreement.get_capacity_display()},
        {"label": _("Chế độ pháp lý"), "value": agreement.get_legal_regime_display()},
        {"label": _("Lĩnh vực"), "value": "; ".join(field.name_vi for field in agreement.fields.all())},
        {"label": _("Ghi chú"), "value": agreement.note},
    ]
    if agreement.parent:
        parent = {
            "label": _("Văn bản gốc"),
            "value": agreement.parent.title_vi,
            "href": agreement.parent.get_absolute_url(),
        }
        rows.append(parent)
    return [row for row in rows if row["value"] not in (None, "") or row.get("status")]


def _printed(term: TermFields) -> str:
    return _("Văn bản ghi: “%(text)s”") % {"text": term.term_as_printed} if term.term_as_printed else ""


def foreign_side(agreement: Agreement) -> list[dict[str, Any]]:
    """The partners the reader may see, in the order of the paper, with their country or territory."""
    return [
        {
            "label": partner.country.name_vi if partner.country else partner.get_kind_display(),
            "value": partner.name_vi,
            "href": partner.get_absolute_url(),
        }
        for partner in agreement.partners.all()
    ]


def vietnamese_side(agreement: Agreement) -> list[dict[str, Any]]:
    """Who signed, leads and coordinates on our side; the names are those of the paper."""
    return [
        {"label": role.get_role_display(), "value": str(role.agency), "note": role.signatory_vi}
        for role in agreement.agency_roles.all()
    ]


def chain(page: AgreementPage) -> list[dict[str, Any]]:
    """The events as a timeline, oldest first: what each did to the term, which paper took over."""
    so_far = {event.pk for event in page.agreement.events_so_far}  # type: ignore[attr-defined]
    return [_event_item(event, has_happened=event.pk in so_far) for event in page.events]


def _event_item(event: AgreementEvent, *, has_happened: bool) -> dict[str, Any]:
    title = event.get_kind_display()
    if event.title_vi:
        title = f"{title}: {event.title_vi}"
    item = {
        "date": event.occurred_on or event.effective_on,
        "title": title,
        "note": " · ".join(
            filter(None, [*_event_notes(event), "" if has_happened else _("sau ngày đang xem")])
        ),
    }
    if event.successor:
        item |= {"body": event.successor.title_vi, "href": event.successor.get_absolute_url()}
    return item


def _event_notes(event: AgreementEvent) -> list[str]:
    notes = [event.document_number]
    if event.term_kind:
        term = term_words(event)
        notes.append(_("Thời hạn từ đây: %(term)s") % {"term": term[:1].lower() + term[1:]})
    if event.effective_on and event.occurred_on:
        notes.append(_("có hiệu lực từ %(day)s") % {"day": day_words(event.effective_on)})
    if event.as_printed:
        notes.append(_("Nguồn ghi: “%(text)s”") % {"text": event.as_printed})
    return [*notes, event.reason, event.note]


def replaced_papers(page: AgreementPage) -> list[dict[str, Any]]:
    """Papers that this one took over from."""
    return [
        {
            "date": event.effective_on or event.occurred_on,
            "title": event.agreement.title_vi,
            "href": event.agreement.get_absolute_url(),
            "note": event.note,
        }
        for event in page.replaces
    ]


def as_printed(page: AgreementPage) -> list[tuple[str, Any]]:
    """The row of the official table, cell by cell, as printed; nothing for a paper that is no row of it."""
    agreement = page.agreement
    if agreement.table_row is None:
        return []
    return [
        (_("STT"), agreement.table_row),
        (_("Cơ quan ký kết"), agreement.signatory_as_printed),
        (_("Đối tác ký"), agreement.partner_as_printed),
        (_("Nước đối tác"), agreement.country_as_printed),
        (_("Ngày ký, ngày hiệu lực"), agreement.signing_as_printed),
        (_("Thời hạn hiệu lực"), _term_of_the_row(page)),
        (_("Ghi chú"), agreement.note_as_printed),
    ]


def _term_of_the_row(page: AgreementPage) -> str:
    """The sentence of the cell: kept with the term it sets, on the paper or on the last event that has one."""
    printed = [event.term_as_printed for event in page.events if event.term_as_printed]
    return printed[-1] if printed else page.agreement.term_as_printed


def agreement_sources(page: AgreementPage) -> Sources:
    """Sources of the paper and of its events."""
    return told_by(page.provenance, {("agreementevent", event.pk): str(event) for event in page.events})


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
