"""What the filters of flags, clocks, things to do and records share."""

from __future__ import annotations

import abc
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dnfa.core.clock import local_today
from dnfa.core.filters import YesNoFilter
from dnfa.core.hooks import require_hooks
from dnfa.followup.charge import in_charge

ALL = "all"  # the choice of a state that leaves nothing out


class MineFilter(YesNoFilter):
    """Whether the asker is in charge of the record (`dnfa.followup.charge`), on the day asked about, else today."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Do tôi phụ trách"))
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        filterset: Any = self.parent
        today = getattr(filterset, "as_of", None) or local_today()
        own = in_charge(qs.model, filterset.request.user, today)
        return qs.filter(own) if value else qs.exclude(own)


class UnlessAsked:
    """Stands before a filter set with a choice `state`: without an answer it lists what still stands.

    A filter set that does not say what stands is refused where it is defined (`ImproperlyConfigured`). A state that cannot be read counts as no answer here; the page and the API refuse it by themselves.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        require_hooks(cls)

    @abc.abstractmethod
    def standing(self, rows: Any) -> Any:
        """Those of the rows that are listed when nobody asks for a state."""

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """The rows asked for; among those that still stand when no state is asked for."""
        rows = super().filter_queryset(queryset)  # type: ignore[misc]  # of the filter set it stands before
        is_asked = self.form.cleaned_data.get("state")  # type: ignore[attr-defined]  # as above
        return rows if is_asked else self.standing(rows)

    def by_state(self, queryset: Any, _name: str, value: str) -> Any:
        """In this state on the day the queryset was stated for."""
        return queryset if value == ALL else queryset.filter(state=value)
