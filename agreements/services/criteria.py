"""Answering the criteria of a draft, and keeping the sets of criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agreements.criteria import Answer, paper_class_of, score, unanswered, unexplained
from agreements.enums import CriterionAnswerValue
from agreements.models import Agreement, CriteriaAssessment, CriteriaSet, Criterion, CriterionAnswer
from agreements.rules.pipeline import can_keep_criteria
from agreements.selectors_criteria import is_answered
from agreements.services.pipeline.common import clean_record, refuse_ended, refuse_reader, refuse_texts
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.models import LegalBasis
from dnfa.core.versions import locked, touch


@transaction.atomic
def assessment_save(
    *,
    agreement: Agreement,
    criteria_set: CriteriaSet,
    answers: Mapping[str, tuple[str, str]],
    conclusion: str = "",
    assessed_on: date,
    complete: bool,
    base_version: int | None = None,
    user: Any,
    today: date,
) -> CriteriaAssessment:
    """Keep answers to the criteria of a draft: `answers` maps a criterion's code to (value, note).

    What is not named stays as it was, so a draft can be answered in several sittings; `complete` closes it.
    A complete assessment never changes: the next save begins a new one. Question, weight and score are kept as
    they were when asked.

    Side effects: the assessment and its answers; the paper's version. Raises `NotAllowed`; `Conflict`
    ("stale_version", "already_signed", "broken_off"); `InvalidInput` ("wrong_criteria_set": of another class or
    not valid that day; "no_such_criterion", "no_such_answer", "day_in_future", "criteria_unanswered",
    "explanation_needed": a required criterion not met or not applicable without a note; "nothing_applies",
    "secret_mark"). Fields of answers are named "value_<code>" and "note_<code>".
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=base_version)
    refuse_ended(fresh)
    # Whoever corrects the set at this moment waits, or has finished: an answered set does not change.
    criteria_set = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    _check_set(fresh, criteria_set, assessed_on, today)
    criteria = {criterion.code: criterion for criterion in criteria_set.criteria.order_by("order", "pk")}
    _check_answers(criteria, answers)
    refuse_texts(conclusion=conclusion, **{f"note_{code}": note for code, (_value, note) in answers.items()})
    assessment = _open_assessment(fresh, criteria_set)
    kept = {answer.criterion_id: answer for answer in assessment.answers.all()} if assessment.pk else {}
    rows = [_answer(criterion, kept.get(criterion.pk), answers) for criterion in criteria.values()]
    facts = [
        Answer(criterion.code, row.weight, row.value, row.is_required, row.note)
        for criterion, row in zip(criteria.values(), rows, strict=True)
    ]
    if complete:
        _refuse_incomplete(facts)
    assessment.assessed_on = assessed_on
    assessment.assessed_by = user
    assessment.conclusion = conclusion
    assessment.score_percent = score(facts)
    assessment.is_complete = complete
    clean_record(assessment, code="invalid_assessment", message=_("Đánh giá ghi chưa đúng."))
    assessment.save()
    for criterion, row in zip(criteria.values(), rows, strict=True):
        row.assessment = assessment
        clean_record(
            row, code="invalid_assessment", message=_("“%(text)s”: ghi chưa đúng.") % {"text": criterion.text}
        )
        row.save()
    touch(agreement)
    return assessment


def _check_set(agreement: Agreement, criteria_set: CriteriaSet, day: date, today: date) -> None:
    if day > today:
        raise InvalidInput(
            "day_in_future",
            _("Ngày đánh giá không thể ở tương lai."),
            {"assessed_on": [_("Ngày này chưa tới.")]},
        )
    paper_class = paper_class_of(paper_type=agreement.type, capacity=agreement.capacity)
    is_valid = criteria_set.valid_from <= day and (
        criteria_set.valid_to is None or day <= criteria_set.valid_to
    )
    if paper_class != criteria_set.paper_class or not is_valid:
        raise InvalidInput(
            "wrong_criteria_set",
            _("Bộ tiêu chí này không dùng cho văn bản này vào ngày đánh giá."),
            {"criteria_set": [_("Chọn bộ tiêu chí đang áp dụng cho loại văn bản này.")]},
        )


