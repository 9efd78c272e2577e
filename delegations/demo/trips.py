"""Sample delegations through every deed of the screens: planned, allowed, moved, held, reported, closed, given up."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from agreements.demo.common import key_of, sample, title_of
from delegations.demo.common import Register, keys_made, mark
from delegations.demo.incoming import INCOMING
from delegations.demo.names import People
from delegations.demo.outgoing import OUTGOING
from delegations.demo.plans import HELD, Fate, Trip
from delegations.demo.reports import report_on
from delegations.demo.topics import TOPICS
from delegations.enums import CostSource, GiftSide, HeadRank, MeetingMode, MemberRole, PlanStatus
from delegations.models import Delegation, ProgrammeItem
from delegations.selectors_limits import findings_for
from delegations.services.limits import justify_limit
from delegations.services.trips import (
    cancel_delegation,
    decide,
    link_agreements,
    move_delegation,
    plan_delegation,
    set_plan_status,
)
from dnfa.core.demo import Demo
from dnfa.core.partial_dates import PartialDate

TRIPS = (*INCOMING, *OUTGOING)
NAMES_OF_A_TRIP = 12  # numbers of names kept for each trip, so that no two share a person
LISTED_GUESTS = 6
DECIDED_BEFORE = 18  # days between the document that allows a trip and its first day
GIVING = frozenset({HeadRank.NATIONAL, HeadRank.MINISTER, HeadRank.LOCALITY_HEAD, HeadRank.LOCALITY_DEPUTY})
CITY_BODIES = frozenset({"ubnd-thanh-pho", "thanh-uy", "so-ngoai-vu"})
# Of a closed one made for another day, on which the limits judge what they did not judge before.
AS_ALLOWED = "Thực hiện theo chương trình đã được cấp có thẩm quyền cho phép."
HOSTS = ("Chủ tịch UBND thành phố", "Phó Chủ tịch UBND thành phố", "Phó Chủ tịch HĐND thành phố")
COST_ABROAD, COST_HERE = Decimal(38_500_000), Decimal(2_400_000)  # đồng for one person


def make_trips(demo: Demo, register: Register) -> None:
    """The missing ones of the sample delegations, each whole or not at all."""
    made = keys_made(Delegation)
    for copy in demo.copies():
        for position, trip in enumerate(TRIPS):
            if key_of(trip.slug, copy) in made:
                continue
            with transaction.atomic():
                _Maker(demo, register, trip, copy, position).make()
            demo.count("delegations_out" if trip.is_out else "delegations_in")


def first_day_of(demo: Demo, trip: Trip, copy: int) -> date:
    """The first day of one copy of a trip: that of the paper signed on it, where there is one."""
    paper = sample(trip.signed, copy) if trip.signed else None
    if paper is None or paper.signed_on is None:
        return trip.first_day(demo)
    day: date = paper.signed_on.first_day()
    return day


class _Maker:
    """Makes one copy of one trip."""

    def __init__(self, demo: Demo, register: Register, trip: Trip, copy: int, position: int) -> None:
        self.demo, self.register, self.trip, self.copy = demo, register, trip, copy
        self.number = (copy - 1) * len(TRIPS) + position
        self.people = People(self.number * NAMES_OF_A_TRIP)
        self.starts = first_day_of(demo, trip, copy)
        self.ends = self.starts + timedelta(days=trip.days - 1)
        self.topic = TOPICS[trip.topic]
        self.country = register.country_of(trip.partners[0])
        self.with_name = register.partner(trip.partners[0]).name_vi
        self.said: dict[str, Any] = {"base_version": None, "user": demo.user, "today": demo.today}

    def make(self) -> None:
        """All deeds up to where the fate of the trip leaves it."""
        trip = self.trip
        record = mark(self._planned(), trip.slug, self.copy)
        self._allow(record)
        if trip.moved is not None:
            record = self._move(record, trip.moved[1])
        self._justify(record)
        if trip.given_up is not None:
            ago, reason, note = trip.given_up
            cancelled_on = min(self.starts - timedelta(days=ago), self.demo.today)
            cancel_delegation(
                delegation=record, cancelled_on=cancelled_on, reason=reason, note=note, **self.said
            )
        self._sign(record)
        if trip.fate in HELD:
            report_on(self.demo, record, trip, topic=self.topic, number=self.number, ended=self.ends)

    def _planned(self) -> Delegation:
        trip, register = self.trip, self.register
        shift = timedelta(days=trip.moved[0] if trip.moved else 0)  # the first plan was so much earlier
        starts, ends = self.starts - shift, self.ends - shift
        members = self._people()
        return plan_delegation(
            title_vi=title_of(trip.title, self.copy),
            direction=trip.direction,
            mode=MeetingMode.IN_PERSON,
            place="" if trip.is_out else "Đà Nẵng",
            purpose_vi=self.topic.purpose.format(partner=self.with_name),
            host=self.with_name if trip.is_out else register.agency(trip.agency).name_vi,
            planned_starts_on=starts,
            planned_ends_on=ends,
            planned_persons=trip.persons,
            head_name=members[0]["name"],
            head_title=trip.head,
            head_rank=trip.rank,
            partners=register.partners(trip.partners),
            lead_agencies=[register.agency(trip.agency)],
            coordinating=register.agencies(trip.joined),
            rows={
                "members": members,
                "stops": self._way(starts),
                "programme": self._programme(starts),
                "gifts": self._gifts(members[0]["name"]),
            },
            user=self.demo.user,
            today=self.demo.today,
            **self._cost(),
            **self._facts(),
        )

    def _cost(self) -> dict[str, Any]:
        source = CostSource.CITY_BUDGET if self.trip.agency in CITY_BODIES else CostSource.UNIT_BUDGET
        each = COST_ABROAD if self.trip.is_out else COST_HERE
        return {
            "cost_amount": each * self.trip.persons,
            "cost_currency": "VND",
            "cost_source": self.trip.payer or source,
        }

    def _people(self) -> list[dict[str, Any]]:
        return self._ours() if self.trip.is_out else self._theirs()

    def _theirs(self) -> list[dict[str, Any]]:
        """Of guests the first are listed, as the paper that announces them does."""
        people: list[dict[str, Any]] = []
        for place in range(min(self.trip.persons, LISTED_GUESTS)):
            person = {"name": self.people.foreign(self.country), "organisation": self.with_name}
            is_interpreter = 0 < place == LISTED_GUESTS - 1
            if place == 0:
                person |= {"title": self.trip.head, "role": MemberRole.HEAD}
            else:
                person |= {
                    "title": "Phiên dịch" if is_interpreter else "Thành viên",
                    "role": MemberRole.INTERPRETER if is_interpreter else MemberRole.MEMBER,
                }
            people.append(person)
        return people

    def _ours(self) -> list[dict[str, Any]]:
        """Everybody who travels; the last but the head is of the Department, where another agency leads."""
        trip = self.trip
        lead, department = self.register.agency(trip.agency), self.register.agency("so-ngoai-vu")
        others = [*self.register.agencies(trip.joined), lead]
        people = [
            {
                "name": self.people.vietnamese(),
                "title": trip.head,
                "agency": lead,
                "role": MemberRole.HEAD,
                "is_key_leader": True,
            }
        ]
        for place in range(1, trip.persons - len(trip.also)):
            is_leader = place < trip.leaders
            is_last = place == trip.persons - len(trip.also) - 1
            people.append(
                {
                    "name": self.people.vietnamese(),
                    "title": "Phó Giám đốc" if is_leader else "Chuyên viên",
                    "agency": lead if is_leader else department if is_last else others[place % len(others)],
                    "role": MemberRole.DEPUTY if is_leader else MemberRole.MEMBER,
                    "is_key_leader": is_leader,
                }
            )
        people += [{"name": name, "title": "Phó Trưởng phòng", "agency": lead} for name in trip.also]
        return people

    def _way(self, starts: date) -> list[dict[str, Any]]:
        stops, day = [], starts
        for stay in self.trip.stays(self.country):
            leaves = day + timedelta(days=stay.days - 1)
            stops.append(
                {
                    "country": self.register.country(stay.country),
                    "place": stay.place,
                    "partner": self.register.partner(stay.partner) if stay.partner else None,
                    "arrives_on": day if self.trip.is_out else None,
                    "leaves_on": leaves if self.trip.is_out else None,
                    "is_important_event": stay.is_event,
                }
            )
            day = leaves + timedelta(days=1)
        return stops

    def _programme(self, starts: date) -> list[dict[str, Any]]:
        """The reception, then a call a day as far as the days reach."""
        ours = "lãnh đạo thành phố" if self.trip.rank in GIVING else "lãnh đạo Sở Ngoại vụ"
        lines = [
            {
                "day": starts,
                "starts_at": time(9, 0),
                "place": self.with_name if self.trip.is_out else "Trung tâm Hành chính thành phố",
                "content": "Chào xã giao, hội đàm",
                "counterpart": self.with_name if self.trip.is_out else ours,
            }
        ]
        for number, (place, content) in enumerate(self.topic.calls):
            lines.append(
                {
                    "day": starts + timedelta(days=min(number, self.trip.days - 1)),
                    "starts_at": time(14, 0) if number == 0 else time(9, 30),
                    "place": "" if self.trip.is_out else place,
                    "content": content,
                    "in_charge": self.register.agency(self.trip.agency).name_vi,
                }
            )
        return lines

    def _gifts(self, head: str) -> list[dict[str, Any]]:
        if self.trip.rank not in GIVING:
            return []
        given, received = self.topic.gifts
        department = self.register.agency("so-ngoai-vu")
        return [
            {
                "side": GiftSide.GIVEN,
                "description": given,
                "counterpart": self.with_name if self.trip.is_out else head,
                "value_amount": Decimal(1_500_000),
                "value_currency": "VND",
            },
            {"side": GiftSide.RECEIVED, "description": received, "counterpart": self.with_name, "kept_by": department},
        ]  # fmt: skip

    def _allow(self, record: Delegation) -> None:
        """The document that allows it, once that day is there; in the year's programme by its line, else out of plan."""
        decided_on = self.starts - timedelta(days=DECIDED_BEFORE)
        if decided_on <= self.demo.today:
            kind = "QĐ-UBND" if self.trip.is_out else "UBND-SNgV"
            decide(
                delegation=record,
                decision_number=f"{1200 + self.number * 3}/{kind}",
                decision_on=decided_on,
                decision_by="Chủ tịch UBND thành phố",
                **self.said,
            )
        facts: dict[str, Any] = {"record": record, "base_version": None, "user": self.demo.user}
        if self.trip.unplanned:
            set_plan_status(
                plan_status=PlanStatus.OUT_OF_PLAN,
                reason=self.trip.unplanned,
                document=f"{640 + self.number}/UBND-SNgV",
                **facts,
            )
            return
        item = ProgrammeItem.objects.filter(title=record.title_vi).first()
        if item is not None:  # before the first programme of the samples there is none
            set_plan_status(plan_status=PlanStatus.IN_PLAN, programme_item=item, **facts)

    def _move(self, record: Delegation, reason: str) -> Delegation:
        return move_delegation(
            delegation=record,
            starts_on=self.starts,
            ends_on=self.ends,
            decided_on=self.demo.ago(6),
            reason=reason,
            **self.said,
        )

    def _justify(self, record: Delegation) -> None:
        words = self.trip.justified or (AS_ALLOWED if self.trip.fate == Fate.CLOSED else "")
        if not words:
            return
        fresh = Delegation.objects.get(pk=record.pk)
        for finding in findings_for([fresh]).get(record.pk, []):
            justify_limit(
                delegation=fresh,
                kind=finding.kind,
                subject=finding.subject,
                text=words,
                user=self.demo.user,
            )

    def _facts(self) -> dict[str, Any]:
        """What was, of a delegation that is back: the days planned; of every fifth one person stayed at home."""
        trip = self.trip
        if trip.fate not in HELD:
            return {}
        stayed = 1 if self.number % 5 == 2 and trip.persons > 2 else 0
        return {
            "starts_on": PartialDate.of(self.starts),
            "ends_on": PartialDate.of(min(self.ends, self.demo.today)),
            "persons": trip.persons - stayed,
            "received_by_name": self.people.foreign(self.country)
            if trip.is_out
            else self.people.vietnamese(),
            "received_by_title": "Lãnh đạo địa phương bạn"
            if trip.is_out
            else HOSTS[self.number % len(HOSTS)],
            "outcome_vi": ""
            if trip.fate == Fate.SILENT
            else self.topic.summary.format(partner=self.with_name),
        }

    def _sign(self, record: Delegation) -> None:
        paper = sample(self.trip.signed, self.copy) if self.trip.signed else None
        if paper is not None:
            link_agreements(delegation=record, agreements=[paper], base_version=None, user=self.demo.user)
