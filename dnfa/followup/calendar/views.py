"""Pages of the calendar, its addresses, and the feed itself."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import TemplateView

from dnfa.accounts.access import public, signed_in
from dnfa.core.clock import local_now, local_today
from dnfa.core.errors import InvalidInput
from dnfa.followup.calendar import feeds
from dnfa.followup.calendar.forms import FeedForm
from dnfa.followup.calendar.month import month_asked, shifted
from dnfa.followup.calendar.registry import sources
from dnfa.followup.calendar.scopes import scope_asked
from dnfa.followup.calendar.selectors import month_of
from dnfa.followup.models import FeedToken


class MonthView(LoginRequiredMixin, TemplateView):
    """A month: the grid on wide screens, the same as a list for narrow ones and for reading aloud."""

    access = signed_in
    template_name = "followup/calendar/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_today()
        month = month_asked(self.request.GET.get("thang", ""), today)
        scope = scope_asked(self.request.GET.get("cua", ""), self.request.user)
        known = {source.code for source in sources()}
        only = [code for code in self.request.GET.getlist("nguon") if code in known]
        return super().get_context_data(
            month=month,
            previous_month=shifted(month, -1),
            next_month=shifted(month, 1),
            found=month_of(self.request.user, month, today=today, scope=scope, only=only),
            scope=scope,
            only=only,
            **kwargs,
        )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """A person's own calendar addresses: list, make one, see its secret once."""
    form = FeedForm(request.POST or None, user=request.user, initial={"feed": request.GET.get("gom")})
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = feeds.feed_create(user=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # the door let a User in
        except InvalidInput as error:
            for name, sentences in error.fields.items():
                form.add_error(name, sentences)
        else:
            address = request.build_absolute_uri(f"/lich/nguon/{secret}.ics")
            form = FeedForm(user=request.user)
    tokens = FeedToken.objects.filter(user=request.user, revoked_at__isnull=True)  # type: ignore[misc]  # as above
    rows = [(token, feeds.feed_label(token.feed)) for token in tokens]
    answer = render(
        request, "followup/calendar/addresses.html", {"form": form, "rows": rows, "address": address}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of one's own addresses back."""
    token = get_object_or_404(FeedToken, pk=pk, user=request.user)
    feeds.feed_revoke(token=token, now=local_now())
    messages.success(request, _("Đã thu hồi địa chỉ lịch “%(name)s”.") % {"name": token.name})
    return redirect("calendar:addresses")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed behind a secret address, for calendar programmes; 404 when unknown or revoked."""
    token = feeds.feed_of(secret)
    today = local_today()
    with override(token.user.language):
        content = feeds.feed_content(
            token,
            today=today,
            base_url=request.build_absolute_uri("/").rstrip("/"),
            title=_("Sổ đối ngoại Đà Nẵng"),
        )
    feeds.note_feed_use(token=token, today=today)
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="so-doi-ngoai.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
