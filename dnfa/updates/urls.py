"""Addresses below /cap-nhat/."""

from __future__ import annotations

from django.urls import path

from dnfa.updates.views import answer_list, answers, records, requests, review, rounds, writing

app_name = "updates"
urlpatterns = [
    path("", requests.RequestListView.as_view(), name="list"),
    path("viec-cua-co-quan/", requests.AgencyWorkView.as_view(), name="work"),
    path("ban-ghi/", records.RecordsView.as_view(), name="records"),
    path("con-dung/", records.ConfirmView.as_view(), name="confirm"),
    path("ve/<slug:code>/", requests.BeginView.as_view(), name="begin_new"),
    path("ve/<slug:code>/<int:pk>/", requests.BeginView.as_view(), name="begin"),
    path("<int:pk>/", requests.RequestDetailView.as_view(), name="detail"),
    path("<int:pk>/soan/", writing.WriteView.as_view(), name="write"),
    path("<int:pk>/nhap/", writing.AutosaveView.as_view(), name="autosave"),
    path("<int:pk>/rut/", requests.WithdrawView.as_view(), name="withdraw"),
    path("<int:pk>/nhan/", review.TakeView.as_view(), name="take"),
    path("<int:pk>/duyet/", review.ReviewView.as_view(), name="review"),
    path("dot/", rounds.RoundListView.as_view(), name="rounds"),
    path("dot/them/", rounds.RoundCreateView.as_view(), name="round_add"),
    path("dot/tra-loi/", answer_list.AnswerListView.as_view(), name="answers"),
    path("dot/<int:pk>/", rounds.RoundDetailView.as_view(), name="round"),
    path("dot/<int:pk>/sua/", rounds.RoundEditView.as_view(), name="round_edit"),
    path("dot/<int:key>/cau-hoi/", rounds.RoundQuestionsView.as_view(), name="round_edit_questions"),
    path("dot/<int:pk>/mo-lai/", rounds.RoundReopenView.as_view(), name="round_reopen"),
    path("dot/<int:pk>/mo/", rounds.RoundDeedView.as_view(deed="open"), name="round_open"),
    path("dot/<int:pk>/dong/", rounds.RoundDeedView.as_view(deed="close"), name="round_close"),
    path("dot/<int:pk>/<slug:key>/nhap/", answers.AnswerAutosaveView.as_view(), name="answer_autosave"),
    path("dot/<int:pk>/<slug:key>/", answers.AnswerView.as_view(), name="answer"),
]
