"""One Valkey server (Redis protocol) in a directory, on a unix socket only."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from pathlib import Path

from dnfa.embedded import binaries
from dnfa.embedded.processes import (
    ServiceError,
    die_with_parent,
    locked,
    private_directory,
    runtime_directory,
    stop_child,
    tail,
    wait_until,
)

START_SECONDS = 20
DATABASES = 64  # each test worker has two


class Valkey:
    """A server whose append-only file lies in `home`/valkey; `throw_away` keeps nothing (tests)."""

    def __init__(self, home: Path, *, log: Path, throw_away: bool = False) -> None:
        self.home = home.resolve()
        self.data = self.home / "valkey"
        self.log = log
        self.throw_away = throw_away
        self.child: subprocess.Popen[bytes] | None = None
        self.sockets = runtime_directory(self.data)
        self.socket = self.sockets / "valkey.sock"

    def url(self, database: int = 0) -> str:
        """Return the REDIS_URL of `database`."""
        return f"unix://{self.socket}?db={database}"

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(3)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command + b"\r\n")
                return connection.recv(64)
            except OSError:
                return b""

    def is_ready(self) -> bool:
        """Tell whether the server answers PING."""
        return self._ask(b"PING").startswith(b"+PONG")

    def start(self, *, with_parent: bool = True) -> bool:
        """Start the server unless it runs; True when this call started it."""
        with locked(self.home / "valkey.lock"):
            if self.is_ready():
                return False
            self.data.mkdir(parents=True, exist_ok=True)
            self.log.parent.mkdir(parents=True, exist_ok=True)
            private_directory(self.sockets, None)
            self._launch(with_parent=with_parent)
            return True

    def _launch(self, *, with_parent: bool) -> None:
        command = [
            *(
                binaries.valkey_server(),
                "--port",
                "0",
                "--unixsocket",
                self.socket,
                "--unixsocketperm",
                "700",
            ),
            *("--dir", self.data, "--appendonly", "no" if self.throw_away else "yes", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--databases", str(DATABASES), "--daemonize", "no"),
        ]
        with self.log.open("ab") as log:
            self.child = child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM) if with_parent else None,  # noqa: PLW1509 - one prctl
            )
        wait_until(lambda: child.poll() is not None or self.is_ready(), seconds=START_SECONDS)
        if not self.is_ready():
            message = (
                f"Valkey (hàng đợi) không khởi động được; xem {self.log}.\n"
                f"Valkey (the broker) did not start; see {self.log}:\n{tail(self.log)}"
            )
            raise ServiceError(message)

    def stop(self, *, seconds: float = 10) -> None:
        """Stop the server in order; also one that another process started."""
        if self.child is not None and self.child.poll() is None:
            stop_child(self.child, signum=signal.SIGTERM, seconds=seconds)
        elif self.is_ready():
            self._ask(b"SHUTDOWN")
            wait_until(lambda: not self.is_ready(), seconds=seconds)
        self.child = None
        shutil.rmtree(self.sockets, ignore_errors=True)
