"""Activity in this room: delegations and other contacts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, F, Model, Q, QuerySet, Value
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from delegations.enums import NO_ACTIVITY, Direction, EngagementKind
from delegations.models import Delegation, Engagement
from dnfa.core.functions import PartialFirst, PartialLast
from partners.activity import iso_text, register_partner_source

# Activity, but no contact of the two sides beyond a paper or a prize: a signing is counted with its
# agreement, an award says that a body thought of the city, not that the two worked together.
NO_CONTACT = NO_ACTIVITY | {EngagementKind.SIGNING, EngagementKind.AWARD}


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _contacts(model: type[Model], as_of: date | None, **columns: Any) -> QuerySet[Any]:
    """Both kinds of contact alike; an event of several days or years lasts to its end."""
    return (
        model._default_manager.all()
        .begun_by(as_of)  # type: ignore[attr-defined]
        .annotate(
            row_first_day=PartialFirst("starts_on"),
            row_last_day=PartialLast(Coalesce("ends_on", "starts_on")),
            row_date=iso_text("starts_on"),
            row_last_date=iso_text("ends_on", "starts_on"),
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
        code="engagement",
        label=_("Tiếp xúc, sự kiện"),
        record="engagement",
        kinds={kind.value: kind.label for kind in EngagementKind},
        deeds=engagements,
        partner="partners",
    )
