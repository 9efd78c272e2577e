"""`bin/up`: services, migrations, register, web, worker, beat and mail; one supervisor over all of them."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from dnfa.embedded.home import CHECKOUT, Home, Services
from dnfa.embedded.processes import ServiceError, die_with_parent, stop_child, tail, wait_until
from dnfa.embedded.programs import (
    Program,
    beat_command,
    catcher_command,
    stop_all,
    web_command,
    worker_command,
)

READY_SECONDS = 90
PORT_SECONDS = 3  # a killed predecessor may need a moment to let go of the port
NEEDED_MB = 300
LOOP_SECONDS = 0.5
ADOPTED_EVERY = 5.0


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM; not an error, and no `except Exception` may eat it."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def _stop(_signum: int, _frame: FrameType | None) -> NoReturn:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)  # stopping takes seconds and happens once
    raise Stopped


def check_port(port: int) -> None:
    """Raise ServiceError when another program listens on the port."""

    def is_free() -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError:
                return False
            except OSError:
                return False
            return True

    if not wait_until(is_free, seconds=PORT_SECONDS, interval=0.2):
        message = (
            f"Cổng {port} đang được dùng hoặc không được phép; hãy chọn cổng khác: bin/up --port {port + 1}\n"
            f"Port {port} is in use or not allowed; choose another: bin/up --port {port + 1}"
        )
        raise ServiceError(message)


def check_disk(directory: Path) -> None:
    """Raise ServiceError when the home's disk is nearly full."""
    free = shutil.disk_usage(directory).free // 1_000_000
    if free < NEEDED_MB:
        message = (
            f"Ổ đĩa của {directory} chỉ còn {free} MB; cần ít nhất {NEEDED_MB} MB. "
            "Hãy dọn bớt hoặc đặt DNFA_HOME sang ổ khác.\n"
            f"Only {free} MB are free where {directory} lies; {NEEDED_MB} MB are needed. "
            "Make room or set DNFA_HOME to another disk."
        )
        raise ServiceError(message)


@contextmanager
def only_one(home: Home, port: int) -> Iterator[None]:
    """Refuse a second bin/up on the same home; the lock goes with the process, also after kill -9."""
    path = home.path / "up.lock"
    with path.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            message = (
                f"Hệ thống đã chạy với thư mục {home.path} ({handle.read().strip()}).\n"
                f"bin/up is already running on {home.path}; stop it first or set another DNFA_HOME."
            )
            raise ServiceError(message) from None
        handle.truncate(0)
        handle.write(f"pid {os.getpid()}, http://127.0.0.1:{port}/\n")
        handle.flush()
        yield