def _check_answers(criteria: Mapping[str, Criterion], answers: Mapping[str, tuple[str, str]]) -> None:
    strange = sorted(set(answers) - set(criteria))
    if strange:
        raise InvalidInput(
            "no_such_criterion",
            _("Bộ tiêu chí không có tiêu chí này."),
            {f"value_{code}": [_("Không có tiêu chí này.")] for code in strange},
        )
    wrong = [
        code for code, (value, _note) in answers.items() if value not in {"", *CriterionAnswerValue.values}
    ]
    if wrong:
        raise InvalidInput(
            "no_such_answer",
            _("Câu trả lời không có trong danh sách."),
            {f"value_{code}": [_("Chọn một trong các mức trả lời.")] for code in wrong},
        )


def _open_assessment(agreement: Agreement, criteria_set: CriteriaSet) -> CriteriaAssessment:
    """The one being answered under this set, or a new one; the paper is locked, so nobody else begins one."""
    found = (
        CriteriaAssessment.objects.filter(agreement=agreement, criteria_set=criteria_set, is_complete=False)
        .order_by("-pk")
        .first()
    )
    return found or CriteriaAssessment(agreement=agreement, criteria_set=criteria_set)


def _answer(
    criterion: Criterion, kept: CriterionAnswer | None, answers: Mapping[str, tuple[str, str]]
) -> CriterionAnswer:
    row = kept or CriterionAnswer(criterion=criterion)
    row.text, row.weight, row.is_required = criterion.text, criterion.weight, criterion.is_required
    if criterion.code in answers:
        row.value, row.note = answers[criterion.code]
    return row


def _refuse_incomplete(facts: Sequence[Answer]) -> None:
    missing = unanswered(facts)
    if missing:
        raise InvalidInput(
            "criteria_unanswered",
            ngettext_lazy(
                "Còn %(count)s tiêu chí chưa trả lời.", "Còn %(count)s tiêu chí chưa trả lời.", len(missing)
            )
            % {"count": len(missing)},
            {f"value_{code}": [_("Chưa trả lời.")] for code in missing},
        )
    bare = unexplained(facts)
    if bare:
        raise InvalidInput(
            "explanation_needed",
            _("Tiêu chí bắt buộc mà không đạt hoặc không áp dụng thì cần lý giải."),
            {f"note_{code}": [_("Ghi lý giải.")] for code in bare},
        )
    if score(facts) is None:
        raise InvalidInput(
            "nothing_applies",
            _(
                "Mọi tiêu chí đều ghi không áp dụng thì chưa đánh giá được văn bản; cần ít nhất một tiêu chí áp dụng."
            ),
        )


# --- Sets -------------------------------------------------------------------
@dataclass(frozen=True)
class CriterionFacts:
    """One question of a set; an empty `code` is made from its place."""

    text: str
    weight: int = 1
    is_required: bool = False
    hint: str = ""
    code: str = ""


@dataclass(frozen=True)
class SetFacts:
    """A whole set of criteria as the Department issues it; the class of papers never changes."""

    name: str
    valid_from: date
    criteria: Sequence[CriterionFacts]
    pass_percent: int = 60
    basis: LegalBasis | None = None
    is_verified: bool = False
    note: str = ""


