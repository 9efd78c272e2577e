"""Small pages for what happens to a delegation: what was, the permission, moves, cancelling, papers signed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
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
from delegations.views.trips.pages import keepers, visible_trip
from dnfa.core.editing import EditsVersionedRecord
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView


class TripDeedView(DeedView):
    """One deed to one delegation behind a small form; who or what it is not for is refused."""

    access = keepers
    template_name = "delegations/trips/deed.html"
    record: Delegation

    def allowed(self, record: Delegation) -> bool:
        """Whether the deed can be done to this delegation by this person."""
        return rules.can_edit(self.user, record)

    def load(self, user: Any, pk: Any) -> Delegation:
        self.record = visible_trip(user, pk)
        if not self.allowed(self.record):
            raise PermissionDenied(_("Không làm được việc này với đoàn ở trạng thái hiện nay."))
        return self.record

    def told(self, base_version: int) -> dict[str, Any]:
        """What every service is told."""
        return {"delegation": self.record, "base_version": base_version, "user": self.user}


class ActualsView(TripDeedView):
    """What was: the plan is proposed until something is recorded."""

    form_class = ActualsForm
    page_title = _("Ghi nhận thực tế")
    success_message = _("Đã ghi nhận thực tế.")
    advice = _("Kế hoạch vẫn giữ bên cạnh. Ngày chỉ biết đến tháng hoặc năm thì ghi tháng hoặc năm.")

    def initial(self) -> dict[str, Any]:
        """What is recorded; before anything is, the plan as far as its days have come."""
        record = self.record
        kept = {name: getattr(record, name) for name in ActualsForm.base_fields}
        begins, ends = record.planned_starts_on, record.planned_ends_on
        if record.starts_on is None and begins is not None and begins <= self.today:
            kept["starts_on"] = PartialDate.of(begins)
            kept["ends_on"] = PartialDate.of(ends) if ends is not None and ends <= self.today else None
            kept["persons"] = record.planned_persons
        return kept

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.record_actuals(**self.told(base_version), today=self.today, **given)


class MoveView(TripDeedView):
    """Other planned days, with the reason."""

    form_class = MoveForm
    page_title = _("Dời ngày")
    submit_label = _("Dời ngày")
    success_message = _("Đã dời ngày; chặng và chương trình dời theo.")
    advice = _("Ngày trước khi dời vẫn xem được. Chặng và chương trình theo ngày dời theo ngày đầu.")

    def allowed(self, record: Delegation) -> bool:
        return rules.can_move(self.user, record)

    def initial(self) -> dict[str, Any]:
        record = self.record
        return {
            "starts_on": record.planned_starts_on,
            "ends_on": record.planned_ends_on,
            "decided_on": self.today,
        }

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.move_delegation(**self.told(base_version), today=self.today, **given)


class CancelView(TripDeedView):
    """Give the delegation up, with the reason."""

    form_class = CancelForm
    page_title = _("Hủy đoàn")
    submit_label = _("Hủy đoàn")
    success_message = _("Đã hủy đoàn.")
    advice = _("Hồ sơ vẫn giữ lại với lý do, không tính vào số đoàn; khôi phục được khi đoàn đi lại.")

    def allowed(self, record: Delegation) -> bool:
        return rules.can_cancel(self.user, record)

    def initial(self) -> dict[str, Any]:
        return {"cancelled_on": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.cancel_delegation(**self.told(base_version), today=self.today, **given)


class ReinstateView(TripDeedView):
    """Take up again what was cancelled."""

    form_class = ReasonForm
    page_title = _("Khôi phục đoàn")
    submit_label = _("Khôi phục")
    success_message = _("Đã khôi phục đoàn.")

    def allowed(self, record: Delegation) -> bool:
        return rules.can_reinstate(self.user, record)

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.reinstate_delegation(**self.told(base_version), **given)


class TripFactsView(EditsVersionedRecord):
    """Some facts of the record on a page of their own."""

    access = keepers
    template_name = "delegations/trips/form.html"
    keeps_draft = False
    rule: ClassVar[Any] = staticmethod(rules.can_edit)

    def load(self, user: Any, key: Any) -> Delegation:
        record = visible_trip(user, key)
        if not self.rule(user, record):
            raise PermissionDenied(_("Không làm được việc này với đoàn ở trạng thái hiện nay."))
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
