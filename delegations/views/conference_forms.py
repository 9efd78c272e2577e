"""Pages that plan, correct and carry out conferences, and write down visits of the foreign press."""

from __future__ import annotations

from datetime import date
from typing import Any

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
from delegations.views.planned import EditsPlan, PlannedActualsView, PlannedDeedView, open_record
from delegations.views.trips.deeds import PlanStatusView
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import keepers
from partners.models import Partner

FORM = "delegations/trips/form.html"


def open_conference(user: Any, key: str) -> Conference:
    """The conference when this person may see it, else 404; refused once it is given up or closed."""
    record: Conference = open_record(Conference, user, key, rules.can_edit)
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


class ConferenceDeedView(PlannedDeedView):
    """One deed to one conference behind a small form."""

    template_name = "delegations/conferences/deed.html"
    model = Conference
    record_as = "conference"


class ConferenceActualsView(PlannedActualsView, ConferenceDeedView):
    """What was, with those who came."""

    form_class = ActualsForm

    def initial(self) -> dict[str, Any]:
        countries = [country.pk for country in self.record.countries.all()]
        return {**super().initial(), "countries": countries}

    def service(
        self, *, conference: Conference, base_version: int, user: Any, today: date, **facts: Any
    ) -> None:
        services.record_actuals(
            conference=conference, facts=facts, base_version=base_version, user=user, today=today
        )


class ConferenceCancelView(ConferenceDeedView):
    """Give the conference up, with the reason."""

    form_class = CancelForm
    service = staticmethod(services.cancel_conference)
    test = staticmethod(rules.can_cancel)
    page_title = _("Hủy hội nghị")
    submit_label = _("Hủy hội nghị")
    success_message = _("Đã hủy hội nghị.")
    advice = _("Hồ sơ vẫn giữ lại với lý do, không tính vào số hội nghị; khôi phục được khi tổ chức lại.")

    def initial(self) -> dict[str, Any]:
        return {"cancelled_on": self.today}


class ConferenceReinstateView(ConferenceDeedView):
    """Take up again what was cancelled."""

    form_class = ReasonForm
    service = staticmethod(services.reinstate_conference)
    knows_day = False
    test = staticmethod(rules.can_reinstate)
    page_title = _("Khôi phục hội nghị")
    submit_label = _("Khôi phục")
    success_message = _("Đã khôi phục hội nghị.")


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
