"""The programs of an installation as supervised children: web, worker, beat, and in a development home a mail server."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dnfa.embedded.processes import die_with_parent

STOP_SECONDS = 12.0
GIVE_UP_AFTER = 5
"""Deaths within GIVE_UP_WINDOW seconds after which restarting is no help."""
GIVE_UP_WINDOW = 120.0
LONGEST_PAUSE = 16.0


def web_command(port: int) -> list[str]:
    """Return gunicorn's command: 2 processes of 4 threads on the loopback address.

    The house is read once, before the processes fork: one that dies is replaced in an instant.
    """
    return [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "dnfa.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--no-control-socket",
            "--preload",
        ),
        *("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--timeout", "60"),
        *("--graceful-timeout", "5", "--access-logfile", "-"),
    ]


def worker_command() -> list[str]:
    """Return the Celery worker's command."""
    return [
        *(sys.executable, "-m", "celery", "-A", "dnfa.celery", "worker", "--concurrency", "2"),
        *("--without-gossip", "--without-mingle", "--loglevel", "INFO"),
    ]


def beat_command(home: Path) -> list[str]:
    """Return the scheduler's command; its memory of last runs lies in the home."""
    return [
        *(sys.executable, "-m", "celery", "-A", "dnfa.celery", "beat", "--pidfile="),
        *("--schedule", str(home / "beat" / "schedule"), "--loglevel", "INFO"),
    ]


def catcher_command(listening: socket.socket, home: Path) -> list[str]:
    """Return the command of the mail server that files every mail in the home."""
    return [
        *(sys.executable, "-m", "dnfa.embedded.mail_catcher"),
        *("--socket", str(listening.fileno()), "--folder", str(home / "mail")),
    ]


@dataclass
class Program:
    """One child with its log, its deaths, and the moment it may be started again."""

    name: str
    command: list[str]
    log: Path
    child: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)
    not_before: float = 0.0
    keeps: tuple[int, ...] = ()
    """File descriptors of ours that the child may use."""

    def start(self, env: Mapping[str, str], directory: Path) -> None:
        """Start the child in its own session, bound to our life. Call from the main thread."""
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command,
                env=dict(env),
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.keeps,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one prctl
            )

    def has_died(self) -> bool:
        """Tell whether the child ran and is gone, whatever its status."""
        return self.child is not None and self.child.poll() is not None

    def note_death(self, now: float) -> float:
        """Remember a death at `now` (monotonic seconds); return the pause before the next start.

        The pause doubles with each death of the last two minutes: 0.5, 1, 2, 4 … seconds.
        """
        self.child = None
        self.deaths.append(now)
        while now - self.deaths[0] > GIVE_UP_WINDOW:
            self.deaths.popleft()
        pause = min(0.5 * 2 ** (len(self.deaths) - 1), LONGEST_PAUSE)
        self.not_before = now + pause
        return pause

    def is_hopeless(self) -> bool:
        """Tell whether it died so often lately that a person must look."""
        return len(self.deaths) >= GIVE_UP_AFTER

    def ask_to_stop(self) -> None:
        """Send SIGTERM; the program finishes what it is doing."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()

    def make_stop(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then kill; nothing of its session stays behind."""
        if self.child is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        self.child = None


def stop_all(programs: list[Program], *, seconds: float = STOP_SECONDS) -> None:
    """Stop all of them at once, each within `seconds`."""
    deadline = time.monotonic() + seconds
    for program in programs:
        program.ask_to_stop()
    for program in programs:
        program.make_stop(deadline)
