"""Makers of rounds, opinions and reports as rows, without the services under test."""

from __future__ import annotations

from datetime import date
from typing import Any

from agreements.models import Agreement, Consultation, LegalReport, Opinion
from dnfa.accounts.models import Agency
from tests.factories import make_agency, make_agreement


def make_draft(**values: Any) -> Agreement:
    """A paper of the city on which opinions are asked."""
    return make_agreement(**{"stage": "consulting", "legal_regime": "law_70_2020", **values})


def make_body(key: str, name_vi: str) -> Agency:
    return Agency.objects.get_or_create(key=key, defaults={"name_vi": name_vi, "kind": "central_agency"})[0]


def mofa() -> Agency:
    return make_body("bo-ngoai-giao", "Bộ Ngoại giao")


def prime_minister() -> Agency:
    return make_body("thu-tuong-chinh-phu", "Thủ tướng Chính phủ")


def make_consultation(agreement: Agreement | None = None, **values: Any) -> Consultation:
    return Consultation.objects.create(
        **{
            "agreement": agreement or make_draft(),
            "purpose": "signing",
            "sent_on": date(2026, 3, 2),
            **values,
        }
    )


def make_opinion(
    consultation: Consultation | None = None, agency: Agency | None = None, **values: Any
) -> Opinion:
    """An opinion still owed; `answer` alone is given on 6/3/2026, with a reason where it disagrees."""
    if "answer" in values:
        values = {"answered_on": date(2026, 3, 6), "summary": "Cần bỏ điều 5", **values}
    return Opinion.objects.create(
        consultation=consultation or make_consultation(), agency=agency or make_agency(), **values
    )


def make_report(agreement: Agreement, **values: Any) -> LegalReport:
    return LegalReport.objects.create(
        **{
            "agreement": agreement,
            "kind": "signing",
            "sent_on": date(2026, 3, 10),
            "document_number": "12/BC-UBND",
            "recipients": "Thủ tướng Chính phủ",
            **values,
        }
    )
