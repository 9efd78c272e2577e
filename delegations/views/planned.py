"""What the pages of delegations and conferences share: the page of one, and the money on the form of its plan."""

from __future__ import annotations

import abc
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations import trip_parts as words
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.editing import EditsVersionedRecord
from dnfa.core.page_parts import PageParts
from dnfa.core.views import AsOfMixin

keepers = roles(*sorted(KEEPS_THE_REGISTER))
HIDDEN = _("Không có bản ghi này, hoặc bản ghi không thuộc việc của cơ quan bạn.")


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
