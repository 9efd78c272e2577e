"""The main menu: each app registers its entries in `AppConfig.ready()`; the ground floor knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    """One entry of the menu; `test` decides for a user whether it is shown.

    `parent` is the key of a main entry: the entry then stands in the second row, shown while one is in that part of the house.
    """

    key: str
    label: str | Promise
    url_name: str
    order: int
    test: Callable[[Any], bool] = signed_in
    parent: str = ""


@dataclass(frozen=True)
class NavigationLink:
    """An entry as one page shows it; `children` is its second row."""

    key: str
    label: str | Promise
    url: str
    is_current: bool
    children: tuple[NavigationLink, ...] = ()


_items: dict[str, NavigationItem] = {}


def register_item(
    key: str,
    label: str | Promise,
    url_name: str,
    order: int,
    test: Callable[[Any], bool] = signed_in,
    *,
    parent: str = "",
) -> None:
    """Put an entry into the main menu, or into the second row of its `parent`. The smaller `order` stands first; equal ones sort by key.

    Registering the same entry twice changes nothing; another entry under a taken key raises `ImproperlyConfigured`.
    """
    item = NavigationItem(key=key, label=label, url_name=url_name, order=order, test=test, parent=parent)
    known = _items.setdefault(key, item)
    if (known.url_name, known.order, known.parent) != (url_name, order, parent):
        message = f"navigation key {key!r} is taken by {known.url_name!r}"
        raise ImproperlyConfigured(message)


def items() -> list[NavigationItem]:
    """Every registered entry, in the order of the menu."""
    return sorted(_items.values(), key=lambda item: (item.order, item.key))


def is_menu_page(links: Iterable[NavigationLink], path: str) -> bool:
    """Whether the page `path` is itself an entry of the menu: such pages need no way back."""
    return any(link.url == path or is_menu_page(link.children, path) for link in links)


def links_for(user: Any, path: str) -> list[NavigationLink]:
    """The menu of a user on the page `path`: allowed entries only, each with its second row.

    Current is the entry with the longest matching address, in the second row before the main one, and the main entry
    above it. Raises `NoReverseMatch` for an entry whose address does not exist.
    """
    allowed = [(item, reverse(item.url_name)) for item in items() if item.test(user)]
    matching = [
        (len(url), bool(item.parent), item)
        for item, url in allowed
        if path == url or (url != "/" and path.startswith(url))
    ]
    best = max(matching, key=lambda match: match[:2], default=(0, False, None))[2]
    here = {best.key, best.parent} if best else set()
    rows: dict[str, list[NavigationLink]] = {}
    for item, url in allowed:
        if item.parent:
            link = NavigationLink(item.key, item.label, url, item.key in here)
            rows.setdefault(item.parent, []).append(link)
    return [
        NavigationLink(item.key, item.label, url, item.key in here, tuple(rows.get(item.key, ())))
        for item, url in allowed
        if not item.parent
    ]
