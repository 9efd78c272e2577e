"""Pages of contacts that are no delegation: list, page, forms."""

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

from delegations.engagement_parts import summary
from delegations.filters.engagements import EngagementFilter
from delegations.forms.engagements import EngagementForm
from delegations.forms.trips import CancelForm
from delegations.models import Engagement
from delegations.rules.engagements import (
    can_cancel_engagement,
    can_correct_engagement,
    can_edit_engagement,
    can_record,
    can_reinstate_engagement,
)
from delegations.sections import engagement_page
from delegations.selectors import contact_rows
from delegations.services import engagements as services
from delegations.views.contacts import COMMON_COLUMNS, TITLE, ContactListView
from delegations.views.planned import HIDDEN, NOT_NOW
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.listing import Column
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import ServiceDeedView, reporters


def visible_engagement(user: Any, key: str) -> Engagement:
    """The contact, when this person may see it; else 404."""
    try:
        seen = contact_rows(Engagement.objects.visible_to(user), user).select_related("recorded_by")
        record: Engagement = seen.get(key=key)
    except Engagement.DoesNotExist as error:
        raise Http404(HIDDEN) from error
    return record


class EngagementListView(ContactListView):
    """Events, letters, calls, exchanges, online meetings; what lies ahead too, unless a day is asked about."""

    model = Engagement
    page_title = _("Tiếp xúc, sự kiện")
    template_name = "delegations/engagements/list.html"
    filterset_class = EngagementFilter
    export_name = "tiep-xuc"
    import_kinds = ("tiep-xuc",)
    columns: ClassVar = [
        TITLE,
        Column(
            "kind",
            _("Loại"),
            value="get_kind_display",
            sort="kind",
            template="delegations/engagements/cells/kind.html",
        ),
        *COMMON_COLUMNS,
        Column(
            "initiative",
            _("Bên khởi xướng"),
            value="get_initiative_display",
            sort="initiative",
            on_screen=False,
        ),
        Column("document_number", _("Văn bản số"), on_screen=False),
        Column("cancelled_on", _("Hủy ngày"), on_screen=False),
        Column("cancel_reason", _("Lý do hủy"), value="get_cancel_reason_display", on_screen=False),
        Column("place", _("Địa điểm"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        seen = Engagement.objects.visible_to(self.request.user)
        known = seen.begun_by(self.as_of) if self.request.GET.get("as_of", "").strip() else seen
        return contact_rows(known, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_record=can_record(self.request.user), **kwargs)


class EngagementDetailView(LoginRequiredMixin, TemplateView):
    """One contact: what was, with whom, and the parts that the areas of this room bring."""

    access = signed_in
    template_name = "delegations/engagements/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        contact = visible_engagement(user, self.kwargs["key"])
        sections = engagement_page.build_sections(contact, user, local_today())
        return super().get_context_data(
            contact=contact,
            summary=summary(contact),
            sections=sections,
            buttons=engagement_page.buttons(contact, user),
            **kwargs,
        )


class EngagementCreateView(CreatesRecord):
    """Write down a contact with all it has; the quick page asks for less."""

    access = reporters
    template_name = "delegations/engagements/form.html"
    form_class = EngagementForm
    page_title = _("Ghi tiếp xúc, sự kiện")
    success_message = _("Đã ghi tiếp xúc, sự kiện.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:engagements")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Engagement:
        return services.record_engagement(user=user, today=today, **cleaned_data)


class EngagementEditView(EditsVersionedRecord):
    """Change a contact; two people who save it at once lose nothing."""

    access = reporters
    template_name = "delegations/engagements/form.html"
    form_class = EngagementForm
    page_title = _("Sửa tiếp xúc, sự kiện")

    def load(self, user: Any, key: Any) -> Engagement:
        record = visible_engagement(user, key)
        if not can_edit_engagement(user, record, self.today):
            raise PermissionDenied(NOT_NOW)
        return record

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (who writes decides)
        return {"user": self.user}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
    ) -> Engagement:
        return services.update_engagement(
            engagement=record, changes=changed, base_version=base_version, user=user, today=today
        )


class EngagementDeedView(ServiceDeedView):
    """One deed to a contact; who or what it is not for, as `test(user, contact, today)` says, is refused."""

    access = reporters
    record_as = "engagement"
    test: ClassVar[Any] = staticmethod(can_correct_engagement)

    def load(self, user: Any, pk: Any) -> Engagement:
        record = visible_engagement(user, pk)
        if not self.test(user, record, self.today):
            raise PermissionDenied(NOT_NOW)
        return record


class EngagementCancelView(EngagementDeedView):
    """Call an event off, with the reason."""

    form_class = CancelForm
    service = staticmethod(services.cancel_engagement)
    test = staticmethod(can_cancel_engagement)
    page_title = _("Hủy sự kiện, tiếp xúc")
    submit_label = _("Ghi là đã hủy")
    success_message = _("Đã hủy.")
    advice = _(
        "Bản ghi và các lời mời vẫn giữ lại với lý do; lịch ghi là đã hủy, không tính là hoạt động. Dời ngày thì không hủy: sửa ngày."
    )

    def initial(self) -> dict[str, Any]:
        return {"cancelled_on": self.today}


class EngagementReinstateView(EngagementDeedView):
    """Take up again what was called off."""

    form_class = ReasonForm
    service = staticmethod(services.reinstate_engagement)
    test = staticmethod(can_reinstate_engagement)
    page_title = _("Khôi phục sự kiện, tiếp xúc")
    submit_label = _("Khôi phục")
    success_message = _("Đã khôi phục.")


class EngagementWithdrawView(EngagementDeedView):
    """Delete a contact that was written down by mistake."""

    form_class = ReasonForm
    service = staticmethod(services.withdraw_engagement)
    page_title = _("Xóa bản ghi nhầm")
    submit_label = _("Xóa")
    success_message = _("Đã xóa bản ghi.")
    advice = _(
        "Chỉ xóa bản ghi nhầm. Bản ghi không còn trong sổ và trong thống kê; lịch sử thay đổi vẫn giữ lại cùng lý do."
    )

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (it is gone)
        return reverse("delegations:engagements")

    def get_cancel_url(self, record: Any) -> str:
        return str(record.get_absolute_url())
