"""An independent reading of who was active when: the data files by `csv`, everything computed in plain Python.

Nothing of partners/activity.py, dnfa/followup/activity.py or delegations/activity.py is used, so that these and the
reading cannot be wrong in the same way. Signings and projects, which another room loads from several files, are read
row by row from their tables.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from agreements.models import AgreementEvent, Project
from partners.models import Relationship
from tests.loaded import DATA

DELEGATIONS = {"delegation_in", "delegation_out"}
# No contact of the two sides: a signing is counted with its paper, a prize met nobody.
NO_CONTACT = {"signing", "award", "invitation_declined"}


@dataclass(frozen=True)
class Deed:
    """One deed of one partner; days are None where the source gives no date."""

    partner: str
    record: str
    key: str
    first: date | None
    last: date | None
    is_activity: bool
    is_contact: bool


@dataclass(frozen=True)
class Told:
    """What is known of a partner on a day."""

    day: date | None
    by: frozenset[tuple[str, str]]  # records and keys of that day, any of which may stand as evidence
    has_contact: bool


def bounds(text: str) -> tuple[date | None, date | None]:
    """First and last day that "2014", "2014-08", "2014-08-06" or nothing can mean."""
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return None, None
    year, month, day = (*parts, None, None)[:3]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def localities() -> dict[str, str]:
    """Each body that belongs to a locality, with that locality."""
    partners = {row["key"]: row for row in rows("partners.csv")}
    return {
        key: row["parent_key"]
        for key, row in partners.items()
        if row["kind"] != "locality"
        and row["parent_key"]
        and partners[row["parent_key"]]["kind"] == "locality"
    }


def activities() -> Iterator[Deed]:
    """The deeds of data/activities.csv, one for each partner named."""
    for row in rows("activities.csv"):
        is_recurring = row["precision"] == "recurring"
        first = None if is_recurring else bounds(row["starts_on"])[0]
        last = None if is_recurring else bounds(row["ends_on"] or row["starts_on"])[1]
        for partner in filter(None, row["partner_keys"].split(";")):
            yield Deed(
                partner.strip(),
                "delegation" if row["kind"] in DELEGATIONS else "engagement",
                row["key"],
                first,
                last,
                is_activity=row["kind"] != "invitation_declined",
                is_contact=row["kind"] not in NO_CONTACT,
            )


def signings() -> Iterator[Deed]:
    """Papers signed with partners."""
    for event in AgreementEvent.objects.signings().select_related("agreement"):
        day = event.occurred_on or event.effective_on
        for partner in event.agreement.partners.all():
            yield Deed(
                partner.key,
                "agreement",
                event.agreement.key,
                day.first_day() if day else None,
                day.last_day() if day else None,
                is_activity=True,
                is_contact=False,
            )


def projects() -> Iterator[Deed]:
    """Projects from their start to their end, with whoever they name."""
    for project in Project.objects.prefetch_related("partners"):
        begins, ends = project.starts_on, project.ends_on or project.starts_on
        is_carried_out = project.stated_status not in {"proposed", "cancelled"}
        named = list(project.partners.all())
        for key in {partner.key for partner in named if partner}:
            yield Deed(
                key,
                "project",
                project.key,
                begins.first_day() if begins else None,
                ends.last_day() if ends else None,
                is_activity=is_carried_out,
                is_contact=is_carried_out,
            )


def told_of(deeds: list[Deed], partner: str, as_of: date) -> Told:
    """What these deeds tell of a partner and the bodies that belong to it, as of a day.

    A deed counts from its first possible day; its last possible day counts, but none after `as_of`.
    """
    parent = localities()
    mine = [
        deed
        for deed in deeds
        if partner in {deed.partner, parent.get(deed.partner)} and (deed.first is None or deed.first <= as_of)
    ]
    dated = [
        (min(deed.last, as_of), (deed.record, deed.key)) for deed in mine if deed.last and deed.is_activity
    ]
    latest = max((day for day, _record in dated), default=None)
    return Told(
        latest,
        frozenset(record for day, record in dated if day == latest),
        any(deed.is_contact for deed in mine),
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def threshold_months(tie_class: str, as_of: date) -> int:
    """After how many months a tie of that class sleeps, as data/parameters.csv has it on the day."""
    [months] = [
        int(row["value"])
        for row in rows("parameters.csv")
        if row["key"] == f"dormancy-months-{tie_class}"
        and bounds(row["valid_from"])[0] <= as_of
        and (not row["valid_to"] or as_of <= bounds(row["valid_to"])[1])
    ]
    return months


def sleep_of(told: Told, ties: list[Relationship], as_of: date) -> str:
    """What a tie in force is on the day: "awake", "dormant" (contact is known, too long ago or undated), "never"
    (nothing but papers), "young" (nothing yet, and the tie is younger than the threshold).
    """
    newest = max(ties, key=lambda tie: tie.since.last_day() if tie.since else date.min)
    months = threshold_months(newest.relationship_class, as_of)

    def is_old(day: date | None) -> bool:
        return day is None or months_later(day, months) < as_of

    if not is_old(told.day):
        return "awake"
    if told.has_contact:
        return "dormant"
    began = min(newest.since.last_day(), as_of) if newest.since else None
    return "never" if is_old(began) else "young"
