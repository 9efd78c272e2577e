"""Where a number of aid leads: the list of the projects it counts, the list of the sums it adds; and the pages of sums."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from agreements.aid_parts import Whose


def projects_url(**query: str) -> str:
    """The list of projects, asked so."""
    return f"{reverse('agreements:projects')}?{urlencode(query)}"


def lines_url(kind: str, currency: str, **query: str) -> str:
    """The list of the sums of one kind and currency, asked so."""
    return f"{reverse('agreements:aid_lines')}?{urlencode({'kind': kind, 'currency': currency, **query})}"


def programme_url(whose: Whose, direction: str = "") -> str:
    """The page of the periods with `whose`, in one direction or both."""
    asked = {**whose.query, **({"direction": direction} if direction else {})}
    return f"{reverse('agreements:programmes')}?{urlencode(asked)}"


def portfolio_url(whose: Whose) -> str:
    """The page of all that was received from `whose` and given."""
    if whose.partner is not None:
        return reverse("agreements:portfolio", args=[whose.partner.key])
    return reverse("agreements:country_portfolio", args=[whose.country.code]) if whose.country else ""
