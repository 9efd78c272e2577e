"""The tables of this room that go through the engine of `dnfa.core.table_import`, in the order they are offered."""

from __future__ import annotations

from agreements.import_kinds.commitments import COMMITMENTS
from agreements.import_kinds.criteria import CRITERIA
from agreements.import_kinds.drafts import DRAFTS
from agreements.import_kinds.events import EVENTS
from agreements.import_kinds.funding import FUNDING
from agreements.import_kinds.opinions import OPINIONS
from agreements.import_kinds.papers import PAPERS
from agreements.import_kinds.project_deeds import DEEDS
from agreements.import_kinds.project_reports import PROGRESS
from agreements.import_kinds.project_results import RESULTS
from agreements.import_kinds.projects import PROJECTS
from agreements.import_kinds.rates import RATES
from agreements.import_kinds.registrations import REGISTRATIONS
from agreements.import_kinds.renewal_steps import RENEWAL_STEPS
from agreements.import_kinds.renewals import RENEWALS
from agreements.import_kinds.reports import REPORTS
from agreements.import_kinds.reviews import REVIEWS
from agreements.import_kinds.steps import STEPS

KINDS = (
    PAPERS,
    DRAFTS,
    STEPS,
    EVENTS,
    COMMITMENTS,
    OPINIONS,
    REPORTS,
    REVIEWS,
    CRITERIA,
    RENEWALS,
    RENEWAL_STEPS,
    PROJECTS,
    FUNDING,
    RATES,
    REGISTRATIONS,
    DEEDS,
    RESULTS,
    PROGRESS,
)

__all__ = [
    "COMMITMENTS",
    "CRITERIA",
    "DEEDS",
    "DRAFTS",
    "EVENTS",
    "FUNDING",
    "KINDS",
    "OPINIONS",
    "PAPERS",
    "PROGRESS",
    "PROJECTS",
    "RATES",
    "REGISTRATIONS",
    "RENEWALS",
    "RENEWAL_STEPS",
    "REPORTS",
    "RESULTS",
    "REVIEWS",
    "STEPS",
]
