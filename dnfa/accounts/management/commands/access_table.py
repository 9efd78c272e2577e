from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dnfa.accounts.access_table import lines, with_table


class Command(BaseCommand):
    help = "Print who may open which address; --write puts it into docs/roles.md, --check compares."

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--write", action="store_true")
        group.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "roles.md"
        if options["write"] or options["check"]:
            written = page.read_text(encoding="utf-8")
            renewed = with_table(written)
            if options["write"]:
                page.write_text(renewed, encoding="utf-8")
            elif renewed != written:
                message = "docs/roles.md is out of date: bin/manage access_table --write"
                raise CommandError(message)
            return
        self.stdout.write("\n".join(lines()))
