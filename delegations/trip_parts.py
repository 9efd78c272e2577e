"""Parts of a delegation's page, and the words of its lists; None where a part has nothing to say.

The delegation comes from `delegations.selectors_trips.trip_in_full`: everything read here is prefetched, as this
reader may see it.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.enums import PlanStatus, TripState
from delegations.models import Delegation
from delegations.models.base import PlannedRecord
from delegations.rules import trips as rules
from delegations.selectors_trips import countries_of
from delegations.states import awaited_end, first_day, last_day
from dnfa.core.display import display_value
from dnfa.core.numbers import format_money
from dnfa.core.provenance import provenance_of, told_by

Context = dict[str, Any] | None
Items = list[dict[str, Any]]
# In statuses.py the plain words "planned", "cancelled" are states of other things.
BADGES = {state: f"trip_{state.value}" for state in TripState}


def filled(rows: Items) -> Items:
    """Only the facts that say something."""
    return [row for row in rows if row["value"] not in (None, "")]


def span(begins: Any, ends: Any) -> str:
    """Two days as a person reads them; one where both are the same."""
    told = [display_value(day) for day in (begins, ends) if day]
    return " – ".join(dict.fromkeys(told))


def when_words(row: Any) -> str:
    """The real days, the planned end while no other is told; else the planned ones, else that it recurs."""
    if row.starts_on:
        return span(row.starts_on, row.ends_on or awaited_end(row))
    if row.planned_starts_on:
        return span(row.planned_starts_on, row.planned_ends_on)
    return _("định kỳ") if row.is_recurring else ""


def state_words(row: Any) -> str:
    """The word of the state on the day asked about."""
    return str(TripState(row.state).label)


def badge(row: Any) -> str:
    """The code of the state's look."""
    return BADGES[TripState(row.state)]


def days_of(record: Any) -> int | None:
    """How many days it lasted, both counted, when first and last are known to the day."""
    begins, ends = first_day(record), last_day(record)
    is_vague = record.starts_on and (
        record.starts_on.day is None or (record.ends_on is not None and record.ends_on.day is None)
    )
    if begins is None or ends is None or is_vague or awaited_end(record) is not None:
        return None
    return (ends - begins).days + 1


def planned_days(record: PlannedRecord) -> int | None:
    """How many days it is planned for, both counted."""
    begins = record.planned_starts_on
    return None if begins is None else ((record.planned_ends_on or begins) - begins).days + 1


def _days(number: int | None) -> str:
    return ngettext("%(n)s ngày", "%(n)s ngày", number) % {"n": number} if number else ""


def head_words(row: Any) -> str:
    """Name and title of who leads."""
    return ", ".join(filter(None, [row.head_name, row.head_title]))


def country_names(row: Any) -> str:
    """Countries and territories, each once."""
    return ", ".join(country.name_vi for country in countries_of(row))


def persons_of(row: Any) -> int | None:
    """How many went, else how many are planned."""
    number: int | None = row.persons if row.persons is not None else row.planned_persons
    return number


def cost_words(record: Any) -> str:
    """Amount, currency and who pays."""
    amount = "" if record.cost_amount is None else format_money(record.cost_amount, record.cost_currency)
    return ", ".join(filter(None, [amount, record.get_cost_source_display(), record.cost_note]))


def decision_words(record: Any) -> str:
    """Number, day and level of the document that allows it."""
    number = record.decision_number
    if record.decision_on:
        day = display_value(record.decision_on)
        number = _("%(number)s ngày %(day)s") % {"number": number, "day": day} if number else day
    return ", ".join(filter(None, [number, record.decision_by]))


def plan_words(record: Any) -> str:
    """In plan or out of it; empty when nobody has said."""
    return str(record.get_plan_status_display())


def report_words(record: Any) -> str:
    """Number and day of the report of the result; empty while there is none."""
    report = getattr(record, "result", None)
    if report is None or report.reported_on is None:
        return ""
    day = display_value(report.reported_on)
    return (
        _("%(number)s ngày %(day)s") % {"number": report.document_number, "day": day}
        if report.document_number
        else day
    )


def agencies(listed: Any) -> str:
    """Names of agencies."""
    return "; ".join(agency.name_vi for agency in listed.all())


def summary(record: Delegation) -> Items:
    """What it is, for `summary_list`."""
    return filled(
        [
            {"label": _("Chiều"), "value": record.get_direction_display()},
            {"label": _("Mục đích"), "value": record.purpose_vi},
            {"label": _("Trưởng đoàn"), "value": head_words(record), "note": record.get_head_rank_display()},
            {"label": _("Bên mời, bên đón"), "value": record.host},
            {
                "label": _("Lãnh đạo tiếp"),
                "value": ", ".join(filter(None, [record.received_by_name, record.received_by_title])),
            },
            {"label": _("Hình thức"), "value": record.get_mode_display()},
            {"label": _("Địa điểm"), "value": record.place},
            {"label": _("Cơ quan chủ trì"), "value": agencies(record.lead_agencies)},
            {"label": _("Cơ quan phối hợp"), "value": agencies(record.coordinating)},
            {"label": _("Kết quả"), "value": record.outcome_vi},
            {"label": _("Nội dung (tiếng Anh)"), "value": record.title_en, "lang": "en"},
        ]
    )


def _held_words(record: Any) -> str:
    held = span(record.starts_on, record.ends_on)
    return _("%(day)s, chưa ghi ngày cuối") % {"day": held} if awaited_end(record) else held


