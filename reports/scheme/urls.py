"""Addresses of the Scheme; included at nhiem-vu-de-an/. Codes of tasks have capitals, so no word here is one."""

from __future__ import annotations

from django.urls import path

from dnfa.updates.views.requests import BeginAbout
from reports.scheme.views import deciding, pages, proposals, saying

app_name = "scheme"
urlpatterns = [
    path("", pages.TaskListView.as_view(), name="list"),
    path("cua-toi/", pages.MyTasksView.as_view(), name="mine"),
    path("ma-tran/", pages.MatrixView.as_view(), name="matrix"),
    path("de-xuat/", proposals.ProposalListView.as_view(), name="proposals"),
    path("de-xuat/them/", deciding.ProposeView.as_view(), name="propose"),
    path("de-xuat/<int:pk>/", proposals.ProposalView.as_view(), name="proposal"),
    path("de-xuat/<int:pk>/dua-vao/", deciding.AcceptView.as_view(), name="proposal-accept"),
    path("de-xuat/<int:pk>/tra-lai/", deciding.ReturnView.as_view(), name="proposal-return"),
    path("de-xuat/<int:pk>/gui-lai/", proposals.SendAgainView.as_view(), name="proposal-again"),
    path("de-xuat/<int:pk>/rut/", deciding.WithdrawView.as_view(), name="proposal-withdraw"),
    path("tien-do/<int:pk>/dinh-chinh/", saying.CorrectView.as_view(), name="correct"),
    path("vuong-mac/<int:pk>/sua/", saying.DifficultyEditView.as_view(), name="difficulty-edit"),
    path("vuong-mac/<int:pk>/giai-quyet/", saying.SolveView.as_view(), name="difficulty-solve"),
    path("vuong-mac/<int:pk>/mo-lai/", saying.ReopenView.as_view(), name="difficulty-reopen"),
    path("<str:code>/", pages.TaskView.as_view(), name="task"),
    path("<str:key>/cap-nhat/", BeginAbout.as_view(code="scheme-task"), name="task-update"),
    path("<str:code>/sua/", deciding.TaskEditView.as_view(), name="task-edit"),
    path("<str:pk>/giao/", deciding.AssignView.as_view(), name="assign"),
    path("<str:code>/tien-do/", saying.ReportView.as_view(), name="report"),
    path("<str:code>/vuong-mac/", saying.RaiseView.as_view(), name="raise"),
    path("<str:code>/viec/", deciding.GiveActionView.as_view(), name="action"),
]
