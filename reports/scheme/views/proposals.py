"""What agencies want changed of the Scheme: the list, and one proposal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.updates.enums import REQUEST_OVER, RequestKind
from dnfa.updates.models import ChangeRequest
from dnfa.updates.proposals import standing
from dnfa.updates.services import draft_save, request_open
from dnfa.updates.subjects import subject_by_code
from reports.scheme import rules
from reports.scheme.enums import SchemeProposalState
from reports.scheme.filters import ProposalFilter
from reports.scheme.models import SchemeProposal
from reports.scheme.selectors import told_in
from reports.scheme.views.pages import proposing
from reports.scheme.words import PROPOSAL_TONES

HIDDEN = _("Không có đề xuất này, hoặc đề xuất không thuộc cơ quan bạn.")
WAITING_FIRST = Case(
    When(state=SchemeProposalState.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField()
)


def visible_proposal(user: Any, pk: int) -> SchemeProposal:
    """The proposal, when this person may see it; else 404."""
    seen = SchemeProposal.objects.visible_to(user).select_related(
        "task", "result", "agency", "lead_agency", "author", "decided_by", "follows"
    )
    try:
        proposal: SchemeProposal = seen.get(pk=pk)
    except SchemeProposal.DoesNotExist as error:
        raise Http404(HIDDEN) from error
    return proposal


class ProposalListView(RegisterListView):
    """What agencies want changed: what waits first."""

    access = signed_in
    template_name = "reports/scheme/proposals.html"
    page_title = _("Đề xuất sửa đổi Đề án")
    filterset_class = ProposalFilter
    default_sort = "state"
    export_name = "de-xuat-sua-doi-de-an"
    empty_advice = _("Chưa có đề xuất nào. Đầu mối thấy đề xuất của cơ quan mình.")
    columns: ClassVar = [
        Column("title_vi", _("Nhiệm vụ đề xuất"), link=True, sort=vi_key("title_vi"), width="wide"),
        Column(
            "state",
            _("Tình trạng"),
            value="get_state_display",
            sort=(WAITING_FIRST, "proposed_on"),
            template="reports/scheme/cells/proposal_state.html",
        ),
        Column("kind", _("Loại đề xuất"), value="get_kind_display", sort="kind"),
        Column(
            "task",
            _("Nhiệm vụ được sửa"),
            value=lambda row: row.task.code if row.task else "",
            on_screen=False,
        ),
        Column("group_code", _("Mã nhóm"), sort="group_code", on_screen=False),
        Column("agency", _("Cơ quan đề xuất"), value="agency.name_vi", sort=vi_key("agency__name_vi")),
        Column("proposed_on", _("Ngày đề xuất"), sort="proposed_on", width="narrow"),
        Column("decided_on", _("Ngày xử lý"), on_screen=False),
        Column("decision_note", _("Lý do, ghi chú xử lý"), on_screen=False),
        Column("reason", _("Lý do đề xuất"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return SchemeProposal.objects.visible_to(self.request.user).select_related("agency", "task")

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.state_tone = PROPOSAL_TONES[row.state]
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**proposing(self.request.user), **kwargs)


class ProposalView(LoginRequiredMixin, TemplateView):
    """One proposal: what is wanted and why, and what became of it."""

    access = signed_in
    template_name = "reports/scheme/proposal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        proposal = visible_proposal(user, self.kwargs["pk"])
        return super().get_context_data(
            proposal=proposal,
            state_tone=PROPOSAL_TONES[proposal.state],
            facts=proposal_facts(proposal),
            may_decide=rules.can_decide(user, proposal),
            may_withdraw=rules.can_withdraw(user, proposal, today),
            may_send_again=rules.can_send_again(user, proposal, today),
            may_keep=rules.can_keep_scheme(user),
            **kwargs,
        )


class SendAgainView(LoginRequiredMixin, View):
    """Opens the draft of an update with a returned proposal's words, for its agency to better and send again."""

    access = roles(Role.FOCAL_POINT)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open it, or the one begun already, and go on writing."""
        user: Any = request.user
        proposal = visible_proposal(user, pk)
        if not rules.can_send_again(user, proposal, local_today()):
            raise PermissionDenied(_("Chỉ gửi lại một lần đề xuất đã bị trả lại."))
        draft = _begun_again(proposal, user) or _begin_again(proposal, user)
        return redirect("updates:write", draft.pk)


def _begun_again(proposal: SchemeProposal, user: Any) -> ChangeRequest | None:
    """What the agency has begun, or sent, to follow it: whoever of the agency goes on there, nothing typed is lost."""
    return (
        ChangeRequest.objects.exclude(state__in=sorted(REQUEST_OVER))
        .filter(agency=user.agency_id, values__name="follows", values__proposed=str(proposal.pk))
        .order_by("pk")
        .first()
    )


def _begin_again(proposal: SchemeProposal, user: Any) -> ChangeRequest:
    """A draft with the proposal's words. One begun of the same task before keeps its own, and says from now on what it follows."""
    kind = RequestKind.NEW if proposal.task is None else RequestKind.AMENDMENT
    subject: Any = subject_by_code("scheme-proposal" if proposal.task is None else "scheme-task")
    draft = request_open(kind=kind, subject=subject, record=proposal.task, agency=user.agency, user=user)
    values: dict[str, Any] = {"follows": str(proposal.pk)}
    if ChangeRequest.objects.empty().filter(pk=draft.pk).exists():
        told = {**told_in(proposal), "follows": proposal.pk}
        saying = subject.sayings[kind]
        values = standing(saying.form(record=proposal.task, agency=user.agency, user=user, initial=told))
    return draft_save(request=draft, values=values, base_version=None, user=user)


