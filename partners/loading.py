"""Countries and territories, fields, partners with their names and ties, networks, judgements, priorities."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dnfa.core.loading import GONE, Fact, Load, Row, register
from partners.enums import (
    AssessmentLevel,
    Continent,
    LocalityLevel,
    NameKind,
    NetworkRole,
    PartnerKind,
    PriorityKind,
    RelationshipClass,
)
from partners.models import (
    Assessment,
    CooperationField,
    Country,
    CountryPriority,
    NetworkMembership,
    Partner,
    PartnerName,
    Relationship,
)

COUNTRIES = "code name_vi name_en continent part_of aliases national_day"
FIELDS = "code level name_vi name_en parent_code source"
PARTNERS = (
    "key kind level name_vi name_en name_native country_code country_name_vi continent parent_key former_names"
    " aliases lat lon in_relations_table cooperation_level priority_group sources note"
)
NETWORKS = "key partner_key name since since_precision role period_start period_end activities_vi conflict_note source"
ASSESSMENTS = "key partner_key as_of level reasons summary_vi summary_en last_dated_activity last_dated_precision sources"
PRIORITIES = (
    "key entry_no country_or_territory continent_heading continent country_codes priority_or_other position"
    " field_tags summary_vi note source"
)
CONTINENTS = {
    "Châu Á": Continent.ASIA,
    "Châu Âu": Continent.EUROPE,
    "Châu Mỹ": Continent.AMERICAS,
    "Châu Úc": Continent.OCEANIA,
    "Châu Phi": Continent.AFRICA,
}


def in_waves(rows: list[Row], key: str, parent: str) -> list[list[Row]]:
    """Rows whose parent is not among the rest, then their children, and so on. Raises `DataError` for a circle."""
    waves: list[list[Row]] = []
    while rows:
        waiting = {row.text(key) for row in rows}
        ready = [row for row in rows if row.text(parent) not in waiting]
        if not ready:
            raise rows[0].error(_("các dòng thuộc nhau vòng tròn."), column=parent)
        rows = [row for row in rows if row.text(parent) in waiting]
        waves.append(ready)
    return waves


def _continent(row: Row) -> Continent:
    try:
        return CONTINENTS[row.required("continent")]
    except KeyError as error:
        raise row.error(
            _("“%(value)s” không phải là tên châu lục.") % {"value": row.text("continent")},
            column="continent",
        ) from error


def load_countries(load: Load) -> None:
    """Countries and territories under their Vietnamese short names; a territory names what it is part of."""
    for rows in in_waves(load.rows("countries.csv", COUNTRIES), "code", "part_of"):
        facts = [
            Fact(
                row,
                {
                    "code": row.required("code"),
                    "name_vi": row.required("name_vi"),
                    "name_en": row.text("name_en"),
                    "aliases": row.many("aliases"),
                    "continent": row.choice("continent", Continent),
                    "part_of": load.find(row, "part_of", "country"),
                    "national_day": row.text("national_day"),
                },
            )
            for row in rows
        ]
        for row, country in zip(rows, load.sync("countries", Country, "code", facts), strict=True):
            load.remember("country", row.text("code"), country)


def load_fields(load: Load) -> None:
    """Fields of cooperation: the task groups and, below them, the tags."""
    everything = load.rows("cooperation_fields.csv", FIELDS)
    order = {row.required("code"): number for number, row in enumerate(everything, start=1)}
    for rows in in_waves(everything, "code", "parent_code"):
        facts = [
            Fact(
                row,
                {
                    "code": row.text("code"),
                    "level": row.integer("level"),
                    "name_vi": row.required("name_vi"),
                    "name_en": row.text("name_en"),
                    "parent": load.find(row, "parent_code", "field"),
                    "order": order[row.text("code")],
                },
            )
            for row in rows
        ]
        for row, field in zip(
            rows, load.sync("cooperation_fields", CooperationField, "code", facts), strict=True
        ):
            load.remember("field", row.text("code"), field)
            load.cite(row, "source", field)


def load_partners(load: Load) -> None:
    """Partners of all kinds, parents first, then their other names and the class of the tie with each."""
    everything = load.rows("partners.csv", PARTNERS)
    for rows in in_waves(everything, "key", "parent_key"):
        facts = [Fact(row, _partner(load, row)) for row in rows]
        for row, partner in zip(rows, load.sync("partners", Partner, "key", facts), strict=True):
            load.remember("partner", row.text("key"), partner)
            load.cite(row, "sources", partner)
            _cite_general_knowledge(load, row, partner)
    _load_names(load, everything)
    _load_ties(load, everything)


def _partner(load: Load, row: Row) -> dict[str, Any]:
    return {
        "key": row.required("key"),
        "kind": row.choice("kind", PartnerKind),
        "level": row.choice_or_none("level", LocalityLevel) or "",
        "name_vi": row.required("name_vi"),
        "name_en": row.text("name_en"),
        "name_native": row.text("name_native"),
        "country": load.find(row, "country_code", "country"),
        "parent": load.find(row, "parent_key", "partner"),
        "latitude": _degrees(row, "lat"),
        "longitude": _degrees(row, "lon"),
        "priority_group": row.integer("priority_group"),
        "note": row.text("note"),
    }


def _degrees(row: Row, column: str) -> Decimal | None:
    value = row.decimal(column)
    return None if value is None else value.quantize(Decimal("0.00001"))


def _cite_general_knowledge(load: Load, row: Row, partner: Any) -> None:
    """Coordinates and native names come from no source: say so on the field."""
    if partner is GONE:
        return
    source = load.find(row, "key", "source", key="general-knowledge")
    for field, column in (("latitude", "lat"), ("longitude", "lon"), ("name_native", "name_native")):
        if row.text(column) and source is not GONE:
            load.citations.state(row, partner, source=source, field=field, value=row.text(column))


def _load_names(load: Load, rows: list[Row]) -> None:
    facts = [
        Fact(row, {"partner": load.find(row, "key", "partner"), "name": name, "kind": kind})
        for row in rows
        for column, kind in (("former_names", NameKind.FORMER), ("aliases", NameKind.ALIAS))
        for name in row.many(column)
    ]
    load.sync("partner_names", PartnerName, ("partner", "name", "kind"), facts)


def _load_ties(load: Load, rows: list[Row]) -> None:
    """One open tie for each partner; since when is told by the agreements (agreements/loading)."""
    facts = [
        Fact(
            row,
            {
                "partner": load.find(row, "key", "partner"),
                "relationship_class": row.choice("cooperation_level", RelationshipClass),
            },
        )
        for row in rows
    ]
    for row, tie in zip(rows, load.sync("relationships", Relationship, "partner", facts), strict=True):
        load.remember("relationship", row.text("key"), tie)
        load.cite(row, "sources", tie)


def load_networks(load: Load) -> None:
    """Networks and mechanisms the city takes part in."""
    rows = load.rows("networks.csv", NETWORKS)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "network": load.find(row, "partner_key", "partner"),
                "name": row.required("name"),
                "role": row.choice("role", NetworkRole),
                "since": row.partial("since", precision="since_precision"),
                "period_start": row.partial("period_start"),
                "period_end": row.partial("period_end"),
                "activities_vi": row.text("activities_vi"),
                "note": row.text("conflict_note"),
            },
        )
        for row in rows
    ]
    for row, membership in zip(rows, load.sync("networks", NetworkMembership, "key", facts), strict=True):
        load.remember("network", row.text("key"), membership)
        load.cite(row, "source", membership)


def load_assessments(load: Load) -> None:
    """How each source judged each tie."""
    rows = load.rows("assessments.csv", ASSESSMENTS)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "partner": load.find(row, "partner_key", "partner"),
                "as_of": row.required_day("as_of"),
                "level": row.choice("level", AssessmentLevel),
                "reasons": row.many("reasons"),
                "summary_vi": row.required("summary_vi"),
                "summary_en": row.text("summary_en"),
                "last_dated_activity": row.partial("last_dated_activity", precision="last_dated_precision"),
            },
        )
        for row in rows
    ]
    for row, assessment in zip(rows, load.sync("assessments", Assessment, "key", facts), strict=True):
        load.remember("assessment", row.text("key"), assessment)
        load.cite(row, "sources", assessment)


def load_priorities(load: Load) -> None:
    """What the Scheme wants from each country and territory."""
    rows = load.rows("country_priorities.csv", PRIORITIES)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "entry_no": row.integer("entry_no"),
                "heading": row.required("country_or_territory"),
                "continent_heading": row.required("continent_heading"),
                "continent": _continent(row),
                "kind": row.choice("priority_or_other", PriorityKind),
                "position": row.integer("position"),
                "summary_vi": row.required("summary_vi"),
                "note": row.text("note"),
            },
            {
                "countries": load.find_many(row, "country_codes", "country"),
                "fields": load.find_many(row, "field_tags", "field"),
            },
        )
        for row in rows
    ]
    for row, priority in zip(
        rows, load.sync("country_priorities", CountryPriority, "key", facts), strict=True
    ):
        load.remember("country_priority", row.text("key"), priority)
        load.cite(row, "source", priority)


def register_loaders() -> None:
    """Announce the steps of this room (from `AppConfig.ready`)."""
    register(40, "countries", load_countries)
    register(60, "cooperation_fields", load_fields)
    register(70, "country_priorities", load_priorities)
    register(80, "partners", load_partners)
    register(90, "networks", load_networks)
    register(150, "assessments", load_assessments)
