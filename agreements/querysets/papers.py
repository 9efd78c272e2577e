"""Verbs on agreements and events; the status rule in SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from agreements.enums import (
    ENDING_EVENTS,
    IN_FORCE_STATUSES,
    NOT_SIGNED_WITH_A_PARTNER,
    SIGNING_EVENTS,
    Capacity,
    EventKind,
    Stage,
    TermKind,
)
from agreements.validity import BEFORE_ALL, TAKES_FORCE_AWAY
from dnfa.accounts import visibility
from dnfa.core.functions import PartialFirst, PartialLast, ViFold, vi_order
from dnfa.core.partial_dates import add_months
from dnfa.core.policy import EXPIRING_DAYS, parameter
from dnfa.core.text import fold

if TYPE_CHECKING:
    from agreements.models import Agreement, AgreementEvent  # noqa: F401  (names for the type checker only)


class TermEnd(Func):
    """SQL twin of `agreements.validity.term_end` (migration 0001_term_end): kind, ends_on, months, renew, start, today."""

    function = "public.agreement_term_end"
    output_field = DateField()


class SplitPart(Func):
    """PostgreSQL's split_part(text, separator, position); NULL for NULL."""

    function = "split_part"
    output_field = CharField()


class MonthsBefore(Func):
    """A day so many calendar months before another, clamped to the month's last day (`add_months` backwards)."""

    template = "(%(expressions)s))::date"
    arg_joiner = " - make_interval(months => "
    arity = 2
    output_field = DateField()


class DaysBetween(Func):
    """Whole days from the second date to the first; Django's own subtraction gives an interval."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    arity = 2
    output_field = IntegerField()


class EndsOn(Func):
    """Last day in force (migration 0004_status): what the last event set, or the paper's own end."""

    function = "public.agreement_ends_on"
    output_field = DateField()


class StatusOn(Func):
    """SQL twin of `agreements.validity._status` (migration 0004_status); each argument is computed once a row."""

    function = "public.agreement_status"
    output_field = CharField()


def _term_end(start: Any, today: date) -> TermEnd:
    return TermEnd(
        F("term_kind"),
        F("term_ends_on"),
        F("term_months"),
        F("term_renew_months"),
        PartialLast(start),
        Value(today, DateField()),
    )


