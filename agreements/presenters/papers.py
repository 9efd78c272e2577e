"""Words for the page of one agreement: nothing is decided here, only said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import AgencyRole, TermKind
from agreements.models import Agreement, AgreementEvent
from agreements.presenters.terms import day_words, days_left, gaps_before, printed, term_words
from dnfa.core.languages import LANGUAGES
from dnfa.core.models import Provenance
from dnfa.core.provenance import Sources, told_by
from dnfa.followup.clocks.selectors import OPEN_STATES
from dnfa.followup.models import Clock

LANGUAGE_WORDS = dict(LANGUAGES)
_AGENCY_ORDER = {
    role: place for place, role in enumerate(AgencyRole.values)
}  # who signed, who leads, who coordinates


def summary(agreement: Any, *, as_of: date, clocks: Sequence[Clock]) -> list[dict[str, Any]]:
    """What a leader asks first: state, term, end and the days to it, the next deadline; empty ones are left out.

    `agreement` comes from `register_rows`; `clocks` from `clocks_of`, the first due first.
    """
    term = agreement.term_now
    rows: list[dict[str, Any]] = [
        {"label": _("Tình trạng"), "value": "", "status": agreement.status},
        {"label": _("Thời hạn"), "value": term_words(term), "note": printed(term)},
        _end(agreement, as_of),
        *_next_deadline(clocks, as_of),
        {"label": _("Chuyên viên phụ trách"), "value": str(agreement.officer or "")},
    ]
    return _said(rows)


def _end(agreement: Any, as_of: date) -> dict[str, Any]:
    """The last day of the term; of a paper that was ended before it, the day of that event."""
    ending = agreement.ending_event()
    if ending is not None:
        return {
            "label": _("Hết hiệu lực"),
            "value": ending.effective_on or ending.occurred_on,
            "note": ending.get_kind_display(),
        }
    renews, ends_on = agreement.term_now.term_kind == TermKind.AUTO_RENEW, agreement.ends_on
    return {
        "label": _("Hết kỳ đang chạy") if renews else _("Hết hiệu lực"),
        "value": ends_on,
        "note": days_left(ends_on, as_of) if ends_on else "",
    }


def _next_deadline(clocks: Sequence[Any], as_of: date) -> list[dict[str, Any]]:
    still_open = [clock for clock in clocks if clock.state in OPEN_STATES]
    if not still_open:
        return []
    first = still_open[0]
    note = first.rule.label if not first.part_label else f"{first.rule.label}: {first.part_label}"
    label = _("Hạn đã quá") if first.due_on < as_of else _("Hạn sắp tới")
    return [{"label": label, "value": first.due_on, "note": note}]


def facts(agreement: Agreement) -> list[dict[str, Any]]:
    """The paper itself: what it is, when, where and in which languages it was signed; empty ones are left out."""
    rows: list[dict[str, Any]] = [
        {"label": _("Loại văn bản"), "value": agreement.get_type_display()},
        {"label": _("Tên tiếng Anh"), "value": agreement.title_en, "lang": "en"},
        {"label": _("Số, ký hiệu"), "value": agreement.document_number},
        {"label": _("Ngày ký"), "value": agreement.signed_on},
        {"label": _("Ngày hiệu lực"), "value": agreement.effective_on},
        {"label": _("Nơi ký"), "value": agreement.place},
        {"label": _("Cách ký"), "value": agreement.get_signing_mode_display()},
        {"label": _("Danh nghĩa ký"), "value": agreement.get_capacity_display()},
        {"label": _("Chế độ pháp lý"), "value": agreement.get_legal_regime_display()},
        {"label": _("Ngôn ngữ văn bản"), "value": _languages(agreement), "note": agreement.authentic_text},
        {"label": _("Bản gốc"), "value": _originals(agreement), "note": _kept_at(agreement)},
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
    return _said(rows)


def _said(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["value"] not in (None, "") or row.get("status")]


def _languages(agreement: Agreement) -> str:
    return "; ".join(str(LANGUAGE_WORDS[code]) for code in agreement.languages)


def _originals(agreement: Agreement) -> str:
    count = agreement.originals_count
    if count is None:
        return agreement.originals_kept_at
    return ngettext("%(n)02d bản", "%(n)02d bản", count) % {"n": count}


def _kept_at(agreement: Agreement) -> str:
    if agreement.originals_count is None or not agreement.originals_kept_at:
        return ""
    return _("giữ tại: %(place)s") % {"place": agreement.originals_kept_at}


def intent(agreement: Agreement) -> list[dict[str, Any]]:
    """What the paper is for; empty when nobody wrote it down."""
    return _said(
        [
            {"label": _("Mục đích"), "value": agreement.purpose},
            {"label": _("Mức hợp tác dự kiến"), "value": agreement.get_cooperation_level_display()},
            {"label": _("Kết quả mong đợi"), "value": agreement.expected_results},
            {"label": _("Điều phía đối tác mong muốn"), "value": agreement.partner_aims},
        ]
    )


def _signed_by(agreement: Agreement, **side: int) -> str:
    """Who put their names to the paper itself for a side, in its order."""
    ((name, key),) = side.items()
    signers = [row for row in agreement.signatories.all() if row.event_id is None]
    told = "; ".join(str(row) for row in signers if getattr(row, name) == key)
    return _("ký: %(names)s") % {"names": told} if told else ""


def foreign_side(agreement: Agreement) -> list[dict[str, Any]]:
    """The partners the reader may see, in the order of the paper, with country or territory and who signed."""
    return [
        {
            "label": partner.country.name_vi if partner.country else partner.get_kind_display(),
            "value": partner.name_vi,
            "href": partner.get_absolute_url(),
            "note": _signed_by(agreement, partner_id=partner.pk),
        }
        for partner in agreement.partners.all()
    ]


def vietnamese_side(agreement: Agreement) -> list[dict[str, Any]]:
    """Who signed, leads and coordinates on our side; the names are those of the paper."""
    return [
        {
            "label": role.get_role_display(),
            "value": str(role.agency),
            "note": (role.role == "signatory" and _signed_by(agreement, agency_id=role.agency_id))
            or role.signatory_vi,
        }
        for role in sorted(agreement.agency_roles.all(), key=lambda role: _AGENCY_ORDER[role.role])
    ]


def chain(agreement: Any, *, can_edit: bool) -> list[dict[str, Any]]:
    """The events as a timeline, oldest first: what each did to the term, which paper took over, gaps before it.

    `agreement` has its `events` prefetched with `signatories`, and `events_so_far` of the day asked about.
    """
    events = list(agreement.events.all())
    so_far = {event.pk for event in agreement.events_so_far}
    gaps = gaps_before(agreement, events)
    return [
        _event_item(event, agreement, has_happened=event.pk in so_far, can_edit=can_edit)
        | {"gaps": gaps.get(event.pk, [])}
        for event in events
    ]


def _event_item(
    event: AgreementEvent, agreement: Agreement, *, has_happened: bool, can_edit: bool
) -> dict[str, Any]:
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
    if can_edit:
        where = [agreement.key, event.pk]
        item |= {
            "edit_url": reverse("agreements:event-edit", args=where),
            "remove_url": reverse("agreements:event-remove", args=where),
        }
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
    signers = "; ".join(str(row) for row in event.signatories.all())
    if signers:
        notes.append(_("ký: %(names)s") % {"names": signers})
    return [*notes, event.reason, event.note]


def replaced_papers(events: Sequence[AgreementEvent]) -> list[dict[str, Any]]:
    """Papers that this one took over from, by the events that say so."""
    return [
        {
            "date": event.effective_on or event.occurred_on,
            "title": event.agreement.title_vi,
            "href": event.agreement.get_absolute_url(),
            "note": event.note,
        }
        for event in events
    ]


def as_printed(agreement: Agreement) -> list[tuple[str, Any]]:
    """The row of the official table, cell by cell, as printed; nothing for a paper that is no row of it."""
    if agreement.table_row is None:
        return []
    return [
        (_("STT"), agreement.table_row),
        (_("Cơ quan ký kết"), agreement.signatory_as_printed),
        (_("Đối tác ký"), agreement.partner_as_printed),
        (_("Nước đối tác"), agreement.country_as_printed),
        (_("Ngày ký, ngày hiệu lực"), agreement.signing_as_printed),
        (_("Thời hạn hiệu lực"), _term_of_the_row(agreement)),
        (_("Ghi chú"), agreement.note_as_printed),
    ]


def _term_of_the_row(agreement: Agreement) -> str:
    """The sentence of the cell: kept with the term it sets, on the paper or on the last event that has one."""
    printed_terms = [event.term_as_printed for event in agreement.events.all() if event.term_as_printed]
    return printed_terms[-1] if printed_terms else agreement.term_as_printed


def agreement_sources(agreement: Agreement, provenance: Sequence[Provenance]) -> Sources:
    """Sources of the paper and of its events."""
    events = agreement.events.all()
    return told_by(list(provenance), {("agreementevent", event.pk): str(event) for event in events})
