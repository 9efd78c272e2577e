"""Pages of registrations of foreign non-governmental organisations."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements.filters.registrations import NgoRegistrationFilter
from agreements.forms.registrations import NgoRegistrationForm
from agreements.models import NgoRegistration
from agreements.presenters.registrations import (
    permit_badge,
    permit_days,
    permit_label,
    registration_facts,
)
from agreements.rules.projects import can_write_projects
from agreements.selectors_registrations import registration_rows
from agreements.services.registrations import registration_record, registration_update
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import AsOfMixin, RegisterListView
from dnfa.followup.action_views import keepers


class NgoRegistrationListView(KeepsDay, RegisterListView):
    """Registrations; those that end first stand first."""

    access = signed_in
    template_name = "agreements/aid/registrations.html"
    page_title = _("Giấy đăng ký của tổ chức phi chính phủ nước ngoài")
    filterset_class = NgoRegistrationFilter
    takes_as_of = True
    default_sort = "ends"
    export_name = "giay-dang-ky"
    import_kinds = ("giay-dang-ky",)
    empty_advice = _("Chưa ghi giấy đăng ký nào, hoặc thử bớt điều kiện lọc.")
    columns: ClassVar = [
        Column("number", _("Số giấy"), sort="number", link=True, template="agreements/aid/cells/permit.html"),
        Column(
            "partner", _("Tổ chức"), value="partner.name_vi", sort=vi_key("partner__name_vi"), width="wide"
        ),
        Column("kind", _("Loại giấy"), value="get_kind_display", on_screen=False),
        Column(
            "state",
            _("Tình trạng"),
            value=permit_label,
            sort="state",
            template="agreements/aid/cells/permit_state.html",
        ),
        Column("issued_on", _("Ngày cấp"), on_screen=False),
        Column("issued_by", _("Nơi cấp"), on_screen=False),
        Column("valid_from", _("Có hiệu lực từ"), on_screen=False),
        Column(
            "ends",
            _("Có hiệu lực đến"),
            value="valid_until",
            sort="ends",
            width="narrow",
            template="agreements/aid/cells/permit_end.html",
        ),
        Column("scope", _("Lĩnh vực, địa bàn được phép")),
        Column("withdrawn_on", _("Thu hồi, chấm dứt ngày"), on_screen=False),
        Column("withdrawn_reason", _("Lý do thu hồi, chấm dứt"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return registration_rows(self.request.user, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_add=can_write_projects(self.request.user), **kwargs)


class NgoRegistrationDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One registration as of a day."""

    access = signed_in
    template_name = "agreements/aid/registration.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = registration_rows(self.request.user, self.as_of)
        record = rows.filter(pk=self.kwargs["pk"]).first()
        if record is None:
            raise Http404(_("Không có giấy đăng ký này, hoặc bạn không được xem."))
        return super().get_context_data(
            record=record,
            badge=permit_badge(record),
            days=permit_days(record, self.as_of),
            summary=registration_facts(record, self.as_of),
            others=rows.filter(partner=record.partner).exclude(pk=record.pk),
            can_write=can_write_projects(self.request.user),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class NgoRegistrationCreateView(CreatesRecord):
    """Write down a registration."""

    access = keepers
    template_name = "agreements/aid/registration_form.html"
    form_class = NgoRegistrationForm
    page_title = _("Thêm giấy đăng ký")
    success_message = _("Đã ghi giấy đăng ký.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("agreements:registrations")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> NgoRegistration:
        return registration_record(user=user, today=today, **cleaned_data)


class NgoRegistrationEditView(EditsVersionedRecord):
    """Correct a registration, or write down its withdrawal."""

    access = keepers
    template_name = "agreements/aid/registration_form.html"
    form_class = NgoRegistrationForm
    page_title = _("Sửa giấy đăng ký")
    lookup_kwarg = "pk"

    def load(self, user: Any, key: Any) -> Any:
        return get_object_or_404(NgoRegistration.objects.visible_to(user), pk=key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (who writes decides)
        return {"user": self.user}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
    ) -> NgoRegistration:
        return registration_update(
            registration=record, changes=changed, base_version=base_version, user=user, today=today
        )
