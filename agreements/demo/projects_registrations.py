"""Registrations of foreign organisations in a demonstration year: in force, ending soon, over, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.demo.common import partner, title_of
from agreements.enums import NgoPermitKind
from agreements.models import NgoRegistration
from agreements.services.registrations import registration_record
from dnfa.core.demo import TITLE_PREFIX, Demo
from dnfa.core.models import LegalBasis
from dnfa.core.partial_dates import PartialDate

LAW, LAW_BEFORE = "nd-58-2022", "nd-12-2012"
ISSUER = "Ủy ban công tác về các tổ chức phi chính phủ nước ngoài"
NOTE = "Giấy mẫu để xem thử, số và ngày do chương trình đặt ra."


@dataclass(frozen=True)
class Registration:
    """A sample registration: from and until, and withdrawn so many days ago."""

    number: str
    partner: str
    kind: str
    begins: int
    ends: int
    scope: str
    withdrawn: int | None = None
    why: str = ""
    law: str = LAW


REGISTRATIONS = (
    Registration("027/VPDA", "us-world-vision", NgoPermitKind.PROJECT_OFFICE, -2540, -1045, "Nước sạch, giáo dục; Đà Nẵng",
                 law=LAW_BEFORE),
    Registration("158/VPDA", "us-world-vision", NgoPermitKind.PROJECT_OFFICE, -1040, 55, "Nước sạch, giáo dục; Đà Nẵng"),
    Registration("204/HĐ", "us-ide", NgoPermitKind.ACTIVITY, -1135, -40, "Nông nghiệp; các xã Hòa Tiến, Bà Nà"),
    Registration("231/HĐ", "kr-sgf", NgoPermitKind.ACTIVITY, -390, 705, "Cứu trợ, phát triển nông thôn; Đà Nẵng"),
    Registration("096/HĐ", "us-rockefeller", NgoPermitKind.ACTIVITY, -900, 195, "Khả năng chống chịu đô thị; Đà Nẵng",
                 120, "Tổ chức đề nghị chấm dứt, chuyển sang tài trợ qua đối tác."),
)  # fmt: skip


def make_registrations(demo: Demo) -> None:
    """The registrations that are not there yet."""
    laws = {law.key: law for law in LegalBasis.objects.filter(key__in=(LAW, LAW_BEFORE))}
    there = set(
        NgoRegistration.objects.filter(number__startswith=TITLE_PREFIX).values_list("number", flat=True)
    )
    for copy in demo.copies():
        for plan in REGISTRATIONS:
            number = title_of(plan.number, copy)
            if number not in there:
                _record(demo, plan, number, laws.get(plan.law))
                demo.count("registrations")


def _record(demo: Demo, plan: Registration, number: str, law: LegalBasis | None) -> None:
    registration_record(
        partner=partner(plan.partner),
        kind=plan.kind,
        number=number,
        issued_on=PartialDate.of(demo.workday(plan.begins)),
        issued_by=ISSUER,
        valid_from=PartialDate.of(demo.workday(plan.begins)),
        valid_until=PartialDate.of(demo.ahead(plan.ends)),
        scope=plan.scope,
        legal_basis=law,
        withdrawn_on=None if plan.withdrawn is None else demo.ago(plan.withdrawn),
        withdrawn_reason=plan.why,
        note=NOTE,
        user=demo.user,
        today=demo.today,
    )
