"""From a file to understood rows: what each row says, before anybody asks what the register already has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import FORMAL_SIGNINGS, AgreementType, EventKind, TermKind
from agreements.importing.cells import Signing, SigningReading, read_signings
from agreements.importing.layout import Column, RelationsTable, TableRow, find_table
from agreements.importing.matching import AgencyIndex, PartnerIndex, PartnerMatch
from agreements.importing.terms import ParsedTerm, read_term
from dnfa.accounts.models import Agency
from dnfa.core.partial_dates import PartialDate
from dnfa.core.sheets import Limits, read_sheets
from partners.models import Partner

ERROR = "error"
NOTE = "note"
# The room each printed cell has in the register (agreements.models.Agreement, TermFields).
_ROOM = {
    Column.SIGNATORY: 300,
    Column.PARTNER: 300,
    Column.COUNTRY: 120,
    Column.SIGNING: 300,
    Column.TERM: 500,
    Column.NOTE: 1000,
}
# A hundred times the official table. It is committed within one request; the command takes no more either, so that
# preview, commit and undo stay together.
LIMITS = Limits(rows=5_000)


@dataclass(frozen=True)
class Problem:
    """Something about a cell: an error keeps the whole table out, a note goes to the officer's list."""

    column: Column
    message: str
    severity: str = ERROR

    def as_data(self) -> dict[str, str]:
        """The problem as kept with an import row; the column by its official heading."""
        return {"column": self.column.label, "message": self.message, "severity": self.severity}


@dataclass
class Understood:
    """One row of the table as understood."""

    row: TableRow
    texts: dict[Column, str]
    match: PartnerMatch
    agency: Agency | None
    signings: tuple[Signing, ...]
    term: ParsedTerm
    problems: list[Problem] = field(default_factory=list)
    is_repeated: bool = False

    @property
    def partner(self) -> Partner | None:
        return self.match.partner

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == ERROR for problem in self.problems)

    def add(self, column: Column, messages: Iterable[str], severity: str = ERROR) -> None:
        """Say the same kind of problem of one column."""
        self.problems += [Problem(column, message, severity) for message in messages]


def read_relations(content: bytes, *, today: date) -> tuple[RelationsTable, list[Understood]]:
    """Read and understand a table file. Reads the register's names, writes nothing. Raises `SheetError`.

    A fixed number of queries whatever the table.
    """
    table = find_table(read_sheets(content, limits=LIMITS))
    partners, agencies = PartnerIndex(), AgencyIndex()
    rows = [_understand(row, partners, agencies, today) for row in table.rows]
    _note_repetitions(rows)
    return table, rows


def _understand(row: TableRow, partners: PartnerIndex, agencies: AgencyIndex, today: date) -> Understood:
    texts = {column: row.text(column) for column in Column}
    # A cell that is too long is an error of its own and is not read: it could take minutes.
    fits = {column: len(texts[column]) <= room for column, room in _ROOM.items()}
    reading = read_signings(texts[Column.SIGNING]) if fits[Column.SIGNING] else SigningReading()
    is_named = fits[Column.PARTNER] and fits[Column.COUNTRY]
    understood = Understood(
        row=row,
        texts=texts,
        match=partners.match(texts[Column.PARTNER], texts[Column.COUNTRY]) if is_named else PartnerMatch(),
        agency=agencies.find(texts[Column.SIGNATORY]) if fits[Column.SIGNATORY] else None,
        signings=reading.signings,
        term=ParsedTerm(TermKind.UNKNOWN),
    )
    _check_cells(understood)
    _check_names(understood)
    understood.add(Column.SIGNING, reading.errors)
    understood.add(Column.SIGNING, reading.notes, NOTE)
    _check_future(understood, today)
    if fits[Column.TERM]:
        _take_term(understood, reading)
    return understood


def _check_cells(understood: Understood) -> None:
    for column, cell in understood.row.cells.items():
        words = {"cell": understood.row.address(column)}
        if cell.is_formula:
            understood.add(column, [_("Ô %(cell)s là công thức: hãy thay bằng giá trị.") % words])
        elif cell.is_error:
            understood.add(column, [_("Ô %(cell)s báo lỗi của Excel: hãy ghi lại giá trị.") % words])
    for column, room in _ROOM.items():
        length = len(understood.texts[column])
        if length > room:
            words = {"length": str(length), "room": str(room)}
            understood.add(column, [_("Ô dài %(length)s ký tự, sổ nhận tối đa %(room)s.") % words])
    stt = understood.texts[Column.STT]
    if stt and understood.row.stt is None:
        understood.add(Column.STT, [_("“%(text)s” không phải số thứ tự.") % {"text": stt}], NOTE)


def _check_names(understood: Understood) -> None:
    match = understood.match
    understood.add(Column.PARTNER, match.partner_errors)
    understood.add(Column.PARTNER, match.partner_notes, NOTE)
    understood.add(Column.COUNTRY, match.country_errors)
    understood.add(Column.COUNTRY, match.country_notes, NOTE)
    signatory = understood.texts[Column.SIGNATORY]
    if not signatory:
        understood.add(Column.SIGNATORY, [_("Chưa ghi cơ quan ký kết.")], NOTE)
    elif understood.agency is None:
        words = {"name": signatory}
        understood.add(Column.SIGNATORY, [_("Sổ chưa có cơ quan “%(name)s”; giữ nguyên văn.") % words], NOTE)


