"""Home, leader's page, yearly reports."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import TemplateView

from delegations.rules import is_focal_point
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import SEES_EVERYTHING, Role
from dnfa.accounts.sign_in import LAST_VISIT
from dnfa.core.clock import local_now, local_today
from dnfa.core.templatetags.dnfa_format import WEEKDAYS
from dnfa.core.views import AsOfMixin
from dnfa.updates.agency_work import agency_work
from reports import selectors
from reports.forms import YearlyReportForm
from reports.models import ReportFile
from reports.rules import REPORT_READERS
from reports.services import report_request

_YEAR = re.compile("(19|20|21)[0-9]{2}")
BASELINE = date(2023, 12, 26)  # the day of Decision 2887, the first state of the register


class HomeView(LoginRequiredMixin, TemplateView):
    """What hurts first, for the matters this person may see."""

    access = signed_in
    template_name = "reports/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_today()
        visit = self.request.session.get(LAST_VISIT)
        page = selectors.home_page(
            user=self.request.user,
            today=today,
            scope=self.request.GET.get("scope", ""),
            last_visit=date.fromisoformat(visit) if visit else None,
        )
        today_words = f"{WEEKDAYS[today.weekday()]}, {today:%d/%m/%Y}"
        user: Any = self.request.user
        work = agency_work(user, today) if is_focal_point(user) else None
        return super().get_context_data(home=page, work=work, today_words=today_words, **kwargs)


class LeaderView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One screen and one printed sheet for a year and a day."""

    access = roles(*(role for role in Role if role in SEES_EVERYTHING))
    template_name = "reports/leader.html"

    def default_as_of(self) -> date:
        """Today; with `?year=` the last day of that year, or today while it runs."""
        today = local_today()
        year = self.request.GET.get("year", "")
        return min(date(int(year), 12, 31), today) if _YEAR.fullmatch(year) else today

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_today()
        choices = [(today, _("Hôm nay"))]
        choices += [(day, f"{day:%d/%m/%Y}") for day in (date(today.year - 1, 12, 31), BASELINE)]
        page = selectors.leader_page(user=self.request.user, as_of=self.as_of)
        tiles = [
            page.tiles[key] for key in page.tiles if key not in {"localities", "countries_and_territories"}
        ]
        return super().get_context_data(
            page=page,
            tiles=tiles,
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            as_of_choices=choices,
            made_at=local_now(),
            **kwargs,
        )


@roles(*REPORT_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request: HttpRequest) -> HttpResponse:
    """Choose year and cut-off, have the report made by a worker; the reports made so far with their files."""
    today = local_today()
    first = {"year": today.year, "cutoff": today}
    form = YearlyReportForm(request.POST or None, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        job = report_request(user=request.user, today=today, **form.cleaned_data)
        messages.success(request, _("Đã nhận yêu cầu lập báo cáo."))
        return redirect("accounts:job_detail", pk=job.pk)
    return render(
        request, "reports/report_list.html", {"form": form, "reports": selectors.reports_made(request.user)}
    )


@roles(*REPORT_READERS)
@require_safe
@never_cache
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over one file of a report."""
    try:
        file = selectors.file_for(request.user, pk)
    except ReportFile.DoesNotExist as error:
        raise Http404(_("Không có tệp báo cáo này.")) from error
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
