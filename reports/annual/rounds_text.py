"""The sentences of what agencies told: texts quoted with their agency under their heading, figures, and who is missing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

from dnfa.core.numbers import format_number
from dnfa.core.text import fold, sort_key
from dnfa.updates.enums import AskKind
from reports.annual import outline
from reports.annual.document import MissingLine, RoundFigure
from reports.annual.rounds import HeldRound, Question, RoundFacts, Told
from reports.annual.rounds_tables import named
from reports.annual.text import Text
from reports.annual.words import counted, sentence_case
from reports.figures.definitions import API_ROOT

if TYPE_CHECKING:
    from reports.annual.material import Material

# Under which heading the answers to a kind of question stand; questions of the round's own stay in the annex.
_PLACES: dict[str, str] = {
    AskKind.DELEGATIONS: outline.EXCHANGE,
    AskKind.AID: outline.EXCHANGE,
    AskKind.SCHEME: outline.SCHEME,
    AskKind.INVESTMENT: outline.ECONOMY,
}
ANNEX = "Phụ lục XII"

Teller = Callable[["Material", "Text"], None]


def heading_of(question: Question) -> str:
    """Where its answers stand: text for the report under the heading that is its title; empty for the annex only."""
    if question.kind != AskKind.SECTION:
        return _PLACES.get(question.kind, "")
    if fold(question.title) == fold(str(AskKind.SECTION.label)):
        return outline.GENERAL
    known = {fold(heading): heading for heading in outline.ASKED_FOR}
    return known.get(fold(question.title), question.title)


def quote(material: Material, heading: str, text: Text) -> None:
    """Add to a section what agencies told for it, round by round: nothing when nobody said anything."""
    told = [
        one for one in material.rounds.questions if heading_of(one) == heading and (one.texts or one.figures)
    ]
    if told:
        text.head("Theo báo cáo của các cơ quan")
    for occasion, questions in groupby(told, key=lambda one: one.occasion):
        text.say(f"{sentence_case(named(occasion))}:")
        for question in questions:
            text.item(_introduction(question, heading))
            for one in question.texts:
                _quotation(one, text)


def _introduction(question: Question, heading: str) -> str:
    """What was asked, what the figures come to, how many had something to tell, how many nothing."""
    parts = []
    if question.figures:
        agencies = counted(len(question.figures), "cơ quan")
        parts.append(f"{format_number(question.total)} {question.unit} do {agencies} báo ({ANNEX}, bảng C)")
    if question.texts:
        parts.append(f"{counted(len(question.texts), 'cơ quan')} có nội dung")
    if question.nothing:
        parts.append(f"{counted(len(question.nothing), 'cơ quan')} báo không phát sinh")
    told = "; ".join(parts)
    sentence = told if fold(question.title) == fold(heading) else f"{question.title}: {told}"
    return f"{sentence_case(sentence)}{':' if question.texts else '.'}"


def _quotation(one: Told, text: Text) -> None:
    """An agency's own words in quotation marks, line by line."""
    lines = [line.strip() for line in one.text.splitlines() if line.strip()]
    said = [f"“{lines[0]}", *lines[1:]]
    said[-1] += "”"
    text.say(f"{one.agency}: {said[0]}")
    for line in said[1:]:
        text.say(line)


def chapters(material: Material) -> tuple[tuple[str, Teller], ...]:
    """Sections that are words of agencies only, before the closing ones: known headings first, then those of rounds."""
    own = {outline.TIES, outline.PAPERS, outline.EXCHANGE, outline.SCHEME, *outline.CLOSING, outline.GENERAL}
    told = [heading_of(one) for one in material.rounds.questions if one.texts or one.figures]
    free = [heading for heading in dict.fromkeys(told) if heading and heading not in own]
    known = [heading for heading in outline.CHAPTERS if heading in free]
    others = [heading for heading in free if heading not in known]
    last = [outline.GENERAL] if outline.GENERAL in told else []
    return tuple((heading, _silent) for heading in (*known, *others, *last))


def closing(material: Material) -> tuple[tuple[str, Teller], ...]:
    """The last sections, where somebody wrote for them."""
    told = {heading_of(one) for one in material.rounds.questions if one.texts}
    return tuple((heading, _silent) for heading in outline.CLOSING if heading in told)


def _silent(_material: Material, _text: Text) -> None:
    """The register itself says nothing here."""


def tell(material: Material, text: Text) -> None:
    """How often the Department asked, how many answers it took by the cut-off, which are missing."""
    facts = material.rounds
    rounds = len(facts.rounds)
    if not rounds:
        text.say(
            f"Sổ không ghi đợt cập nhật nào của năm {material.year} mở trước ngày chốt số liệu.",
            rounds=(0, "rounds"),
        )
        return
    asked = sum(held.asked for held in facts.rounds)
    taken = sum(len(held.taken) for held in facts.rounds)
    text.say(
        f"Để có số liệu của năm {material.year}, Sở Ngoại vụ đã mở {counted(rounds, 'đợt cập nhật')} ({ANNEX}, bảng A), hỏi "
        f"{counted(asked, 'lượt cơ quan')}; đến ngày chốt số liệu đã nhận {counted(taken, 'trả lời')}.",
        rounds=(rounds, "rounds"),
    )
    missing = len(facts.missing)
    text.say(
        f"{sentence_case(counted(missing, 'trả lời'))} chưa được nhận đến ngày chốt ({ANNEX}, bảng D)."
        if missing
        else "Không thiếu trả lời của cơ quan nào.",
        missing=(missing, "round_missing"),
    )
    records = sum(held.records for held in facts.rounds)
    if records:
        confirmed = sum(held.records_confirmed for held in facts.rounds)
        text.say(
            f"Các cơ quan đã xác nhận {format_number(confirmed)} trong {format_number(records)} bản ghi được hỏi."
        )


def figures(facts: RoundFacts) -> tuple[RoundFigure, ...]:
    """Every figure asked for, added up over the answers taken, with who told it and who did not."""
    return tuple(
        _figure(held, question) for held in facts.rounds for question in held.questions if question.unit
    )


def _figure(held: HeldRound, question: Question) -> RoundFigure:
    by_agency = tuple((one.agency, one.figure) for one in question.figures if one.figure is not None)
    nothing = tuple(one.agency for one in question.nothing)
    told = {*nothing, *(agency for agency, _value in by_agency)}
    return RoundFigure(
        round=held.occasion.title,
        period=(held.occasion.period_from, held.occasion.period_to),
        label=question.title,
        unit=question.unit,
        value=question.total,
        by_agency=by_agency,
        nothing=nothing,
        without=tuple(sorted({*held.taken, *(one.agency for one in held.missing)} - told, key=sort_key)),
        api=f"{API_ROOT}round-answers/?round={held.occasion.pk}",
    )


def missing(facts: RoundFacts) -> tuple[MissingLine, ...]:
    """The rounds with agencies whose answer is missing, for the one who checks the report."""
    return tuple(
        MissingLine(held.occasion.title, tuple(one.agency for one in held.missing))
        for held in facts.rounds
        if held.missing
    )
