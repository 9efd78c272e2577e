"""How partners are found by the search box: under every name they bear or bore."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.core.search import Hit, SearchSource, best_name
from partners.models import Partner


def find_partners(user: Any, text: str, most: int) -> Iterator[Hit]:
    found = Partner.objects.visible_to(user).matching(text).prefetch_related("names").in_vietnamese_order()[:most]
    for partner in found:
        names = [partner.name_vi, partner.name_en, partner.name_native, *(name.name for name in partner.names.all())]
        yield Hit("partner", partner.key, partner.name_vi, best_name(names, text), partner.get_absolute_url())


SOURCE = SearchSource("partner", _("Đối tác"), 10, find_partners)
