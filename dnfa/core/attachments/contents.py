"""What reading a file gives, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dnfa.core.errors import InvalidInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIELD = "file"


@dataclass(frozen=True)
class Passage:
    """Text read from a file and where in it that stands ("trang 3")."""

    where: StrOrPromise
    text: str


@dataclass(frozen=True)
class Contents:
    """A file as read: its type, its text, and what could not be vouched for (codes of `Caution`).

    `pages` is known of PDF files only. `text_was_readable` is False when a page, or all of it, is a picture.
    """

    media_type: str
    passages: tuple[Passage, ...] = ()
    text_was_readable: bool = True
    pdf_version: str = ""
    pages: int | None = None
    cautions: tuple[str, ...] = ()


def unfit(code: str, message: StrOrPromise) -> InvalidInput:
    """The refusal of a file; the message says what to do."""
    return InvalidInput(code, message, {FIELD: [message]})
