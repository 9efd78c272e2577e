"""What the sample papers promise: targets, what is reached, notes by the Department and by a focal point, late and done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from agreements.demo.common import agency, sample
from agreements.demo.papers import PAPERS, Promise
from agreements.models import Agreement
from agreements.services.commitments import commitment_add, commitment_complete, record_reached
from dnfa.core.demo import Demo
from dnfa.followup.actions import note_progress

REACHED_AGO = 12  # the last figure came so many days ago
TROUBLE_AGO = 8


def make_commitments(demo: Demo) -> None:
    """The commitments of sample papers that have none yet."""
    for copy in demo.copies():
        for plan in PAPERS:
            paper = sample(plan.slug, copy)
            if paper is None or not plan.promises or paper.commitments.exists():
                continue
            with transaction.atomic():
                for promise in plan.promises:
                    make_commitment(demo, paper, promise)
                    demo.count("commitments")


def make_commitment(demo: Demo, paper: Agreement, promise: Promise) -> None:
    """One commitment with what was said about it since; whose agency leads writes, where that is the focal point's."""
    commitment = commitment_add(
        agreement=paper,
        text=promise.text,
        side=promise.side,
        clause=promise.clause,
        lead_agency=agency(promise.lead),
        due_on=None if promise.due is None else demo.workday(promise.due),
        target_value=None if promise.value is None else Decimal(promise.value),
        target_unit=promise.unit,
        user=demo.user,
    )
    said: dict[str, Any] = {"user": demo.focal if promise.by_focal else demo.user, "today": demo.today}
    for ago, text in promise.notes:
        note_progress(action=commitment.action, text=text, noted_on=demo.ago(ago), **said)
    if promise.reached is not None:
        record_reached(
            commitment=commitment, value=Decimal(promise.reached), noted_on=demo.ago(REACHED_AGO), **said
        )
    if promise.difficulty:
        note_progress(
            action=commitment.action,
            text=promise.difficulty,
            noted_on=demo.ago(TROUBLE_AGO),
            is_difficulty=True,
            **said,
        )
    if promise.done is not None:
        commitment_complete(
            commitment=commitment,
            done_on=demo.ago(promise.done),
            evidence=promise.evidence,
            user=demo.user,
            today=demo.today,
        )
