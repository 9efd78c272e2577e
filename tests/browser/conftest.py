"""A whole house behind a real server: the register of Decision 2887, demonstration users, flags as of today."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from dnfa.core.clock import local_today
from dnfa.followup.sync import sync_flags
from tests.snapshots import once_a_run

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
PASSWORD = "thu-nghiem-2026"
# What the browser itself asks for; the last two are its own reader of PDF.
OWN_SCHEMES = ("data:", "blob:", "chrome:", "chrome-extension:")
# What htmx logs of a request that the browser broke off because the person went to another page. A request that fails
# logs `htmx:sendError` or `htmx:responseError` beside `htmx:afterRequest`, and those stay trouble.
GONE_TO_ANOTHER_PAGE = ("htmx:sendAbort,", "htmx:afterRequest,")
ARRIVAL = 30_000  # milliseconds a page may take to come, on a machine that does much else
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def house(live_server, transactional_db, settings) -> str:
    """Load the register and return the address of the running house."""
    settings.DNFA_DEMO = True
    settings.DNFA_DEMO_PASSWORD = PASSWORD
    once_a_run("house", furnish)
    return live_server.url


def furnish() -> None:
    """The real register, people to sign in as, and the flags of today."""
    call_command("load_register", verbosity=0)
    call_command("ensure_demo_users", verbosity=0)
    sync_flags(as_of=local_today())


class Visitor:
    """A signed-in person at the browser, who notices what goes wrong on every page."""

    def __init__(self, page: Any, house: str) -> None:
        self.page = page
        self.house = house
        self.trouble: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(GONE_TO_ANOTHER_PAGE):
            self.trouble.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.house, *OWN_SCHEMES)):
            self.trouble.append(f"outside host: {request.url}")

    def sign_in(self, username: str) -> None:
        self.open("/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.arrive(r"(?!/dang-nhap/).*")

    def open(self, path: str, *, status: int = 200) -> None:
        response = self.page.goto(f"{self.house}{path}")
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"

    def arrive(self, path: str) -> None:
        """Wait until the window stands at a path this pattern describes, read to its end.

        The address is asked again and again: a navigation that a second click breaks off fails `wait_for_url`.
        """
        expect(self.page).to_have_url(re.compile(rf"^{re.escape(self.house)}{path}$"), timeout=ARRIVAL)
        self.page.wait_for_load_state()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def speak_english(self) -> None:
        self.page.context.add_cookies([{"name": "django_language", "value": "en", "url": self.house}])

    def barriers(self) -> list[str]:
        """What axe finds on the page as it stands: one line for each rule and place."""
        if not self.page.evaluate("'axe' in window"):  # a page looked at in several widths reads it once
            self.page.evaluate(AXE)
        result = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations'], reporter: 'v2'})", WCAG
        )
        return [
            f"{violation['id']}: {node['target']} {node['html']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture for the guides when DNFA_PICTURES names a folder.

        The caret stays: hiding it leaves `style=""` on every box, which the page's own policy refuses once htmx copies a box.
        """
        folder = os.environ.get("DNFA_PICTURES")
        if folder:
            path = str(Path(folder) / f"{name}.png")
            self.page.screenshot(path=path, full_page=whole, caret="initial")


@pytest.fixture
def visitor(page, house) -> Iterator[Visitor]:
    """A visitor at the door, not signed in; what went wrong on any page fails the test."""
    person = Visitor(page, house)
    yield person
    assert person.trouble == []
