"""How invitations are found by the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from delegations.models import Invitation
from delegations.selectors_invitations import matching
from dnfa.core.search import Hit, best_name


def find_invitations(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Invitations whose occasion, letter or partner holds the words, the newest first."""
    found = matching(Invitation.objects.visible_to(user).select_related("partner"), text)
    for one in found.order_by("-sent_on", "-pk")[:most]:
        names = [one.occasion, one.partner.name_vi, one.document_number]
        yield Hit("invitation", str(one.pk), one.occasion, best_name(names, text), one.get_absolute_url())
