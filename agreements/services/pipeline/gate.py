"""What stands between a draft and "ready to sign": criteria answered, opinions in (Scheme task I.6; Law 70/2020 art. 19)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from agreements.criteria import paper_class_of
from agreements.enums import ConsultationPurpose, CriterionAnswerValue, OpinionAnswer
from agreements.models import Agreement, CriteriaAssessment, CriteriaSet, CriterionAnswer, Opinion
from agreements.pipeline import ASKED_BEFORE_SIGNING
from agreements.selectors_criteria import criteria_set_on
from dnfa.core.display import display_value
from dnfa.core.errors import Conflict, InvalidInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Readiness:
    """Whether a draft may become ready to sign on a day.

    `block` is why not at all, with its stable code; `warnings` are what needs a justification.
    """

    criteria_set: CriteriaSet | None = None
    assessment: CriteriaAssessment | None = None
    block_code: str = ""
    block: StrOrPromise = ""
    warnings: list[StrOrPromise] = field(default_factory=list)


def readiness(agreement: Agreement, day: date) -> Readiness:
    """Look at the criteria and opinions as they stand, for entering "ready to sign" on `day`.

    Blocked without a set of criteria valid that day, or without a complete assessment under it made by that
    day. Warned of: a required criterion not met, a score under the set's mark, an opinion still open, a body
    that disagreed without the Prime Minister's consent (Law 70/2020 art. 19, 28).
    """
    paper_class = paper_class_of(paper_type=agreement.type, capacity=agreement.capacity)
    opinions = _opinion_warnings(agreement)
    if paper_class is None:
        return Readiness(warnings=opinions)
    criteria_set = criteria_set_on(paper_class, day)
    if criteria_set is None:
        return Readiness(
            block_code="criteria_set_missing",
            block=_("Chưa có bộ tiêu chí trước khi ký áp dụng cho ngày này: %(class)s.")
            % {"class": paper_class.label},
        )
    assessment = (
        CriteriaAssessment.objects.filter(
            agreement=agreement, criteria_set=criteria_set, is_complete=True, assessed_on__lte=day
        )
        .order_by("-assessed_on", "-pk")
        .first()
    )
    if assessment is None:
        return Readiness(
            criteria_set,
            block_code="criteria_not_answered",
            block=_("Cần trả lời đủ bộ tiêu chí “%(set)s” trước khi chuyển sang Sẵn sàng ký.")
            % {"set": criteria_set.name},
        )
    return Readiness(
        criteria_set, assessment, warnings=[*_criteria_warnings(criteria_set, assessment), *opinions]
    )


def _criteria_warnings(criteria_set: CriteriaSet, assessment: CriteriaAssessment) -> list[StrOrPromise]:
    unmet = CriterionAnswer.objects.filter(
        assessment=assessment, is_required=True, value=CriterionAnswerValue.NO
    )
    said: list[StrOrPromise] = [
        _("Tiêu chí bắt buộc không đạt: %(text)s") % {"text": text}
        for text in unmet.values_list("text", flat=True)
    ]
    score = assessment.score_percent
    if score is not None and score < criteria_set.pass_percent:
        words = {"score": display_value(score), "pass": criteria_set.pass_percent}
        said.append(_("Điểm %(score)s%% thấp hơn mức nên đạt %(pass)s%%.") % words)
    return said


def _opinion_warnings(agreement: Agreement) -> list[StrOrPromise]:
    asked = list(
        Opinion.objects.filter(
            consultation__agreement=agreement, consultation__purpose__in=ASKED_BEFORE_SIGNING
        ).select_related("agency", "consultation")
    )
    said: list[StrOrPromise] = []
    still_open = sorted(opinion.agency.name_vi for opinion in asked if opinion.answered_on is None)
    if still_open:
        said.append(_("Chưa có ý kiến của: %(names)s.") % {"names": "; ".join(still_open)})
    against = sorted(
        opinion.agency.name_vi
        for opinion in asked
        if opinion.answer == OpinionAnswer.DISAGREE
        and opinion.consultation.purpose == ConsultationPurpose.SIGNING
    )
    prime_minister = [o for o in asked if o.consultation.purpose == ConsultationPurpose.PRIME_MINISTER]
    consented = any(o.answer and o.answer != OpinionAnswer.DISAGREE for o in prime_minister)
    refused = any(o.answer == OpinionAnswer.DISAGREE for o in prime_minister)
    if refused:
        said.append(_("Thủ tướng Chính phủ không đồng ý."))
    elif against and not consented:
        said.append(
            _("Không đồng ý, chưa có ý kiến Thủ tướng Chính phủ: %(names)s.") % {"names": "; ".join(against)}
        )
    return said


def pass_gate(agreement: Agreement, day: date, *, justification: str) -> None:
    """Let the draft into "ready to sign", or not.

    Raises `Conflict` ("criteria_set_missing", "criteria_not_answered"), which nothing can justify, and
    `InvalidInput` ("justification_needed") naming every warning when there are some and no justification.
    """
    found = readiness(agreement, day)
    if found.block_code:
        raise Conflict(found.block_code, found.block)
    if found.warnings and not justification.strip():
        raise InvalidInput(
            "justification_needed",
            _("Còn điểm chưa đạt trước khi ký; muốn chuyển bước thì cần giải trình."),
            {"justification": found.warnings},
        )
