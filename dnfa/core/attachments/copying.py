"""Files of one record taken over by another: the content lies on disk once, the row of the source stays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from dnfa.core.attachments.holders import holder_of
from dnfa.core.attachments.models import Attachment

TAKEN = (
    "kind", "title", "language", "is_original", "note", "file_name", "media_type", "size", "sha256", "pdf_version",
    "pages", "text_was_readable", "cautions",
)  # fmt: skip


def copy_files(*, source: Model, target: Model, user: Any, today: date) -> list[Attachment]:
    """Give `target` the current files of `source`; content that it has already is not given twice.

    Whether `user` may is the caller's matter: the files were read and checked when they were attached to `source`. Side effects:
    one row a file, as uploaded by `user` on `today`. Raises `LookupError` when no files hang on such a record.
    """
    holder = holder_of(target)
    known = set(Attachment.objects.of_record(target).standing().values_list("sha256", flat=True))
    files = [
        file
        for file in Attachment.objects.of_record(source).current().order_by("pk")
        if file.sha256 not in known
    ]
    return [
        Attachment.objects.create(
            content_type=holder.content_type,
            object_id=target.pk,
            uploaded_by=user,
            added_on=today,
            **{name: getattr(file, name) for name in TAKEN},
        )
        for file in {file.sha256: file for file in files}.values()
    ]
