"""What opinions asked, legal reports announces to the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.rules import can_write_papers
from agreements.rules.consultation import wants_prime_minister
from agreements.sections import Section, register_section
from agreements.selectors_consultation import acts_without_report, reports_of, rounds_of


def build_section(agreement: Agreement, user: Any, as_of: date) -> dict[str, Any] | None:
    """Rounds and reports as of a day; None for a reader when there are none. At most nine queries."""
    may_write = can_write_papers(user)
    rounds, reports = rounds_of(agreement, user, as_of), reports_of(agreement, as_of)
    if not (may_write or rounds or reports):
        return None
    opinions = [opinion for round_ in rounds for opinion in round_.told_opinions]  # type: ignore[attr-defined]
    return {
        "agreement": agreement,
        "rounds": rounds,
        "reports": reports,
        "may_write": may_write,
        "may_report": may_write and bool(acts_without_report(agreement)),
        "wants_prime_minister": may_write and wants_prime_minister(agreement, opinions),
        "owes": any(opinion.agency_id == user.agency_id and not opinion.is_answered for opinion in opinions),
    }


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    register_section(
        Section(
            "consultation",
            _("Ý kiến và báo cáo theo luật"),
            30,
            "agreements/consultation/section.html",
            build_section,
        )
    )
