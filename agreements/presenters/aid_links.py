"""Where a number of aid leads: the list of the projects it counts, the list of the sums it adds; and the pages of sums."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from agreements.aid_parts import Whose
from agreements.aid_totals import DATED


def projects_url(**query: str) -> str:
    """The list of projects, asked so."""
    return f"{reverse('agreements:projects')}?{urlencode(query)}"


def lines_url(kind: str, currency: str, **query: str) -> str:
    """The list of the sums of one kind and currency (empty: of every currency), asked so."""
    of = {"kind": kind, **({"currency": currency} if currency else {})}
    return f"{reverse('agreements:aid_lines')}?{urlencode({**of, **query})}"


def uncertain_lines_url(first: date, last: date, **query: str) -> str:
    """The list of the sums that may belong to a period and are not added to it, asked so."""
    period = {"perhaps_from": f"{first:%d/%m/%Y}", "perhaps_to": f"{last:%d/%m/%Y}"}
    asked = {"kind": [kind.value for kind in DATED], **period, **query}
    return f"{reverse('agreements:aid_lines')}?{urlencode(asked, doseq=True)}"


def programme_url(whose: Whose, direction: str = "") -> str:
    """The page of the periods with `whose`, in one direction or both."""
    asked = {**whose.query, **({"direction": direction} if direction else {})}
    return f"{reverse('agreements:programmes')}?{urlencode(asked)}"


def portfolio_url(whose: Whose) -> str:
    """The page of all that was received from `whose` and given."""
    if whose.partner is not None:
        return reverse("agreements:portfolio", args=[whose.partner.key])
    return reverse("agreements:country_portfolio", args=[whose.country.code]) if whose.country else ""
