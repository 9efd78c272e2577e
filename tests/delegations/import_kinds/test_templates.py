"""The empty tables that officers fill in: their headings, their example, their drop-downs."""

from __future__ import annotations

import io

import openpyxl
import pytest

from delegations.import_kinds import KINDS
from dnfa.core.sheets import SheetError
from dnfa.core.table_import.books import template_book
from dnfa.core.table_import.layout import read_table

PLAN = ["Dự kiến từ ngày", "Dự kiến đến ngày", "Dự kiến số người"]
PERMIT_TO_CANCEL = [
    "Văn bản cho phép số", "Ngày văn bản cho phép", "Cấp quyết định",
    "Kế hoạch năm", "Mục trong chương trình năm", "Lý do ngoài kế hoạch", "Văn bản chấp thuận ngoài kế hoạch",
    "Kinh phí", "Loại tiền", "Nguồn kinh phí", "Ghi chú kinh phí", "Phải báo cáo kết quả",
    "Hủy ngày", "Lý do hủy", "Nói rõ lý do hủy",
]  # fmt: skip
HEADINGS = {
    "chuong-trinh-nam": [
        "Mã mục", "Năm *", "Loại *", "Nội dung *", "Cơ quan đề xuất *", "Thời gian dự kiến", "Số ngày", "Số người",
        "Quốc gia và vùng lãnh thổ", "Đối tác", "Trưởng đoàn dự kiến", "Cấp trưởng đoàn", "Mục đích",
        "Kinh phí dự kiến", "Loại tiền", "Nguồn kinh phí",
    ],
    "doan": [
        "Khóa", "Nội dung *", "Tên tiếng Anh", "Chiều *", *PLAN, "Từ ngày", "Đến ngày", "Số người thực tế",
        "Quốc gia và vùng lãnh thổ", "Đối tác", "Cơ quan chủ trì", "Cơ quan phối hợp, nơi làm việc", "Hình thức", "Địa điểm",
        "Bên mời, bên đón", "Trưởng đoàn", "Chức vụ trưởng đoàn", "Cấp trưởng đoàn", "Lãnh đạo tiếp",
        "Chức vụ lãnh đạo tiếp", "Mục đích", "Kết quả", *PERMIT_TO_CANCEL,
    ],
    "thanh-vien-doan": [
        "Mã thành viên", "Đoàn *", "Họ và tên *", "Chức vụ", "Cơ quan", "Cơ quan, tổ chức khác", "Vai trò",
        "Lãnh đạo chủ chốt của cơ quan",
    ],
    "hoi-nghi": [
        "Khóa", "Nội dung *", "Tên tiếng Anh", "Vai trò của thành phố *", "Cơ quan chủ trì", "Cơ quan phối hợp, nơi làm việc",
        "Đơn vị tổ chức ngoài thành phố", *PLAN, "Từ ngày", "Đến ngày", "Người Việt Nam", "Người nước ngoài ở trong nước",
        "Người nước ngoài từ nước ngoài vào", "Người dự trực tuyến", "Tổng số người", "Quốc gia và vùng lãnh thổ có người dự",
        "Đối tác", "Hình thức", "Địa điểm", "Mục đích", "Kết quả", "Cấp cho phép", "Ngày nộp hồ sơ xin phép",
        *PERMIT_TO_CANCEL,
    ],
    "phong-vien": [
        "Khóa", "Nội dung *", "Tên tiếng Anh", "Hãng báo chí *", "Quốc gia và vùng lãnh thổ", "Từ ngày", "Đến ngày",
        "Địa điểm", "Số người", "Chủ đề tác nghiệp", "Giấy phép số", "Ngày giấy phép", "Cơ quan hướng dẫn", "Đối tác",
        "Cơ quan chủ trì", "Đã có sản phẩm báo chí", "Sản phẩm", "Mục đích", "Kết quả",
    ],
    "tiep-xuc": [
        "Khóa", "Nội dung *", "Tên tiếng Anh", "Loại *", "Từ ngày", "Đến ngày", "Định kỳ", "Đối tác", "Cơ quan chủ trì",
        "Bên khởi xướng", "Hình thức", "Địa điểm", "Người đứng đầu", "Chức vụ", "Số người", "Văn bản số", "Mục đích",
        "Kết quả", "Hủy ngày", "Lý do hủy", "Nói rõ lý do hủy",
    ],
    "loi-moi": [
        "Mã lời mời", "Chiều *", "Đối tác *", "Mời dự, mời thăm *", "Ngày gửi, ngày nhận *", "Thư mời số", "Sự kiện trong sổ",
        "Hội nghị trong sổ", "Diễn ra từ ngày", "Đến ngày", "Cần trả lời trước", "Cơ quan theo dõi", "Trả lời",
        "Ngày trả lời", "Văn bản trả lời", "Lý do không nhận", "Nói rõ lý do", "Có dự", "Số người dự",
        "Đoàn đi theo lời mời", "Ghi chú",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_template_has_its_headings_and_an_example_that_is_passed_over(kind):
    content = template_book(kind)

    heads, example = (
        openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(max_row=2, values_only=True)
    )
    with pytest.raises(SheetError) as refused:
        read_table(kind, content)
    assert list(heads) == ["STT", *HEADINGS[kind.code]]
    assert example[0] == "Ví dụ"
    assert refused.value.code == "empty_table"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_template_offers_what_a_cell_may_say(kind):
    sheet = openpyxl.load_workbook(io.BytesIO(template_book(kind))).worksheets[0]

    offered = sorted(
        int(str(rule.sqref).split(":")[0].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        for rule in sheet.data_validations.dataValidation
    )

    assert offered == [3] * sum(column.reader.choices is not None for column in kind.columns)
