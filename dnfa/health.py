"""`/healthz`: is everything the registry needs alive? 200 and JSON, or 503 and what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from dnfa import heartbeat
from dnfa.accounts.access import public

OK = "ok"
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


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "broker": check_broker,
    "worker": lambda: _check_process("worker"),
    "beat": lambda: _check_process("beat"),
}


@public
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Run every check; open to everybody, because it tells no more than "ok" or which part is not."""
    checks = {name: check() for name, check in CHECKS.items()}
    healthy = all(result == OK for result in checks.values())
    return JsonResponse(
        {"status": OK if healthy else "bad", "checks": checks}, status=200 if healthy else 503
    )
