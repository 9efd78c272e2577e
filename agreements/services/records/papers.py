"""Making a record: a draft at its first idea, or a paper that was signed before it came into the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import BallHolder, Stage, TermKind
from agreements.models import Agreement, AgreementEvent
from agreements.naming import free_key
from agreements.regimes import suggested_regime
from agreements.services.pipeline.steps import start_pipeline
from agreements.services.records.checks import (
    check_paper,
    check_sides,
    check_signers,
    refuse_duplicates,
    refuse_reader,
    refuse_unknown_facts,
    refused,
)
from agreements.services.records.events import record_event
from agreements.services.records.facts import DRAFT_FACTS, SCALARS, Signer, cleaned, signing_kind, texts_in
from agreements.services.records.writing import settle, write_list
from dnfa.accounts.models import Agency
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from partners.models import CooperationField, Partner


@transaction.atomic
def draft_create(
    *,
    title_vi: str,
    type: str,  # noqa: A002 - the field's name
    capacity: str,
    partners: Sequence[Partner],
    lead_agency: Agency | None,
    user: Any,
    today: date,
    entered_on: date | None = None,
    ball: str = BallHolder.DEPARTMENT,
    ball_agency: Agency | None = None,
    signing_agencies: Sequence[Agency] = (),
    coordinating: Sequence[Agency] = (),
    fields: Sequence[CooperationField] = (),
    legal_regime: str | None = None,
    confirm_duplicate: bool = False,
    **more: Any,
) -> Agreement:
    """Open the file of a paper to come, in the stage "exploring".

    `more` are further facts of `facts.DRAFT_FACTS` (purpose, expected results, officer, parent, document_number …).
    `legal_regime` None: the one `suggested_regime` proposes. The officer is `user` unless `more` names another.

    Side effects: the paper with its sides, roles and fields; its first step (`start_pipeline`, on `entered_on` or
    today); clocks. Raises `NotAllowed`; `InvalidInput` by field (name guard, sides, term, secrecy); `Conflict`
    ("possible_duplicate") unless `confirm_duplicate`.
    """
    refuse_reader(user)
    refuse_unknown_facts(more, DRAFT_FACTS)
    facts = {"title_vi": title_vi, "type": type, "capacity": capacity, "officer": user, **more}
    paper = _new_paper(facts, stage=Stage.EXPLORING, legal_regime=legal_regime, today=today)
    lists = {
        "partners": partners,
        "signing_agencies": signing_agencies,
        "lead_agency": lead_agency,
        "coordinating": coordinating,
        "fields": fields,
    }
    _write_new(paper, lists, year=today.year, is_confirmed=confirm_duplicate, user=user, today=today)
    start_pipeline(
        agreement=paper,
        entered_on=entered_on or today,
        ball=ball,
        ball_agency=ball_agency,
        document_number=paper.document_number,
        note="",
        user=user,
        today=today,
    )
    return settle(paper)


@transaction.atomic
def signed_paper_register(
    *,
    title_vi: str,
    type: str,  # noqa: A002 - the field's name
    capacity: str,
    signed_on: PartialDate | None,
    partners: Sequence[Partner],
    signing_agencies: Sequence[Agency],
    user: Any,
    today: date,
    effective_on: PartialDate | None = None,
    lead_agency: Agency | None = None,
    coordinating: Sequence[Agency] = (),
    fields: Sequence[CooperationField] = (),
    signatories: Sequence[Signer] = (),
    events: Iterable[Mapping[str, Any]] = (),
    legal_regime: str | None = None,
    confirm_duplicate: bool = False,
    **more: Any,
) -> Agreement:
    """Register a paper that was already signed, with the signing as its first event, so that it is counted.

    `more` are further facts of `facts.SCALARS` (term_kind and its figures, place, languages …); `events` are later
    happenings in the order of the source, each the keyword arguments of `event_add` without agreement, user, today.
    `legal_regime` None: the one `suggested_regime` proposes.

    Side effects: the paper with sides, roles, fields and signatories; its signing event and the later ones; clocks.
    Raises `NotAllowed`; `InvalidInput` by field (name guard, sides, days, term, secrecy, chain); `Conflict`
    ("possible_duplicate") unless `confirm_duplicate`.
    """
    refuse_reader(user)
    refuse_unknown_facts(more, SCALARS)
    if signed_on is None:
        raise refused(
            "signing_day_needed", _("Cần ghi ngày ký; biết đến tháng hoặc năm cũng được."), "signed_on"
        )
    facts = {
        "title_vi": title_vi,
        "type": type,
        "capacity": capacity,
        "signed_on": signed_on,
        "effective_on": effective_on,
        **more,
    }
    paper = _new_paper(facts, stage=Stage.SIGNED, legal_regime=legal_regime, today=today)
    lists = {
        "partners": partners,
        "signing_agencies": signing_agencies,
        "lead_agency": lead_agency,
        "coordinating": coordinating,
        "fields": fields,
        "signatories": signatories,
    }
    _write_new(paper, lists, year=signed_on.year, is_confirmed=confirm_duplicate, user=user, today=today)
    make_signing(paper)
    for event in events:
        record_event(paper, dict(event), today=today)
    return settle(paper)


def _new_paper(facts: Mapping[str, Any], *, stage: str, legal_regime: str | None, today: date) -> Agreement:
    values = {name: cleaned(name, value) for name, value in facts.items()}
    values["term_kind"] = values.get("term_kind") or TermKind.UNKNOWN
    refuse_secret(**texts_in(values))
    paper = Agreement(stage=stage, **values)
    paper.legal_regime = legal_regime or suggested_regime(
        paper_type=paper.type, capacity=paper.capacity, signed_on=paper.signed_on, today=today
    )
    return paper


def _write_new(
    paper: Agreement, given: Mapping[str, Any], *, year: int, is_confirmed: bool, user: Any, today: date
) -> None:
    """Check the new paper with its lists, refuse one like it unless that `is_confirmed`, and write it."""
    lists = {name: cleaned(name, value) for name, value in given.items()}
    _check(paper, lists, today=today)
    if not is_confirmed:
        refuse_duplicates(paper, lists["partners"], user=user)
    _save(paper, lists, year=year)


def _check(paper: Agreement, lists: Mapping[str, Any], *, today: date) -> None:
    refuse_secret(**texts_in(lists))
    paper.key = "moi"  # for the check of the other fields; the real one is given when it is saved
    check_paper(paper, today=today)
    check_sides(
        paper_type=paper.type,
        stage=paper.stage,
        capacity=paper.capacity,
        partners=lists["partners"],
        signing_agencies=lists["signing_agencies"],
    )
    check_signers(
        lists.get("signatories", []),
        partners=lists["partners"],
        signing_agencies=lists["signing_agencies"],
    )


def _save(paper: Agreement, lists: Mapping[str, Any], *, year: int) -> None:
    paper.key = free_key(lists["partners"], paper_type=paper.type, year=year)
    paper.save()
    for name, value in lists.items():
        if value:
            write_list(paper, name, value)


def make_signing(paper: Agreement) -> AgreementEvent:
    """The event that counts as the signing of the paper, dated as the paper is."""
    return AgreementEvent.objects.create(
        key=f"{paper.key}-signing",
        agreement=paper,
        kind=signing_kind(paper.type),
        occurred_on=paper.signed_on,
        effective_on=paper.effective_on,
    )
