from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.importing import import_relations_file, undo_batch
from agreements.importing.layout import Column
from agreements.importing.preview import plan_import, row_data
from agreements.importing.services import WrongRowsError, read_file
from dnfa.core.audit import as_actor
from dnfa.core.clock import local_today
from dnfa.core.enums import ImportFate
from dnfa.core.errors import DomainError
from dnfa.core.imports import RowPreview
from dnfa.core.models import ImportBatch

_ACTOR = "import_relations"


class Command(BaseCommand):
    help = "Nhập bảng thống kê quan hệ 7 cột (.xlsx, .csv) vào sổ: ghi cả bảng hoặc không ghi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", metavar="TỆP", help="Bảng cần nhập.")
        what.add_argument("--undo", metavar="SỐ", type=int, help="Hoàn tác lần nhập có số này.")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ đọc và so với sổ, không ghi gì.")
        parser.add_argument(
            "--json", action="store_true", help="In mỗi dòng của bảng thành một đối tượng JSON."
        )
        parser.add_argument("--reason", default="", help="Lý do hoàn tác (bắt buộc khi có --undo).")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with as_actor(_ACTOR):
                if options["undo"] is not None:
                    self._undo(options["undo"], options["reason"])
                elif options["dry_run"]:
                    plan = plan_import(read_file(Path(options["file"])), today=local_today())
                    self._say(plan.previews(), as_json=options["json"])
                else:
                    self._import(Path(options["file"]), as_json=options["json"])
        except WrongRowsError as error:
            self._say(error.rows, as_json=options["json"], to_errors=not options["json"])
            raise CommandError(str(error)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _import(self, path: Path, *, as_json: bool) -> None:
        started = timezone.now()
        batch = import_relations_file(path=path, user=None, today=local_today())
        rows = [
            RowPreview(row.number, row.cells, row.parsed, row.problems, ImportFate(row.fate))
            for row in batch.rows.all()
        ]
        self._say(rows, as_json=as_json)
        if as_json:
            return
        done = _("Đã ghi vào sổ, lần nhập số %(number)s (hoàn tác: --undo %(number)s --reason “…”).")
        # A batch of an earlier day comes back where the file brought nothing new.
        is_older = batch.committed_at is not None and batch.committed_at < started
        if is_older or not batch.changes.exists():
            done = _("Sổ không thay đổi; lần nhập số %(number)s.")
        self.stdout.write(done % {"number": batch.pk})

    def _undo(self, number: int, reason: str) -> None:
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(_("Không có lần nhập số %(number)s.") % {"number": number})
        undo_batch(batch=batch, user=None, reason=reason)
        self.stdout.write(_("Đã hoàn tác lần nhập số %(number)s.") % {"number": number})

    def _say(self, rows: list[RowPreview], *, as_json: bool, to_errors: bool = False) -> None:
        if as_json:
            for row in rows:
                self.stdout.write(json.dumps(row_data(row), ensure_ascii=False))
            return
        out = self.stderr if to_errors else self.stdout
        for row in rows:
            for problem in row.problems:
                out.write(
                    _("Dòng %(row)s (STT %(stt)s), cột “%(column)s”: %(message)s")
                    % {
                        "row": row.number,
                        "stt": row.parsed["texts"][Column.STT] or "–",
                        "column": problem["column"],
                        "message": problem["message"],
                    }
                )
        counts = Counter(row.fate for row in rows)
        said = ", ".join(f"{fate.label.lower()} {counts[fate]}" for fate in ImportFate)
        out.write(_("%(count)s dòng: %(fates)s.") % {"count": len(rows), "fates": said})
