"""Addresses of the way to signature, and the criteria."""

from __future__ import annotations

from django.urls import path

from agreements.views.criteria import (
    CriteriaSetListView,
    CriteriaSetView,
    CriteriaView,
    SetFollowerView,
    SetFormView,
)
from agreements.views.pipeline import BoardView, BrokenOffListView, DraftListView
from agreements.views.pipeline_deeds import (
    BreakOffView,
    CorrectStepView,
    MoveStageView,
    PassBallView,
    RemoveStepView,
    ReopenView,
    SignView,
)

urlpatterns = [
    path("chuan-bi/", BoardView.as_view(), name="board"),
    path("chuan-bi/danh-sach/", DraftListView.as_view(), name="drafts"),
    path("khong-tiep-tuc/", BrokenOffListView.as_view(), name="broken-off"),
    path("tieu-chi/", CriteriaSetListView.as_view(), name="criteria-sets"),
    path("tieu-chi/<slug:key>/", CriteriaSetView.as_view(), name="criteria-set"),
    path("tieu-chi/<slug:key>/ban-moi/", SetFollowerView.as_view(), name="criteria-set-new"),
    path("tieu-chi/<slug:key>/sua/", SetFormView.as_view(), name="criteria-set-edit"),
    path("<slug:key>/chuyen-buoc/", MoveStageView.as_view(), name="move-stage"),
    path("<slug:key>/chuyen-nguoi-xu-ly/", PassBallView.as_view(), name="pass-ball"),
    path("<slug:key>/ky/", SignView.as_view(), name="sign"),
    path("<slug:key>/dung/", BreakOffView.as_view(), name="break-off"),
    path("<slug:key>/mo-lai/", ReopenView.as_view(), name="reopen"),
    path("<slug:key>/buoc/xoa/", RemoveStepView.as_view(), name="remove-step"),
    path("<slug:key>/buoc/<int:pk>/sua/", CorrectStepView.as_view(), name="correct-step"),
    path("<slug:key>/tieu-chi/", CriteriaView.as_view(), name="criteria"),
]
