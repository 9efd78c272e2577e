"""Verbs on change requests, confirmations and rounds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, CharField, DateField, Exists, F, Model, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate

from dnfa.accounts.models import User
from dnfa.accounts.visibility import restricted
from dnfa.updates.enums import WITH_AGENCY, AnswerState, RequestKind, RequestState, RoundState, StepKind

if TYPE_CHECKING:
    from dnfa.updates.models import (  # noqa: F401  (names the models for the type checker only)
        ChangeRequest,
        Confirmation,
        RoundAgency,
        UpdateRound,
    )

# Conditions on an agency in a round.
WAITS = Q(submitted_at__isnull=False, returned_at__isnull=True, accepted_at__isnull=True)
UNANSWERED = Q(
    Q(submitted_at__isnull=True) | Q(returned_at__isnull=False),
    round__opened_at__isnull=False,
    round__closed_at__isnull=True,
)
ASKS_TIME = UNANSWERED & Q(asked_until__isnull=False)


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    """Reads of change requests."""

    def visible_to(self, user: Any) -> ChangeRequestQuerySet:
        """What the person's agency wrote; for the Department and leadership what was ever sent, and own drafts."""
        rows = restricted(self, user, lambda agency_id: Q(agency=agency_id))
        if user.is_authenticated and user.sees_everything:
            own = Q(author=user.pk) if isinstance(user, User) else Q(pk__in=[])
            rows = rows.filter(Q(submitted_at__isnull=False) | own)
        return rows

    def of_record(self, record: Model) -> ChangeRequestQuerySet:
        """What was proposed about one record."""
        return self.filter(
            record_type=ContentType.objects.get_for_model(record, for_concrete_model=True),
            record_id=record.pk,
        )

    def waiting(self) -> ChangeRequestQuerySet:
        """Sent, and nobody has decided yet."""
        return self.filter(state=RequestState.SUBMITTED)

    def to_review(self, user: Any) -> ChangeRequestQuerySet:
        """What this person may decide: nobody decides on what it wrote itself."""
        return self.waiting().exclude(author=user)

    def moved_since(self, day: date) -> ChangeRequestQuerySet:
        """Sent, accepted or withdrawn on that day or later."""
        return self.filter(Q(submitted_at__date__gte=day) | Q(closed_at__date__gte=day))

    def accepted_notes(self, model: type[Model]) -> ChangeRequestQuerySet:
        """Notes of agencies about one kind of record that the Department accepted, with `told`: the day they tell of,
        else the day they were sent.
        """
        sent = TruncDate("submitted_at", output_field=DateField())
        rows = self.filter(
            kind=RequestKind.NOTE,
            state=RequestState.ACCEPTED,
            record_type__app_label=model._meta.app_label,
            record_type__model=model._meta.model_name,
        )
        return rows.annotate(told=Coalesce("told_on", sent))

    def with_agency(self) -> ChangeRequestQuerySet:
        """Drafts and what came back: the agency has to do something."""
        return self.filter(state__in=sorted(WITH_AGENCY))

    def empty(self) -> ChangeRequestQuerySet:
        """Drafts that nobody has written anything into: no word, no day, no value but those a draft begins with."""
        nothing = self.filter(state=RequestState.DRAFT, text="", told_on=None)
        return nothing.filter(Q(version=1) | Q(values=None)).distinct()


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    """Reads of confirmations."""

    def visible_to(self, user: Any) -> ConfirmationQuerySet:
        """What the person's agency confirmed; the Department and leadership see all."""
        return restricted(self, user, lambda agency_id: Q(agency=agency_id))

    def of_model(self, model: type[Model]) -> ConfirmationQuerySet:
        """Confirmations of one kind of record."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class UpdateRoundQuerySet(models.QuerySet["UpdateRound"]):
    """Reads of rounds."""

    def visible_to(self, user: Any) -> UpdateRoundQuerySet:
        """A focal point sees the opened rounds that ask its agency; the Department and leadership all."""
        from dnfa.updates.models import RoundAgency  # noqa: PLC0415 - circular

        def own(agency_id: int) -> Q:
            asked = RoundAgency.objects.filter(agency=agency_id).values("round")
            return Q(pk__in=asked, opened_at__isnull=False)

        return restricted(self, user, own)

    def open(self) -> UpdateRoundQuerySet:
        """Rounds that can be answered."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)

    def with_state(self) -> UpdateRoundQuerySet:
        """Annotate `state`; twin of `dnfa.updates.states.round_state`."""
        return self.annotate(
            state=Case(
                When(opened_at__isnull=True, then=Value(RoundState.PREPARED)),
                When(closed_at__isnull=True, then=Value(RoundState.OPEN)),
                default=Value(RoundState.CLOSED),
                output_field=CharField(),
            )
        )


