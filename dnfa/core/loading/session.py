"""One run of the load: what was read, what is already there, what may be touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from dnfa.core.loading.citations import Citations
from dnfa.core.loading.rows import Row, read_rows
from dnfa.core.loading.store import Store


class _Gone:
    """Stands for a record that an officer deleted after it was loaded: what hangs on it is left alone too."""

    def __repr__(self) -> str:
        return "GONE"


GONE: Final = _Gone()


@dataclass(frozen=True)
class Fact:
    """What a row says of one record: field values, and lists of records for many-to-many fields.

    A value of `GONE` means that the record named was deleted by an officer; the fact is then left alone.
    """

    row: Row
    values: dict[str, Any]
    many: dict[str, Sequence[Any]] = field(default_factory=dict)


@dataclass
class TableCount:
    """What became of the facts of one table."""

    table: str
    rows: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    left_alone: int = 0

    def line(self) -> str:
        """One line of progress for a person."""
        return _(
            "%(table)s: đọc %(rows)s, thêm %(made)s, sửa %(changed)s, không đổi %(unchanged)s, để nguyên %(left_alone)s"
        ) % asdict(self)


@dataclass(frozen=True)
class Summary:
    """The whole load, table by table."""

    tables: tuple[TableCount, ...]

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(table) for table in self.tables]

    def total(self, count: str) -> int:
        return sum(getattr(table, count) for table in self.tables)


class Load:
    """The session handed to every loader."""

    def __init__(self, *, data_dir: Path, today: date) -> None:
        self.data_dir = data_dir
        self.today = today
        self.tables: dict[str, TableCount] = {}
        self.store = Store()
        self.citations = Citations()
        self._records: dict[str, dict[str, Any]] = {}

    def rows(self, file: str, columns: str) -> list[Row]:
        """The rows of a file of the data folder, which must have exactly these columns (names by spaces)."""
        return read_rows(self.data_dir / file, columns.split())

    def count(self, table: str) -> TableCount:
        return self.tables.setdefault(table, TableCount(table))

    def add(self, table: str, fate: str) -> None:
        """Count one fact under what became of it: made, changed, unchanged, left_alone."""
        count = self.count(table)
        setattr(count, fate, getattr(count, fate) + 1)

    # --- Names of records across rooms ------------------------------------------
    def remember(self, kind: str, key: str, record: Any) -> None:
        """Make a record (or `GONE`) findable for later loaders under a kind and its key in the files."""
        self._records.setdefault(kind, {})[key] = record

    def find(self, row: Row, column: str, kind: str, key: str = "") -> Any:
        """The record a cell names, or `GONE`; an empty cell gives None. Raises `DataError` if there is none."""
        name = key or row.text(column)
        if not name:
            return None
        try:
            return self._records.get(kind, {})[name]
        except KeyError as error:
            message = _("không có bản ghi nào mang khóa “%(key)s”.") % {"key": name}
            raise row.error(message, column=column) from error

    def find_many(self, row: Row, column: str, kind: str) -> list[Any]:
        """The records a cell names, without those that officers deleted."""
        found = [self.find(row, column, kind, key) for key in row.many(column)]
        return [record for record in found if record is not GONE]

    def remembered(self, kind: str) -> dict[str, Any]:
        """Every record of a kind by its key in the files, without those that officers deleted."""
        return {key: record for key, record in self._records.get(kind, {}).items() if record is not GONE}

    # --- Writing -----------------------------------------------------------------
    def sync(
        self, table: str, model: type[models.Model], key: str | tuple[str, ...], facts: Sequence[Fact]
    ) -> list[Any]:
        """Make or update one record for each fact; gives the records in the order of the facts.

        `key` names the field or fields that identify a record. A record that was changed by anyone
        since it was loaded is left alone, and so is one that was deleted (its place holds `GONE`).
        Raises `DataError` when the database or the field refuses a value, or a key comes twice.
        """
        count = self.count(table)
        count.rows += len(facts)
        keys = (key,) if isinstance(key, str) else key
        possible = [fact for fact in facts if not any(value is GONE for value in fact.values.values())]
        count.left_alone += len(facts) - len(possible)
        made, changed, left, records = self.store.sync(model, keys, possible)
        count.made += made
        count.changed += changed
        count.left_alone += left
        count.unchanged += len(possible) - made - changed - left
        found = dict(zip(map(id, possible), records, strict=True))
        return [found.get(id(fact)) or GONE for fact in facts]

    def amend(
        self,
        table: str,
        row: Row,
        record: Any,
        values: dict[str, Any],
        many: dict[str, Sequence[Any]] | None = None,
    ) -> None:
        """Bring a record that another step made up to what `row` says; left alone if changed since loading."""
        self.count(table).rows += 1
        self.add(table, "left_alone" if record is GONE else self.store.amend(record, row, values, many or {}))

    # --- Where facts stand ----------------------------------------------------------
    def cite(
        self,
        row: Row,
        column: str,
        record: Any,
        *,
        field: str = "",
        value: str = "",
        note: str = "",
    ) -> None:
        """Note that `record` (or one field of it) rests on the sources in a cell ("decision-2887 L1353; thesis p.118")."""
        if record is not GONE:
            self.citations.cite(row, column, record, field=field, value=value, note=note)

    def save_citations(self) -> None:
        """Write what was cited, and the contradictions, as `Provenance` rows."""
        facts = [Fact(row, values) for row, values in self.citations.rows_to_save()]
        self.sync("provenance", self.citations.model(), self.citations.KEY, facts)

    def summary(self) -> Summary:
        return Summary(tuple(self.tables.values()))
