"""What the papers point at exists: links, pictures, tests and modules named in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FORBIDDEN = re.compile(r"thành phố kết nghĩa|sister cit(?:y|ies)|twin town", re.IGNORECASE)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_paper_leads_somewhere(paper):
    links = [
        link
        for link in LINK.findall(paper.read_text("utf-8"))
        if not link.startswith(("http:", "https:", "/"))
    ]

    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_readme_points_at_every_guide():
    text = (ROOT / "README.md").read_text("utf-8")

    missing = [
        path.name
        for path in sorted((ROOT / "docs").glob("*.md"))
        if f"docs/{path.name}" not in text and path.name != "adding-a-model.md"
    ]
    assert missing == []


def test_no_screen_prints_the_forbidden_word():
    screens = [*(ROOT / "templates").rglob("*.html"), ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"]

    assert [path.name for path in screens if FORBIDDEN.search(path.read_text("utf-8"))] == []
