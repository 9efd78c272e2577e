from __future__ import annotations

import os
import signal

import pytest
import redis

from dnfa.embedded import ServiceError, Valkey, processes


@pytest.fixture
def valkey(tmp_path):
    service = Valkey(tmp_path, log=tmp_path / "valkey.log")
    yield service
    service.stop()


def test_data_survive_kill_9_and_a_stop(valkey):
    assert valkey.start() is True
    assert valkey.start() is False
    with redis.Redis.from_url(valkey.url(3)) as client:
        client.set("tie", "Đà Nẵng")
    os.kill(valkey.child.pid, signal.SIGKILL)
    valkey.child.wait()

    assert valkey.start() is True
    with redis.Redis.from_url(valkey.url(3)) as client:
        assert client.get("tie").decode() == "Đà Nẵng"

    valkey.stop()
    assert (valkey.is_ready(), valkey.sockets.exists()) == (False, False)


def test_a_server_of_another_process_is_adopted_and_stopped(valkey, tmp_path):
    valkey.start()

    adopted = Valkey(tmp_path, log=tmp_path / "valkey.log")
    assert adopted.start() is False
    adopted.stop()

    assert valkey.child.wait(5) == 0


def test_a_server_that_cannot_start_names_its_log(valkey, monkeypatch):
    monkeypatch.setenv("DNFA_VALKEY_BIN", "/bin/false")

    with pytest.raises(ServiceError, match="did not start"):
        valkey.start()

    assert processes.is_alive(valkey.child.pid) is False
