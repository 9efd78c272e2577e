"""Who met: delegations in and out, events, letters, exchanges and other contacts."""

from __future__ import annotations

from delegations.models.base import ContactRecord, Delegation, Engagement

__all__ = ["ContactRecord", "Delegation", "Engagement"]