class Supervisor:
    """Starts the programs, watches them, restarts the dead, and stops all."""

    def __init__(self, home: Home, services: Services, port: int) -> None:
        self.home = home
        self.services = services
        self.port = port
        self.env = {"DNFA_PUBLIC_URL": f"http://localhost:{port}/", **services.environment()}
        self.programs = [
            Program("web", web_command(port), home.logs / "web.log"),
            Program("worker", worker_command(), home.logs / "worker.log"),
            Program("beat", beat_command(home.path), home.logs / "beat.log"),
        ]
        self.mail: socket.socket | None = None
        self.next_look_at_adopted = 0.0

    def prepare(self) -> None:
        """Migrate and load; raises ServiceError when a step fails (its own words were printed)."""
        command = [sys.executable, "-m", "dnfa.embedded.prepare"]
        if not self.home.is_development:
            command.append("--static")
        if self.home.has_demonstration:
            command.append("--demo")
        child = subprocess.Popen(
            command,
            env=self.env,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one prctl
        )
        try:
            status = child.wait()
        finally:
            stop_child(child, signum=signal.SIGTERM, seconds=10)
        if status:
            message = (
                "Chuẩn bị dữ liệu không thành công; lý do ở ngay bên trên.\n"
                "The preparation failed; the reason stands right above."
            )
            raise ServiceError(message)

    def start(self) -> None:
        """Start web, worker, beat and, in a development home, the mail server."""
        if self.home.catches_mail:
            self._catch_mail()
        for program in self.programs:
            program.start(self.env, CHECKOUT)

    def _catch_mail(self) -> None:
        """Add the mail server to the programs and point them at it.

        The socket is ours: its port stays while the server is started again, and what comes meanwhile waits.
        """
        self.mail = listening = socket.create_server(("127.0.0.1", 0))
        self.env |= {
            "DNFA_EMAIL_HOST": "127.0.0.1",
            "DNFA_EMAIL_PORT": str(listening.getsockname()[1]),
            "DNFA_EMAIL_TLS": "0",
        }
        command = catcher_command(listening, self.home.path)
        catcher = Program("mail", command, self.home.logs / "mail.log", keeps=(listening.fileno(),))
        self.programs.append(catcher)

    def health(self) -> dict[str, Any]:
        """Ask /healthz; `{"status": "…"}` tells why not when nobody answers."""
        address = f"http://127.0.0.1:{self.port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            with error:
                body = error.read()
            try:
                return dict(json.loads(body))
            except ValueError:
                return {"status": f"HTTP {error.code}"}
        except (OSError, ValueError) as error:
            return {"status": f"{type(error).__name__}: {error}"}

    def wait_for_health(self) -> None:
        """Wait until every part is green, restarting what dies meanwhile; ServiceError after 90 seconds."""
        end = time.monotonic() + READY_SECONDS
        while (health := self.health())["status"] != "ok":
            self.look_after()
            if time.monotonic() > end:
                bad = {name: text for name, text in health.get("checks", health).items() if text != "ok"}
                message = (
                    f"Hệ thống không sẵn sàng sau {READY_SECONDS} giây: {bad}. Xem nhật ký trong {self.home.logs}.\n"
                    f"Not ready after {READY_SECONDS} seconds: {bad}. Read the logs in {self.home.logs}."
                )
                raise ServiceError(message)
            time.sleep(0.1)

    def look_after(self) -> None:
        """Restart what has died; ServiceError when a program dies again and again."""
        self._look_after_services()
        for program in self.programs:
            now = time.monotonic()
            if program.has_died():
                pause = program.note_death(now)
                if program.is_hopeless():
                    message = (
                        f"Chương trình “{program.name}” liên tục dừng; hãy đọc {program.log}.\n"
                        f"The program “{program.name}” keeps dying; read {program.log}:\n{tail(program.log, 8)}"
                    )
                    raise ServiceError(message)
                say(
                    f"! {program.name} đã dừng, khởi động lại sau {pause:g} s (died, restarting; log: {program.log})"
                )
            elif program.child is None and now >= program.not_before:
                program.start(self.env, CHECKOUT)

    def _look_after_services(self) -> None:
        now = time.monotonic()
        look_at_adopted = now >= self.next_look_at_adopted
        if look_at_adopted:
            self.next_look_at_adopted = now + ADOPTED_EVERY
        for service in self.services.all:
            ours = service.child is not None
            gone = service.child.poll() is not None if service.child is not None else False
            if gone or (not ours and look_at_adopted and not service.is_ready()):
                name = type(service).__name__
                say(f"! {name} đã dừng, khởi động lại (died, restarting; log: {service.log})")
                service.start()

    def watch(self) -> NoReturn:
        """Look after everything until a signal raises Stopped."""
        while True:
            self.look_after()
            time.sleep(LOOP_SECONDS)

    def stop(self) -> None:
        """Stop the programs; the services are stopped by whoever opened them."""
        stop_all(self.programs)
        if self.mail is not None:
            self.mail.close()


def run(home: Home, port: int) -> NoReturn:
    """Start everything and watch over it until Stopped."""
    begin = time.monotonic()
    home.prepare()
    check_disk(home.path)
    with only_one(home, port):
        check_port(port)
        services = Services(home)
        say(f"• Khởi động cơ sở dữ liệu và hàng đợi (database and broker), {home.path}")
        with services.in_use(with_parent=True):
            supervisor = Supervisor(home, services, port)
            try:
                supervisor.prepare()
                say("• Khởi động web, worker, beat …")
                supervisor.start()
                supervisor.wait_for_health()
                say(f"Ready: http://127.0.0.1:{port}/")
                say(
                    f"  sau {time.monotonic() - begin:.1f} giây; nhật ký: {home.logs}; Ctrl-C để dừng (to stop)"
                )
                supervisor.watch()
            finally:
                for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(signum, signal.SIG_IGN)
                say("• Đang dừng … (stopping)")
                supervisor.stop()


def main(arguments: list[str]) -> int:
    """Parse the command line, run, and turn every end into an exit status and a sentence."""
    parser = argparse.ArgumentParser(
        prog="bin/up", description="Khởi động toàn bộ hệ thống (start everything)."
    )
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("DNFA_PORT") or 8000), help="mặc định 8000"
    )
    port = parser.parse_args(arguments).port
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop)
    try:
        run(Home.from_environment(os.environ), port)
    except Stopped:
        say("✓ Đã dừng hết (everything is stopped)")
        return 0
    except ServiceError as error:
        print(f"✗ {error}", file=sys.stderr, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
