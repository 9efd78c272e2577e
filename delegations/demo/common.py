"""What all parts of this room's demonstration share: the register at hand, keys of samples, days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from agreements.demo.common import agency as find_agency
from agreements.demo.common import key_of
from agreements.demo.common import partner as find_partner
from dnfa.accounts.models import Agency
from dnfa.core.demo import FRIDAY, KEY_PREFIX, Demo
from partners.models import Country, Partner


class Register:
    """Sides of the register by key, each asked for once in a run."""

    def __init__(self) -> None:
        self._agencies: dict[str, Agency] = {}
        self._partners: dict[str, Partner] = {}
        self._countries: dict[str, Country] = {}

    def agency(self, key: str) -> Agency:
        """A body. Raises `Conflict` ("register_not_loaded")."""
        if key not in self._agencies:
            self._agencies[key] = find_agency(key)
        return self._agencies[key]

    def partner(self, key: str) -> Partner:
        """A partner. Raises `Conflict` ("register_not_loaded")."""
        if key not in self._partners:
            self._partners[key] = find_partner(key)
        return self._partners[key]

    def agencies(self, keys: tuple[str, ...]) -> list[Agency]:
        """Several bodies, in their order."""
        return [self.agency(key) for key in keys]

    def partners(self, keys: tuple[str, ...]) -> list[Partner]:
        """Several partners, in their order."""
        return [self.partner(key) for key in keys]

    def country_of(self, key: str) -> str:
        """The code of a partner's country or territory; empty for organisations and networks of several."""
        country = self.partner(key).country
        return country.code if country else ""

    def country(self, code: str) -> Country:
        """A country or territory by its code."""
        if not self._countries:
            self._countries = Country.objects.in_bulk(field_name="code")
        return self._countries[code]


def keys_made(model: Any) -> set[str]:
    """The keys of samples of a kind that are there already."""
    return set(model.objects.filter(key__startswith=KEY_PREFIX).values_list("key", flat=True))


def mark(record: Any, slug: str, copy: int) -> Any:
    """Give a new record the sample's key in place of the one made from its title; a second run knows it by this key."""
    record.key = key_of(slug, copy)
    record.save(update_fields=["key", "updated_at"])
    return record


def on_workday(day: date) -> date:
    """The day, or the Friday before a Saturday or Sunday."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def later(day: date, days: int, demo: Demo) -> date:
    """So many days after a day, on a working day and as far as today: what is written down has happened."""
    return max(day, on_workday(min(day + timedelta(days=days), demo.today)))


def writer(demo: Demo, agency_key: str) -> Any:
    """Who writes for an agency: its focal point where the demonstration has one, else the Department."""
    return demo.focal if demo.focal.agency.key == agency_key else demo.user