def proposal_facts(proposal: SchemeProposal) -> list[dict[str, Any]]:
    """What the proposal says, and what was decided; what nobody told is left out."""
    task, result, follows = proposal.task, proposal.result, proposal.follows
    rows: list[dict[str, Any]] = [
        {"label": gettext("Loại đề xuất"), "value": proposal.get_kind_display()},
        {
            "label": gettext("Nhiệm vụ được sửa"),
            "value": str(task) if task else "",
            "href": task.get_absolute_url() if task else "",
        },
        {"label": gettext("Mã nhóm"), "value": proposal.group_code},
        {"label": gettext("Lý do đề xuất"), "value": proposal.reason},
        {"label": gettext("Cơ quan chủ trì đề xuất"), "value": proposal.lead_agency.name_vi},
        {
            "label": gettext("Cơ quan phối hợp đề xuất"),
            "value": "; ".join(
                agency.name_vi for agency in proposal.coordinating.order_by("name_fold", "pk")
            ),
        },
        {"label": gettext("Bắt đầu"), "value": proposal.starts_on},
        {"label": gettext("Kết thúc"), "value": proposal.ends_on},
        {"label": gettext("Cơ quan đề xuất"), "value": proposal.agency.name_vi},
        {"label": gettext("Người đề xuất"), "value": str(proposal.author or "")},
        {"label": gettext("Ngày đề xuất"), "value": proposal.proposed_on},
        {
            "label": gettext("Gửi lại sau khi trả"),
            "value": str(follows) if follows else "",
            "href": follows.get_absolute_url() if follows else "",
        },
        {"label": gettext("Ngày xử lý"), "value": proposal.decided_on},
        {"label": gettext("Người xử lý"), "value": str(proposal.decided_by or "")},
        {"label": gettext("Lý do, ghi chú xử lý"), "value": proposal.decision_note},
        {
            "label": gettext("Nhiệm vụ được đưa vào"),
            "value": str(result) if result else "",
            "href": result.get_absolute_url() if result else "",
        },
    ]
    return [row for row in rows if row["value"] not in (None, "")]
