"""What review sessions announce to the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, ReviewAgency, ReviewItem, ReviewSession
from agreements.sections import Section, register_section
from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source
from dnfa.followup.calendar.leaders import names_city_leader

REVIEWS = "reviews"


def reviews_section(agreement: Agreement, user: Any, as_of: date) -> dict[str, Any] | None:
    """The sessions up to `as_of` that looked at a paper, as far as the reader may see them."""
    sessions = ReviewSession.objects.visible_to(user).filter(held_on__lte=as_of).values("pk")
    items = ReviewItem.objects.filter(agreement=agreement, session__in=sessions).select_related("session")
    found = list(items.order_by("-session__held_on", "-pk"))
    return {"items": found} if found else None


def review_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:  # noqa: ARG001  (the protocol names it)
    """Meetings of these days."""
    seen: Any = ReviewSession.objects.visible_to(user).filter(held_on__range=(first, last))
    bodies = ReviewAgency.objects.filter(session=OuterRef("pk")).order_by().values("agency")
    return [
        CalendarEntry(
            uid=f"review-{session.pk}",
            day=session.held_on,
            title=_("Họp rà soát: %(title)s") % {"title": session.title},
            url=session.get_absolute_url(),
            place=session.place,
            source=REVIEWS,
            agencies=frozenset(session.bodies),
            has_leaders=names_city_leader(session.chair),
            revision=session.version,
            changed_at=session.updated_at,
        )
        for session in seen.annotate(bodies=ArraySubquery(bodies))
    ]


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    register_section(
        Section(
            "reviews", gettext_lazy("Rà soát"), 50, "agreements/reviews/section.html", reviews_section, "side"
        )
    )
    register_source(CalendarSource(REVIEWS, gettext_lazy("Phiên rà soát"), 30, review_entries))
