"""Pages of commitments: the list of all, and every deed to one; one of them is read on the page of its action."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters.carrying_out import CommitmentFilter
from agreements.forms.carrying_out import CommitmentForm, ReachedForm
from agreements.models import Agreement, Commitment
from agreements.rules.carrying_out import can_report
from agreements.selectors_commitments import commitment_rows, reached_words, target_words, with_actions
from agreements.services import commitments as services
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup.action_filters import OVER_LAST
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView, ServiceDeedView, keepers, note_words, reporters, state_label

HIDDEN = gettext_lazy("Không có cam kết này, hoặc cam kết không thuộc việc của cơ quan bạn.")
HIDDEN_PAPER = gettext_lazy("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn.")


class CommitmentListView(RegisterListView):
    """What signed papers promise and nobody has kept yet: what is late first."""

    access = signed_in
    template_name = "agreements/carrying_out/list.html"
    page_title = gettext_lazy("Cam kết trong các thỏa thuận")
    filterset_class = CommitmentFilter
    default_sort = "due_on"
    export_name = "cam-ket"
    import_kinds = ("cam-ket",)
    empty_advice = gettext_lazy(
        "Không có cam kết nào theo điều kiện này. Cam kết được thêm ở trang của từng thỏa thuận."
    )
    columns: ClassVar = [
        Column(
            "text",
            gettext_lazy("Cam kết"),
            link=lambda row: row.action.get_absolute_url(),
            template="agreements/carrying_out/cells/text.html",
            width="wide",
        ),
        Column(
            "agreement",
            gettext_lazy("Văn bản"),
            value="agreement.title_vi",
            link=lambda row: row.agreement.get_absolute_url(),
            sort=vi_key("agreement__title_vi"),
            width="wide",
        ),
        Column("clause", gettext_lazy("Điều, khoản"), on_screen=False),
        Column("side", gettext_lazy("Bên cam kết"), value="get_side_display", sort="side", on_screen=False),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=state_label,
            sort="state",
            template="followup/actions/cells/state.html",
        ),
        Column(
            "target",
            gettext_lazy("Chỉ tiêu, đã đạt"),
            value=target_words,
            template="agreements/carrying_out/cells/target.html",
        ),
        Column("reached", gettext_lazy("Đã đạt"), value=reached_words, on_screen=False),
        Column("percent", gettext_lazy("Đã đạt (%)"), on_screen=False),
        Column(
            "due_on",
            gettext_lazy("Hạn"),
            sort=(OVER_LAST, "due_on", "order"),
            template="agreements/carrying_out/cells/due.html",
            width="narrow",
        ),
        Column(
            "lead",
            gettext_lazy("Cơ quan chủ trì"),
            value="action.lead_agency.name_vi",
            sort=vi_key("action__lead_agency__name_vi"),
        ),
        Column(
            "note",
            gettext_lazy("Ghi chú gần nhất"),
            value=lambda row: note_words(row.action),
            on_screen=False,
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return commitment_rows(Commitment.objects.visible_to(self.request.user), local_today())

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return with_actions(rows, self.request.user, local_today())


def visible_commitment(user: Any, pk: int) -> Any:
    """The commitment with the version of its action, when this person may see it; else 404."""
    seen = Commitment.objects.visible_to(user).annotate(version=F("action__version"))
    try:
        return seen.select_related("agreement", "action__lead_agency", "action__assignee").get(pk=pk)
    except Commitment.DoesNotExist as error:
        raise Http404(HIDDEN) from error


class CommitmentAddView(CreatesRecord):
    """Write down a promise of one paper."""

    access = keepers
    form_class = CommitmentForm
    page_title = gettext_lazy("Thêm cam kết")
    success_message = gettext_lazy("Đã thêm cam kết.")

    @cached_property
    def paper(self) -> Agreement:
        """The paper of the address; 404 when hidden."""
        try:
            return Agreement.objects.visible_to(self.user).get(key=self.kwargs["key"])
        except Agreement.DoesNotExist as error:
            raise Http404(HIDDEN_PAPER) from error

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"today": self.today}

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return _("Thêm cam kết: %(paper)s") % {"paper": self.paper.title_vi}

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (the page of the paper lists it)
        return self.paper.get_absolute_url()

    def save(self, *, cleaned_data: dict[str, Any], user: Any, **_rest: Any) -> Commitment:
        return services.commitment_add(agreement=self.paper, user=user, **cleaned_data)


class CommitmentEditView(EditsVersionedRecord):
    """Change a promise and who keeps it by when; two people are told apart by the version of the action."""

    access = keepers
    form_class = CommitmentForm
    lookup_kwarg = "pk"
    page_title = gettext_lazy("Sửa cam kết")

    def load(self, user: Any, key: Any) -> Any:
        return visible_commitment(user, key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"today": self.today, "action": record.action}

    def initial_of(self, record: Any) -> dict[str, Any]:
        action = record.action
        return {
            **super().initial_of(record),
            "lead_agency": action.lead_agency_id,
            "coordinating": [agency.pk for agency in action.coordinating.all()],
            "assignee": action.assignee_id,
            "due_on": action.due_on,
        }

    def get_success_url(self, record: Any) -> str:
        return str(record.action.get_absolute_url())

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Commitment:
        return services.commitment_update(
            commitment=record, changes=changed, base_version=base_version, user=user
        )


class ReachedView(DeedView):
    """Say how much of the target has been reached; the lead and coordinating agencies may."""

    access = reporters
    form_class = ReachedForm
    page_title = gettext_lazy("Ghi mức đã đạt")
    submit_label = gettext_lazy("Ghi")
    success_message = gettext_lazy("Đã ghi mức đã đạt.")

    def load(self, user: Any, pk: int) -> Any:
        commitment = visible_commitment(user, pk)
        if not can_report(user, commitment):
            raise PermissionDenied
        return commitment

    def initial(self) -> dict[str, Any]:
        return {"noted_on": self.today}

    def get_success_url(self, record: Any) -> str:
        return str(record.action.get_absolute_url())

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (the note tells from and to)
        services.record_reached(commitment=record, user=self.user, today=self.today, **given)


class CommitmentRemoveView(ServiceDeedView):
    """Take away a commitment that was written down by mistake."""

    form_class = ReasonForm
    record_as = "commitment"
    service = staticmethod(services.commitment_remove)
    knows_day = False
    page_title = gettext_lazy("Xóa cam kết ghi nhầm")
    submit_label = gettext_lazy("Xóa")
    success_message = gettext_lazy("Đã xóa cam kết.")
    advice = gettext_lazy(
        "Chỉ xóa được cam kết ghi nhầm, chưa có ghi chú, tệp hay kết quả; lịch sử thay đổi vẫn giữ lại."
    )

    def load(self, user: Any, pk: int) -> Any:
        return visible_commitment(user, pk)

    def get_success_url(self, record: Any) -> str:
        return str(record.agreement.get_absolute_url())

    def get_cancel_url(self, record: Any) -> str:
        return reverse("actions:detail", args=[record.action_id])
