"""The workshop for the records of this room; importing a module registers its pages."""

from __future__ import annotations

from agreements.admin import carrying_out, consultation, expiry, papers, pipeline, projects, reviews

__all__ = ["carrying_out", "consultation", "expiry", "papers", "pipeline", "projects", "reviews"]
