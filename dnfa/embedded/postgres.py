"""One PostgreSQL cluster in a directory, on a unix socket only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from dnfa.embedded import binaries
from dnfa.embedded.processes import (
    ServiceError,
    can_enter,
    die_with_parent,
    is_alive,
    locked,
    private_directory,
    run_as,
    runtime_directory,
    stop_child,
    tail,
    unprivileged_account,
    wait_until,
)

ELSEWHERE = Path("/var/tmp")  # noqa: S108 - for a data directory whose home PostgreSQL's account cannot enter
START_SECONDS = 60
# After kill -9 the old postmaster may still be a zombie, or its children still hold the shared
# memory; PostgreSQL refuses for a moment and is asked again.
RETRY_SECONDS = 8
# Without moving heads a row found by its key costs little more than the next row; at the default of 4 PostgreSQL reads
# all delegations to find those of one partner (docs/performance.md).
DURABLE = ["-c", "shared_buffers=128MB", "-c", "max_connections=60", "-c", "random_page_cost=1.1"]
if sys.platform == "linux":
    # After kill -9 one call for the whole disk instead of one for each of thousands of files: up again seconds sooner.
    DURABLE += ["-c", "recovery_init_sync_method=syncfs"]
THROW_AWAY = [
    *("-c", "shared_buffers=64MB", "-c", "max_connections=100"),
    *(
        "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_wal_size=2GB",
    ),
]


class Postgres:
    """A cluster below `home`; `throw_away` gives up durability for speed (tests)."""

    def __init__(self, home: Path, *, log: Path, throw_away: bool = False) -> None:
        self.home = home.resolve()
        self.log = log
        self.throw_away = throw_away
        self.account = unprivileged_account()
        self.child: subprocess.Popen[bytes] | None = None
        self.pointer = self.home / "postgres.path"
        self.data = self._find_data()
        self.sockets = runtime_directory(self.data)

    def _find_data(self) -> Path:
        if self.pointer.exists():
            data = Path(self.pointer.read_text(encoding="utf-8").strip())
            if not (data / "PG_VERSION").exists():
                message = (
                    f"Dữ liệu PostgreSQL ghi trong {self.pointer} là {data}, nhưng không còn ở đó. "
                    "Hãy khôi phục thư mục ấy từ bản sao lưu, hoặc xóa tệp này để tạo cơ sở dữ liệu mới.\n"
                    f"{self.pointer} names {data}, which is gone. Restore it from a backup, "
                    "or remove that file to begin with an empty database."
                )
                raise ServiceError(message)
            return data
        self.home.mkdir(parents=True, exist_ok=True)
        if can_enter(self.home, self.account):
            return self.home / "postgres"
        inside = runtime_directory(self.home / "postgres").name
        return ELSEWHERE / inside / "postgres"

    def url(self, name: str = "postgres") -> str:
        """Return the DATABASE_URL of database `name`."""
        return f"postgresql://postgres@/{name}?host={self.sockets}"

    def is_ready(self) -> bool:
        """Tell whether the server answers a connection."""
        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            psycopg.connect(self.url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, *, with_parent: bool = True) -> bool:
        """Start the server unless it runs; True when this call started it.

        `with_parent` binds its life to ours (an orderly shutdown follows our kill -9).
        Side effects: initialises an empty data directory; two concurrent starts wait for each other.
        """
        with locked(self.home / "postgres.lock"):
            if self.is_ready():
                return False
            programs = binaries.executable_by(binaries.postgres_bin(), self.account)
            if not (self.data / "PG_VERSION").exists():
                self._initialise(programs)
            self._check_version(programs)
            private_directory(self.sockets, self.account)
            self._launch(programs, with_parent=with_parent)
            return True

    def _initialise(self, programs: Path) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        private_directory(self.data, self.account)
        command = [
            *(programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8"),
            *(
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--no-sync" if self.throw_away else "--data-checksums",
            ),
        ]
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, **run_as(self.account)
        )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            message = (
                f"Không tạo được cơ sở dữ liệu trong {self.data}: kiểm tra dung lượng đĩa và quyền ghi.\n"
                f"initdb failed in {self.data}: check disk space and permissions.\n{done.stderr.strip()}"
            )
            raise ServiceError(message)
        if self.home not in self.data.parents:
            self.pointer.write_text(f"{self.data}\n", encoding="utf-8")

    def _check_version(self, programs: Path) -> None:
        ours = binaries.major_version(programs)
        theirs = int((self.data / "PG_VERSION").read_text(encoding="utf-8").strip())
        if ours != theirs:
            message = (
                f"Dữ liệu trong {self.data} thuộc PostgreSQL {theirs}, chương trình hiện có là {ours}. "
                "Hãy nâng cấp bằng pg_upgrade hoặc khôi phục từ bản sao lưu.\n"
                f"The data in {self.data} belong to PostgreSQL {theirs}, the program is {ours}: "
                "use pg_upgrade or restore a backup."
            )
            raise ServiceError(message)

    def _launch(self, programs: Path, *, with_parent: bool) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = [
            *(programs / "postgres", "-D", self.data, "-c", "listen_addresses="),
            *("-c", f"unix_socket_directories={self.sockets}", *(THROW_AWAY if self.throw_away else DURABLE)),
        ]
        if self.child is not None:
            self.child.wait()  # it died; a zombie of ours would still hold the lock file
        give_up = time.monotonic() + RETRY_SECONDS
        while True:
            with self.log.open("ab") as log:
                child: subprocess.Popen[bytes] = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGINT) if with_parent else None,  # noqa: PLW1509 - one prctl
                    **run_as(self.account),
                )
            self.child = child
            if self._came_up(child):
                return
            if time.monotonic() > give_up:
                message = (
                    f"PostgreSQL không khởi động được; xem {self.log}.\n"
                    f"PostgreSQL did not start; see {self.log}:\n{tail(self.log)}"
                )
                raise ServiceError(message)
            time.sleep(0.3)

    def _came_up(self, child: subprocess.Popen[bytes]) -> bool:
        wait_until(lambda: child.poll() is not None or self.is_ready(), seconds=START_SECONDS)
        return child.poll() is None and self.is_ready()

    def create_database(self, name: str) -> bool:
        """Create database `name` unless it exists; True when it is new."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return False
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            return True

    def postmaster_pid(self) -> int | None:
        """Return the process id of the running server, also when another process started it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if is_alive(pid) else None

    def stop(self, *, seconds: float = 30) -> None:
        """Stop the server in order (SIGINT: open sessions are rolled back); also one we adopted."""
        signum = signal.SIGQUIT if self.throw_away else signal.SIGINT
        if self.child is not None and self.child.poll() is None:
            stop_child(self.child, signum=signum, seconds=seconds)
        elif self.is_ready() and (pid := self.postmaster_pid()):
            os.kill(pid, signum)
            wait_until(lambda: not is_alive(pid), seconds=seconds)
        self.child = None
        shutil.rmtree(self.sockets, ignore_errors=True)
