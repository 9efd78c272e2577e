"""The ground floor's own files: sources, legal bases, parameters, and what sources say differently."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dnfa.core.enums import ParameterUnit
from dnfa.core.loading.registry import register
from dnfa.core.loading.session import GONE, Fact, Load
from dnfa.core.models import LegalBasis, PolicyParameter, SourceDocument

SOURCES = "key cited_as title published_on rank note"
LEGAL_BASES = "key number kind issuer title signed_on in_force_from in_force_to replaced_by is_verified note"
PARAMETERS = "key label value unit valid_from valid_to basis is_verified note"
CONTRADICTIONS = "record key field source locator value_as_printed is_used note"


def load_sources(load: Load) -> None:
    """The documents facts come from, and how the files cite them."""
    rows = load.rows("sources.csv", SOURCES)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "title": row.required("title"),
                "published_on": row.day("published_on"),
                "rank": row.integer("rank"),
                "note": row.text("note"),
            },
        )
        for row in rows
    ]
    for row, source in zip(rows, load.sync("sources", SourceDocument, "key", facts), strict=True):
        load.remember("source", row.required("key"), source)
        if source is not GONE:
            load.citations.name(row.required("cited_as"), source)


def load_legal_bases(load: Load) -> None:
    """Legal documents; those that replace others first, so that each finds its successor."""
    waiting = load.rows("legal_bases.csv", LEGAL_BASES)
    while waiting:
        names = {row.text("key") for row in waiting}
        ready = [row for row in waiting if row.text("replaced_by") not in names]
        if not ready:
            raise waiting[0].error(_("các văn bản thay thế nhau vòng tròn."), column="replaced_by")
        waiting = [row for row in waiting if row.text("replaced_by") in names]
        facts = [
            Fact(
                row,
                {
                    "key": row.required("key"),
                    "number": row.required("number"),
                    "kind": row.required("kind"),
                    "issuer": row.text("issuer"),
                    "title": row.required("title"),
                    "signed_on": row.day("signed_on"),
                    "in_force_from": row.day("in_force_from"),
                    "in_force_to": row.day("in_force_to"),
                    "replaced_by": load.find(row, "replaced_by", "legal_basis"),
                    "is_verified": row.yes("is_verified"),
                    "note": row.text("note"),
                },
            )
            for row in ready
        ]
        for row, basis in zip(ready, load.sync("legal_bases", LegalBasis, "key", facts), strict=True):
            load.remember("legal_basis", row.text("key"), basis)


def load_parameters(load: Load) -> None:
    """Thresholds of law and policy."""
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "label": row.required("label"),
                "value": row.integer("value"),
                "unit": row.choice("unit", ParameterUnit),
                "valid_from": row.required_day("valid_from"),
                "valid_to": row.day("valid_to"),
                "basis": load.find(row, "basis", "legal_basis"),
                "is_verified": row.yes("is_verified"),
                "note": row.text("note"),
            },
        )
        for row in load.rows("parameters.csv", PARAMETERS)
    ]
    load.sync("parameters", PolicyParameter, ("key", "valid_from"), facts)


def load_contradictions(load: Load) -> None:
    """Both values of what the sources say differently, one of them used (docs/data.md)."""
    for row in load.rows("contradictions.csv", CONTRADICTIONS):
        record = load.find(row, "key", row.required("record"))
        source = load.find(row, "source", "source")
        if record is GONE or source is GONE:
            continue
        names = {field.name for field in record._meta.get_fields()}
        if row.required("field") not in names:
            raise row.error(_("bản ghi loại này không có trường này."), column="field")
        load.citations.state(
            row,
            record,
            source=source,
            locator=row.text("locator"),
            field=row.text("field"),
            value=row.required("value_as_printed"),
            is_used=row.yes("is_used"),
            note=row.text("note"),
        )


def register_loaders() -> None:
    """Announce the steps of the ground floor (from `AppConfig.ready`)."""
    register(10, "sources", load_sources)
    register(20, "legal_bases", load_legal_bases)
    register(30, "parameters", load_parameters)
    register(900, "contradictions", load_contradictions)
