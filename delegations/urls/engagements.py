"""Addresses below /doan/: other contacts, invitations, attendance, quick entry."""

from __future__ import annotations

from django.urls import path

from delegations.views import engagements, invitations, invitees, quick
from dnfa.updates.views.requests import BeginAbout

urlpatterns = [
    path("ghi-nhanh/", quick.QuickPartnerView.as_view(), name="quick"),
    path("ghi-nhanh/<slug:key>/", quick.QuickEntryView.as_view(), name="quick-entry"),
    path("ghi-nhanh/<slug:key>/<slug:record>/", quick.QuickDoneView.as_view(), name="quick-done"),
    path("tiep-xuc/", engagements.EngagementListView.as_view(), name="engagements"),
    path("tiep-xuc/them/", engagements.EngagementCreateView.as_view(), name="engagement-add"),
    path("tiep-xuc/<slug:key>/", engagements.EngagementDetailView.as_view(), name="engagement"),
    path("tiep-xuc/<slug:key>/cap-nhat/", BeginAbout.as_view(code="engagement"), name="engagement-update"),
    path("tiep-xuc/<slug:key>/sua/", engagements.EngagementEditView.as_view(), name="engagement-edit"),
    path("tiep-xuc/<slug:pk>/huy/", engagements.EngagementCancelView.as_view(), name="engagement-cancel"),
    path(
        "tiep-xuc/<slug:pk>/khoi-phuc/",
        engagements.EngagementReinstateView.as_view(),
        name="engagement-reinstate",
    ),
    path("tiep-xuc/<slug:pk>/xoa/", engagements.EngagementWithdrawView.as_view(), name="engagement-withdraw"),
    path("loi-moi/", invitations.InvitationListView.as_view(), name="invitations"),
    path("loi-moi/them/", invitations.InvitationCreateView.as_view(), name="invitation-add"),
    path("loi-moi/<int:pk>/", invitations.InvitationDetailView.as_view(), name="invitation"),
    path("loi-moi/<int:pk>/sua/", invitations.InvitationEditView.as_view(), name="invitation-edit"),
    path("loi-moi/<int:pk>/tra-loi/", invitations.AnswerView.as_view(), name="invitation-answer"),
    path("loi-moi/<int:pk>/sua-tra-loi/", invitations.CorrectAnswerView.as_view(), name="invitation-correct"),
    path("loi-moi/<int:pk>/co-du/", invitations.AttendanceView.as_view(), name="invitation-attendance"),
    path("loi-moi/<int:pk>/doan/", invitations.FollowedView.as_view(), name="invitation-delegation"),
    path("loi-moi/<int:pk>/xoa/", invitations.InvitationWithdrawView.as_view(), name="invitation-withdraw"),
    path("loi-moi/su-kien/<slug:key>/", invitees.InviteesView.as_view(), name="event-invitees"),
    path("loi-moi/su-kien/<slug:key>/them/", invitees.InviteView.as_view(), name="event-invite"),
    path(
        "loi-moi/hoi-nghi/<slug:key>/", invitees.ConferenceInviteesView.as_view(), name="conference-invitees"
    ),
    path(
        "loi-moi/hoi-nghi/<slug:key>/them/",
        invitees.ConferenceInviteView.as_view(),
        name="conference-invite",
    ),
]