class AgreementEventQuerySet(models.QuerySet["AgreementEvent"]):
    """Events as of a day."""

    def happened_by(self, today: date) -> AgreementEventQuerySet:
        """Events that count by `today`, annotated with `counts_from` (see `EventFacts.counts_from`)."""
        stated = Coalesce("effective_on", "occurred_on")
        day = Case(
            When(kind__in=sorted(TAKES_FORCE_AWAY), then=PartialLast(stated)),
            default=PartialFirst(stated),
            output_field=DateField(),
        )
        return self.annotate(counts_from=Coalesce(day, Value(BEFORE_ALL, DateField()))).filter(
            counts_from__lte=today
        )

    def signings(self) -> AgreementEventQuerySet:
        """Events at which both sides signed a paper with a foreign partner."""
        from agreements.models import AgreementParty  # noqa: PLC0415 - circular

        return (
            self.filter(kind__in=sorted(SIGNING_EVENTS), agreement__stage=Stage.SIGNED)
            .exclude(agreement__type__in=sorted(NOT_SIGNED_WITH_A_PARTNER))
            .filter(Exists(AgreementParty.objects.filter(agreement=OuterRef("agreement"))))
        )

    def matching(self, text: str) -> AgreementEventQuerySet:
        """Events whose own title or number, or whose agreement, holds every word of `text`, marks aside."""
        from agreements.models import Agreement  # noqa: PLC0415 - circular

        queryset = self
        for word in fold(text).split():
            papers = Agreement.objects.matching(word).values("pk")
            own = self.model._default_manager.telling(word).values("pk")
            queryset = queryset.filter(Q(pk__in=own) | Q(agreement__in=papers))
        return queryset

    def telling(self, word: str) -> AgreementEventQuerySet:
        """Events whose own title or number holds the folded word."""
        words = ViFold(Concat("title_vi", Value(" "), "document_number"))
        return self.alias(own_words=words).filter(own_words__contains=word)

    def at_city_level(self) -> AgreementEventQuerySet:
        return self.filter(agreement__capacity=Capacity.CITY)

    def visible_to(self, user: Any) -> AgreementEventQuerySet:
        """Events of the agreements that `user` may see."""
        from agreements.models import Agreement  # noqa: PLC0415 - circular

        return self.filter(agreement__in=Agreement.objects.visible_to(user))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements as of a day; start from `visible_to`."""

    def visible_to(self, user: Any) -> AgreementQuerySet:
        """All agreements for the Department and leadership; for a focal point those its agency has a role in."""
        return visibility.restricted_to_matters(self, user, "agreement")

    def with_status(self, today: date, *, expiring_days: int | None = None) -> AgreementQuerySet:
        """Annotate `status`, `effective_term` (kind) and `ends_on` as `validity_on` computes them for `today`."""
        if expiring_days is None:
            expiring_days = parameter(EXPIRING_DAYS, today)
        own_end = _term_end(Coalesce("effective_on", "signed_on"), today)
        return self._with_chain(today).annotate(
            effective_term=Coalesce(SplitPart(F("setting"), Value(":"), Value(1)), "term_kind"),
            ends_on=EndsOn(F("setting"), own_end),
            status=StatusOn(
                F("stage"),
                F("ending"),
                F("pausing"),
                F("setting"),
                F("term_kind"),
                own_end,
                PartialFirst(Coalesce("effective_on", "signed_on")),
                Value(today, DateField()),
                Value(expiring_days),
            ),
        )

    def _with_chain(self, today: date) -> AgreementQuerySet:
        """What the events say: the first ending, the last word on suspension, the last term set ("kind:last day")."""
        from agreements.models import AgreementEvent  # noqa: PLC0415 - circular

        happened = AgreementEvent.objects.filter(agreement=OuterRef("pk")).happened_by(today)
        ending = happened.filter(kind__in=sorted(ENDING_EVENTS)).order_by("counts_from", "order", "pk")
        pausing = happened.filter(kind__in=[EventKind.SUSPENSION, EventKind.RESUMPTION])
        setting = happened.exclude(term_kind="").order_by("-counts_from", "-order", "-pk")
        end = _term_end(Coalesce("effective_on", "occurred_on"), today)
        packed = Concat(
            "term_kind", Value(":"), Coalesce(Cast(end, CharField()), Value("")), output_field=CharField()
        )
        return self.alias(
            ending=Subquery(ending.values("kind")[:1]),
            pausing=Subquery(pausing.order_by("-counts_from", "-order", "-pk").values("kind")[:1]),
            setting=Subquery(setting.annotate(packed=packed).values("packed")[:1], output_field=CharField()),
        )

    def with_deadline(self, today: date) -> AgreementQuerySet:
        """After `with_status(today)`: annotate what the work before an end needs.

        `notice_months` (of the term in force), `first_end` (end of a self-renewing term's first period), `renew_months`,
        `notice_by` (last day for notice; NULL without one), `deadline` (the day that matters: the notice of a
        self-renewing term, else the end) and `days_left` until it. Twin of agreements/expiry.py.
        """
        from agreements.models import AgreementEvent  # noqa: PLC0415 - circular

        setting = (
            AgreementEvent.objects.filter(agreement=OuterRef("pk"))
            .happened_by(today)
            .exclude(term_kind="")
            .order_by("-counts_from", "-order", "-pk")
        )

        def of_term(field: str, own: Any) -> Case:
            by_event = Subquery(setting.values(field)[:1])
            return Case(When(Exists(setting), then=by_event), default=own)

        def first_end(start: Any) -> TermEnd:
            return TermEnd(
                Value(TermKind.FOR.value),
                Value(None, CharField()),
                F("term_months"),
                Value(None, IntegerField()),
                PartialLast(start),
                Value(today, DateField()),
            )

        setting = setting.annotate(first_end=first_end(Coalesce("effective_on", "occurred_on")))
        renews = Q(effective_term=TermKind.AUTO_RENEW)
        return (
            self.annotate(
                notice_months=of_term("term_notice_months", F("term_notice_months")),
                renew_months=of_term("term_renew_months", F("term_renew_months")),
                first_end=of_term("first_end", first_end(Coalesce("effective_on", "signed_on"))),
            )
            .annotate(
                notice_by=Case(
                    When(
                        renews & Q(notice_months__isnull=False),
                        then=MonthsBefore(F("ends_on"), F("notice_months")),
                    ),
                    output_field=DateField(),
                ),
            )
            .annotate(
                deadline=Case(
                    When(renews, then=F("notice_by")), default=F("ends_on"), output_field=DateField()
                )
            )
            .annotate(days_left=DaysBetween(F("deadline"), Value(today, DateField())))
        )

    def tacitly_renewed(self) -> AgreementQuerySet:
        """After `with_deadline`: papers in force whose term has gone on by itself at least once."""
        return self.in_force().filter(effective_term=TermKind.AUTO_RENEW, ends_on__gt=F("first_end"))

    def in_force(self) -> AgreementQuerySet:
        """After `with_status`: papers that hold on that day."""
        return self.filter(status__in=sorted(IN_FORCE_STATUSES))

    def ending_within(self, today: date, *, months: int) -> AgreementQuerySet:
        """After `with_status(today)`: papers in force whose term ends within so many months and is not renewed tacitly."""
        return (
            self.in_force()
            .exclude(effective_term=TermKind.AUTO_RENEW)
            .filter(ends_on__range=(today, add_months(today, months)))
        )

    def signed_with_a_partner(self) -> AgreementQuerySet:
        """Signed papers with a foreign side: no drafts, no plans of the city alone, no memberships, no loans."""
        return (
            self.filter(stage=Stage.SIGNED, parties__isnull=False)
            .exclude(type__in=sorted(NOT_SIGNED_WITH_A_PARTNER))
            .distinct()
        )

    def at_city_level(self) -> AgreementQuerySet:
        return self.filter(capacity=Capacity.CITY)

    def known_by(self, today: date) -> AgreementQuerySet:
        """Papers signed or in effect by `today`; a paper without any date is taken as known."""
        stated = Coalesce("signed_on", "effective_on")
        return self.alias(known_from=PartialFirst(stated)).filter(
            Q(known_from__isnull=True) | Q(known_from__lte=today)
        )

    def matching(self, text: str, *, user: Any = None) -> AgreementQuerySet:
        """Agreements whose title, numbers (of later events too) or partners' names hold every word of `text`, marks aside.

        Given the reader, only names of partners that `user` may see.
        """
        from agreements.models import AgreementEvent  # noqa: PLC0415 - circular
        from partners.models import Partner  # noqa: PLC0415 - circular

        queryset = self.alias(number_fold=ViFold("document_number"))
        for word in fold(text).split():
            known = Partner.objects.all() if user is None else Partner.objects.visible_to(user)
            partners = known.matching(word).filter(agreements=OuterRef("pk"))
            events = AgreementEvent.objects.telling(word).filter(agreement=OuterRef("pk"))
            queryset = queryset.filter(
                Q(title_fold__contains=word)
                | Q(number_fold__contains=word)
                | Exists(events)
                | Exists(partners)
            )
        return queryset

    def in_vietnamese_order(self) -> AgreementQuerySet:
        return self.order_by(vi_order("title_vi"), "pk")
