"""Signs of life of the background processes, kept in the cache for a short while."""

from __future__ import annotations

import os
import sys
from typing import Literal

from django.core.cache import cache
from django.utils import timezone

Process = Literal["worker", "beat", "notices"]

WORKER_EVERY = 5.0
BEAT_EVERY = 60.0
LIFETIMES: dict[Process, int] = {"worker": 30, "beat": 200, "notices": 600}
"""Seconds after which silence means death: several missed beats."""


def _key(process: Process) -> str:
    return f"heartbeat:{process}"


def record(process: Process) -> None:
    """Say that `process` is alive now."""
    cache.set(_key(process), timezone.now().isoformat(), LIFETIMES[process])


def forget(process: Process) -> None:
    """Say that `process` has stopped in order."""
    cache.delete(_key(process))


def last(process: Process) -> str | None:
    """Return the ISO time of the last sign of life; None when there was none lately."""
    found: str | None = cache.get(_key(process))
    return found


def main(arguments: list[str]) -> int:
    """`python -m dnfa.heartbeat worker|beat`: 0 when alive, 1 when not; the containers' health check."""
    return 0 if all(last(process) for process in LIFETIMES if process in arguments) else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dnfa.settings")
    sys.exit(main(sys.argv[1:]))
