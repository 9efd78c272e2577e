"""The sample papers under way: who, what, and their steps in days before today."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.enums import AgreementType as Type
from agreements.enums import BallHolder as Ball
from agreements.enums import BreakReason, BrokenOffBy, Capacity, OpinionAnswer, Stage
from agreements.enums import CooperationLevel as Level


@dataclass(frozen=True)
class Step:
    """A step so many days ago; `expected` is the day it should be done, in days from today (negative: overdue)."""

    stage: str
    ago: int
    ball: str
    agency: str = ""
    expected: int | None = None
    number: str = ""
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """One body asked; `received` and `answered` in days before today, None: not known, not answered."""

    agency: str
    received: int | None = None
    answered: int | None = None
    answer: str = OpinionAnswer.AGREE
    summary: str = ""
    handling: str = ""
    number: str = ""


@dataclass(frozen=True)
class Round:
    """One asking, so many days ago."""

    ago: int
    number: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Break:
    """How a talk ended."""

    ago: int
    reason: str
    by: str
    note: str


@dataclass(frozen=True)
class Plan:
    """A paper to come; the first step opens the file."""

    slug: str
    title: str
    type: str
    capacity: str
    partner: str
    lead: str
    fields: tuple[str, ...]
    steps: tuple[Step, ...]
    purpose: str
    level: str = Level.FORMAL
    results: str = ""
    partner_aims: str = ""
    coordinating: tuple[str, ...] = ()
    signing: tuple[str, ...] = ()
    opinions: Round | None = None
    criteria: bool = False
    broken: Break | None = None
    promises: tuple[str, ...] = ()
    has_file: bool = False


MOFA = "bo-ngoai-giao"
CITY = "ubnd-thanh-pho"

PLANS = (
    Plan(
        "tim-hieu-busan",
        "Bản ghi nhớ hợp tác phát triển du lịch biển giữa thành phố Đà Nẵng và thành phố Busan",
        Type.MOU, Capacity.CITY, "kr-busan", "so-du-lich", ("tourism", "leisure_yachting"),
        (
            Step(Stage.EXPLORING, 28, Ball.LEAD_AGENCY, "so-du-lich"),
            Step(Stage.EXPLORING, 20, Ball.DEPARTMENT, expected=15, number="412/SNgV-HTQT"),
        ),
        "Mở rộng nguồn khách tàu biển và đường bay Busan - Đà Nẵng.",
        Level.ECONOMIC, "Ít nhất hai chương trình xúc tiến chung mỗi năm.",
    ),
    Plan(
        "tim-hieu-mumbai",
        "Ý định thư về thiết lập quan hệ hợp tác giữa thành phố Đà Nẵng và thành phố Mumbai",
        Type.LETTER_OF_INTENT, Capacity.CITY, "in-mumbai", "so-ngoai-vu", ("local_relations",),
        (
            Step(Stage.EXPLORING, 110, Ball.DEPARTMENT),
            Step(Stage.EXPLORING, 75, Ball.PARTNER, expected=-12, number="287/SNgV-HTQT",
                 note="Đã gửi thư ngỏ qua Tổng Lãnh sự quán, chờ phía Mumbai trả lời."),
        ),
        "Tìm thị trường khách du lịch và đối tác công nghệ thông tin ở Ấn Độ.", Level.FRIENDSHIP,
    ),
    Plan(
        "soan-thao-griffith",
        "Bản ghi nhớ hợp tác đào tạo, nghiên cứu giữa Đại học Đà Nẵng và Đại học Griffith",
        Type.MOU, Capacity.UNIT, "au-griffith", "dai-hoc-da-nang", ("education", "scholarship"),
        (
            Step(Stage.EXPLORING, 90, Ball.LEAD_AGENCY, "dai-hoc-da-nang"),
            Step(Stage.DRAFTING, 25, Ball.LEAD_AGENCY, "dai-hoc-da-nang", 10, "1536/ĐHĐN-HTQT",
                 "Dự thảo lần 1 bằng tiếng Việt và tiếng Anh."),
        ),
        "Trao đổi giảng viên, sinh viên; đồng hướng dẫn nghiên cứu sinh.", Level.FORMAL,
        "Mỗi năm 10 suất học bổng, 2 đề tài chung.", "Có đối tác đào tạo dài hạn ở miền Trung Việt Nam.",
        ("so-giao-duc-dao-tao",), ("dai-hoc-da-nang",), has_file=True,
    ),
    Plan(
        "soan-thao-mandalay",
        "Bản ghi nhớ hợp tác trên tuyến hành lang kinh tế Đông - Tây với thành phố Mandalay",
        Type.MOU, Capacity.CITY, "mm-mandalay", "so-cong-thuong", ("ewec", "trade", "logistics"),
        (
            Step(Stage.EXPLORING, 330, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 240, Ball.PARTNER, expected=-150, number="655/SCT-XNK",
                 note="Đã gửi dự thảo, phía bạn chưa có ý kiến."),
        ),
        "Kết nối hàng hóa qua cảng Đà Nẵng.", Level.ECONOMIC,
    ),
    Plan(
        "lay-y-kien-brno",
        "Thỏa thuận hợp tác đô thị thông minh giữa thành phố Đà Nẵng và thành phố Brno",
        Type.AGREEMENT, Capacity.CITY, "cz-brno", "so-khoa-hoc-cong-nghe", ("smart_city", "startup_innovation"),
        (
            Step(Stage.EXPLORING, 160, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 70, Ball.LEAD_AGENCY, "so-khoa-hoc-cong-nghe"),
            Step(Stage.CONSULTING, 22, Ball.CONSULTED, expected=-6, number="398/SNgV-HTQT"),
        ),
        "Chia sẻ dữ liệu mở, thử nghiệm giải pháp giao thông thông minh.", Level.FORMAL,
        opinions=Round(
            22, "398/SNgV-HTQT",
            (
                Asked(MOFA, received=20),
                Asked("so-tai-chinh", 20, 13, number="2214/STC-NS",
                      summary="Thống nhất chủ trương; kinh phí cân đối trong dự toán hằng năm."),
                Asked("cong-an-thanh-pho", 4),
                Asked("dai-hoc-da-nang", 5),
            ),
        ),
    ),
    Plan(
        "lay-y-kien-van-nam",
        "Thỏa thuận hợp tác thương mại, chuyển đổi số giữa thành phố Đà Nẵng và tỉnh Vân Nam",
        Type.AGREEMENT, Capacity.CITY, "cn-yunnan", "so-cong-thuong", ("trade", "digital_transformation"),
        (
            Step(Stage.EXPLORING, 200, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 120, Ball.LEAD_AGENCY, "so-cong-thuong"),
            Step(Stage.CONSULTING, 46, Ball.CONSULTED, number="351/SNgV-HTQT"),
            Step(Stage.CONSULTING, 28, Ball.DEPARTMENT, expected=-3,
                 note="Có cơ quan không đồng ý, Sở Ngoại vụ báo cáo, đề xuất hướng xử lý."),
        ),
        "Đưa nông sản, hải sản qua kênh chính ngạch.", Level.ECONOMIC,
        opinions=Round(
            46, "351/SNgV-HTQT",
            (
                Asked(MOFA, 44, 37, OpinionAnswer.AGREE_WITH_COMMENTS, "Đề nghị bỏ điều 5 về trung tâm dữ liệu chung.",
                      "Đã bỏ điều 5.", "4120/BNG-ĐNA"),
                Asked("cong-an-thanh-pho", 44, 33, OpinionAnswer.DISAGREE,
                      "Điều 4 cho phép chia sẻ dữ liệu cá nhân ra nước ngoài, chưa phù hợp quy định.",
                      number="988/CATP-PA01"),
            ),
        ),
    ),
    Plan(
        "trinh-duyet-te-nam",
        "Bản ghi nhớ giao lưu hữu nghị giữa thành phố Đà Nẵng và thành phố Tế Nam",
        Type.MOU, Capacity.CITY, "cn-jinan", "so-ngoai-vu", ("friendship", "delegation_exchange"),
        (
            Step(Stage.EXPLORING, 210, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 140, Ball.DEPARTMENT),
            Step(Stage.CONSULTING, 60, Ball.CONSULTED, number="330/SNgV-HTQT"),
            Step(Stage.APPROVAL, 12, Ball.CITY_LEADERS, CITY, 3, "75/TTr-SNgV"),
        ),
        "Duy trì trao đổi đoàn và giao lưu thanh niên.", Level.FRIENDSHIP,
        opinions=Round(60, "330/SNgV-HTQT", (Asked(MOFA, 58, 51, number="3981/BNG-ĐBA", summary="Đồng ý."),)),
    ),
    Plan(
        "san-sang-ky-chiba",
        "Bản ghi nhớ hợp tác nguồn nhân lực chất lượng cao giữa thành phố Đà Nẵng và tỉnh Chiba",
        Type.MOU, Capacity.CITY, "jp-chiba", "so-noi-vu", ("human_resources", "vocational_training"),
        (
            Step(Stage.EXPLORING, 230, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 170, Ball.LEAD_AGENCY, "so-noi-vu"),
            Step(Stage.CONSULTING, 75, Ball.CONSULTED, number="318/SNgV-HTQT"),
            Step(Stage.APPROVAL, 33, Ball.CITY_LEADERS, CITY, -14, "69/TTr-SNgV"),
            Step(Stage.READY_TO_SIGN, 9, Ball.PARTNER, expected=21, number="6120/UBND-NC",
                 note="Dự kiến ký nhân dịp đoàn tỉnh Chiba thăm thành phố."),
        ),
        "Đưa thực tập sinh kỹ thuật cao sang Chiba và đón chuyên gia về Đà Nẵng.", Level.FORMAL,
        "Mỗi năm 50 người được đào tạo.", "Nguồn lao động kỹ thuật ổn định.", ("so-giao-duc-dao-tao",), (CITY,),
        Round(
            75, "318/SNgV-HTQT",
            (
                Asked(MOFA, 73, 66, number="3604/BNG-ĐBA", summary="Đồng ý nội dung dự thảo."),
                Asked("so-tai-chinh", 73, 68, OpinionAnswer.AGREE_WITH_COMMENTS,
                      "Làm rõ nguồn kinh phí năm đầu.", "Đã bổ sung nguồn kinh phí tại điều 6.", "1975/STC-NS"),
            ),
        ),
        True,
        promises=("Mỗi năm đón 5 chuyên gia của tỉnh Chiba sang giảng dạy tại Đà Nẵng.",),
        has_file=True,
    ),
    Plan(
        "dung-sao-luis",
        "Ý định thư về hợp tác kinh tế biển với thành phố São Luís",
        Type.LETTER_OF_INTENT, Capacity.CITY, "br-sao-luis", "so-ngoai-vu", ("marine_economy",),
        (Step(Stage.EXPLORING, 400, Ball.PARTNER),),
        "Tìm hiểu khả năng hợp tác cảng biển.", Level.FRIENDSHIP,
        broken=Break(310, BreakReason.DISTANCE, BrokenOffBy.BOTH,
                     "Hai bên thống nhất chưa có điều kiện đi lại, trao đổi thường xuyên."),
    ),
    Plan(
        "dung-mitsuke",
        "Bản ghi nhớ hợp tác phòng, chống thiên tai với thành phố Mitsuke",
        Type.MOU, Capacity.CITY, "jp-mitsuke", "so-nong-nghiep-ptnt", ("resilience",),
        (
            Step(Stage.EXPLORING, 380, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 300, Ball.PARTNER, expected=-240),
        ),
        "Học tập kinh nghiệm cảnh báo lũ sớm.", Level.SUPPORT,
        broken=Break(190, BreakReason.PARTNER_BUDGET, BrokenOffBy.PARTNER,
                     "Phía bạn không bố trí được kinh phí cho năm tài khóa tới."),
    ),
    Plan(
        "dung-dubai",
        "Thỏa thuận hợp tác trung tâm tài chính giữa thành phố Đà Nẵng và Dubai",
        Type.AGREEMENT, Capacity.CITY, "ae-dubai", "so-tai-chinh", ("financial_centre", "fintech"),
        (
            Step(Stage.EXPLORING, 290, Ball.DEPARTMENT),
            Step(Stage.DRAFTING, 220, Ball.LEAD_AGENCY, "so-tai-chinh"),
            Step(Stage.CONSULTING, 150, Ball.CONSULTED, number="266/SNgV-HTQT"),
        ),
        "Trao đổi kinh nghiệm xây dựng trung tâm tài chính quốc tế.", Level.ECONOMIC,
        opinions=Round(150, "266/SNgV-HTQT", (Asked(MOFA, 148),)),
        broken=Break(100, BreakReason.UNDER_REVIEW, BrokenOffBy.CENTRAL,
                     "Nội dung thuộc thẩm quyền Trung ương, chờ quy định chung."),
    ),
)  # fmt: skip
