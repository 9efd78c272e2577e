"""The way to signature: one door for each step. Docs: docs/pipeline.md."""

from __future__ import annotations

from agreements.services.pipeline.corrections import CORRECTABLE, correct_step, remove_last_step
from agreements.services.pipeline.gate import Readiness, readiness
from agreements.services.pipeline.signing import TermFacts, sign_paper
from agreements.services.pipeline.steps import break_off, move_stage, pass_ball, reopen, start_pipeline

__all__ = [
    "CORRECTABLE",
    "Readiness",
    "TermFacts",
    "break_off",
    "correct_step",
    "move_stage",
    "pass_ball",
    "readiness",
    "remove_last_step",
    "reopen",
    "sign_paper",
    "start_pipeline",
]
