"""Verbs on tasks of the Scheme, on what is said of them and on what agencies propose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from dnfa.accounts import visibility
from dnfa.core.functions import ViFold
from dnfa.core.text import fold
from reports.scheme.enums import SchemeProposalState, TaskRole
from reports.scheme.state import with_state
from reports.scheme.succession import Successions, forebears

RETURNED_STANDS_DAYS = 60  # a returned proposal is asked about so long; it can be sent again after that too


def valid_on(day: date) -> Q:
    """The condition on links of agencies: in effect on the day."""
    return Q(Q(valid_from__isnull=True) | Q(valid_from__first__lte=day)) & Q(
        Q(valid_to__isnull=True) | Q(valid_to__last__gte=day)
    )


def _links() -> Any:
    from reports.scheme.models import SchemeTaskAgency  # noqa: PLC0415 - circular

    return SchemeTaskAgency.objects


def _tasks() -> Any:
    from reports.scheme.models import SchemeTask  # noqa: PLC0415 - circular

    return SchemeTask.objects


class TaskQuerySet(models.QuerySet[Any]):
    """Tasks; start from `visible_to`."""

    def visible_to(self, user: Any) -> TaskQuerySet:
        """All for the Department and leadership; for a focal point those its agency, or one whose work it carries,
        leads or coordinates, at whatever time, and those that bind all units.
        """

        def own(agency_id: int) -> Q:
            linked = _links().filter(agency__in=forebears(agency_id)).values("task")
            return Q(with_all_relevant_units=True) | Q(pk__in=linked)

        return visibility.restricted(self, user, own)

    def known_on(self, as_of: date) -> TaskQuerySet:
        """Tasks of the Decision, and those added by the day."""
        return self.filter(Q(decided_on__isnull=True) | Q(decided_on__lte=as_of))

    def standing_on(self, as_of: date) -> TaskQuerySet:
        """Known and not replaced by another on the day."""
        return self.known_on(as_of).filter(Q(replaced_on__isnull=True) | Q(replaced_on__gt=as_of))

    def with_state(self, as_of: date) -> TaskQuerySet:
        """Annotate `state` (reports/scheme/state.py), `reported` and `reported_year`."""
        rows: TaskQuerySet = with_state(self, as_of)
        return rows

    def bound_to(self, agency_id: int, role: str, as_of: date) -> TaskQuerySet:
        """Tasks in which the agency has this role on the day, itself or for one whose work it carries."""
        links = _links().filter(valid_on(as_of), role=role, agency__in=forebears(agency_id, as_of))
        return self.filter(pk__in=links.values("task"))

    def with_part_of(self, agency_id: int, day: date) -> TaskQuerySet:
        """Annotate `own_part`: what the agency is to the task on the day, itself or for one whose work it carries; else null.

        Who leads leads, even where the paper names it as coordinating too; a task for all units binds everybody.
        """
        links = _links().filter(valid_on(day), agency__in=forebears(agency_id, day), task=OuterRef("pk"))
        named = Exists(links.filter(role=TaskRole.COORDINATING))
        return self.annotate(
            own_part=Case(
                When(Exists(links.filter(role=TaskRole.LEAD)), then=Value(TaskRole.LEAD)),
                When(Q(with_all_relevant_units=True) | named, then=Value(TaskRole.COORDINATING)),
                default=None,
                output_field=CharField(),
            )
        )

    def of_agency(self, agency_id: int, as_of: date) -> TaskQuerySet:
        """Tasks which name the agency, or one whose work it carries, on the day."""
        links = _links().filter(valid_on(as_of), agency__in=forebears(agency_id, as_of))
        return self.filter(pk__in=links.values("task"))

    def without_lead(self, as_of: date) -> TaskQuerySet:
        """Tasks that nobody leads on the day: the column is blank, or all who led ended without an heir. One query more."""
        gone = Successions.on(as_of).without_carriers()
        leads = _links().filter(valid_on(as_of), role=TaskRole.LEAD).exclude(agency__in=gone)
        return self.exclude(pk__in=leads.values("task"))

    def reported_in(self, year: int, as_of: date) -> TaskQuerySet:
        """Tasks of whose year the lead agency has said something by the day."""
        return self.filter(self._said(year, as_of))

    def unreported_in(self, year: int, as_of: date) -> TaskQuerySet:
        """Tasks of whose year the lead agency has said nothing by the day."""
        return self.filter(~self._said(year, as_of))

    @staticmethod
    def _said(year: int, as_of: date) -> Exists:
        from reports.scheme.models import SchemeTaskProgress  # noqa: PLC0415 - circular

        said = SchemeTaskProgress.objects.standing_on(as_of)
        return Exists(said.filter(task=OuterRef("pk"), part=TaskRole.LEAD, year=year))

    def matching(self, text: str) -> TaskQuerySet:
        """Tasks whose code, words or note hold every word of `text`, marks aside."""
        rows = self.alias(title_fold=ViFold("title_vi"), note_fold=ViFold("note"), code_fold=ViFold("code"))
        for word in fold(text).split():
            rows = rows.filter(
                Q(title_fold__contains=word) | Q(note_fold__contains=word) | Q(code_fold__startswith=word)
            )
        return rows


class ProgressQuerySet(models.QuerySet[Any]):
    """What agencies said of tasks."""

    def visible_to(self, user: Any) -> ProgressQuerySet:
        """Of the tasks that `user` may see."""
        return self.filter(task__in=_tasks().visible_to(user).order_by().values("pk"))

    def standing_on(self, as_of: date) -> ProgressQuerySet:
        """Said by the day and not corrected by it."""
        corrections = self.model._default_manager.filter(corrects=OuterRef("pk"), reported_on__lte=as_of)
        return self.filter(~Exists(corrections), reported_on__lte=as_of)


class DifficultyQuerySet(models.QuerySet[Any]):
    """What stands in the way of tasks."""

    def visible_to(self, user: Any) -> DifficultyQuerySet:
        """Of the tasks that `user` may see."""
        return self.filter(task__in=_tasks().visible_to(user).order_by().values("pk"))

    def open_on(self, as_of: date) -> DifficultyQuerySet:
        """Said by the day and not solved by it."""
        return self.filter(Q(solved_on__isnull=True) | Q(solved_on__gt=as_of), raised_on__lte=as_of)


class ProposalQuerySet(models.QuerySet[Any]):
    """What agencies want changed of the Scheme."""

    def visible_to(self, user: Any) -> ProposalQuerySet:
        """All for the Department and leadership; for a focal point those of its agency and of those it carries on."""
        return visibility.restricted(self, user, lambda agency_id: Q(agency__in=forebears(agency_id)))

    def sent_again_by(self, agency: Any, task: Any) -> ProposalQuerySet:
        """What an agency had returned about a task (None: additions), and has not sent again."""
        return self.filter(
            state=SchemeProposalState.RETURNED,
            followed_by__isnull=True,
            agency__in=forebears(agency.pk),
            task=task,
        )

    def to_send_again(self, today: date) -> ProposalQuerySet:
        """Returned, not sent again yet, and not long ago: an agency that lets it rest owes nothing."""
        since = today - timedelta(days=RETURNED_STANDS_DAYS)
        return self.filter(state=SchemeProposalState.RETURNED, followed_by__isnull=True, decided_on__gt=since)

    def waiting(self) -> ProposalQuerySet:
        """Not decided yet."""
        return self.filter(state=SchemeProposalState.WAITING)