def plan_and_fact(record: Any, _user: Any, _as_of: date) -> Context:
    """What was planned beside what was; nothing where only sources speak and no day or number is known."""
    planned = span(record.planned_starts_on, record.planned_ends_on)
    recurring = _("định kỳ, nguồn không ghi ngày") if record.is_recurring else ""
    rows = [
        (_("Thời gian"), planned, _held_words(record) or recurring),
        (_("Số người"), record.planned_persons, record.persons),
    ]
    held = days_of(record) if record.starts_on else None
    rows.insert(1, (_("Số ngày"), _days(planned_days(record)), _days(held)))
    told = [row for row in rows if row[1] not in (None, "") or row[2] not in (None, "")]
    return {"rows": told} if told else None


def people(record: Delegation, user: Any, _as_of: date) -> Context:
    """The members for those who may read names; for others how many, and a word why not more."""
    may_see = rules.can_see_members(user, record)
    return {
        "may_see": may_see,
        "members": list(record.members.all()) if may_see else [],
        "persons": persons_of(record),
        "edit_url": edit_url(record, user, "people"),
    }


def stops(record: Delegation, user: Any, _as_of: date) -> Context:
    """The way."""
    listed, address = list(record.stops.all()), edit_url(record, user, "stops")
    return {"stops": listed, "edit_url": address} if listed or address else None


def programme(record: Delegation, user: Any, _as_of: date) -> Context:
    """The programme by day."""
    entries = list(record.programme.all())
    days = [(day, list(lines)) for day, lines in groupby(entries, key=lambda entry: entry.day)]
    address = edit_url(record, user, "programme")
    return {"days": days, "edit_url": address} if days or address else None


def gifts(record: Delegation, user: Any, _as_of: date) -> Context:
    """Gifts given and received."""
    listed, address = list(record.gifts.all()), edit_url(record, user, "gifts")
    return {"gifts": listed, "edit_url": address} if listed or address else None


def edit_url(record: Delegation, user: Any, name: str) -> str:
    """Where this person edits a part; empty for who may not."""
    return reverse(f"delegations:trip-{name}", args=[record.key]) if rules.can_edit(user, record) else ""


def partners(record: Any, user: Any, _as_of: date) -> Context:
    """Whom it was with, as far as the reader may see, with country or territory. An agency that joins and may see
    none of them reads nothing here, rather than that there are none.
    """
    items = [
        {
            "label": partner.country.name_vi if partner.country else partner.get_kind_display(),
            "value": partner.name_vi,
            "href": partner.get_absolute_url(),
        }
        for partner in record.partners.all()
    ]
    return {"items": items} if items or user.sees_everything else None


def permission(record: Delegation, user: Any, _as_of: date) -> Context:
    """The document that allows it, the year's programme, cost; with the pages where each is recorded."""
    items = filled(
        [
            {"label": _("Văn bản cho phép"), "value": decision_words(record)},
            *plan_items(record),
            {"label": _("Kinh phí"), "value": cost_words(record)},
        ]
    )
    decide, plan = edit_url(record, user, "decision"), edit_url(record, user, "plan-status")
    return {"items": items, "decide_url": decide, "plan_url": plan} if items or decide else None


def plan_items(record: PlannedRecord) -> Items:
    """Whether the year's programme holds it: by which line, or why not and by which document."""
    item = record.programme_item
    is_out = record.plan_status == PlanStatus.OUT_OF_PLAN
    line = ""
    if item:
        line = _("%(item)s (chương trình năm %(year)s)") % {"item": item.title, "year": item.programme.year}
    return [
        {"label": _("Kế hoạch năm"), "value": plan_words(record), "note": line},
        {"label": _("Lý do ngoài kế hoạch"), "value": record.out_of_plan_reason if is_out else ""},
        {"label": _("Văn bản chấp thuận"), "value": record.out_of_plan_document},
    ]


def signed(record: Delegation, user: Any, _as_of: date) -> Context:
    """Papers signed on the trip that the reader may see."""
    papers = list(record.signed_agreements.all())
    may_link = rules.can_link_agreements(user, record)
    address = reverse("delegations:trip-signed-papers", args=[record.key]) if may_link else ""
    return {"papers": papers, "edit_url": address} if papers or address else None


def moves(record: Delegation, _user: Any, _as_of: date) -> Context:
    """Each time it was put on other days, and that it was given up, the latest first."""
    told = [
        {
            "date": move.decided_on,
            "title": _("Dời từ %(before)s sang %(after)s")
            % {
                "before": span(move.starts_before, move.ends_before),
                "after": span(move.starts_after, move.ends_after),
            },
            "body": ". ".join(filter(None, [move.get_reason_display(), move.note])),
            "note": move.recorded_by.full_name if move.recorded_by else "",
        }
        for move in record.date_changes.all()
    ]
    if record.cancelled_on:
        reason = [record.get_cancel_reason_display(), record.cancel_note]
        told.append(
            {"date": record.cancelled_on, "title": _("Hủy đoàn"), "body": ". ".join(filter(None, reason))}
        )
    return {"items": told[::-1]} if told else None


def files(record: Delegation, user: Any, _as_of: date) -> Context:
    """Papers of the trip: they name people, so those read them who may read names."""
    return {"record": record, "user": user} if rules.can_see_members(user, record) else None


def sources(record: Any, _user: Any, _as_of: date) -> Context:
    """Where the facts come from; nothing for a record typed here."""
    told = told_by(list(provenance_of([record])))
    return {"sources": told} if told.cited or told.contradictions else None
