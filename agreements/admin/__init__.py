"""The workshop for the records of this room; importing a module registers its pages."""

from __future__ import annotations

from agreements.admin import consultation, papers

__all__ = ["consultation", "papers"]
