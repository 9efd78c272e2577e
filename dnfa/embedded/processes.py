"""Starting children that never outlive us: accounts, locks, death signals, waiting."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")
SOCKET_PATH_LIMIT = 90  # sun_path holds 108 bytes; the file name inside the directory needs the rest


class ServiceError(RuntimeError):
    """An embedded service cannot start or stop; the message says what to do, in Vietnamese and English."""


def unprivileged_account() -> pwd.struct_passwd | None:
    """Return the account PostgreSQL shall run as, or None when we are not root ourselves.

    PostgreSQL refuses to run as root. Raises ServiceError when root has no
    unprivileged account to lend.
    """
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = (
        "Không tìm thấy tài khoản thường (postgres hoặc nobody) để chạy PostgreSQL; hãy chạy bằng người dùng thường.\n"
        "No unprivileged account (postgres or nobody) to run PostgreSQL as; run as an ordinary user."
    )
    raise ServiceError(message)


def run_as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the Popen arguments that make a child run as `account` (None: as ourselves)."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def can_enter(directory: Path, account: pwd.struct_passwd | None) -> bool:
    """Tell whether `account` can reach `directory` (it and every parent are traversable)."""
    # Not by cwd=: subprocess changes the directory before it changes the user.
    command = ["test", "-d", f"{directory}/."]
    return subprocess.run(command, cwd="/", check=False, **run_as(account)).returncode == 0


def die_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """Return a preexec function that asks Linux to send `signum` to the child when we die.

    Linux ties this to the *thread* that forks: call Popen from the main thread.
    Elsewhere None: the next start adopts or replaces what was left.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def in_child() -> None:  # pragma: no cover - runs between fork and exec, where nothing can be measured
        libc.prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:  # the parent died between fork and prctl
            os.kill(os.getpid(), signum)

    return in_child


def runtime_directory(data: Path) -> Path:
    """Return the directory for the sockets of the service whose data lie in `data`.

    Below the temporary directory, because a unix socket's path must be short;
    named by user and data, so that two homes never meet.
    """
    base = Path(tempfile.gettempdir())
    if len(str(base)) > SOCKET_PATH_LIMIT - 30:
        base = Path("/tmp")  # noqa: S108 - a short path is the point; owner and mode are checked below
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return base / f"dnfa-{os.geteuid()}-{digest}"


def private_directory(path: Path, account: pwd.struct_passwd | None) -> None:
    """Create `path` for `account` alone (mode 0700); refuse one that somebody else put there."""
    owner = os.geteuid() if account is None else account.pw_uid
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = path.lstat()
    if status.st_uid not in {owner, os.geteuid()} or path.is_symlink():
        message = (
            f"Thư mục {path} thuộc về người dùng khác; hãy xóa nó rồi chạy lại.\n"
            f"{path} belongs to another user; remove it and start again."
        )
        raise ServiceError(message)
    path.chmod(0o700)
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold an advisory lock on the file `path`; it is released by the system even after kill -9."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield


def wait_until(condition: Callable[[], bool], *, seconds: float, interval: float = 0.02) -> bool:
    """Poll `condition` until it holds; False when `seconds` have passed without it."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(interval)
    return True


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; a zombie that nobody has reaped yet counts as gone."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return sys.platform != "linux"
    return stat.rpartition(")")[2].split()[0] != "Z"


def stop_child(child: subprocess.Popen[bytes], *, signum: signal.Signals, seconds: float) -> None:
    """Send `signum`, wait, and kill what does not listen."""
    if child.poll() is not None:
        return
    child.send_signal(signum)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(seconds)


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log, for a message."""
    try:
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
