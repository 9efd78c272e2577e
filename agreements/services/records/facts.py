"""Which facts of a record may be written, and what a writer may give for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agreements.enums import AgencyRole, AgreementType, EventKind, LegalRegime, TermKind
from agreements.models import Agreement, AgreementEvent, Signatory
from dnfa.accounts.models import Agency
from dnfa.core.text import clean_line, nfc
from partners.models import CooperationField, Partner

TERM_FIELDS = (
    "term_kind", "term_ends_on", "term_months", "term_renew_months", "term_notice_months", "term_as_printed",
)  # fmt: skip
INTENT_FIELDS = ("purpose", "cooperation_level", "expected_results", "partner_aims")
SIGNING_FIELDS = (
    "place", "signing_mode", "languages", "authentic_text", "originals_count", "originals_kept_at",
)  # fmt: skip
NAME_FIELDS = ("title_vi", "title_en", "title_is_official", "type", "capacity", "legal_regime")
DATE_FIELDS = ("signed_on", "effective_on", "document_number")
OWN_FIELDS = ("officer", "parent", "note")
SCALARS = (*NAME_FIELDS, *DATE_FIELDS, *TERM_FIELDS, *SIGNING_FIELDS, *INTENT_FIELDS, *OWN_FIELDS)
LISTS = ("partners", "signing_agencies", "lead_agency", "coordinating", "fields", "signatories")
EDITABLE = (*SCALARS, *LISTS)
DRAFT_FACTS = frozenset(SCALARS) - {"signed_on", "effective_on"}

# What stands in the signed paper: to be corrected only with a reason, once it is filled in.
SIGNED_FACTS = frozenset(
    {
        "title_vi", "title_en", "type", "capacity", *DATE_FIELDS, *TERM_FIELDS, "place", "signing_mode", "languages",
        "authentic_text", "partners", "signing_agencies", "signatories",
    }
)  # fmt: skip
LINES = frozenset(
    {
        "title_vi", "title_en", "document_number", "place", "authentic_text", "originals_kept_at", "term_as_printed",
        "reason",
    }
)  # fmt: skip
TEXTS = frozenset({"purpose", "expected_results", "partner_aims", "note"})
EVENT_FACTS = (
    "kind", "occurred_on", "effective_on", "successor", "title_vi", "document_number", "reason", "note", *TERM_FIELDS,
)  # fmt: skip
_NOTHING: tuple[Any, ...] = (None, "", [], TermKind.UNKNOWN, LegalRegime.UNKNOWN)


@dataclass(frozen=True)
class Signer:
    """A person who signed, for exactly one side: name and title as on the paper."""

    name: str
    title: str = ""
    agency: Agency | None = None
    partner: Partner | None = None


def cleaned(name: str, value: Any) -> Any:
    """A text as it is stored: composed, lines without stray blanks; other values as they are."""
    if name in LINES:
        return clean_line(value or "")
    if name in TEXTS:
        return nfc(value or "").replace("\r\n", "\n").strip()
    if name == "signatories":
        return [
            Signer(clean_line(signer.name), clean_line(signer.title), signer.agency, signer.partner)
            for signer in value or []
        ]
    if name in {"partners", "signing_agencies", "coordinating", "fields", "languages"}:
        return list(dict.fromkeys(value or []))
    return value


def texts_in(facts: Mapping[str, Any]) -> dict[str, str]:
    """Every text a person typed, by the field to blame: for the secrecy guard."""
    texts = {name: value for name, value in facts.items() if name in LINES | TEXTS and value}
    signers = facts.get("signatories") or []
    if signers:
        texts["signatories"] = "\n".join(f"{signer.name}, {signer.title}" for signer in signers)
    return texts


def is_filled(value: Any) -> bool:
    """Whether a fact says something; "unknown" says nothing."""
    return value not in _NOTHING


_ROLES = {"signing_agencies": AgencyRole.SIGNATORY, "coordinating": AgencyRole.COORDINATING}


def recorded(paper: Agreement, name: str) -> Any:
    """What the record holds for a fact, in the form `changes` gives it."""
    if name in _ROLES:
        return agencies_of(paper, _ROLES[name])
    if name == "lead_agency":
        return next(iter(agencies_of(paper, AgencyRole.LEAD)), None)
    if name == "partners":
        return [party.partner for party in paper.parties.select_related("partner").order_by("order", "pk")]
    if name == "fields":
        return list(paper.fields.order_by("order", "code"))
    return signers_of(paper) if name == "signatories" else getattr(paper, name)


def agencies_of(paper: Agreement, role: AgencyRole) -> list[Agency]:
    """The Vietnamese bodies with a role, in the order they were recorded."""
    roles = paper.agency_roles.filter(role=role).select_related("agency").order_by("pk")
    return [row.agency for row in roles]


def signers_of(paper: Agreement, event: AgreementEvent | None = None) -> list[Signer]:
    """Who signed the paper, or one of its later texts."""
    rows = Signatory.objects.filter(agreement=paper, event=event).select_related("agency", "partner")
    return [Signer(row.name, row.title, row.agency, row.partner) for row in rows.order_by("order", "pk")]


def same(name: str, old: Any, new: Any) -> bool:
    """Whether a fact stays as it was; fields of cooperation have no order."""
    if name == "fields":
        return _keys(old) == _keys(new)
    return bool(old == new)


def _keys(fields: Iterable[CooperationField]) -> set[Any]:
    return {field.pk for field in fields}


def signing_kind(paper_type: str) -> EventKind:
    """What kind of signing a paper of this type had."""
    is_letter = paper_type == AgreementType.LETTER_OF_INTENT
    return EventKind.LETTER_OF_INTENT if is_letter else EventKind.SIGNING
