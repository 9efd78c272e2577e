"""The year's programmes of the samples: last year's closed, this year's in force, next year's open for proposals.

Lines of samples stand only in programmes that samples opened: a programme of the office itself is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from agreements.demo.common import key_of, title_of
from delegations.demo.common import Register, keys_made, writer
from delegations.demo.meetings import CONFERENCES
from delegations.demo.trips import TRIPS, first_day_of
from delegations.enums import CostSource, ProgrammeItemKind, ProgrammeItemState, RevisionKind
from delegations.enums import HeadRank as Rank
from delegations.models import Conference, Delegation, ProgrammeItem, YearProgramme
from delegations.services.programme import (
    approve_revision,
    decide_items,
    open_programme,
    propose_item,
    remove_item,
    withdraw_item,
)
from dnfa.core.demo import TITLE_PREFIX, Demo
from dnfa.core.partial_dates import PartialDate

NOTE = f"{TITLE_PREFIX}Chương trình hoạt động đối ngoại, số liệu do chương trình đặt ra để xem thử."
OUT, IN, MEETING = (
    ProgrammeItemKind.DELEGATION_OUT,
    ProgrammeItemKind.DELEGATION_IN,
    ProgrammeItemKind.CONFERENCE,
)
# Proposed from this month on, every fourth line came with the six-month adjustment.
SECOND_HALF, EVERY = 8, 4
APPROVED_BY = "Chủ tịch UBND thành phố"
DECIDED, APPROVED, PROPOSALS_DUE = (12, 10), (12, 22), (11, 30)  # of the year before
ADJUSTED, ADJUSTMENT_APPROVED = (7, 1), (7, 15)


@dataclass(frozen=True)
class Line:
    """A line of a programme; `is_added`: it came with the adjustment."""

    title: str
    kind: str
    agency: str
    day: date
    countries: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    rank: str = ""
    head: str = ""
    days: int | None = None
    persons: int | None = None
    purpose: str = ""
    cost: Decimal | None = None
    is_added: bool = False


@dataclass(frozen=True)
class Extra:
    """A line that no sample carries out: where it stands and why; `years` from the present one."""

    state: str
    years: tuple[int, ...]
    title: str
    kind: str
    agency: str
    month: int
    country: str
    persons: int
    note: str = ""


EXTRAS = (
    Extra(ProgrammeItemState.REFUSED, (-1, 0), "Đoàn khảo sát mô hình nghỉ dưỡng tại Dubai", OUT, "so-du-lich", 6,
          "AE", 8, "Nội dung trùng đoàn khảo sát năm trước, chưa cấp thiết."),
    Extra(ProgrammeItemState.REFUSED, (-1,), "Đoàn học tập quản lý chợ truyền thống tại châu Âu", OUT, "so-cong-thuong",
          9, "FR", 12, "Số người vượt hạn mức, mục đích chưa rõ."),
    Extra(ProgrammeItemState.WITHDRAWN, (-1, 0), "Đoàn giao lưu võ thuật Belarus", IN, "so-van-hoa-the-thao", 5, "BY",
          15, "Phía bạn chưa thu xếp được kinh phí."),
    Extra(ProgrammeItemState.REMOVED, (-1, 0), "Đoàn xúc tiến đầu tư tại Tây Á", OUT, "ban-xuc-tien-ho-tro-dau-tu", 10,
          "IL", 6, "Tình hình khu vực chưa ổn định."),
    Extra(ProgrammeItemState.REMOVED, (-1,), "Hội thảo quốc tế về đô thị sân bay", MEETING, "so-ke-hoach-dau-tu", 11,
          "SG", 150, "Lùi sang năm sau, chờ quy hoạch được duyệt."),
    Extra(ProgrammeItemState.ACCEPTED, (0,), "Đoàn học tập quản lý khu thương mại tự do", OUT, "bql-khu-cong-nghe-cao",
          12, "KR", 5),
    Extra(ProgrammeItemState.PROPOSED, (0,), "Đoàn dự lễ hội mùa đông tại Sapporo", OUT, "so-van-hoa-the-thao", 12, "JP",
          6),
    Extra(ProgrammeItemState.PROPOSED, (1,), "Đoàn Đại học Đà Nẵng dự diễn đàn đại học châu Á", OUT, "dai-hoc-da-nang", 4,
          "KR", 4),
    Extra(ProgrammeItemState.PROPOSED, (1,), "Đoàn sinh viên Griffith thực tập tại Đà Nẵng", IN, "dai-hoc-da-nang", 6,
          "AU", 25),
    Extra(ProgrammeItemState.PROPOSED, (1,), "Đoàn xúc tiến du lịch tại Ấn Độ", OUT, "so-du-lich", 3, "IN", 5),
    Extra(ProgrammeItemState.PROPOSED, (1,), "Đoàn bác sĩ học tập phẫu thuật nội soi", OUT, "so-y-te", 5, "JP", 5),
    Extra(ProgrammeItemState.ACCEPTED, (1,), "Đoàn thành phố dự hội nghị thị trưởng châu Á", OUT, "ubnd-thanh-pho", 9,
          "JP", 8),
    Extra(ProgrammeItemState.ACCEPTED, (1,), "Hội nghị xúc tiến đầu tư Đà Nẵng", MEETING, "ban-xuc-tien-ho-tro-dau-tu",
          6, "SG", 400),
)  # fmt: skip


def make_programmes(demo: Demo, register: Register) -> None:
    """Last year's, this year's and next year's, each copy of their lines whole or not at all."""
    first = YearProgramme.objects.filter(note=NOTE).order_by("year").first()
    present = demo.today.year if first is None else first.year + 1  # a later run adds no year
    for years in (-1, 0, 1):
        year = present + years
        programme = _sample_of(year)
        if programme is None and YearProgramme.objects.filter(year=year).exists():
            continue
        with transaction.atomic():
            if programme is None:
                programme = _open(demo, year)
            _fill(demo, register, programme, years)


