"""Which tables can be brought in: every room registers its own from `AppConfig.ready()`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured

from dnfa.core import imports
from dnfa.core.models import ImportBatch, ImportRow, Job
from dnfa.core.table_import.kinds import SheetKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Importer(ABC):
    """The doors of one kind of table. Most kinds are a `SheetKind` behind `SheetImporter`; a table with a layout of its
    own (the official table of relations) brings its own doors.

    `code` is that of the batches, `slug` that of the address.
    """

    code: str
    slug: str
    title: StrOrPromise
    hint: StrOrPromise = ""
    order: int = 50
    kind: Any = None  # the `SheetKind`; None for a table with doors of its own
    row_heads: ClassVar[str] = "imports/row_heads.html"
    row_template: ClassVar[str] = "imports/row.html"

    @abstractmethod
    def may_import(self, user: Any) -> bool:
        """Whether this person brings such tables in and takes them back."""

    @abstractmethod
    def create(self, *, file_name: str, content: bytes, user: Any, today: date) -> ImportBatch:
        """Read a table and keep its preview. Raises `SheetError` (nothing is kept)."""

    @abstractmethod
    def refresh(self, *, batch: ImportBatch, user: Any, today: date) -> ImportBatch:
        """Compare with the register as it is now. Raises `Conflict` when it is committed or undone."""

    @abstractmethod
    def commit(self, *, batch: ImportBatch, user: Any, today: date) -> Job | None:
        """Write all rows or none; a long table is written by a job, which is returned.

        Raises `Conflict` (not open, stale) or `InvalidInput` (wrong rows); nothing is written then.
        """

    def undo(self, *, batch: ImportBatch, user: Any, reason: str) -> ImportBatch:
        """Take a committed table back; see `dnfa.core.imports.undo_batch`."""
        return imports.undo_batch(batch=batch, user=user, reason=reason)

    @abstractmethod
    def sheet_back(self, batch: ImportBatch) -> bytes:
        """The sheet as sent, .xlsx, with the result of each row; what `mark_sheet` gives."""

    @abstractmethod
    def row_view(self, row: ImportRow) -> Any:
        """A kept row for `row_template`; asks the database nothing."""


_importers: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    """Offer a kind of table. Registering it twice changes nothing; another under a taken code raises `ImproperlyConfigured`."""
    known = _importers.setdefault(importer.code, importer)
    is_same = (type(known), known.slug, known.kind) == (type(importer), importer.slug, importer.kind)
    if not is_same or any(other.slug == importer.slug for other in _importers.values() if other is not known):
        message = f"import kind {importer.code!r} ({importer.slug!r}) is registered twice"
        raise ImproperlyConfigured(message)


def register_kind(kind: SheetKind) -> None:
    """Offer a `SheetKind` (from `AppConfig.ready()`)."""
    from dnfa.core.table_import.importer import SheetImporter  # noqa: PLC0415  (it stands above this registry)

    register_importer(SheetImporter(kind))


def importers_for(user: Any) -> list[Importer]:
    """The kinds of table this person may bring in, in their order."""
    allowed = [importer for importer in _importers.values() if importer.may_import(user)]
    return sorted(allowed, key=lambda importer: (importer.order, importer.code))


def importers() -> list[Importer]:
    """Every kind of table, in order."""
    return sorted(_importers.values(), key=lambda importer: (importer.order, importer.code))


def importer_of(code: str) -> Importer | None:
    """The kind of a batch, by its code."""
    return _importers.get(code)


def importer_at(slug: str) -> Importer | None:
    """The kind of an address, by its slug."""
    return next((importer for importer in _importers.values() if importer.slug == slug), None)
