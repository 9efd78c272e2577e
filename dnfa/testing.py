"""pytest plugin (`-p dnfa.testing`): a private PostgreSQL and Valkey for each run, gone afterwards.

Loaded before pytest-django reads the settings. `DATABASE_URL` or `REDIS_URL`
given from outside are used as they are.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

PREFIX = "dnfa-test-"


def _sweep(parent: Path) -> None:
    """Remove what runs that were killed have left; a directory carries the process id of its run."""
    from dnfa.embedded.processes import is_alive

    for left in parent.glob(f"{PREFIX}*-*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not is_alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _start_services() -> None:
    from dnfa.embedded import Postgres, Valkey
    from dnfa.testing_schema import make_template

    _sweep(Path(tempfile.gettempdir()))
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    home.chmod(0o711)  # PostgreSQL's own account passes through when we are root
    os.environ["DNFA_HOME"] = str(home / "home")
    (home / "home" / "static").mkdir(parents=True)
    services: list[Postgres | Valkey] = []

    def stop() -> None:
        while services:
            services.pop().stop()
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    postgres = None
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(home, log=home / "postgres.log", throw_away=True)
        services.append(postgres)
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.url("dnfa")
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(home, log=home / "valkey.log", throw_away=True)
        services.append(valkey)
        valkey.start()
        os.environ["REDIS_URL"] = valkey.url(0)
    if postgres is not None and (template := make_template(postgres)):
        os.environ["DNFA_TEST_TEMPLATE"] = template


def _own_broker_database(worker: str) -> None:
    """Give each xdist worker its own pair of Redis databases (broker n, cache n + 1)."""
    base, separator, query = os.environ["REDIS_URL"].partition("?db=")
    if separator:
        first = int(query) + 2 * (int(worker.removeprefix("gw")) + 1)
        os.environ["REDIS_URL"] = f"{base}?db={first}"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, Any, Any]:
    """Start the services before any other plugin looks at the settings."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _own_broker_database(worker)
    else:
        os.environ["DNFA_SECRET_KEY"] = secrets.token_urlsafe(60)
        os.environ["DNFA_DEVELOPMENT"] = "1"
        _start_services()
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    return (yield)
