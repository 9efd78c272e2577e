"""Flags, legal clocks, things to do, calendar feeds, notices."""

from __future__ import annotations

from dnfa.followup.models.actions import Action, ActionAgency, ProgressNote
from dnfa.followup.models.clocks import Clock, ClockRule
from dnfa.followup.models.feeds import FeedToken
from dnfa.followup.models.flags import Flag, FlagRun
from dnfa.followup.models.notices import Digest, MailChoice, Notice, ReminderStep, SourceChoice

__all__ = [
    "Action",
    "ActionAgency",
    "Clock",
    "ClockRule",
    "Digest",
    "FeedToken",
    "Flag",
    "FlagRun",
    "MailChoice",
    "Notice",
    "ProgressNote",
    "ReminderStep",
    "SourceChoice",
]
