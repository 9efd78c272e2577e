"""The list of updates, the page of one, where one begins, and taking one back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_now, local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.updates import proposals, services
from dnfa.updates.agency_work import agency_work
from dnfa.updates.enums import RequestKind
from dnfa.updates.filters import ChangeRequestFilter
from dnfa.updates.forms import AgencyForm, ReasonForm
from dnfa.updates.models import ChangeRequest
from dnfa.updates.rules import can_review, can_withdraw, can_write, may_send_updates
from dnfa.updates.selectors import hang_on, request_rows, title_of
from dnfa.updates.subjects import subjects
from dnfa.updates.views.common import (
    NO_RECORD,
    agency_told,
    facts_of,
    held_values,
    senders,
    sent_version,
    shown_record,
    steps_of,
    visible_request,
    visible_subject,
)


class RequestListView(RegisterListView):
    """Everything agencies sent: what waits longest first."""

    access = signed_in
    template_name = "updates/list.html"
    page_title = gettext_lazy("Cập nhật của các cơ quan")
    filterset_class = ChangeRequestFilter
    default_sort = "sent"
    export_name = "cap-nhat"
    empty_advice = gettext_lazy("Không có cập nhật nào theo điều kiện này.")
    columns: ClassVar = [
        Column(
            "title",
            gettext_lazy("Cập nhật"),
            value=lambda row: title_of(row, row.shown_record),
            link=True,
            width="wide",
        ),
        Column("number", gettext_lazy("Số"), value=str, sort="pk", width="narrow"),
        Column("agency", gettext_lazy("Cơ quan gửi"), value="agency.name_vi", sort="agency__name_vi"),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value="get_state_display",
            sort="state",
            template="updates/cells/state.html",
        ),
        Column("sent", gettext_lazy("Gửi lúc"), value="submitted_at", sort="submitted_at", width="narrow"),
        Column(
            "days", gettext_lazy("Chờ (ngày làm việc)"), value="days_waiting", align="end", width="narrow"
        ),
        Column("reviewer", gettext_lazy("Người duyệt"), value="reviewer"),
        Column("text", gettext_lazy("Nội dung"), on_screen=False),
    ]

    def get_queryset(self) -> Any:
        return request_rows(self.request.user)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return hang_on(rows, self.request.user, local_today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_send=may_send_updates(self.request.user), **kwargs)


class AgencyWorkView(LoginRequiredMixin, TemplateView):
    """The focal point's four lists: what came back, what to finish, what to confirm, what is asked."""

    access = senders
    template_name = "updates/work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            work=agency_work(user, local_today()),
            agency=user.agency,
            creatable=[subject for subject in subjects() if subject.may_create(user)],
            **kwargs,
        )


class RequestDetailView(LoginRequiredMixin, TemplateView):
    """One update: who says what, what was decided, step by step."""

    access = signed_in
    template_name = "updates/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        update = visible_request(user, self.kwargs["pk"])
        record = shown_record(update, user)
        return super().get_context_data(
            update=update,
            title=title_of(update, record),
            record=record,
            facts=facts_of(update, record),
            lines=lines_for(update, record, user),
            is_new=update.kind == RequestKind.NEW,
            happenings=steps_of(update.steps.all()),
            may_write=can_write(user, update),
            may_withdraw=can_withdraw(user, update),
            may_review=can_review(user, update),
            **kwargs,
        )


def lines_for(update: ChangeRequest, record: Any, user: Any) -> list[proposals.ProposalLine]:
    """The proposed values, where this person may see the record they speak of."""
    if not proposals.takes_values(update) or (update.record_id is not None and record is None):
        return []
    if (
        update.kind == RequestKind.NEW
    ):  # told as it was proposed, by the form of a new record, also once it is one
        record = None
    try:
        return proposals.lines(update, held_values(update), record=record, user=user)
    except proposals.SubjectGoneError:
        return []


