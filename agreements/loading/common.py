"""Words and rules the loaders of this room share."""

from __future__ import annotations

from datetime import date

from agreements.enums import AgreementType, Capacity, LegalRegime
from dnfa.core.loading import Load, Row
from dnfa.core.partial_dates import PartialDate

PAPERS = (
    "key title_vi title_basis type capacity signer_vi signer_agency_key partner_keys signed_on precision effective_on"
    " term_kind ends_on fields relates_to table_overlap stage signing doc_number status_note sources"
)
REFINES = "refines"
# Days from which a regime applies (data/legal_bases.csv: pl-33-2007, luat-70-2020).
ORDINANCE_FROM = date(2007, 7, 1)
LAW_FROM = date(2021, 7, 1)
# Bodies of the city that the Ordinance of 2007 and the Law of 2020 bind when they sign.
BOUND_BY_LAW = frozenset(
    {Capacity.CITY, Capacity.COUNCIL, Capacity.DEPARTMENT, Capacity.UNIT, Capacity.DISTRICT}
)

BY_TYPE: dict[str, LegalRegime] = {
    AgreementType.PLAN: LegalRegime.OWN_PAPER,
    AgreementType.LOAN_AGREEMENT: LegalRegime.ODA,
    AgreementType.MEMBERSHIP: LegalRegime.UNKNOWN,
}


def table_key(row_number: int | str) -> str:
    """How the files name the agreement of a row of the table."""
    return f"stt-{row_number}"


def papers(load: Load) -> list[Row]:
    """The rows of the papers beyond the plain table row."""
    return load.rows("agreements_other.csv", PAPERS)


def regime_of(*, paper_type: str, capacity: str, day: PartialDate | None) -> LegalRegime:
    """Legal regime of a paper by what it is, who signed, and the day of signing (or of effect).

    A year in which the regime changed, an unknown day, and bodies the law does not bind give `unknown`.
    """
    if paper_type in BY_TYPE:
        return BY_TYPE[paper_type]
    if capacity not in BOUND_BY_LAW or day is None:
        return LegalRegime.UNKNOWN
    if day.last_day() < ORDINANCE_FROM:
        return LegalRegime.EARLIER
    if day.first_day() >= LAW_FROM:
        return LegalRegime.LAW_2020
    if day.first_day() >= ORDINANCE_FROM and day.last_day() < LAW_FROM:
        return LegalRegime.ORDINANCE_2007
    return LegalRegime.UNKNOWN
