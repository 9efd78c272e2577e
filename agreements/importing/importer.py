"""The official table of relations behind the doors that all kinds of table share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.import_rules import can_import
from agreements.importing import services
from agreements.importing.back import annotate
from agreements.importing.preview import KIND
from agreements.importing.selectors import RowView, row_view
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.table_import import Importer


class RelationsImporter(Importer):
    """The 7-column table of Decision 2887, Annex I: it has a layout, matching and a preview of its own."""

    code = KIND
    slug = "bang-quan-he"
    title = _("Bảng thống kê quan hệ (7 cột)")
    hint = _(
        "Mẫu Phụ lục I Quyết định 2887: bên ký, đối tác, quốc gia và vùng lãnh thổ, các lần ký, thời hạn."
    )
    order = 10
    row_heads = "agreements/import/row_heads.html"
    row_template = "agreements/import/row.html"

    def may_import(self, user: Any) -> bool:
        return can_import(user)

    def create(self, *, file_name: str, content: bytes, user: Any, today: date) -> ImportBatch:
        return services.create_batch(file_name=file_name, content=content, user=user, today=today)

    def refresh(self, *, batch: ImportBatch, user: Any, today: date) -> ImportBatch:  # noqa: ARG002  (this table has no hidden rows)
        return services.refresh_batch(batch=batch, today=today)

    def commit(self, *, batch: ImportBatch, user: Any, today: date) -> None:
        services.commit_batch(batch=batch, user=user, today=today)

    def undo(self, *, batch: ImportBatch, user: Any, reason: str) -> ImportBatch:
        return services.undo_batch(batch=batch, user=user, reason=reason)

    def sheet_back(self, batch: ImportBatch) -> bytes:
        return annotate(batch)

    def row_view(self, row: ImportRow) -> RowView:
        return row_view(row)
