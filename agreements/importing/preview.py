"""What would become of each row: new, changed, unchanged or wrong, against the register as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import NOT_SIGNED_WITH_A_PARTNER, AgencyRole, Stage
from agreements.importing.layout import Column, RelationsTable
from agreements.importing.reading import NOTE, Understood, read_relations, signed_on
from agreements.importing.terms import ParsedTerm
from agreements.models import Agreement, AgreementEvent
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.imports import RowPreview
from dnfa.core.models import ImportRow

KIND = "relations"


@dataclass
class RowPlan:
    """One row, the agreement it is about (if the register has it), and what would happen."""

    understood: Understood
    agreement: Agreement | None = None
    printed_before: dict[Column, str] = field(default_factory=dict)
    table_row: int | None = None
    fate: ImportFate = ImportFate.NEW

    @property
    def differing(self) -> list[Column]:
        """Columns whose printed text differs from what was last taken for this agreement."""
        texts = self.understood.texts
        return [column for column in Column if column != Column.STT and texts[column] != self._before(column)]

    def _before(self, column: Column) -> str:
        return self.printed_before.get(column, "")

    @property
    def differences(self) -> list[dict[str, str]]:
        """For the officer: each changed cell before and after, by heading; a row number when it is given for the first time."""
        if self.fate != ImportFate.CHANGED:
            return []
        cells = [
            {"field": column.label, "before": self._before(column), "after": self.understood.texts[column]}
            for column in self.differing
        ]
        number = (
            [{"field": Column.STT.label, "before": "", "after": str(self.table_row)}]
            if self.table_row
            else []
        )
        return number + cells


@dataclass(frozen=True)
class Plan:
    """A whole table with the fate of every row."""

    table: RelationsTable
    rows: list[RowPlan]

    @property
    def has_errors(self) -> bool:
        return any(row.fate == ImportFate.WRONG for row in self.rows)

    def previews(self) -> list[RowPreview]:
        """The rows as an import batch keeps them."""
        return [_preview(row) for row in self.rows]


def plan_import(content: bytes, *, today: date) -> Plan:
    """Read a file and compare it with the register. Writes nothing. Raises `SheetError` for an unreadable file.

    A fixed number of queries whatever the table.
    """
    table, understood = read_relations(content, today=today)
    rows = [RowPlan(row) for row in understood]
    _find_agreements(rows)
    numbered = Agreement.objects.exclude(table_row=None).values_list("table_row", "title_vi")
    holders = {number: title for number, title in numbered if number is not None}
    given: set[int] = set()
    for row in rows:
        _decide(row, holders, given)
    return Plan(table, rows)


def _decide(row: RowPlan, holders: dict[int, str], given: set[int]) -> None:
    """Set the fate of a row, and its number where it is free: not held in the register, not given to a row above."""
    number = row.understood.row.stt
    needs_number = row.agreement is None or row.agreement.table_row is None
    if row.understood.has_errors:
        row.fate = ImportFate.WRONG
        return
    if row.understood.is_repeated:
        row.fate = ImportFate.UNCHANGED
        return
    if needs_number and number in holders:
        words = {"number": number, "title": holders[number]}
        note = _("Số thứ tự %(number)s trong sổ là của “%(title)s”; dòng này vào sổ không kèm số.") % words
        row.understood.add(Column.STT, [note], NOTE)
    elif needs_number and number is not None and number not in given:
        row.table_row = number
        given.add(number)
    if row.agreement is None:
        row.fate = ImportFate.NEW
    else:
        row.fate = ImportFate.CHANGED if row.differing or row.table_row else ImportFate.UNCHANGED


# --- which agreement a row is about -------------------------------------------
def _find_agreements(rows: list[RowPlan]) -> None:
    """Set `agreement` and `printed_before`: by partner and printed signing, else by STT, else by first signing date.

    Each agreement belongs to one row. A repeated row shares that of the row it repeats.
    """
    known = _Known({row.understood.partner.pk for row in rows if row.understood.partner})
    ways: tuple[Callable[[RowPlan], Iterable[Agreement]], ...] = (
        known.same_text,
        known.same_number,
        known.same_day,
    )
    for way in ways:
        for row in rows:
            if (
                row.agreement is None
                and row.understood.partner is not None
                and not row.understood.is_repeated
            ):
                row.agreement = known.claim(way(row))
    for row in rows:
        if row.agreement is not None:
            row.printed_before = known.printed[row.agreement.pk]


class _Known:
    """Signed agreements with some partners, and what the table last printed of each; five queries."""

    def __init__(self, partner_ids: set[int]) -> None:
        agreements = (
            Agreement.objects.filter(stage=Stage.SIGNED, parties__partner__in=partner_ids)
            .exclude(type__in=sorted(NOT_SIGNED_WITH_A_PARTNER))
            .order_by("pk")
            .distinct()
            .prefetch_related("events", "parties", "agency_roles")
        )
        self.by_partner: dict[int, list[Agreement]] = defaultdict(list)
        self.printed: dict[int, dict[Column, str]] = {}
        for agreement in agreements:
            self.printed[agreement.pk] = printed_columns(agreement)
            for party in agreement.parties.all():
                self.by_partner[party.partner_id].append(agreement)
        self._take_last_imports()
        self.claimed: set[int] = set()

    def _take_last_imports(self) -> None:
        """What the last committed table said of an agreement, word for word: later refinements are no difference."""
        rows = ImportRow.objects.filter(
            batch__kind=KIND, batch__state=ImportState.COMMITTED, parsed__agreement__in=list(self.printed)
        ).order_by("batch__committed_at", "batch", "-number")
        for parsed in rows.values_list("parsed", flat=True):
            if not parsed["repeats"]:
                texts = {Column(name): text for name, text in parsed["texts"].items()}
                self.printed[parsed["agreement"]] = texts

    def claim(self, candidates: Iterable[Agreement]) -> Agreement | None:
        """The one candidate no other row has taken; several are none."""
        free = [agreement for agreement in candidates if agreement.pk not in self.claimed]
        if len(free) != 1:
            return None
        self.claimed.add(free[0].pk)
        return free[0]

    def _of_partner(self, row: RowPlan) -> list[Agreement]:
        partner = row.understood.partner
        return self.by_partner[partner.pk] if partner else []

    def same_text(self, row: RowPlan) -> list[Agreement]:
        """Same printed signing; where two bodies of the city signed, by the same of them."""
        signing = row.understood.texts[Column.SIGNING].lower()
        same = [
            a
            for a in self._of_partner(row)
            if signing and self._printed(a, Column.SIGNING).lower() == signing
        ]
        by_same_body = [agreement for agreement in same if self._signed_by(agreement, row)]
        return by_same_body or (same if len(same) == 1 and not row.understood.agency else [])

    def same_number(self, row: RowPlan) -> list[Agreement]:
        number = row.understood.row.stt
        return [a for a in self._of_partner(row) if number is not None and a.table_row == number]

    def same_day(self, row: RowPlan) -> list[Agreement]:
        """Same first signing, for agreements no table has printed yet."""
        day = signed_on(row.understood.signings)
        return [
            agreement
            for agreement in self._of_partner(row)
            if day is not None
            and agreement.signed_on == day
            and not self._printed(agreement, Column.SIGNING)
            and self._signed_by(agreement, row)
        ]

    def _printed(self, agreement: Agreement, column: Column) -> str:
        return self.printed[agreement.pk].get(column, "")

    def _signed_by(self, agreement: Agreement, row: RowPlan) -> bool:
        agency = row.understood.agency
        if agency is None:
            return self._printed(agreement, Column.SIGNATORY) == row.understood.texts[Column.SIGNATORY]
        roles = agreement.agency_roles.all()
        return any(role.role == AgencyRole.SIGNATORY and role.agency_id == agency.pk for role in roles)


def event_key(agreement: Agreement, position: int) -> str:
    """Key of the event that a table row's signing at `position` (from 0) became."""
    return f"{agreement.key}-{position + 1}"


