"""Sheets on their way into the register: previewed, committed as a whole, undone as a whole.

What a kind of sheet means is known in the rooms above. Here is what all kinds share: the batch with the
file as sent and a row for each row, the list of what a commit made and changed (`ChangeLog`), and the
undo that puts it back exactly, or refuses and names the record that has moved on.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pghistory
from django.contrib.admin.utils import NestedObjects
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments.models import Attachment
from dnfa.core.audit import because
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.identity import audit_identity
from dnfa.core.models import ImportBatch, ImportChange, ImportRow, Provenance
from dnfa.core.text import clean_line
from dnfa.core.versions import VersionedModel

_STAMPS = frozenset({"created_at", "updated_at", "version"})
_AT_ONCE = 500


@dataclass(frozen=True)
class RowPreview:
    """What is kept of one row: its number in the sheet, its cells as typed, its meaning, problems and fate.

    A problem is {"column", "message", "severity"} with severity "error" or "note".
    """

    number: int
    cells: list[str]
    parsed: dict[str, Any]
    problems: list[dict[str, str]] = field(default_factory=list)
    fate: ImportFate = ImportFate.NEW


def lock_kind(kind: str) -> None:
    """Let one commit or undo of this kind of sheet run at a time; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{kind}"])


@contextmanager
def written_by(user: Any) -> Iterator[None]:
    """Name the author of what follows in the audit trail; without a person the context around stays as it is."""
    if user is None:
        yield
    else:
        with pghistory.context(**audit_identity(user)):
            yield


# --- batches ------------------------------------------------------------------
@transaction.atomic
def batch_create(
    *, kind: str, file_name: str, content: bytes, user: Any, rows: Iterable[RowPreview]
) -> ImportBatch:
    """Keep an uploaded sheet with its preview.

    Side effects: one `ImportBatch` (refused when a row is wrong, else previewed) and its rows; the register
    itself is not touched. `user` may be None for work without a person.
    """
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=safe_file_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=user,
    )
    _store_rows(batch, rows)
    return batch


