"""What the pages of delegations and conferences share: the page of one, its deeds, the money on the form of its plan."""

from __future__ import annotations

import abc
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations import trip_parts as words
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.selectors_outcomes import PlannedModel
from dnfa.accounts.access import signed_in
from dnfa.core.editing import EditsVersionedRecord
from dnfa.core.page_parts import PageParts
from dnfa.core.partial_dates import PartialDate
from dnfa.core.views import AsOfMixin
from dnfa.followup.action_views import ServiceDeedView, keepers

HIDDEN = _("Không có bản ghi này, hoặc bản ghi không thuộc việc của cơ quan bạn.")
NOT_NOW = _("Không làm được việc này với hồ sơ ở trạng thái hiện nay.")


def visible_record(model: PlannedModel, user: Any, key: str) -> Any:
    """The delegation or conference with its report and agencies, when this person may see it; else 404."""
    seen = model.objects.visible_to(user).select_related("result").prefetch_related("lead_agencies")
    record = seen.filter(key=key).first()
    if record is None:
        raise Http404(HIDDEN)
    return record


def open_record(model: PlannedModel, user: Any, key: str, test: Callable[[Any, Any], bool]) -> Any:
    """The same, for what `test(user, record)` allows this person to do with it now; else refused."""
    record = visible_record(model, user, key)
    if not test(user, record):
        raise PermissionDenied(NOT_NOW)
    return record


class PlannedDetailView(AsOfMixin, LoginRequiredMixin, TemplateView, abc.ABC):
    """One delegation or conference: what and who first, then the parts that the areas of this room bring."""

    access = signed_in
    parts: ClassVar[PageParts[Any]]

    @abc.abstractmethod
    def rows(self, user: Any, as_of: date) -> QuerySet[Any]:
        """Those this person may see, with everything the page shows."""

    @abc.abstractmethod
    def summary(self, record: Any) -> list[dict[str, Any]]:
        """What a reader asks first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        record = self.rows(user, self.as_of).filter(key=self.kwargs["key"]).first()
        if record is None:
            raise Http404(HIDDEN)
        return super().get_context_data(
            record=record,
            badge=words.badge(record),
            state_words=words.state_words(record),
            when=words.when_words(record),
            summary=self.summary(record),
            sections=self.parts.build_sections(record, user, self.as_of),
            buttons=self.parts.buttons(record, user),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class EditsPlan(EditsVersionedRecord):
    """Change what is planned; two people who save at once lose nothing."""

    access = keepers
    template_name = "delegations/trips/form.html"

    def initial_of(self, record: Any) -> dict[str, Any]:
        return {**super().initial_of(record), "cost_currency": record.cost_currency or "VND"}

    @staticmethod
    def with_currency(changed: dict[str, Any], cleaned_data: dict[str, Any]) -> dict[str, Any]:
        """What changed; an amount goes with the currency beside it."""
        if "cost_amount" not in changed:
            return changed
        return {**changed, "cost_currency": cleaned_data["cost_currency"]}


class PlannedDeedView(ServiceDeedView):
    """One deed to one delegation or conference; who or what it is not for, as `test(user, record)` says, is refused."""

    model: PlannedModel = Delegation
    test: ClassVar[Any] = staticmethod(rules.can_edit)
    record: Any

    def load(self, user: Any, pk: Any) -> Any:
        self.record = open_record(self.model, user, pk, self.test)
        return self.record


class PlannedActualsView(PlannedDeedView):
    """What was: the plan is proposed until something is recorded, as far as its days have come."""

    page_title = _("Ghi nhận thực tế")
    success_message = _("Đã ghi nhận thực tế.")
    advice = _("Kế hoạch vẫn giữ bên cạnh. Ngày chỉ biết đến tháng hoặc năm thì ghi tháng hoặc năm.")

    def initial(self) -> dict[str, Any]:
        record, fields = self.record, self.form_class.base_fields  # type: ignore[attr-defined]  # every form has it
        kept = {name: getattr(record, name) for name in fields}
        if self.proposes_plan():
            begins, ends = record.planned_starts_on, record.planned_ends_on
            kept["starts_on"] = PartialDate.of(begins)
            kept["ends_on"] = PartialDate.of(ends) if ends is not None and ends <= self.today else None
        return kept

    def proposes_plan(self) -> bool:
        """Whether nothing is recorded of what should have begun by now."""
        begins = self.record.planned_starts_on
        return self.record.starts_on is None and begins is not None and begins <= self.today
