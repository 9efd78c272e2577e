"""What every test gets: quick passwords, an empty cache, and a browser for those that ask."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation

from tests.emptying import empty_by_rows
from tests.factories import make_user
from tests.loaded import load_everything
from tests.snapshots import know_content_types, may_copy, once_a_run
from tests.tracing import is_walk, unmeasured


def pytest_configure() -> None:
    """Make quick what is slow on purpose: Argon2, WhiteNoise's walk over all static files, the migrations."""
    gc.set_threshold(50_000, 20, 20)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("DNFA_TEST_TEMPLATE")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays for the whole run: the house, and its thousands of tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Measure no walk through the whole house, its fixtures included."""
    if not is_walk(item.path):
        return (yield)
    with unmeasured():
        return (yield)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Leave nothing for the next test in the cache, which no transaction rolls back."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    """Forget the language a request of the test chose: Django leaves it on the thread."""
    yield
    translation.deactivate()


@pytest.fixture
def officer(client):
    """An officer of the Department, signed in at the client."""
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Make the test database, keep what the migrations put into it, and read once what every process knows after its
    first requests.
    """
    with django_db_blocker.unblock():
        if may_copy():
            empty_by_rows()
        know_content_types()
        once_a_run("installed", lambda: None)


@pytest.fixture
def as_installed(transactional_db) -> None:
    """What a new house begins with (parameters, rules), which the truncation after another such test took away."""
    once_a_run("installed", lambda: None)


@pytest.fixture(scope="module")
def module_transaction(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Hold one transaction open around the tests of a module: what a module's fixture writes stands for all of them.

    Each test still runs in a savepoint of its own, which is rolled back; the whole is rolled back at the module's end.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def loaded(module_transaction, django_db_blocker):
    """Load the real register once for a module; gives the loader's summary."""
    with django_db_blocker.unblock():
        return once_a_run("register", load_everything)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the browser's program; without one the test fails and says what to install."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("DNFA_CHROMIUM") or next(
        (path for name in names if (path := shutil.which(name))), None
    )
    assert found, "no Chromium: apt install chromium, or set DNFA_CHROMIUM"
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str):
    """Drive one headless Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface keeps an event loop in this thread; Django's guard means servers.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """Open a fresh Vietnamese window of an office screen, 1366×768."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    yield context.new_page()
    context.close()
