"""Makers of drafts on their way to signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any, NamedTuple

import pytest

from agreements.enums import BallHolder, BreakReason, BrokenOffBy, CriterionAnswerValue, PaperClass, Stage
from agreements.models import (
    Agreement,
    AgreementAgency,
    AgreementEvent,
    Consultation,
    CriteriaAssessment,
    CriteriaSet,
    Criterion,
    CriterionAnswer,
    Opinion,
    Signatory,
    StageStep,
)
from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.errors import DomainError
from dnfa.followup.models import Clock
from tests.factories import make_agency, make_agreement, make_user

TODAY = date(2026, 3, 10)
_number = count(1)


def make_draft(stage: str = Stage.EXPLORING, **values: Any) -> Agreement:
    """A draft of the city under Law 70/2020, without steps."""
    return make_agreement(**{"stage": stage, "legal_regime": "law_70_2020", **values})


def make_step(agreement: Agreement, stage: str, entered_on: date, **values: Any) -> StageStep:
    """A step; the paper's stage follows."""
    if stage == Stage.BROKEN_OFF:
        values = {"break_reason": BreakReason.DISTANCE, "broken_off_by": BrokenOffBy.PARTNER, **values}
    elif stage != Stage.SIGNED:
        values = {"ball": BallHolder.DEPARTMENT, **values}
    step = StageStep.objects.create(agreement=agreement, stage=stage, entered_on=entered_on, **values)
    Agreement.objects.filter(pk=agreement.pk).update(stage=stage)
    agreement.refresh_from_db()
    return step


def make_stepped(
    stage: str = Stage.EXPLORING, entered_on: date = date(2026, 3, 2), **values: Any
) -> Agreement:
    """A draft standing in a stage by one step."""
    draft = make_draft(**values)
    make_step(draft, stage, entered_on)
    return draft


def make_set(
    criteria: tuple[tuple[str, int, bool], ...] = (("loi-ich", 2, False), ("hien-phap", 3, True)),
    **values: Any,
) -> CriteriaSet:
    """A set of (code, weight, required); for the city, since 2024, unless told otherwise."""
    number = next(_number)
    made = CriteriaSet.objects.create(
        **{
            "key": f"bo-{number}",
            "name": f"Bộ tiêu chí {number}",
            "paper_class": PaperClass.CITY,
            "valid_from": date(2024, 1, 1),
            **values,
        }
    )
    for order, (code, weight, is_required) in enumerate(criteria, start=1):
        Criterion.objects.create(
            criteria_set=made,
            code=code,
            text=f"Câu {code}",
            weight=weight,
            is_required=is_required,
            order=order,
        )
    return made


def make_assessment(
    agreement: Agreement, criteria_set: CriteriaSet, *, value: str = CriterionAnswerValue.YES, **values: Any
) -> CriteriaAssessment:
    """A complete assessment with one answer throughout."""
    assessment = CriteriaAssessment.objects.create(
        **{
            "agreement": agreement,
            "criteria_set": criteria_set,
            "assessed_on": date(2026, 3, 1),
            "is_complete": True,
            "score_percent": "100.00",
            **values,
        }
    )
    for criterion in criteria_set.criteria.all():
        CriterionAnswer.objects.create(
            assessment=assessment,
            criterion=criterion,
            text=criterion.text,
            weight=criterion.weight,
            is_required=criterion.is_required,
            value=value,
        )
    return assessment


def make_opinion(agreement: Agreement, purpose: str = "signing", **values: Any) -> Opinion:
    """An opinion asked about a draft; unanswered unless told otherwise."""
    round_ = Consultation.objects.create(agreement=agreement, purpose=purpose, sent_on=date(2026, 2, 2))
    return Opinion.objects.create(**{"consultation": round_, "agency": make_agency(), **values})


def officer() -> User:
    """Who writes."""
    return make_user(Role.OFFICER)


# Every table these services write. A refusal leaves all of them as they were.
WRITTEN = (
    Agreement,
    AgreementAgency,
    AgreementEvent,
    Clock,
    CriteriaAssessment,
    CriteriaSet,
    Criterion,
    CriterionAnswer,
    Signatory,
    StageStep,
)
NOTHING: list[str] = []


def everything_written() -> dict[str, list[dict[str, Any]]]:
    """All rows of `WRITTEN`, by model."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in WRITTEN}


class Refusal(NamedTuple):
    """A refused deed: what was raised, the fields it blames, and the models of which rows changed all the same."""

    error: type[DomainError]
    code: str
    fields: list[str]
    changed: list[str]


def refusal(deed: Callable[..., Any], *args: Any, **values: Any) -> Refusal:
    """Try a deed that must be refused, and tell how it was. Fails when it is done."""
    before = everything_written()
    with pytest.raises(DomainError) as caught:
        deed(*args, **values)
    after = everything_written()
    changed = [name for name, rows in before.items() if after[name] != rows]
    return Refusal(type(caught.value), caught.value.code, list(caught.value.fields), changed)