@transaction.atomic
def batch_refresh(*, batch: ImportBatch, rows: Iterable[RowPreview]) -> ImportBatch:
    """Replace the preview of a sheet that is not committed. Raises `Conflict` for one that is, or was.

    Side effects: new rows and state of the batch; the register itself is not touched.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in {ImportState.PREVIEWED, ImportState.REFUSED}:
        raise Conflict("import_not_open", _("Lần nhập này đã ghi hoặc đã hoàn tác; hãy tải tệp lên lần nữa."))
    batch.rows.all().delete()
    _store_rows(batch, rows)
    return batch


def _store_rows(batch: ImportBatch, rows: Iterable[RowPreview]) -> None:
    stored = [
        ImportRow(
            batch=batch,
            number=row.number,
            cells=row.cells,
            parsed=row.parsed,
            problems=row.problems,
            fate=row.fate,
        )
        for row in rows
    ]
    ImportRow.objects.bulk_create(stored, batch_size=_AT_ONCE)
    is_wrong = any(row.fate == ImportFate.WRONG for row in stored)
    batch.state = ImportState.REFUSED if is_wrong else ImportState.PREVIEWED
    batch.save(update_fields=["state", "updated_at"])


def safe_file_name(name: str) -> str:
    """The last part of a path from any system, without control characters, at most 255 characters."""
    return clean_line(PurePosixPath(name.replace("\\", "/")).name)[-255:] or "bang"


# --- what a commit did --------------------------------------------------------
def snapshot(record: models.Model) -> dict[str, Any]:
    """Stored values of a record by column name, as JSON reads them back; computed columns and the key left out."""
    values = {
        column.attname: column.value_to_string(record)
        if _is_text_only(column)
        else getattr(record, column.attname)
        for column in _columns(type(record))
    }
    return dict(json.loads(json.dumps(values, cls=DjangoJSONEncoder, default=str)))


def _is_text_only(column: models.Field[Any, Any]) -> bool:
    """Own field types (partial dates) say themselves how they are written."""
    return column.get_internal_type() == "PartialDateField"


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key
        and not getattr(column, "generated", False)
        # A version counts what happened to the record, undo included; it is never put back.
        and not (column.name == "version" and issubclass(model, VersionedModel))
    ]


def _restored(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    return {
        column.attname: column.to_python(values[column.attname])
        for column in _columns(model)
        if column.attname in values
    }


def _without_stamps(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _STAMPS}


class ChangeLog:
    """Notes while a commit writes; `save()` stores them as the batch's changes.

    Call `watch` before a record is changed or deleted, `created` after new ones have their keys.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self._made: list[models.Model] = []
        self._before: dict[tuple[type[models.Model], Any], dict[str, Any]] = {}
        self._gone: set[tuple[type[models.Model], Any]] = set()

    @property
    def known(self) -> set[tuple[type[models.Model], Any]]:
        """What is noted so far, as (model, key)."""
        return {(type(record), record.pk) for record in self._made} | set(self._before)

    def created(self, records: Iterable[models.Model]) -> None:
        self._made += records

    def watch(self, record: models.Model) -> None:
        """Keep the values of a record as read; call before it is changed."""
        self._before.setdefault((type(record), record.pk), snapshot(record))

    def deleted(self, record: models.Model) -> None:
        """Call before the record is deleted."""
        self.watch(record)
        self._gone.add((type(record), record.pk))

    def save(self) -> int:
        """Store what was made, changed and deleted, as the database now has it; returns how many records that were."""
        now = self._read_again()
        changes = [
            self._change(type(record), record.pk, created=True, after=now[type(record), record.pk])
            for record in self._made
        ]
        for (model, pk), before in self._before.items():
            after = {} if (model, pk) in self._gone else now[model, pk]
            if before != after:
                changes.append(self._change(model, pk, created=False, before=before, after=after))
        ImportChange.objects.bulk_create(changes, batch_size=_AT_ONCE)
        return len(changes)

    def _read_again(self) -> dict[tuple[type[models.Model], Any], dict[str, Any]]:
        """Stored values of every record noted; a record in memory may differ from them in form."""
        keys: dict[type[models.Model], list[Any]] = defaultdict(list)
        for record in self._made:
            keys[type(record)].append(record.pk)
        for model, pk in self._before:
            keys[model].append(pk)
        return {
            (model, pk): snapshot(record)
            for model, pks in keys.items()
            for pk, record in model._base_manager.in_bulk(pks).items()
        }

    def _change(self, model: type[models.Model], pk: int, **values: Any) -> ImportChange:
        content_type = ContentType.objects.get_for_model(model)
        return ImportChange(batch=self.batch, content_type=content_type, object_id=pk, **values)


