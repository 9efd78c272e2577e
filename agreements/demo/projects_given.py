"""The sample projects by which Đà Nẵng helps its friends: one in every state, one given more than was approved."""

from __future__ import annotations

from agreements.demo.projects_plans import GIVEN, Booked, Happened, Measured, Plan, Told, approved, begun
from agreements.demo.projects_received import CITY, UNIVERSITY
from agreements.enums import AidForm, AmountQualifier
from agreements.enums import FundingKind as Kind
from agreements.enums import ProjectAgencyRole as Body
from agreements.enums import ProjectDeed as Deed
from agreements.enums import ProjectPartyRole as Side
from agreements.enums import SourceType as Source

MANAGED = (CITY, Body.MANAGING)
BY_CITY = Source.CITY_TO_CITY

PROJECTS_GIVEN = (
    Plan(
        "cho-truong-savannakhet", "Xây nhà học Trường phổ thông nội trú hữu nghị Savannakhet", GIVEN, BY_CITY,
        (("la-savannakhet", Side.RECIPIENT, ""),), (MANAGED, ("so-xay-dung", Body.OWNER), ("so-giao-duc-dao-tao", Body.COORDINATING)),
        ("education", "infrastructure"), -470, 120, papers=("ky-savannakhet",), place="Kaysone Phomvihane, tỉnh Savannakhet",
        purpose="Nhà học 3 tầng, 12 phòng, cho 420 học sinh.", happened=(approved(500, "2390/QĐ-UBND"), begun(470)),
        sums=(
            Booked(Kind.COMMITTED, "10 tỷ đồng", ago=520, number="Biên bản hội đàm"),
            Booked(Kind.APPROVED, "10 tỷ đồng", ago=500, number="2390/QĐ-UBND"),
            Booked(Kind.DISBURSED, "6 tỷ đồng", ago=300),
            Booked(Kind.DISBURSED, "4,35 tỷ đồng", ago=70,
                   reason="Giá thép tăng; UBND thành phố đồng ý bổ sung 350 triệu đồng từ dự phòng."),
        ),
        results=(Measured("Phòng học hoàn thành", "phòng", "12", "9"),),
        told=(
            Told("so-xay-dung", "Xong phần thô, lợp mái, lắp cửa 9 phòng.", "Mùa mưa ở Savannakhet kéo dài.",
                 "Hoàn thiện 3 phòng còn lại, bàn giao."),
        ),
    ),
    Plan(
        "cho-hoc-bong-lao", "Học bổng cho lưu học sinh Nam Lào tại Đại học Đà Nẵng", GIVEN, BY_CITY,
        (("la-savannakhet", Side.RECIPIENT, ""), ("la-champasak", Side.RECIPIENT, ""), ("la-sekong", Side.RECIPIENT, "")),
        (MANAGED, (UNIVERSITY, Body.OWNER)), ("scholarship", "education"), -450, 1000, form=AidForm.SCHOLARSHIP,
        papers=("ky-savannakhet",), quantity=45, unit="suất", happened=(approved(460, "2466/QĐ-UBND"), begun(450)),
        sums=(
            Booked(Kind.COMMITTED, "7,2 tỷ đồng", ago=470), Booked(Kind.APPROVED, "7,2 tỷ đồng", ago=460, number="2466/QĐ-UBND"),
            Booked(Kind.PLANNED, "850 triệu đồng", half=2), Booked(Kind.PLANNED, "900 triệu đồng", half=1),
            Booked(Kind.PLANNED, "900 triệu đồng", half=0),
            Booked(Kind.DISBURSED, "880 triệu đồng", ago=420), Booked(Kind.DISBURSED, "864 triệu đồng", ago=230),
            Booked(Kind.DISBURSED, "871 triệu đồng", ago=55),
        ),
        results=(Measured("Lưu học sinh đang học", "lưu học sinh", "45", "43"),),
        told=(
            Told(UNIVERSITY, "43 lưu học sinh học đủ học kỳ; 31 em đạt loại khá trở lên.",
                 "Hai em xin thôi học vì sức khỏe.", "Tuyển bổ sung 2 suất.", by_focal=True),
            Told(UNIVERSITY, "45 lưu học sinh nhập học, bố trí chỗ ở ký túc xá.", before=1, by_focal=True),
        ),
    ),
    Plan(
        "cho-kham-benh-sekong", "Khám, chữa bệnh miễn phí tại các huyện giáp biên", GIVEN, BY_CITY,
        (("la-sekong", Side.RECIPIENT, ""),), (MANAGED, ("so-y-te", Body.OWNER)), ("health", "people_to_people"), -280, -180,
        form=AidForm.NON_PROJECT, place="huyện Dakcheung, tỉnh Sekong", quantity=2, unit="đợt",
        happened=(
            approved(290, "71/QĐ-UBND"), begun(280), Happened(Deed.COMPLETION, 182, "118/BC-SYT"),
            Happened(Deed.CLOSING, 130, "882/QĐ-UBND"),
        ),
        sums=(
            Booked(Kind.APPROVED, "1,1 tỷ đồng", ago=290, number="71/QĐ-UBND"),
            Booked(Kind.DISBURSED, "1,064 tỷ đồng", ago=190, right="1,046 tỷ đồng", why="Đảo số khi gõ; quyết toán ghi 1,046 tỷ đồng."),
        ),
        results=(Measured("Lượt người được khám", "lượt người", "1500", "1682", 182),),
        result="1.682 lượt người được khám, 41 ca phẫu thuật mắt.",
    ),
    Plan(
        "cho-thiet-bi-salavan", "Thiết bị dạy nghề cho Trường Trung cấp Salavan", GIVEN, BY_CITY,
        (("la-salavan", Side.RECIPIENT, ""),), (MANAGED, ("so-ngoai-vu", Body.OWNER)), ("education",), 30, 260,
        form=AidForm.IN_KIND, quantity=4, unit="bộ", happened=(approved(22, "1402/QĐ-UBND"),),
        sums=(Booked(Kind.APPROVED, "2,4 tỷ đồng", ago=22, number="1402/QĐ-UBND"),),
    ),
    Plan(
        "cho-nha-van-hoa-champasak", "Nhà sinh hoạt cộng đồng người Việt tại Champasak", GIVEN, BY_CITY,
        (("la-champasak", Side.RECIPIENT, ""),), (MANAGED,), ("culture_arts", "people_to_people"), 300, 800,
        happened=(Happened(Deed.PROPOSAL, 66, "812/TTr-SNgV"),),
        sums=(Booked(Kind.VALUE, "4 tỷ đồng", qualifier=AmountQualifier.UP_TO),),
    ),
    Plan(
        "cho-may-tinh-attapeu", "Phòng máy tính cho Trường Trung học Attapeu", GIVEN, BY_CITY,
        (("la-attapeu", Side.RECIPIENT, ""),), (MANAGED, ("so-giao-duc-dao-tao", Body.OWNER)), ("education", "it"), -240, -85,
        form=AidForm.IN_KIND, quantity=40, unit="máy",
        happened=(approved(250, "466/QĐ-UBND"), begun(240), Happened(Deed.COMPLETION, 86, "Biên bản bàn giao")),
        sums=(
            Booked(Kind.APPROVED, "620 triệu đồng", ago=250, number="466/QĐ-UBND"),
            Booked(Kind.DISBURSED, "598,5 triệu đồng", ago=86),
        ),
        result="40 máy nối mạng, 2 giáo viên được tập huấn.", remains="38 máy còn dùng tốt, 2 máy chờ thay ổ cứng.", remains_seen=15,
    ),
    Plan(
        "cho-dien-bolikhamxay", "Điện mặt trời cho trạm y tế vùng xa Bolikhamxay", GIVEN, BY_CITY,
        (("la-bolikhamxay", Side.RECIPIENT, ""),), (MANAGED, ("so-cong-thuong", Body.OWNER)), ("renewable_energy", "health"), -260, 200,
        happened=(
            approved(275, "317/QĐ-UBND"), begun(260),
            Happened(Deed.SUSPENSION, 58, "1144/UBND-KT", "UBND thành phố", "Chờ bạn bố trí mặt bằng 3 trạm còn lại."),
        ),
        sums=(
            Booked(Kind.APPROVED, "1,8 tỷ đồng", ago=275, number="317/QĐ-UBND"), Booked(Kind.DISBURSED, "705 triệu đồng", ago=120),
        ),
        results=(Measured("Trạm y tế có điện", "trạm", "6", "3", 60),),
    ),
    Plan(
        "cho-nong-nghiep-battambang", "Trình diễn giống lúa chịu hạn tại Battambang", GIVEN, BY_CITY,
        (("kh-battambang", Side.RECIPIENT, ""),), (MANAGED, ("so-nong-nghiep-ptnt", Body.OWNER)), ("agriculture",), -60, 300,
        happened=(
            Happened(Deed.PROPOSAL, 320, "402/TTr-SNgV"),
            Happened(Deed.CANCELLATION, 145, "755/SNgV-HTQT", reason="Phía bạn đã nhận giống từ chương trình khác."),
        ),
        sums=(Booked(Kind.VALUE, "900 triệu đồng", qualifier=AmountQualifier.APPROX),),
    ),
)  # fmt: skip