@transaction.atomic
def criteria_set_new_version(
    *, criteria_set: CriteriaSet, facts: SetFacts, user: Any, today: date
) -> CriteriaSet:
    """Make the set that follows `criteria_set` from a day on; the earlier one ends the day before.

    Answers given under the earlier set stay as they are. Side effects: a set with its criteria, the end of
    the earlier one. Raises `NotAllowed` ("may_not_keep_criteria"); `Conflict` ("set_has_follower": another set of
    the class begins later); `InvalidInput` ("valid_from_too_early": in the past or not after the earlier set's
    beginning; "no_criteria", "code_twice", "invalid_set", "secret_mark").
    """
    _refuse_stranger(user)
    earlier = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    followers = CriteriaSet.objects.filter(paper_class=earlier.paper_class, valid_from__gt=earlier.valid_from)
    if followers.exists():
        raise Conflict("set_has_follower", _("Đã có bộ tiêu chí mới hơn cho loại văn bản này."))
    if facts.valid_from < today or facts.valid_from <= earlier.valid_from:
        message = _("Bản mới áp dụng từ hôm nay trở đi và sau ngày bắt đầu của bản trước.")
        raise InvalidInput("valid_from_too_early", message, {"valid_from": [message]})
    if earlier.valid_to is None or earlier.valid_to >= facts.valid_from:
        earlier.valid_to = facts.valid_from - timedelta(days=1)
        earlier.save(update_fields=["valid_to", "updated_at"])
    made = CriteriaSet(
        key=f"tieu-chi-{slugify(earlier.paper_class)}-{facts.valid_from:%Y-%m-%d}",
        paper_class=earlier.paper_class,
    )
    return _write_set(made, facts)


@transaction.atomic
def criteria_set_correct(*, criteria_set: CriteriaSet, facts: SetFacts, user: Any) -> CriteriaSet:
    """Correct a set that nobody has begun to answer: words, weights, its first day.

    Side effects: the set and its criteria. Raises as `criteria_set_new_version`, and `Conflict`
    ("set_is_answered"): an answered set stays as it was asked.
    """
    _refuse_stranger(user)
    fresh = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if is_answered(fresh):
        raise Conflict(
            "set_is_answered", _("Bộ tiêu chí này đã có người trả lời nên không sửa được; hãy lập bản mới.")
        )
    return _write_set(fresh, facts)


def _refuse_stranger(user: Any) -> None:
    if not can_keep_criteria(user):
        raise NotAllowed(
            "may_not_keep_criteria", _("Chỉ trưởng phòng và quản trị hệ thống sửa được bộ tiêu chí.")
        )


def _write_set(criteria_set: CriteriaSet, facts: SetFacts) -> CriteriaSet:
    _refuse_bad_criteria(facts.criteria)
    refuse_texts(name=facts.name, note=facts.note)
    criteria_set.name = facts.name
    criteria_set.valid_from = facts.valid_from
    criteria_set.pass_percent = facts.pass_percent
    criteria_set.basis = facts.basis
    criteria_set.is_verified = facts.is_verified
    criteria_set.note = facts.note
    clean_record(criteria_set, code="invalid_set", message=_("Bộ tiêu chí ghi chưa đúng."))
    criteria_set.save()
    criteria_set.criteria.all().delete()
    taken = {criterion.code for criterion in facts.criteria if criterion.code}
    for order, wanted in enumerate(facts.criteria, start=1):
        criterion = Criterion(
            criteria_set=criteria_set,
            code=wanted.code or _free_code(taken, order),
            text=wanted.text,
            hint=wanted.hint,
            weight=wanted.weight,
            is_required=wanted.is_required,
            order=order,
        )
        clean_record(
            criterion,
            code="invalid_set",
            message=_("Tiêu chí thứ %(order)s ghi chưa đúng.") % {"order": order},
        )
        criterion.save()
    return criteria_set


def _refuse_bad_criteria(criteria: Sequence[CriterionFacts]) -> None:
    if not criteria:
        raise InvalidInput("no_criteria", _("Bộ tiêu chí cần ít nhất một tiêu chí."))
    codes = [criterion.code for criterion in criteria if criterion.code]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise InvalidInput("code_twice", _("Mã tiêu chí lặp lại: %(codes)s.") % {"codes": ", ".join(twice)})
    refuse_texts(criteria="\n".join(f"{criterion.text}\n{criterion.hint}" for criterion in criteria))


def _free_code(taken: set[str], order: int) -> str:
    while (code := f"tieu-chi-{order}") in taken:
        order += 1
    taken.add(code)
    return code
