"""Addresses of people and of what everybody meets: sign-in, own page, background work, history. Included at the root."""

from __future__ import annotations

from django.urls import path

from dnfa.accounts import history_views, job_views, views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignInView.as_view(), name="login"),
    path("dang-xuat/", views.SignOutView.as_view(), name="logout"),
    path("toi/", views.profile, name="profile"),
    path("toi/ngon-ngu/", views.language, name="language"),
    path("toi/mat-khau/", views.PasswordView.as_view(), name="password_change"),
    path("toi/ma-truy-cap/", views.token_create, name="token_create"),
    path("toi/ma-truy-cap/<int:pk>/thu-hoi/", views.token_revoke, name="token_revoke"),
    path("viec/", job_views.job_list, name="job_list"),
    path("viec/kiem-tra/", job_views.job_test, name="job_test"),
    path("viec/<int:pk>/", job_views.job_detail, name="job_detail"),
    path("viec/<int:pk>/tien-do/", job_views.job_progress, name="job_progress"),
    path("viec/<int:pk>/dung/", job_views.job_cancel, name="job_cancel"),
    path("lich-su/<slug:app_label>/<slug:model_name>/<int:pk>/", history_views.history, name="history"),
]
