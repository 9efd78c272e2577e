"""Composed reads of this room: the home page, the leader's page, the reports made so far."""

from __future__ import annotations

from reports.selectors.home import HomePage, home_page
from reports.selectors.leader import LeaderPage, leader_page
from reports.selectors.made import ReportMade, file_for, reports_made

__all__ = ["HomePage", "LeaderPage", "ReportMade", "file_for", "home_page", "leader_page", "reports_made"]
