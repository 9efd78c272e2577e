"""Flags, legal clocks, things to do, calendar feeds."""

from __future__ import annotations

from dnfa.followup.models.actions import Action, ActionAgency, ProgressNote
from dnfa.followup.models.clocks import Clock, ClockRule
from dnfa.followup.models.feeds import FeedToken
from dnfa.followup.models.flags import Flag, FlagRun

__all__ = ["Action", "ActionAgency", "Clock", "ClockRule", "FeedToken", "Flag", "FlagRun", "ProgressNote"]
