"""The time an aid report speaks of. Cycle and form under Decree 313/2025/NĐ-CP are not known yet: half-years and years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.annual.aid import Span

PARTS = ("h1", "h2", "year")


@dataclass(frozen=True)
class AidPeriod:
    """A half of a year ("h1", "h2") or the whole ("year")."""

    year: int
    part: str

    @property
    def first(self) -> date:
        return date(self.year, 7 if self.part == "h2" else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.part == "h1" else date(self.year, 12, 31)

    @property
    def words(self) -> str:
        """As the report says it, in Vietnamese: "6 tháng đầu năm 2026", "năm 2026"."""
        names = {"h1": "6 tháng đầu năm", "h2": "6 tháng cuối năm"}
        return f"{names.get(self.part, 'năm')} {self.year}"

    def has_begun(self, today: date) -> bool:
        """Whether there is anything to report yet."""
        return self.first <= today

    def span(self, today: date) -> Span:
        """The period as known on its last day, or today while it runs."""
        return Span(self.first, self.last, min(self.last, today))
