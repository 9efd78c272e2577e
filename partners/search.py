"""How partners are found by the search box: under every name they bear or bore."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Max
from django.db.models.functions import Coalesce, Greatest, Length
from django.utils.translation import gettext_lazy as _

from dnfa.core.search import LEAST_LIKENESS, Hit, SearchSource, best_name
from dnfa.core.text import fold
from partners.models import Partner


def _hit(partner: Partner, text: str) -> Hit:
    names = [
        partner.name_vi,
        partner.name_en,
        partner.name_native,
        *(name.name for name in partner.names.all()),
    ]
    return Hit("partner", partner.key, partner.name_vi, best_name(names, text), partner.get_absolute_url())


def find_partners(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Partners one of whose names holds the words, those with the shortest names first."""
    found = Partner.objects.visible_to(user).matching(text).prefetch_related("names")
    for partner in found.order_by(Length("name_fold"), "pk")[:most]:
        yield _hit(partner, text)


def guess_partners(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Partners one of whose names looks like the text ("Yokohma"), the most alike first."""
    wanted = fold(text)
    likeness = Greatest(
        TrigramWordSimilarity(wanted, "name_fold"),
        Coalesce(Max(TrigramWordSimilarity(wanted, "names__name_fold")), 0.0),
    )
    alike = Partner.objects.visible_to(user).annotate(likeness=likeness).filter(likeness__gte=LEAST_LIKENESS)
    for partner in alike.prefetch_related("names").order_by(F("likeness").desc(), Length("name_fold"), "pk")[
        :most
    ]:
        yield _hit(partner, text)


SOURCE = SearchSource("partner", _("Đối tác"), 10, find_partners, guess_partners)
