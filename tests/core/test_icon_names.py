"""A name that no icon bears would break the page only on the day its branch is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from dnfa.core.icons import PATHS

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r"""\{%-?\s*icon\s+["']([^"']+)["']""")


def named_icons() -> dict[str, set[str]]:
    return {
        str(path.relative_to(TEMPLATES)): found
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (found := set(NAMED.findall(path.read_text(encoding="utf-8"))))
    }


@pytest.mark.parametrize("path", sorted(named_icons()))
def test_every_icon_a_template_names_is_there(path):
    assert named_icons()[path] - set(PATHS) == set()
