from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dnfa.accounts.models import User
from dnfa.accounts.services import issue_token
from dnfa.core.audit import as_actor
from dnfa.core.clock import local_now
from dnfa.core.errors import DomainError

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Print a new API token of a user; nothing else goes to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--name", default="issue_token", help="what the token is for (shown to its owner)"
        )
        parser.add_argument("--days", type=int, help="valid for so many days; without it, until revoked")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            message = f"Không có người dùng “{options['username']}” (no such user)."
            raise CommandError(message)
        days = options["days"]
        if days is not None and not 1 <= days <= MOST_DAYS:
            message = f"--days: từ 1 đến {MOST_DAYS} (between 1 and {MOST_DAYS})."
            raise CommandError(message)
        expires_at = local_now() + timedelta(days=days) if days else None
        try:
            with as_actor("issue_token", reason=options["name"]):
                token = issue_token(user=user, name=options["name"], expires_at=expires_at)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(token)