class RoundAgencyQuerySet(models.QuerySet["RoundAgency"]):
    """Reads of what agencies answer."""

    def visible_to(self, user: Any) -> RoundAgencyQuerySet:
        """A focal point sees its agency's own page of opened rounds; the Department and leadership all."""
        return restricted(self, user, lambda agency_id: Q(agency=agency_id, round__opened_at__isnull=False))

    def with_state(self, today: date) -> RoundAgencyQuerySet:
        """Annotate `state` for `today`; twin of `dnfa.updates.states.answer_state`."""
        return self.annotate(
            state=Case(
                When(accepted_at__isnull=False, then=Value(AnswerState.ACCEPTED)),
                When(submitted_at__isnull=False, returned_at__isnull=True, then=Value(AnswerState.SUBMITTED)),
                When(due_on__lt=today, then=Value(AnswerState.LATE)),
                When(returned_at__isnull=False, then=Value(AnswerState.RETURNED)),
                When(started_at__isnull=False, then=Value(AnswerState.STARTED)),
                default=Value(AnswerState.WAITING),
                output_field=CharField(),
            )
        )

    def asked_by(self) -> Any:
        """Pairs of an answer and who asks for it, for `dnfa.followup.charge`."""
        return self.order_by().values(record=F("pk"), person=F("round__officer"))

    def unanswered(self) -> RoundAgencyQuerySet:
        """The agency has to do something: nothing sent yet, or it came back; of open rounds only."""
        return self.filter(UNANSWERED)

    def waiting(self) -> RoundAgencyQuerySet:
        """Sent, and nobody has decided yet."""
        return self.filter(WAITS)

    def asking_time(self) -> RoundAgencyQuerySet:
        """The agency asks for more time and has not sent its answer."""
        return self.filter(ASKS_TIME)

    def awaiting_the_department(self) -> RoundAgencyQuerySet:
        """Something has to be decided: an answer, or whether there is more time."""
        return self.filter(WAITS | ASKS_TIME)

    def to_decide(self, user: Any) -> RoundAgencyQuerySet:
        """Answers this person may decide: nobody decides on words it wrote, or on an answer it sent, for an agency."""
        from dnfa.updates.models import RoundAnswer, RoundStep  # noqa: PLC0415 - circular

        of_this = {"asked": OuterRef("pk")}
        sent = RoundStep.objects.filter(
            **of_this,
            kind__in=[StepKind.SUBMITTED, StepKind.RESUBMITTED],
            at=OuterRef("submitted_at"),
            by=user.pk,
        )
        wrote = RoundAnswer.objects.filter(**of_this, answered_by=user.pk)
        return self.waiting().exclude(Exists(sent.order_by())).exclude(Exists(wrote.order_by()))

    def for_decision_of(self, user: Any) -> RoundAgencyQuerySet:
        """What asks this person of the Department for a word: answers it may decide, and requests for more time."""
        return self.filter(Q(pk__in=self.model.objects.to_decide(user).order_by().values("pk")) | ASKS_TIME)


def changed_since_asked() -> Exists:
    """Condition on a record of a round: its agency sent a change of it since the round was opened."""
    from dnfa.updates.models import ChangeRequest  # noqa: PLC0415 - circular

    return Exists(
        ChangeRequest.objects.filter(
            record_type=OuterRef("content_type"),
            record_id=OuterRef("object_id"),
            agency=OuterRef("asked__agency"),
            state__in=[RequestState.SUBMITTED, RequestState.RETURNED, RequestState.ACCEPTED],
            submitted_at__gte=OuterRef("asked__round__opened_at"),
        )
    )
