"""What makes an agreement or a partner an agency's own matter: a role in a paper or project, a thing it owes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from agreements.models import (
    Agreement,
    AgreementAgency,
    AgreementParty,
    Opinion,
    ProjectAgency,
    ProjectAgreement,
    ProjectParty,
)
from dnfa.accounts import visibility
from dnfa.followup.models import Action


def _agreements_with_role(agency_id: int) -> QuerySet[Any]:
    return AgreementAgency.objects.filter(agency=agency_id).values("agreement")


def _projects(agency_id: int) -> QuerySet[Any]:
    return ProjectAgency.objects.filter(agency=agency_id).values("project")


def _agreements_of_projects(agency_id: int) -> QuerySet[Any]:
    return ProjectAgreement.objects.filter(project__in=_projects(agency_id)).values("agreement")


def _agreements_of_actions(agency_id: int) -> QuerySet[Any]:
    """Who leads or coordinates a thing to do of a paper (a commitment, a decision of a review) sees the paper."""
    return Action.objects.of_agency(agency_id).of_kind(Agreement).values("object_id")


def _partners_of_agreements_of_actions(agency_id: int) -> QuerySet[Any]:
    return AgreementParty.objects.filter(agreement__in=_agreements_of_actions(agency_id)).values("partner")


def _agreements_consulted(agency_id: int) -> QuerySet[Any]:
    """Who was asked an opinion about a paper sees the paper, and by when to answer."""
    return Opinion.objects.filter(agency=agency_id).values("consultation__agreement")


def _partners_of_agreements_consulted(agency_id: int) -> QuerySet[Any]:
    return AgreementParty.objects.filter(agreement__in=_agreements_consulted(agency_id)).values("partner")


def _partners_of_agreements(agency_id: int) -> QuerySet[Any]:
    return AgreementParty.objects.filter(agreement__in=_agreements_with_role(agency_id)).values("partner")


def _partners_of_agreements_of_projects(agency_id: int) -> QuerySet[Any]:
    """Who sees a paper sees whom it was signed with."""
    return AgreementParty.objects.filter(agreement__in=_agreements_of_projects(agency_id)).values("partner")


def _partners_of_projects(agency_id: int) -> QuerySet[Any]:
    """Who carries out a project sees its donors, recipients and participants."""
    return ProjectParty.objects.filter(project__in=_projects(agency_id)).values("partner")


def register() -> None:
    """Called from `AppConfig.ready()`."""
    visibility.register("agreement", "role", _agreements_with_role)
    visibility.register("agreement", "project", _agreements_of_projects)
    visibility.register("agreement", "consulted", _agreements_consulted)
    visibility.register("partner", "agreement_consulted", _partners_of_agreements_consulted)
    visibility.register("agreement", "action", _agreements_of_actions)
    visibility.register("partner", "agreement_of_action", _partners_of_agreements_of_actions)
    visibility.register("partner", "agreement", _partners_of_agreements)
    visibility.register("partner", "agreement_of_project", _partners_of_agreements_of_projects)
    visibility.register("partner", "project", _partners_of_projects)
