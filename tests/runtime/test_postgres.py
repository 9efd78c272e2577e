from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from dnfa.embedded import Postgres, ServiceError, processes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home():
    """A home that PostgreSQL's own account can enter; pytest's temporary directories are closed."""
    with tempfile.TemporaryDirectory(prefix="dnfa-pgtest-") as path:
        Path(path).chmod(0o711)
        yield Path(path)


@pytest.fixture
def postgres(home):
    service = Postgres(home, log=home / "postgres.log", throw_away=True)
    yield service
    service.stop()


@pytest.fixture
def durable(home):
    """The server as bin/up runs it: what was committed is on the disk."""
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    service = Postgres(closed, log=home / "postgres.log")
    yield service
    service.stop()
    if closed not in service.data.parents:
        shutil.rmtree(service.data.parent)


def count(postgres):
    with psycopg.connect(postgres.url()) as connection:
        return connection.execute("select count(*) from ties").fetchone()[0]


def write(postgres):
    with psycopg.connect(postgres.url()) as connection:
        connection.execute("create table if not exists ties (name text)")
        connection.execute("insert into ties values ('Đà Nẵng')")


def test_data_survive_kill_9_of_the_server_and_a_stop(durable):
    assert durable.start() is True
    assert durable.start() is False
    write(durable)
    os.kill(durable.postmaster_pid(), signal.SIGKILL)
    assert processes.wait_until(lambda: not durable.is_ready(), seconds=5)

    assert durable.start() is True
    assert count(durable) == 1

    durable.stop()
    assert (durable.is_ready(), durable.postmaster_pid(), durable.sockets.exists()) == (False, None, False)
    assert durable.start() is True
    assert count(durable) == 1


def test_case_is_right_for_vietnamese(postgres):
    postgres.start()

    with psycopg.connect(postgres.url()) as connection:
        row = connection.execute("select upper('đà nẵng'), 'ĐÀ NẴNG' ilike 'đà nẵng'").fetchone()

    assert row == ("ĐÀ NẴNG", True)


def test_create_database_once(postgres):
    postgres.start()

    assert postgres.create_database("dnfa") is True
    assert postgres.create_database("dnfa") is False


def test_a_server_of_another_process_is_adopted_and_stopped(postgres, home):
    postgres.start()

    adopted = Postgres(home, log=home / "postgres.log", throw_away=True)
    assert adopted.start() is False
    assert adopted.postmaster_pid() == postgres.child.pid
    adopted.stop()

    assert postgres.child.wait(5) == 0


def test_two_concurrent_starts_make_one_server(home):
    code = """
import sys; from pathlib import Path; from dnfa.embedded import Postgres
home = Path(sys.argv[1])
print(Postgres(home, log=home / "postgres.log", throw_away=True).start(with_parent=False), flush=True)
"""
    children = [
        subprocess.Popen([sys.executable, "-c", code, home], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _number in range(2)
    ]

    said = sorted(child.communicate(timeout=30)[0].strip() for child in children)

    service = Postgres(home, log=home / "postgres.log", throw_away=True)
    ready = service.is_ready()
    service.stop()
    assert (said, ready) == (["False", "True"], True)
    assert service.postmaster_pid() is None


def test_a_home_out_of_reach_puts_the_data_elsewhere_and_remembers_where(durable):
    as_root = os.geteuid() == 0
    durable.start()
    write(durable)
    durable.stop()

    again = Postgres(durable.home, log=durable.log)
    again.start()
    found = count(again)
    again.stop()

    assert found == 1
    assert again.data == durable.data
    assert (durable.home in durable.data.parents) is not as_root
    assert (durable.home / "postgres.path").exists() is as_root


def test_a_pointer_to_lost_data_stops_the_start(home):
    (home / "postgres.path").write_text("/var/tmp/dnfa-gone/postgres\n")

    with pytest.raises(ServiceError, match="which is gone"):
        Postgres(home, log=home / "postgres.log")


def test_data_of_another_version_are_refused(postgres):
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(ServiceError, match="belong to PostgreSQL 15"):
        postgres.start()


def test_a_failing_initdb_is_explained_and_leaves_nothing(postgres, home, monkeypatch):
    programs = home / "pg"
    programs.mkdir()
    for name in ("postgres", "initdb"):
        (programs / name).write_text(
            '#!/bin/sh\n[ "$1" = --version ] && echo postgres 18.0 && exit 0\necho no space >&2; exit 1\n'
        )
        (programs / name).chmod(0o755)
    monkeypatch.setenv("DNFA_PG_BIN", str(programs))

    with pytest.raises(ServiceError, match="initdb failed") as caught:
        postgres.start()

    assert "no space" in str(caught.value)
    assert not postgres.data.exists()


def test_a_server_that_cannot_start_names_its_log(postgres, home, monkeypatch):
    postgres.start()
    postgres.stop()
    (postgres.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    monkeypatch.setattr("dnfa.embedded.postgres.RETRY_SECONDS", 0.1)

    with pytest.raises(ServiceError, match="no_such_setting"):
        postgres.start()


def test_a_stale_socket_is_not_a_server(postgres):
    postgres.sockets.mkdir(mode=0o700)
    (postgres.sockets / ".s.PGSQL.5432").touch()

    assert postgres.is_ready() is False
