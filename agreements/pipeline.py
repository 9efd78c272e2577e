"""The way to signature as rules: which moves there are, and how long each stage took. Pure; days are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from agreements.enums import PIPELINE, ConsultationPurpose, Stage
from dnfa.core.calendar import WorkCalendar, working_days_between

# Opinions that have to be in before a paper is signed (Law 70/2020 arts. 19, 28).
ASKED_BEFORE_SIGNING = (ConsultationPurpose.SIGNING, ConsultationPurpose.PRIME_MINISTER)


class Move(Enum):
    """What going from one stage to another is called, and so which service does it."""

    FORWARD = "forward"
    BACK = "back"
    HAND_ON = "hand_on"  # the same stage, the ball with somebody else
    SIGN = "sign"
    BREAK_OFF = "break_off"
    REOPEN = "reopen"
    NONE = "none"


# What the two ends outside the pipeline mean for a paper still in it.
_TO_AN_END = {Stage.SIGNED: Move.SIGN, Stage.BROKEN_OFF: Move.BREAK_OFF}


def move_between(origin: str, target: str) -> Move:
    """The kind of move; NONE for what does not exist: nothing leads out of "signed".

    Signing is from "ready to sign" alone: the criteria are answered before it (Scheme task I.6).
    """
    if origin == Stage.BROKEN_OFF:
        return Move.REOPEN if target in PIPELINE else Move.NONE
    if origin not in PIPELINE or (target == Stage.SIGNED and origin != Stage.READY_TO_SIGN):
        return Move.NONE
    if target not in PIPELINE:
        return _TO_AN_END.get(Stage(target), Move.NONE) if target in Stage.values else Move.NONE
    if origin == target:
        return Move.HAND_ON
    return Move.FORWARD if _position(target) > _position(origin) else Move.BACK


def _position(stage: str) -> int:
    return PIPELINE.index(Stage(stage))


def stages_from(stage: str) -> list[Stage]:
    """The stages a paper may be moved to from here by `move_stage` or `reopen`, in the order of the board."""
    ways = {Move.FORWARD, Move.BACK, Move.REOPEN}
    return [target for target in PIPELINE if move_between(stage, target) in ways]


def suggested_stage(stage: str) -> Stage:
    """The stage that pages propose to move to: the next one.

    From "ready to sign" only the signature leads on, which is no move: there it is the one before. A talk that was
    broken off is taken up again where a text begins to be written.
    """
    if stage not in PIPELINE:
        return Stage.DRAFTING
    place = _position(stage)
    return PIPELINE[place + 1] if place + 1 < len(PIPELINE) else PIPELINE[place - 1]


@dataclass(frozen=True)
class Days:
    """A length of time: calendar days, and working days as offices count them."""

    calendar: int
    working: int

    def __add__(self, other: Days) -> Days:
        return Days(self.calendar + other.calendar, self.working + other.working)


NO_DAYS = Days(0, 0)


def days_between(start: date, end: date, calendar: WorkCalendar) -> Days:
    """From `start` to `end`; the first day is not counted, as legal terms begin the day after. Never negative."""
    if end <= start:
        return NO_DAYS
    return Days((end - start).days, working_days_between(start, end, calendar))


@dataclass(frozen=True)
class StepFacts:
    """What counts of a step here."""

    stage: str
    entered_on: date


def days_held(steps: Sequence[StepFacts], today: date, calendar: WorkCalendar) -> list[Days]:
    """How long each step lasted: until the next one, the last until `today`. Steps in their order.

    The last step of a way that ended, signed or broken off, lasts no days.
    """
    ends = [step.entered_on for step in steps[1:]]
    if steps:
        last = steps[-1]
        ends.append(today if last.stage in PIPELINE else last.entered_on)
    return [days_between(step.entered_on, end, calendar) for step, end in zip(steps, ends, strict=True)]


def is_late(expected_by: date | None, today: date) -> bool:
    """Whether the day a step was expected to be done by is over."""
    return expected_by is not None and expected_by < today
