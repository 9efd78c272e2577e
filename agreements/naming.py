"""Names of papers: which a title may not bear, the key it gets, which paper may be the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.enums import LegalRegime
from agreements.models import Agreement, AgreementParty
from agreements.models.agreement import TREATY_NAME, TREATY_NAME_MESSAGE
from dnfa.core.partial_dates import PartialDate, add_months
from dnfa.core.text import fold
from partners.models import Partner

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Regimes of agreements that are no treaties: their names may not be a treaty's (same as the database's constraint).
NO_TREATY_NAME = frozenset({LegalRegime.LAW_2020, LegalRegime.ORDINANCE_2007})
_TREATY = re.compile(TREATY_NAME.replace(r"\M", r"\b"), re.IGNORECASE)
# The city has friendship and cooperation ties; this word is used of none of them.
_SISTER_CITY = re.compile(r"(?<!liên )\bkết\s+nghĩa\b", re.IGNORECASE)
SISTER_CITY_MESSAGE = _(
    "Sổ không dùng từ “kết nghĩa”; hãy ghi “quan hệ hữu nghị”, “quan hệ hợp tác” như trên văn bản."
)
SAME_TITLE, LIKE_TITLE = 0.9, 0.6  # trigram similarity, 1 is the same
A_YEAR = 12
KEY_ROOM = 100  # of the 120 characters of a key; the rest is for the year and a number


def title_complaint(title: str, *, legal_regime: str) -> StrOrPromise | None:
    """The sentence against a title: treaty names under the Law and the Ordinance, and "kết nghĩa"; None if it may stand."""
    if legal_regime in NO_TREATY_NAME and _TREATY.search(title):
        return TREATY_NAME_MESSAGE
    return SISTER_CITY_MESSAGE if _SISTER_CITY.search(title) else None


def free_key(partners: Sequence[Partner], *, paper_type: str, year: int) -> str:
    """A key nobody has: "jp-sakai-2026", "jp-sakai-2026-2"; several partners give the first two."""
    names = "-".join(partner.key for partner in partners[:2]) or paper_type.replace("_", "-")
    stem = f"{names[:KEY_ROOM].strip('-')}-{year}"
    taken = set(Agreement.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in _numbered(stem) if key not in taken)


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def possible_duplicates(
    *,
    user: Any,
    partners: Iterable[Partner],
    paper_type: str,
    title: str,
    day: PartialDate | None,
) -> QuerySet[Agreement]:
    """Papers that `user` may see and that may be the one described.

    The same partner and type within a year of `day`, the same partner with a title much alike, or nearly the same
    title with anybody within that year. Without a day (a draft) the year is that of papers not dated either.
    """
    shared = Exists(AgreementParty.objects.filter(agreement=OuterRef("pk"), partner__in=list(partners)))
    rows = Agreement.objects.visible_to(user).annotate(
        likeness=TrigramSimilarity("title_fold", fold(title)), has_partner=shared
    )
    near = Q(signed_on__isnull=True)
    if day is not None:
        near = Q(
            signed_on__first__lte=add_months(day.last_day(), A_YEAR),
            signed_on__last__gte=add_months(day.first_day(), -A_YEAR),
        )
    return rows.filter(
        Q(near, has_partner=True, type=paper_type)
        | Q(has_partner=True, likeness__gte=LIKE_TITLE)
        | Q(near, likeness__gte=SAME_TITLE)
    ).order_by("-has_partner", "-likeness", "pk")
