"""Writes to rounds: asking, asking one more body, correcting, cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import ConsultationPurpose, OpinionAnswer, Stage
from agreements.models import Agreement, Consultation, Opinion
from agreements.rules.consultation import PRIME_MINISTER
from agreements.services.consultation import common
from dnfa.accounts.enums import AgencyKind
from dnfa.accounts.models import Agency
from dnfa.core.audit import because
from dnfa.core.errors import Conflict
from dnfa.core.versions import locked

INVALID = "invalid_consultation"
NOT_RECORDED = _("Chưa ghi được đợt lấy ý kiến.")


def ask_opinions(
    *,
    agreement: Agreement,
    purpose: str,
    sent_on: date,
    agencies: Sequence[Agency],
    document_number: str = "",
    content: str = "",
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Consultation:
    """Record that opinions were asked of bodies about a paper, by one letter on one day.

    Side effects: writes the round and one opinion still owed for each body; the paper's version moves on and its
    legal clocks are set anew (Law 70/2020/QH14 art. 19: 7 working days; art. 28 for the Prime Minister).

    Raises `NotAllowed`; `Conflict` ("stale_version"); `InvalidInput` ("invalid_consultation"): no body, a body named
    twice or not existing on that day, a day not yet come, a purpose that does not fit where the paper stands, the
    Prime Minister asked without a disagreement or together with others; `InvalidInput` ("secret_mark").
    """
    common.refuse_strangers(user)
    number = common.line(document_number)
    content = content.strip()
    common.refuse_secrets({"document_number": number, "content": content})
    with transaction.atomic():
        paper = locked(agreement, base_version=base_version)
        problems = common.Problems()
        problems.not_in_future("sent_on", sent_on, today)
        problems.not_longer("document_number", number, common.LONGEST_NUMBER)
        _purpose_fits(problems, paper, purpose, sent_on)
        _bodies_fit(problems, purpose, sent_on, agencies)
        problems.raise_any(INVALID, NOT_RECORDED)
        consultation = Consultation.objects.create(
            agreement=paper, purpose=purpose, sent_on=sent_on, document_number=number, content=content
        )
        Opinion.objects.bulk_create(Opinion(consultation=consultation, agency=agency) for agency in agencies)
        common.settle(paper)
    return consultation


def add_bodies(
    *,
    consultation: Consultation,
    agencies: Sequence[Agency],
    user: Any,
    base_version: int | None = None,
) -> Consultation:
    """Add bodies that the same letter asked. A body asked by another letter or on another day is a new round.

    Side effects: one opinion still owed for each body; version and clocks as `ask_opinions`. Raises what it raises,
    and `Conflict` ("round_gone") when the round was cancelled meanwhile.
    """
    common.refuse_strangers(user)
    with transaction.atomic():
        paper, consultation = _open_round(consultation, base_version)
        problems = common.Problems()
        asked = set(consultation.opinions.values_list("agency", flat=True))
        _bodies_fit(problems, consultation.purpose, consultation.sent_on, agencies, asked)
        problems.raise_any(INVALID, NOT_RECORDED)
        Opinion.objects.bulk_create(Opinion(consultation=consultation, agency=agency) for agency in agencies)
        common.settle(paper)
    return consultation


def correct_consultation(
    *,
    consultation: Consultation,
    sent_on: date,
    document_number: str,
    content: str,
    reason: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Consultation:
    """Correct day, number or content of a round; the reason goes into the audit trail.

    Side effects: writes the round; version and clocks as `ask_opinions`. Nothing changed: nothing happens.
    Raises what `ask_opinions` raises, `InvalidInput` ("reason_required") and ("invalid_consultation") when a body
    received the file or answered before the new day; `Conflict` ("round_gone").
    """
    common.refuse_strangers(user)
    number, content = common.line(document_number), content.strip()
    common.refuse_secrets({"document_number": number, "content": content})
    reason = common.given_reason(reason)
    with transaction.atomic():
        paper, fresh = _open_round(consultation, base_version)
        problems = common.Problems()
        problems.not_in_future("sent_on", sent_on, today)
        problems.not_longer("document_number", number, common.LONGEST_NUMBER)
        _purpose_fits(problems, paper, fresh.purpose, sent_on, since_asked=True)
        days = [
            day
            for opinion in fresh.opinions.all()
            for day in (opinion.received_on, opinion.answered_on)
            if day is not None
        ]
        if days and min(days) < sent_on:
            problems.add("sent_on", _("Có cơ quan đã nhận hồ sơ hoặc trả lời trước ngày này."))
        problems.raise_any(INVALID, NOT_RECORDED)
        if (fresh.sent_on, fresh.document_number, fresh.content) == (sent_on, number, content):
            return fresh
        fresh.sent_on, fresh.document_number, fresh.content = sent_on, number, content
        with because(reason):
            fresh.save()
        common.settle(paper)
    return fresh


def cancel_consultation(
    *, consultation: Consultation, reason: str, user: Any, base_version: int | None = None
) -> None:
    """Take back a round that nobody has answered: it was recorded by mistake, or the letter was withdrawn.

    Side effects: deletes the round and its opinions (the audit trail keeps them, with the reason); version and
    clocks as `ask_opinions`. Raises `NotAllowed`, `InvalidInput` ("reason_required"), `Conflict` ("round_gone",
    "round_answered", "stale_version").
    """
    common.refuse_strangers(user)
    reason = common.given_reason(reason)
    with transaction.atomic():
        paper, fresh = _open_round(consultation, base_version)
        if fresh.opinions.filter(answered_on__isnull=False).exists():
            raise Conflict(
                "round_answered", _("Đã có cơ quan trả lời nên không hủy được đợt lấy ý kiến này.")
            )
        with because(reason):
            fresh.delete()
        common.settle(paper)


def _open_round(consultation: Consultation, base_version: int | None) -> tuple[Agreement, Consultation]:
    """The round as it stands, its paper locked until the transaction ends."""
    paper = locked(consultation.agreement, base_version=base_version)
    fresh = Consultation.objects.filter(pk=consultation.pk).first()
    if fresh is None:
        raise Conflict("round_gone", _("Đợt lấy ý kiến này đã được hủy."))
    fresh.agreement = paper
    return paper, fresh


def _purpose_fits(
    problems: common.Problems, paper: Agreement, purpose: str, sent_on: date, *, since_asked: bool = False
) -> None:
    if purpose not in ConsultationPurpose.values:
        problems.add("purpose", _("Không có nội dung hỏi này."))
        return
    signed_on = paper.signed_on
    if purpose == ConsultationPurpose.SIGNING and signed_on and sent_on > signed_on.last_day():
        problems.add("sent_on", _("Ý kiến về việc ký phải được hỏi trước ngày ký."))
    if purpose in {ConsultationPurpose.RENEWAL, ConsultationPurpose.ENDING}:
        if paper.stage != Stage.SIGNED:
            problems.add("purpose", _("Văn bản chưa ký nên chưa thể sửa đổi, gia hạn hoặc chấm dứt."))
        elif signed_on and sent_on < signed_on.first_day():
            problems.add("sent_on", _("Ngày hỏi không thể trước ngày ký văn bản."))
    if purpose == ConsultationPurpose.PRIME_MINISTER and not since_asked and not _somebody_disagreed(paper):
        problems.add(
            "purpose",
            _(
                "Chỉ xin ý kiến Thủ tướng Chính phủ khi có cơ quan được hỏi không đồng ý (Luật 70/2020/QH14, điều 19); "
                "hãy ghi ý kiến không đồng ý trước."
            ),
        )


def _somebody_disagreed(paper: Agreement) -> bool:
    return (
        Opinion.objects.filter(consultation__agreement=paper, answer=OpinionAnswer.DISAGREE)
        .exclude(consultation__purpose=ConsultationPurpose.PRIME_MINISTER)
        .exists()
    )


def _bodies_fit(
    problems: common.Problems,
    purpose: str,
    sent_on: date,
    agencies: Sequence[Agency],
    asked: set[int] | None = None,
) -> None:
    if not agencies:
        problems.add("agencies", _("Hãy chọn ít nhất một cơ quan được hỏi."))
        return
    seen = set(asked or ())
    existing = set(
        Agency.objects.existing_on(sent_on)
        .filter(pk__in=[agency.pk for agency in agencies])
        .exclude(kind=AgencyKind.PLACEHOLDER)
        .values_list("pk", flat=True)
    )
    for agency in agencies:
        name = {"agency": agency.name_vi}
        if agency.pk in seen:
            problems.add("agencies", _("%(agency)s đã được hỏi trong đợt này.") % name)
        if agency.pk not in existing:
            problems.add("agencies", _("%(agency)s không phải cơ quan hoạt động vào ngày gửi.") % name)
        seen.add(agency.pk)
    has_prime_minister = any(agency.key == PRIME_MINISTER for agency in agencies)
    has_others = any(agency.key != PRIME_MINISTER for agency in agencies)
    to_prime_minister = purpose == ConsultationPurpose.PRIME_MINISTER
    if (to_prime_minister and has_others) or (has_prime_minister and not to_prime_minister):
        problems.add("agencies", _("Ý kiến Thủ tướng Chính phủ được xin trong một đợt riêng."))
