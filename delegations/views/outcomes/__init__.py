"""Pages of reports of results: the lists of those owed, the page of one, its form and its deeds, its Word file."""

from __future__ import annotations

from delegations.views.outcomes.deeds import (
    AskView,
    CloseView,
    ReopenView,
    ResubmitView,
    SubmitView,
    TakeUpView,
    WaiveView,
    WithdrawView,
)
from delegations.views.outcomes.forms import ReportCreateView, ReportEditView
from delegations.views.outcomes.lists import ConferenceReportListView, TripReportListView
from delegations.views.outcomes.pages import ReportView, ReportWordView

__all__ = [
    "AskView",
    "CloseView",
    "ConferenceReportListView",
    "ReopenView",
    "ReportCreateView",
    "ReportEditView",
    "ReportView",
    "ReportWordView",
    "ResubmitView",
    "SubmitView",
    "TakeUpView",
    "TripReportListView",
    "WaiveView",
    "WithdrawView",
]
