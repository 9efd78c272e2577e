"""Legal bases and thresholds a new house needs before any register is loaded.

Literal rows: a migration reads no files. `data/legal_bases.csv` and `data/parameters.csv` say the same
(a test holds them equal); later changes of law are edited in the workshop or loaded from there.
"""

from datetime import date

import pghistory
from django.db import migrations

# key, number, kind, issuer, title, signed on, in force from, in force to, replaced by, verified, note
LEGAL_BASES = [
    (
        "qd-2887-2023", "2887/QĐ-UBND", "Quyết định", "UBND thành phố Đà Nẵng",
        "Phê duyệt Đề án Hội nhập và hợp tác quốc tế thành phố Đà Nẵng đến năm 2030",
        date(2023, 12, 26), None, None, "", True,
        "Sở Ngoại vụ báo cáo UBND thành phố hằng năm (Điều 2.1)",
    ),
    (
        "luat-70-2020", "70/2020/QH14", "Luật", "Quốc hội",
        "Luật Thỏa thuận quốc tế",
        date(2020, 11, 13), date(2021, 7, 1), None, "", True,
        "Điều 19: hỏi ý kiến, trả lời trong 7 ngày làm việc, báo cáo trong 15 ngày sau khi ký; điều 33 sửa đổi, gia hạn; điều 34 chấm dứt",
    ),
    (
        "pl-33-2007", "33/2007/PL-UBTVQH11", "Pháp lệnh", "Ủy ban Thường vụ Quốc hội",
        "Pháp lệnh Ký kết và thực hiện thỏa thuận quốc tế",
        None, date(2007, 7, 1), date(2021, 6, 30), "luat-70-2020", False,
        "Tên đầy đủ và ngày hiệu lực theo hiểu biết chung; cần đối chiếu bản gốc",
    ),
    (
        "nd-64-2021", "64/2021/NĐ-CP", "Nghị định", "Chính phủ",
        "Ký kết và thực hiện thỏa thuận quốc tế nhân danh cơ quan chuyên môn, UBND cấp huyện, UBND cấp xã biên giới và cơ quan cấp tỉnh của tổ chức",
        date(2021, 6, 30), date(2021, 7, 1), None, "", True,
        "Điều 5 trình tự; điều 16 chế độ báo cáo. Hạn báo cáo năm chưa tìm thấy",
    ),
    (
        "nd-65-2021", "65/2021/NĐ-CP", "Nghị định", "Chính phủ",
        "Kinh phí cho công tác điều ước quốc tế và thỏa thuận quốc tế",
        None, None, None, "", True,
        "Ngày ký và hiệu lực chưa ghi trong nguồn đã đọc",
    ),
    (
        "tt-43-2022-btc", "43/2022/TT-BTC", "Thông tư", "Bộ Tài chính",
        "Lập dự toán, quản lý, sử dụng kinh phí cho công tác điều ước quốc tế và thỏa thuận quốc tế",
        None, None, None, "", True,
        "Ngày ký và hiệu lực chưa ghi trong nguồn đã đọc",
    ),
    (
        "nd-134-2025", "134/2025/NĐ-CP", "Nghị định", "Chính phủ",
        "Phân quyền, phân cấp trong lĩnh vực đối ngoại",
        date(2025, 6, 12), None, None, "", False,
        "Ngày ký theo hiểu biết chung; cần đối chiếu bản gốc",
    ),
    (
        "nd-150-2025", "150/2025/NĐ-CP", "Nghị định", "Chính phủ",
        "Tổ chức các cơ quan chuyên môn thuộc UBND cấp tỉnh và cấp xã",
        None, None, None, "", False,
        "Căn cứ của Thông tư 09/2025/TT-BNG; trích yếu theo hiểu biết chung và cần đối chiếu bản gốc",
    ),
    (
        "tt-09-2025-bng", "09/2025/TT-BNG", "Thông tư", "Bộ Ngoại giao",
        "Hướng dẫn chức năng, nhiệm vụ của Sở Ngoại vụ và của phường, xã, đặc khu",
        date(2025, 6, 30), None, None, "", True,
        "24 nhiệm vụ và quyền hạn của Sở Ngoại vụ",
    ),
    (
        "qd-2673-2025-bng", "2673/QĐ-BNG", "Quyết định", "Bộ Ngoại giao",
        "Công bố thủ tục hành chính nội bộ về thỏa thuận quốc tế",
        date(2025, 8, 18), None, None, "", True,
        "",
    ),
    (
        "nq-250-2025-qh15", "250/2025/QH15", "Nghị quyết", "Quốc hội",
        "Cơ chế, chính sách đặc thù về hội nhập quốc tế",
        date(2025, 12, 10), None, None, "", False,
        "Nội dung về văn phòng đại diện của địa phương ở nước ngoài chưa tìm thấy trong bản ban hành",
    ),
    (
        "ct-56-2025-tw", "56-CT/TW", "Chỉ thị", "Ban Bí thư",
        "Sự lãnh đạo của Đảng đối với việc ký kết, thực hiện cam kết quốc tế",
        date(2025, 12, 24), None, None, "", True,
        "",
    ),
    (
        "qc-272-2015-tw", "272-QĐ/TW", "Quy định", "Bộ Chính trị",
        "Quản lý thống nhất hoạt động đối ngoại",
        date(2015, 1, 21), None, None, "", True,
        "Còn được viện dẫn ngày 08/01/2026",
    ),
    (
        "hd-05-2019-bdntw", "05-HD/BĐNTW", "Hướng dẫn", "Ban Đối ngoại Trung ương",
        "Hướng dẫn thực hiện quy chế quản lý hoạt động đối ngoại",
        date(2019, 3, 26), None, None, "", True,
        "",
    ),
    (
        "kl-33-2018-tw", "33-KL/TW", "Kết luận", "Bộ Chính trị",
        "Kết luận về quản lý hoạt động đối ngoại",
        date(2018, 7, 25), None, None, "", True,
        "",
    ),
    (
        "qd-06-2020-ttg", "06/2020/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ",
        "Tổ chức và quản lý hội nghị, hội thảo quốc tế tại Việt Nam",
        None, date(2020, 4, 15), None, "", True,
        "Hồ sơ trước 30 ngày (40 ngày nếu Thủ tướng quyết định); cơ quan được hỏi trả lời trong 15 ngày. Báo cáo sau hội nghị 15 ngày: theo hiểu biết chung, cần kiểm tra",
    ),
    (
        "qd-67-2011-ttg", "67/2011/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ",
        "Quản lý hoạt động đối ngoại của địa phương",
        date(2011, 12, 12), date(2012, 2, 1), None, "", False,
        "Chưa rõ còn hiệu lực hay không",
    ),
    (
        "qd-21-2013-ubnd", "21/2013/QĐ-UBND", "Quyết định", "UBND thành phố Đà Nẵng",
        "Quản lý và thực hiện hoạt động đối ngoại trên địa bàn thành phố",
        date(2013, 7, 9), None, None, "", False,
        "Chưa tìm thấy văn bản thay thế",
    ),
    (
        "cv-101-2025-ubnd", "101/UBND-SNV", "Công văn", "UBND thành phố Đà Nẵng",
        "Quản lý đoàn đi nước ngoài: số chuyến, số người, số ngày",
        date(2025, 7, 9), None, None, "", True,
        "Không quá 2 chuyến một người một năm; đoàn 10, 7, 5 người; 3 ngày một nước, 3 nước một chuyến",
    ),
    (
        "tt-03-2023-bnv", "03/2023/TT-BNV", "Thông tư", "Bộ Nội vụ",
        "Đào tạo, bồi dưỡng ở nước ngoài: báo cáo sau chuyến đi (điều 12)",
        None, None, None, "", True,
        "Báo cáo trong 15 ngày sau khi về nước. Hạn của Đà Nẵng chưa tìm thấy",
    ),
    (
        "nd-313-2025", "313/2025/NĐ-CP", "Nghị định", "Chính phủ",
        "Quản lý và sử dụng viện trợ không hoàn lại không thuộc hỗ trợ phát triển chính thức",
        date(2025, 12, 8), date(2025, 12, 8), None, "", True,
        "Chu kỳ và mẫu báo cáo chưa tìm thấy",
    ),
    (
        "nd-242-2025", "242/2025/NĐ-CP", "Nghị định", "Chính phủ",
        "Quản lý và sử dụng vốn ODA và vốn vay ưu đãi",
        date(2025, 9, 10), None, None, "", True,
        "",
    ),
    (
        "nd-58-2022", "58/2022/NĐ-CP", "Nghị định", "Chính phủ",
        "Đăng ký và quản lý hoạt động của tổ chức phi chính phủ nước ngoài tại Việt Nam",
        None, None, None, "", True,
        "",
    ),
    (
        "nd-09-2019", "09/2019/NĐ-CP", "Nghị định", "Chính phủ",
        "Chế độ báo cáo của cơ quan hành chính nhà nước",
        date(2019, 1, 24), None, None, "", True,
        "Điều 12.4: số liệu năm tính từ 15/12 năm trước đến 14/12 năm báo cáo. Hạn nộp của Đà Nẵng chưa tìm thấy",
    ),
    (
        "nd-30-2020", "30/2020/NĐ-CP", "Nghị định", "Chính phủ",
        "Công tác văn thư",
        date(2020, 3, 5), None, None, "", True,
        "Thể thức văn bản; chưa thấy văn bản thay thế",
    ),
    (
        "luat-91-2025", "91/2025/QH15", "Luật", "Quốc hội",
        "Luật Bảo vệ dữ liệu cá nhân",
        date(2025, 6, 26), date(2026, 1, 1), None, "", True,
        "",
    ),
    (
        "nd-356-2025", "356/2025/NĐ-CP", "Nghị định", "Chính phủ",
        "Quy định chi tiết Luật Bảo vệ dữ liệu cá nhân",
        date(2025, 12, 31), None, None, "", True,
        "",
    ),
    (
        "luat-117-2025", "117/2025/QH15", "Luật", "Quốc hội",
        "Luật Bảo vệ bí mật nhà nước",
        date(2025, 12, 10), date(2026, 3, 1), None, "", True,
        "",
    ),
    (
        "luat-116-2025", "116/2025/QH15", "Luật", "Quốc hội",
        "Luật An ninh mạng",
        None, date(2026, 7, 1), None, "", False,
        "Theo một nguồn tự ghi không phải tư vấn pháp luật; cần đối chiếu bản gốc",
    ),
    (
        "nd-330-2026", "330/2026/NĐ-CP", "Nghị định", "Chính phủ",
        "Xử phạt vi phạm hành chính về an ninh mạng",
        None, date(2026, 8, 19), None, "", False,
        "Theo một nguồn tự ghi không phải tư vấn pháp luật; cần đối chiếu bản gốc",
    ),
    (
        "nd-331-2026", "331/2026/NĐ-CP", "Nghị định", "Chính phủ",
        "An ninh hệ thống thông tin theo cấp độ",
        None, date(2026, 8, 19), None, "", False,
        "Theo một nguồn tự ghi không phải tư vấn pháp luật; cần đối chiếu bản gốc",
    ),
    (
        "nd-333-2026", "333/2026/NĐ-CP", "Nghị định", "Chính phủ",
        "Quy định thi hành Luật An ninh mạng",
        None, date(2026, 8, 19), None, "", False,
        "Trích yếu chưa ghi trong nguồn đã đọc; cần đối chiếu bản gốc",
    ),
    (
        "nq-28-2026-qh16", "28/2026/QH16", "Nghị quyết", "Quốc hội",
        "Ngày 24 tháng 11 là Ngày Văn hóa Việt Nam và là ngày nghỉ hưởng nguyên lương",
        None, date(2026, 7, 1), None, "", True,
        "",
    ),
    (
        "nq-190-2025-qh15", "190/2025/QH15", "Nghị quyết", "Quốc hội",
        "Xử lý một số vấn đề liên quan đến sắp xếp tổ chức bộ máy nhà nước",
        date(2025, 2, 19), None, None, "", True,
        "Tên cơ quan, chức danh trong văn bản chuyển theo cơ quan tiếp nhận nhiệm vụ, kể cả nhiệm vụ theo điều ước và thỏa thuận quốc tế",
    ),
    (
        "nd-80-2020", "80/2020/NĐ-CP", "Nghị định", "Chính phủ",
        "Quản lý và sử dụng viện trợ không hoàn lại không thuộc hỗ trợ phát triển chính thức",
        None, None, date(2025, 12, 7), "nd-313-2025", True,
        "",
    ),
    (
        "nd-114-2021", "114/2021/NĐ-CP", "Nghị định", "Chính phủ",
        "Quản lý và sử dụng vốn ODA và vốn vay ưu đãi",
        None, None, None, "nd-242-2025", False,
        "Việc thay thế theo hiểu biết chung; cần kiểm tra",
    ),
    (
        "nd-20-2023", "20/2023/NĐ-CP", "Nghị định", "Chính phủ",
        "Sửa đổi Nghị định 114/2021/NĐ-CP về ODA và vốn vay ưu đãi",
        None, None, None, "nd-242-2025", False,
        "Việc thay thế theo hiểu biết chung; cần kiểm tra",
    ),
    (
        "nd-12-2012", "12/2012/NĐ-CP", "Nghị định", "Chính phủ",
        "Đăng ký và quản lý hoạt động của tổ chức phi chính phủ nước ngoài tại Việt Nam",
        None, None, None, "nd-58-2022", True,
        "",
    ),
    (
        "nd-13-2023", "13/2023/NĐ-CP", "Nghị định", "Chính phủ",
        "Bảo vệ dữ liệu cá nhân",
        None, None, None, "nd-356-2025", True,
        "",
    ),
    (
        "luat-29-2018", "29/2018/QH14", "Luật", "Quốc hội",
        "Luật Bảo vệ bí mật nhà nước",
        None, None, date(2026, 2, 28), "luat-117-2025", True,
        "",
    ),
    (
        "nd-85-2016", "85/2016/NĐ-CP", "Nghị định", "Chính phủ",
        "Bảo đảm an toàn hệ thống thông tin theo cấp độ",
        None, None, date(2026, 8, 18), "nd-331-2026", False,
        "Việc thay thế theo một nguồn tự ghi không phải tư vấn pháp luật; cần đối chiếu bản gốc",
    ),
]

