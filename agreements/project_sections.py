"""Parts of the page of a project or aid item (dnfa/core/page_parts.py): each area brings its own."""

from __future__ import annotations

from agreements.models import Project
from dnfa.core.page_parts import PageParts, Section

__all__ = ["Section", "project_page"]

project_page: PageParts[Project] = PageParts()
