"""Sample papers after signature: registered with their term, signers, reports by law and what happened later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from agreements.demo.common import (
    agency,
    attach_sample,
    border_commune,
    fields,
    make_missing,
    mark,
    partner,
    title_of,
)
from agreements.demo.papers import PAPERS, Later, Paper
from agreements.enums import Capacity, LegalReportKind, SigningMode
from agreements.models import Agreement
from agreements.services.consultation import file_legal_report
from agreements.services.records import Signer, event_add, signed_paper_register
from dnfa.accounts.models import Agency
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.demo import Demo
from dnfa.core.partial_dates import PartialDate

TITLES = {
    Capacity.CITY: ("Phó Chủ tịch UBND thành phố", "Thị trưởng"),
    Capacity.DEPARTMENT: ("Giám đốc Sở", "Cục trưởng"),
    Capacity.UNIT: ("Giám đốc", "Hiệu trưởng"),
    Capacity.COMMUNE: ("Chủ tịch UBND xã", "Đại diện chính quyền tỉnh"),
}


def make_signed(demo: Demo) -> None:
    """The missing ones of the sample papers, each whole or not at all."""
    for _plan in make_missing(demo, PAPERS, make_paper):
        demo.count("signed")


def make_paper(demo: Demo, plan: Paper, copy: int) -> Agreement:
    """One signed paper with its report by law and later events."""
    signed_on, term = plan.term(demo)
    signer = agency(plan.signer) if plan.signer else border_commune(demo)
    other = partner(plan.partner)
    paper = signed_paper_register(
        title_vi=title_of(plan.title, copy),
        type=plan.type,
        capacity=plan.capacity,
        signed_on=PartialDate.of(signed_on),
        effective_on=PartialDate.of(signed_on),
        partners=[other],
        signing_agencies=[signer],
        lead_agency=agency(plan.lead) if plan.lead else signer,
        coordinating=[agency(key) for key in plan.coordinating],
        fields=fields(*plan.fields),
        signatories=_signers(plan, signer, other),
        officer=demo.user,
        place=plan.place,
        signing_mode=SigningMode.IN_PERSON,
        languages=list(plan.languages),
        authentic_text="Các bản có giá trị như nhau.",
        originals_count=2 * len(plan.languages),
        originals_kept_at="Sở Ngoại vụ",
        confirm_duplicate=True,
        user=demo.user,
        today=demo.today,
        **term,
    )
    paper = mark(paper, plan.slug, copy)
    if plan.reported is not None:
        file_legal_report(
            agreement=paper,
            kind=LegalReportKind.SIGNING,
            sent_on=signed_on + timedelta(days=plan.reported),
            document_number=plan.number,
            user=demo.user,
            today=demo.today,
        )
    for later in plan.later:
        _happen(demo, paper, later)
    if plan.has_file:
        attach_sample(demo, paper, kind=AttachmentKind.SIGNED_TEXT, title="Bản ký", is_original=True)
    return paper


def _signers(plan: Paper, signer: Agency, other: Any) -> list[Signer]:
    ours, theirs = plan.names
    our_title, their_title = TITLES[Capacity(plan.capacity)]
    return [Signer(ours, our_title, agency=signer), Signer(theirs, their_title, partner=other)]


def _happen(demo: Demo, paper: Agreement, later: Later) -> None:
    event = event_add(
        agreement=paper,
        kind=later.kind,
        occurred_on=PartialDate.of(demo.ago(later.ago)),
        effective_on=PartialDate.of(demo.ago(later.ago)),
        reason=later.reason,
        note=later.note,
        user=demo.user,
        today=demo.today,
    )
    if later.told is not None:
        file_legal_report(
            agreement=paper,
            event=event,
            kind=LegalReportKind.ENDING,
            sent_on=demo.ago(later.told),
            document_number=later.number,
            user=demo.user,
            today=demo.today,
        )
