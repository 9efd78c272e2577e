"""What sample delegations talk about, and what comes of it; `{partner}` stands for the name of the partner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Owed:
    """Something to do after the trip: what, by which agency, so many days after the report."""

    text: str
    agency: str = ""
    due: int = 60


@dataclass(frozen=True)
class Topic:
    """One matter of cooperation, from the purpose of a trip to what each side owes after it."""

    purpose: str
    calls: tuple[tuple[str, str], ...]  # where, what: lines of the programme after the reception
    summary: str
    done: str
    negotiating: str
    ours: Owed
    theirs: Owed
    proposal: Owed
    gifts: tuple[str, str]  # given, received


TOPICS = {
    "tourism": Topic(
        "Trao đổi khôi phục, mở rộng đường bay thẳng và chương trình kích cầu du lịch hai chiều với {partner}.",
        (("Trung tâm Xúc tiến du lịch", "Làm việc về quảng bá điểm đến chung"),
         ("Bán đảo Sơn Trà, Ngũ Hành Sơn", "Khảo sát sản phẩm du lịch")),
        "Hai bên thống nhất chương trình giới thiệu điểm đến chung trong năm tới với {partner}.",
        "Chốt danh sách 12 doanh nghiệp lữ hành tham gia, nội dung và thời gian hai đợt quảng bá.",
        "Tần suất chuyến bay thuê chuyến mùa hè; mức hỗ trợ quảng bá của mỗi bên.",
        Owed("Gửi {partner} bộ tư liệu, hình ảnh quảng bá du lịch Đà Nẵng.", "so-du-lich", 30),
        Owed("Cử đoàn khảo sát của hiệp hội lữ hành sang Đà Nẵng.", due=90),
        Owed("Bố trí kinh phí gian hàng chung tại hội chợ du lịch năm tới.", "so-du-lich", 75),
        ("Bộ tranh thêu Ngũ Hành Sơn", "Mô hình công trình biểu tượng của địa phương bạn"),
    ),
    "trade": Topic(
        "Kết nối doanh nghiệp, thúc đẩy xuất nhập khẩu và dịch vụ hậu cần giữa Đà Nẵng và {partner}.",
        (("Phòng họp Sở Công Thương", "Tọa đàm kết nối doanh nghiệp hai bên"),
         ("Cảng Tiên Sa", "Khảo sát dịch vụ cảng và kho ngoại quan")),
        "18 doanh nghiệp hai bên gặp trực tiếp; hình thành ba nhóm hàng ưu tiên trao đổi với {partner}.",
        "Thống nhất đầu mối, danh mục hàng ưu tiên và lịch tọa đàm trực tuyến hằng quý.",
        "Thủ tục kiểm dịch nông sản; giá cước vận chuyển đường bộ qua Hành lang kinh tế Đông - Tây.",
        Owed("Lập danh sách doanh nghiệp nhập khẩu, gửi {partner}.", "so-cong-thuong", 30),
        Owed("Cung cấp danh mục ưu đãi cho doanh nghiệp Đà Nẵng mở văn phòng.", due=60),
        Owed("Tổ chức tuần hàng Đà Nẵng tại địa phương bạn.", "so-cong-thuong", 120),
        ("Bộ ấm chén gốm", "Hàng thủ công truyền thống"),
    ),
    "education": Topic(
        "Mở rộng trao đổi sinh viên, giảng viên và học bổng với {partner}.",
        (("Đại học Đà Nẵng", "Làm việc về chương trình liên kết, công nhận tín chỉ"),
         ("Khu đô thị Đại học", "Gặp sinh viên tham gia trao đổi")),
        "Thống nhất tăng chỉ tiêu trao đổi sinh viên với {partner} lên 20 em mỗi năm.",
        "Rà soát danh mục học phần được công nhận; chốt mẫu thỏa thuận học bổng.",
        "Mức hỗ trợ ăn ở cho sinh viên; thời điểm nhập học kỳ mùa thu.",
        Owed("Gửi danh sách sinh viên dự tuyển học bổng.", "dai-hoc-da-nang", 45),
        Owed("Thông báo kết quả xét học bổng cho 10 sinh viên Đà Nẵng.", due=90),
        Owed("Mở lớp ngoại ngữ dự bị cho sinh viên trúng tuyển.", "so-giao-duc-dao-tao", 100),
        ("Sách ảnh Đà Nẵng", "Biểu trưng của trường"),
    ),
    "health": Topic(
        "Trao đổi đào tạo bác sĩ, khám chữa bệnh từ xa và phòng, chống dịch với {partner}.",
        (("Bệnh viện Đà Nẵng", "Khảo sát khoa cấp cứu, hội chẩn từ xa"),
         ("Trung tâm Kiểm soát bệnh tật", "Làm việc về giám sát dịch bệnh")),
        "Hai bên lập nhóm hội chẩn từ xa hằng tháng giữa bệnh viện Đà Nẵng và {partner}.",
        "Đào tạo ngắn ngày cho 6 bác sĩ; thống nhất quy trình chia sẻ thông tin dịch bệnh.",
        "Danh mục thiết bị tiếp nhận; thủ tục hành nghề của bác sĩ bạn.",
        Owed("Cử 6 bác sĩ, điều dưỡng tham gia khóa đào tạo.", "so-y-te", 60),
        Owed("Gửi tài liệu đào tạo và lịch hội chẩn.", due=30),
        Owed("Bố trí đường truyền cho hội chẩn từ xa tại ba bệnh viện.", "so-y-te", 90),
        ("Tranh đá mỹ nghệ Non Nước", "Bộ dụng cụ y tế lưu niệm"),
    ),
    "environment": Topic(
        "Học tập kinh nghiệm quản lý chất thải, nước thải và giảm rác nhựa với {partner}.",
        (("Khu xử lý chất thải Khánh Sơn", "Khảo sát phân loại, xử lý chất thải"),
         ("Trạm xử lý nước thải Hòa Xuân", "Trao đổi kỹ thuật vận hành")),
        "Hai bên thống nhất đề cương thí điểm phân loại rác tại nguồn theo mô hình của {partner}.",
        "Chọn hai phường thí điểm; thống nhất bộ chỉ số quan trắc dùng chung.",
        "Nguồn kinh phí thiết bị quan trắc; phương án chuyển giao phần mềm.",
        Owed("Hoàn thành đề cương thí điểm, lấy ý kiến hai phường.", "so-tai-nguyen-moi-truong", 45),
        Owed("Cử hai chuyên gia sang hỗ trợ ba tháng đầu.", due=120),
        Owed("Đưa thí điểm vào kế hoạch bảo vệ môi trường năm tới.", "so-tai-nguyen-moi-truong", 80),
        ("Đèn lồng Hội An", "Túi vải tái chế có biểu trưng thành phố bạn"),
    ),
    "port": Topic(
        "Thúc đẩy tuyến hàng hải, cảng xanh và dịch vụ hậu cần với {partner}.",
        (("Cảng Đà Nẵng", "Làm việc về tuyến tàu và số hóa cảng"),
         ("Khu bến Liên Chiểu", "Khảo sát hạ tầng khu bến")),
        "Thống nhất mở tuyến tàu thí điểm mỗi tháng một chuyến giữa Đà Nẵng và {partner}.",
        "Trao đổi mẫu dữ liệu cảng; thống nhất lịch làm việc nhóm kỹ thuật.",
        "Phí bến bãi ưu đãi trong sáu tháng đầu; chia sẻ dữ liệu tàu.",
        Owed("Trình phương án phí ưu đãi cho tuyến thí điểm.", "cang-da-nang", 50),
        Owed("Thông báo hãng tàu tham gia tuyến thí điểm.", due=60),
        Owed("Lập nhóm công tác cảng xanh của thành phố.", "so-giao-thong-van-tai", 60),
        ("Mô hình cầu Rồng", "Mô hình tàu buồm"),
    ),
    "technology": Topic(
        "Hợp tác chuyển đổi số, vi mạch và khởi nghiệp đổi mới sáng tạo với {partner}.",
        (("Khu công viên phần mềm số 2", "Làm việc với doanh nghiệp vi mạch, trí tuệ nhân tạo"),
         ("Trung tâm Hỗ trợ khởi nghiệp", "Gặp các nhóm khởi nghiệp")),
        "Hai bên thống nhất chương trình ươm tạo chung cho 8 nhóm khởi nghiệp với {partner}.",
        "Chọn 8 nhóm khởi nghiệp; thống nhất tiêu chí cố vấn và lịch trình sáu tháng.",
        "Bản quyền phần mềm đào tạo thiết kế vi mạch; cơ chế chia sẻ phòng thí nghiệm.",
        Owed("Gửi hồ sơ 8 nhóm khởi nghiệp được chọn.", "so-khoa-hoc-cong-nghe", 30),
        Owed("Cử cố vấn trực tuyến hằng tuần.", due=45),
        Owed("Trình chính sách hỗ trợ phòng thí nghiệm dùng chung.", "so-khoa-hoc-cong-nghe", 110),
        ("Mô hình cầu Sông Hàn", "Thiết bị công nghệ lưu niệm"),
    ),
    "agriculture": Topic(
        "Trao đổi nông nghiệp công nghệ cao, phòng, chống thiên tai với {partner}.",
        (("Vùng nông nghiệp công nghệ cao Hòa Vang", "Khảo sát mô hình nhà màng"),
         ("Đài Khí tượng thủy văn", "Trao đổi hệ thống cảnh báo sớm")),
        "Hai bên thống nhất chuyển giao ba giống rau và quy trình cảnh báo lũ sớm với {partner}.",
        "Chọn hai hợp tác xã tham gia; thống nhất lịch tập huấn.",
        "Kiểm dịch giống cây; chi phí thiết bị đo mưa tự động.",
        Owed("Hoàn tất thủ tục kiểm dịch giống rau.", "so-nong-nghiep-ptnt", 60),
        Owed("Gửi giống và tài liệu kỹ thuật.", due=75),
        Owed("Nhân rộng mô hình ra hai xã.", "so-nong-nghiep-ptnt", 150),
        ("Hộp trà, bánh khô mè", "Đặc sản địa phương"),
    ),
    "investment": Topic(
        "Xúc tiến đầu tư vào khu công nghệ cao, khu thương mại tự do Đà Nẵng từ {partner}.",
        (("Khu công nghệ cao Đà Nẵng", "Khảo sát quỹ đất, hạ tầng"),
         ("Trung tâm Hành chính thành phố", "Tọa đàm chính sách ưu đãi đầu tư")),
        "Ba nhà đầu tư của {partner} đăng ký khảo sát lần hai, một nhà đầu tư ghi nhớ thuê đất.",
        "Cung cấp danh mục dự án kêu gọi đầu tư; thống nhất đầu mối hỗ trợ thủ tục.",
        "Giá thuê đất giai đoạn đầu; nguồn nhân lực kỹ thuật.",
        Owed("Gửi bộ hồ sơ địa điểm cho ba nhà đầu tư.", "ban-xuc-tien-ho-tro-dau-tu", 30),
        Owed("Gửi đề xuất dự án sơ bộ.", due=90),
        Owed("Lập tổ hỗ trợ nhà đầu tư tại khu công nghệ cao.", "bql-khu-cong-nghe-cao", 60),
        ("Tranh sơn mài", "Bút ký có biểu trưng doanh nghiệp"),
    ),
    "friendship": Topic(
        "Thăm hữu nghị, rà soát chương trình hợp tác và chúc mừng ngày lễ lớn với {partner}.",
        (("Bảo tàng Đà Nẵng", "Thăm bảo tàng, đặt hoa"),
         ("Trung tâm Hành chính thành phố", "Hội đàm về chương trình hợp tác năm tới")),
        "Hai bên rà soát chương trình hợp tác và thống nhất các hoạt động năm tới giữa Đà Nẵng và {partner}.",
        "Thống nhất lịch trao đổi đoàn, hỗ trợ lưu học sinh và các hoạt động giao lưu nhân dân.",
        "Nội dung chương trình hợp tác giai đoạn tiếp theo.",
        Owed("Dự thảo chương trình hợp tác giai đoạn tiếp theo, gửi {partner}.", "so-ngoai-vu", 45),
        Owed("Góp ý dự thảo chương trình hợp tác.", due=75),
        Owed("Bổ sung hai suất học bổng cho lưu học sinh.", "so-noi-vu", 90),
        ("Bộ trà mỹ nghệ Non Nước", "Khăn dệt truyền thống"),
    ),
    "culture": Topic(
        "Trao đổi đoàn nghệ thuật, triển lãm và giao lưu nhân dân với {partner}.",
        (("Nhà hát Trưng Vương", "Duyệt chương trình biểu diễn chung"),
         ("Bảo tàng Điêu khắc Chăm", "Làm việc về triển lãm lưu động")),
        "Thống nhất tổ chức Ngày văn hóa của {partner} tại Đà Nẵng và một triển lãm lưu động.",
        "Chốt danh mục 40 hiện vật triển lãm, lịch biểu diễn và số nghệ sĩ.",
        "Bảo hiểm hiện vật; chi phí vận chuyển.",
        Owed("Hoàn thành thủ tục cấp phép biểu diễn, triển lãm.", "so-van-hoa-the-thao", 40),
        Owed("Gửi danh sách nghệ sĩ và hiện vật.", due=30),
        Owed("Đưa Ngày văn hóa vào kế hoạch lễ hội năm tới.", "so-van-hoa-the-thao", 90),
        ("Nhạc cụ dân tộc", "Tranh phong cảnh địa phương"),
    ),
    "urban": Topic(
        "Học tập quy hoạch, giao thông công cộng và quản lý đô thị với {partner}.",
        (("Sở Xây dựng", "Trao đổi quy hoạch ven sông, nhà ở xã hội"),
         ("Trung tâm Điều hành giao thông", "Khảo sát điều hành tín hiệu thông minh")),
        "Hai bên thống nhất đề tài chung về giao thông công cộng ít phát thải với {partner}.",
        "Thống nhất phạm vi khảo sát hai tuyến xe buýt và dữ liệu chia sẻ.",
        "Chi phí chuyên gia; quyền công bố kết quả.",
        Owed("Cung cấp dữ liệu hai tuyến xe buýt.", "so-giao-thong-van-tai", 30),
        Owed("Gửi đề cương khảo sát của nhóm chuyên gia.", due=45),
        Owed("Bố trí vốn đối ứng cho khảo sát.", "so-tai-chinh", 80),
        ("Phù điêu đá Non Nước", "Sách quy hoạch đô thị"),
    ),
}  # fmt: skip
