"""A whole house for tests that kill its programs: services, web, worker, beat and mail under the supervisor of bin/up.

The tables come from the template the run has made already; the test writes and reads them with the ORM, which `at_home` points
at the house.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import redis
from celery import Celery
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from dnfa import environment
from dnfa.embedded import binaries, processes
from dnfa.embedded.home import DATABASE, Home, Services
from dnfa.embedded.up import Supervisor

PATIENCE = 40.0  # seconds until a wait is a failure
NOT_OURS = {"DATABASE_URL", "REDIS_URL", "DNFA_TEST_TEMPLATE", "DNFA_STATIC_ROOT", "DNFA_MEDIA_ROOT"}


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    """Poll until it holds; gives what it gave."""
    found: list[Any] = []

    def holds() -> bool:
        found[:] = [condition()]
        return bool(found[0])

    assert processes.wait_until(holds, seconds=PATIENCE), what
    return found[0]


class House:
    """One house on a free port; `kill` is SIGKILL, `look_after` one round of the supervisor."""

    def __init__(self, place: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        given = {name: text for name, text in os.environ.items() if name not in NOT_OURS}
        self.home = Home(place / "home", {**given, "DNFA_DEMO": "0"})
        self.home.prepare()
        self.services = Services(self.home)
        self.threads = ThreadPoolExecutor(4)
        self.supervisor: Any = None

    def start(self) -> None:
        """Start everything and wait until the health page is green."""
        self.services.start(with_parent=True)
        has_tables = self._copy_tables()
        self.supervisor = Supervisor(self.home, self.services, self.port)
        if not has_tables:
            self.supervisor.prepare()
        self.supervisor.start()
        self.supervisor.wait_for_health()

    def _copy_tables(self) -> bool:
        """Copy the run's template into the house; False where the run has none (its database was given from outside)."""
        template = os.environ.get("DNFA_TEST_TEMPLATE")
        if not template:
            return False
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{template}").geturl()
        programs = binaries.postgres_bin()
        into = [programs / "psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-d"]
        with subprocess.Popen(
            [programs / "pg_dump", "--no-owner", "-d", url], stdout=subprocess.PIPE
        ) as dump:
            subprocess.run([*into, self.services.postgres.url(DATABASE)], stdin=dump.stdout, check=True)
        return dump.returncode == 0

    def stop(self) -> None:
        """Leave nothing running."""
        if self.supervisor is not None:
            self.supervisor.stop()
        self.services.stop()
        self.threads.shutdown()

    def look_after(self) -> None:
        """One round of the supervisor; deaths are forgotten as after two quiet minutes."""
        for program in self.supervisor.programs:
            program.deaths.clear()
        self.supervisor.look_after()

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Wait with the supervisor at work."""

        def round_() -> Any:
            self.look_after()
            return condition()

        return wait_for(round_, what)

    def health(self) -> dict[str, str]:
        """What the health page says of each part."""
        return dict(self.supervisor.health().get("checks", {}))

    def program(self, name: str) -> Any:
        """One of the supervised programs."""
        return next(program for program in self.supervisor.programs if program.name == name)

    def pids(self, name: str) -> list[int]:
        """The processes of a program: "web worker" and "pool" are the children that do the work."""
        services = {"database": self.services.postgres, "broker": self.services.valkey}
        masters = {"web worker": "web", "pool": "worker"}
        if name in services:
            return [services[name].child.pid]
        child = self.program(masters.get(name, name)).child
        if child is None:
            return []
        return children_of(child.pid) if name in masters else [child.pid]

    def kill(self, name: str, *, serving: Browser | None = None) -> None:
        """kill -9 of a program; of web workers the one that serves this browser at the moment, else one of them."""
        if name == "web worker" and serving is not None:
            found = [wait_for(lambda: serving.served_by(self.pids(name)), "nobody serves the request")]
        else:
            found = wait_for(lambda: self.pids(name), f"{name} does not run")
            found = found[:1] if name == "web worker" else found
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(processes.is_alive(pid) for pid in found), f"{name} lives on")

    def connect(self) -> psycopg.Connection[Any]:
        """A line of the test's own to the database of the house."""
        return psycopg.connect(self.services.postgres.url(DATABASE))

    @contextmanager
    def holding(self, statement: str, *parameters: Any) -> Iterator[Callable[[], bool]]:
        """Hold what a statement locks; gives what tells whether somebody waits for it."""
        with self.connect() as holder, self.connect() as watcher:
            watcher.autocommit = True
            holder.execute(statement, parameters)
            mine = holder.info.backend_pid
            asked = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"

            def is_waited_for() -> bool:
                row = watcher.execute(asked, [mine]).fetchone()
                return row is not None and row[0] > 0

            with suppress(psycopg.OperationalError):  # the database was killed, and the line with it
                yield is_waited_for
                holder.rollback()

    def in_background(self, deed: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Do it in a thread; the supervisor's children are started from this one."""
        return self.threads.submit(deed, *arguments)

    def ask(self, task: str) -> str:
        """Send a task as beat sends it, as soon as the broker answers; gives its id."""
        url = environment.redis_urls({"REDIS_URL": self.services.valkey.url()}).broker
        self.until(self.services.valkey.is_ready, "no broker")
        with Celery("as beat does", broker=url, set_as_current=False) as beat:
            return str(beat.send_task(task).id)

    def is_over(self, task_id: str) -> bool:
        """Whether the message of a task was taken and done with."""
        with redis.Redis.from_url(self.services.valkey.url()) as broker:
            messages = [*broker.lrange("celery", 0, -1), *broker.hvals("unacked")]
        return not any(task_id.encode() in message for message in messages)

    def run(self, task: str) -> None:
        """Ask for a task and wait until a worker did it, as beat's next minute would."""
        asked = self.ask(task)
        self.until(lambda: self.is_over(asked), f"nobody did {task}")


def children_of(pid: int) -> list[int]:
    """The processes started by another."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


@contextmanager
def at_home(house: House) -> Iterator[None]:
    """Let the ORM of this process speak with the house."""
    before = dict(connection.settings_dict)
    connection.close()
    url = house.services.postgres.url(DATABASE)
    connection.settings_dict.update(environment.database({"DATABASE_URL": url}))
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        ContentType.objects.clear_cache()


class Answer:
    """What came back: status, where it leads, the text."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def leads_to(self) -> str:
        """The address it sends the browser on to."""
        return str(self.headers["Location"] or "")

    def number(self, name: str) -> str:
        """The number in a hidden field of the page's form."""
        found = re.search(rf'name="{name}" value="(\d+)"', self.text)
        return found[1] if found else ""


class Browser:
    """One person's browser: cookies, and the token of the last form."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.from_port = 0

    def get(self, path: str) -> Answer:
        """Open a page."""
        answer = self._ask("GET", path, None, {})
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, data: Mapping[str, Any]) -> Answer:
        """Press a button of the form of the page that is open."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **data}, doseq=True)
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def api(self, path: str, body: str, **headers: str) -> Answer:
        """Ask the API as a script of a page does."""
        given = {"Content-Type": "application/json", "X-CSRFToken": self.token, **headers}
        return self._ask("POST", path, body, given)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.connect()
            self.from_port = line.sock.getsockname()[1]
            referer = f"http://127.0.0.1:{self.port}{path}"
            line.request(
                method,
                path,
                body,
                {"Cookie": cookies, "Referer": referer, "Connection": "close", **headers},
            )
            answer = Answer(line.getresponse())
        finally:
            line.close()
        for set_cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = set_cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    def sign_in(self, username: str, password: str) -> None:
        """Through the door, as a person does."""
        self.get("/dang-nhap/")
        answer = self.post("/dang-nhap/", {"username": username, "password": password})
        assert (answer.status, "sessionid" in self.cookies) == (302, True)

    def served_by(self, workers: list[int]) -> int | None:
        """The process that holds the other end of the line."""
        ends = f"{self.port:04X}", f"{self.from_port:04X}"
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        sockets = {f"socket:[{row[9]}]" for row in rows if (row[1][-4:], row[2][-4:]) == ends}
        for pid in workers:
            for handle in Path(f"/proc/{pid}/fd").glob("*"):
                with suppress(OSError):
                    if str(handle.readlink()) in sockets:
                        return pid
        return None