# key, label, value, unit, valid from, note
PARAMETERS = [
    (
        "agreement-expiring-days", "Báo thỏa thuận sắp hết hạn trước",
        180, "days", date(1993, 1, 1),
        "Gia hạn là thủ tục kéo dài nhiều tuần (Luật 70/2020/QH14 điều 33) nên báo sớm; Sở Ngoại vụ xác nhận",
    ),
    (
        "expiry-horizon-months", "Liệt kê thỏa thuận hết hạn trong",
        12, "months", date(1993, 1, 1),
        "Khoảng nhìn trước của trang lãnh đạo và báo cáo năm; Sở Ngoại vụ xác nhận",
    ),
    (
        "dormancy-months-formal", "Ngủ đông: quan hệ chính thức không hoạt động quá",
        24, "months", date(1993, 1, 1),
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "dormancy-months-letter_of_intent", "Ngủ đông: ý định thư không hoạt động quá",
        24, "months", date(1993, 1, 1),
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "dormancy-months-cooperating", "Ngủ đông: quan hệ hợp tác không hoạt động quá",
        24, "months", date(1993, 1, 1),
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "dormancy-months-friendship", "Ngủ đông: quan hệ hữu nghị không hoạt động quá",
        24, "months", date(1993, 1, 1),
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "dormancy-months-candidate", "Ngủ đông: đối tác đang tìm hiểu không hoạt động quá",
        24, "months", date(1993, 1, 1),
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "dormancy-months-none", "Ngủ đông: đối tác mới nêu tên không hoạt động quá",
        24, "months", date(1993, 1, 1),
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
]


def make(apps, schema_editor):
    legal_basis = apps.get_model("core", "LegalBasis")
    parameter = apps.get_model("core", "PolicyParameter")
    made = {}
    # As the loader does, so that a later load may still bring these rows up to date.
    with pghistory.context(actor="migrate", reason="core 0003", loading=True):
        for key, number, kind, issuer, title, signed, start, end, heir, verified, note in LEGAL_BASES:
            made[key], _created = legal_basis.objects.get_or_create(
                key=key,
                defaults={
                    "number": number,
                    "kind": kind,
                    "issuer": issuer,
                    "title": title,
                    "signed_on": signed,
                    "in_force_from": start,
                    "in_force_to": end,
                    "replaced_by": made[heir] if heir else None,
                    "is_verified": verified,
                    "note": note,
                },
            )
        for key, label, value, unit, start, note in PARAMETERS:
            parameter.objects.get_or_create(
                key=key, valid_from=start, defaults={"label": label, "value": value, "unit": unit, "note": note}
            )


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
