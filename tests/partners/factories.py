"""Makers for the tests of this room's pages: a world with a visible and a hidden half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement, Project
from delegations.enums import Direction, EngagementKind
from delegations.models import Delegation, Engagement
from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, User
from partners.models import Partner, PartnerCharge
from tests.factories import (
    make_agency,
    make_agreement,
    make_event,
    make_partner,
    make_project,
    make_relationship,
    make_user,
)


def make_delegation(**values: Any) -> Delegation:
    return _contact(Delegation, {"direction": Direction.IN, "starts_on": "2023-05-04"}, values)


def make_engagement(**values: Any) -> Engagement:
    return _contact(Engagement, {"kind": EngagementKind.EVENT, "starts_on": "2022-06"}, values)


def _contact(model: Any, defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    partners, agencies = values.pop("partners", []), values.pop("agencies", [])
    number = model.objects.count() + 1
    name = model._meta.model_name
    contact = model.objects.create(
        **{"key": f"{name}-{number}", "title_vi": f"Chuyến số {number}", **defaults, **values}
    )
    contact.partners.set(partners)
    contact.lead_agencies.set(agencies)
    return contact


@dataclass
class Half:
    """Records of one agency."""

    partner: Partner
    agreement: Agreement
    project: Project
    delegation: Delegation
    engagement: Engagement


@dataclass
class World:
    """Two agencies' matters and the focal point of the first."""

    focal: User
    officer: User
    seen: Half
    hidden: Half


def _half(word: str, agency: Agency) -> Half:
    partner = make_partner(key=f"noi-{word}", name_vi=f"Thành phố {word.title()}")
    make_relationship(partner, since="2010")
    agreement = make_agreement(
        key=f"giay-{word}",
        title_vi=f"Bản ghi nhớ {word}",
        partners=[partner],
        agencies=[agency],
        signed_on="2010-03-15",
        term_kind="indefinite",
        document_number=f"12/BGN-{word}",
    )
    make_event(agreement, occurred_on="2010-03-15", key=f"ky-{word}")
    return Half(
        partner,
        agreement,
        make_project(key=f"du-an-{word}", title_vi=f"Dự án {word}", agencies=[agency], partners=[partner]),
        make_delegation(key=f"doan-{word}", title_vi=f"Đoàn {word}", partners=[partner], agencies=[agency]),
        make_engagement(key=f"thu-{word}", title_vi=f"Thư {word}", partners=[partner], agencies=[agency]),
    )


def make_world() -> World:
    """What a focal point may see ("mimosa") beside what it may not ("bimat")."""
    own, other = make_agency(), make_agency()
    return World(
        focal=make_user(Role.FOCAL_POINT, agency=own),
        officer=make_user(Role.OFFICER),
        seen=_half("mimosa", own),
        hidden=_half("bimat", other),
    )


def make_charge(
    person: User, *partners: Partner, since: str = "2020-01-01", until: str | None = None
) -> None:
    """Put these partners into somebody's charge, for six years unless the test says otherwise."""
    for partner in partners:
        PartnerCharge.objects.create(partner=partner, person=person, since=since, until=until)
