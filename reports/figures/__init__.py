"""Every figure of the house, defined once: what it counts, in which words, as of which day, and the list behind it.

Home, leader's page, yearly report and API read figures from here and from nowhere else; the value is
always the count of the figure's own queryset (docs/yearly-report.md).
"""

from __future__ import annotations

from reports.figures.definitions import FIGURES, Figure, figure
from reports.figures.scope import Scope
from reports.figures.values import values

__all__ = ["FIGURES", "Figure", "Scope", "figure", "values"]
