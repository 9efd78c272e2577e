"""How papers, projects, and what is decided about papers, lead to who is in charge: through their partners; a project given to an
officer by name is that officer's alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from agreements.models import (
    Agreement,
    Commitment,
    Consultation,
    LegalReport,
    NgoRegistration,
    Project,
    RenewalCase,
    ReviewItem,
)
from dnfa.followup.charge import register_charge
from partners.charge import through_partner

OF_PAPER = "parties__agreement"
PATHS = {
    Agreement: OF_PAPER,
    RenewalCase: f"{OF_PAPER}__renewal_cases",
}
# What is flagged, timed and updated with its paper or partner, never by itself.
PATHS_OF_PARTS = {
    Commitment: f"{OF_PAPER}__commitments",
    Consultation: f"{OF_PAPER}__consultations",
    LegalReport: f"{OF_PAPER}__legal_reports",
    ReviewItem: f"{OF_PAPER}__review_items",
    NgoRegistration: "registrations",
}


def pairs_of_projects(today: date) -> QuerySet[Any]:
    """The officer a project is given to; without one, who is in charge of its partners on the day."""
    charges = "parties__partner__charges"
    standing = Q(**{f"{charges}__since__lte": today}) & (
        Q(**{f"{charges}__until__isnull": True}) | Q(**{f"{charges}__until__gte": today})
    )
    found = Project.objects.order_by().annotate(
        charge=FilteredRelation(charges, condition=standing),
        person=Coalesce("officer", "charge__person"),
        record=F("pk"),
    )
    return found.filter(person__isnull=False).values("person", "record")


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_charge(Project, pairs_of_projects)
    for model, path in PATHS.items():
        register_charge(model, through_partner(path))
    for model, path in PATHS_OF_PARTS.items():
        register_charge(model, through_partner(path), carries=False)
