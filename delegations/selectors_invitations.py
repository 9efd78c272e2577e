"""Composed reads of invitations: their state on a day, as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from delegations.enums import FOLLOWS, EngagementKind, InvitationAnswer, InvitationSide
from delegations.invitation_days import days_on
from delegations.models import Conference, Delegation, Engagement, Invitation
from dnfa.core.fields import ISO_LENGTH
from dnfa.core.functions import PartialFirst, PartialLast, ViFold, vi_order
from dnfa.core.text import fold
from partners.models import Partner

OVERDUE, WAITING, CALLED_OFF = "overdue", "waiting", "called_off"
STATES: list[tuple[str, Any]] = [
    (OVERDUE, _("Quá hạn trả lời")),
    (WAITING, _("Chờ trả lời")),
    *InvitationAnswer.choices,
    (CALLED_OFF, _("Việc đã hủy")),
]
OCCASIONS = ("event", "conference")
MOST_OCCASIONS = 300  # offered at once: years of them; older ones are found by their own page
FOLLOWS_WITHIN = timedelta(days=366)
STATE_WORDS = dict(STATES)
TONES = {
    OVERDUE: "danger",
    WAITING: "warn",
    InvitationAnswer.ACCEPTED: "ok",
    InvitationAnswer.DELEGATED: "info",
    InvitationAnswer.DECLINED: "muted",
    InvitationAnswer.NO_ANSWER: "muted",
    CALLED_OFF: "muted",
}


def state_of(invitation: Invitation, today: date) -> str:
    """The answer; without one "called_off" with its event or conference, else "overdue" from the day after `answer_by`,
    before that "waiting".
    """
    if invitation.answer:
        return invitation.answer
    occasion = invitation.event or invitation.conference
    if occasion is not None and occasion.cancelled_on is not None and occasion.cancelled_on <= today:
        return CALLED_OFF
    is_late = invitation.answer_by is not None and invitation.answer_by < today
    return OVERDUE if is_late else WAITING


def called_off(today: date) -> Q:
    """Invitations to an event or conference that was given up by `today`."""
    return Q(*((f"{name}__cancelled_on__lte", today) for name in OCCASIONS), _connector=Q.OR)


def with_state(queryset: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Annotate `state` as `state_of` says it, and what the list is ordered by.

    That is `waiting_first` (0 overdue, 1 waiting, 2 answered or called off), `due_on` (the day of answer, while one is
    waited for) and `age`.
    """
    late = Q(answer="", answer_by__lt=today)
    return queryset.annotate(
        state=Case(
            When(called_off(today) & Q(answer=""), then=Value(CALLED_OFF)),
            When(late, then=Value(OVERDUE)),
            When(answer="", then=Value(WAITING)),
            default=F("answer"),
            output_field=CharField(),
        ),
    ).annotate(
        waiting_first=Case(
            When(state=OVERDUE, then=Value(0)),
            When(state=WAITING, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        due_on=Case(When(state__in=(OVERDUE, WAITING), then=F("answer_by")), output_field=DateField()),
        age=ExpressionWrapper(Value(today) - F("sent_on"), output_field=DurationField()),
    )


def with_days(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate `begins` and `ends`: the days of the event or conference as they stand now, where they are known to the
    day, else those told with the invitation. The same in Python: `invitation_days.days_on`.
    """
    kept = {
        "event": (
            PartialFirst("event__starts_on"),
            PartialLast(Coalesce("event__ends_on", "event__starts_on")),
        ),
        "conference": (F("conference__first_day"), F("conference__last_day")),
    }
    known = {name: [Case(When(_to_the_day(name), then=day)) for day in days] for name, days in kept.items()}
    return queryset.annotate(
        begins=Coalesce(*(days[0] for days in known.values()), "event_from", output_field=DateField()),
        ends=Coalesce(
            *(days[1] for days in known.values()), "event_to", "event_from", output_field=DateField()
        ),
    )


def _to_the_day(name: str) -> Q:
    """What is told of the days of the event or conference is told to the day."""
    told = (f"{name}__starts_on", f"{name}__ends_on")
    return Q(*(Q((f"{day}__isnull", True)) | Q(Exact(Length(day), ISO_LENGTH)) for day in told))


def invitation_rows(queryset: QuerySet[Any], user: Any, today: date) -> QuerySet[Any]:
    """Invitations with state, days, partner, country, agency, and what of their occasion and delegation `user` may see."""
    return (
        with_days(with_state(queryset, today))
        .select_related("partner__country", "agency")
        .prefetch_related(
            Prefetch("event", Engagement.objects.visible_to(user), to_attr="seen_event"),
            Prefetch("conference", Conference.objects.visible_to(user), to_attr="seen_conference"),
            Prefetch("delegation", Delegation.objects.visible_to(user), to_attr="seen_delegation"),
        )
    )


def invitees_of(occasion: Engagement | Conference, user: Any, today: date) -> QuerySet[Any]:
    """The invitations to an event or conference that `user` may see, by partner."""
    name = "event" if isinstance(occasion, Engagement) else "conference"
    rows = Invitation.objects.visible_to(user).filter(**{name: occasion})
    return invitation_rows(rows, user, today).order_by(vi_order("partner__name_vi"), "pk")


def could_follow(invitation: Invitation, user: Any) -> QuerySet[Any]:
    """Delegations that may have gone or come on the invitation, the earliest first: those `user` sees, the right way,
    with that partner, not given up, from the day of the letter to a year after the event; and the one it has.
    """
    _begins, ends = days_on(invitation)
    until = (ends or invitation.sent_on) + FOLLOWS_WITHIN
    near = invitation.partner.delegations.filter(
        cancelled_on__isnull=True, last_day__gte=invitation.sent_on, first_day__lte=until
    )
    seen = Delegation.objects.visible_to(user).filter(direction=FOLLOWS[InvitationSide(invitation.side)])
    asked = Q(pk__in=near.order_by().values("pk")) | Q(pk=invitation.delegation_id)
    return seen.filter(asked).order_by(F("first_day").asc(nulls_last=True), "pk")


def recent_occasions(
    model: type[Engagement | Conference], user: Any, chosen: int | None = None, *, most: int = MOST_OCCASIONS
) -> QuerySet[Any]:
    """Events or conferences to choose from: the latest that `user` sees and that are not called off; and the `chosen`."""
    seen: Any = model._default_manager.all().visible_to(user)
    standing = seen.filter(cancelled_on__isnull=True)
    if model is Engagement:
        latest = standing.filter(kind=EngagementKind.EVENT).order_by(
            F("starts_on").desc(nulls_last=True), "-pk"
        )
    else:
        latest = standing.order_by(F("first_day").desc(nulls_last=True), "-pk")
    keys = [*latest.values_list("pk", flat=True)[:most], *([chosen] if chosen else [])]
    return seen.filter(pk__in=keys).order_by(*latest.query.order_by)


def answer_counts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """How many of the invitees are in each state, in the order of `STATES`; states of nobody are left out."""
    states = [row.state for row in rows]
    return [
        {"state": code, "label": label, "tone": TONES[code], "count": states.count(code)}
        for code, label in STATES
        if code in states
    ]


def attended_before(partner_ref: str = "pk") -> Subquery:
    """At how many of the city's events the outer row's partner was present."""
    came = Invitation.objects.filter(partner=OuterRef(partner_ref), side="sent", attended=True).order_by()
    counted = came.values("partner").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def matching(queryset: Any, text: str) -> QuerySet[Any]:
    """Invitations whose occasion, number or partner's names hold every word of `text`."""
    rows: QuerySet[Any] = queryset.alias(
        occasion_fold=ViFold("occasion"), number_fold=ViFold("document_number")
    )
    for word in fold(text).split():
        named = Partner.objects.matching(word).filter(pk=OuterRef("partner"))
        rows = rows.filter(Q(occasion_fold__contains=word) | Q(number_fold__contains=word) | Exists(named))
    return rows
