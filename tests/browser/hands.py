"""What hands do at a page: find a box by its words, choose in a long list, press, look at one part."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest


def field(page: Any, label: str) -> Any:
    """The input of this label, whether or not it is marked as required."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}( \(bắt buộc\))?$"))


def pick(page: Any, label: str, words: str) -> None:
    """Choose in a long list by typing what is looked for, as people do."""
    page.get_by_role("combobox", name=re.compile(rf"^{re.escape(label)}")).fill(words)
    page.locator(".picker-options").get_by_role("option", name=words, exact=True).click()


def press(page: Any, name: str) -> None:
    """Press the button that sends a form; what comes complains of nothing."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    assert page.locator(".error-summary").all_inner_texts() == []


def part(page: Any, title: str) -> Any:
    """The part of a record's page under this heading."""
    return page.get_by_role("region", name=title, exact=True)


def in_words(day: date) -> str:
    """A day as the pages write it."""
    return f"{day:%d/%m/%Y}"


def drafts(page: Any) -> int:
    """How many drafts the window keeps."""
    kept = "Object.keys(localStorage).filter(key => key.startsWith('dnfa-draft:')).length"
    return int(page.evaluate(kept))


def wait_for_drafts(page: Any, number: int) -> None:
    """Wait until so many drafts are kept; the page's own policy forbids Playwright's way of waiting."""
    for _try in range(50):
        if drafts(page) == number:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not {number} but {drafts(page)} drafts")
