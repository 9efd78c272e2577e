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
from dnfa.updates.views.common import agency_told, senders
from dnfa.updates.views.confirmed import sent_records, tell_confirmed


class RecordsView(LoginRequiredMixin, View):
    """The agency's records, those longest unconfirmed first."""

    access = senders

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; for who keeps the register that of the agency it names, or else of its own."""
        user: Any = request.user
        own = {"agency": user.agency.key} if user.agency_id else {}
        form, agency = agency_told(user, request.GET if "agency" in request.GET else own)
        kept = [] if agency is None else kept_records(user, agency, local_today())
        return render(request, "updates/records.html", {"form": form, "agency": agency, "kept": kept})


class ConfirmView(LoginRequiredMixin, View):
    """Takes "Không có thay đổi": each `record` names kind, key and the version that was looked at."""

    access = senders

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm what can be of all that were sent, and name the rest."""
        user: Any = request.user
        back = request.POST["next"] if _is_here(request, "next") else reverse("updates:records")
        form, agency = agency_told(user, {"agency": "", **request.POST.dict()})
        if agency is None:
            messages.error(
                request, _("Hãy chọn cơ quan xác nhận.") if form else _("Bạn chưa thuộc cơ quan nào.")
            )
            return redirect(request.POST.get("ask", "") if _is_here(request, "ask") else back)
        told = services.confirm_all(
            records=sent_records(request.POST.getlist("record")),
            agency=agency,
            user=user,
            today=local_today(),
        )
        tell_confirmed(request, told)
        return redirect(back)


def _is_here(request: HttpRequest, name: str) -> bool:
    """Whether what was sent under this name leads to a page of the house."""
    return url_has_allowed_host_and_scheme(
        request.POST.get(name, ""), {request.get_host()}, require_https=request.is_secure()
    )
