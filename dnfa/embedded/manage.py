"""`bin/manage COMMAND`: manage.py with the home's services running, left as they were found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import FrameType

import psycopg

from dnfa.embedded.home import CHECKOUT, Home, Services
from dnfa.embedded.processes import ServiceError

MANAGE = [sys.executable, str(CHECKOUT / "manage.py")]
# These make the tables themselves or need none.
WITHOUT_TABLES = frozenset(
    {
        "migrate",
        "makemigrations",
        "showmigrations",
        "sqlmigrate",
        "check",
        "help",
        "messages",
        "spectacular",
        "access_table",
    }
)


def _wants_tables(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0] not in WITHOUT_TABLES and not arguments[0].startswith("-")


def _is_empty(url: str) -> bool:
    """Tell whether nobody has ever migrated this database: a new home, whose first command is not bin/up."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    return row is None or row[0] is None


def main(arguments: list[str]) -> int:
    """Run one management command and return its exit status.

    Side effects: starts the embedded services when they do not run and stops
    them afterwards unless somebody else uses them; makes the tables of a new
    home first (said on stderr, so that stdout stays the command's own).
    """
    home = Home.from_environment(os.environ)
    try:
        home.prepare()
        services = Services(home)
        with services.in_use(with_parent=False):
            env = services.environment()
            if home.embeds_postgres and _wants_tables(arguments) and _is_empty(env["DATABASE_URL"]):
                print(
                    "• Chuẩn bị cơ sở dữ liệu mới (preparing a new database) …", file=sys.stderr, flush=True
                )
                if status := _run([*MANAGE, "migrate", "--verbosity=0"], env):
                    return status
            return _run([*MANAGE, *arguments], env)
    except ServiceError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1


def _run(command: list[str], env: dict[str, str]) -> int:
    """Run the command as a child, so that we are still there to stop the services after it."""
    child = subprocess.Popen(command, env=env)

    def forward(signum: int, _frame: FrameType | None) -> None:
        child.send_signal(signum)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGHUP, forward)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends Ctrl-C to the child as well
    status = child.wait()
    return 128 - status if status < 0 else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
