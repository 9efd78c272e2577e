"""Addresses of the outbox, below /thu-gui-di/, and of caught mails, below /thu-bat-duoc/."""

from __future__ import annotations

from django.urls import path

from dnfa.accounts import caught_mail_views, mail_views

app_name = "mails"
urlpatterns = [
    path("thu-gui-di/", mail_views.MailListView.as_view(), name="list"),
    path("thu-gui-di/<int:pk>/", mail_views.MailView.as_view(), name="detail"),
    path("thu-gui-di/<int:pk>/gui-lai/", mail_views.RetryView.as_view(), name="retry"),
    path("thu-gui-di/<int:pk>/thoi-gui/", mail_views.CancelView.as_view(), name="cancel"),
    path("thu-bat-duoc/", caught_mail_views.caught_list, name="caught"),
    path("thu-bat-duoc/<slug:key>/", caught_mail_views.caught_detail, name="caught_detail"),
]
