"""Addresses below /doan/: reports of results, obligations, their deadlines."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.models import Conference, Delegation
from delegations.selectors_outcomes import PlannedModel
from delegations.views import outcomes as views


def _pages(start: str, prefix: str, model: PlannedModel) -> list[URLPattern]:
    """The pages of one kind of record; deeds name the key `pk` (dnfa.followup.action_views.DeedView)."""
    one = f"{start}<slug:key>/"
    deeds = {
        "nop": ("submit", views.SubmitView),
        "sua-so": ("resubmit", views.ResubmitView),
        "rut": ("withdraw", views.WithdrawView),
        "dua-viec": ("take-up", views.TakeUpView),
        "ket-thuc": ("close", views.CloseView),
        "mo-lai": ("reopen", views.ReopenView),
        "khong-bao-cao": ("waive", views.WaiveView),
        "yeu-cau": ("ask", views.AskView),
    }
    return [
        path(one, views.ReportView.as_view(model=model), name=f"{prefix}report"),
        path(f"{one}word/", views.ReportWordView.as_view(model=model), name=f"{prefix}report-word"),
        path(f"{one}lap/", views.ReportCreateView.as_view(model=model), name=f"{prefix}report-new"),
        path(f"{one}sua/", views.ReportEditView.as_view(model=model), name=f"{prefix}report-edit"),
        *(
            path(f"{start}<slug:pk>/{word}/", view.as_view(model=model), name=f"{prefix}report-{name}")
            for word, (name, view) in deeds.items()
        ),
    ]


urlpatterns: list[URLPattern] = [
    path("bao-cao/", views.TripReportListView.as_view(), name="reports"),
    path("bao-cao/hoi-nghi/", views.ConferenceReportListView.as_view(), name="conference-reports"),
    *_pages("bao-cao/doan/", "", Delegation),
    *_pages("bao-cao/hoi-nghi/", "conference-", Conference),
]
