"""Record versions: what two people who save the same record are told apart by.

The number counts changes of the record itself (a trigger does it, so bulk writes and SQL count too) and,
through `touch`, of what hangs on it: parties, events, signatories. Pages carry it in the form, the API as ETag.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import pgtrigger
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import Conflict

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ModelClass = TypeVar("ModelClass", bound=type[models.Model])
Record = TypeVar("Record", bound="VersionedModel")


class VersionedModel(models.Model):
    """A record whose changes are counted; decorate the model with `@versioned` too."""

    version = models.PositiveIntegerField(_("Phiên bản"), default=1, editable=False)

    class Meta:
        abstract = True


def versioned(model: ModelClass) -> ModelClass:
    """Count every UPDATE that changes more than stamps. Stands above `@audited()`.

    Generated columns are left out: a BEFORE trigger cannot read them, and they follow columns that are read. A model
    names in `uncounted_fields` what else is no change of the record.
    """
    uncounted = {"version", "updated_at", *getattr(model, "uncounted_fields", ())}
    left_out = [field.name for field in model._meta.fields if field.generated or field.name in uncounted]
    trigger = pgtrigger.Trigger(
        name="count_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=left_out),
        func="NEW.version = OLD.version + 1; RETURN NEW;",
    )
    return pgtrigger.register(trigger)(model)


def touch(record: VersionedModel) -> None:
    """Count a change of what hangs on the record; `record` then carries the new number."""
    manager = type(record)._base_manager
    manager.filter(pk=record.pk).update(version=F("version") + 1)
    record.refresh_from_db(fields=["version"])


def locked(record: Record, *, base_version: int | None) -> Record:
    """Read the record again, locked until the transaction ends. `base_version` None: whatever stands now.

    Raises `Conflict` ("stale_version") when the record has been changed since that version was read.
    """
    fresh = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if base_version is not None and fresh.version != base_version:
        raise changed_since()
    return fresh


def changed_since(fields: Mapping[str, Sequence[StrOrPromise]] | None = None) -> Conflict:
    """The refusal of who saves what another person has changed since; `fields` say where."""
    return Conflict(
        "stale_version",
        _("Bản ghi đã được người khác sửa sau khi bạn mở. Hãy xem thay đổi rồi lưu lại."),
        fields,
    )
