"""What other sources add to signings of the table: the same signing, merged and never added.

A finer date, the title, who signed, fields and a note go to the event (and, for the first signing, to the
paper). An end that another source gives differently is not taken over: data/contradictions.csv keeps both.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import SIGNING_EVENTS, AgencyRole, AgreementType
from agreements.loading.common import REFINES, papers, table_key
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from dnfa.core.loading import GONE, Fact, Load, Row
from dnfa.core.partial_dates import PartialDate

PLAIN_SIGNER = "UBND thành phố Đà Nẵng"


def load_refinements(load: Load) -> None:
    """Merge every `refines` row into its event; later files may name the row's key for the agreement."""
    rows = [row for row in papers(load) if row.text("table_overlap") == REFINES]
    fields: dict[int, list[Any]] = {}
    refined: dict[int, tuple[Row, Agreement]] = {}
    for row in rows:
        agreement = load.find(row, "relates_to", "agreement", table_key(row.required("relates_to")))
        load.remember("agreement", row.required("key"), agreement)
        if agreement is GONE:
            continue
        _refine(load, row, agreement)
        refined.setdefault(agreement.pk, (row, agreement))
        fields.setdefault(agreement.pk, []).extend(load.find_many(row, "fields", "field"))
    for pk, (row, agreement) in refined.items():
        load.amend("refined_fields", row, agreement, {}, {"fields": fields[pk]})
    _load_parties(load, rows)


def _refine(load: Load, row: Row, agreement: Agreement) -> None:
    events = list(agreement.events.filter(kind__in=sorted(SIGNING_EVENTS)))
    signed_on = row.partial("signed_on", precision="precision")
    same = [
        event
        for event in events
        if signed_on and event.occurred_on and event.occurred_on.year == signed_on.year
    ]
    if len(same) != 1 or signed_on is None:
        raise row.error(
            _("dòng %(number)s của bảng không có đúng một lần ký trong năm này.")
            % {"number": row.text("relates_to")},
            column="signed_on",
        )
    event = same[0]
    values = {
        "occurred_on": _finer(event.occurred_on, signed_on),
        "title_vi": row.required("title_vi"),
        "document_number": row.text("doc_number") or event.document_number,
        "note": _note(row),
    }
    if row.text("effective_on"):
        values["effective_on"] = row.partial("effective_on")
    load.amend("refined_events", row, event, values)
    load.cite(row, "sources", event)
    load.cite(row, "sources", agreement)
    if event.pk == events[0].pk:
        _refine_paper(load, row, agreement, signed_on, events)


def _refine_paper(
    load: Load, row: Row, agreement: Agreement, signed_on: PartialDate, events: list[AgreementEvent]
) -> None:
    """The first signing names the paper, unless its own period is over and the table states a later one."""
    paper_type = row.choice("type", AgreementType)
    values: dict[str, Any] = {
        "signed_on": _finer(agreement.signed_on, signed_on),
        "note": row.text("status_note"),
    }
    own_end = row.partial("ends_on")
    ends = [paper.term_ends_on for paper in (agreement, *events) if paper.term_ends_on]
    if own_end is None or not ends or own_end.year == ends[-1].year:
        values["title_vi"] = row.required("title_vi")
        values["title_is_official"] = row.text("title_basis") == "official"
    if agreement.type == AgreementType.UNSPECIFIED:
        values["type"] = paper_type
    load.amend("refined_papers", row, agreement, values)
    agency = load.find(row, "signer_agency_key", "agency")
    for role in AgreementAgency.objects.filter(agreement=agreement, agency=agency, role=AgencyRole.SIGNATORY):
        load.amend("refined_signatories", row, role, {"signatory_vi": row.text("signer_vi")})


def _load_parties(load: Load, rows: list[Row]) -> None:
    """A foreign side that the finer source names beside the locality of the table."""
    facts = [
        Fact(row, {"agreement": load.find(row, "key", "agreement"), "partner": partner, "order": order})
        for row in rows
        for order, partner in enumerate(load.find_many(row, "partner_keys", "partner"))
        if order
    ]
    load.sync("refined_parties", AgreementParty, ("agreement", "partner"), facts)


def _finer(present: PartialDate | None, stated: PartialDate) -> PartialDate:
    """The more exact of two dates of one signing; the present one when both are as exact."""
    if present is None or present.year != stated.year:
        return present or stated
    return max(present, stated, key=lambda day: len(day.isoformat()))


def _note(row: Row) -> str:
    signer = row.text("signer_vi")
    parts = [row.text("status_note"), "" if signer in ("", PLAIN_SIGNER) else f"Bên ký: {signer}"]
    return ". ".join(part for part in parts if part)
