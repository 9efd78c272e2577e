"""What is said of aid in a period: sentences that the table beside bears out, and sums as numbers with the list of their lines."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from agreements.enums import FundingKind, SourceType
from dnfa.core.money import Money
from reports.annual import words
from reports.annual.aid import WHOSE, Side, perhaps_key
from reports.annual.amounts import Lines, inline, is_exact, sums
from reports.annual.document import Claim, Listing, Paragraph, SumLine
from reports.figures.definitions import API_ROOT

_SAID = {
    FundingKind.COMMITTED: "Cam kết",
    FundingKind.APPROVED: "Phê duyệt",
    FundingKind.DISBURSED: "Giải ngân",
}


def claim(side: Side, when: str, where: str) -> Claim:
    """How many projects the table has; `when`: "trong kỳ", `where`: "Phụ lục I"."""
    number, whose = len(side.projects), WHOSE[side.direction]
    sentence = (
        f"{words.sentence_case(when)} có {words.counted(number, whose)} ({where})."
        if number
        else f"{words.sentence_case(when)}, sổ không ghi {whose} ({where})."
    )
    return Claim(sentence, number, f"aid_{side.direction}")


def perhaps_claims(side: Side, where: str) -> tuple[Claim, ...]:
    """How many lines may belong to the period, and why nobody can tell, where there are any; `where`: the table that lists them."""
    found = side.uncertain
    if not found:
        return ()
    reasons = (("chỉ ghi tháng hoặc năm", found.imprecise), ("không ghi ngày", found.undated))
    why = ", ".join(f"{words.counted(number, 'dòng')} {reason}" for reason, number in reasons if number)
    told = f"Ngoài ra có {words.counted(found.lines, 'dòng tiền')} có thể thuộc kỳ nhưng chưa cộng: {why} ({where})."
    return (Claim(told, found.lines, perhaps_key(side)),)


def paragraphs(side: Side, when: str, perhaps: str) -> tuple[Paragraph, ...]:
    """Committed, approved and disbursed in the period, in all and by source; what may belong to it is named, never guessed into it.

    `perhaps` is where the latter is listed (`perhaps_claims`).
    """
    booked = {kind: side.lines(kind, within=True) for kind in _SAID}
    told = []
    if not any(booked.values()):
        if side.projects:
            told.append(Paragraph(f"Sổ không ghi số tiền cam kết, phê duyệt, giải ngân nào {when}."))
    else:
        told.append(Paragraph(words.sentence_case(_promise(booked, when))))
        told += _by_source(booked)
    if side.untimed:
        told.append(
            Paragraph(
                f"Ngoài ra sổ có {words.counted(side.untimed, 'chương trình, dự án')} không rõ thời gian nên không được tính vào kỳ nào."
            )
        )
    told += [Paragraph(claim.sentence) for claim in perhaps_claims(side, perhaps)]
    return tuple(told)


def _promise(booked: dict[FundingKind, Lines], when: str) -> str:
    told = [f"{_SAID[kind].lower()} {when}: {inline(lines)}" for kind, lines in booked.items() if lines]
    return f"{'; '.join(told)}."


def _by_source(booked: dict[FundingKind, Lines]) -> list[Paragraph]:
    """The same for each source of money, in the order of `SourceType`, where there are several."""
    present = {line.project.source_type for lines in booked.values() for line in lines}
    if len(present) < 2:
        return []
    labels = {**{code: str(SourceType(code).label) for code in SourceType.values}, "": "Nguồn vốn chưa rõ"}
    found = []
    for source in (code for code in labels if code in present):
        told = [
            f"{_SAID[kind].lower()} {inline(of_it)}"
            for kind, lines in booked.items()
            if (of_it := [line for line in lines if line.project.source_type == source])
        ]
        found.append(Paragraph(f"{labels[source]}: {'; '.join(told)}.", "item"))
    return found


# --- sums as numbers -----------------------------------------------------------------------
def sum_lines(sides: Iterable[Side]) -> tuple[SumLine, ...]:
    """Committed, approved and disbursed in the period by side and currency, each with the list of the very lines it adds up."""
    return tuple(
        _sum_line(side, kind, [line for line in lines if line.currency == total.currency], total)
        for side in sides
        for kind in _SAID
        for lines in [side.lines(kind, within=True)]
        for total in sums(lines)
    )


def _sum_line(side: Side, kind: FundingKind, lines: Lines, total: Money) -> SumLine:
    span = side.span
    asked = {
        "kind": kind.value,
        "currency": total.currency,
        "direction": side.direction.value,
        "booked_from": span.first.isoformat(),
        "booked_to": span.last.isoformat(),
        "known_by": span.cutoff.isoformat(),
        "in_totals": "true",
    }
    return SumLine(
        key=f"aid_{side.direction}_{kind}_{total.currency.lower()}",
        label=f"{side.direction.label}: {_SAID[kind].lower()} trong kỳ",
        value=total.value,
        currency=total.currency,
        is_estimate=not is_exact(lines),
        definition=(
            f"Cộng các dòng tiền {_SAID[kind].lower()} bằng {total.currency} ghi từ ngày {words.short_date(span.first)} đến hết ngày "
            f"{words.short_date(span.cutoff)} của {WHOSE[side.direction]}. Không cộng hợp phần có tiền nằm trong chương trình, khoản "
            "đang vận động hoặc không thực hiện; dòng không đủ ngày để xếp vào kỳ không tính."
        ),
        listing=Listing(
            f"{reverse('agreements:aid_lines')}?{urlencode(asked)}",
            f"{API_ROOT}disbursements/?{urlencode(asked)}",
        ),
    )
