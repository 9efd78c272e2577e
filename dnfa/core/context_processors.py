"""What every page needs besides its own content."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dnfa.core import navigation as registry
from dnfa.core.clock import local_now

_PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@lru_cache(maxsize=1)
def product_version() -> str:
    """The version written in pyproject.toml, the only place that has it."""
    project = tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Main menu of the user, whether this page is in it, the version, and the moment the figures on the page were read.

    Lazy: a fragment for htmx or an error page that does not draw the menu asks for nothing.
    """
    user = getattr(request, "user", None)
    links: Any = SimpleLazyObject(lambda: registry.links_for(user, request.path) if user else [])
    return {
        "navigation_links": links,
        "is_menu_page": SimpleLazyObject(lambda: registry.is_menu_page(links, request.path)),
        "product_version": SimpleLazyObject(product_version),
        "data_read_at": local_now(),
    }
