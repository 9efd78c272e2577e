"""Makers for the records of this area."""

from __future__ import annotations

from datetime import date
from typing import Any

from agreements.models import Agreement
from agreements.services.records import signed_paper_register
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_partner, make_user

TODAY = date(2026, 11, 25)


def on(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


def register(**values: Any) -> Agreement:
    """A paper registered through the service: signed 15/3/2022, in the name of the city, indefinite."""
    defaults: dict[str, Any] = {
        "title_vi": "Bản ghi nhớ hợp tác",
        "type": "mou",
        "capacity": "city",
        "signed_on": on("2022-03-15"),
        "term_kind": "indefinite",
        "user": values.pop("user", None) or make_user(),
        "today": TODAY,
        "confirm_duplicate": True,
    }
    if "partners" not in values:
        values["partners"] = [make_partner()]
    if "signing_agencies" not in values:
        values["signing_agencies"] = [make_agency()]
    return signed_paper_register(**{**defaults, **values})
