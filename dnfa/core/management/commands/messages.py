"""Bring the English catalogue up to the code, or check that it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dnfa.core import catalogue


class Command(BaseCommand):
    help = "Update locale/en from the code and compile it; --check only says what is missing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail on a missing or stale text"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        template = catalogue.template_catalogue(Path(settings.BASE_DIR))
        path = catalogue.catalogue_path()
        kept = catalogue.read_catalogue(path)
        if options["check"]:
            self._check(kept, template, path)
            return
        updated = catalogue.updated(kept, template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(catalogue.written(updated))
        path.with_suffix(".mo").write_bytes(catalogue.compiled(updated))
        missing = sum("no English" in line for line in catalogue.problems(updated, template))
        self.stdout.write(f"{len(template)} messages, {missing} without English: {path.name}")

    def _check(self, kept: Any, template: Any, path: Path) -> None:
        lines = catalogue.problems(kept, template)
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != catalogue.compiled(kept):
            lines.append(f"{compiled.name} is not what {path.name} says: run bin/manage messages")
        for line in lines:
            self.stderr.write(line)
        if lines:
            raise CommandError(f"{len(lines)} problems in the English catalogue")
        self.stdout.write(f"{len(template)} messages, all in English too")
