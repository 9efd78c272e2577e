"""Verbs on flags, legal clocks and things to do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, CharField, Exists, F, Model, OuterRef, Q, Value, When

from dnfa.accounts import visibility
from dnfa.followup import rules
from dnfa.followup.enums import ActionState, ClockState, FlagState
from dnfa.followup.expected import only_expected

if TYPE_CHECKING:
    from dnfa.followup.models import Action, Clock, Flag  # noqa: F401  (names the models for the type checker only)


def _of_visible_records(user: Any) -> Q:
    """Condition on a generic relation: the record is of a kind somebody vouched for, and `user` may see it.

    Each record is looked up by its key: a list of all visible ones no longer fits the memory of a statement when there
    are hundreds of thousands, and PostgreSQL then goes through it for every row.
    """
    condition = Q(pk__in=[])
    for kind in rules.kinds():
        visible = kind.visible_to(user).order_by().filter(pk=OuterRef("object_id"))
        condition |= Q(Exists(visible), content_type=kind.content_type)
    return condition


class FlagQuerySet(models.QuerySet["Flag"]):
    """Reads of flags."""

    def visible_to(self, user: Any) -> FlagQuerySet:
        """Flags of the records that `user` may see; a kind of record nobody vouched for stays hidden."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(_of_visible_records(user))

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


class ClockQuerySet(models.QuerySet["Clock"]):
    """Reads of legal clocks."""

    def visible_to(self, user: Any) -> ClockQuerySet:
        """Clocks of the records that `user` may see; a kind of record nobody vouched for stays hidden.

        Of what is asked of several agencies, a focal point sees its own share where the trigger says so.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        seen = self.filter(_of_visible_records(user))
        return seen if user.sees_everything else seen.exclude(self._of_other_agencies(user.agency_id))

    @staticmethod
    def _of_other_agencies(agency_id: int | None) -> Q:
        """Clocks of other agencies in records where what they owe is no matter of this one."""
        from dnfa.followup.clocks.triggers import registered_triggers  # noqa: PLC0415 - circular

        condition = Q(pk__in=[])
        for trigger in registered_triggers():
            if trigger.shared_with is not None and agency_id is not None:
                others = Q(rule__trigger=trigger.code, agency__isnull=False) & ~Q(agency=agency_id)
                condition |= others & ~Q(object_id__in=trigger.shared_with(agency_id))
        return condition

    def with_state(self, today: date, *, soon_until: date) -> ClockQuerySet:
        """Annotate `state` for `today`; twin of `dnfa.followup.clocks.clock_state`.

        `soon_until`: the last due day that counts as "due soon" (some working days ahead, the caller knows the calendar).
        """
        state = Case(
            When(Q(done_on__lte=F("due_on")) & Q(done_on__lte=today), then=Value(ClockState.ON_TIME)),
            When(done_on__lte=today, then=Value(ClockState.DONE_LATE)),
            When(waived_on__lte=today, then=Value(ClockState.WAIVED)),
            When(due_on__lt=today, then=Value(ClockState.OVERDUE)),
            When(due_on__lte=soon_until, then=Value(ClockState.DUE_SOON)),
            default=Value(ClockState.TICKING),
            output_field=CharField(),
        )
        return self.annotate(state=state)

    def known_on(self, today: date) -> ClockQuerySet:
        """Clocks whose event has happened by `today`, and those that count back from a coming event."""
        return self.filter(Q(started_on__lte=today) | Q(due_on__lt=F("started_on")))

    def open_on(self, today: date) -> ClockQuerySet:
        """Clocks that are known, not done and not waived on `today`."""
        return self.known_on(today).filter(
            Q(done_on__isnull=True) | Q(done_on__gt=today),
            Q(waived_on__isnull=True) | Q(waived_on__gt=today),
        )


class ActionQuerySet(models.QuerySet["Action"]):
    """Reads of things to do."""

    def visible_to(self, user: Any) -> ActionQuerySet:
        """All for the Department and leadership; for a focal point what its agency leads or coordinates, and the
        actions of records it may see.
        """

        def own(agency_id: int) -> Q:
            coordinated = Q(pk__in=self._coordinated_by(agency_id))
            return Q(lead_agency=agency_id) | coordinated | _of_visible_records(user)

        return visibility.restricted(self, user, own)

    @staticmethod
    def _coordinated_by(agency_id: int) -> models.QuerySet[Any]:
        from dnfa.followup.models import ActionAgency  # noqa: PLC0415 - circular

        return ActionAgency.objects.filter(agency=agency_id).values("action")

    def with_state(self, today: date, *, soon_until: date) -> ActionQuerySet:
        """Annotate `state` for `today`; twin of `dnfa.followup.actions.action_state`."""
        state = Case(
            When(done_on__lte=today, then=Value(ActionState.DONE)),
            When(cancelled_on__lte=today, then=Value(ActionState.DROPPED)),
            When(due_on__lt=today, then=Value(ActionState.OVERDUE)),
            When(due_on__lte=soon_until, then=Value(ActionState.DUE_SOON)),
            default=Value(ActionState.OPEN),
            output_field=CharField(),
        )
        return self.annotate(state=state)

    def owed(self) -> ActionQuerySet:
        """Without those that are only expected (`dnfa.followup.expected`): what is done or given up was owed too."""
        return self.exclude(only_expected())

    def open_on(self, today: date) -> ActionQuerySet:
        """Actions that are owed and neither done nor given up on `today`."""
        return self.owed().filter(
            Q(done_on__isnull=True) | Q(done_on__gt=today),
            Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=today),
        )

    def of_agency(self, agency_id: int) -> ActionQuerySet:
        """Actions that the agency leads or coordinates."""
        return self.filter(Q(lead_agency=agency_id) | Q(pk__in=self._coordinated_by(agency_id)))

    def of_kind(self, model: type[Model]) -> ActionQuerySet:
        """Actions that come from one kind of record."""
        return self.filter(
            content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
        )

    def of_record(self, record: Model) -> ActionQuerySet:
        return self.of_kind(type(record)).filter(object_id=record.pk)
