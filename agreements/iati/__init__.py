"""Projects for national and international aid databases: activities of the IATI Standard 2.03, checked against its schema."""

from __future__ import annotations

from agreements.iati.activities import Export, LeftOut, export
from agreements.iati.check import InvalidActivities, check

__all__ = ["Export", "InvalidActivities", "LeftOut", "check", "export"]
