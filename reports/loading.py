"""Baseline statistics and published counts; the Scheme's tasks are loaded by their own package."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dnfa.core.loading import Fact, Load, Row, register
from dnfa.core.partial_dates import InvalidPartialDate, PartialDate
from reports.enums import CountBasis, Qualifier
from reports.models import PublishedCount, Statistic

STATISTICS = "key group metric_vi metric_en period value qualifier unit note source"
COUNTS = (
    "key as_of precision published_on localities countries_and_territories agreements agreements_qualifier basis"
    " source note"
)
OPEN_SIDE = ".."


def load_statistics(load: Load) -> None:
    """Figures as the sources state them."""
    rows = load.rows("statistics.csv", STATISTICS)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "group": row.required("group"),
                "metric_vi": row.required("metric_vi"),
                "metric_en": row.text("metric_en"),
                "period": _period(row),
                "value": row.decimal("value"),
                "qualifier": row.choice("qualifier", Qualifier),
                "unit": row.required("unit"),
                "note": row.text("note"),
            },
        )
        for row in rows
    ]
    for row, statistic in zip(rows, load.sync("statistics", Statistic, "key", facts), strict=True):
        load.remember("statistic", row.text("key"), statistic)
        load.cite(row, "source", statistic)


def _period(row: Row) -> str:
    """A date or "from/to", where ".." or nothing is an open side; every side that is named is a date."""
    sides = row.text("period").split("/")
    try:
        for side in sides:
            if side not in ("", OPEN_SIDE):
                PartialDate.from_iso(side)
    except InvalidPartialDate as error:
        raise row.error(str(error), column="period") from error
    if len(sides) > 2:
        raise row.error(_("thời kỳ chỉ có hai đầu: từ/đến."), column="period")
    return row.text("period")


def load_counts(load: Load) -> None:
    """Published totals to hold our own counts against."""
    rows = load.rows("published_counts.csv", COUNTS)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "as_of": row.partial("as_of", precision="precision"),
                "published_on": row.day("published_on"),
                "localities": row.integer("localities"),
                "countries_and_territories": row.integer("countries_and_territories"),
                "agreements": row.integer("agreements"),
                "agreements_qualifier": row.choice_or_none("agreements_qualifier", Qualifier) or "",
                "basis": row.choice("basis", CountBasis),
                "note": row.text("note"),
            },
        )
        for row in rows
    ]
    for row, count in zip(rows, load.sync("published_counts", PublishedCount, "key", facts), strict=True):
        load.remember("published_count", row.text("key"), count)
        load.cite(row, "source", count)


def register_loaders() -> None:
    """Announce the steps of this room (from `AppConfig.ready`)."""
    register(181, "statistics", load_statistics)
    register(182, "published_counts", load_counts)
