"""Aid and projects of `data/projects.csv`."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.utils.translation import gettext as _

from agreements.enums import (
    AidForm,
    AmountQualifier,
    FundingKind,
    ProjectAgencyRole,
    ProjectDirection,
    ProjectPartyRole,
    SourceType,
    StatedStatus,
)
from agreements.models import AidRegime, FundingLine, Project, ProjectAgency, ProjectAgreement, ProjectParty
from dnfa.core.loading import Fact, Load, Row
from dnfa.core.money import DONG
from partners.loading import in_waves

PROJECTS = (
    "key parent_key title_vi title_en direction modality donor_key recipient_key partner_keys amount amount_qualifier"
    " currency amount_vnd_stated amount_committed amount_disbursed quantity quantity_unit starts_on ends_on precision"
    " fields agency_key status result_vi agreement_key note sources"
)


REGIMES = "source_type legal_basis valid_from valid_to is_verified note"
# What the file calls the form of a project tells of the money, of the form, or of both.
MODALITIES = {
    "oda_loan": (SourceType.ODA_LOAN, AidForm.PROJECT),
    "oda_grant": (SourceType.ODA_GRANT, AidForm.PROJECT),
    "ngo": (SourceType.NGO, ""),
    "city_to_city": (SourceType.CITY_TO_CITY, ""),
    "technical_cooperation": ("", AidForm.TECHNICAL),
    "scholarship": ("", AidForm.SCHOLARSHIP),
    "other": ("", ""),
}
AGENCY_ROLES = (ProjectAgencyRole.MANAGING, ProjectAgencyRole.COORDINATING)  # the first named, the others


def load_projects(load: Load) -> None:
    """Programmes first, then their parts; then who takes part, under which papers, and the money as stated."""
    rows = load.rows("projects.csv", PROJECTS)
    for wave in in_waves(rows, "key", "parent_key"):
        facts = [_fact(load, row) for row in wave]
        for row, project in zip(wave, load.sync("projects", Project, "key", facts), strict=True):
            load.remember("project", row.text("key"), project)
            load.cite(row, "sources", project)
    load.sync("project_parties", ProjectParty, ("project", "partner"), _parties(load, rows))
    load.sync("project_agencies", ProjectAgency, ("project", "agency", "role"), _agencies(load, rows))
    load.sync("project_agreements", ProjectAgreement, ("project", "agreement"), _papers(load, rows))
    with pgtrigger.ignore(
        "agreements.FundingLine:line_stands"
    ):  # a file put right is no correction of a book
        _load_lines(load, rows)


def load_regimes(load: Load) -> None:
    """Which law each source of money stands under, from when to when."""
    facts = [
        Fact(
            row,
            {
                "source_type": row.choice("source_type", SourceType),
                "legal_basis": load.find(row, "legal_basis", "legal_basis"),
                "valid_from": row.day("valid_from"),
                "valid_to": row.day("valid_to"),
                "is_verified": row.yes("is_verified"),
                "note": row.text("note"),
            },
        )
        for row in load.rows("aid_regimes.csv", REGIMES)
    ]
    load.sync("aid_regimes", AidRegime, ("source_type", "legal_basis"), facts)


def _fact(load: Load, row: Row) -> Fact:
    modality = row.text("modality")
    if modality not in MODALITIES:
        raise row.error(_("không có hình thức “%(code)s”.") % {"code": modality}, column="modality")
    source_type, form = MODALITIES[modality]
    return Fact(
        row,
        {
            "key": row.required("key"),
            "parent": load.find(row, "parent_key", "project"),
            "is_component": bool(row.text("parent_key")),
            "title_vi": row.required("title_vi"),
            "title_en": row.text("title_en"),
            "direction": row.choice("direction", ProjectDirection),
            "source_type": source_type,
            "form": form,
            "stated_status": row.choice("status", StatedStatus),
            "starts_on": row.partial("starts_on", precision="precision"),
            "ends_on": row.partial("ends_on"),
            "quantity": row.decimal("quantity"),
            "quantity_unit": row.text("quantity_unit"),
            "result_vi": row.text("result_vi"),
            "note": row.text("note"),
            "owes_reports": False,
        },
        {"fields": load.find_many(row, "fields", "field")},
    )


def _parties(load: Load, rows: list[Row]) -> list[Fact]:
    """Donors, recipients, participants in the order of the file; who gives or receives takes part as well."""
    facts = []
    for row in rows:
        roles: dict[int, tuple[Any, str]] = {}
        for column, role in (
            ("donor_key", ProjectPartyRole.DONOR),
            ("recipient_key", ProjectPartyRole.RECIPIENT),
            ("partner_keys", ProjectPartyRole.PARTICIPANT),
        ):
            for partner in load.find_many(row, column, "partner"):
                roles.setdefault(partner.pk, (partner, role))
        project = load.find(row, "key", "project")
        facts += [
            Fact(row, {"project": project, "partner": partner, "role": role, "order": order})
            for order, (partner, role) in enumerate(roles.values())
        ]
    return facts


def _agencies(load: Load, rows: list[Row]) -> list[Fact]:
    """The first agency named manages, the others coordinate."""
    return [
        Fact(
            row,
            {
                "project": load.find(row, "key", "project"),
                "agency": agency,
                "role": AGENCY_ROLES[min(order, 1)],
                "order": order,
            },
        )
        for row in rows
        for order, agency in enumerate(load.find_many(row, "agency_key", "agency"))
    ]


def _papers(load: Load, rows: list[Row]) -> list[Fact]:
    return [
        Fact(row, {"project": load.find(row, "key", "project"), "agreement": paper})
        for row in rows
        for paper in load.find_many(row, "agreement_key", "agreement")
    ]


def _load_lines(load: Load, rows: list[Row]) -> None:
    """The sums exactly as stated, in the currency of the source."""
    told = [(row, fact) for row in rows for fact in _lines(load, row)]
    lines = load.sync("project_lines", FundingLine, "key", [fact for _row, fact in told])
    for (row, fact), line in zip(told, lines, strict=True):
        load.remember("project_line", fact.values["key"], line)
        load.cite(row, "sources", line)


def _lines(load: Load, row: Row) -> list[Fact]:
    currency = row.text("currency")
    stated_dong = row.decimal("amount_vnd_stated") if currency != DONG else None
    qualifier = row.choice_or_none("amount_qualifier", AmountQualifier) or AmountQualifier.EXACT
    facts = []
    for column, kind in (
        ("amount", FundingKind.VALUE),
        ("amount_committed", FundingKind.COMMITTED),
        ("amount_disbursed", FundingKind.DISBURSED),
    ):
        amount = row.decimal(column)
        if amount is None:
            continue
        is_value = kind == FundingKind.VALUE
        facts.append(
            Fact(
                row,
                {
                    "key": f"{row.text('key')}-{kind}",
                    "project": load.find(row, "key", "project"),
                    "kind": kind,
                    "amount": amount,
                    "currency": currency,
                    "qualifier": qualifier if is_value else AmountQualifier.EXACT,
                    "dong_stated": stated_dong if is_value else None,
                },
            )
        )
    return facts
