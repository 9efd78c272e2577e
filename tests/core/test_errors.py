from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy, override

from dnfa.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound


@pytest.mark.parametrize(
    ("kind", "status"),
    [(DomainError, 400), (InvalidInput, 400), (NotAllowed, 403), (NotFound, 404), (Conflict, 409)],
)
def test_each_refusal_has_its_status(kind, status):
    error = kind("some_code", "Câu cho người đọc.")

    assert (error.code, str(error), error.fields, error.http_status) == (
        "some_code",
        "Câu cho người đọc.",
        {},
        status,
    )


def test_status_can_be_named():
    assert DomainError("gone", "Không còn.", status=410).http_status == 410


def test_sentences_are_translated_when_they_are_read():
    # "Password" is a sentence Django itself has in both languages.
    error = InvalidInput("some_code", gettext_lazy("Password"), {"name": [gettext_lazy("Password")]})

    with override("vi"):
        vietnamese = (str(error), error.fields)
    with override("en"):
        english = (str(error), error.fields)

    assert vietnamese == ("Mật khẩu", {"name": ["Mật khẩu"]})
    assert english == ("Password", {"name": ["Password"]})