def table_events(agreement: Agreement) -> dict[int, AgreementEvent]:
    """Events that came from a table row, by position of their signing; `events` must be prefetched or few."""
    found = {event.key: event for event in agreement.events.all() if event.key}
    positions = (position for position in range(len(found)) if event_key(agreement, position) in found)
    return {position: found[event_key(agreement, position)] for position in positions}


def printed_columns(agreement: Agreement) -> dict[Column, str]:
    """What the register keeps of the printed row: the columns "as printed", the term where the row put it."""
    terms = [event.term_as_printed for event in table_events(agreement).values() if event.term_as_printed]
    return {
        Column.SIGNATORY: agreement.signatory_as_printed,
        Column.PARTNER: agreement.partner_as_printed,
        Column.COUNTRY: agreement.country_as_printed,
        Column.SIGNING: agreement.signing_as_printed,
        Column.TERM: terms[-1] if terms else agreement.term_as_printed,
        Column.NOTE: agreement.note_as_printed,
    }


# --- as kept and as printed by the command --------------------------------------
def _preview(row: RowPlan) -> RowPreview:
    understood = row.understood
    partner, agency = understood.partner, understood.agency
    parsed = {
        "stt": understood.row.stt,
        "texts": {column.value: understood.texts[column] for column in Column},
        "partner": {"key": partner.key if partner else None, "matched_by": understood.match.matched_by},
        "partner_name": partner.name_vi if partner else "",
        "agency": agency.key if agency else None,
        "signings": [
            {
                "date": signing.date.isoformat() if signing.date else None,
                "precision": signing.date.precision.value if signing.date else None,
                "kind": signing.kind.value,
            }
            for signing in understood.signings
        ],
        "term": term_data(understood.term),
        "agreement": row.agreement.pk if row.agreement else None,
        "repeats": understood.is_repeated,
        "differences": row.differences,
    }
    cells = [understood.row.cells[column].text if column in understood.row.cells else "" for column in Column]
    problems = [problem.as_data() for problem in understood.problems]
    return RowPreview(understood.row.sheet_row, cells, parsed, problems, row.fate)


def term_data(term: ParsedTerm) -> dict[str, Any]:
    """A term as the machine-readable preview gives it: dates as ISO text of their own precision, lengths in months."""
    return {
        "kind": term.kind.value,
        "ends_on": term.ends_on.isoformat() if term.ends_on else None,
        "precision": term.ends_on.precision.value if term.ends_on else None,
        "months": term.months,
        "renew_months": term.renew_months,
        "notice_months": term.notice_months,
        "as_printed": term.as_printed,
    }


def row_data(row: RowPreview) -> dict[str, Any]:
    """One object of `import_relations --dry-run --json`: `row` is the STT, or the sheet's row where STT is missing."""
    return {
        "row": row.parsed["stt"] if row.parsed["stt"] is not None else row.number,
        "sheet_row": row.number,
        "partner": row.parsed["partner"],
        "signings": row.parsed["signings"],
        "term": row.parsed["term"],
        "problems": [{"column": p["column"], "message": p["message"]} for p in row.problems],
        "fate": str(row.fate),
    }
