"""The workshop for the records of this room; importing a module registers its pages."""

from __future__ import annotations

from agreements.admin import consultation, expiry, papers, reviews

__all__ = ["consultation", "expiry", "papers", "reviews"]
