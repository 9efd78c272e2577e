"""The sample projects that Đà Nẵng receives: one in every state, and what an officer has to look after among them."""

from __future__ import annotations

from agreements.demo.projects_plans import RECEIVED, Booked, Happened, Measured, Plan, Told, approved, begun
from agreements.enums import AidForm, AmountQualifier
from agreements.enums import FundingKind as Kind
from agreements.enums import ProjectAgencyRole as Body
from agreements.enums import ProjectDeed as Deed
from agreements.enums import ProjectPartyRole as Side
from agreements.enums import SourceType as Source

CITY, UNIVERSITY = "ubnd-thanh-pho", "dai-hoc-da-nang"
MANAGED = (CITY, Body.MANAGING)
CLEAN_WATER = "nhan-nuoc-sach"

PROJECTS_RECEIVED = (
    Plan(
        CLEAN_WATER, "Nước sạch và vệ sinh cho trường học các xã miền núi", RECEIVED, Source.NGO,
        (("us-world-vision", Side.DONOR, "70"), ("us-rockefeller", Side.DONOR, "30")),
        (MANAGED, ("so-nong-nghiep-ptnt", Body.OWNER), ("so-giao-duc-dao-tao", Body.IMPLEMENTING)),
        ("ngo_aid", "water_management", "education"), -640, 420,
        place="xã La Dêê; xã Sông Kôn; xã Hòa Vang",
        purpose="24 điểm trường có nước sạch và nhà vệ sinh đạt chuẩn; thầy cô biết tự vận hành.",
        happened=(
            Happened(Deed.PROPOSAL, 760, "88/SNgV-HTQT"), approved(668, "3127/QĐ-UBND"), begun(640),
        ),
        sums=(
            Booked(Kind.VALUE, "850.000 USD", rated=True, ago=668),
            Booked(Kind.COMMITTED, "850.000 USD", ago=690, rated=True, number="Thư cam kết 118"),
            Booked(Kind.APPROVED, "850.000 USD", ago=668, rated=True, number="3127/QĐ-UBND"),
            Booked(Kind.PLANNED, "180.000 USD", half=2),
            Booked(Kind.PLANNED, "170.000 USD", half=1),
            Booked(Kind.PLANNED, "200.000 USD", half=0),
            Booked(Kind.DISBURSED, "182.500 USD", ago=540, rated=True, number="UNC 07"),
            Booked(Kind.DISBURSED, "164.300 USD", ago=275, rated=True, number="UNC 19"),
            Booked(Kind.DISBURSED, "96.000 USD", ago=48, rated=True, number="UNC 31"),
        ),
        results=(
            Measured("Điểm trường có nước sạch", "điểm trường", "24", "15"),
            Measured("Học sinh được hưởng lợi", "học sinh", "6200", "4150"),
        ),
        told=(
            Told("so-nong-nghiep-ptnt", "Bàn giao 7 điểm trường, tập huấn 32 thầy cô vận hành bể lọc.",
                 next="Khảo sát 9 điểm trường còn lại."),
            Told("so-nong-nghiep-ptnt", "Bàn giao 8 điểm trường đầu tiên.",
                 "Đường vào điểm trường xa bị sạt lở, chở vật tư chậm một tháng.", before=1),
        ),
    ),
    Plan(
        "nhan-nuoc-sach-truyen-thong", "Hợp phần truyền thông vệ sinh học đường", RECEIVED, Source.NGO,
        (("us-rockefeller", Side.DONOR, ""),), (("so-giao-duc-dao-tao", Body.OWNER),), ("ngo_aid", "education"), -520, 300,
        programme=CLEAN_WATER, happened=(approved(560, "3127/QĐ-UBND"), begun(520)),
        sums=(
            Booked(Kind.COMMITTED, "60.000 USD", ago=560, rated=True),
            Booked(Kind.DISBURSED, "31.000 USD", ago=200, rated=True),
        ),
        told=(Told("so-giao-duc-dao-tao", "In 4.000 sổ tay, mở 12 buổi truyền thông tại trường."),),
    ),
    Plan(
        "nhan-thoat-nuoc-jica", "Chống ngập lưu vực sông Phú Lộc, giai đoạn khảo sát và thiết kế", RECEIVED,
        Source.ODA_GRANT, (("jp-jica", Side.DONOR, ""),), (MANAGED, ("so-xay-dung", Body.OWNER)),
        ("oda", "water_management", "urban_development"), -700, 380, place="phường Thanh Khê; phường An Khê",
        purpose="Hồ sơ thiết kế và mô hình ngập cho lưu vực 940 ha.",
        happened=(approved(730, "2764/QĐ-UBND"), begun(700)),
        sums=(
            Booked(Kind.COMMITTED, "1.250.000.000 JPY", ago=745, rated=True),
            Booked(Kind.APPROVED, "1.250.000.000 JPY", ago=730, rated=True, number="2764/QĐ-UBND"),
            Booked(Kind.PLANNED, "300.000.000 JPY", half=2),
            Booked(Kind.PLANNED, "350.000.000 JPY", half=1),
            Booked(Kind.PLANNED, "400.000.000 JPY", half=0),
            Booked(Kind.DISBURSED, "280.000.000 JPY", ago=262, rated=True),
            Booked(Kind.DISBURSED, "150.000.000 JPY", ago=88, rated=True),
        ),
        results=(Measured("Lưu vực đã đo vẽ", "ha", "940", "610"),),
        told=(
            Told("so-xay-dung", "Đo vẽ xong 610 ha, lập mô hình ngập cho nửa phía bắc.",
                 "Tư vấn đổi người đứng đầu, hồ sơ thanh toán đợt 2 nộp chậm.", "Trình điều chỉnh kế hoạch giải ngân."),
        ),
    ),
    Plan(
        "nhan-khi-hau-afd", "Thích ứng biến đổi khí hậu vùng hạ lưu sông Cu Đê", RECEIVED, Source.ODA_LOAN,
        (("fr-afd", Side.DONOR, "80"), ("int-gcf", Side.DONOR, "20")),
        (MANAGED, ("so-tai-nguyen-moi-truong", Body.OWNER)), ("oda", "climate_change", "resilience"), 45, 1500,
        place="phường Hải Vân; phường Liên Chiểu",
        happened=(Happened(Deed.PROPOSAL, 400, "41/TTr-SNgV"), approved(36, "1508/QĐ-TTg", "Thủ tướng Chính phủ")),
        sums=(
            Booked(Kind.COMMITTED, "12.500.000 EUR", ago=150, rated=True),
            Booked(Kind.APPROVED, "12.500.000 EUR", ago=36, rated=True, number="1508/QĐ-TTg"),
        ),
    ),
    Plan(
        "nhan-y-te-koica", "Nâng cao năng lực cấp cứu ngoại viện", RECEIVED, Source.ODA_GRANT,
        (("kr-koica", Side.DONOR, ""),), (MANAGED, ("so-y-te", Body.OWNER)), ("oda", "health", "medical_equipment"),
        -1150, -210, place="toàn thành phố",
        happened=(
            approved(1180, "1433/QĐ-UBND"), begun(1150),
            Happened(Deed.EXTENSION, 420, "612/QĐ-UBND", "Chủ tịch UBND thành phố", "Giao xe cứu thương chậm.", -120),
            Happened(Deed.COMPLETION, 118, "55/BC-SYT"), Happened(Deed.CLOSING, 30, "1370/QĐ-UBND"),
        ),
        sums=(
            Booked(Kind.COMMITTED, "2.400.000 USD", ago=1190, dong="57,6 tỷ đồng"),
            Booked(Kind.APPROVED, "2.400.000 USD", ago=1180, dong="57,6 tỷ đồng", number="1433/QĐ-UBND"),
            Booked(Kind.DISBURSED, "1.150.000 USD", ago=800, rated=True),
            Booked(Kind.DISBURSED, "1.212.400 USD", ago=230, rated=True),
        ),
        results=(
            Measured("Xe cứu thương bàn giao", "xe", "10", "10", 118),
            Measured("Nhân viên cấp cứu được đào tạo", "người", "120", "134", 118),
        ),
        result="Thời gian xe đến hiện trường giảm từ 19 còn 13 phút.",
        remains="10 xe cứu thương do Trung tâm Cấp cứu 115 sử dụng; 3 giảng viên nguồn tiếp tục tập huấn.", remains_seen=25,
    ),
    Plan(
        "nhan-hoc-bong-keimyung", "Học bổng trao đổi một học kỳ tại Đại học Keimyung", RECEIVED, Source.BILATERAL,
        (("kr-keimyung", Side.DONOR, ""),), ((UNIVERSITY, Body.OWNER),), ("scholarship", "education"), -400, 330,
        form=AidForm.SCHOLARSHIP, papers=("ky-keimyung",), quantity=20, unit="suất",
        purpose="20 sinh viên học một học kỳ, miễn học phí và chỗ ở.",
        happened=(approved(410, "2240/QĐ-ĐHĐN", "Giám đốc Đại học Đà Nẵng"), begun(400)),
        sums=(
            Booked(Kind.COMMITTED, "180.000.000 KRW", ago=410, rated=True),
            Booked(Kind.DISBURSED, "72.000.000 KRW", ago=260, rated=True),
        ),
        results=(Measured("Sinh viên đã sang học", "sinh viên", "20", "8"),),
        told=(
            Told(UNIVERSITY, "8 sinh viên đợt 1 hoàn thành học kỳ, đều đạt loại khá trở lên.",
                 next="Xét chọn 12 sinh viên đợt 2.", by_focal=True),
        ),
    ),
    Plan(
        "nhan-quan-trac-kawasaki", "Thiết bị quan trắc nước tự động", RECEIVED, Source.CITY_TO_CITY,
        (("jp-kawasaki", Side.DONOR, ""),), ((CITY, Body.MANAGING), ("so-tai-nguyen-moi-truong", Body.OWNER)),
        ("environment", "water_management"), -330, -40, form=AidForm.IN_KIND, papers=("ky-kawasaki",),
        place="phường Thanh Khê", quantity=2, unit="trạm",
        happened=(approved(340, "2907/QĐ-UBND"), begun(330), Happened(Deed.COMPLETION, 41, "Biên bản bàn giao")),
        sums=(
            Booked(Kind.VALUE, "38.000.000 JPY", ago=340, rated=True, qualifier=AmountQualifier.APPROX),
            Booked(Kind.DISBURSED, "38.000.000 JPY", ago=41, rated=True, qualifier=AmountQualifier.APPROX,
                   number="Biên bản bàn giao"),
        ),
        result="Hai trạm truyền số liệu 15 phút một lần về Sở.",
        remains="Cả hai trạm đang chạy; phụ tùng thay thế đủ cho hai năm.", remains_seen=10,
    ),
    Plan(
        "nhan-do-thi-citynet", "Chia sẻ kinh nghiệm quản lý rác thải giữa các đô thị", RECEIVED, Source.NETWORK,
        (("net-citynet", Side.DONOR, ""),),
        (("so-tai-nguyen-moi-truong", Body.OWNER), (UNIVERSITY, Body.COORDINATING)), ("waste_management", "environment"),
        -500, -65, form=AidForm.TECHNICAL, happened=(approved(520, "1960/QĐ-UBND"), begun(500)),
        sums=(
            Booked(Kind.COMMITTED, "120.000 USD", ago=520, rated=True),
            Booked(Kind.DISBURSED, "88.000 USD", ago=210),
        ),
        told=(Told("so-tai-nguyen-moi-truong", "Tổ chức 2 khóa tập huấn, dịch xong bộ tài liệu phân loại rác."),),
    ),
    Plan(
        "nhan-cuu-tro-sgf", "Cứu trợ khẩn cấp sau mưa lũ", RECEIVED, Source.NGO, (("kr-sgf", Side.DONOR, ""),),
        (MANAGED, ("so-ngoai-vu", Body.OWNER)), ("ngo_aid", "humanitarian_aid"), -300, -255,
        form=AidForm.RELIEF, place="xã Hòa Vang; xã Hòa Tiến", quantity=1200, unit="hộ",
        happened=(approved(302, "5104/QĐ-UBND"), begun(300), Happened(Deed.COMPLETION, 256, "21/BC-SNgV")),
        sums=(
            Booked(Kind.APPROVED, "3,2 tỷ đồng", ago=302, number="5104/QĐ-UBND"),
            Booked(Kind.DISBURSED, "3,2 tỷ đồng", ago=290),
        ),
        result="1.200 hộ nhận tiền mặt và vật liệu sửa nhà trong 45 ngày.",
    ),
    Plan(
        "nhan-quan-tri-icld", "Lấy ý kiến người dân trong quản trị địa phương", RECEIVED, Source.BILATERAL,
        (("se-icld", Side.DONOR, ""), ("se-boras", Side.PARTICIPANT, "")), (MANAGED, ("so-noi-vu", Body.OWNER)),
        ("institutional_reform",), -430, 250, form=AidForm.TECHNICAL,
        happened=(
            approved(450, "2215/QĐ-UBND"), begun(430),
            Happened(Deed.SUSPENSION, 75, "704/SNgV-HTQT", reason="Phía bạn rà soát ngân sách hợp tác phát triển."),
        ),
        sums=(
            Booked(Kind.COMMITTED, "2.800.000 SEK", ago=450, rated=True),
            Booked(Kind.DISBURSED, "1.100.000 SEK", ago=270, rated=True),
        ),
    ),
    Plan(
        "nhan-cang-so-koica", "Số hóa thủ tục cảng biển", RECEIVED, Source.ODA_GRANT,
        (("kr-koica", Side.DONOR, ""),), (MANAGED, ("cang-da-nang", Body.OWNER)), ("oda", "seaport", "digital_transformation"),
        240, 1300, happened=(Happened(Deed.PROPOSAL, 95, "655/TTr-SNgV"),),
        sums=(Booked(Kind.VALUE, "5.000.000 USD", qualifier=AmountQualifier.UP_TO),),
        purpose="Một cửa điện tử cho tàu vào, rời cảng.",
    ),
    Plan(
        "nhan-xe-buyt-anh", "Thí điểm trạm sạc xe buýt điện", RECEIVED, Source.ENTERPRISE,
        (("gb-investment-partnership", Side.DONOR, ""),), (MANAGED, ("so-giao-thong-van-tai", Body.OWNER)),
        ("transport", "energy_transition"), -90, 400,
        happened=(
            Happened(Deed.PROPOSAL, 290, "377/SNgV-HTQT"),
            Happened(Deed.CANCELLATION, 110, "901/UBND-ĐTĐT", "UBND thành phố",
                     "Hai bên không thống nhất được bên chịu chi phí đất."),
        ),
        sums=(Booked(Kind.VALUE, "640.000 USD", qualifier=AmountQualifier.APPROX),),
    ),
    Plan(
        "nhan-rau-sach-ide", "Chuỗi giá trị rau an toàn của nông hộ nhỏ", RECEIVED, Source.NGO,
        (("us-ide", Side.DONOR, ""),), (MANAGED, ("so-nong-nghiep-ptnt", Body.OWNER)), ("ngo_aid", "agriculture"),
        -820, 190, place="xã Hòa Tiến; xã Bà Nà",
        happened=(approved(840, "2018/QĐ-UBND"), begun(820)),
        sums=(
            Booked(Kind.COMMITTED, "9,6 tỷ đồng", ago=850), Booked(Kind.APPROVED, "9,6 tỷ đồng", ago=840, number="2018/QĐ-UBND"),
            Booked(Kind.DISBURSED, "3,45 tỷ đồng", ago=430),
            Booked(Kind.DISBURSED, "1,25 tỷ đồng", ago=160, right="125 triệu đồng",
                   why="Chứng từ ghi 125 triệu đồng; dòng đầu gõ lệch một số 0."),
        ),
        results=(Measured("Nông hộ bán được qua hợp đồng", "hộ", "400", "236", 170),),
        told=(Told("so-nong-nghiep-ptnt", "236 hộ ký hợp đồng bán rau với 4 siêu thị.", before=1),),
    ),
    Plan(
        "nhan-tu-sach", "Tủ sách thiếu nhi song ngữ", RECEIVED, Source.ENTERPRISE,
        (("jp-business-association", Side.DONOR, ""),), (("thu-vien-khoa-hoc-tong-hop", Body.OWNER),),
        ("culture_arts", "education"), -205, -170, form=AidForm.IN_KIND, quantity=3500, unit="cuốn",
        happened=(approved(208, "1188/QĐ-UBND"), begun(205), Happened(Deed.COMPLETION, 171, "Biên bản bàn giao")),
        sums=(Booked(Kind.VALUE, "420 triệu đồng"), Booked(Kind.DISBURSED, "420 triệu đồng", ago=171)),
        result="Sách đã vào 14 thư viện trường và xã, phường.",
    ),
)  # fmt: skip
