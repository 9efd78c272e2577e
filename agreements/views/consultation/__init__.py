"""Pages of opinions asked and of reports by law."""

from __future__ import annotations

from agreements.views.consultation.lists import OpinionListView, ReportDutyListView, ReportListView
from agreements.views.consultation.opinions import (
    AnswerView,
    BodyDropView,
    HandlingView,
    OpinionDetailView,
    ReceiptView,
    WithdrawalView,
)
from agreements.views.consultation.reports import ReportCorrectView, ReportCreateView, ReportRemoveView
from agreements.views.consultation.rounds import (
    BodiesAddView,
    RoundCancelView,
    RoundCorrectView,
    RoundCreateView,
)

__all__ = [
    "AnswerView",
    "BodiesAddView",
    "BodyDropView",
    "HandlingView",
    "OpinionDetailView",
    "OpinionListView",
    "ReceiptView",
    "ReportCorrectView",
    "ReportCreateView",
    "ReportDutyListView",
    "ReportListView",
    "ReportRemoveView",
    "RoundCancelView",
    "RoundCorrectView",
    "RoundCreateView",
    "WithdrawalView",
]
