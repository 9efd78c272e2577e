"""Sample conferences, with their permits and who came, and visits of the foreign press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from agreements.demo.common import key_of, title_of
from delegations.demo.common import Register, keys_made, later, mark
from delegations.demo.plans import HELD, Fate
from delegations.enums import (
    ChangeReason,
    ConferencePart,
    MeetingMode,
    ObligationSide,
    PermitLevel,
    PlanStatus,
)
from delegations.models import Conference, PressVisit, ProgrammeItem
from delegations.services.conferences import (
    cancel_conference,
    plan_conference,
    record_actuals,
    record_permit,
    record_press_visit,
)
from delegations.services.outcomes import close_conference, draft_report, submit_report
from delegations.services.trips import set_plan_status
from dnfa.core.demo import Demo
from dnfa.core.partial_dates import PartialDate

HOSTED, ATTENDED = ConferencePart.HOSTED, ConferencePart.ATTENDED
CLASSES = ("vietnamese_persons", "resident_foreigners", "visiting_foreigners", "online_persons")
CLOSED_AFTER = 6  # days after the report


@dataclass(frozen=True)
class Meeting:
    """A conference; `start` in days from today, `filed` and `allowed` in days before its first day (None: not yet)."""

    slug: str
    title: str
    part: str
    agency: str
    start: int
    days: int
    persons: int
    countries: tuple[str, ...]
    level: str = PermitLevel.CITY_COMMITTEE
    filed: int | None = None
    allowed: int | None = None
    came: tuple[int, int, int, int] | None = None  # in the order of `CLASSES`
    partners: tuple[str, ...] = ()
    fate: Fate = Fate.TO_COME
    reported: int = 12
    unplanned: str = ""
    is_hybrid: bool = False


CONFERENCES = (
    Meeting("hn-do-thi-bien", "Hội thảo quốc tế về đô thị biển thích ứng khí hậu", HOSTED, "so-xay-dung", -431, 2, 180,
            ("JP", "KR", "NL", "FR"), PermitLevel.CITY_COMMITTEE, 46, 20, (120, 12, 38, 25), ("jp-yokohama", "net-citynet"),
            Fate.CLOSED, is_hybrid=True),
    Meeting("hn-vi-mach", "Diễn đàn vi mạch bán dẫn và trí tuệ nhân tạo Đà Nẵng", HOSTED, "so-khoa-hoc-cong-nghe", -236,
            2, 420, ("US", "KR", "JP", "TW", "SG"), PermitLevel.MINISTER, 52, 21, (310, 35, 61, 140), ("int-microsoft",),
            Fate.CLOSED, 14, is_hybrid=True),
    Meeting("hn-ewec", "Hội nghị hợp tác thương mại Hành lang kinh tế Đông - Tây", HOSTED, "so-cong-thuong", -111, 1,
            150, ("LA", "TH", "MM"), PermitLevel.CITY_COMMITTEE, 18, 6, (96, 4, 47, 0), ("la-savannakhet", "th-khon-kaen"),
            Fate.SILENT),
    Meeting("hn-wcs", "Hội nghị Thượng đỉnh các thành phố thế giới", ATTENDED, "ubnd-thanh-pho", -163, 3, 4, ("SG",), "",
            partners=("net-world-cities-summit",), fate=Fate.REPORTED),
    Meeting("hn-du-lich-y-te", "Hội thảo quốc tế du lịch chăm sóc sức khỏe", HOSTED, "so-du-lich", -58, 1, 120,
            ("KR", "JP"), PermitLevel.CITY_COMMITTEE, 35, None, None, ("kr-daegu",), Fate.CANCELLED),
    Meeting("hn-tai-chinh", "Diễn đàn trung tâm tài chính quốc tế Đà Nẵng", HOSTED, "so-tai-chinh", 72, 2, 350,
            ("SG", "AE", "GB", "HK"), PermitLevel.PRIME_MINISTER, 90, 75),
    Meeting("hn-giao-duc", "Hội nghị hiệu trưởng đại học Việt Nam - Hàn Quốc", HOSTED, "dai-hoc-da-nang", 44, 2, 90,
            ("KR",), PermitLevel.MINISTER, 47, partners=("kr-keimyung",)),
    Meeting("hn-logistics", "Hội thảo cảng xanh và logistics khu vực", HOSTED, "cang-da-nang", 19, 1, 110,
            ("AU", "JP", "CN"), "", partners=("au-newcastle",), unplanned="Hiệp hội cảng biển chuyển địa điểm về Đà Nẵng."),
)  # fmt: skip


@dataclass(frozen=True)
class Press:
    """A visit of the foreign press, in days from today."""

    slug: str
    title: str
    outlets: str
    country: str
    topics: str
    start: int
    days: int
    persons: int
    partners: tuple[str, ...] = ()
    published: str = ""


PRESS = (
    Press("bc-nhat", "Đoàn truyền hình Nhật Bản ghi hình ẩm thực miền Trung", "Đài truyền hình khu vực Kansai", "JP",
          "Ẩm thực, làng nghề, du lịch biển", -377, 5, 6, ("jp-sakai",), "Phim tài liệu 45 phút, phát sóng hai kỳ."),
    Press("bc-han", "Đoàn báo chí Hàn Quốc viết về đường bay Đà Nẵng", "Ba tờ báo du lịch Hàn Quốc", "KR",
          "Đường bay thẳng, nghỉ dưỡng, golf", -206, 4, 8, ("kr-daegu",), "12 bài trên báo in và trang điện tử."),
    Press("bc-lao", "Đoàn báo chí Nam Lào", "Báo Pasaxon, Đài tỉnh Champasak", "LA", "Lưu học sinh Lào, hợp tác y tế",
          -61, 3, 5, ("la-champasak",)),
    Press("bc-phap", "Phóng viên Pháp làm phim về bảo tàng Chăm", "Hãng phim tài liệu độc lập", "FR",
          "Di sản Chăm, phục chế hiện vật", 23, 6, 4),
)  # fmt: skip


def make_conferences(demo: Demo, register: Register) -> None:
    """The missing ones of the sample conferences, each whole or not at all."""
    made = keys_made(Conference)
    for copy in demo.copies():
        for number, meeting in enumerate(CONFERENCES):
            if key_of(meeting.slug, copy) not in made:
                with transaction.atomic():
                    _make(demo, register, meeting, copy, number)
                demo.count("conferences")


def _make(demo: Demo, register: Register, meeting: Meeting, copy: int, number: int) -> None:
    starts = demo.workday(meeting.start)
    ends = starts + timedelta(days=meeting.days - 1)
    planned = plan_conference(
        facts={
            "title_vi": title_of(meeting.title, copy),
            "part": meeting.part,
            "organiser": "" if meeting.part == HOSTED else "Chính quyền thành phố đăng cai",
            "mode": MeetingMode.HYBRID if meeting.is_hybrid else MeetingMode.IN_PERSON,
            "place": "Đà Nẵng" if meeting.part == HOSTED else "Singapore",
            "planned_starts_on": starts,
            "planned_ends_on": ends,
            "planned_persons": meeting.persons,
            "purpose_vi": "Trao đổi kinh nghiệm, kết nối đối tác, quảng bá hình ảnh thành phố.",
        },
        lists={
            "partners": register.partners(meeting.partners),
            "lead_agencies": [register.agency(meeting.agency)],
            "countries": [register.country(code) for code in meeting.countries],
        },
        user=demo.user,
        today=demo.today,
    )
    record = mark(planned, meeting.slug, copy)
    said: dict[str, Any] = {"base_version": None, "user": demo.user, "today": demo.today}
    permit = _permit(meeting, starts, number)
    if permit:
        record_permit(conference=record, facts=permit, **said)
    _plan(demo, record, meeting, number)
    if meeting.fate == Fate.CANCELLED:
        day = starts - timedelta(days=15)
        cancel_conference(
            conference=record,
            reason=ChangeReason.DISASTER,
            note="Bão ảnh hưởng trực tiếp thành phố.",
            base_version=None,
            user=demo.user,
            today=day,
        )
    if meeting.fate in HELD:
        facts: dict[str, Any] = {"starts_on": PartialDate.of(starts), "ends_on": PartialDate.of(ends)}
        facts |= (
            dict(zip(CLASSES, meeting.came, strict=True)) if meeting.came else {"persons": meeting.persons}
        )
        record_actuals(conference=record, facts=facts, **said)
        _report(demo, record, meeting, ends, number)


def _permit(meeting: Meeting, starts: date, number: int) -> Mapping[str, Any]:
    facts: dict[str, Any] = {}
    if meeting.filed is not None:
        facts |= {"permit_level": meeting.level, "filed_on": starts - timedelta(days=meeting.filed)}
    if meeting.allowed is not None:
        facts |= {
            "decision_number": f"{88 + number * 11}/UBND-NV",
            "decision_on": starts - timedelta(days=meeting.allowed),
            "decision_by": PermitLevel(meeting.level).label,
        }
    return {name: str(value) if name == "decision_by" else value for name, value in facts.items()}


def _plan(demo: Demo, record: Conference, meeting: Meeting, number: int) -> None:
    facts: dict[str, Any] = {"record": record, "base_version": None, "user": demo.user}
    if meeting.unplanned:
        document = f"{911 + number}/UBND-SNgV"
        set_plan_status(
            plan_status=PlanStatus.OUT_OF_PLAN, reason=meeting.unplanned, document=document, **facts
        )
        return
    item = ProgrammeItem.objects.filter(title=record.title_vi).first()
    if item is not None:
        set_plan_status(plan_status=PlanStatus.IN_PLAN, programme_item=item, **facts)


def _report(demo: Demo, record: Conference, meeting: Meeting, ended: date, number: int) -> None:
    if meeting.fate == Fate.SILENT:
        return
    fresh = Conference.objects.get(pk=record.pk)
    reported_on = later(ended, meeting.reported, demo)
    report = draft_report(
        record=fresh,
        contents={
            "summary": "Hội nghị diễn ra đúng chương trình, bảo đảm an ninh, nội dung thiết thực.",
            "done": "Ban tổ chức tổng hợp kỷ yếu, công bố khuyến nghị chung.",
            "obligations": [
                {
                    "side": ObligationSide.OURS,
                    "text": "Gửi kỷ yếu và khuyến nghị chung cho các đoàn tham dự.",
                    "due_on": reported_on + timedelta(days=300),
                    "lead_agency": fresh.lead_agencies.order_by("pk").first(),
                }
            ],
        },
        user=demo.user,
        today=demo.today,
    )
    said: dict[str, Any] = {"base_version": None, "user": demo.user, "today": demo.today}
    submit_report(report=report, document_number=f"{410 + number}/BC-UBND", reported_on=reported_on, **said)
    if meeting.fate == Fate.CLOSED:
        close_conference(conference=fresh, closed_on=later(reported_on, CLOSED_AFTER, demo), **said)


def make_press_visits(demo: Demo, register: Register) -> None:
    """The missing ones of the sample visits of the foreign press."""
    made = keys_made(PressVisit)
    for copy in demo.copies():
        for number, press in enumerate(PRESS):
            if key_of(press.slug, copy) in made:
                continue
            starts = demo.workday(press.start)
            with transaction.atomic():
                record = record_press_visit(
                    facts={
                        "title_vi": title_of(press.title, copy),
                        "outlets": press.outlets,
                        "starts_on": PartialDate.of(starts),
                        "ends_on": PartialDate.of(starts + timedelta(days=press.days - 1)),
                        "place": "Đà Nẵng",
                        "persons": press.persons,
                        "topics": press.topics,
                        "permit_number": f"{150 + number}/GP-BNG",
                        "permit_on": min(starts - timedelta(days=14), demo.today),
                        "guided_by": "Trung tâm Báo chí nước ngoài",
                        "is_published": bool(press.published),
                        "published_note": press.published,
                    },
                    lists={
                        "partners": register.partners(press.partners),
                        "lead_agencies": [register.agency("so-ngoai-vu")],
                        "countries": [register.country(press.country)],
                    },
                    user=demo.user,
                    today=demo.today,
                )
                mark(record, press.slug, copy)
            demo.count("press_visits")
