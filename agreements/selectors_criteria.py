"""Reads of criteria sets and assessments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from agreements.criteria import paper_class_of
from agreements.models import Agreement, CriteriaAssessment, CriteriaSet, Criterion, CriterionAnswer
from dnfa.core.display import display_value


def sets_valid_on(day: date) -> QuerySet[CriteriaSet]:
    """Sets in use on a day, newest start first."""
    return CriteriaSet.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    ).order_by("paper_class", "-valid_from", "-pk")


def criteria_set_on(paper_class: str, day: date) -> CriteriaSet | None:
    """The set a class of papers is answered under on a day: of overlapping ones the one that began last."""
    return sets_valid_on(day).filter(paper_class=paper_class).first()


def criteria_set_for(agreement: Agreement, day: date) -> CriteriaSet | None:
    """The set this paper is answered under on a day; None when it needs none or none is valid."""
    paper_class = paper_class_of(paper_type=agreement.type, capacity=agreement.capacity)
    return None if paper_class is None else criteria_set_on(paper_class, day)


def set_rows() -> QuerySet[Any]:
    """All sets with their number of criteria and of assessments made (`criterion_count`, `answered_count`)."""
    return (
        CriteriaSet.objects.select_related("basis")
        .annotate(
            criterion_count=Count("criteria", distinct=True),
            answered_count=Count("criteriaassessment", distinct=True),
        )
        .prefetch_related("criteria")
        .order_by("paper_class", "-valid_from", "-pk")
    )


def is_answered(criteria_set: CriteriaSet) -> bool:
    """Whether anybody has begun to answer it: from then on it does not change."""
    return CriteriaAssessment.objects.filter(criteria_set=criteria_set).exists()


def assessment_rows(queryset: QuerySet[CriteriaAssessment]) -> QuerySet[CriteriaAssessment]:
    """Assessments with set, person and answers."""
    answers = CriterionAnswer.objects.select_related("criterion").order_by("criterion__order", "pk")
    return queryset.select_related("criteria_set", "assessed_by", "agreement").prefetch_related(
        Prefetch("answers", answers)
    )


def visible_assessments(user: Any) -> QuerySet[CriteriaAssessment]:
    """Assessments of the papers that `user` may see."""
    return CriteriaAssessment.objects.filter(agreement__in=Agreement.objects.visible_to(user))


@dataclass(frozen=True)
class CriteriaPage:
    """What the answer page of one paper shows."""

    criteria_set: CriteriaSet | None
    criteria: list[Criterion]
    draft: CriteriaAssessment | None
    done: list[CriteriaAssessment]

    @property
    def copied(self) -> CriteriaAssessment | None:
        """The complete assessment a new one begins as a copy of: the newest under the same set, once nothing is open."""
        if self.draft is not None or self.criteria_set is None:
            return None
        return next((done for done in self.done if done.criteria_set_id == self.criteria_set.pk), None)

    @property
    def shown(self) -> CriteriaAssessment | None:
        """Whose answers stand in the form: those being given, or those of last time."""
        return self.draft or self.copied


def criteria_page(agreement: Agreement, today: date) -> CriteriaPage:
    """The set valid today with its criteria, the draft being answered under it, and what was completed before."""
    criteria_set = criteria_set_for(agreement, today)
    assessments = list(assessment_rows(CriteriaAssessment.objects.filter(agreement=agreement)))
    draft = next(
        (
            a
            for a in assessments
            if not a.is_complete and criteria_set and a.criteria_set_id == criteria_set.pk
        ),
        None,
    )
    return CriteriaPage(
        criteria_set=criteria_set,
        criteria=list(criteria_set.criteria.order_by("order", "pk")) if criteria_set else [],
        draft=draft,
        done=[assessment for assessment in assessments if assessment.is_complete],
    )


@dataclass(frozen=True)
class CriteriaState:
    """How far a draft is with its criteria: a code, the tone it is shown in, and the score if there is one."""

    code: str  # not_needed, no_set, missing, begun, below, passed
    tone: str
    score: Decimal | None = None

    @property
    def words(self) -> str:
        """The state in words, for a badge and for exports."""
        said = {
            "not_needed": _("Không cần tiêu chí"),
            "no_set": _("Chưa có bộ tiêu chí"),
            "missing": _("Chưa trả lời tiêu chí"),
            "begun": _("Đang trả lời tiêu chí"),
            "below": _("Tiêu chí %(score)s%%, dưới mức"),
            "passed": _("Tiêu chí %(score)s%%"),
        }
        return said[self.code] % {"score": display_value(self.score)}


def criteria_states(agreements: Iterable[Agreement], today: date) -> dict[int, CriteriaState]:
    """The state of each draft by its primary key: two queries, however many drafts."""
    drafts = list(agreements)
    sets: dict[str, CriteriaSet] = {}
    for criteria_set in sets_valid_on(today):
        sets.setdefault(criteria_set.paper_class, criteria_set)
    found: dict[tuple[int, int], CriteriaAssessment] = {}
    assessments = CriteriaAssessment.objects.filter(agreement__in=[draft.pk for draft in drafts])
    # The newest complete one stands before any that is only begun.
    for assessment in assessments.order_by("-is_complete", "-assessed_on", "-pk"):
        found.setdefault((assessment.agreement_id, assessment.criteria_set_id), assessment)
    return {draft.pk: _state(draft, sets, found) for draft in drafts}


def _state(
    draft: Agreement, sets: dict[str, CriteriaSet], found: dict[tuple[int, int], CriteriaAssessment]
) -> CriteriaState:
    paper_class = paper_class_of(paper_type=draft.type, capacity=draft.capacity)
    if paper_class is None:
        return CriteriaState("not_needed", "muted")
    criteria_set = sets.get(paper_class)
    if criteria_set is None:
        return CriteriaState("no_set", "question")
    assessment = found.get((draft.pk, criteria_set.pk))
    if assessment is None:
        return CriteriaState("missing", "muted")
    if not assessment.is_complete or assessment.score_percent is None:
        return CriteriaState("begun", "info", assessment.score_percent)
    if assessment.score_percent < criteria_set.pass_percent:
        return CriteriaState("below", "warn", assessment.score_percent)
    return CriteriaState("passed", "ok", assessment.score_percent)
