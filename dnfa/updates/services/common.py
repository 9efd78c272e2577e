"""What the services share: words fit to store, steps, and the row held until the transaction ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked
from dnfa.updates.models import ChangeRequest, RequestStep
from dnfa.updates.proposals import SubjectGoneError, subject_for
from dnfa.updates.subjects import Subject

LONGEST_LINE = 500
LONGEST_TEXT = 10_000


def tidy_text(text: str) -> str:
    """Several lines as they are stored: nothing at the ends, every line clean."""
    return "\n".join(clean_line(line) for line in text.splitlines()).strip("\n")


def clean_text(text: str, field: str = "text") -> str:
    """Several lines fit to store. Raises `InvalidInput` for one that is too long or carries a mark of secrecy."""
    text = tidy_text(text)
    if len(text) > LONGEST_TEXT:
        sentence = _("Nội dung dài quá 10.000 ký tự.")
        raise InvalidInput(
            "too_long", _("Chưa ghi được. Hãy xem các mục được đánh dấu."), {field: [sentence]}
        )
    refuse_secret(**{field: text})
    return text


def needed_line(text: str, field: str, sentence: Any) -> str:
    """One line that must say something. Raises `InvalidInput`."""
    text = clean_line(text)
    if not text or len(text) > LONGEST_LINE:
        told = _("Nội dung dài quá 500 ký tự.") if text else sentence
        raise InvalidInput(
            f"{field}_needed", _("Chưa ghi được. Hãy xem các mục được đánh dấu."), {field: [told]}
        )
    refuse_secret(**{field: text})
    return text


def held(request: ChangeRequest, *, base_version: int | None) -> ChangeRequest:
    """The request, locked. Raises `Conflict` ("stale_version") when it moved on since `base_version`."""
    return locked(request, base_version=base_version)


def put_step(
    request: ChangeRequest, kind: str, *, user: Any, now: datetime, reason: str = "", text: str = ""
) -> RequestStep:
    """Write down what happened."""
    return RequestStep.objects.create(request=request, kind=kind, at=now, by=user, reason=reason, text=text)


def known_subject(request: ChangeRequest) -> Subject:
    """The kind of record. Raises `NotAllowed` when the house no longer lets agencies update it."""
    try:
        return subject_for(request)
    except SubjectGoneError as error:
        raise NotAllowed(
            "subject_gone", _("Loại bản ghi này không còn nhận cập nhật của cơ quan.")
        ) from error
