"""The agreements room's part of a demonstration year (dnfa/core/demo.py)."""

from __future__ import annotations

from agreements.demo.carrying_out import make_commitments
from agreements.demo.drafts import make_drafts
from agreements.demo.projects import make_projects
from agreements.demo.renewals import make_renewals
from agreements.demo.reviews import make_reviews
from agreements.demo.signed import make_signed
from agreements.models import (
    AgreementAgency,
    AgreementParty,
    CriterionAnswer,
    ProjectAgency,
    ProjectAgreement,
    ProjectParty,
    ReviewAgency,
    Signatory,
)
from dnfa.core.demo import Demo, register_builder
from dnfa.core.demo_removal import register_follower

ORDER = 20  # after people and partners, before delegations and reports that speak of papers
PROJECTS_ORDER = 25  # after the papers that projects rest on


def build(demo: Demo) -> None:
    """Drafts, signed papers, what they promise, the work before their end, reviews of them."""
    make_drafts(demo)
    make_signed(demo)
    make_commitments(demo)
    make_renewals(demo)
    make_reviews(demo)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_builder(ORDER, "agreements", build)
    register_builder(PROJECTS_ORDER, "projects", make_projects)
    register_follower(AgreementParty, AgreementAgency, Signatory, CriterionAnswer, ReviewAgency)
    register_follower(ProjectParty, ProjectAgency, ProjectAgreement)
