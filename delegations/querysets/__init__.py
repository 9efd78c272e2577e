"""Verbs on meetings and contacts, by area."""

from __future__ import annotations

from delegations.querysets.contacts import ContactQuerySet

__all__ = ["ContactQuerySet"]
