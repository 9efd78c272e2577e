"""A migrated template for the test databases, made once for each state of the migrations.

Applying all migrations takes some ten seconds of pure Python, for each test
process. So they are applied once, dumped below `.pytest_cache`, and loaded into
the run's own cluster as the template that Django clones. Django still runs
`migrate` on each clone, which then finds nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from dnfa.embedded import Postgres, binaries

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".pytest_cache" / "dnfa-schema"
TEMPLATE = "dnfa_template"
KEPT = 3


def _state_of_migrations() -> str:
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.txt", *sorted(ROOT.glob("**/migrations/**/*"))]:
        if path.is_file() and ".venv" not in path.parts and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def _load(postgres: Postgres, dump: Path) -> bool:
    programs = binaries.postgres_bin()
    command = [
        str(programs / "psql"),
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        postgres.url(TEMPLATE),
        "-f",
        str(dump),
    ]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own program


def _migrate(postgres: Postgres) -> bool:
    env = {**os.environ, "DATABASE_URL": postgres.url(TEMPLATE)}
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
    return subprocess.run(command, check=False, capture_output=True, cwd=ROOT, env=env).returncode == 0  # noqa: S603 - our own program


def _dump(postgres: Postgres, dump: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    half = dump.with_suffix(f".{os.getpid()}")
    command = [
        str(binaries.postgres_bin() / "pg_dump"),
        "--no-owner",
        "-d",
        postgres.url(TEMPLATE),
        "-f",
        str(half),
    ]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:  # noqa: S603 - our own program
        half.replace(dump)
    old = sorted(CACHE.glob("*.sql"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]
    for path in old:
        path.unlink(missing_ok=True)


def make_template(postgres: Postgres) -> str | None:
    """Make the template database; return its name.

    None when the migrations cannot be applied: then each test database is migrated as
    usual, and the first test that needs one shows why.
    """
    dump = CACHE / f"{_state_of_migrations()}.sql"
    postgres.create_database(TEMPLATE)
    if dump.exists() and _load(postgres, dump):
        return TEMPLATE
    if not _migrate(postgres):
        return None
    try:
        _dump(postgres, dump)
    except OSError:
        return TEMPLATE  # a checkout that cannot be written to has no cache, and needs none
    return TEMPLATE
