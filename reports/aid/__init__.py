"""The report on aid, of six months or a year: content from the register, written by the writers of the yearly report."""

from __future__ import annotations

from reports.aid.content import build
from reports.aid.period import AidPeriod

__all__ = ["AidPeriod", "build"]
