"""Plain makers of records: every value that matters is named by the test, the rest is dull and valid."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client

from agreements.enums import (
    AgencyRole,
    AgreementType,
    Capacity,
    EventKind,
    FundingKind,
    ProjectAgencyRole,
    ProjectDirection,
    ProjectPartyRole,
    Stage,
    StatedStatus,
    TermKind,
)
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty, Project
from dnfa.accounts.enums import AgencyKind, Role
from dnfa.accounts.models import Agency, User
from partners.enums import Continent, PartnerKind, RelationshipClass
from partners.models import Country, Partner, PartnerName, Relationship

JSON = "application/json"
_number = count(1)


def make_country(code: str = "JP", **values: Any) -> Country:
    defaults = {"name_vi": {"JP": "Nhật Bản", "LA": "Lào", "CN": "Trung Quốc"}.get(code, f"Nước {code}")}
    return Country.objects.get_or_create(
        code=code, defaults={"continent": Continent.ASIA, **defaults, **values}
    )[0]


def make_agency(**values: Any) -> Agency:
    number = next(_number)
    return Agency.objects.create(
        **{
            "key": f"co-quan-{number}",
            "name_vi": f"Cơ quan {number}",
            "kind": AgencyKind.DEPARTMENT,
            **values,
        }
    )


def make_user(role: Role = Role.OFFICER, **values: Any) -> User:
    number = next(_number)
    if role == Role.FOCAL_POINT and "agency" not in values:
        values["agency"] = make_agency()
    user = User(
        **{"username": f"nguoi-{number}", "full_name": f"Nguyễn Văn {number}", "role": role, **values}
    )
    user.set_unusable_password()
    user.save()
    return user


def sign_in(client: Client, role: Role = Role.OFFICER, **values: Any) -> User:
    """A new person of this role, signed in at the client."""
    user = make_user(role, **values)
    client.force_login(user)
    return user


def post(client: Client, address: str, data: dict[str, Any], **headers: str) -> Any:
    """The answer to JSON sent to an address; headers under their own names, e.g. `**{"If-Match": tag}`."""
    return client.post(address, data, content_type=JSON, headers=headers)


def make_partner(**values: Any) -> Partner:
    number = next(_number)
    if "country" not in values:
        values["country"] = make_country()
    return Partner.objects.create(
        **{
            "key": f"doi-tac-{number}",
            "name_vi": f"Thành phố Số {number}",
            "kind": PartnerKind.LOCALITY,
            **values,
        }
    )


def make_partner_name(partner: Partner, name: str, kind: str = "alias", **values: Any) -> PartnerName:
    return PartnerName.objects.create(partner=partner, name=name, kind=kind, **values)


def make_relationship(partner: Partner | None = None, **values: Any) -> Relationship:
    return Relationship.objects.create(
        **{"partner": partner or make_partner(), "relationship_class": RelationshipClass.FORMAL, **values}
    )


def make_agreement(
    *, partners: list[Partner] | None = None, agencies: list[Agency] | None = None, **values: Any
) -> Agreement:
    """An agreement with one partner (a new one unless `partners` says otherwise; `[]` for none); term unknown."""
    number = next(_number)
    agreement = Agreement.objects.create(
        **{
            "key": f"thoa-thuan-{number}",
            "title_vi": f"Bản ghi nhớ số {number}",
            "type": AgreementType.MOU,
            "capacity": Capacity.CITY,
            "stage": Stage.SIGNED,
            "term_kind": TermKind.UNKNOWN,
            **values,
        }
    )
    for order, partner in enumerate([make_partner()] if partners is None else partners):
        AgreementParty.objects.create(agreement=agreement, partner=partner, order=order)
    for agency in agencies or []:
        AgreementAgency.objects.create(agreement=agreement, agency=agency, role=AgencyRole.SIGNATORY)
    return agreement


def make_event(agreement: Agreement, kind: str = EventKind.SIGNING, **values: Any) -> AgreementEvent:
    return AgreementEvent.objects.create(agreement=agreement, kind=kind, **values)


def make_project(**values: Any) -> Project:
    """A project received, running by its source's word. Sides by role: `donors`, `recipients`, `partners`; `agencies` manage
    it, `agreements` carry it; `amount` with `currency` (and `qualifier`, `dong_stated`) is the value its source states.
    """
    sides = {
        ProjectPartyRole.DONOR: values.pop("donors", []),
        ProjectPartyRole.RECIPIENT: values.pop("recipients", []),
        ProjectPartyRole.PARTICIPANT: values.pop("partners", []),
    }
    agencies, agreements = values.pop("agencies", []), values.pop("agreements", [])
    amount, currency = values.pop("amount", None), values.pop("currency", "VND")
    told = {name: values.pop(name) for name in ("qualifier", "dong_stated") if name in values}
    number = Project.objects.count() + 1
    project = Project.objects.create(
        **{
            "key": f"du-an-{number}",
            "title_vi": f"Dự án số {number}",
            "direction": ProjectDirection.RECEIVED,
            "stated_status": StatedStatus.ONGOING,
            **values,
        }
    )
    for role, partners in sides.items():
        for partner in partners:
            project.parties.create(partner=partner, role=role, order=project.parties.count())
    for agency in agencies:
        project.agency_roles.create(agency=agency, role=ProjectAgencyRole.MANAGING)
    for agreement in agreements:
        project.agreement_links.create(agreement=agreement)
    if amount is not None:
        project.lines.create(kind=FundingKind.VALUE, amount=Decimal(str(amount)), currency=currency, **told)
    return project
