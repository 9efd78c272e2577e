"""Writes to one body's opinion: when the file reached it, what it answered, what was made of that."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import OpinionAnswer
from agreements.models import Agreement, Opinion
from agreements.services.consultation import common
from dnfa.core.audit import because
from dnfa.core.errors import Conflict
from dnfa.core.versions import locked

INVALID = "invalid_opinion"
NOT_RECORDED = _("Chưa ghi được ý kiến.")


def record_receipt(
    *, opinion: Opinion, received_on: date | None, user: Any, today: date, base_version: int | None = None
) -> Opinion:
    """Record the day on which the full file reached the body; None: not known, the clock counts from the sending.

    Side effects: writes `received_on`; the paper's version moves on and its clocks are set anew (the 7 working days
    of Law 70/2020/QH14 art. 19 count from the full file). Same day again: nothing happens. Raises `NotAllowed`,
    `InvalidInput` ("invalid_opinion"), `Conflict` ("opinion_gone", "stale_version").
    """
    common.refuse_strangers(user)
    with transaction.atomic():
        paper, fresh = _open_opinion(opinion, base_version)
        if received_on is not None:
            problems = common.Problems()
            problems.not_in_future("received_on", received_on, today)
            if received_on < fresh.consultation.sent_on:
                problems.add("received_on", _("Ngày nhận hồ sơ không thể trước ngày gửi."))
            if fresh.answered_on is not None and received_on > fresh.answered_on:
                problems.add("received_on", _("Ngày nhận hồ sơ không thể sau ngày trả lời."))
            problems.raise_any(INVALID, NOT_RECORDED)
        if fresh.received_on != received_on:
            fresh.received_on = received_on
            fresh.save(update_fields=["received_on", "updated_at"])
            common.settle(paper)
    return fresh


def record_answer(
    *,
    opinion: Opinion,
    answer: str,
    answered_on: date,
    document_number: str = "",
    summary: str = "",
    user: Any,
    today: date,
    reason: str = "",
    base_version: int | None = None,
) -> Opinion:
    """Record what a body answered, or correct what was recorded; a correction needs its reason.

    Side effects: writes the answer; the paper's version moves on and the body's clock stops. The same answer again:
    nothing happens. A disagreement must be summed up. Raises `NotAllowed`; `InvalidInput` ("invalid_opinion",
    "reason_required", "secret_mark"); `Conflict` ("opinion_gone", "stale_version").
    """
    common.refuse_strangers(user)
    number, summary = common.line(document_number), summary.strip()
    common.refuse_secrets({"document_number": number, "summary": summary})
    with transaction.atomic():
        paper, fresh = _open_opinion(opinion, base_version)
        told = (answer, answered_on, number, summary)
        _answer_fits(fresh, told, today)
        stands = (fresh.answer, fresh.answered_on, fresh.document_number, fresh.summary)
        if told == stands:
            return fresh
        why = common.given_reason(reason) if fresh.answered_on is not None else common.line(reason)
        fresh.answer, fresh.answered_on, fresh.document_number, fresh.summary = told
        with because(why):
            fresh.save(update_fields=["answer", "answered_on", "document_number", "summary", "updated_at"])
        common.settle(paper)
    return fresh


def record_handling(
    *, opinion: Opinion, handling: str, user: Any, base_version: int | None = None
) -> Opinion:
    """Record what was taken over from an answer and what was explained instead; an empty text takes it back.

    Side effects: writes `handling`; the paper's version moves on. Raises `NotAllowed`, `InvalidInput`
    ("secret_mark"), `Conflict` ("not_answered", "opinion_gone", "stale_version").
    """
    common.refuse_strangers(user)
    handling = handling.strip()
    common.refuse_secrets({"handling": handling})
    with transaction.atomic():
        paper, fresh = _open_opinion(opinion, base_version)
        _refuse_unanswered(fresh)
        if fresh.handling != handling:
            fresh.handling = handling
            fresh.save(update_fields=["handling", "updated_at"])
            common.settle(paper)
    return fresh


def withdraw_answer(*, opinion: Opinion, reason: str, user: Any, base_version: int | None = None) -> Opinion:
    """Take back an answer that was recorded by mistake; what was made of it goes too.

    Side effects: empties answer, day, number, summary and handling (the audit trail keeps them, with the reason); the
    paper's version moves on and the body's clock runs again. Raises `NotAllowed`, `InvalidInput` ("reason_required"),
    `Conflict` ("not_answered", "opinion_gone", "stale_version").
    """
    common.refuse_strangers(user)
    reason = common.given_reason(reason)
    with transaction.atomic():
        paper, fresh = _open_opinion(opinion, base_version)
        _refuse_unanswered(fresh)
        fresh.answered_on = None
        fresh.answer = fresh.document_number = fresh.summary = fresh.handling = ""
        with because(reason):
            fresh.save()
        common.settle(paper)
    return fresh


def drop_body(*, opinion: Opinion, reason: str, user: Any, base_version: int | None = None) -> None:
    """Take a body out of a round it was named in by mistake, while it has not answered and others remain.

    Side effects: deletes the opinion (the audit trail keeps it, with the reason); the paper's version moves on, the
    body's clock goes. Raises `NotAllowed`, `InvalidInput` ("reason_required"), `Conflict` ("already_answered",
    "last_body", "opinion_gone", "stale_version").
    """
    common.refuse_strangers(user)
    reason = common.given_reason(reason)
    with transaction.atomic():
        paper, fresh = _open_opinion(opinion, base_version)
        if fresh.answered_on is not None:
            raise Conflict("already_answered", _("Cơ quan này đã trả lời nên không bỏ khỏi đợt được."))
        if not fresh.consultation.opinions.exclude(pk=fresh.pk).exists():
            raise Conflict("last_body", _("Đợt chỉ hỏi một cơ quan; hãy hủy cả đợt."))
        with because(reason):
            fresh.delete()
        common.settle(paper)


def _open_opinion(opinion: Opinion, base_version: int | None) -> tuple[Agreement, Opinion]:
    """The opinion as it stands, its paper locked until the transaction ends."""
    paper = locked(opinion.consultation.agreement, base_version=base_version)
    fresh = Opinion.objects.select_related("consultation", "agency").filter(pk=opinion.pk).first()
    if fresh is None:
        raise Conflict("opinion_gone", _("Cơ quan này không còn trong đợt lấy ý kiến."))
    return paper, fresh


def _refuse_unanswered(opinion: Opinion) -> None:
    if opinion.answered_on is None:
        raise Conflict("not_answered", _("Cơ quan này chưa trả lời."))


def _answer_fits(opinion: Opinion, told: tuple[str, date, str, str], today: date) -> None:
    answer, answered_on, number, summary = told
    problems = common.Problems()
    if answer not in OpinionAnswer.values:
        problems.add("answer", _("Hãy chọn ý kiến của cơ quan."))
    problems.not_in_future("answered_on", answered_on, today)
    if answered_on < opinion.consultation.sent_on:
        problems.add("answered_on", _("Ngày trả lời không thể trước ngày gửi."))
    elif opinion.received_on is not None and answered_on < opinion.received_on:
        problems.add("answered_on", _("Ngày trả lời không thể trước ngày nhận đủ hồ sơ."))
    problems.not_longer("document_number", number, common.LONGEST_NUMBER)
    if answer == OpinionAnswer.DISAGREE and not summary:
        problems.add("summary", _("Cơ quan không đồng ý thì phải tóm tắt lý do."))
    problems.raise_any(INVALID, NOT_RECORDED)
