"""Makers for tests of focal points."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import Role, SuccessionKind
from dnfa.accounts.models import Agency, AgencySuccession, User
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_user

BASE = "https://so.example.vn/"


def make_focal(agency: Agency | None = None, **values: Any) -> User:
    """A focal point with a mail address of its own."""
    name = values.pop("name", f"nguoi{User.objects.count()}")
    return make_user(
        Role.FOCAL_POINT,
        agency=agency or make_agency(),
        **{
            "username": f"{name}@danang.gov.vn",
            "email": f"{name}@danang.gov.vn",
            "full_name": name,
            **values,
        },
    )


def make_manager(agency: Agency | None = None, **values: Any) -> User:
    """A focal point in charge of the agency's focal points."""
    return make_focal(agency, manages_focal_points=True, **values)


def inherit(
    successor: Agency, predecessor: Agency, on: str = "2025-03-01", kind: str = SuccessionKind.MERGE
) -> None:
    """`successor` carries on the work of `predecessor` from a day on."""
    AgencySuccession.objects.create(
        predecessor=predecessor, successor=successor, kind=kind, effective_on=PartialDate.from_iso(on)
    )
