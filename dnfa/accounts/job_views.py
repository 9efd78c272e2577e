"""Background work as the person who waits sees it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dnfa.accounts import rules, selectors
from dnfa.accounts.access import SignedInRequest, roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.core import jobs
from dnfa.core.enums import JOB_OVER
from dnfa.core.errors import Conflict
from dnfa.core.models import Job

JOBS_ON_A_PAGE = 50


def _job(request: SignedInRequest, pk: int) -> Job:
    job: Job = get_object_or_404(selectors.jobs_visible_to(request.user), pk=pk)
    return job


@signed_in
@require_safe
def job_list(request: SignedInRequest) -> HttpResponse:
    """One's own background work, or everybody's for those who run the house."""
    page = Paginator(selectors.jobs_visible_to(request.user), JOBS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "page_size": JOBS_ON_A_PAGE,
        "sees_everybody": rules.runs_the_house(request.user),
        "can_test": rules.can_test_the_queue(request.user),
    }
    return render(request, "core/job_list.html", context)


def _context(request: SignedInRequest, job: Job) -> dict[str, object]:
    return {
        "job": job,
        "is_over": job.state in JOB_OVER,
        "can_cancel": rules.can_cancel_job(request.user, job),
        "result_url": jobs.result_url(job),
        "facts": [
            (_("Số việc"), job.pk),
            (_("Người yêu cầu"), str(job.requested_by or "")),
            (_("Yêu cầu lúc"), job.created_at),
            (_("Bắt đầu"), job.started_at),
            (_("Kết thúc"), job.finished_at),
        ],
    }


@signed_in
@require_safe
@never_cache
def job_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One job with its progress, its result or what went wrong."""
    return render(request, "core/job_detail.html", _context(request, _job(request, pk)))


@signed_in
@require_safe
@never_cache
def job_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The part of the page that htmx asks for each second; when the job is over the whole page is read again."""
    job = _job(request, pk)
    response = render(request, "core/_job_progress.html", _context(request, job))
    if job.state in JOB_OVER and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def job_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    job = _job(request, pk)
    try:
        jobs.cancel_job(job=job, user=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Đã yêu cầu dừng."))
    return redirect("accounts:job_detail", pk=job.pk)


@roles(Role.ADMINISTRATOR)
@require_POST
def job_test(request: SignedInRequest) -> HttpResponse:
    """Send the test job through the queue."""
    job = jobs.enqueue(kind=jobs.PING, title=_("Kiểm tra hàng đợi"), requested_by=request.user)
    return redirect("accounts:job_detail", pk=job.pk)
