from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path

from dnfa.embedded import processes, programs
from dnfa.embedded.programs import Program, stop_all

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


def test_pauses_double_and_are_forgotten_after_two_minutes(tmp_path):
    program = Program("web", [], tmp_path / "web.log")

    pauses = [program.note_death(now) for now in (0.0, 1.0, 2.0, 3.0)]

    assert pauses == [0.5, 1.0, 2.0, 4.0]
    assert program.is_hopeless() is False
    assert program.note_death(4.0) == 8.0
    assert program.is_hopeless() is True
    assert program.note_death(200.0) == 0.5
    assert program.is_hopeless() is False
    assert program.not_before == 200.5


def test_a_program_writes_its_log_and_its_death_is_seen(tmp_path):
    program = Program("web", [sys.executable, "-c", "print('xin chào')"], tmp_path / "web.log")
    assert program.has_died() is False

    program.start(os.environ, tmp_path)

    assert processes.wait_until(program.has_died, seconds=10)
    assert program.log.read_text() == "xin chào\n"
    program.ask_to_stop()


def test_stop_all_kills_the_deaf_and_their_children(tmp_path):
    family = (
        f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {DEAF!r}]); child.wait()"
    )
    deaf = Program("worker", [sys.executable, "-c", family], tmp_path / "worker.log")
    never = Program("beat", [], tmp_path / "beat.log")
    deaf.start(os.environ, tmp_path)
    assert processes.wait_until(lambda: "deaf" in deaf.log.read_text(), seconds=10)
    session = deaf.child.pid

    stop_all([deaf, never], seconds=0.3)

    assert deaf.child is None
    assert processes.wait_until(lambda: not members(session), seconds=5)


def members(session):
    """Return the living processes of a session, from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, _group, their_session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(their_session) == session and state != "Z":
                found.append(stat.parent.name)
    return found


def test_a_polite_program_ends_by_itself(tmp_path):
    program = Program("beat", ["sleep", "60"], tmp_path / "beat.log")
    program.start(os.environ, tmp_path)
    child = program.child

    stop_all([program])

    assert child.returncode == -signal.SIGTERM


def test_the_commands_name_port_and_home(tmp_path):
    assert "127.0.0.1:8123" in programs.web_command(8123)
    assert str(tmp_path / "beat" / "schedule") in programs.beat_command(tmp_path)
    assert "worker" in programs.worker_command()
