"""What mails are for: each floor names its kinds of mail in `AppConfig.ready()` for the pages of the outbox."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register_purpose(code: str, label: str | Promise) -> None:
    """Say what a kind of mail is called. Raises `ImproperlyConfigured` for a code that means something else already."""
    known = _labels.setdefault(code, label)
    if known is not label and str(known) != str(label):
        message = f"mails of purpose {code!r} are called {str(known)!r} already"
        raise ImproperlyConfigured(message)


def purpose_label(code: str) -> str:
    """The words of a kind of mail; a code that nobody named shows itself."""
    return str(_labels.get(code, code))


def purposes() -> list[tuple[str, str]]:
    """Every named kind with its words, in the order of the words."""
    return sorted(((code, str(label)) for code, label in _labels.items()), key=lambda kind: kind[1])