def _sample_of(year: int) -> YearProgramme | None:
    return YearProgramme.objects.filter(year=year, note=NOTE).first()


def _open(demo: Demo, year: int) -> YearProgramme:
    demo.count("programmes")
    return open_programme(
        year=year, proposals_due_on=date(year - 1, *PROPOSALS_DUE), note=NOTE, user=demo.user
    )


def _fill(demo: Demo, register: Register, programme: YearProgramme, years: int) -> None:
    """Propose what is missing, decide on it, approve the editions that are due by today."""
    there = set(programme.items.values_list("title", flat=True))
    first: list[ProgrammeItem] = []
    second: list[ProgrammeItem] = []
    extras: list[tuple[Extra, ProgrammeItem]] = []
    for copy in demo.copies():
        for line in _lines(demo, register, programme.year, copy):
            if line.title not in there:
                (second if line.is_added else first).append(_propose(demo, register, programme, line))
        for extra in EXTRAS:
            line = _line_of(extra, programme.year, copy)
            if years in extra.years and line.title not in there:
                extras.append((extra, _propose(demo, register, programme, line)))
    if first or second or extras:
        _decide(demo, programme, first, second, extras)


def _lines(demo: Demo, register: Register, year: int, copy: int) -> Iterator[Line]:
    """The lines that samples of that year are to carry out; those that are there have theirs."""
    made = keys_made(Delegation) | keys_made(Conference)
    for position, trip in enumerate(TRIPS):
        day = first_day_of(demo, trip, copy)
        if trip.unplanned or day.year != year or key_of(trip.slug, copy) in made:
            continue
        codes = [stay.country for stay in trip.stays(register.country_of(trip.partners[0]))]
        yield Line(
            title=title_of(trip.title, copy),
            kind=OUT if trip.is_out else IN,
            agency=trip.agency,
            day=day,
            countries=tuple(dict.fromkeys(codes)),
            partners=trip.partners,
            rank=trip.rank,
            head=trip.head,
            days=trip.days,
            persons=trip.persons,
            cost=Decimal(40_000_000) * trip.persons if trip.is_out else None,
            is_added=day.month >= SECOND_HALF and position % EVERY == 0,
        )
    for meeting in CONFERENCES:
        day = demo.workday(meeting.start)
        if day.year == year and not meeting.unplanned and key_of(meeting.slug, copy) not in made:
            yield Line(
                title=title_of(meeting.title, copy),
                kind=MEETING,
                agency=meeting.agency,
                day=day,
                countries=meeting.countries,
                persons=meeting.persons,
                days=meeting.days,
            )


