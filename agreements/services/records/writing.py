"""Writing what hangs on a paper: sides, roles, fields, signatories as whole lists; only what differs is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from agreements.enums import AgencyRole
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty, Signatory
from agreements.services.records.facts import Signer
from dnfa.accounts.models import Agency
from dnfa.core.audit import because
from dnfa.core.versions import touch
from dnfa.followup.clocks import sync_clocks
from partners.models import Partner


def write_list(paper: Agreement, name: str, value: Any) -> None:
    """Make one of the lists of the paper be `value`."""
    if name == "partners":
        _write_partners(paper, value)
    elif name == "signing_agencies":
        _write_role(paper, AgencyRole.SIGNATORY, value)
    elif name == "coordinating":
        _write_role(paper, AgencyRole.COORDINATING, value)
    elif name == "lead_agency":
        _write_role(paper, AgencyRole.LEAD, [value] if value else [])
    elif name == "fields":
        paper.fields.set(value)
    else:
        write_signers(paper, value)


def _write_partners(paper: Agreement, partners: Sequence[Partner]) -> None:
    held = {party.partner_id: party for party in paper.parties.all()}
    wanted = {partner.pk: order for order, partner in enumerate(partners)}
    for partner_id, party in held.items():
        if partner_id not in wanted:
            party.delete()
        elif party.order != wanted[partner_id]:
            party.order = wanted[partner_id]
            party.save(update_fields=["order"])
    for partner_id, order in wanted.items():
        if partner_id not in held:
            AgreementParty.objects.create(agreement=paper, partner_id=partner_id, order=order)


def _write_role(paper: Agreement, role: AgencyRole, agencies: Sequence[Agency]) -> None:
    held = {row.agency_id: row for row in paper.agency_roles.filter(role=role)}
    wanted = [agency.pk for agency in agencies]
    for agency_id, row in held.items():
        if agency_id not in wanted:
            row.delete()
    for agency_id in wanted:
        if agency_id not in held:
            AgreementAgency.objects.create(agreement=paper, agency_id=agency_id, role=role)


def write_signers(paper: Agreement, signers: Sequence[Signer], event: AgreementEvent | None = None) -> None:
    """Who signed the paper (`event` None) or one of its later texts, place by place."""
    held = list(Signatory.objects.filter(agreement=paper, event=event).order_by("order", "pk"))
    for place, signer in enumerate(signers):
        is_new = place >= len(held)
        row = Signatory(agreement=paper, event=event) if is_new else held[place]
        facts = {
            "name": signer.name,
            "title": signer.title,
            "agency_id": signer.agency.pk if signer.agency else None,
            "partner_id": signer.partner.pk if signer.partner else None,
            "order": place,
        }
        if is_new or any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            row.save()
    for row in held[len(signers) :]:
        row.delete()


@contextmanager
def said_why(reason: str) -> Iterator[None]:
    """Keep the reason of a correction in the audit trail; without one nothing is said."""
    if not reason:
        yield
        return
    with because(reason):
        yield


def settle(paper: Agreement) -> Agreement:
    """At the end of every change: count a version, and bring the legal clocks in line with the facts."""
    touch(paper)
    sync_clocks(record=paper)
    return paper
