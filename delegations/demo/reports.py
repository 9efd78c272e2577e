"""Reports of results of sample delegations and conferences: submitted, begun, owed; what follows of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from agreements.demo.common import agency
from delegations.demo.common import later, writer
from delegations.demo.plans import Fate, Trip
from delegations.demo.topics import Owed, Topic
from delegations.enums import ObligationSide
from delegations.models import Delegation, OutcomeReport
from delegations.services.outcomes import close_delegation, draft_report, submit_report
from delegations.states import first_day
from dnfa.core.demo import Demo
from dnfa.followup.actions import complete_action
from dnfa.followup.models import Action

LEFT_UNDONE = 11  # of what is past its day every so manieth thing to do is left open
CLOSED_AFTER, DONE_BEFORE = 4, 3  # days


def report_on(demo: Demo, record: Delegation, trip: Trip, *, topic: Topic, number: int, ended: date) -> None:
    """The report of one held delegation as far as its fate goes; `number` tells samples apart."""
    if trip.fate == Fate.SILENT:
        return
    who = writer(demo, trip.agency)
    report = draft_report(
        record=record,
        contents=contents_of(record, topic, reported_on=ended + timedelta(days=trip.reported)),
        user=who,
        today=demo.today,
    )
    if trip.fate == Fate.DRAFTED:
        return
    reported_on = later(ended, trip.reported, demo)
    submit_report(
        report=report,
        document_number=f"{300 + number}/BC-{'SNgV' if number % 3 else 'UBND'}",
        reported_on=reported_on,
        base_version=None,
        user=who,
        today=demo.today,
    )
    if trip.fate == Fate.CLOSED:
        close_delegation(
            delegation=record,
            closed_on=later(reported_on, CLOSED_AFTER, demo),
            base_version=None,
            user=demo.user,
            today=demo.today,
        )
    carry_out(demo, report, number)


def contents_of(record: Delegation, topic: Topic, *, reported_on: date) -> Mapping[str, Any]:
    """What the report says, in the words of the matter talked about."""
    partner = record.partners.order_by("pk").first()
    name = "" if partner is None else partner.name_vi
    begins = first_day(record)
    rows = (
        (ObligationSide.OURS, topic.ours),
        (ObligationSide.THEIRS, topic.theirs),
        (ObligationSide.PROPOSAL, topic.proposal),
    )
    return {
        "summary": topic.summary.format(partner=name),
        "done": topic.done,
        "negotiating": topic.negotiating,
        "assessment": "Chuyến đi đạt mục đích đề ra; phía bạn chuẩn bị chu đáo, nội dung làm việc thiết thực.",
        "meetings": [
            {
                "met_on": begins,
                "partner": partner,
                "counterpart": f"{record.received_by_name}, {record.received_by_title}"
                if record.direction == "out"
                else f"{record.head_name}, {record.head_title}",
                "our_side": f"{record.head_name}, {record.head_title}"
                if record.direction == "out"
                else f"{record.received_by_name}, {record.received_by_title}",
                "content": topic.purpose.format(partner=name),
            }
        ],
        "obligations": [_obligation(side, owed, name, reported_on) for side, owed in rows],
    }  # fmt: skip


def _obligation(side: str, owed: Owed, name: str, reported_on: date) -> dict[str, Any]:
    return {
        "side": side,
        "text": owed.text.format(partner=name),
        "due_on": reported_on + timedelta(days=owed.due),
        "lead_agency": agency(owed.agency) if owed.agency else None,
    }


def carry_out(demo: Demo, report: OutcomeReport, number: int) -> None:
    """Things to do of long ago are done, but for a few."""
    due = Action.objects.filter(obligation__report=report, due_on__lt=demo.today).order_by("pk")
    for place, action in enumerate(due):
        if (number + place) % LEFT_UNDONE:
            complete_action(
                action=action,
                done_on=(action.due_on or demo.today) - timedelta(days=DONE_BEFORE),
                evidence=f"Công văn {700 + number}/SNgV-HTQT báo cáo kết quả thực hiện.",
                user=demo.user,
                today=demo.today,
            )
