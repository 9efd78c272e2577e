"""For whom and as of which day figures are asked, with the thresholds of that day read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dnfa.core.partial_dates import add_months
from dnfa.core.policy import EXPIRING_DAYS, EXPIRY_HORIZON_MONTHS, parameters
from partners.enums import RelationshipClass
from partners.flags import threshold_key

_DORMANCY_FORMAL = threshold_key(RelationshipClass.FORMAL)
_DORMANCY_LETTER = threshold_key(RelationshipClass.LETTER_OF_INTENT)


@dataclass(frozen=True)
class Scope:
    """The reader, the day, and the thresholds in force on that day (days, months)."""

    user: Any
    as_of: date
    expiring_days: int
    horizon_months: int
    dormancy_formal: int
    dormancy_letter: int

    @classmethod
    def of(cls, user: Any, as_of: date) -> Scope:
        """Read the thresholds in one query. Raises `MissingParameterError` in an installation without them."""
        keys = [EXPIRING_DAYS, EXPIRY_HORIZON_MONTHS, _DORMANCY_FORMAL, _DORMANCY_LETTER]
        values = parameters(keys, as_of)
        return cls(user, as_of, *(values[key] for key in keys))

    @property
    def horizon(self) -> date:
        """Last day of the time in which an end is "coming"."""
        return add_months(self.as_of, self.horizon_months)

    @property
    def _dormancy(self) -> str:
        if self.dormancy_letter == self.dormancy_formal:
            return f"{self.dormancy_formal} tháng"
        return f"{self.dormancy_formal} tháng (quan hệ mới ở mức ý định thư: {self.dormancy_letter} tháng)"

    @property
    def words(self) -> dict[str, str | int]:
        """What a definition sentence may name."""
        return {
            "as_of": f"{self.as_of:%d/%m/%Y}",
            "year": self.as_of.year,
            "expiring_days": self.expiring_days,
            "horizon_months": self.horizon_months,
            "horizon": f"{self.horizon:%d/%m/%Y}",
            "dormancy": self._dormancy,
        }
