from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dnfa.core.audit import as_actor
from dnfa.core.clock import local_today
from dnfa.core.enums import ImportFate
from dnfa.core.errors import DomainError
from dnfa.core.imports import RowPreview, batch_create
from dnfa.core.models import ImportBatch
from dnfa.core.table_import.kinds import SheetKind
from dnfa.core.table_import.layout import heading_note
from dnfa.core.table_import.planning import Plan, plan_table
from dnfa.core.table_import.registry import importer_at, importers
from dnfa.core.table_import.services import RefusedRowsError, check_rights, sheet_commit

_ACTOR = "import_table"


class Command(BaseCommand):
    help = "Nhập một bảng (.xlsx, .csv) của loại đã đăng ký vào sổ: ghi cả bảng hoặc không ghi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="LOẠI", help="Mã loại bảng, ví dụ co-quan.")
        parser.add_argument("file", metavar="TỆP", help="Bảng cần nhập.")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ đọc và so với sổ, không ghi gì.")
        parser.add_argument(
            "--json", action="store_true", help="In mỗi dòng của bảng thành một đối tượng JSON."
        )
        parser.add_argument(
            "--user", default="", help="Tên đăng nhập của người đứng tên; không có thì là hệ thống."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        kind = kind_named(options["kind"])
        user = self._user(options["user"])
        path = Path(options["file"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
        try:
            with as_actor(_ACTOR):
                check_rights(kind, user)
                plan = plan_table(kind, content, user=user, today=local_today())
                self._say(list(plan.previews()), plan, as_json=options["json"])
                if options["dry_run"]:
                    return
                if plan.has_errors:
                    raise CommandError(_("Chưa ghi gì: bảng có dòng lỗi."))
                batch = self._write(kind, plan, content, path.name, user)
        except DomainError as error:
            raise CommandError(self._refusal(error)) from error
        if not options["json"]:
            self.stdout.write(_("Đã ghi vào sổ, lần nhập số %(number)s.") % {"number": batch.pk})

    def _write(self, kind: SheetKind, plan: Plan, content: bytes, name: str, user: Any) -> ImportBatch:
        batch = batch_create(kind=kind.code, file_name=name, content=content, user=user, rows=plan.previews())
        return sheet_commit(kind=kind, batch=batch, user=user, today=local_today())

    def _user(self, name: str) -> Any:
        if not name:
            return None
        user = get_user_model()._default_manager.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(_("Không có người dùng “%(name)s” đang hoạt động.") % {"name": name})
        return user

    def _refusal(self, error: DomainError) -> str:
        lines = [str(error)]
        if isinstance(error, RefusedRowsError):
            lines += [
                _("Dòng %(row)s: %(message)s") % {"row": number, "message": problem.message}
                for number, problems in sorted(error.refusals.items())
                for problem in problems
            ]
        return "\n".join(lines)

    def _say(self, rows: list[RowPreview], plan: Plan, *, as_json: bool) -> None:
        if as_json:
            for row in rows:
                self.stdout.write(json.dumps(_row_data(row), ensure_ascii=False))
            return
        for found in plan.table.unknown:
            self.stderr.write(heading_note(found))
        for row in rows:
            for problem in row.problems:
                column = plan.kind.column(problem["column"])
                self.stderr.write(
                    _("Dòng %(row)s, %(column)s: %(message)s")
                    % {
                        "row": row.number,
                        "column": _("cột “%(label)s”") % {"label": column.label} if column else _("cả dòng"),
                        "message": problem["message"],
                    }
                )
        counts = Counter(row.fate for row in rows)
        said = ", ".join(f"{str(fate.label).lower()} {counts[fate]}" for fate in ImportFate)
        self.stdout.write(_("%(count)s dòng: %(fates)s.") % {"count": len(rows), "fates": said})


def _row_data(row: RowPreview) -> dict[str, Any]:
    """One row for programs: `row`, `fate`, `record` (key, or null), `name`, `values`, `differences`, `problems`."""
    kept = ("record", "name", "values", "differences")
    return {
        "row": row.number,
        "fate": str(row.fate),
        **{name: row.parsed[name] for name in kept},
        "problems": row.problems,
    }


def kind_named(slug: str) -> SheetKind:
    """The kind of that code. Raises `CommandError` naming the kinds there are."""
    importer = importer_at(slug)
    if importer is None or importer.kind is None:
        known: Iterable[str] = (offered.slug for offered in importers() if offered.kind is not None)
        raise CommandError(
            _("Không có loại bảng “%(kind)s”: hãy dùng %(known)s.")
            % {"kind": slug, "known": ", ".join(known)}
        )
    kind: SheetKind = importer.kind
    return kind
