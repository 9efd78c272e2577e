"""Pages that plan, correct and carry out conferences, and write down visits of the foreign press."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.forms.conferences import (
    ActualsForm,
    EditConferenceForm,
    NewConferenceForm,
    PermitForm,
    PressVisitForm,
)
from delegations.forms.trips import CancelForm
from delegations.models import Conference, PressVisit
from delegations.rules import trips as rules
from delegations.services import conferences as services
from delegations.views.outcomes.pages import NOT_NOW, visible_record
from delegations.views.planned import EditsPlan, keepers
from delegations.views.trips.deeds import PlanStatusView
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView
from partners.models import Partner

FORM = "delegations/trips/form.html"


def open_conference(user: Any, key: str, test: Any = rules.can_edit) -> Conference:
    """The conference when this person may see it, else 404; refused where `test` says that the deed is not for now."""
    record: Conference = visible_record(Conference, user, key)
    if not test(user, record):
        raise PermissionDenied(NOT_NOW)
    return record


class ConferenceCreateView(CreatesRecord):
    """Open the record of a conference: planned, or already held."""

    access = keepers
    template_name = FORM
    form_class = NewConferenceForm
    page_title = _("Thêm hội nghị, hội thảo")
    success_message = _("Đã mở hồ sơ hội nghị.")

    def initial(self) -> dict[str, Any]:
        asked = Partner.objects.visible_to(self.user).filter(key__in=self.request.GET.getlist("partner"))
        return {"partners": [partner.pk for partner in asked]}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:conferences")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Conference:
        """Plan it, with what was, if it was."""
        told = services.parted(cleaned_data, services.LISTS)
        return services.plan_conference(**told, user=user, today=today)


class ConferenceEditView(EditsPlan):
    """What is planned; other days than a document allowed need a reason."""

    form_class = EditConferenceForm
    page_title = _("Sửa hội nghị, hội thảo")
    alongside = frozenset({"reason"})

    def load(self, user: Any, key: Any) -> Conference:
        return open_conference(user, key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user, "record": record}

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        **_rest: Any,
    ) -> Conference:
        """Write what changed."""
        return services.update_conference(
            conference=record,
            changes=self.with_currency(changed, cleaned_data),
            base_version=base_version,
            user=user,
            reason=cleaned_data.get("reason", ""),
        )


class ConferencePermitView(EditsVersionedRecord):
    """Dossier and permit."""

    access = keepers
    template_name = FORM
    form_class = PermitForm
    page_title = _("Hồ sơ xin phép, văn bản cho phép")

    def load(self, user: Any, key: Any) -> Conference:
        return open_conference(user, key)

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
    ) -> Conference:
        """Write what changed."""
        return services.record_permit(
            conference=record, facts=changed, base_version=base_version, user=user, today=today
        )


class ConferencePlanStatusView(PlanStatusView):
    """In the year's programme or out of it."""

    def load(self, user: Any, key: Any) -> Any:
        return open_conference(user, key)


class ConferenceDeedView(DeedView):
    """One deed to one conference behind a small form; who or what it is not for is refused."""

    access = keepers
    template_name = "delegations/conferences/deed.html"
    test: ClassVar[Any] = staticmethod(rules.can_edit)
    record: Conference

    def load(self, user: Any, pk: Any) -> Conference:
        self.record = open_conference(user, pk, type(self).test)
        return self.record


class ConferenceActualsView(ConferenceDeedView):
    """What was: the plan is proposed until something is recorded."""

    form_class = ActualsForm
    page_title = _("Ghi nhận thực tế")
    success_message = _("Đã ghi nhận thực tế.")
    advice = _("Kế hoạch vẫn giữ bên cạnh. Ngày chỉ biết đến tháng hoặc năm thì ghi tháng hoặc năm.")

    def initial(self) -> dict[str, Any]:
        """What is recorded; before anything is, the plan as far as its days have come."""
        record = self.record
        kept = {name: getattr(record, name) for name in ActualsForm.base_fields}
        kept["countries"] = [country.pk for country in record.countries.all()]
        begins, ends = record.planned_starts_on, record.planned_ends_on
        if record.starts_on is None and begins is not None and begins <= self.today:
            kept["starts_on"] = PartialDate.of(begins)
            kept["ends_on"] = PartialDate.of(ends) if ends is not None and ends <= self.today else None
        return kept

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.record_actuals(
            conference=record, facts=given, base_version=base_version, user=self.user, today=self.today
        )


class ConferenceCancelView(ConferenceDeedView):
    """Give the conference up, with the reason."""

    form_class = CancelForm
    test = staticmethod(rules.can_cancel)
    page_title = _("Hủy hội nghị")
    submit_label = _("Hủy hội nghị")
    success_message = _("Đã hủy hội nghị.")
    advice = _("Hồ sơ vẫn giữ lại với lý do, không tính vào số hội nghị; khôi phục được khi tổ chức lại.")

    def initial(self) -> dict[str, Any]:
        return {"cancelled_on": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.cancel_conference(
            conference=record, base_version=base_version, user=self.user, today=self.today, **given
        )


class ConferenceReinstateView(ConferenceDeedView):
    """Take up again what was cancelled."""

    form_class = ReasonForm
    test = staticmethod(rules.can_reinstate)
    page_title = _("Khôi phục hội nghị")
    submit_label = _("Khôi phục")
    success_message = _("Đã khôi phục hội nghị.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.reinstate_conference(conference=record, base_version=base_version, user=self.user, **given)


class PressVisitCreateView(CreatesRecord):
    """Write down a visit of the foreign press."""

    access = keepers
    template_name = FORM
    form_class = PressVisitForm
    page_title = _("Thêm đoàn phóng viên nước ngoài")
    success_message = _("Đã mở hồ sơ đoàn phóng viên.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:press_visits")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> PressVisit:
        """Write it down."""
        told = services.parted(cleaned_data, services.PRESS_LISTS)
        return services.record_press_visit(**told, user=user, today=today)


class PressVisitEditView(EditsVersionedRecord):
    """Change what is known of a press visit."""

    access = keepers
    template_name = FORM
    form_class = PressVisitForm
    page_title = _("Sửa đoàn phóng viên nước ngoài")

    def load(self, user: Any, key: Any) -> Any:
        """The record, or 404."""
        return get_object_or_404(PressVisit.objects.visible_to(user), key=key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (who writes decides)
        return {"user": self.user}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> PressVisit:
        """Write what changed."""
        return services.update_press_visit(
            visit=record, changes=changed, base_version=base_version, user=user
        )
