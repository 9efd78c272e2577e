"""Makers of reports of results, and what a service refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from delegations.models import OutcomeReport
from dnfa.core.errors import DomainError
from dnfa.followup.models import Action
from tests.factories import make_user
from tests.partners.factories import make_delegation

TODAY = date(2026, 11, 25)
TEXTS = {"summary": "Hai bên thống nhất mở đường bay.", "done": "Họp với thành phố bạn."}


def make_trip(**values: Any) -> Any:
    """A delegation to Sakai that came back on Friday 06/11/2026 and owes its report."""
    return make_delegation(
        **{
            "title_vi": "Thăm Sakai",
            "direction": "out",
            "starts_on": "2026-11-03",
            "ends_on": "2026-11-06",
            **values,
        }
    )


def make_report(record: Any | None = None, **values: Any) -> OutcomeReport:
    """A drafted report of a trip (a new one unless given); `reported_on` submits it."""
    record = record or make_trip()
    kind = record._meta.model_name
    report = OutcomeReport.objects.create(**{kind: record, "summary": TEXTS["summary"], **values})
    return OutcomeReport.objects.get(pk=report.pk)


def refusal(call: Callable[..., Any], **given: Any) -> DomainError:
    """The error the call was refused with; an AssertionError when it was not."""
    try:
        call(**given)
    except DomainError as error:
        return error
    message = "nothing was refused"
    raise AssertionError(message)


def focal_of(record: Any) -> Any:
    """The focal point of the agency that leads a record (a new one where none does)."""
    agency = record.lead_agencies.first()
    user = make_user("focal_point", **({"agency": agency} if agency else {}))
    if agency is None:
        record.lead_agencies.add(user.agency)
    return user


def actions() -> list[tuple[Any, ...]]:
    """Every action as (title, agency, due day, why it was dropped), in the order they were made."""
    rows = Action.objects.order_by("pk").select_related("lead_agency")
    return [(row.title, row.lead_agency, row.due_on, row.cancel_reason) for row in rows]
