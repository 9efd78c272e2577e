"""Papers beyond the table: renewals, documents of units, memberships, loans and the city's own plans."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import AgencyRole, AgreementType, Capacity, EventKind, Stage, TermKind
from agreements.loading.common import REFINES, papers, regime_of, table_key
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from dnfa.core.loading import GONE, Fact, Load, Row
from partners.loading import in_waves

# What the files call a term, and what it is here; both kinds with an end state the day.
TERMS = {
    "fixed_end": TermKind.UNTIL,
    "duration": TermKind.UNTIL,
    "indefinite": TermKind.INDEFINITE,
    "unknown": TermKind.UNKNOWN,
}


def load_papers(load: Load) -> None:
    """One agreement for each row that is no signing of the table, with parties, signatories and its signing."""
    rows = [row for row in papers(load) if row.text("table_overlap") != REFINES]
    for wave in in_waves(rows, "key", "relates_to"):
        facts = [
            Fact(row, _paper(load, row), {"fields": load.find_many(row, "fields", "field")}) for row in wave
        ]
        for row, agreement in zip(wave, load.sync("agreements_other", Agreement, "key", facts), strict=True):
            load.remember("agreement", row.text("key"), agreement)
            load.cite(row, "sources", agreement)
    _load_parties(load, rows)
    _load_signatories(load, rows)
    _load_signings(load, rows)


def _paper(load: Load, row: Row) -> dict[str, Any]:
    signed_on = row.partial("signed_on", precision="precision")
    effective_on = row.partial("effective_on")
    paper_type = row.choice("type", AgreementType)
    capacity = row.choice("capacity", Capacity)
    return {
        "key": row.required("key"),
        "title_vi": row.required("title_vi"),
        "title_is_official": row.text("title_basis") == "official",
        "type": paper_type,
        "capacity": capacity,
        "legal_regime": regime_of(paper_type=paper_type, capacity=capacity, day=signed_on or effective_on),
        "stage": row.choice("stage", Stage),
        "document_number": row.text("doc_number"),
        "signed_on": signed_on,
        "effective_on": effective_on,
        "parent": _parent(load, row),
        "note": row.text("status_note"),
        **_term(row),
    }


def _parent(load: Load, row: Row) -> Any:
    """The paper it belongs to; one that an officer deleted leaves this one without a parent."""
    name = row.text("relates_to")
    parent = load.find(row, "relates_to", "agreement", table_key(name) if name.isdigit() else name)
    return None if parent is GONE else parent


def _term(row: Row) -> dict[str, Any]:
    try:
        kind = TERMS[row.required("term_kind")]
    except KeyError as error:
        raise row.error(
            _("“%(value)s” không có trong danh sách: %(list)s.")
            % {"value": row.text("term_kind"), "list": ", ".join(TERMS)},
            column="term_kind",
        ) from error
    ends_on = row.partial("ends_on")
    if (kind == TermKind.UNTIL) != (ends_on is not None):
        raise row.error(_("thời hạn và ngày hết hạn không khớp nhau."), column="ends_on")
    return {"term_kind": kind, "term_ends_on": ends_on}


def _load_parties(load: Load, rows: list[Row]) -> None:
    facts = [
        Fact(row, {"agreement": load.find(row, "key", "agreement"), "partner": partner, "order": order})
        for row in rows
        for order, partner in enumerate(load.find_many(row, "partner_keys", "partner"))
    ]
    load.sync("agreement_parties", AgreementParty, ("agreement", "partner"), facts)


def _load_signatories(load: Load, rows: list[Row]) -> None:
    facts = [
        Fact(
            row,
            {
                "agreement": load.find(row, "key", "agreement"),
                "agency": agency,
                "role": AgencyRole.SIGNATORY,
                "signatory_vi": row.text("signer_vi"),
            },
        )
        for row in rows
        for agency in load.find_many(row, "signer_agency_key", "agency")
    ]
    load.sync("agreement_agencies", AgreementAgency, ("agreement", "agency", "role"), facts)


def _load_signings(load: Load, rows: list[Row]) -> None:
    """One signing event for each paper that its source says was signed, dated or not."""
    signed = [row for row in rows if row.yes("signing")]
    facts = [
        Fact(
            row,
            {
                "key": f"{row.text('key')}-signing",
                "agreement": load.find(row, "key", "agreement"),
                "kind": EventKind.LETTER_OF_INTENT
                if row.text("type") == AgreementType.LETTER_OF_INTENT
                else EventKind.SIGNING,
                "occurred_on": row.partial("signed_on"),
                "effective_on": row.partial("effective_on"),
            },
        )
        for row in signed
    ]
    for row, event in zip(signed, load.sync("agreement_signings", AgreementEvent, "key", facts), strict=True):
        load.cite(row, "sources", event)
