"""Words of the agenda."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import Rating, ReviewDecision, Status
from agreements.models import ReviewItem

register = template.Library()


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y")


@register.simple_tag
def review_facts(item: ReviewItem) -> str:
    """The facts kept with an item, as one line; facts that are zero or unknown are left out or said to be unknown."""
    facts: dict[str, Any] = item.facts
    words = ["; ".join(facts.get("partners", []))]
    if facts.get("status") in Status.values:
        words.append(str(Status(facts["status"]).label))
    if facts.get("ends_on"):
        words.append(_("ngày cuối %(day)s") % {"day": _day(facts["ends_on"])})
    last = facts.get("last_activity")
    words.append(
        _("hoạt động gần nhất %(day)s") % {"day": _day(last)} if last else _("chưa ghi nhận hoạt động")
    )
    total = facts.get("commitments", 0)
    if total:
        sentence = ngettext(
            "%(total)s cam kết, xong %(done)s, quá hạn %(overdue)s",
            "%(total)s cam kết, xong %(done)s, quá hạn %(overdue)s",
            total,
        )
        words.append(
            sentence
            % {
                "total": total,
                "done": facts.get("commitments_done", 0),
                "overdue": facts.get("commitments_overdue", 0),
            }
        )
    if facts.get("projects"):
        words.append(
            ngettext("%(number)s dự án", "%(number)s dự án", facts["projects"])
            % {"number": facts["projects"]}
        )
    if facts.get("last_rating") in Rating.values:
        last_words = str(Rating(facts["last_rating"]).label)
        if facts.get("last_decision") in ReviewDecision.values:
            last_words += f" ({ReviewDecision(facts['last_decision']).label})"
        words.append(_("lần rà soát trước: %(words)s") % {"words": last_words})
    return " · ".join(filter(None, words))
