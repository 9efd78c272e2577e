"""The tables of what agencies told: the rounds, their figures added up and by agency, who is missing, figures by quarter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dnfa.core.numbers import format_number
from dnfa.core.text import fold
from dnfa.updates.enums import AskKind
from reports.annual.document import Column, Row, Table, numbered
from reports.annual.rounds import QUARTERS, HeldRound, Occasion, Question, RoundFacts
from reports.annual.words import sentence_case, short_date

if TYPE_CHECKING:
    from reports.annual.material import Material

NO_ROUND = "Không có đợt cập nhật nào của năm mở trước ngày chốt."
ROMAN = ("I", "II", "III", "IV")


def tables(material: Material) -> tuple[Table, ...]:
    """The rounds; figures added up; figures by agency; whose answer is missing; answers that no section takes up."""
    facts = material.rounds
    return (
        _rounds(material),
        _figures(facts),
        _by_agency(facts),
        _missing(facts),
        _others(facts),
        quarterly(
            facts,
            AskKind.INVESTMENT,
            key="investment_by_quarter",
            title="F. Xúc tiến đầu tư, thương mại theo quý",
        ),
    )


def _rounds(material: Material) -> Table:
    columns = (
        Column("STT", 14, "center"),
        Column("Đợt cập nhật", 84),
        Column("Kỳ", 44, "center"),
        Column("Hạn trả lời", 24, "center"),
        Column("Cơ quan được hỏi", 22, "right"),
        Column("Đã nhận trả lời", 22, "right"),
        Column("Chưa nhận", 20, "right"),
        Column("Bản ghi đã xác nhận", 28, "right"),
    )
    rows = numbered(
        (
            held.occasion.title,
            held.occasion.period,
            short_date(held.occasion.due_on),
            format_number(held.asked),
            format_number(len(held.taken)),
            format_number(len(held.missing)),
            _confirmed(held),
        )
        for held in material.rounds.rounds
    )
    return Table("rounds", "A. Các đợt cập nhật", columns, rows, NO_ROUND)


def _confirmed(held: HeldRound) -> str:
    if not held.records:
        return ""
    return f"{format_number(held.records_confirmed)}/{format_number(held.records)}"


def _figures(facts: RoundFacts) -> Table:
    """One row a question that asks a figure, by round."""
    columns = (
        Column("STT", 14, "center"),
        Column("Nội dung", 84),
        Column("Cộng", 26, "right"),
        Column("Đơn vị", 22),
        Column("Cơ quan có số liệu", 22, "right"),
        Column("Không phát sinh", 22, "right"),
        Column("Chưa có số liệu", 22, "right"),
    )
    rows: list[Row] = []
    for held in facts.rounds:
        asked = [question for question in held.questions if question.unit]
        if asked:
            rows.append(Row((sentence_case(named(held.occasion)),), is_group=True))
        for number, one in enumerate(asked, 1):
            counts = (len(one.figures), len(one.nothing), held.asked - len(one.figures) - len(one.nothing))
            total = format_number(one.total) if one.told else ""
            rows.append(Row((str(number), one.title, total, one.unit, *map(format_number, counts))))
    return Table(
        "round_figures", "B. Số liệu các cơ quan báo", columns, tuple(rows), "Không đợt nào hỏi số liệu."
    )


def _by_agency(facts: RoundFacts) -> Table:
    """Who said which figure; the sum below is what table B states."""
    columns = (
        Column("STT", 14, "center"),
        Column("Cơ quan", 90),
        Column("Số liệu", 30, "right"),
        Column("Ghi chú của cơ quan", 110),
    )
    rows: list[Row] = []
    for one in facts.questions:
        if not one.unit or not (one.figures or one.nothing):
            continue
        rows.append(Row((f"{one.title} ({one.unit}), {named(one.occasion)}",), is_group=True))
        rows += numbered(
            (told.agency, format_number(told.figure), told.text)
            for told in one.figures
            if told.figure is not None
        )
        nothing = "; ".join(told.agency for told in one.nothing)
        silent = f"Không phát sinh: {nothing}" if nothing else ""
        rows.append(Row(("", "Cộng", format_number(one.total), silent), is_total=True))
    return Table(
        "round_figures_by_agency",
        "C. Số liệu theo cơ quan",
        columns,
        tuple(rows),
        "Không có số liệu nào được nhận trước ngày chốt.",
    )


def _missing(facts: RoundFacts) -> Table:
    columns = (
        Column("STT", 14, "center"),
        Column("Cơ quan", 76),
        Column("Đợt cập nhật", 76),
        Column("Hạn", 24, "center"),
        Column("Tình trạng trả lời", 62),
    )
    rows = numbered(
        (one.agency, one.occasion.title, short_date(one.due_on), one.state) for one in facts.missing
    )
    return Table(
        "round_missing",
        "D. Cơ quan chưa có trả lời được nhận đến ngày chốt",
        columns,
        rows,
        "Không thiếu trả lời của cơ quan nào.",
        note="Trả lời nhận sau ngày chốt không có trong báo cáo này." if rows else "",
    )


def _others(facts: RoundFacts) -> Table:
    """Answers in words to questions of the round's own, which belong to no section."""
    columns = (Column("STT", 14, "center"), Column("Cơ quan", 70), Column("Trả lời", 160))
    rows: list[Row] = []
    for one in facts.of_kind(AskKind.OTHER):
        if one.unit or not one.texts:
            continue
        rows.append(Row((f"{one.title}, {named(one.occasion)}",), is_group=True))
        rows += numbered((told.agency, told.text) for told in one.texts)
    return Table(
        "round_others", "E. Trả lời khác", columns, tuple(rows), "Không có trả lời khác nào được nhận."
    )


def named(occasion: Occasion) -> str:
    """A round with its period: đợt “…” (kỳ …)."""
    period = f" (kỳ {occasion.period})" if occasion.period else ""
    return f"đợt “{occasion.title}”{period}"


def quarterly(facts: RoundFacts, *kinds: str, key: str, title: str) -> Table:
    """Figures about a matter by quarter. Figures of other periods stand apart, for they may count the same again."""
    columns = (
        Column("STT", 14, "center"),
        Column("Nội dung", 74),
        Column("Đơn vị", 20),
        *(Column(f"Quý {quarter}", 19, "right") for quarter in ROMAN),
        Column("Cộng các quý", 22, "right"),
        Column("Kỳ khác", 54),
    )
    asked: dict[tuple[str, str], list[Question]] = {}
    for one in facts.of_kind(*kinds):
        if one.unit and one.told:
            asked.setdefault((fold(one.title), fold(one.unit)), []).append(one)
    rows = numbered(_quarters(questions) for questions in asked.values())
    return Table(key, title, columns, rows, "Không có số liệu nào được nhận trước ngày chốt.")


def _quarters(questions: list[Question]) -> tuple[str, ...]:
    by_quarter = {
        quarter: [one for one in questions if one.occasion.quarter == quarter] for quarter in QUARTERS
    }
    quarters = [one for found in by_quarter.values() for one in found]
    others = (
        f"{format_number(one.total)} ({one.occasion.period or one.occasion.title})"
        for one in questions
        if one.occasion.quarter is None
    )
    return (
        questions[0].title,
        questions[0].unit,
        *(_sum(found) for found in by_quarter.values()),
        _sum(quarters),
        "; ".join(others),
    )


def _sum(questions: Iterable[Question]) -> str:
    """Added up; empty when nobody was asked."""
    found = list(questions)
    return format_number(sum(one.total for one in found)) if found else ""