def _check_future(understood: Understood, today: date) -> None:
    for signing in understood.signings:
        if signing.date is not None and signing.date.first_day() > today:
            words = {"date": signing.date.display("vi")}
            understood.add(Column.SIGNING, [_("Ngày ký %(date)s ở sau hôm nay.") % words], NOTE)


def _take_term(understood: Understood, reading: SigningReading) -> None:
    """The term cell speaks; a length in the signing cell is used only when the term cell is empty."""
    term = read_term(understood.texts[Column.TERM])
    hint = reading.term_hint
    if hint is not None and not understood.texts[Column.TERM]:
        understood.term = hint
        words = {"text": hint.as_printed}
        understood.add(Column.TERM, [_("Ô trống; lấy “%(text)s” trong ô ngày ký.") % words], NOTE)
        return
    understood.term = term.term
    understood.add(Column.TERM, term.errors)
    understood.add(Column.TERM, term.notes, NOTE)
    if hint is not None and not term.errors:
        words = {"text": hint.as_printed}
        understood.add(
            Column.SIGNING, [_("Ô ngày ký cũng ghi “%(text)s”; dùng ô thời hạn hiệu lực.") % words], NOTE
        )


def _note_repetitions(rows: list[Understood]) -> None:
    """The same signing twice is one agreement; twice with another term is a contradiction."""
    by_stt: dict[int, list[Understood]] = defaultdict(list)
    by_signing: dict[tuple[Any, ...], list[Understood]] = defaultdict(list)
    for understood in rows:
        if understood.row.stt is not None:
            by_stt[understood.row.stt].append(understood)
        if understood.partner is not None:
            who = understood.agency.pk if understood.agency else understood.texts[Column.SIGNATORY]
            by_signing[understood.partner.pk, who, understood.texts[Column.SIGNING].lower()].append(
                understood
            )
    for first, *others in by_stt.values():
        for other in others:
            words = {"row": first.row.sheet_row}
            other.add(Column.STT, [_("Số thứ tự đã có ở dòng %(row)s.") % words], NOTE)
    for first, *others in by_signing.values():
        for other in others:
            _note_repetition(first, other)


def _note_repetition(first: Understood, other: Understood) -> None:
    words = {"row": first.row.sheet_row}
    if replace(first.term, as_printed="") != replace(other.term, as_printed=""):
        message = (
            _("Trùng đối tác và ngày ký với dòng %(row)s nhưng thời hạn khác: hãy giữ một dòng.") % words
        )
        other.add(Column.SIGNING, [message])
        return
    other.is_repeated = True
    other.add(
        Column.SIGNING, [_("Trùng đối tác và ngày ký với dòng %(row)s; chỉ ghi một lần.") % words], NOTE
    )


# --- what a row amounts to ----------------------------------------------------
def signed_on(signings: tuple[Signing, ...]) -> PartialDate | None:
    """The first formal signing; else the first date at all (a letter of intent)."""
    formal = [s.date for s in signings if s.kind in FORMAL_SIGNINGS and s.date is not None]
    dated = [s.date for s in signings if s.date is not None]
    return min(formal or dated, default=None)


def effective_on(signings: tuple[Signing, ...]) -> PartialDate | None:
    """When the paper as first signed takes effect, where the cell says it apart from the signing."""
    day = signed_on(signings)
    return next((s.effective_on for s in signings if s.effective_on and s.date == day), None)


def paper_type(signings: tuple[Signing, ...]) -> AgreementType:
    """A letter of intent when nothing else was signed; the table names no other type."""
    kinds = {signing.kind for signing in signings}
    only_intent = kinds == {EventKind.LETTER_OF_INTENT}
    return AgreementType.LETTER_OF_INTENT if only_intent else AgreementType.UNSPECIFIED


def last_signing(signings: tuple[Signing, ...]) -> int:
    """Position of the signing that the printed term belongs to: the latest; an undated one at the end counts as latest."""
    if signings[-1].date is None:
        return len(signings) - 1
    dates = [
        (signing.date.first_day(), position) for position, signing in enumerate(signings) if signing.date
    ]
    return max(dates)[1]


def placed_terms(signings: tuple[Signing, ...], term: ParsedTerm) -> tuple[ParsedTerm, dict[int, ParsedTerm]]:
    """Where the printed term goes: (term of the paper, terms set by signings).

    With one signing it is the paper's own. With several the table prints the term of the last, and what
    the paper was first signed for is unknown; but a paper without end stays without end when it is
    strengthened, so "không có thời hạn" holds for the paper too.
    """
    if len(signings) <= 1:
        return term, {}
    own = term if term.kind == TermKind.INDEFINITE else ParsedTerm(TermKind.UNKNOWN)
    return own, {last_signing(signings): term}
