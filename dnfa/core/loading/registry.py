"""Who loads what, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from dnfa.core.audit import as_actor
from dnfa.core.loading.session import Load, Summary

ACTOR = "load_register"
# One load at a time: the number is ours alone among PostgreSQL's advisory locks.
LOCK = 2_887_001


@dataclass(frozen=True, order=True)
class Loader:
    """A step of the load. Lower orders run first; a step may use what earlier steps remembered."""

    order: int
    name: str
    run: Callable[[Load], None]


_loaders: dict[str, Loader] = {}


def register(order: int, name: str, run: Callable[[Load], None]) -> None:
    """Add a step (from `AppConfig.ready()`); registering the same name again replaces it."""
    _loaders[name] = Loader(order, name, run)


def loaders() -> list[Loader]:
    """All steps in the order they run."""
    return sorted(_loaders.values(), key=lambda loader: (loader.order, loader.name))


def load_register(*, data_dir: Path, today: date, say: Callable[[str], None] = lambda _line: None) -> Summary:
    """Load the data files of `data_dir` into the register: everything or nothing.

    Side effects: makes and updates records of every room, each with its audit row (actor
    `load_register`). A second run over the same files writes nothing. `say` receives a progress line
    after each step. Raises `DataError` naming file, line and column.
    """
    load = Load(data_dir=data_dir, today=today)
    with transaction.atomic(), as_actor(ACTOR, reason="data/", loading=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for loader in loaders():
            before = set(load.tables)
            loader.run(load)
            for name in [table for table in load.tables if table not in before]:
                say(load.tables[name].line())
        load.save_citations()
        say(load.tables["provenance"].line())
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # lists and rules are twenty times slower until the planner knows the tables' sizes
    return load.summary()
