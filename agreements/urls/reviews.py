"""Addresses of review sessions."""

from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import reviews

urlpatterns: list[URLPattern] = [
    path("ra-soat/", reviews.ReviewListView.as_view(), name="reviews"),
    path("ra-soat/lap-moi/", reviews.ReviewCreateView.as_view(), name="review_create"),
    path("ra-soat/<int:pk>/", reviews.ReviewDetailView.as_view(), name="review"),
    path("ra-soat/<int:pk>/sua/", reviews.ReviewEditView.as_view(), name="review_edit"),
    path("ra-soat/<int:pk>/nguoi-du/", reviews.attendance, name="review_attendance"),
    path("ra-soat/<int:pk>/chot/", reviews.close, name="review_close"),
    path("ra-soat/<int:pk>/mo-lai/", reviews.reopen, name="review_reopen"),
    path("ra-soat/<int:pk>/lay-lai-so-lieu/", reviews.refresh, name="review_refresh"),
    path("ra-soat/<int:pk>/bien-ban/", reviews.minutes, name="review_minutes"),
    path("ra-soat/muc/<int:pk>/", reviews.item, name="review_item"),
]
