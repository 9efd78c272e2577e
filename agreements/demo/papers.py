"""The sample papers that were signed: who, when, for how long, and what the law asked for afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agreements.enums import AgreementType as Type
from agreements.enums import Capacity, EventKind, TermKind
from agreements.expiry import notice_by
from dnfa.core.demo import Demo
from dnfa.core.partial_dates import PartialDate, add_months

CITY = "ubnd-thanh-pho"
TermOf = Callable[[Demo], tuple[date, dict[str, Any]]]


@dataclass(frozen=True)
class Later:
    """What happened to a paper after its signing; `told` is the report by law, in days before today (None: none)."""

    kind: str
    ago: int
    reason: str = ""
    note: str = ""
    told: int | None = None
    number: str = ""


@dataclass(frozen=True)
class Promise:
    """What a paper promises: by when (days from today), how much, how much of it is reached, done so many days ago."""

    text: str
    side: str
    lead: str
    clause: str = ""
    due: int | None = None
    value: int | None = None
    unit: str = ""
    reached: int | None = None
    notes: tuple[tuple[int, str], ...] = ()
    difficulty: str = ""
    done: int | None = None
    evidence: str = ""
    by_focal: bool = False


@dataclass(frozen=True)
class Paper:
    """A signed paper; `term` gives its day of signing and its term for the day the demonstration stands on."""

    slug: str
    title: str
    type: str
    capacity: str
    partner: str
    signer: str
    fields: tuple[str, ...]
    term: TermOf
    lead: str = ""
    names: tuple[str, str] = ("", "")
    reported: int | None = None  # days after signing
    number: str = ""
    later: tuple[Later, ...] = ()
    promises: tuple[Promise, ...] = ()
    has_file: bool = False
    languages: tuple[str, ...] = ("vi", "en")
    place: str = "Đà Nẵng"
    coordinating: tuple[str, ...] = field(default=())


def until(ago: int, ends_in: int) -> TermOf:
    """Signed so many days ago, to a named day in so many days."""

    def term(demo: Demo) -> tuple[date, dict[str, Any]]:
        ends_on = PartialDate.of(demo.ahead(ends_in))
        printed = f"Có hiệu lực đến hết ngày {ends_on.display()}"
        return demo.ago(ago), {
            "term_kind": TermKind.UNTIL,
            "term_ends_on": ends_on,
            "term_as_printed": printed,
        }

    return term


def for_months(ago: int, months: int) -> TermOf:
    """Signed so many days ago, for so many months."""

    def term(demo: Demo) -> tuple[date, dict[str, Any]]:
        printed = f"Có hiệu lực {months} tháng kể từ ngày ký"
        return demo.ago(ago), {"term_kind": TermKind.FOR, "term_months": months, "term_as_printed": printed}

    return term


def renewing(months: int, notice_months: int, *, notice_in: int) -> TermOf:
    """Renews itself; signed such that the last day for notice comes in so many days (negative: it has passed).

    The day of signing is searched backwards day by day, for months have no fixed length.
    """

    def term(demo: Demo) -> tuple[date, dict[str, Any]]:
        signed = add_months(demo.ahead(notice_in), notice_months - months)
        while notice_by(add_months(signed, months), notice_months) > demo.ahead(notice_in):
            signed = date.fromordinal(signed.toordinal() - 1)
        printed = (
            f"Có hiệu lực {months} tháng, tự động gia hạn từng {months} tháng nếu không bên nào báo trước "
            f"{notice_months} tháng"
        )
        return signed, {
            "term_kind": TermKind.AUTO_RENEW,
            "term_months": months,
            "term_renew_months": months,
            "term_notice_months": notice_months,
            "term_as_printed": printed,
        }

    return term


# Renewed by a later text: the first term ends 150 days ago; agreements/demo/renewals.py carries it on.
RENEWED = "ky-khon-kaen"
OPEN_RENEWAL = "ky-kawasaki"

PAPERS = (
    Paper(
        "ky-changwon", "Bản ghi nhớ hợp tác xúc tiến du lịch giữa thành phố Đà Nẵng và thành phố Changwon",
        Type.MOU, Capacity.CITY, "kr-changwon", CITY, ("tourism",), until(336, 0), "so-du-lich",
        ("Nguyễn Văn An", "Kim Min-jun"), 9, "512/BC-UBND",
        promises=(
            Promise("Mỗi năm tổ chức 2 chương trình giới thiệu du lịch Đà Nẵng tại Changwon.", "ours", "so-du-lich",
                    "Điều 2", 20, 2, "chương trình", 1, ((120, "Đã tổ chức chương trình thứ nhất tại Changwon."),)),
            Promise("Hỗ trợ chi phí gian hàng chung tại hội chợ du lịch.", "theirs", "so-du-lich", "Điều 3",
                    done=60, evidence="Biên bản thanh toán gian hàng chung, 12 doanh nghiệp tham gia."),
        ),
        has_file=True, languages=("vi", "ko"),
    ),
    Paper(
        "ky-jeju", "Bản ghi nhớ trao đổi khách du lịch giữa Sở Du lịch và tỉnh Jeju",
        Type.MOU, Capacity.DEPARTMENT, "kr-jeju", "so-du-lich", ("tourism", "aviation"), until(500, 6), "so-du-lich",
        ("Trần Thị Bích", "Park Ji-hoon"), languages=("vi", "en", "ko"),
    ),
    Paper(
        "ky-keimyung", "Bản ghi nhớ trao đổi sinh viên giữa Đại học Đà Nẵng và Đại học Keimyung",
        Type.MOU, Capacity.UNIT, "kr-keimyung", "dai-hoc-da-nang", ("education", "scholarship"), until(420, 13),
        "dai-hoc-da-nang", ("Lê Quang Sơn", "Choi Soo-young"),
        promises=(
            Promise("Cấp 20 suất học bổng trao đổi một học kỳ.", "theirs", "dai-hoc-da-nang", "Điều 4", 10, 20, "suất",
                    14, ((90, "Đợt 1: 8 sinh viên đã sang Keimyung."),), by_focal=True),
            Promise("Mở lớp tiếng Việt cho sinh viên Keimyung.", "ours", "dai-hoc-da-nang", "Điều 5", -25,
                    notes=((70, "Đã tuyển giảng viên, đang chờ danh sách sinh viên."),),
                    difficulty="Phía bạn chưa gửi danh sách sinh viên như đã hẹn.", by_focal=True),
            Promise("Đồng tổ chức một hội thảo khoa học.", "both", "dai-hoc-da-nang", "Điều 6", -100, done=110,
                    evidence="Hội thảo ngày thứ hai của Tuần lễ khoa học, kỷ yếu 24 bài.", by_focal=True),
        ),
        has_file=True,
    ),
    Paper(
        OPEN_RENEWAL, "Bản ghi nhớ hợp tác môi trường, xử lý nước thải giữa thành phố Đà Nẵng và thành phố Kawasaki",
        Type.MOU, Capacity.CITY, "jp-kawasaki", CITY, ("environment", "waste_management"), until(540, 27),
        "so-tai-nguyen-moi-truong", ("Phạm Thị Hồng", "Yamada Kenji"), 14, "431/BC-UBND",
        promises=(
            Promise("Cử 6 cán bộ sang Kawasaki tập huấn vận hành trạm xử lý nước thải.", "ours",
                    "so-tai-nguyen-moi-truong", "Điều 3", -40, 6, "cán bộ", 4,
                    ((150, "Đợt 1 đã cử 4 cán bộ."),), "Hai cán bộ còn lại chưa xong thủ tục xuất cảnh."),
            Promise("Hỗ trợ thiết bị quan trắc nước tại 3 điểm.", "theirs", "so-tai-nguyen-moi-truong", "Điều 4", 90, 3,
                    "điểm", 2, ((30, "Đã lắp xong điểm thứ hai tại sông Phú Lộc."),)),
        ),
        has_file=True, languages=("vi", "ja"), coordinating=("so-xay-dung",),
    ),
    Paper(
        "ky-sekong", "Bản ghi nhớ phối hợp quản lý chợ biên giới giữa UBND xã La Dêê và tỉnh Sekong",
        Type.MOU, Capacity.COMMUNE, "la-sekong", "", ("trade", "people_to_people"), until(330, 55),
        names=("Zơ Râm Nhiên", "Khamphet Vongsa"), place="La Dêê", languages=("vi", "lo"),
    ),
    Paper(
        "ky-savannakhet", "Chương trình hợp tác giữa thành phố Đà Nẵng và tỉnh Savannakhet",
        Type.PROGRAMME, Capacity.CITY, "la-savannakhet", CITY, ("education", "health", "trade"), until(280, 85),
        "so-ngoai-vu", ("Nguyễn Văn An", "Bounmy Phimmasone"), 12, "77/BC-UBND",
        promises=(
            Promise("Tiếp nhận 15 lưu học sinh Savannakhet học tại Đại học Đà Nẵng.", "ours", "dai-hoc-da-nang", "Mục II.1",
                    45, 15, "lưu học sinh", 15, ((40, "Đã nhập học đủ 15 lưu học sinh."),), by_focal=True),
            Promise("Khám, chữa bệnh miễn phí 2 đợt tại các huyện giáp biên.", "ours", "so-y-te", "Mục II.3", -15, 2, "đợt", 1,
                    ((160, "Đợt 1 khám cho 420 người."),)),
            Promise("Bố trí gian hàng Đà Nẵng tại hội chợ hành lang Đông - Tây.", "theirs", "so-cong-thuong", "Mục III.2", 60),
        ),
        languages=("vi", "lo"), coordinating=("so-y-te", "so-cong-thuong", "dai-hoc-da-nang"),
    ),
    Paper(
        RENEWED, "Bản ghi nhớ hợp tác giáo dục, y tế giữa thành phố Đà Nẵng và tỉnh Khon Kaen",
        Type.MOU, Capacity.CITY, "th-khon-kaen", CITY, ("education", "health"), for_months(515, 12),
        "so-giao-duc-dao-tao", ("Phạm Thị Hồng", "Somchai Srisuk"), 14, "356/BC-UBND", languages=("vi", "th", "en"),
    ),
    Paper(
        "ky-boras", "Bản ghi nhớ hợp tác chuyển đổi năng lượng giữa thành phố Đà Nẵng và thành phố Borås",
        Type.MOU, Capacity.CITY, "se-boras", CITY, ("renewable_energy",), renewing(12, 3, notice_in=10), "so-cong-thuong",
        ("Nguyễn Văn An", "Erik Lindqvist"), 15, "118/BC-UBND",
    ),
    Paper(
        "ky-son-dong", "Bản ghi nhớ thúc đẩy thương mại giữa Sở Công Thương và tỉnh Sơn Đông",
        Type.MOU, Capacity.DEPARTMENT, "cn-shandong", "so-cong-thuong", ("trade",), renewing(12, 2, notice_in=-110),
        "so-cong-thuong", ("Võ Đình Khoa", "Wang Lei"), languages=("vi", "zh"),
    ),
    Paper(
        "ky-newcastle", "Thỏa thuận hợp tác cảng biển, logistics giữa thành phố Đà Nẵng và thành phố Newcastle",
        Type.AGREEMENT, Capacity.CITY, "au-newcastle", CITY, ("seaport", "logistics"), for_months(328, 36), "so-giao-thong-van-tai",
        ("Phạm Thị Hồng", "Andrew Collins"), 24, "489/BC-UBND",
        later=(
            Later(EventKind.SUSPENSION, 92, "Hai bên thống nhất tạm ngưng chờ rà soát quy hoạch cảng.", told=84,
                  number="5570/UBND-NC"),
        ),
    ),
    Paper(
        "ky-varna", "Bản ghi nhớ hợp tác văn hóa giữa thành phố Đà Nẵng và thành phố Varna",
        Type.MOU, Capacity.CITY, "bg-varna", CITY, ("culture_arts",), for_months(460, 24), "so-van-hoa-the-thao",
        ("Nguyễn Văn An", "Ivan Petrov"), 13, "402/BC-UBND",
        later=(Later(EventKind.TERMINATION, 26, "Hai bên thống nhất chấm dứt để đàm phán văn bản mới rộng hơn."),),
    ),
    Paper(
        "ky-sakai", "Bản ghi nhớ hợp tác công nghiệp hỗ trợ giữa thành phố Đà Nẵng và thành phố Sakai",
        Type.MOU, Capacity.CITY, "jp-sakai", CITY, ("supporting_industry", "investment"), for_months(37, 36), "so-cong-thuong",
        ("Phạm Thị Hồng", "Tanaka Hiroshi"),
        promises=(
            Promise("Mỗi năm đưa một đoàn doanh nghiệp Sakai vào khảo sát tại Khu công nghệ cao.", "theirs",
                    "ban-xuc-tien-ho-tro-dau-tu", "Điều 3", 25, 1, "đoàn"),
        ),
        has_file=True, languages=("vi", "ja", "en"),
    ),
)  # fmt: skip
