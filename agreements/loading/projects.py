"""Aid and projects of `data/projects.csv`."""

from __future__ import annotations

from typing import Any

from agreements.enums import AmountQualifier, ProjectDirection, ProjectModality, ProjectStatus
from agreements.loading.common import papers
from agreements.models import Project
from dnfa.accounts.loading import AGENCIES
from dnfa.core.loading import Fact, Load, Row
from partners.loading import PARTNERS, in_waves

PROJECTS = (
    "key parent_key title_vi title_en direction modality donor_key recipient_key partner_keys amount amount_qualifier"
    " currency amount_vnd_stated amount_committed amount_disbursed quantity quantity_unit starts_on ends_on precision"
    " fields agency_key status result_vi agreement_key note sources"
)


def load_projects(load: Load) -> None:
    """Programmes first, then their parts."""
    names = _names(load)
    for rows in in_waves(load.rows("projects.csv", PROJECTS), "key", "parent_key"):
        facts = [_fact(load, row, names) for row in rows]
        for row, project in zip(rows, load.sync("projects", Project, "key", facts), strict=True):
            load.remember("project", row.text("key"), project)
            load.cite(row, "sources", project)


def _names(load: Load) -> dict[str, str]:
    """Names by key as the files give them: a note must not change when an officer renames a record."""
    files = [load.rows("partners.csv", PARTNERS), load.rows("agencies.csv", AGENCIES)]
    names = {row.text("key"): row.text("name_vi") for rows in files for row in rows}
    return names | {row.text("key"): row.text("title_vi") for row in papers(load)}


def _fact(load: Load, row: Row, names: dict[str, str]) -> Fact:
    donors = load.find_many(row, "donor_key", "partner")
    recipients = load.find_many(row, "recipient_key", "partner")
    others = load.find_many(row, "partner_keys", "partner")
    return Fact(
        row,
        {
            "key": row.required("key"),
            "parent": load.find(row, "parent_key", "project"),
            "title_vi": row.required("title_vi"),
            "title_en": row.text("title_en"),
            "direction": row.choice("direction", ProjectDirection),
            "modality": row.choice("modality", ProjectModality),
            "status": row.choice("status", ProjectStatus),
            **_money(row),
            "starts_on": row.partial("starts_on", precision="precision"),
            "ends_on": row.partial("ends_on"),
            "result_vi": row.text("result_vi"),
            "note": _note(row, names),
            **_sides(load, row, donors, recipients),
        },
        {
            "partners": list({partner.pk: partner for partner in [*donors, *recipients, *others]}.values()),
            "fields": load.find_many(row, "fields", "field"),
        },
    )


def _money(row: Row) -> dict[str, Any]:
    """Amounts exactly as stated, in the currency of the source."""
    return {
        "amount": row.decimal("amount"),
        "amount_qualifier": row.choice_or_none("amount_qualifier", AmountQualifier) or "",
        "currency": row.text("currency"),
        "amount_vnd_stated": row.decimal("amount_vnd_stated"),
        "amount_committed": row.decimal("amount_committed"),
        "amount_disbursed": row.decimal("amount_disbursed"),
        "quantity": row.decimal("quantity"),
        "quantity_unit": row.text("quantity_unit"),
    }


def _sides(load: Load, row: Row, donors: list[Any], recipients: list[Any]) -> dict[str, Any]:
    """Who gave, who received, who manages, under which paper.

    The register holds one of each. Of several donors or agencies the first named is taken; several
    recipients or papers share the sum, so none of them is named alone. All are in `partners`, and the
    note names what has no place of its own.
    """
    agencies = load.find_many(row, "agency_key", "agency")
    agreements = load.find_many(row, "agreement_key", "agreement")
    return {
        "donor": donors[0] if donors else None,
        "recipient": _only(row, "recipient_key", recipients),
        "managing_agency": agencies[0] if agencies else None,
        "agreement": _only(row, "agreement_key", agreements),
    }


def _only(row: Row, column: str, found: list[Any]) -> Any:
    """The record of a cell that names just one."""
    return found[0] if found and len(row.many(column)) == 1 else None


def _note(row: Row, names: dict[str, str]) -> str:
    """The note of the file, and by name what the register has no place for."""
    parts = [
        row.text("note"),
        *(
            f"{label}: {'; '.join(names[key] for key in row.many(column))}"
            for label, column in (
                ("Bên nhận", "recipient_key"),
                ("Cơ quan phía Đà Nẵng", "agency_key"),
                ("Theo các văn bản", "agreement_key"),
            )
            if len(row.many(column)) > 1
        ),
    ]
    return ". ".join(part for part in parts if part)
