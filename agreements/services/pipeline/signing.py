"""Recording that a paper was signed: the one door from a draft to a paper that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgencyRole, AgreementType, EventKind, LegalRegime, Stage, TermKind
from agreements.models import Agreement, AgreementEvent, StageStep
from agreements.regimes import suggested_regime
from agreements.services.pipeline.common import refuse_day, refuse_reader, save_step, settle, steps_of
from agreements.services.records.checks import check_paper, check_sides, check_signers
from agreements.services.records.facts import Signer, cleaned, texts_in
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
    if fresh.stage == Stage.SIGNED:
        raise Conflict("already_signed", _("Văn bản này đã ghi là đã ký."))
    if fresh.stage != Stage.READY_TO_SIGN:
        raise Conflict("not_ready_to_sign", _("Chỉ ghi nhận ký kết khi văn bản đã ở giai đoạn Sẵn sàng ký."))
    steps = steps_of(fresh)
    refuse_day(signed_on, steps=steps, today=today, field="signed_on")
    facts = {
        "place": place,
        "signing_mode": mode,
        "languages": languages,
        "authentic_text": authentic_text,
        "originals_count": originals_count,
        "originals_kept_at": originals_kept_at,
        **({"document_number": document_number} if document_number else {}),
        **_term_facts(term),
    }
    values = {name: cleaned(name, value) for name, value in facts.items()}
    signers: list[Signer] = cleaned("signatories", signatories)
    note = cleaned("note", note)
    refuse_secret(**texts_in({**values, "signatories": signers, "note": note}))
    fresh.stage = Stage.SIGNED
    fresh.signed_on = PartialDate.of(signed_on)
    fresh.effective_on = effective_on
    for name, value in values.items():
        setattr(fresh, name, value)
    if fresh.legal_regime == LegalRegime.UNKNOWN:
        fresh.legal_regime = suggested_regime(
            paper_type=fresh.type, capacity=fresh.capacity, signed_on=fresh.signed_on, today=today
        )
    bodies = _signing_bodies(fresh, signing_agencies, signers)
    check_paper(fresh, today=today)
    partners = list(fresh.partners.order_by("parties__order", "pk"))
    check_sides(
        paper_type=fresh.type,
        stage=fresh.stage,
        capacity=fresh.capacity,
        partners=partners,
        signing_agencies=bodies,
    )
    check_signers(signers, partners=partners, signing_agencies=bodies)
    fresh.save()
    write_list(fresh, "signing_agencies", bodies)
    write_signers(fresh, signers)
    _record_signing(fresh)
    step = save_step(
        StageStep(
            agreement=fresh,
            stage=Stage.SIGNED,
            entered_on=signed_on,
            document_number=values.get("document_number", ""),
            note=note,
            recorded_by=user,
        )
    )
    settle(agreement)
    return step


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
    is_letter = paper.type == AgreementType.LETTER_OF_INTENT
    return AgreementEvent.objects.create(
        key=key if is_free else None,
        agreement=paper,
        kind=EventKind.LETTER_OF_INTENT if is_letter else EventKind.SIGNING,
        occurred_on=paper.signed_on,
        effective_on=paper.effective_on,
        document_number=paper.document_number,
    )
