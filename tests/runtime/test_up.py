"""bin/up as a whole, in a process of its own, on a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest
import redis

from dnfa.core.mail.caught import caught_mails
from dnfa.embedded import ServiceError, processes, up
from dnfa.embedded.home import CHECKOUT, Home, Services
from dnfa.embedded.programs import Program
from tests.runtime.homes import with_tables

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("bin/up")]  # one home for the whole file


QUEUE_A_TASK = """
from dnfa import celery, heartbeat
from dnfa.embedded.processes import wait_until
heartbeat.forget("beat")
celery.beat_heartbeat.delay()
print("a worker ran it" if wait_until(lambda: heartbeat.last("beat"), seconds=20) else "nobody ran it")
"""


@pytest.fixture(scope="module")
def place():
    with tempfile.TemporaryDirectory(prefix="dnfa-uptest-") as path:
        Path(path).chmod(0o711)
        with_tables(Path(path) / "home")
        yield Path(path)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Up:
    """One running bin/up; what it says is read up to a line that is waited for."""

    def __init__(self, place, port):
        self.home = place / "home"
        self.port = port
        env = {name: text for name, text in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        # The register and its users have tests of their own; here the machine is tested.
        env |= {"DNFA_HOME": str(self.home), "DNFA_DEMO": "0", "PYTHONUNBUFFERED": "1"}
        self.env = env
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dnfa.embedded.up", "--port", str(port)],
            cwd=CHECKOUT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []

    def wait_for(self, pattern):
        for line in self.process.stdout:
            self.said.append(line)
            if re.search(pattern, line):
                return
        pytest.fail(f"bin/up ended without {pattern!r}:\n{''.join(self.said)}")

    def health(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as response:
            return json.load(response)

    def manage(self, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", "dnfa.embedded.manage", *arguments],
            cwd=CHECKOUT,
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def finish(self, signum=signal.SIGTERM):
        self.process.send_signal(signum)
        self.said += self.process.communicate(timeout=40)[0].splitlines(keepends=True)
        return self.process.returncode


@pytest.fixture
def start(place):
    running = []

    def begin():
        running.append(Up(place, free_port()))
        return running[-1]

    yield begin
    for one in running:
        with one.process:
            one.process.kill()
        assert processes.wait_until(lambda home=one.home: not family(home), seconds=20)


def family(home):
    """Return the command lines of all living processes that know this home: nothing may be left of them."""
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (directory / "environ").read_bytes() + (directory / "cmdline").read_bytes()
            pid = int(directory.name)
            if str(home).encode() in told and processes.is_alive(pid) and pid != os.getpid():
                found.append((pid, (directory / "cmdline").read_bytes().replace(b"\0", b" ").decode()))
    # Valkey writes its title over its environment; it is known by its socket.
    found += [(0, "valkey-server") for service in Services(Home(home, {})).all if service.is_ready()]
    return found


def pid_of(home, word):
    return min(pid for pid, command in family(home) if word in command)


def test_bin_up_is_ready_recovers_and_leaves_nothing(start):
    up_ = start()
    up_.wait_for(rf"^Ready: http://127\.0\.0\.1:{up_.port}/$")
    assert up_.health()["status"] == "ok"

    assert up_.manage("shell", "--no-imports", "-c", QUEUE_A_TASK) == "a worker ran it\n"
    assert up_.health()["status"] == "ok"

    assert "/thu-gui-di/" in up_.manage("send_test_mail", "hanh@danang.gov.vn")
    assert processes.wait_until(lambda: caught_mails(up_.home / "mail"), seconds=20)
    assert [mail.to for mail in caught_mails(up_.home / "mail")] == ["hanh@danang.gov.vn"]

    os.kill(pid_of(up_.home, "celery -A dnfa.celery beat"), signal.SIGKILL)
    up_.wait_for(r"beat đã dừng, khởi động lại")
    with redis.Redis.from_url(Services(Home(up_.home, {})).valkey.url()) as broker:
        os.kill(broker.info("server")["process_id"], signal.SIGKILL)
    up_.wait_for(r"Valkey đã dừng, khởi động lại")

    again = start()
    assert again.process.wait(timeout=20) == 1
    assert "bin/up is already running" in again.process.stdout.read()

    assert up_.finish(signal.SIGINT) == 0
    assert up_.said[-1] == "✓ Đã dừng hết (everything is stopped)\n"
    assert family(up_.home) == []


def test_bin_up_starts_again_after_kill_9_of_everything(start):
    first = start()
    first.wait_for("^Ready: ")
    with redis.Redis.from_url(Services(Home(first.home, {})).valkey.url()) as broker:
        pids = [broker.info("server")["process_id"], *(pid for pid, _command in family(first.home) if pid)]
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    first.process.communicate()

    second = start()
    second.wait_for("^Ready: ")

    assert second.health()["status"] == "ok"
    assert second.finish() == 0
    assert family(second.home) == []


def test_a_port_in_use_is_named_and_another_offered(start, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setattr(up, "PORT_SECONDS", 0.1)

        with pytest.raises(ServiceError, match=f"bin/up --port {port + 1}"):
            up.check_port(port)


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(up, "NEEDED_MB", 10**9)

    with pytest.raises(ServiceError, match="set DNFA_HOME to another disk"):
        up.check_disk(tmp_path)


def external(home, **env):
    """A supervisor whose services are elsewhere, so that it only has programs."""
    given = {"DATABASE_URL": "postgresql://h/d", "REDIS_URL": "redis://h/0", "DNFA_SECRET_KEY": "x" * 60}
    chosen = Home(home, {**os.environ, **given, **env})
    chosen.prepare()
    return up.Supervisor(chosen, Services(chosen), free_port())


def test_a_program_that_keeps_dying_ends_everything_with_its_log(tmp_path, monkeypatch):
    supervisor = external(tmp_path)
    supervisor.programs = [
        Program("web", [sys.executable, "-c", "raise SystemExit('no luck')"], tmp_path / "web.log")
    ]
    monkeypatch.setattr("dnfa.embedded.programs.LONGEST_PAUSE", 0.0)
    supervisor.start()

    with pytest.raises(ServiceError, match="no luck"):
        supervisor.watch()
    supervisor.stop()

    assert len(supervisor.programs[0].deaths) == 5


def test_a_house_that_does_not_get_healthy_says_what_is_bad(tmp_path, monkeypatch):
    supervisor = external(tmp_path)
    supervisor.programs = []
    monkeypatch.setattr(up, "READY_SECONDS", 0.2)

    with pytest.raises(ServiceError, match="URLError"):
        supervisor.wait_for_health()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            b'503 Bad\r\n\r\n{"status": "bad", "checks": {"worker": "silent"}}',
            {"status": "bad", "checks": {"worker": "silent"}},
        ),
        (b"500 Oops\r\n\r\n<h1>Oops</h1>", {"status": "HTTP 500"}),
        (b"200 OK\r\n\r\nnot json", None),
    ],
    ids=["bad", "error page", "nonsense"],
)
def test_health_understands_every_answer(tmp_path, answer, expected):
    supervisor = external(tmp_path)
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", supervisor.port))
        server.listen()
        script = f"""
