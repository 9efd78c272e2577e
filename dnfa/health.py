"""`/healthz`: is everything the registry needs alive? 200 and JSON, or 503 and what is wrong.

What the registry works without, though not for long, is a warning: it is told, and the answer stays 200, so that a mail server
that is away does not have the web restarted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from dnfa import heartbeat
from dnfa.accounts.access import public
from dnfa.core.mail.models import OutgoingMail

OK = "ok"
MAIL_WAITS_TOO_LONG = timedelta(hours=1)  # the pauses of the first four tries are over by then
_migrated = False


def check_database() -> str:
    """Answer one query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        return f"unreachable: {type(error).__name__}"
    return OK


def check_migrations() -> str:
    """Compare the applied migrations with the code; remembered once right, for they do not go back by themselves."""
    global _migrated  # noqa: PLW0603 - a fact of this process: the code it runs does not change
    if _migrated:
        return OK
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"unreachable: {type(error).__name__}"
    _migrated = not missing
    return f"{len(missing)} not applied" if missing else OK


def check_broker() -> str:
    """Ask the cache, which lives in the broker's server."""
    try:
        cache.get("healthz")
    except (RedisError, OSError) as error:
        return f"unreachable: {type(error).__name__}"
    return OK


def _check_process(process: heartbeat.Process) -> str:
    try:
        return OK if heartbeat.last(process) else "no sign of life"
    except (RedisError, OSError) as error:
        return f"unknown: {type(error).__name__}"


def check_mail() -> str:
    """Tell since when the oldest mail waits that should be out by now."""
    now = timezone.now()
    try:
        oldest = OutgoingMail.objects.waiting_since(now - MAIL_WAITS_TOO_LONG).first()
    except DatabaseError as error:
        return f"unknown: {type(error).__name__}"
    if oldest is None:
        return OK
    return f"waits for {int((now - oldest.due_at).total_seconds() // 60)} minutes"


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "broker": check_broker,
    "worker": lambda: _check_process("worker"),
    "beat": lambda: _check_process("beat"),
}
WARNINGS: dict[str, Callable[[], str]] = {
    "mail": check_mail,
    "notices": lambda: _check_process("notices"),
}


@public
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Run every check; open to everybody, because it tells no more than "ok" or which part is not."""
    checks = {name: check() for name, check in CHECKS.items()}
    healthy = all(result == OK for result in checks.values())
    told = {name: warning() for name, warning in WARNINGS.items()}
    warnings = {name: result for name, result in told.items() if result != OK}
    return JsonResponse(
        {"status": OK if healthy else "bad", "checks": checks, "warnings": warnings},
        status=200 if healthy else 503,
    )
