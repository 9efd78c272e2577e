"""Sample contacts that are no delegation: letters, calls, online meetings, receptions … and the fairs of the corridor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from agreements.demo.common import key_of, title_of
from delegations.demo.common import Register, keys_made, mark, writer
from delegations.enums import EngagementKind as Kind
from delegations.enums import Initiative, MeetingMode
from delegations.models import Engagement
from delegations.services.engagements import record_engagement
from dnfa.core.demo import Demo
from dnfa.core.partial_dates import PartialDate

FAIR, NEXT_FAIR = "hoi-cho-ewec", "hoi-cho-ewec-toi"
EACH = 5  # contacts with each of the partners below
FIRST, BETWEEN_PARTNERS, BETWEEN_CONTACTS, SPAN = 4, 43, 131, 700  # days


@dataclass(frozen=True)
class Sort:
    """One kind of contact; `{partner}` is its name."""

    kind: str
    title: str
    initiative: str
    mode: str = ""
    outcome: str = ""
    persons: int | None = None


@dataclass(frozen=True)
class Contact:
    """One contact, so many days from today."""

    slug: str
    sort: Sort
    partner: str
    agency: str
    start: int
    days: int = 1
    place: str = ""


SORTS = (
    Sort(Kind.LETTER, "Thư mời {partner} dự các sự kiện năm của thành phố", Initiative.OURS),
    Sort(Kind.ONLINE_MEETING, "Họp trực tuyến với {partner} về chương trình hợp tác", Initiative.BOTH,
         MeetingMode.ONLINE, "Thống nhất danh mục hoạt động sáu tháng tới.", 12),
    Sort(Kind.CONGRATULATION, "Thư chúc mừng Quốc khánh gửi {partner}", Initiative.OURS),
    Sort(Kind.CALL, "Điện đàm với {partner} về lịch trao đổi đoàn", Initiative.THEIRS, "",
         "Phía bạn đề nghị lùi lịch hai tuần."),
    Sort(Kind.RECEPTION, "Tiếp đại diện {partner} nhân dịp công tác tại Đà Nẵng", Initiative.THEIRS,
         MeetingMode.IN_PERSON, "Trao đổi khả năng ký bản ghi nhớ mới.", 6),
    Sort(Kind.LETTER, "Thư cảm ơn của {partner} sau chuyến thăm", Initiative.THEIRS),
    Sort(Kind.TRAINING, "Tập huấn trực tuyến do {partner} tổ chức", Initiative.THEIRS, MeetingMode.ONLINE,
         "15 cán bộ hoàn thành khóa học.", 15),
    Sort(Kind.EXCHANGE, "Trao đổi cán bộ ngắn hạn với {partner}", Initiative.BOTH, MeetingMode.IN_PERSON,
         "Hai cán bộ hoàn thành thời gian thực tập.", 2),
    Sort(Kind.CONGRATULATION, "Điện mừng năm mới của {partner}", Initiative.THEIRS),
    Sort(Kind.DONATION, "{partner} trao tặng sách và thiết bị học tập", Initiative.THEIRS, "",
         "Tiếp nhận 400 đầu sách, giao Thư viện Khoa học Tổng hợp.", 8),
    Sort(Kind.ONLINE_MEETING, "Họp nhóm kỹ thuật trực tuyến với {partner}", Initiative.OURS, MeetingMode.ONLINE,
         "Thống nhất mẫu số liệu trao đổi hằng quý.", 9),
)  # fmt: skip
PARTNERS = (
    ("jp-sakai", "so-ngoai-vu"), ("la-champasak", "so-ngoai-vu"), ("kr-daegu", "so-du-lich"),
    ("jp-yokohama", "so-xay-dung"), ("cn-shandong", "so-cong-thuong"), ("la-savannakhet", "so-ngoai-vu"),
    ("se-boras", "so-tai-nguyen-moi-truong"), ("kr-changwon", "so-ngoai-vu"), ("us-pittsburgh", "so-khoa-hoc-cong-nghe"),
    ("th-khon-kaen", "so-van-hoa-the-thao"), ("ru-yaroslavl", "so-ngoai-vu"), ("jp-kawasaki", "so-ngoai-vu"),
    ("fi-turku", "so-khoa-hoc-cong-nghe"), ("be-wallonia", "so-ngoai-vu"),
)  # fmt: skip
OTHERS = (
    Contact("tx-keimyung-hoc-bong", SORTS[1], "kr-keimyung", "dai-hoc-da-nang", -24),
    Contact("tx-keimyung-thu", SORTS[5], "kr-keimyung", "dai-hoc-da-nang", -120),
    Contact("tx-griffith-tap-huan", SORTS[6], "au-griffith", "dai-hoc-da-nang", -67),
    Contact("tx-griffith-hop", SORTS[10], "au-griffith", "dai-hoc-da-nang", -310),
    Contact("tx-sakai-sap-toi", SORTS[10], "jp-sakai", "so-ngoai-vu", 6),
    Contact("tx-boras-sap-toi", SORTS[6], "se-boras", "so-tai-nguyen-moi-truong", 14),
    Contact("tx-champasak-sap-toi", SORTS[4], "la-champasak", "so-ngoai-vu", 21),
    Contact("tx-turku-sap-toi", SORTS[1], "fi-turku", "so-khoa-hoc-cong-nghe", 33),
)
FAIR_SORT = Sort(
    Kind.EVENT, "Hội chợ Thương mại Hành lang kinh tế Đông - Tây", Initiative.OURS, MeetingMode.IN_PERSON
)
FAIRS = (
    Contact(FAIR, FAIR_SORT, "fw-ewec", "so-cong-thuong", -112, 6, "Trung tâm Hội chợ triển lãm Đà Nẵng"),
    Contact(NEXT_FAIR, FAIR_SORT, "fw-ewec", "so-cong-thuong", 82, 6, "Trung tâm Hội chợ triển lãm Đà Nẵng"),
)


def contacts() -> Iterator[Contact]:
    """Every sample contact: five with each partner, spread over two years, then the others and the fairs."""
    for position, (partner, agency) in enumerate(PARTNERS):
        for number in range(EACH):
            ago = (FIRST + position * BETWEEN_PARTNERS + number * BETWEEN_CONTACTS) % SPAN + 1
            sort = SORTS[(position * EACH + number) % len(SORTS)]
            yield Contact(f"tx-{partner}-{number + 1}", sort, partner, agency, -ago)
    yield from OTHERS
    yield from FAIRS


def make_contacts(demo: Demo, register: Register) -> None:
    """The missing ones of the sample contacts."""
    made = keys_made(Engagement)
    for copy in demo.copies():
        for contact in contacts():
            if key_of(contact.slug, copy) not in made:
                with transaction.atomic():
                    mark(_record(demo, register, contact, copy), contact.slug, copy)
                demo.count("engagements")


def _record(demo: Demo, register: Register, contact: Contact, copy: int) -> Engagement:
    partner, sort = register.partner(contact.partner), contact.sort
    starts = demo.workday(contact.start)
    facts: dict[str, Any] = {}
    if contact.days > 1:
        facts["ends_on"] = PartialDate.of(demo.workday(contact.start + contact.days - 1))
    return record_engagement(
        title_vi=title_of(sort.title.format(partner=partner.name_vi), copy),
        kind=sort.kind,
        starts_on=PartialDate.of(starts),
        partners=[partner],
        lead_agencies=[register.agency(contact.agency)],
        initiative=sort.initiative,
        mode=sort.mode,
        place=contact.place,
        outcome_vi=sort.outcome if contact.start < 0 else "",
        persons=sort.persons,
        user=writer(demo, contact.agency),
        today=demo.today,
        **facts,
    )
