"""Recording that a paper was signed: the one door from a draft to a paper that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgencyRole, LegalRegime, Stage, TermKind
from agreements.models import Agreement, AgreementEvent, StageStep
from agreements.regimes import suggested_regime
from agreements.services.pipeline.common import refuse_day, refuse_reader, save_step, settle, steps_of
from agreements.services.records.checks import check_paper, check_sides, check_signers
from agreements.services.records.facts import Signer, cleaned, signing_kind, texts_in
from agreements.services.records.writing import write_list, write_signers
from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked


@dataclass(frozen=True)
class TermFacts:
    """How long the paper holds; which figures belong to which kind is `agreements.models.agreement.term_is_whole`."""

    kind: str
    ends_on: PartialDate | None = None
    months: int | None = None
    renew_months: int | None = None
    notice_months: int | None = None
    as_printed: str = ""


@transaction.atomic
def sign_paper(
    *,
    agreement: Agreement,
    signed_on: date,
    effective_on: PartialDate | None = None,
    term: TermFacts | None = None,
    signing_agencies: Sequence[Agency] | None = None,
    signatories: Sequence[Signer] = (),
    place: str = "",
    mode: str = "",
    document_number: str = "",
    languages: Sequence[str] = (),
    authentic_text: str = "",
    originals_count: int | None = None,
    originals_kept_at: str = "",
    note: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> StageStep:
    """Record the signature of a draft that is ready to sign.

    `term` None: the term the draft already has; `signing_agencies` None: those the draft already names, or else
    those its signatories sign for.

    Side effects: the paper's stage, dates, term and facts of signing; its legal regime where it was unknown (by the
    day of signing); the bodies that signed and the signatories; the signing event; the last step; the legal clocks
    that begin with the signature; the paper's version.

    Raises `NotAllowed`; `Conflict` ("stale_version", "already_signed", "not_ready_to_sign"); `InvalidInput`
    ("day_in_future", "day_before_last_step", "secret_mark", and by field what `records.checks` refuses: a name kept
    for treaties, a term that is not whole, sides and signatories that do not fit).
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=base_version)
    _refuse_not_ready(fresh)
    refuse_day(signed_on, steps=steps_of(fresh), today=today, field="signed_on")
    given = {
        "place": place,
        "signing_mode": mode,
        "languages": languages,
        "authentic_text": authentic_text,
        "originals_count": originals_count,
        "originals_kept_at": originals_kept_at,
        **({"document_number": document_number} if document_number else {}),
        **_term_facts(term),
    }
    facts, people, said = _cleaned(given, signatories, note)
    _put_signature(fresh, facts, signed_on=signed_on, effective_on=effective_on, today=today)
    _write_signed(fresh, _signing_bodies(fresh, signing_agencies, people), people, today=today)
    number = facts.get("document_number", "")
    step = _last_step(fresh, signed_on=signed_on, document_number=number, note=said, user=user)
    settle(agreement)
    return step


def _refuse_not_ready(paper: Agreement) -> None:
    """Raise `Conflict` unless the paper stands where the next step is its signature."""
    if paper.stage == Stage.SIGNED:
        raise Conflict("already_signed", _("Văn bản này đã ghi là đã ký."))
    if paper.stage != Stage.READY_TO_SIGN:
        raise Conflict("not_ready_to_sign", _("Chỉ ghi nhận ký kết khi văn bản đã ở giai đoạn Sẵn sàng ký."))


def _cleaned(
    given: Mapping[str, Any], signatories: Sequence[Signer], note: str
) -> tuple[dict[str, Any], list[Signer], str]:
    """What was typed as it is stored. Raises `InvalidInput` ("secret_mark")."""
    facts = {name: cleaned(name, value) for name, value in given.items()}
    people: list[Signer] = cleaned("signatories", signatories)
    said: str = cleaned("note", note)
    refuse_secret(**texts_in({**facts, "signatories": people, "note": said}))
    return facts, people, said


def _put_signature(
    paper: Agreement,
    facts: Mapping[str, Any],
    *,
    signed_on: date,
    effective_on: PartialDate | None,
    today: date,
) -> None:
    """Set stage, dates and facts, and the regime of the day of signing where it was unknown; saves nothing."""
    paper.stage = Stage.SIGNED
    paper.signed_on = PartialDate.of(signed_on)
    paper.effective_on = effective_on
    for name, value in facts.items():
        setattr(paper, name, value)
    if paper.legal_regime == LegalRegime.UNKNOWN:
        paper.legal_regime = suggested_regime(
            paper_type=paper.type, capacity=paper.capacity, signed_on=paper.signed_on, today=today
        )


def _write_signed(paper: Agreement, bodies: list[Agency], people: list[Signer], *, today: date) -> None:
    """Check the signed paper as a whole, and write it with who signed it and its signing event."""
    check_paper(paper, today=today)
    partners = list(paper.partners.order_by("parties__order", "pk"))
    check_sides(
        paper_type=paper.type,
        stage=paper.stage,
        capacity=paper.capacity,
        partners=partners,
        signing_agencies=bodies,
    )
    check_signers(people, partners=partners, signing_agencies=bodies)
    paper.save()
    write_list(paper, "signing_agencies", bodies)
    write_signers(paper, people)
    _record_signing(paper)


def _last_step(paper: Agreement, *, signed_on: date, document_number: str, note: str, user: Any) -> StageStep:
    """The step with which the way to signature ends."""
    return save_step(
        StageStep(
            agreement=paper,
            stage=Stage.SIGNED,
            entered_on=signed_on,
            document_number=document_number,
            note=note,
            recorded_by=user,
        )
    )


def _term_facts(term: TermFacts | None) -> dict[str, Any]:
    if term is None:
        return {}
    return {
        "term_kind": term.kind or TermKind.UNKNOWN,
        "term_ends_on": term.ends_on,
        "term_months": term.months,
        "term_renew_months": term.renew_months,
        "term_notice_months": term.notice_months,
        "term_as_printed": term.as_printed,
    }


def _signing_bodies(paper: Agreement, given: Sequence[Agency] | None, signers: list[Signer]) -> list[Agency]:
    if given is not None:
        return list(dict.fromkeys(given))
    held = paper.agency_roles.filter(role=AgencyRole.SIGNATORY).select_related("agency").order_by("pk")
    bodies = [role.agency for role in held]
    return bodies or list(dict.fromkeys(signer.agency for signer in signers if signer.agency is not None))


def _record_signing(paper: Agreement) -> AgreementEvent:
    """The event that counts as the signing; its key is that of the data files, unless it is taken."""
    key = f"{paper.key}-signing"
    longest = AgreementEvent._meta.get_field("key").max_length or len(key)
    is_free = len(key) <= longest and not AgreementEvent.objects.filter(key=key).exists()
    return AgreementEvent.objects.create(
        key=key if is_free else None,
        agreement=paper,
        kind=signing_kind(paper.type),
        occurred_on=paper.signed_on,
        effective_on=paper.effective_on,
        document_number=paper.document_number,
    )
