"""The main menu: each app registers its entries in `AppConfig.ready()`; the ground floor knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise


def signed_in(user: Any) -> bool:
    """The default test: whoever is signed in sees the entry."""
    return bool(user.is_authenticated)


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main menu; `test` decides for a user whether it is shown."""

    key: str
    label: str | Promise
    url_name: str
    order: int
    test: Callable[[Any], bool] = signed_in


@dataclass(frozen=True)
class NavigationLink:
    """An entry as one page shows it."""

    key: str
    label: str | Promise
    url: str
    is_current: bool


_items: dict[str, NavigationItem] = {}


def register_item(
    key: str,
    label: str | Promise,
    url_name: str,
    order: int,
    test: Callable[[Any], bool] = signed_in,
) -> None:
    """Put an entry into the main menu. The smaller `order` stands first; equal ones sort by key.

    Registering the same entry twice changes nothing; another entry under a taken key raises `ImproperlyConfigured`.
    """
    item = NavigationItem(key=key, label=label, url_name=url_name, order=order, test=test)
    known = _items.setdefault(key, item)
    if (known.url_name, known.order) != (url_name, order):
        message = f"navigation key {key!r} is taken by {known.url_name!r}"
        raise ImproperlyConfigured(message)


def items() -> list[NavigationItem]:
    """Every registered entry, in the order of the menu."""
    return sorted(_items.values(), key=lambda item: (item.order, item.key))


def links_for(user: Any, path: str) -> list[NavigationLink]:
    """The menu of a user on the page `path`: allowed entries only, the one with the longest matching address is current.

    Raises `NoReverseMatch` for an entry whose address does not exist.
    """
    allowed = [(item, reverse(item.url_name)) for item in items() if item.test(user)]
    matching = [url for _item, url in allowed if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default=None)
    return [NavigationLink(item.key, item.label, url, url == current) for item, url in allowed]
