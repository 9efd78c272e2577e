"""Verbs on flags."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model, Q

from dnfa.followup import rules
from dnfa.followup.enums import FlagState

if TYPE_CHECKING:
    from dnfa.followup.models import Flag  # noqa: F401  (names the model for the type checker only)


class FlagQuerySet(models.QuerySet["Flag"]):
    """Reads of flags."""

    def visible_to(self, user: Any) -> FlagQuerySet:
        """Flags of the records that `user` may see; a kind of record nobody vouched for stays hidden."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        condition = Q(pk__in=[])
        for kind in rules.kinds():
            visible = kind.visible_to(user).order_by().values("pk")
            condition |= Q(content_type=kind.content_type, object_id__in=visible)
        return self.filter(condition)

    def current(self) -> FlagQuerySet:
        """Flags whose cause stands, put off or not."""
        return self.filter(closed_on__isnull=True)

    def in_state(self, state: str, today: date) -> FlagQuerySet:
        """Flags that are open and not put off, open but put off beyond or until `today`, or closed."""
        put_off = Q(snoozed_until__gte=today)
        if state == FlagState.OPEN:
            return self.current().exclude(put_off & Q(snoozed_until__isnull=False))
        if state == FlagState.SNOOZED:
            return self.current().filter(put_off)
        if state == FlagState.CLOSED:
            return self.filter(closed_on__isnull=False)
        raise ValueError(f"no such state of a flag: {state!r}")

    def due(self, today: date) -> FlagQuerySet:
        """Flags that ask for attention on `today`."""
        return self.in_state(FlagState.OPEN, today)

    def of_kind(self, model: type[Model]) -> FlagQuerySet:
        return self.filter(
            content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
        )

    def of_record(self, record: Model) -> FlagQuerySet:
        return self.of_kind(type(record)).filter(object_id=record.pk)
