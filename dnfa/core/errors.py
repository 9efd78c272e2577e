"""Refusals of the domain: what a service raises and what pages and the API turn into an answer.

A refusal has a stable `code` for programs, a sentence for the person (translated when it is shown,
in the language of the one who reads it) and, where a field is to blame, sentences by field name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DomainError(Exception):
    """A named refusal. Nothing was written when it is raised out of a service.

    `code` is snake_case and never changes; `message` is a gettext_lazy sentence; `fields` maps
    field names to sentences; `status` is the HTTP status of the answer.
    """

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        message: StrOrPromise,
        fields: Mapping[str, Sequence[StrOrPromise]] | None = None,
        *,
        status: int | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field_messages = dict(fields or {})
        self.http_status = status or self.status

    def __str__(self) -> str:
        return str(self.message)

    @property
    def fields(self) -> dict[str, list[str]]:
        """Sentences by field, in the language active now."""
        return {name: [str(text) for text in texts] for name, texts in self.field_messages.items()}


class InvalidInput(DomainError):  # noqa: N818  (reads as a sentence where it is raised)
    """What was given cannot be read or breaks a rule (400)."""

    status = 400


class NotAllowed(DomainError):  # noqa: N818  (reads as a sentence where it is raised)
    """This person may not do that (403)."""

    status = 403


class NotFound(DomainError):  # noqa: N818  (reads as a sentence where it is raised)
    """There is no such record, or this person may not know of it (404)."""

    status = 404


class Conflict(DomainError):  # noqa: N818  (reads as a sentence where it is raised)
    """The record has moved on: another state, another version, already there (409)."""

    status = 409
