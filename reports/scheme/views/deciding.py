"""Pages on which the Department keeps tasks, and agencies propose what the Department decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.followup.action_forms import NewActionForm, ReasonForm
from dnfa.followup.action_views import DeedView, keepers, reporters
from dnfa.followup.actions import create_action
from dnfa.followup.enums import ActionOrigin
from dnfa.followup.models import Action
from reports.scheme import rules, services
from reports.scheme.enums import SchemeProposalKind, TaskRole
from reports.scheme.forms import AcceptForm, AssignForm, ProposalForm, TaskForm, WithdrawForm
from reports.scheme.models import SchemeProposal, SchemeTask
from reports.scheme.selectors import next_code, told_in, words_of
from reports.scheme.views.pages import visible_task
from reports.scheme.views.proposals import visible_proposal
from reports.scheme.views.saying import FORM


class TaskEditView(EditsVersionedRecord):
    """Change dates and notes of a task."""

    access = keepers
    template_name = FORM
    form_class = TaskForm
    lookup_kwarg = "code"

    def load(self, user: Any, key: Any) -> SchemeTask:
        return visible_task(user, key)

    def get_page_title(self, record: Any) -> str:
        return gettext("Sửa nhiệm vụ %(code)s") % {"code": record.code}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=kwargs["record"], **kwargs)

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> SchemeTask:
        return services.update_task(task=record, changes=changed, base_version=base_version, user=user)


class AssignView(DeedView):
    """Say who leads and who coordinates; `pk` in the address is the task's code."""

    access = keepers
    template_name = "reports/scheme/deed.html"
    form_class = AssignForm
    page_title = _("Giao cơ quan chủ trì, phối hợp")
    submit_label = _("Lưu")
    success_message = _("Đã ghi cơ quan thực hiện.")
    advice = _(
        "Đơn vị đã sáp nhập, đổi tên không cần giao lại: sổ tự tính theo kế thừa cơ quan. Chỉ giao lại khi có văn bản mới."
    )

    def load(self, user: Any, pk: int) -> SchemeTask:
        return visible_task(user, str(pk))

    def initial(self) -> dict[str, Any]:
        links = visible_task(self.user, self.kwargs["pk"]).agency_links.filter(valid_to__isnull=True)
        named = list(links.order_by("pk").values_list("role", "agency"))
        return {
            "leads": [agency for role, agency in named if role == TaskRole.LEAD],
            "coordinating": [agency for role, agency in named if role == TaskRole.COORDINATING],
        }

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.assign_agencies(task=record, base_version=base_version, user=self.user, **given)


class GiveActionView(CreatesRecord):
    """Write down a thing to do that a task asks for; it stands in the list of all things to do."""

    access = keepers
    template_name = FORM
    form_class = NewActionForm
    success_message = _("Đã thêm việc phải làm.")

    @cached_property
    def task(self) -> SchemeTask:
        """The task of the address; 404 when hidden."""
        return visible_task(self.user, self.kwargs["code"])

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return gettext("Thêm việc phải làm của nhiệm vụ %(code)s") % {"code": self.task.code}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"today": self.today, "action": record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.task, **kwargs)

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (the task's page lists it)
        return self.task.get_absolute_url()

    def save(self, *, cleaned_data: dict[str, Any], user: Any, **_rest: Any) -> Action:
        return create_action(origin=ActionOrigin.SCHEME, record=self.task, user=user, **cleaned_data)


class ProposeView(CreatesRecord):
    """Write down for an agency a task it proposes, another wording of one (`?nhiem-vu=`), or a returned proposal again
    (`?gui-lai=`). Agencies themselves send it through the queue.
    """

    access = keepers
    template_name = FORM
    form_class = ProposalForm
    submit_label = _("Ghi đề xuất")
    success_message = _("Đã ghi đề xuất.")

    @cached_property
    def follows(self) -> SchemeProposal | None:
        """The returned proposal that is sent again."""
        asked = self.request.GET.get("gui-lai", "")
        if not asked.isdecimal() or len(asked) > 9:
            return None
        proposal = visible_proposal(self.user, int(asked))
        if not rules.can_send_again(self.user, proposal, self.today):
            raise PermissionDenied(_("Chỉ gửi lại một lần đề xuất đã bị trả lại."))
        return proposal

    @cached_property
    def task(self) -> SchemeTask | None:
        """The task that the proposal words otherwise."""
        if self.follows is not None:
            return self.follows.task
        asked = self.request.GET.get("nhiem-vu", "")
        return visible_task(self.user, asked) if asked else None

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        if self.task is not None:
            return gettext("Đề xuất sửa đổi nhiệm vụ %(code)s") % {"code": self.task.code}
        return gettext("Đề xuất bổ sung nhiệm vụ")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        kind = SchemeProposalKind.ADDITION if self.task is None else SchemeProposalKind.AMENDMENT
        return {"kind": kind, "is_keeper": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.task, follows=self.follows, **kwargs)

    def initial(self) -> dict[str, Any]:
        """The returned words, or those of the task; else the agency of who proposes."""
        if self.follows is not None:
            return told_in(self.follows)
        if self.task is not None:
            return {"agency": self.user.agency_id, **words_of(self.task)}
        return {"agency": self.user.agency_id, "lead_agency": self.user.agency_id}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return self.task.get_absolute_url() if self.task is not None else reverse("scheme:proposals")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> SchemeProposal:
        return services.propose_task(
            task=self.task, follows=self.follows, user=user, today=today, **cleaned_data
        )


class ProposalDeedView(DeedView):
    """One deed to one proposal that waits."""

    access = keepers

    def load(self, user: Any, pk: int) -> SchemeProposal:
        proposal = visible_proposal(user, pk)
        if not self.allowed(proposal):
            raise PermissionDenied(_("Đề xuất này đã được xử lý hoặc đã rút."))
        return proposal

    def allowed(self, proposal: SchemeProposal) -> bool:
        """Whether the deed can be done to this proposal by this person."""
        return rules.can_decide(self.user, proposal)


class AcceptView(ProposalDeedView):
    """Take it into the Scheme."""

    form_class = AcceptForm
    page_title = _("Đưa vào Đề án")
    submit_label = _("Đưa vào Đề án")
    success_message = _("Đã đưa nhiệm vụ vào Đề án.")
    advice = _("Nhiệm vụ mới đứng cuối danh sách; đề xuất sửa đổi thì thay nhiệm vụ cũ từ ngày quyết định.")

    def initial(self) -> dict[str, Any]:
        return {"code": next_code(visible_proposal(self.user, self.kwargs["pk"])), "decided_on": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.accept_proposal(
            proposal=record, base_version=base_version, user=self.user, today=self.today, **given
        )


class ReturnView(ProposalDeedView):
    """Give it back with the reason."""

    form_class = ReasonForm
    page_title = _("Trả lại đề xuất")
    submit_label = _("Trả lại")
    success_message = _("Đã trả lại đề xuất.")
    advice = _("Cơ quan đề xuất đọc được lý do và gửi lại được.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.return_proposal(
            proposal=record, base_version=base_version, user=self.user, today=self.today, **given
        )


class WithdrawView(ProposalDeedView):
    """Take a waiting proposal back."""

    access = reporters
    form_class = WithdrawForm
    page_title = _("Rút đề xuất")
    submit_label = _("Rút đề xuất")
    success_message = _("Đã rút đề xuất.")

    def allowed(self, proposal: SchemeProposal) -> bool:
        return rules.can_withdraw(self.user, proposal, self.today)

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.withdraw_proposal(
            proposal=record, base_version=base_version, user=self.user, today=self.today, **given
        )
