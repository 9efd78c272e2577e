"""Composed reads of attached files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet

from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.models import Attachment

Rows = TypeVar("Rows", bound=QuerySet[Any])
_ORDER = {kind.value: position for position, kind in enumerate(AttachmentKind)}


@dataclass(frozen=True)
class FileSeries:
    """A file with its other versions, newest first. When every version was withdrawn, `current` is withdrawn too."""

    current: Attachment
    older: tuple[Attachment, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        return self.current.is_withdrawn

    @property
    def versions(self) -> tuple[Attachment, ...]:
        """All of them, the current one first."""
        return (self.current, *self.older)


def files_of(record: Model) -> list[FileSeries]:
    """All files of a record in one query: those that stand in the order of their kinds, then the withdrawn ones."""
    rows = Attachment.objects.of_record(record).select_related("uploaded_by", "withdrawn_by")
    by_series: dict[UUID, list[Attachment]] = {}
    for row in rows.order_by("-version_number", "pk"):
        by_series.setdefault(row.series, []).append(row)
    series = [_series(versions) for versions in by_series.values()]
    return sorted(series, key=lambda item: (item.is_withdrawn, _ORDER[item.current.kind], item.current.pk))


def _series(versions: list[Attachment]) -> FileSeries:
    current = next((version for version in versions if not version.is_withdrawn), versions[0])
    return FileSeries(current, tuple(version for version in versions if version is not current))


def versions_of(attachment: Attachment) -> list[Attachment]:
    """Every version of one file, newest first, withdrawn ones too."""
    rows = Attachment.objects.filter(series=attachment.series).select_related("uploaded_by", "withdrawn_by")
    return list(rows.order_by("-version_number"))


def is_current(attachment: Attachment) -> bool:
    """Whether no later version stands and this one was not withdrawn."""
    return Attachment.objects.current().filter(pk=attachment.pk).exists()


def annotate_has_file(queryset: Rows, model: type[Model], *, kind: str = AttachmentKind.SIGNED_TEXT) -> Rows:
    """Annotate `has_file`: whether a file of this kind hangs on the row and was not withdrawn; one subquery.

    All versions of a file are of one kind, so whichever version stands, the current one is of it.
    """
    files = Attachment.objects.of_kind(model).standing().filter(object_id=OuterRef("pk"), kind=kind)
    return queryset.annotate(has_file=Exists(files))
