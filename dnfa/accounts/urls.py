"""Addresses of people and of what everybody meets: sign-in, own page, background work, history. Included at the root."""

from __future__ import annotations

from django.urls import path

from dnfa.accounts import (
    history_views,
    job_views,
    second_factor_views,
    session_views,
    sign_in_views,
    views,
)

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignInView.as_view(), name="login"),
    path("dang-nhap/ma-xac-thuc/", sign_in_views.second_factor, name="second_factor"),
    path("dang-nhap/thanh-pho/", sign_in_views.city_start, name="city_start"),
    path("dang-nhap/thanh-pho/tro-lai/", sign_in_views.city_return, name="city_return"),
    path("quen-mat-khau/", sign_in_views.password_forgotten, name="password_forgotten"),
    path("quen-mat-khau/da-gui/", sign_in_views.password_forgotten_sent, name="password_forgotten_sent"),
    path("dat-mat-khau/<uidb64>/<token>/", sign_in_views.PasswordSetView.as_view(), name="password_set"),
    path("dang-xuat/", views.SignOutView.as_view(), name="logout"),
    path("toi/", views.profile, name="profile"),
    path("toi/ngon-ngu/", views.language, name="language"),
    path("toi/mat-khau/", views.PasswordView.as_view(), name="password_change"),
    path("toi/phien/", session_views.session_list, name="sessions"),
    path("toi/phien/dong-het/", session_views.sessions_end_others, name="sessions_end_others"),
    path("toi/phien/<int:pk>/dong/", session_views.session_end, name="session_end"),
    path("toi/xac-thuc-hai-lop/", second_factor_views.second_factor_setup, name="second_factor_setup"),
    path("toi/xac-thuc-hai-lop/ma-du-phong/", second_factor_views.recovery_codes, name="recovery_codes"),
    path("toi/xac-thuc-hai-lop/bo/", second_factor_views.second_factor_leave, name="second_factor_leave"),
    path(
        "nguoi-dung/<int:pk>/go-xac-thuc/",
        second_factor_views.second_factor_reset,
        name="second_factor_reset",
    ),
    path("toi/ma-truy-cap/", views.token_create, name="token_create"),
    path("toi/ma-truy-cap/<int:pk>/thu-hoi/", views.token_revoke, name="token_revoke"),
    path("viec/", job_views.job_list, name="job_list"),
    path("viec/kiem-tra/", job_views.job_test, name="job_test"),
    path("viec/<int:pk>/", job_views.job_detail, name="job_detail"),
    path("viec/<int:pk>/tien-do/", job_views.job_progress, name="job_progress"),
    path("viec/<int:pk>/dung/", job_views.job_cancel, name="job_cancel"),
    path("lich-su/<slug:app_label>/<slug:model_name>/<int:pk>/", history_views.history, name="history"),
]