import socket, sys
listener = socket.socket(fileno=int(sys.argv[1]))
connection, _ = listener.accept()
connection.recv(4096)
connection.sendall(b"HTTP/1.0 " + {answer!r})
connection.close()
"""
        with subprocess.Popen(
            [sys.executable, "-c", script, str(server.fileno())], pass_fds=[server.fileno()]
        ) as child:
            found = supervisor.health()
            child.wait(10)

    assert found == expected if expected else found["status"].startswith("JSONDecodeError")


def test_a_failed_preparation_stops_the_start(tmp_path):
    supervisor = external(tmp_path, DNFA_DEVELOPMENT="0", DNFA_DEMO="1")

    with pytest.raises(ServiceError, match="The preparation failed"):
        supervisor.prepare()


def test_main_turns_an_error_into_a_sentence_and_a_status(tmp_path, capfd, monkeypatch):
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("DNFA_HOME", str(tmp_path / "home"))
    before = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    try:
        status = up.main(["--port", str(free_port())])
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)

    assert status == 1
    assert "set DNFA_HOME to a writable folder" in capfd.readouterr().err


def test_prepare_knows_its_steps():
    from dnfa.embedded import prepare

    assert [command[0] for _title, command in prepare.steps([])] == ["migrate"]
    assert [command[0] for _title, command in prepare.steps(["--static", "--demo"])] == [
        "migrate",
        "collectstatic",
        "load_register",
        "ensure_demo_users",
    ]
