"""Deaths in the middle of a deed: a child process that kills itself, or loses its database, at one statement."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import OperationalError, connection

DONE, LOST = 0, 7


class Killer:
    """Ends the process, or its connection, at one statement."""

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how, self.seen = at, how, 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.seen += 1
        if self.seen != self.at:
            return execute(*arguments)
        if self.how == "database":
            backend = connection.connection.info.backend_pid
            with psycopg.connect(
                connection.connection.info.dsn, password=self.password(), autocommit=True
            ) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
            return execute(*arguments)
        if self.how == "after":
            execute(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    @staticmethod
    def password() -> str:
        return str(connection.settings_dict["PASSWORD"])


def in_a_child(deed: Callable[[], Any], at: int, how: str) -> int:
    """Do the deed in a process of its own that dies at its `at`-th statement; how it ended."""
    child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's, on the parent's socket
        status = 1
        try:
            with connection.execute_wrapper(Killer(at, how)):
                deed()
            status = DONE
        except OperationalError:
            status = LOST
        finally:
            os._exit(status)
    _pid, told = os.waitpid(child, 0)
    return -os.WTERMSIG(told) if os.WIFSIGNALED(told) else os.WEXITSTATUS(told)
