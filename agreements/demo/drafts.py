"""Sample papers before signature: the files, their steps, opinions, criteria, talks that were broken off."""

from __future__ import annotations

from typing import Any

from agreements.criteria import paper_class_of
from agreements.demo.common import agency, attach_sample, fields, make_missing, mark, partner, title_of
from agreements.demo.plans import PLANS, Asked, Plan, Round, Step
from agreements.enums import CommitmentSide, ConsultationPurpose, CriterionAnswerValue, Stage
from agreements.models import Agreement
from agreements.selectors_criteria import criteria_set_on
from agreements.services.commitments import commitment_add
from agreements.services.consultation import ask_opinions, record_answer, record_handling, record_receipt
from agreements.services.criteria import assessment_save
from agreements.services.pipeline import break_off, move_stage, pass_ball
from agreements.services.records import draft_create
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.demo import Demo

DAYS_BEFORE_STEP = 2  # the criteria are answered so long before the paper is ready to sign


def make_drafts(demo: Demo) -> None:
    """The missing ones of the sample drafts, each whole or not at all."""
    for plan in make_missing(demo, PLANS, make_draft):
        demo.count("drafts" if plan.broken is None else "broken_off")


def make_draft(demo: Demo, plan: Plan, copy: int) -> Agreement:
    """One file with all its steps up to where the plan leaves it."""
    paper = _opened(demo, plan, copy)
    stage = plan.steps[0].stage
    for step in plan.steps[1:]:
        if step.stage == Stage.READY_TO_SIGN:
            _answer_criteria(demo, paper, step)
        _step(demo, paper, step, moves=step.stage != stage)
        stage = step.stage
        if plan.opinions is not None and plan.opinions.ago == step.ago:
            ask(demo, paper, plan.opinions)
    if plan.broken is not None:
        break_off(
            agreement=paper,
            on=demo.ago(plan.broken.ago),
            reason=plan.broken.reason,
            by=plan.broken.by,
            note=plan.broken.note,
            user=demo.user,
            today=demo.today,
        )
    for text in plan.promises:
        commitment_add(
            agreement=paper,
            text=text,
            side=CommitmentSide.BOTH,
            clause="Điều 3",
            lead_agency=agency(plan.lead),
            user=demo.user,
        )
    if plan.has_file:
        attach_sample(demo, paper, kind=AttachmentKind.DRAFT, title="Dự thảo lần 1", is_original=False)
    return Agreement.objects.get(pk=paper.pk)


def _opened(demo: Demo, plan: Plan, copy: int) -> Agreement:
    first = plan.steps[0]
    paper = draft_create(
        title_vi=title_of(plan.title, copy),
        type=plan.type,
        capacity=plan.capacity,
        partners=[partner(plan.partner)],
        lead_agency=agency(plan.lead),
        coordinating=[agency(key) for key in plan.coordinating],
        signing_agencies=[agency(key) for key in plan.signing],
        fields=fields(*plan.fields),
        purpose=plan.purpose,
        cooperation_level=plan.level,
        expected_results=plan.results,
        partner_aims=plan.partner_aims,
        entered_on=demo.ago(first.ago),
        ball=first.ball,
        ball_agency=agency(first.agency) if first.agency else None,
        confirm_duplicate=True,
        user=demo.user,
        today=demo.today,
    )
    return mark(paper, plan.slug, copy)


def _step(demo: Demo, paper: Agreement, step: Step, *, moves: bool) -> None:
    said: dict[str, Any] = {
        "agreement": paper,
        "entered_on": demo.ago(step.ago),
        "ball": step.ball,
        "ball_agency": agency(step.agency) if step.agency else None,
        "document_number": step.number,
        "expected_by": None if step.expected is None else demo.workday(step.expected),
        "note": step.note,
        "user": demo.user,
        "today": demo.today,
    }
    if moves:
        move_stage(stage=step.stage, **said)
    else:
        pass_ball(**said)


def ask(demo: Demo, paper: Agreement, asked: Round) -> None:
    """One asking before signature, with the answers that came."""
    consultation = ask_opinions(
        agreement=paper,
        purpose=ConsultationPurpose.SIGNING,
        sent_on=demo.ago(asked.ago),
        agencies=[agency(body.agency) for body in asked.asked],
        document_number=asked.number,
        content="Góp ý dự thảo văn bản và thẩm quyền ký.",
        user=demo.user,
        today=demo.today,
    )
    bodies = {body.agency: body for body in asked.asked}
    for opinion in consultation.opinions.select_related("agency", "consultation__agreement"):
        _record(demo, opinion, bodies[opinion.agency.key])


def _record(demo: Demo, opinion: Any, body: Asked) -> None:
    writer = {"user": demo.user}
    if body.received is not None:
        record_receipt(opinion=opinion, received_on=demo.ago(body.received), today=demo.today, **writer)
    if body.answered is not None:
        record_answer(
            opinion=opinion,
            answer=body.answer,
            answered_on=demo.ago(body.answered),
            document_number=body.number,
            summary=body.summary,
            today=demo.today,
            **writer,
        )
    if body.handling:
        record_handling(opinion=opinion, handling=body.handling, **writer)


def _answer_criteria(demo: Demo, paper: Agreement, step: Step) -> None:
    """All required criteria met, every fourth other one only partly: a score as real papers have."""
    day = demo.ago(step.ago + DAYS_BEFORE_STEP)
    paper_class = paper_class_of(paper_type=paper.type, capacity=paper.capacity)
    criteria_set = criteria_set_on(paper_class, day) if paper_class else None
    if criteria_set is None:
        return  # the gate itself says that a set is missing
    answers = {
        criterion.code: (
            CriterionAnswerValue.PARTLY
            if place % 4 == 0 and not criterion.is_required
            else CriterionAnswerValue.YES,
            "",
        )
        for place, criterion in enumerate(criteria_set.criteria.order_by("order", "pk"), start=1)
    }
    assessment_save(
        agreement=paper,
        criteria_set=criteria_set,
        answers=answers,
        conclusion="Đủ điều kiện trình ký.",
        assessed_on=day,
        complete=True,
        user=demo.user,
        today=demo.today,
    )
