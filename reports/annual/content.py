"""The content of a yearly report from the register: sections, annexes and figures, sound or refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import translation

from dnfa.core.models import LegalBasis
from reports.annual import aid_text, annexes, narrative, rounds_text
from reports.annual.checks import require_sound
from reports.annual.document import YearlyReport
from reports.annual.material import Material, gather
from reports.annual.words import long_date, short_date
from reports.figures import Scope

SUBJECT = "Kết quả thực hiện Đề án Hội nhập và hợp tác quốc tế thành phố Đà Nẵng đến năm 2030, năm {year}"
# Titles of decisions that are sentences of their own ("phê duyệt …"); others follow after "về".
_VERBS = ("phê duyệt", "ban hành", "quy định", "công bố", "hướng dẫn", "sửa đổi")


def build(*, user: Any, year: int, cutoff: date, prepared_at: datetime) -> YearlyReport:
    """The report of `year` as of `cutoff`, of everything `user` may see, in Vietnamese whatever language is active.

    Raises `reports.annual.checks.UnsoundReportError` when a number in the text is not borne out by its list.
    """
    with translation.override("vi"):
        material = gather(Scope.of(user, cutoff), year)
        sections, claims = narrative.build(material)
        report = YearlyReport(
            year=year,
            cutoff=cutoff,
            prepared_at=prepared_at,
            subject=SUBJECT.format(year=year),
            basis=tuple(basis_line(basis) for basis in material.bases),
            opening=(_opening(material),),
            sections=sections,
            closing=_closing(material),
            annexes=annexes.build(material),
            figures=tuple(material.figures.values()),
            claims=claims,
            sums=aid_text.sum_lines(material.aid.values()),
            round_figures=rounds_text.figures(material.rounds),
            missing=rounds_text.missing(material.rounds),
        )
    require_sound(report)
    return report


def basis_line(basis: LegalBasis) -> str:
    """Name a document the report rests on: Căn cứ Quyết định số … ngày … của … phê duyệt …;"""
    dated = f" {long_date(basis.signed_on)}" if basis.signed_on else ""
    if basis.title.startswith(basis.kind):
        return f"Căn cứ {basis.title} số {basis.number}{dated};"
    issuer = f" của {basis.issuer}" if basis.issuer else ""
    title = basis.title[:1].lower() + basis.title[1:]
    about = title if title.startswith(_VERBS) else f"về {title}"
    return f"Căn cứ {basis.kind} số {basis.number}{dated}{issuer} {about};"


def _opening(material: Material) -> str:
    return (
        "Sở Ngoại vụ báo cáo Ủy ban nhân dân thành phố tình hình quan hệ với các địa phương nước ngoài và việc ký kết, thực "
        f"hiện văn bản hợp tác năm {material.year}, số liệu tính đến hết ngày {short_date(material.cutoff)}, như sau:"
    )


def _closing(material: Material) -> str:
    return (
        "Trên đây là báo cáo kết quả thực hiện Đề án Hội nhập và hợp tác quốc tế thành phố Đà Nẵng đến năm 2030, năm "
        f"{material.year}. Sở Ngoại vụ kính báo cáo Ủy ban nhân dân thành phố xem xét, chỉ đạo./."
    )
