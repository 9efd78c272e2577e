"""What takes long to make, made once for a run: the rows of the whole database, copied out and back in.

The register is loaded, and the demonstration year made, the way the commands do it; whoever needs the same again, in
this process or another of the run, gets the same rows by COPY. Tests of the loading and the making itself do not
come here.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

Result = TypeVar("Result")

TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname),
           string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relkind = 'r' AND c.relname <> 'django_migrations'
    GROUP BY 1 ORDER BY 1
"""
SEQUENCES = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"


def once_a_run(name: str, make: Callable[[], Result], *, with_files: bool = False) -> Result:
    """Leave in the database what `make` leaves, and give what it gives; `make` runs once in the whole run.

    Every row there was before is replaced. `with_files` keeps MEDIA_ROOT too. Without the rights of a superuser, which
    COPY past the triggers needs, `make` simply runs.
    """
    if not may_copy():
        return make()
    place = Path(os.environ["DNFA_HOME"]) / "snapshots" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place.with_suffix(".lock")):
        if not (place / "result").exists():
            with transaction.atomic():
                result = make()
            _tell_the_planner(_copy_out(place, result, with_files=with_files))
            return result
    with transaction.atomic():
        _tell_the_planner(_copy_in(place))
    if with_files:
        shutil.copytree(place / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)
    know_content_types()
    told: Result = pickle.loads((place / "result").read_bytes())
    return told


def know_content_types() -> None:
    """Read them all anew, as a process knows them after its first requests: tests count queries."""
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_models(*apps.get_models(include_auto_created=True))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def may_copy() -> bool:
    """Whether triggers stand aside for us: a superuser's right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _tell_the_planner(filled: list[str]) -> None:
    """Let PostgreSQL count the rows of these tables: until then it takes them for empty, and reads them for each other's
    rows. Without names it would count those of its own catalogues too, and hold the ones that all databases share until
    the transaction of the module ends: the other workers waited for it. What autovacuum holds just now it counts itself.
    """
    if filled:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {', '.join(filled)}")


def _copy_out(place: Path, result: Any, *, with_files: bool) -> list[str]:
    """Write the rows of each table that has any into a file of its own; give the names of these tables."""
    half = place.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    empty, filled = [], []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for number, (table, columns) in enumerate(cursor.fetchall()):
            copying = connection.connection.cursor()
            with (
                (half / str(number)).open("wb") as file,
                copying.copy(f"COPY {table} ({columns}) TO STDOUT (FORMAT BINARY)") as copy,
            ):
                for data in copy:
                    file.write(data)
            if copying.rowcount:
                filled.append((number, table, columns))
            else:
                empty.append(table)
        cursor.execute(SEQUENCES)
        sequences = cursor.fetchall()
    if with_files:
        shutil.copytree(settings.MEDIA_ROOT, half / "files")
    (half / "tables").write_bytes(pickle.dumps((empty, filled, sequences)))
    (half / "result").write_bytes(pickle.dumps(result))
    half.rename(place)
    return [table for _number, table, _columns in filled]


def _copy_in(place: Path) -> list[str]:
    """Replace every row there is by those of the files; give the names of the tables that have any now."""
    empty, filled, sequences = pickle.loads((place / "tables").read_bytes())
    names = [table for _number, table, _columns in filled]
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # triggers would write what is copied in
        cursor.execute(";".join(f"DELETE FROM {table}" for table in (*empty, *names)))
        for number, table, columns in filled:
            with connection.connection.cursor().copy(
                f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)"
            ) as copy:
                copy.write((place / str(number)).read_bytes())
        for sequence, last in sequences:
            cursor.execute("SELECT setval(%s, GREATEST(%s, nextval(%s)))", [sequence, last, sequence])
        cursor.execute("SET LOCAL session_replication_role = origin")
    return names
