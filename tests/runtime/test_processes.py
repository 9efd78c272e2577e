from __future__ import annotations

import fcntl
import os
import pwd
import signal
import subprocess
import sys

import pytest

from dnfa.embedded import processes
from dnfa.embedded.processes import ServiceError

OTHER_UID = 54321


def test_an_ordinary_user_runs_children_as_itself(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert processes.unprivileged_account() is None
    assert processes.run_as(None) == {}


def test_root_lends_an_unprivileged_account(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    account = processes.unprivileged_account()

    assert account.pw_name in processes.UNPRIVILEGED_ACCOUNTS
    assert processes.run_as(account) == {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def test_root_without_an_account_to_lend_is_told(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(processes, "UNPRIVILEGED_ACCOUNTS", ("no-such-account",))

    with pytest.raises(ServiceError, match="No unprivileged account"):
        processes.unprivileged_account()


def test_can_enter_sees_closed_parents(tmp_path):
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0)
    me = os.geteuid() == 0
    account = pwd.getpwnam("nobody") if me else None

    try:
        assert processes.can_enter(closed / "inside", account) is False
    finally:
        closed.chmod(0o700)

    assert processes.can_enter(closed / "inside", None) is True


def test_runtime_directory_is_short_whatever_the_temporary_directory(monkeypatch, tmp_path):
    monkeypatch.setattr(processes.tempfile, "gettempdir", lambda: str(tmp_path / ("x" * 90)))

    directory = processes.runtime_directory(tmp_path)

    assert str(directory).startswith("/tmp/dnfa-")
    assert len(str(directory / ".s.PGSQL.5432")) < processes.SOCKET_PATH_LIMIT
    assert directory != processes.runtime_directory(tmp_path / "other")


def test_private_directory_is_closed_to_others(tmp_path):
    processes.private_directory(tmp_path / "a" / "b", None)

    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_private_directory_planted_by_somebody_else_is_refused(tmp_path):
    planted = tmp_path / "planted"
    planted.symlink_to(tmp_path)

    with pytest.raises(ServiceError, match="belongs to another user"):
        processes.private_directory(planted, None)


def test_locked_excludes_others_and_lets_go(tmp_path):
    path = tmp_path / "sub" / "x.lock"

    with processes.locked(path), path.open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with processes.locked(path, shared=True), path.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)


def test_wait_until_gives_up():
    assert processes.wait_until(lambda: True, seconds=0) is True
    assert processes.wait_until(lambda: False, seconds=0.03, interval=0.01) is False


def test_a_zombie_is_not_alive():
    child = subprocess.Popen(["true"])
    assert processes.wait_until(lambda: not processes.is_alive(child.pid), seconds=5)

    assert child.wait() == 0
    assert processes.is_alive(child.pid) is False
    assert processes.is_alive(os.getpid()) is True


def test_stop_child_kills_one_that_does_not_listen():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as child:
        child.stdout.readline()

        processes.stop_child(child, signum=signal.SIGTERM, seconds=0.2)
        processes.stop_child(child, signum=signal.SIGTERM, seconds=0.2)

        assert child.returncode == -signal.SIGKILL


def test_a_child_dies_with_its_parent():
    code = """
import signal, subprocess, sys, os
sys.path.insert(0, os.getcwd())
from dnfa.embedded.processes import die_with_parent
child = subprocess.Popen(["sleep", "60"], preexec_fn=die_with_parent(signal.SIGTERM), stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == -signal.SIGKILL
    assert processes.wait_until(lambda: not processes.is_alive(int(done.stdout)), seconds=5)


def test_tail_of_a_log(tmp_path):
    (tmp_path / "log").write_text("a\nb\nc\n")

    assert processes.tail(tmp_path / "log", 2) == "b\nc"
    assert processes.tail(tmp_path / "none") == ""