class BeginView(LoginRequiredMixin, View):
    """What an agency can say about one record, or that a record is missing; sending the form opens the draft."""

    access = senders

    def get(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        """The choices."""
        return self._page(request, code, pk)

    def post(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        """Open the draft, or the one already open, and go on writing."""
        user: Any = request.user
        subject, record = self._about(user, code, pk)
        kind = request.POST.get("kind", "")
        form, agency = agency_told(user, {"agency": "", **request.POST.dict()})
        if agency is None or kind not in RequestKind.values:
            return self._page(request, code, pk, form=form)
        try:
            update = services.request_open(
                kind=kind, subject=subject, record=record, agency=agency, user=user
            )
        except NotAllowed:
            raise
        except DomainError as error:
            form = form or AgencyForm()
            apply_refusal(form, error)
            return self._page(request, code, pk, form=form)
        return redirect("updates:write", update.pk)

    def _about(self, user: Any, code: str, pk: int | None) -> tuple[Any, Any]:
        subject = visible_subject(code)
        record = None if pk is None else subject.visible_to(user).filter(pk=pk).first()
        if pk is not None and record is None:
            raise Http404(NO_RECORD)
        return subject, record

    def _page(
        self, request: HttpRequest, code: str, pk: int | None, form: AgencyForm | None = None
    ) -> HttpResponse:
        user: Any = request.user
        subject, record = self._about(user, code, pk)
        asked, _agency = agency_told(user, request.GET)
        kinds = (RequestKind.NEW,) if record is None else subject.kinds
        return render(
            request,
            "updates/begin.html",
            {
                "subject": subject,
                "record": record,
                "kinds": [(kind, KIND_ADVICE[kind]) for kind in kinds],
                "form": form or asked,
                "asks_agency": asked is not None,
                "cancel_url": record.get_absolute_url() if record is not None else reverse("updates:work"),
                "confirmable": record is not None and subject.confirmable is not None,
            },
        )


class BeginAbout(LoginRequiredMixin, View):
    """The button on a record's page: from its key to where an update of it begins."""

    access = senders
    code = ""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Lead on; 404 for a record this person does not see."""
        subject = visible_subject(self.code)
        record = subject.find(request.user, key)
        if record is None:
            raise Http404(NO_RECORD)
        return redirect("updates:begin", subject.code, record.pk)


KIND_ADVICE = {
    RequestKind.EDIT: gettext_lazy("Thông tin trong sổ chưa đúng, còn thiếu."),
    RequestKind.NEW: gettext_lazy("Việc đã có mà sổ chưa có bản ghi."),
    RequestKind.NOTE: gettext_lazy("Việc vừa làm, kết quả, số liệu trong kỳ."),
    RequestKind.FILE: gettext_lazy("Văn bản, báo cáo, ảnh làm minh chứng."),
    RequestKind.DIFFICULTY: gettext_lazy("Cần Sở Ngoại vụ hoặc cơ quan khác giải quyết."),
    RequestKind.AMENDMENT: gettext_lazy("Nhiệm vụ cần ghi khác: câu chữ, cơ quan thực hiện, thời hạn."),
}


class WithdrawView(LoginRequiredMixin, View):
    """Take an update back for good; what was sent stays readable."""

    access = senders

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, with the reason where it was sent already."""
        update = visible_request(request.user, pk)
        if not can_withdraw(request.user, update):
            return redirect(update)
        return self._page(request, update, ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it."""
        update = visible_request(request.user, pk)
        form = ReasonForm(request.POST)
        if update.submitted_at is None:
            form.fields["reason"].required = False
        if form.is_valid():
            try:
                services.request_withdraw(
                    request=update,
                    reason=form.cleaned_data["reason"],
                    base_version=sent_version(request.POST.get("version", "")),
                    user=request.user,
                    now=local_now(),
                )
            except NotAllowed:
                raise
            except DomainError as error:
                apply_refusal(form, error)
            else:
                messages.success(request, _("Đã rút cập nhật."))
                return redirect(update)
        return self._page(request, update, form)

    def _page(self, request: HttpRequest, update: ChangeRequest, form: ReasonForm) -> HttpResponse:
        record = shown_record(update, request.user)
        context = {
            "update": update,
            "title": title_of(update, record),
            "form": form,
            "cancel_url": update.get_absolute_url(),
        }
        return render(request, "updates/withdraw.html", context)
