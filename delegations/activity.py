"""Activity in this room: delegations and other contacts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from delegations.enums import NO_ACTIVITY, ConferencePart, Direction, EngagementKind, InvitationSide
from delegations.models import Conference, Delegation, Engagement, Invitation, PlannedRecord
from dnfa.core.functions import PartialFirst, PartialLast
from partners.activity import iso_text, register_partner_source

# Activity, but no contact of the two sides beyond a paper or a prize: a signing is counted with its
# agreement, an award says that a body thought of the city, not that the two worked together.
NO_CONTACT = NO_ACTIVITY | {EngagementKind.SIGNING, EngagementKind.AWARD}


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _days(model: type[Model]) -> dict[str, Any]:
    """First and last day of what took place, and the last as it is told; of what is planned first the database keeps
    the days, and what began and has not told its end is told by the planned one.
    """
    if issubclass(model, PlannedRecord):
        return {
            "row_first_day": F("first_day"),
            "row_last_day": F("last_day"),
            "row_last_date": Coalesce(_awaited_end(), iso_text("ends_on", "starts_on")),
        }
    return {
        "row_first_day": PartialFirst("starts_on"),
        "row_last_day": PartialLast(Coalesce("ends_on", "starts_on")),
        "row_last_date": iso_text("ends_on", "starts_on"),
    }


def _awaited_end(path: str = "") -> Case:
    """ISO text of `states.awaited_end` of the record at `path`; NULL where there is none."""
    is_awaited = Q(**{f"{path}ends_on__isnull": True, f"{path}last_day__gt": PartialLast(f"{path}starts_on")})
    return Case(When(is_awaited, then=Cast(f"{path}last_day", TextField())))


def _contacts(model: type[Model], as_of: date | None, **columns: Any) -> QuerySet[Any]:
    """Every kind of contact alike; an event of several days or years lasts to its end."""
    return (
        model._default_manager.all()
        .begun_by(as_of)  # type: ignore[attr-defined]
        .annotate(
            **_days(model),
            row_date=iso_text("starts_on"),
            row_title=F("title_vi"),
            row_key=F("key"),
            row_is_recurring=F("is_recurring"),
            **columns,
        )
        .order_by()
    )


def delegations(as_of: date | None) -> QuerySet[Any]:
    """Delegations received and sent: every one is a contact."""
    return _contacts(
        Delegation,
        as_of,
        row_kind=Concat(Value("delegation_"), "direction", output_field=CharField()),
        row_record=Value("delegation", CharField()),
        row_is_activity=Value(True, BooleanField()),
        row_is_contact=Value(True, BooleanField()),
    )


def conferences(as_of: date | None) -> QuerySet[Any]:
    """Conferences held or gone to: a contact with each partner; plans and cancelled ones are not here."""
    return _contacts(
        Conference,
        as_of,
        row_kind=Concat(Value("conference_"), "part", output_field=CharField()),
        row_record=Value("conference", CharField()),
        row_is_activity=Value(True, BooleanField()),
        row_is_contact=Value(True, BooleanField()),
    )


def engagements(as_of: date | None) -> QuerySet[Any]:
    """Letters, events, exchanges …; an invitation not taken up is neither activity nor contact."""
    return _contacts(
        Engagement,
        as_of,
        row_kind=F("kind"),
        row_record=Value("engagement", CharField()),
        row_is_activity=_is(~Q(kind__in=sorted(NO_ACTIVITY))),
        row_is_contact=_is(~Q(kind__in=sorted(NO_CONTACT))),
    )


CONFERRED = {
    ConferencePart.HOSTED: _("Chủ trì hội nghị, hội thảo"),
    ConferencePart.ATTENDED: _("Dự hội nghị, hội thảo"),
}
ATTENDED = {
    InvitationSide.SENT: _("Dự sự kiện của thành phố"),
    InvitationSide.RECEIVED: _("Thành phố dự sự kiện của đối tác"),
}


def _told_already(as_of: date | None) -> Q:
    """Of an invitation: the event, conference or delegation that followed took place by `as_of` and names the partner."""
    told = Q()
    for model, link in ((Engagement, "event"), (Delegation, "delegation"), (Conference, "conference")):
        name = str(model._meta.model_name)
        named = model.partners.through._default_manager.filter(
            **{
                name: OuterRef(link),
                f"{name}__in": model.objects.begun_by(as_of),
                "partner": OuterRef("partner"),
            }
        )
        told |= Q(Exists(named))
    return told


def attendance(as_of: date | None) -> QuerySet[Any]:
    """Who came to what they were invited to, on the event's days. Neither the invitation nor its answer is here.

    Left out is who is told already by the partners of the event or conference or by the delegation that followed.
    """
    begins, ends = "starts_on", "ends_on"
    rows = (
        Invitation.objects.filter(~_told_already(as_of), attended=True)
        .annotate(
            row_first_day=Coalesce(PartialFirst(f"event__{begins}"), "conference__first_day", "event_from"),
            row_last_day=Coalesce(
                PartialLast(Coalesce(f"event__{ends}", f"event__{begins}")),
                "conference__last_day",
                "event_to",
                "event_from",
            ),
            row_date=iso_text(
                f"event__{begins}", f"conference__{begins}", "conference__planned_starts_on", "event_from"
            ),
            row_last_date=Coalesce(
                _awaited_end("conference__"),
                iso_text(
                    f"event__{ends}",
                    f"event__{begins}",
                    f"conference__{ends}",
                    f"conference__{begins}",
                    "conference__planned_ends_on",
                    "conference__planned_starts_on",
                    "event_to",
                    "event_from",
                ),
            ),
            row_kind=Concat(Value("attended_"), "side", output_field=CharField()),
            row_title=F("occasion"),
            row_record=Value("attendance", CharField()),
            row_key=Cast("pk", CharField()),
            row_is_activity=Value(True, BooleanField()),
            row_is_contact=Value(True, BooleanField()),
            row_is_recurring=Coalesce(F("event__is_recurring"), Value(False), output_field=BooleanField()),
        )
        .order_by()
    )
    if as_of is None:
        return rows
    return rows.filter(Q(row_first_day__isnull=True) | Q(row_first_day__lte=as_of))


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_partner_source(
        code="delegation",
        label=_("Đoàn vào, đoàn ra"),
        record="delegation",
        kinds={f"delegation_{direction.value}": direction.label for direction in Direction},
        deeds=delegations,
        partner="partners",
    )
    register_partner_source(
        code="conference",
        label=_("Hội nghị, hội thảo"),
        record="conference",
        kinds={f"conference_{part.value}": label for part, label in CONFERRED.items()},
        deeds=conferences,
        partner="partners",
    )
    register_partner_source(
        code="engagement",
        label=_("Tiếp xúc, sự kiện"),
        record="engagement",
        kinds={kind.value: kind.label for kind in EngagementKind},
        deeds=engagements,
        partner="partners",
    )
    register_partner_source(
        code="attendance",
        label=_("Dự sự kiện theo lời mời"),
        record="attendance",
        kinds={f"attended_{side.value}": label for side, label in ATTENDED.items()},
        deeds=attendance,
        partner="partner",
    )
