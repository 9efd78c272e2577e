"""The memory of answers: a request sent twice under one key has one effect (dnfa/core/once.py, decision 0011).

The row is written in the transaction of the effect: after a crash there are both or neither. A second
sender meanwhile waits at the unique index for the first to end.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import IdempotencyKey
from dnfa.core.errors import Conflict
from dnfa.core.once import Attempt, Kept, KeyReused

KEPT_FOR = timedelta(hours=24)
LONGEST_WAIT_MS = 8_000  # well below the time a web worker gives a request
LOCK_NOT_AVAILABLE = "55P03"


class DatabaseKeeper:
    """Remembers answers in `IdempotencyKey` for `KEPT_FOR`."""

    def once(self, attempt: Attempt, work: Callable[[], Kept], *, now: datetime) -> Kept:
        """See `dnfa.core.once.Keeper`. Side effects: those of `work`, and one row when it succeeds."""
        with transaction.atomic():
            row, is_first = _claim(attempt, now)
            if not is_first:
                return _remembered(row, attempt)
            kept = work()
            if kept.status >= 400:
                transaction.set_rollback(True)
                return kept
            row.status, row.headers = kept.status, kept.headers
            row.body = json.dumps(kept.body, ensure_ascii=False)
            row.save(update_fields=["status", "headers", "body"])
        return kept

    def same_since(self, attempt: Attempt, *, since: datetime) -> Kept | None:
        """See `dnfa.core.once.Keeper`. One query."""
        rows = IdempotencyKey.objects.filter(
            user_id=attempt.user_id,
            method=attempt.method,
            path=attempt.path[:500],
            digest=attempt.digest,
            created_at__gte=since,
        )
        row = rows.order_by("-created_at", "-pk").first()
        return None if row is None else _kept(row)


def _kept(row: IdempotencyKey) -> Kept:
    return Kept(row.status, row.headers, json.loads(row.body), is_replay=True)


def _claim(attempt: Attempt, now: datetime) -> tuple[IdempotencyKey, bool]:
    """The row of this key and whether this attempt has just made it; waits for a first attempt still running."""
    mine = IdempotencyKey.objects.filter(user_id=attempt.user_id, key=attempt.key)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LONGEST_WAIT_MS}ms"])
            mine.filter(created_at__lt=now - KEPT_FOR).delete()
            row, is_first = IdempotencyKey.objects.get_or_create(
                user_id=attempt.user_id,
                key=attempt.key,
                defaults={
                    "method": attempt.method,
                    "path": attempt.path[:500],
                    "digest": attempt.digest,
                    "created_at": now,
                },
            )
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise Conflict(
            "idempotency_key_busy",
            _("Yêu cầu trước với khóa này đang được xử lý; hãy gửi lại sau ít giây."),
        ) from error
    return row, is_first


def _remembered(row: IdempotencyKey, attempt: Attempt) -> Kept:
    kept = _kept(row)
    if (row.method, row.path, row.digest) != (attempt.method, attempt.path[:500], attempt.digest):
        raise KeyReused(kept)
    return kept


def purge(*, now: datetime) -> int:
    """Forget answers older than `KEPT_FOR` in one statement; returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