def _line_of(extra: Extra, year: int, copy: int) -> Line:
    return Line(
        title=title_of(extra.title, copy),
        kind=extra.kind,
        agency=extra.agency,
        day=date(year, extra.month, 1),
        countries=(extra.country,),
        rank=Rank.DEPARTMENT if extra.kind == OUT else "",
        persons=extra.persons,
        days=3,
    )


def _propose(demo: Demo, register: Register, programme: YearProgramme, line: Line) -> ProgrammeItem:
    demo.count("programme_items")
    money: dict[str, Any] = {}
    if line.cost is not None:
        money = {
            "cost_amount": line.cost,
            "cost_currency": "VND",
            "cost_source": CostSource.CITY_BUDGET,
        }
    return propose_item(
        programme=programme,
        kind=line.kind,
        title=line.title,
        agency=register.agency(line.agency),
        countries=[register.country(code) for code in line.countries],
        partners=register.partners(line.partners),
        head_title=line.head,
        head_rank=line.rank,
        expected_on=PartialDate(line.day.year, line.day.month),
        days=line.days,
        persons=line.persons,
        user=writer(demo, line.agency),
        **money,
    )


def _decide(
    demo: Demo,
    programme: YearProgramme,
    first: list[ProgrammeItem],
    second: list[ProgrammeItem],
    extras: list[tuple[Extra, ProgrammeItem]],
) -> None:
    """Decisions and editions in the order of the year, as far as their days have come."""
    before, year = programme.year - 1, programme.year
    decided_on = min(date(before, *DECIDED), demo.today)
    stays = {ProgrammeItemState.ACCEPTED, ProgrammeItemState.REMOVED}
    accepted = [*first, *(item for extra, item in extras if extra.state in stays)]
    said: dict[str, Any] = {"user": demo.user, "today": decided_on}
    if accepted:
        decide_items(items=accepted, is_accepted=True, **said)
    for extra, item in extras:
        if extra.state == ProgrammeItemState.REFUSED:
            decide_items(items=[item], is_accepted=False, note=extra.note, **said)
        elif extra.state == ProgrammeItemState.WITHDRAWN:
            withdraw_item(item=item, note=extra.note, **said)
    _approve(demo, programme, RevisionKind.INITIAL, date(before, *APPROVED), 2987)
    adjusted_on = min(date(year, *ADJUSTED), demo.today)
    if second:
        decide_items(items=second, is_accepted=True, user=demo.user, today=adjusted_on)
    for extra, item in extras:
        if extra.state == ProgrammeItemState.REMOVED and date(before, *APPROVED) <= demo.today:
            remove_item(item=item, reason=extra.note, user=demo.user, today=adjusted_on)
    _approve(demo, programme, RevisionKind.MID_YEAR, date(year, *ADJUSTMENT_APPROVED), 1641)


def _approve(demo: Demo, programme: YearProgramme, kind: str, on: date, number: int) -> None:
    """The edition, once its day has come and lines wait for it; a further copy of the samples comes with one of its own."""
    waiting = Q(state=ProgrammeItemState.ACCEPTED, accepted_in=None) | Q(
        state=ProgrammeItemState.REMOVED, removed_in=None
    )
    if on > demo.today or not programme.items.filter(waiting).exists():
        return
    last = programme.revisions.order_by("approved_on", "pk").last()
    is_again = last is not None and programme.revisions.filter(kind=kind).exists()
    approve_revision(
        programme=programme,
        kind=RevisionKind.OTHER if is_again else kind,
        approved_on=on if last is None else max(on, last.approved_on),
        document_number=f"{number}/QĐ-UBND",
        approved_by=APPROVED_BY,
        user=demo.user,
        today=demo.today,
    )
