"""Small pages for what happens to a delegation: what was, the permission, moves, cancelling, papers signed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from delegations.forms.trips import (
    ActualsForm,
    CancelForm,
    DecisionForm,
    MoveForm,
    PlanStatusForm,
    SignedPapersForm,
)
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.services import trips as services
from delegations.views.planned import PlannedActualsView, PlannedDeedView, open_record
from dnfa.core.editing import EditsVersionedRecord
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import keepers


class TripDeedView(PlannedDeedView):
    """One deed to one delegation behind a small form."""

    template_name = "delegations/trips/deed.html"
    record_as = "delegation"


class ActualsView(PlannedActualsView, TripDeedView):
    """What was, with how many people."""

    form_class = ActualsForm
    service = staticmethod(services.record_actuals)

    def initial(self) -> dict[str, Any]:
        kept = super().initial()
        return {**kept, "persons": self.record.planned_persons} if self.proposes_plan() else kept


class MoveView(TripDeedView):
    """Other planned days, with the reason."""

    form_class = MoveForm
    service = staticmethod(services.move_delegation)
    test = staticmethod(rules.can_move)
    page_title = _("Dời ngày")
    submit_label = _("Dời ngày")
    success_message = _("Đã dời ngày; chặng và chương trình dời theo.")
    advice = _("Ngày trước khi dời vẫn xem được. Chặng và chương trình theo ngày dời theo ngày đầu.")

    def initial(self) -> dict[str, Any]:
        record = self.record
        return {
            "starts_on": record.planned_starts_on,
            "ends_on": record.planned_ends_on,
            "decided_on": self.today,
        }


class CancelView(TripDeedView):
    """Give the delegation up, with the reason."""

    form_class = CancelForm
    service = staticmethod(services.cancel_delegation)
    test = staticmethod(rules.can_cancel)
    page_title = _("Hủy đoàn")
    submit_label = _("Hủy đoàn")
    success_message = _("Đã hủy đoàn.")
    advice = _("Hồ sơ vẫn giữ lại với lý do, không tính vào số đoàn; khôi phục được khi đoàn đi lại.")

    def initial(self) -> dict[str, Any]:
        return {"cancelled_on": self.today}


class ReinstateView(TripDeedView):
    """Take up again what was cancelled."""

    form_class = ReasonForm
    service = staticmethod(services.reinstate_delegation)
    knows_day = False
    test = staticmethod(rules.can_reinstate)
    page_title = _("Khôi phục đoàn")
    submit_label = _("Khôi phục")
    success_message = _("Đã khôi phục đoàn.")


class TripFactsView(EditsVersionedRecord):
    """Some facts of the record on a page of their own."""

    access = keepers
    template_name = "delegations/trips/form.html"
    keeps_draft = False
    rule: ClassVar[Any] = staticmethod(rules.can_edit)

    def load(self, user: Any, key: Any) -> Delegation:
        record: Delegation = open_record(Delegation, user, key, self.rule)
        return record


class DecisionView(TripFactsView):
    """The document that allows the delegation."""

    form_class = DecisionForm
    page_title = _("Văn bản cho phép")

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,
        **_rest: Any,
    ) -> Delegation:
        return services.decide(
            delegation=record, base_version=base_version, user=user, today=today, **cleaned_data
        )


class PlanStatusView(TripFactsView):
    """In the year's programme or out of it."""

    form_class = PlanStatusForm
    page_title = _("Kế hoạch năm")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"record": record}

    def initial_of(self, record: Any) -> dict[str, Any]:
        told = {"reason": record.out_of_plan_reason, "document": record.out_of_plan_document}
        return {**super().initial_of(record), **told}

    def save(
        self, *, record: Any, cleaned_data: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Any:
        return services.set_plan_status(
            record=record,
            plan_status=cleaned_data["plan_status"],
            programme_item=cleaned_data["programme_item"],
            reason=cleaned_data["reason"],
            document=cleaned_data["document"],
            base_version=base_version,
            user=user,
        )


class SignedPapersView(TripFactsView):
    """Which papers were signed on the trip."""

    form_class = SignedPapersForm
    page_title = _("Văn bản ký trong chuyến đi")
    rule = staticmethod(rules.can_link_agreements)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (who writes decides)
        return {"user": self.user}

    def initial_of(self, record: Any) -> dict[str, Any]:
        return {"agreements": [paper.pk for paper in record.signed_agreements.order_by("signed_on", "pk")]}

    def save(
        self, *, record: Any, cleaned_data: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Delegation:
        return services.link_agreements(
            delegation=record, base_version=base_version, user=user, agreements=cleaned_data["agreements"]
        )
