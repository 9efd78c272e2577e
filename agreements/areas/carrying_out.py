"""What commitments announces to the house: its part of a paper's page and of an action's, and its flag."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements import commitment_flags
from agreements.commitments import percent_reached
from agreements.enums import Stage
from agreements.models import Agreement, Commitment
from agreements.rules.carrying_out import can_report, can_write_commitments
from agreements.sections import Section, register_section
from agreements.selectors_commitments import (
    commitments_of,
    expected_actions,
    is_expected,
    reached_words,
    target_words,
)
from dnfa.followup.actions import is_over
from dnfa.followup.actions.parts import ActionPart, register_part
from dnfa.followup.enums import ActionOrigin
from dnfa.followup.expected import register_expected
from dnfa.followup.models import Action


def commitments_section(agreement: Agreement, user: Any, as_of: date) -> dict[str, Any] | None:
    """The commitments of a paper with their state on the day; nothing for a reader of a paper without any."""
    rows = commitments_of(agreement, user, as_of)
    may_add = can_write_commitments(user) and agreement.stage != Stage.BROKEN_OFF
    if not rows and not may_add:
        return None
    return {
        "rows": rows,
        "may_add": may_add,
        "is_expected": agreement.stage != Stage.SIGNED,
        "add_url": reverse("agreements:commitment-add", args=[agreement.key]),
    }


def commitment_part(action: Action, user: Any, _today: date) -> dict[str, Any] | None:
    """The promise behind an action: clause, text, target, what was reached, and what this person may do."""
    found = Commitment.objects.visible_to(user).filter(action=action).select_related("agreement").first()
    if found is None:
        return None
    found.action = action
    may_write = can_write_commitments(user)
    has_history = found.reached_value is not None or action.notes.exists()
    return {
        "commitment": found,
        "is_expected": is_expected(found),
        "target": target_words(found),
        "reached": reached_words(found),
        "percent": percent_reached(found.target_value, found.reached_value),
        "may_report": bool(found.target_unit) and not is_over(action) and can_report(user, found),
        "may_remove": may_write and not is_over(action) and not has_history,
        "edit_url": reverse("agreements:commitment-edit", args=[found.pk]),
    }


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    register_section(
        Section("commitments", _("Cam kết"), 40, "agreements/carrying_out/section.html", commitments_section)
    )
    register_expected(ActionOrigin.COMMITMENT, expected_actions)
    register_part(ActionPart(ActionOrigin.COMMITMENT, "agreements/carrying_out/part.html", commitment_part))
    commitment_flags.register()
