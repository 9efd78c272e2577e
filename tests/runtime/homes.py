"""A home whose tables are there, for tests of what comes after: they come from the run's own migrated template.

`test_manage.py` has the first command of a new home make its tables, the whole way.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.db import connection

from dnfa.embedded import binaries
from dnfa.embedded.home import Home, Services


def with_tables(path: Path) -> Path:
    """Make the home at `path` as its first command leaves it; without a template that command makes the tables."""
    template = os.environ.get("DNFA_TEST_TEMPLATE")
    if not template:
        return path
    home = Home(path, {})
    home.prepare()
    services, programs = Services(home), binaries.postgres_bin()
    ours = {**connection.settings_dict, "NAME": template}
    with services.in_use(with_parent=True):
        dump = subprocess.run(
            [programs / "pg_dump", "--no-owner", "-h", ours["HOST"], "-U", ours["USER"], ours["NAME"]],
            check=True,
            capture_output=True,
        )
        subprocess.run(
            [
                programs / "psql",
                "-X",
                "-q",
                "-1",
                "-v",
                "ON_ERROR_STOP=1",
                services.environment()["DATABASE_URL"],
            ],
            input=dump.stdout,
            check=True,
            capture_output=True,
        )
    return path
