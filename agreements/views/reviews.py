"""Pages of review sessions: list, agenda, what was said, minutes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from agreements.agenda import PRESSING, worth_reviewing
from agreements.filters.reviews import ReviewFilter
from agreements.forms.reviews import (
    SESSION_GROUPS,
    AttendanceForm,
    CloseForm,
    ItemForm,
    ReopenForm,
    SessionForm,
)
from agreements.minutes import minutes_docx, seat_words
from agreements.models import Agreement, ReviewItem, ReviewSession
from agreements.rules.reviews import can_prepare_review, can_reopen_review, can_write_review
from agreements.services import reviews as services
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER, RUNS_THE_HOUSE
from dnfa.core.clock import local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.editing.pages import apply_refusal
from dnfa.core.errors import DomainError
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView

keepers = roles(*sorted(KEEPS_THE_REGISTER))
heads = roles(*sorted(RUNS_THE_HOUSE))
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def state_words(session: Any) -> str:
    """Whether the minutes are closed."""
    return _("Đã chốt biên bản") if session.closed_on else _("Chưa chốt")


class ReviewListView(RegisterListView):
    """Review sessions, latest first."""

    access = signed_in
    template_name = "agreements/reviews/list.html"
    page_title = gettext_lazy("Rà soát hiệu quả thỏa thuận")
    filterset_class = ReviewFilter
    default_sort = "-held_on"
    export_name = "ra-soat"
    import_kinds = ("ket-qua-ra-soat",)
    empty_advice = gettext_lazy("Chưa có phiên rà soát nào theo điều kiện này.")
    columns: ClassVar = [
        Column("title", gettext_lazy("Phiên rà soát"), sort="title", link=True, width="wide"),
        Column("held_on", gettext_lazy("Ngày họp"), sort="held_on", width="narrow"),
        Column("number", gettext_lazy("Số thỏa thuận"), sort="number", align="end", width="narrow"),
        Column("chair", gettext_lazy("Chủ trì"), sort="chair"),
        Column("state", gettext_lazy("Biên bản"), value=state_words, sort="closed_on"),
        Column("place", gettext_lazy("Địa điểm"), on_screen=False),
        Column("conclusion", gettext_lazy("Kết luận chung"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return ReviewSession.objects.visible_to(self.request.user).annotate(number=Count("items"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_write=can_prepare_review(self.request.user), **kwargs)


class ReviewDetailView(LoginRequiredMixin, TemplateView):
    """One session: the meeting, then each paper with facts, rating, decision."""

    access = signed_in
    template_name = "agreements/reviews/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        session = ReviewSession.objects.visible_to(user).filter(pk=self.kwargs["pk"]).first()
        if session is None:
            raise Http404(_("Không có phiên rà soát này, hoặc cơ quan bạn không dự."))
        items = list(session.items.select_related("agreement", "lead_agency", "action"))
        readable = set(
            Agreement.objects.visible_to(user)
            .filter(pk__in=[item.agreement_id for item in items])
            .values_list("pk", flat=True)
        )
        attendance = list(session.attendance.select_related("agency"))
        return super().get_context_data(
            session=session,
            facts=[
                (_("Ngày họp"), session.held_on),
                (_("Số liệu tính đến ngày"), session.facts_as_of),
                (_("Địa điểm"), session.place),
                (_("Chủ trì"), session.chair),
                (_("Thư ký"), session.secretary),
                (_("Giấy mời, công văn số"), session.document_number),
                (_("Cơ quan dự họp"), "; ".join(seat_words(seat) for seat in attendance)),
                (_("Chốt biên bản ngày"), session.closed_on),
            ],
            has_agencies=bool(attendance),
            items=[(item, item.agreement_id in readable) for item in items],
            may_write=can_write_review(user, session),
            may_reopen=can_reopen_review(user, session),
            **kwargs,
        )


class _SessionPage:
    form_class = SessionForm
    fieldsets = SESSION_GROUPS

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (the base names it)
        return {"user": self.request.user}  # type: ignore[attr-defined]  # of the view it is mixed into


class ReviewCreateView(_SessionPage, CreatesRecord):
    """Plan a session; the register proposes the papers nobody has looked at for a year."""

    access = keepers
    template_name = "agreements/reviews/edit.html"
    page_title = gettext_lazy("Lập phiên rà soát")
    success_message = gettext_lazy("Đã lập phiên rà soát; chương trình lấy số liệu từ sổ.")

    def initial(self) -> dict[str, Any]:
        today = local_today()
        proposed: list[int] = []
        if "de-xuat" in self.request.GET:
            wanted = worth_reviewing(self.request.user, today).filter(status__in=sorted(PRESSING))
            proposed = list(wanted.at_city_level().in_vietnamese_order().values_list("pk", flat=True))
        return {"held_on": today, "agreements": proposed}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (the base names it)
        return reverse("agreements:reviews")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: Any) -> ReviewSession:  # noqa: ARG002
        return services.session_create(**cleaned_data, user=user)


class ReviewEditView(_SessionPage, EditsVersionedRecord):
    """Change a session whose minutes are open."""

    access = keepers
    template_name = "agreements/reviews/edit.html"
    page_title = gettext_lazy("Sửa phiên rà soát")
    lookup_kwarg = "pk"

    def load(self, user: Any, key: Any) -> ReviewSession:
        session: ReviewSession = get_object_or_404(ReviewSession.objects.visible_to(user), pk=key)
        if not can_write_review(user, session):
            raise PermissionDenied(_("Biên bản phiên rà soát này đã chốt."))
        return session

    def initial_of(self, record: Any) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in services.EDITABLE if name != "conclusion"}
        agencies = list(record.attendance.values_list("agency", flat=True))
        papers = list(record.items.order_by("order", "pk").values_list("agreement", flat=True))
        return {**values, "agencies": agencies, "agreements": papers}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_facts: Any
    ) -> Any:
        return services.session_update(session=record, changes=changed, base_version=base_version, user=user)


def _open_session(request: HttpRequest, pk: int) -> ReviewSession:
    session = get_object_or_404(ReviewSession.objects.visible_to(request.user), pk=pk)
    if not can_write_review(request.user, session):
        raise PermissionDenied(_("Biên bản phiên rà soát này đã chốt."))
    return session


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the meeting said about one paper."""
    record = get_object_or_404(ReviewItem.objects.select_related("agreement", "session"), pk=pk)
    session = _open_session(request, record.session_id)
    fields = ("rating", "reasons", "other_results", "decision", "decision_note", "lead_agency", "due_on")
    initial = {**{name: getattr(record, name) for name in fields}, "base": services.item_state(record)}
    form = ItemForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in fields}
        try:
            services.item_record(item=record, base=form.cleaned_data["base"], user=request.user, **values)
        except DomainError as error:
            record.refresh_from_db()
            _tell(form, error, "base", services.item_state(record))
        else:
            messages.success(request, _("Đã ghi kết quả rà soát “%(paper)s”.") % {"paper": record.agreement})
            return redirect(f"{session.get_absolute_url()}#item-{record.pk}")
    return render(request, "agreements/reviews/item.html", {"session": session, "item": record, "form": form})


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came for the agencies asked."""
    session = _open_session(request, pk)
    seats = list(session.attendance.select_related("agency"))
    form = AttendanceForm(request.POST or None, seats=seats, initial={"version": session.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.attendance_record(
                session=session,
                came=form.came(),
                base_version=form.cleaned_data["version"],
                user=request.user,
            )
        except DomainError as error:
            session.refresh_from_db()
            _tell(form, error, "version", str(session.version))
        else:
            messages.success(request, _("Đã ghi người dự họp."))
            return redirect(session.get_absolute_url())
    context = {"session": session, "form": form, "seats": seats}
    return render(request, "agreements/reviews/attendance.html", context)


def _tell(form: Any, error: DomainError, carried: str, state: str) -> None:
    """Put a refusal at its fields. After somebody else's save the form carries the new state, so that sending it
    again, having looked at the session, goes through; what was typed stays.
    """
    if error.code == "stale_version":
        form.data = form.data.copy()
        form.data[carried] = state
    apply_refusal(form, error)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the minutes; decisions become things to do."""
    session = _open_session(request, pk)
    initial = {"conclusion": session.conclusion, "version": session.version}
    form = CloseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.session_close(
                session=session,
                conclusion=form.cleaned_data["conclusion"],
                base_version=form.cleaned_data["version"],
                user=request.user,
                today=local_today(),
            )
        except DomainError as error:
            session.refresh_from_db()
            _tell(form, error, "version", str(session.version))
        else:
            messages.success(request, _("Đã chốt biên bản; các kết luận đã thành việc phải làm."))
            return redirect(session.get_absolute_url())
    items = session.items.select_related("agreement")
    waiting = [item for item in items if not (item.rating and item.decision)]
    context = {"session": session, "form": form, "waiting": waiting}
    return render(request, "agreements/reviews/close.html", context)


@heads
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take closed minutes back."""
    session = get_object_or_404(ReviewSession.objects.visible_to(request.user), pk=pk)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.session_reopen(
                session=session, reason=form.cleaned_data["reason"], user=request.user, today=local_today()
            )
        except DomainError as error:
            apply_refusal(form, error)
        else:
            messages.success(request, _("Đã mở lại biên bản."))
            return redirect(session.get_absolute_url())
    context = {"session": session, "form": form, "may_reopen": can_reopen_review(request.user, session)}
    return render(request, "agreements/reviews/reopen.html", context)


@keepers
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the facts of the agenda again."""
    session = _open_session(request, pk)
    services.refresh_facts(session=session, user=request.user)
    messages.success(request, _("Đã lấy lại số liệu từ sổ."))
    return redirect(session.get_absolute_url())


@signed_in
@require_http_methods(["GET", "HEAD"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a Word file."""
    session = get_object_or_404(ReviewSession.objects.visible_to(request.user), pk=pk)
    answer = HttpResponse(minutes_docx(session), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="bien-ban-ra-soat_{session.held_on:%Y-%m-%d}.docx"'
    return answer
