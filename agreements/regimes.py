"""Which law a paper stands under, suggested from what it is, who signs and when; the officer has the last word."""

from __future__ import annotations

from datetime import date

from agreements.enums import Capacity, LegalRegime
from agreements.loading.common import LAW_FROM, regime_of
from dnfa.core.partial_dates import PartialDate


def suggested_regime(
    *, paper_type: str, capacity: str, signed_on: PartialDate | None, today: date
) -> LegalRegime:
    """The legal regime to propose for a paper; a draft without a day would be signed on `today` at the earliest.

    Law 70/2020/QH14 from 1 July 2021 on; the Ordinance of 2007 before it; party channels, loans and the city's own
    plans stand apart. UBND of border communes came under the Law with Decree 64/2021. Foreign non-governmental aid
    and civil contracts (art. 1.2 of the Law) cannot be told from these facts and stay the officer's choice.
    """
    day = signed_on or PartialDate.of(today)
    if capacity == Capacity.PARTY:
        return LegalRegime.PARTY_PEOPLE
    if capacity == Capacity.COMMUNE and day.first_day() >= LAW_FROM:
        return LegalRegime.LAW_2020
    return regime_of(paper_type=paper_type, capacity=capacity, day=day)
