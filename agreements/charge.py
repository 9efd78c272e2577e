"""How papers, projects, and what is decided about papers, lead to who is in charge: through their partners."""

from __future__ import annotations

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
    Project: "project_roles__project",
}
# What is flagged, timed and updated with its paper or partner, never by itself.
PATHS_OF_PARTS = {
    Commitment: f"{OF_PAPER}__commitments",
    Consultation: f"{OF_PAPER}__consultations",
    LegalReport: f"{OF_PAPER}__legal_reports",
    ReviewItem: f"{OF_PAPER}__review_items",
    NgoRegistration: "registrations",
}


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for model, path in PATHS.items():
        register_charge(model, through_partner(path))
    for model, path in PATHS_OF_PARTS.items():
        register_charge(model, through_partner(path), carries=False)
