"""The records an agency keeps true: when it last said so, and "Không có thay đổi" for one or for all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View

from dnfa.core.clock import local_today
from dnfa.updates import services
from dnfa.updates.selectors import kept_records
from dnfa.updates.views.common import senders
from dnfa.updates.views.confirmed import sent_records, tell_confirmed


class RecordsView(LoginRequiredMixin, View):
    """The agency's records, those longest unconfirmed first."""

    access = senders

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        user: Any = request.user
        kept = kept_records(user, user.agency, local_today()) if user.agency_id else []
        return render(request, "updates/records.html", {"kept": kept})


class ConfirmView(LoginRequiredMixin, View):
    """Takes "Không có thay đổi": each `record` names kind, key and the version that was looked at."""

    access = senders

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm what can be of all that were sent, and name the rest."""
        user: Any = request.user
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
            back = reverse("updates:records")
        if user.agency_id is None:
            messages.error(request, _("Chỉ đầu mối của cơ quan xác nhận được."))
            return redirect(back)
        told = services.confirm_all(
            records=sent_records(request.POST.getlist("record")),
            agency=user.agency,
            user=user,
            today=local_today(),
        )
        tell_confirmed(request, told)
        return redirect(back)
