"""Reviewing: before, now and proposed side by side; accept value by value, or return with a coded reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from dnfa.core.clock import local_now, local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.updates import services
from dnfa.updates.enums import RequestKind
from dnfa.updates.forms import ReviewForm
from dnfa.updates.models import ChangeRequest
from dnfa.updates.proposals import is_whole
from dnfa.updates.rules import can_review
from dnfa.updates.selectors import title_of
from dnfa.updates.views.common import (
    facts_of,
    keepers,
    sent_version,
    shown_record,
    steps_of,
    visible_request,
)
from dnfa.updates.views.requests import lines_for


class ReviewView(LoginRequiredMixin, View):
    """The reviewer's page of one update."""

    access = keepers

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is proposed, ready to decide."""
        update = visible_request(request.user, pk)
        if not can_review(request.user, update):
            return redirect(update)
        return self._page(request, update, ReviewForm(kind=update.kind, today=local_today()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept what is ticked, or return the whole; what stands in the way is said on the same page."""
        update = visible_request(request.user, pk)
        if not can_review(request.user, update):
            messages.error(request, _("Cập nhật này không còn chờ bạn duyệt."))
            return redirect(update)
        form = ReviewForm(request.POST, kind=update.kind, today=local_today())
        if form.is_valid():
            try:
                done = self._decide(request, update, form)
            except NotAllowed:
                raise
            except DomainError as error:
                apply_refusal(form, error)
                update = visible_request(request.user, pk)
            else:
                messages.success(request, done)
                return redirect(update)
        return self._page(request, update, form)

    def _decide(self, request: HttpRequest, update: ChangeRequest, form: ReviewForm) -> str:
        given = form.cleaned_data
        common = {
            "request": update,
            "reason": given["reason"],
            "text": given["text"],
            "remarks": self._remarks(request, update),
            "base_version": sent_version(request.POST.get("version", "")),
            "user": request.user,
            "now": local_now(),
        }
        if "return" in request.POST:
            services.request_return(**common)
            return _("Đã trả lại cho cơ quan.")
        accepted = services.request_accept(
            **common,
            accepted=request.POST.getlist("accept"),
            record_version=sent_version(request.POST.get("record_version", "")) or None,
            lead_agency=given.get("lead_agency"),
            due_on=given.get("due_on"),
            today=local_today(),
        )
        if accepted.closed_at is None:
            return _("Đã ghi các mục được chấp nhận vào sổ và trả lại phần còn lại.")
        return _("Đã chấp nhận và ghi vào sổ.")

    @staticmethod
    def _remarks(request: HttpRequest, update: ChangeRequest) -> dict[str, str]:
        return {
            value.name: request.POST.get(f"remark-{value.name}", "")
            for value in update.values.all()
            if request.POST.get(f"remark-{value.name}", "").strip()
        }

    def _page(self, request: HttpRequest, update: ChangeRequest, form: ReviewForm) -> HttpResponse:
        user = request.user
        record = shown_record(update, user)
        lines = [line for line in lines_for(update, record, user) if not line.is_accepted]
        chosen = set(request.POST.getlist("accept"))
        context: dict[str, Any] = {
            "update": update,
            "title": title_of(update, record),
            "record": record,
            "facts": facts_of(update, record),
            "lines": [
                {
                    "line": line,
                    "is_chosen": line.name in chosen if request.method == "POST" else not line.has_moved,
                    "remark": request.POST.get(f"remark-{line.name}", ""),
                }
                for line in lines
            ],
            "form": form,
            "happenings": steps_of(update.steps.all()),
            "is_difficulty": update.kind == RequestKind.DIFFICULTY,
            "is_whole": is_whole(update),
            "is_new": update.kind == RequestKind.NEW,
            "cancel_url": update.get_absolute_url(),
        }
        return render(request, "updates/review.html", context)


class TakeView(LoginRequiredMixin, View):
    """Says that this officer reviews it."""

    access = keepers

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it, then decide."""
        update = visible_request(request.user, pk)
        try:
            services.request_take(
                request=update,
                base_version=sent_version(request.POST.get("version", "")),
                user=request.user,
                now=local_now(),
            )
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(update)
        return redirect("updates:review", pk)
