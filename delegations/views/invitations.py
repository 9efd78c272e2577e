"""Pages of invitations sent and received: list, page, and every deed to one."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations.engagement_parts import attended_words, invitation_facts, reason_words
from delegations.enums import InvitationAnswer, InvitationSide
from delegations.filters.engagements import InvitationFilter
from delegations.forms.engagements import (
    AnswerForm,
    AttendanceForm,
    CorrectAnswerForm,
    FollowedForm,
    InvitationForm,
)
from delegations.models import Invitation
from delegations.rules.engagements import can_record, can_write_invitation
from delegations.selectors_invitations import STATE_WORDS, TONES, invitation_rows
from delegations.services import invitations as services
from dnfa.accounts.access import signed_in
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.clock import local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.page_parts import Button
from dnfa.core.views import RegisterListView
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import ServiceDeedView, keepers, reporters
from partners.models import Partner

HIDDEN = _("Không có lời mời này, hoặc lời mời không thuộc việc của cơ quan bạn.")


def visible_invitation(user: Any, pk: int) -> Invitation:
    """The invitation, when this person may see it; else 404."""
    seen = Invitation.objects.visible_to(user).select_related(
        "partner", "event", "conference", "delegation", "agency"
    )
    try:
        record: Invitation = seen.get(pk=pk)
    except Invitation.DoesNotExist as error:
        raise Http404(HIDDEN) from error
    return record


def writable_invitation(user: Any, pk: int) -> Invitation:
    """The same, when this person may write it; else refused."""
    record = visible_invitation(user, pk)
    if not can_write_invitation(user, record):
        raise PermissionDenied
    return record


class InvitationListView(RegisterListView):
    """Invitations both ways: late answers first, then those that wait, then the answered ones."""

    access = signed_in
    template_name = "delegations/invitations/list.html"
    page_title = _("Lời mời")
    filterset_class = InvitationFilter
    default_sort = "state"
    export_name = "loi-moi"
    import_kinds = ("loi-moi",)
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy lời mời do cơ quan mình theo dõi.")
    columns: ClassVar = [
        Column("occasion", _("Mời dự, mời thăm"), sort=vi_key("occasion"), link=True, width="wide"),
        Column("side", _("Chiều"), value="get_side_display", sort="side"),
        Column(
            "partner",
            _("Đối tác"),
            value="partner.name_vi",
            sort=vi_key("partner__name_vi"),
            link=lambda row: row.partner.get_absolute_url(),
        ),
        Column("country", _("Quốc gia, vùng lãnh thổ"), value="partner.country.name_vi", on_screen=False),
        Column("sent_on", _("Ngày gửi, nhận"), sort="sent_on", width="narrow"),
        Column(
            "answer_by",
            _("Hạn trả lời"),
            sort="answer_by",
            width="narrow",
        ),
        Column(
            "state",
            _("Trả lời"),
            value=lambda row: STATE_WORDS[row.state],
            sort=("waiting_first", "due_on", "age"),
            template="delegations/invitations/cells/state.html",
        ),
        Column("answered_on", _("Ngày trả lời"), on_screen=False),
        Column("reason", _("Lý do không nhận"), value=reason_words, on_screen=False),
        Column("attended", _("Có dự"), value=attended_words, sort="attended"),
        Column("document_number", _("Thư mời số"), on_screen=False),
        Column("agency", _("Cơ quan theo dõi"), value="agency.name_vi", on_screen=False),
        Column("event_from", _("Diễn ra từ ngày"), value="begins", on_screen=False),
        Column("event_to", _("Đến ngày"), value="ends", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        seen = Invitation.objects.visible_to(self.request.user)
        return invitation_rows(seen, self.request.user, local_today())

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.tone = TONES[row.state]
            row.state_words = STATE_WORDS[row.state]
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_record=can_record(self.request.user), **kwargs)


class InvitationDetailView(LoginRequiredMixin, TemplateView):
    """One invitation: what to, what was answered, who came, what followed."""

    access = signed_in
    template_name = "delegations/invitations/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        seen = invitation_rows(Invitation.objects.visible_to(user), user, local_today())
        try:
            invitation = seen.select_related("recorded_by").get(pk=self.kwargs["pk"])
        except Invitation.DoesNotExist as error:
            raise Http404(HIDDEN) from error
        said, came = invitation_facts(invitation)
        return super().get_context_data(
            invitation=invitation,
            said=said,
            came=came,
            state_words=STATE_WORDS[invitation.state],
            tone=TONES[invitation.state],
            buttons=buttons_of(invitation, user),
            **kwargs,
        )


def buttons_of(invitation: Invitation, user: Any) -> list[Button]:
    """What this person can do to the invitation now; the next step is the primary one."""
    if not can_write_invitation(user, invitation):
        return []
    is_open = invitation.answer in {"", InvitationAnswer.NO_ANSWER}
    rows = [
        (_("Ghi trả lời"), "invitation-answer", "send", is_open, not invitation.answer),
        (_("Sửa trả lời"), "invitation-correct", "refresh", bool(invitation.answer), False),
        (_("Ghi có dự"), "invitation-attendance", "users", True, False),
        (_("Gắn với đoàn"), "invitation-delegation", "plane", True, False),
        (_("Sửa"), "invitation-edit", "pencil", True, False),
        (_("Xóa lời mời ghi nhầm"), "invitation-withdraw", "trash", _is_fresh(invitation, user), False),
    ]
    return [
        Button(label, reverse(f"delegations:{name}", args=[invitation.pk]), icon, is_primary)
        for label, name, icon, is_there, is_primary in rows
        if is_there
    ]


def _is_fresh(invitation: Invitation, user: Any) -> bool:
    has_more = invitation.answer or invitation.attended is not None or invitation.delegation_id
    return keeps_the_register(user) and not has_more


class InvitationCreateView(CreatesRecord):
    """Write down an invitation sent or received."""

    access = reporters
    template_name = "delegations/engagements/form.html"
    form_class = InvitationForm
    page_title = _("Ghi lời mời")
    success_message = _("Đã ghi lời mời.")

    def initial(self) -> dict[str, Any]:
        side = self.request.GET.get("side", "")
        return {
            "side": side if side in InvitationSide.values else InvitationSide.RECEIVED,
            "partner": Partner.objects.visible_to(self.user)
            .filter(key=self.request.GET.get("partner", ""))
            .first(),
            "sent_on": self.today,
        }

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:invitations")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Invitation:
        return services.record_invitation(user=user, today=today, **cleaned_data)


class InvitationEditView(EditsVersionedRecord):
    """Change what an invitation says."""

    access = reporters
    template_name = "delegations/engagements/form.html"
    form_class = InvitationForm
    lookup_kwarg = "pk"
    page_title = _("Sửa lời mời")

    def load(self, user: Any, key: Any) -> Invitation:
        return writable_invitation(user, key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user, "invitation": record}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
    ) -> Invitation:
        return services.update_invitation(
            invitation=record, changes=changed, base_version=base_version, user=user, today=today
        )


class FollowedView(EditsVersionedRecord):
    """Say which delegation followed the invitation."""

    access = reporters
    template_name = "delegations/engagements/form.html"
    form_class = FollowedForm
    lookup_kwarg = "pk"
    page_title = _("Gắn lời mời với đoàn")
    keeps_draft = False

    def load(self, user: Any, key: Any) -> Invitation:
        return writable_invitation(user, key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user, "invitation": record}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Invitation:
        return services.link_delegation(
            invitation=record, delegation=changed["delegation"], base_version=base_version, user=user
        )


class InvitationDeedView(ServiceDeedView):
    """One deed to an invitation behind a small form."""

    access = reporters
    record_as = "invitation"

    def load(self, user: Any, pk: int) -> Invitation:
        return writable_invitation(user, pk)


class AnswerView(InvitationDeedView):
    """Write down the answer."""

    form_class = AnswerForm
    service = staticmethod(services.answer_invitation)
    page_title = _("Ghi trả lời")
    success_message = _("Đã ghi trả lời.")
    advice = _("Lời mời và trả lời không tính là hoạt động với đối tác; có dự mới tính.")

    def initial(self) -> dict[str, Any]:
        return {"answered_on": self.today}


class CorrectAnswerView(InvitationDeedView):
    """Change an answer that was written down wrongly or taken back."""

    form_class = CorrectAnswerForm
    service = staticmethod(services.correct_answer)
    page_title = _("Sửa trả lời")
    success_message = _("Đã sửa trả lời.")

    def initial(self) -> dict[str, Any]:
        record = writable_invitation(self.user, self.kwargs["pk"])
        return {name: getattr(record, name) for name in CorrectAnswerForm.base_fields if name != "why"}


class AttendanceView(InvitationDeedView):
    """Write down who came."""

    form_class = AttendanceForm
    service = staticmethod(services.record_attendance)
    page_title = _("Ghi có dự")
    success_message = _("Đã ghi có dự hay không.")
    advice = _("Có dự được tính là hoạt động với đối tác vào ngày diễn ra.")

    def initial(self) -> dict[str, Any]:
        record = writable_invitation(self.user, self.kwargs["pk"])
        known = {True: "true", False: "false"}
        return {"attended": known.get(record.attended, ""), "persons": record.attended_persons}  # type: ignore[arg-type]  # None is not known


class InvitationWithdrawView(InvitationDeedView):
    """Delete an invitation that was written down by mistake."""

    access = keepers
    form_class = ReasonForm
    service = staticmethod(services.withdraw_invitation)
    knows_day = False
    page_title = _("Xóa lời mời ghi nhầm")
    submit_label = _("Xóa")
    success_message = _("Đã xóa lời mời.")
    advice = _("Chỉ xóa được lời mời chưa có trả lời, người dự, đoàn hay tệp; lịch sử thay đổi vẫn giữ lại.")

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (it is gone)
        return reverse("delegations:invitations")

    def get_cancel_url(self, record: Any) -> str:
        return str(record.get_absolute_url())
