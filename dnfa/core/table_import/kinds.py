"""What a kind of table is: its columns, and how its rows meet the register. Rooms register theirs when they start."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from dnfa.core.table_import.periods import Period
from dnfa.core.table_import.readers import LANGUAGES, Reader, folded_name, text
from dnfa.core.text import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ERROR = "error"
NOTE = "note"
CLEARS = "-"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, or worth a look (`severity` NOTE): the key of the column (empty: the row) and a sentence."""

    column: str
    message: StrOrPromise
    severity: str = ERROR

    def as_json(self) -> dict[str, str]:
        return {"column": self.column, "message": str(self.message), "severity": self.severity}


@dataclass(frozen=True)
class RowValues(Mapping[str, Any]):
    """The values a row gives, by column key.

    A column whose cell is empty, or that the sheet does not have, is not in it: an existing record keeps its value.
    "-" gives the reader's empty value. A cell that could not be read is not in it either. `number` is the row of the
    sheet, `texts` the cells as typed.
    """

    number: int
    given: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.given[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)


@dataclass(frozen=True)
class SheetColumn:
    """One column: its key, the heading of the sheet, how its cells are read and written.

    The heading is matched without marks, letter case, spaces, punctuation and what stands in brackets, in Vietnamese
    and English; `aliases` and the key are taken too. A required column must be in the sheet, and filled for a
    new record; it cannot be cleared. `example` stands in the template's example row, `help` in its guide. `spare` are
    headings of another column that mean this one where the other stands under a second heading of its own.
    """

    key: str
    label: StrOrPromise
    reader: Reader = field(default_factory=text)
    required: bool = False
    aliases: tuple[str, ...] = ()
    help: StrOrPromise = ""
    example: StrOrPromise = ""
    spare: tuple[str, ...] = ()

    def headings(self) -> set[str]:
        """Every heading that means this column, folded."""
        spoken = {self.key, *self.aliases}
        for language in LANGUAGES:
            with override(language):
                spoken.add(str(self.label))
        return {heading_of(words) for words in spoken}


def heading_of(words: str) -> str:
    """A heading without marks, case, spaces, punctuation and brackets: what two spellings of it share."""
    return "".join(letter for letter in fold(words.split("(", maxsplit=1)[0]) if letter.isalnum())


Found = models.Model | Problem | None


def _no_problems(_row: RowValues, _record: Any, **_context: Any) -> list[Problem]:
    return []


def _nothing_more(
    _rows: Sequence[RowValues], _records: Sequence[Any], **_context: Any
) -> list[Sequence[Problem]]:
    return []


@dataclass(frozen=True, kw_only=True)
class SheetKind:
    """A kind of table (docs/importing.md, "Adding a kind"). `user` may be None everywhere: the command line.

    `code` stands in addresses (Vietnamese without marks, "co-quan") and in the batches; it never changes.
    `find(rows, user)` gives for each row the record it means, None for a new one, or a `Problem`; in a fixed number of queries.
    `values_of(record)` gives the record's present values by column key.
    `apply(values=, record=, user=, today=, log=)` writes one row through the room's service and returns the record. Every
    change of an audited table is noted for undo by the engine; `log` is for tables without an audit trail only.
    `check(row, record, user=, today=)` looks at one row (no queries), `check_all(rows, records, user=, today=)` at a
    portion of rows at once and gives a list of problems for each.
    `identified_by` are tuples of columns that name a record: two rows of one file that agree in one of them are refused.
    `exported(user)` are the records that an export of this kind writes, in order.
    `named_by` is the column that says in a preview what a new record is called.
    `periods` are columns of sheets that tell a first and a last day in one cell; they are read as the two columns they name,
    where the sheet has neither.
    `never_kept` are words of headings (folded) of what the register must not hold: a file with such a column is refused
    before anything of it is stored.
    """

    code: str
    title: StrOrPromise
    columns: Sequence[SheetColumn]
    may_import: Callable[[Any], bool]
    find: Callable[[Sequence[RowValues], Any], Sequence[Found]]
    values_of: Callable[[Any], Mapping[str, Any]]
    apply: Callable[..., models.Model]
    exported: Callable[[Any], models.QuerySet[Any]]
    check: Callable[..., Sequence[Problem]] = _no_problems
    check_all: Callable[..., Sequence[Sequence[Problem]]] = _nothing_more
    identified_by: tuple[tuple[str, ...], ...] = ()
    hint: StrOrPromise = ""
    order: int = 50
    named_by: str = ""
    periods: tuple[Period, ...] = ()
    never_kept: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        unknown = {
            key for columns in (*self.identified_by, (self.named_by,)) for key in columns if key
        } - set(keys)
        if len(set(keys)) != len(keys) or unknown or self.code.isdigit():
            message = (
                f"kind {self.code!r}: column twice, unknown identity {sorted(unknown)} or a number for a code"
            )
            raise ImproperlyConfigured(message)

    @property
    def slug(self) -> str:
        """The code, as the address has it."""
        return self.code

    def column(self, key: str) -> SheetColumn | None:
        """The column of that key."""
        return next((column for column in self.columns if column.key == key), None)

    def identities(self, row: RowValues) -> list[Hashable]:
        """What the row is known by, as far as its cells say; equal for two rows of one record."""
        known: list[Hashable] = []
        for keys in self.identified_by:
            values = [self._identity(key, row) for key in keys]
            if all(values):
                known.append((keys, tuple(values)))
        return known

    def _identity(self, key: str, row: RowValues) -> str:
        column = self.column(key)
        return fold(column.reader.written(row.get(key))) if column else ""


def found_by(
    queryset: Callable[[Any], models.QuerySet[Any]], *columns: str
) -> Callable[[Sequence[RowValues], Any], list[Found]]:
    """A `find` that looks for the record by each column in turn, one query each; names match marks and case aside.

    Columns are fields of the model under the same name. Two records that answer to one text are a `Problem`.
    """

    def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
        found: list[Found] = [None] * len(rows)
        for name in columns:
            open_rows = [
                (index, row[name]) for index, row in enumerate(rows) if found[index] is None and row.get(name)
            ]
            if not open_rows:
                continue
            records = queryset(user)
            stored = folded_name(records.model, name)
            wanted = {_asked(value, name, stored) for _index, value in open_rows}
            by_value: dict[Any, list[models.Model]] = {}
            for record in records.filter(**{f"{stored}__in": wanted}):
                by_value.setdefault(getattr(record, stored), []).append(record)
            for index, value in open_rows:
                found[index] = _only(by_value.get(_asked(value, name, stored), []), name)
        return found

    return find


def _asked(value: Any, name: str, stored: str) -> Any:
    return value if stored == name else fold(str(value))


def _only(records: list[models.Model], column: str) -> Found:
    if len(records) > 1:
        return Problem(
            column,
            _("Trong sổ có %(count)s bản ghi như vậy: hãy ghi khóa để phân biệt.") % {"count": len(records)},
        )
    return records[0] if records else None