# --- undo ---------------------------------------------------------------------
@dataclass
class _Undo:
    """The changes of a batch, by model, with the records as they are now."""

    made: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[type[models.Model], list[tuple[models.Model, ImportChange]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    gone: dict[type[models.Model], list[ImportChange]] = field(default_factory=lambda: defaultdict(list))


@transaction.atomic
def undo_batch(*, batch: ImportBatch, user: Any, reason: str) -> ImportBatch:
    """Take a committed import back: what it made is deleted, what it changed is as before.

    Side effects: the records of the batch's changes, the state of the batch; `reason` and `user` go into the
    audit trail. Raises `InvalidInput` without a reason, `Conflict`
    when the batch is not committed, or when a record was changed or built upon since: it is named, and
    nothing is undone.
    """
    reason = clean_line(reason)
    if not reason:
        raise InvalidInput(
            "reason_missing", _("Hãy ghi lý do hoàn tác."), {"reason": [_("Hãy ghi lý do hoàn tác.")]}
        )
    lock_kind(batch.kind)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportState.COMMITTED:
        raise Conflict("import_not_committed", _("Lần nhập này chưa ghi vào sổ hoặc đã hoàn tác."))
    undo = _gather(batch)
    _refuse_if_built_upon(undo)
    with because(reason), written_by(user):
        _take_back(undo)
        batch.state = ImportState.UNDONE
        batch.undone_at = timezone.now()
        batch.undo_reason = reason[:500]
        batch.save(update_fields=["state", "undone_at", "undo_reason", "updated_at"])
    return batch


def _gather(batch: ImportBatch) -> _Undo:
    """Changes with their records. Raises `Conflict` for a record that is no longer as the import left it."""
    changes: dict[type[models.Model], list[ImportChange]] = defaultdict(list)
    for change in batch.changes.select_related("content_type"):
        model = change.content_type.model_class()
        if model is not None:
            changes[model].append(change)
    undo = _Undo()
    for model, of_model in changes.items():
        records = model._base_manager.select_for_update().in_bulk([change.object_id for change in of_model])
        for change in of_model:
            if not change.created and not change.after:
                undo.gone[model].append(change)
                continue
            record = records.get(change.object_id)
            _refuse_if_changed(model, record, change)
            if change.created and record is not None:
                undo.made[model].append(record)
            elif record is not None:
                undo.changed[model].append((record, change))
    return undo


def _refuse_if_changed(model: type[models.Model], record: models.Model | None, change: ImportChange) -> None:
    kind = str(model._meta.verbose_name)
    if record is None:
        raise Conflict(
            "import_record_gone",
            _("Không hoàn tác được: một %(kind)s của lần nhập này đã bị xóa sau khi nhập.") % {"kind": kind},
        )
    now, then = _without_stamps(snapshot(record)), _without_stamps(change.after)
    differing = {name for name in now if name in then and now[name] != then[name]}
    if differing:
        fields = [str(column.verbose_name) for column in _columns(model) if column.attname in differing]
        raise Conflict(
            "import_record_changed",
            _("Không hoàn tác được: %(kind)s “%(record)s” đã được sửa sau khi nhập (%(fields)s).")
            % {"kind": kind, "record": str(record), "fields": ", ".join(fields)},
        )


def _refuse_if_built_upon(undo: _Undo) -> None:
    """Refuse when something made since hangs on a record that would go: it must not vanish with it."""
    own = {(model, record.pk) for model, records in undo.made.items() for record in records}
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=())
    for records in undo.made.values():
        collector.collect(records)
    hanging: list[models.Model] = [record for records in collector.data.values() for record in records]
    hanging += list(collector.protected)
    let_go: Iterable[Any] = collector.field_updates.values()  # lists of querysets that would lose their link
    hanging += [record for updates in let_go for records in updates for record in records]
    for model, records in undo.made.items():
        for beside in (Provenance, Attachment):
            hanging += beside._default_manager.filter(
                content_type=ContentType.objects.get_for_model(model),
                object_id__in=[record.pk for record in records],
            )[:1]
    for record in hanging:
        if (type(record), record.pk) not in own:
            kind = str(record._meta.verbose_name)
            raise Conflict(
                "import_built_upon",
                _(
                    "Không hoàn tác được: %(kind)s “%(record)s” được thêm sau khi nhập và gắn với lần nhập này."
                )
                % {"kind": kind, "record": str(record)},
            )


def _take_back(undo: _Undo) -> None:
    for model, records in undo.made.items():
        model._base_manager.filter(pk__in=[record.pk for record in records]).delete()
    for model, changes in undo.gone.items():
        _make_again(model, changes)
    for model, pairs in undo.changed.items():
        for record, change in pairs:
            for name, value in _restored(model, change.before).items():
                setattr(record, name, value)
        _write([record for record, _change in pairs])


def _make_again(model: type[models.Model], changes: Sequence[ImportChange]) -> None:
    """Deleted records return under their old keys; the stamps they had are written over those of today."""
    records = [model(pk=change.object_id, **_restored(model, change.before)) for change in changes]
    model._base_manager.bulk_create(records, batch_size=_AT_ONCE)
    for record, change in zip(records, changes, strict=True):
        for name, value in _restored(model, change.before).items():
            setattr(record, name, value)
    _write(records)


def _write(records: Sequence[models.Model]) -> None:
    """Write every column of the records as it stands; `bulk_update` leaves the stamps alone."""
    model = type(records[0])
    names = [column.name for column in _columns(model)]
    try:
        with transaction.atomic():
            model._base_manager.bulk_update(records, names, batch_size=_AT_ONCE)
    except IntegrityError:
        _write_in_turn(records, names)


def _write_in_turn(records: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write one after another: what only one may be (the head of a delegation) is handed back before it is taken.

    Raises `IntegrityError` when none of those left can be written.
    """
    waiting = list(records)
    while waiting:
        blocked: list[models.Model] = []
        for record in waiting:
            try:
                with transaction.atomic():
                    type(record)._base_manager.bulk_update([record], names)
            except IntegrityError:
                if len(blocked) + 1 == len(waiting):
                    raise
                blocked.append(record)
        waiting = blocked
