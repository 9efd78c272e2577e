from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dnfa.embedded import ServiceError, processes
from dnfa.embedded.home import CHECKOUT, Home, Services
from tests.runtime.homes import with_tables


@pytest.fixture
def place():
    """A directory that PostgreSQL's own account can enter."""
    with tempfile.TemporaryDirectory(prefix="dnfa-hometest-") as path:
        Path(path).chmod(0o711)
        yield Path(path)


@pytest.fixture(scope="module")
def lived_in():
    """A directory with a home whose tables are there; every command leaves it as it found it."""
    with tempfile.TemporaryDirectory(prefix="dnfa-hometest-") as path:
        Path(path).chmod(0o711)
        with_tables(Path(path) / "home")
        yield Path(path)


def test_the_default_home_lies_in_the_checkout():
    assert Home.from_environment({}).path == CHECKOUT / ".dnfa"
    assert Home.from_environment({"DNFA_HOME": "/srv/dnfa"}).path == Path("/srv/dnfa")


@pytest.mark.parametrize(
    ("env", "development", "demonstration"),
    [
        ({}, True, True),
        ({"DNFA_SECRET_KEY": "x"}, False, False),
        ({"DNFA_DEVELOPMENT": "0"}, False, False),
        ({"DNFA_SECRET_KEY": "x", "DNFA_DEVELOPMENT": "1"}, True, True),
        ({"DATABASE_URL": "postgresql://h/d"}, True, False),
        ({"DATABASE_URL": "postgresql://h/d", "DNFA_DEMO": "1"}, True, True),
        ({"DNFA_DEMO": "0"}, True, False),
    ],
)
def test_what_makes_a_home_one_for_trying_out(env, development, demonstration):
    home = Home.from_environment(env)

    assert (home.is_development, home.has_demonstration) == (development, demonstration)


@pytest.mark.parametrize(
    ("env", "catches"),
    [
        ({}, True),
        ({"DNFA_EMAIL_HOST": "smtp.danang.gov.vn"}, False),
        ({"DNFA_SECRET_KEY": "x"}, False),
        ({"DNFA_SECRET_KEY": "x", "DNFA_DEVELOPMENT": "1"}, True),
    ],
)
def test_only_a_home_for_trying_out_keeps_its_mails(env, catches):
    assert Home.from_environment(env).catches_mail is catches


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    home = Home(tmp_path / "home", {})
    home.prepare()

    first, second = home.secret_key(), home.secret_key()

    assert first == second
    assert len(first) >= 50
    assert (home.path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert home.path.stat().st_mode & 0o066 == 0


def test_a_home_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ServiceError, match="set DNFA_HOME to a writable folder"):
        Home(tmp_path / "file" / "home", {}).prepare()


def test_given_urls_always_win(place):
    env = {"DATABASE_URL": "postgresql://h/d", "REDIS_URL": "redis://h/0", "DNFA_SECRET_KEY": "x" * 60}
    services = Services(Home(place, env))

    with services.in_use(with_parent=True):
        made = services.environment()

    assert services.all == []
    assert made == {
        **env,
        "DNFA_HOME": str(place),
        "DJANGO_SETTINGS_MODULE": "dnfa.settings",
        "DNFA_DEVELOPMENT": "0",
        "DNFA_DEMO": "0",
    }


def test_the_last_user_stops_the_services(place):
    home = Home(place, {})
    home.prepare()
    first, second = Services(home), Services(home)

    with first.in_use(with_parent=False):
        with second.in_use(with_parent=False):
            pass
        running_after_the_second = first.postgres.is_ready(), first.valkey.is_ready()
    running_after_both = first.postgres.is_ready(), first.valkey.is_ready()

    assert (running_after_the_second, running_after_both) == ((True, True), (False, False))


def manage(place, *arguments, **popen):
    env = {name: text for name, text in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    env = {**env, "DNFA_HOME": str(place / "home"), "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [sys.executable, "-m", "dnfa.embedded.manage", *arguments],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        **popen,
    )


def services_of(place):
    return Services(Home(place / "home", {}))


@pytest.mark.xdist_group("lived in")  # one home for these tests
def test_bin_manage_starts_what_it_needs_and_leaves_nothing(lived_in):
    with manage(
        lived_in,
        "shell",
        "--no-imports",
        "-c",
        "from django.db import connection as c; c.ensure_connection()",
    ) as done:
        done.communicate(timeout=60)

    left = services_of(lived_in)
    assert done.returncode == 0
    assert [service.is_ready() for service in left.all] == [False, False]


@pytest.mark.xdist_group("lived in")  # one home for these tests
def test_bin_manage_passes_signals_and_status_on(lived_in):
    code = "import time; print('sleeping', flush=True); time.sleep(60)"
    with manage(lived_in, "shell", "--no-imports", "-c", code) as child:
        child.stdout.readline()
        child.terminate()
        status = child.wait(timeout=30)

    assert status == 128 + 15
    assert [service.is_ready() for service in services_of(lived_in).all] == [False, False]


@pytest.mark.xdist_group("lived in")  # one home for these tests
def test_what_a_killed_command_left_running_is_adopted_and_stopped(lived_in):
    code = "import time; print('sleeping', flush=True); time.sleep(60)"
    with manage(lived_in, "shell", "--no-imports", "-c", code, start_new_session=True) as child:
        child.stdout.readline()
        os.killpg(child.pid, 9)
    services = services_of(lived_in)
    orphans = [service.is_ready() for service in services.all]

    with manage(lived_in, "shell", "--no-imports", "-c", "pass") as done:
        done.communicate(timeout=60)

    assert orphans == [True, True]
    assert done.returncode == 0
    assert processes.wait_until(lambda: not any(service.is_ready() for service in services.all), seconds=5)


def test_bin_manage_says_why_it_cannot_start(tmp_path, capfd):
    (tmp_path / "home").write_text("a file")

    with manage(tmp_path, "check") as done:
        done.communicate(timeout=30)

    assert done.returncode == 1
    assert "Không dùng được thư mục dữ liệu" in capfd.readouterr().err
