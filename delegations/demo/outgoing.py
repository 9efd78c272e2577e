"""The sample delegations that Đà Nẵng sends; some go over the city's limits, with and without a justification."""

from __future__ import annotations

from typing import Any

from delegations.demo.plans import Fate, Stay, Trip
from delegations.enums import ChangeReason, CostSource, Direction
from delegations.enums import HeadRank as Rank

HEAD, DEPUTY, UNIT = Rank.LOCALITY_HEAD, Rank.LOCALITY_DEPUTY, Rank.DEPARTMENT
CITY, PARTY, FOREIGN = "ubnd-thanh-pho", "thanh-uy", "so-ngoai-vu"
INVITED_LATE = "Thư mời đến sau khi chương trình năm đã ban hành."
CHAIR, VICE, DIRECTOR, DEAN = (
    "Chủ tịch UBND thành phố",
    "Phó Chủ tịch UBND thành phố",
    "Giám đốc Sở",
    "Hiệu trưởng",
)
# Travels three times in one year: the third trip is the one to justify.
FREQUENT = "Trương Hoài Phương Thảo"


def _out(*facts: Any, **more: Any) -> Trip:
    return Trip(*facts, direction=Direction.OUT, **more)


OUTGOING = (
    _out("ra-nhat-ban-1", "Đoàn thành phố thăm Sakai và Kawasaki", "trade", ("jp-sakai", "jp-kawasaki"), CITY, HEAD,
         CHAIR, -671, 6, 10, way=(Stay("JP", "Sakai", 3, "jp-sakai"), Stay("JP", "Kawasaki", 3, "jp-kawasaki"))),
    _out("ra-lao-1", "Đoàn Thành ủy thăm, làm việc tại Champasak", "friendship", ("la-champasak",), PARTY, HEAD,
         "Bí thư Thành ủy", -655, 3, 9),
    _out("ra-seoul-1", "Đoàn xúc tiến du lịch tại Seoul", "tourism", ("kr-seoul",), "so-du-lich", UNIT, DIRECTOR,
         (2, 10), 3, 5, also=(FREQUENT,)),
    _out("ra-boras-1", "Đoàn khảo sát xử lý chất thải tại Borås", "environment", ("se-boras",),
         "so-tai-nguyen-moi-truong", UNIT, "Phó Giám đốc Sở", -603, 3, 4),
    _out("ra-duc-phap-1", "Đoàn xúc tiến đầu tư tại Đức, Pháp", "investment", ("fr-nord-pas-de-calais",), CITY, DEPUTY,
         VICE, -577, 6, 7, way=(Stay("DE", "Frankfurt", 3), Stay("FR", "Lille", 3, "fr-nord-pas-de-calais"))),
    _out("ra-jeju-1", "Đoàn quảng bá du lịch tại Jeju và Busan", "tourism", ("kr-jeju", "kr-busan"), "so-du-lich", UNIT,
         DIRECTOR, (5, 14), 3, 5, also=(FREQUENT,)),
    _out("ra-keimyung-1", "Đoàn Đại học Đà Nẵng làm việc tại Keimyung", "education", ("kr-keimyung",),
         "dai-hoc-da-nang", UNIT, "Phó Giám đốc Đại học", -539, 3, 4),
    _out("ra-son-dong-1", "Đoàn dự Hội chợ tại Tế Nam", "trade", ("cn-shandong", "cn-jinan"), "so-cong-thuong", UNIT,
         "Phó Giám đốc Sở", -511, 3, 5),
    _out("ra-khon-kaen-1", "Đoàn dự Lễ hội tơ lụa Khon Kaen", "culture", ("th-khon-kaen",), "so-van-hoa-the-thao", UNIT,
         "Phó Giám đốc Sở", -486, 3, 5),
    _out("ra-hoa-ky-1", "Đoàn thành phố làm việc tại Hoa Kỳ, Canada", "technology", ("us-pittsburgh", "us-oakland"),
         CITY, DEPUTY, VICE, -463, 6, 7, way=(Stay("US", "Pittsburgh", 3, "us-pittsburgh"), Stay("CA", "Vancouver", 3))),
    _out("ra-singapore-1", "Đoàn học tập trung tâm tài chính tại Singapore", "investment", ("net-world-cities-summit",),
         "so-tai-chinh", UNIT, DIRECTOR, -449, 5, 5, way=(Stay("SG", "Singapore", 5, is_event=True),)),
    _out("ra-daegu-2", "Đoàn giới thiệu điểm đến tại Daegu", "tourism", ("kr-daegu",), "so-du-lich", UNIT,
         "Phó Giám đốc Sở", (10, 20), 3, 4, also=(FREQUENT,), fate=Fate.REPORTED),
    _out("ra-yaroslavl-1", "Đoàn thăm tỉnh Yaroslavl và Grodno", "friendship", ("ru-yaroslavl", "by-grodno"), CITY,
         DEPUTY, VICE, -425, 6, 7, fate=Fate.CANCELLED,
         given_up=(20, ChangeReason.CITY_SCHEDULE, ""), way=(Stay("RU", "Yaroslavl", 3, "ru-yaroslavl"),
                                                             Stay("BY", "Grodno", 3, "by-grodno"))),
    _out("ra-savannakhet-1", "Đoàn khảo sát Hành lang kinh tế Đông - Tây", "trade", ("la-savannakhet", "th-khon-kaen"),
         "so-cong-thuong", UNIT, DIRECTOR, -402, 5, 5,
         way=(Stay("LA", "Savannakhet", 2, "la-savannakhet"), Stay("TH", "Khon Kaen", 3, "th-khon-kaen"))),
    _out("ra-uc-1", "Đoàn thành phố thăm Úc", "education", ("au-queensland", "au-griffith"), CITY, HEAD, CHAIR, -388, 3,
         12, joined=("so-giao-duc-dao-tao",),
         justified="Thêm hai thành viên của Đại học Đà Nẵng ký chương trình liên kết, kinh phí do phía bạn lo."),
    _out("ra-lao-2", "Đoàn tuyển chọn học bổng tại Lào", "education", ("la-nuol",), "so-noi-vu", UNIT,
         "Phó Giám đốc Sở", -371, 3, 4),
    _out("ra-dubai-1", "Đoàn nghiên cứu trung tâm tài chính quốc tế Dubai", "investment", ("ae-dubai",), "so-tai-chinh",
         UNIT, DIRECTOR, -355, 5, 5, justified="Lịch làm việc với cơ quan quản lý bạn kéo dài năm ngày theo thư mời."),
    _out("ra-lao-3", "Đoàn chúc Tết các tỉnh Nam Lào", "friendship", ("la-champasak", "la-salavan", "la-sekong"), CITY,
         DEPUTY, VICE, -314, 3, 7),
    _out("ra-tokyo-1", "Đoàn Văn phòng đại diện và doanh nghiệp tại Tokyo", "investment", ("jp-chiba",),
         "ban-xuc-tien-ho-tro-dau-tu", UNIT, "Trưởng ban", -298, 3, 5, joined=("vp-dai-dien-tokyo",)),
    _out("ra-turku-1", "Đoàn khảo sát công viên khoa học Turku", "technology", ("fi-turku", "fi-turku-science-park"),
         "so-khoa-hoc-cong-nghe", UNIT, "Phó Giám đốc Sở", -287, 3, 5),
    _out("ra-chau-au-1", "Đoàn xúc tiến đầu tư bốn nước châu Âu", "investment", ("be-wallonia", "ro-timisoara"), CITY,
         DEPUTY, VICE, -266, 10, 7, fate=Fate.REPORTED,
         way=(Stay("BE", "Namur", 3, "be-wallonia"), Stay("NL", "Rotterdam", 2), Stay("DE", "Berlin", 2),
              Stay("RO", "Timisoara", 3, "ro-timisoara"))),
    _out("ra-yokohama-1", "Đoàn học tập quản lý đô thị tại Yokohama", "urban", ("jp-yokohama",), "so-xay-dung", UNIT,
         DIRECTOR, -254, 3, 5),
    _out("ra-daegu-1", "Đoàn Công an thành phố làm việc tại Daegu", "friendship", ("kr-daegu-police", "kr-daegu"),
         "cong-an-thanh-pho", UNIT, "Phó Giám đốc Công an thành phố", -239, 3, 5, leaders=2,
         justified="Hai đồng chí lãnh đạo cùng đi theo đề nghị của phía bạn để ký hai văn bản chuyên ngành."),
    _out("ra-griffith-1", "Đoàn Trường Đại học Bách khoa tại Griffith", "education", ("au-griffith",),
         "dh-bach-khoa-da-nang", UNIT, DEAN, -228, 3, 3, unplanned=INVITED_LATE),
    _out("ra-battambang-1", "Đoàn khảo sát nông nghiệp tại Battambang", "agriculture", ("kh-battambang",),
         "so-nong-nghiep-ptnt", UNIT, "Phó Giám đốc Sở", -209, 3, 4),
    _out("ra-thanh-dao-1", "Đoàn Cảng Đà Nẵng khảo sát cảng Thanh Đảo", "port", ("cn-qingdao",), "cang-da-nang", UNIT,
         "Tổng Giám đốc", -193, 3, 5, payer=CostSource.ENTERPRISE, fate=Fate.REPORTED),
    _out("ra-busan-1", "Đoàn dự Hội chợ du lịch Busan", "tourism", ("kr-busan",), "so-du-lich", UNIT, "Phó Giám đốc Sở",
         -179, 3, 5),
    _out("ra-mitsuke-1", "Đoàn trao đổi phòng, chống thiên tai tại Mitsuke", "agriculture", ("jp-mitsuke",),
         "so-nong-nghiep-ptnt", UNIT, "Phó Giám đốc Sở", -158, 3, 4),
    _out("ra-wego-1", "Đoàn dự hội nghị WeGO tại Seoul", "technology", ("net-wego",), "so-thong-tin-truyen-thong", UNIT,
         DIRECTOR, -146, 4, 4, way=(Stay("KR", "Seoul", 4, is_event=True),)),
    _out("ra-houston-1", "Đoàn y tế làm việc tại Houston", "health", ("us-houston",), "so-y-te", UNIT, DIRECTOR, -121, 3,
         5, unplanned=INVITED_LATE),
    _out("ra-macao-1", "Đoàn quảng bá đường bay tại Ma Cao, Hồng Kông", "tourism", ("mo-macao", "hk-hong-kong"),
         "so-du-lich", UNIT, DIRECTOR, -104, 4, 6, fate=Fate.SILENT,
         way=(Stay("MO", "Ma Cao", 2, "mo-macao"), Stay("HK", "Hồng Kông", 2, "hk-hong-kong"))),
    _out("ra-mumbai-1", "Đoàn khảo sát thị trường Mumbai", "trade", ("in-mumbai",), "so-cong-thuong", UNIT,
         "Phó Giám đốc Sở", -88, 3, 4, fate=Fate.CANCELLED, given_up=(12, ChangeReason.VISA, "")),
    _out("ra-sakai-1", "Đoàn thành phố dự tuần lễ Việt Nam tại Sakai", "culture", ("jp-sakai",), CITY, DEPUTY, VICE,
         -64, 3, 7, fate=Fate.SILENT),
    _out("ra-pnlg-1", "Đoàn dự diễn đàn PEMSEA", "environment", ("net-pnlg",), "so-tai-nguyen-moi-truong", UNIT,
         "Phó Giám đốc Sở", -33, 3, 3, way=(Stay("KR", "Incheon", 3, is_event=True),), fate=Fate.DRAFTED),
    _out("ra-vien-chan-1", "Đoàn thành phố dự kỷ niệm Quốc khánh Lào", "friendship", ("la-vientiane",), CITY, HEAD,
         CHAIR, 0, 3, 9, fate=Fate.TO_COME),
    _out("ra-chiba-1", "Đoàn lao động, đào tạo nghề tại Chiba", "education", ("jp-chiba",), "so-lao-dong-tbxh", UNIT,
         DIRECTOR, 16, 4, 5, fate=Fate.TO_COME),
    _out("ra-han-quoc-1", "Đoàn thành phố thăm Changwon, Daegu, Busan", "investment",
         ("kr-changwon", "kr-daegu", "kr-busan"), CITY, HEAD, CHAIR, 33, 3, 10, fate=Fate.TO_COME,
         moved=(14, ChangeReason.CITY_SCHEDULE)),
    _out("ra-liege-1", "Đoàn y sinh làm việc tại Liège", "health", ("be-liege",), "so-y-te", UNIT, "Phó Giám đốc Sở", 58,
         3, 4, fate=Fate.TO_COME),
    _out("ra-phan-lan-1", "Đoàn khởi nghiệp tại Turku, Borås", "technology", ("fi-turku", "se-boras"),
         "trung-tam-khoi-nghiep", UNIT, "Giám đốc Trung tâm", 74, 5, 5, fate=Fate.TO_COME, unplanned=INVITED_LATE,
         way=(Stay("FI", "Turku", 3, "fi-turku"), Stay("SE", "Borås", 2, "se-boras"))),
    _out("ra-mandalay-1", "Đoàn khảo sát Mandalay", "trade", ("mm-mandalay",), "so-cong-thuong", UNIT, DIRECTOR, 110, 3,
         5, fate=Fate.TO_COME),
)  # fmt: skip
