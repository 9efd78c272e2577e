from __future__ import annotations

import time
import unicodedata

import pytest

from dnfa.core.errors import InvalidInput
from dnfa.core.secrecy import (
    Level,
    Mark,
    find_mark,
    find_mark_in_name,
    refuse_secret,
    refuse_secret_name,
)

MAT, TOI, TUYET = Level.MAT, Level.TOI_MAT, Level.TUYET_MAT

TEXTS = [
    # a stamp: alone on its line or in its cell
    ("MẬT", MAT),
    ("TỐI MẬT", TOI),
    ("TUYỆT MẬT", TUYET),
    ("Mật", MAT),
    ("mật", MAT),
    ("Tuyệt mật", TUYET),
    ("  * MẬT *  ", MAT),
    ("“MẬT”", MAT),
    ("[ TỐI\xa0MẬT ]", TOI),
    ("M Ậ T", MAT),
    ("T Ố I M Ậ T", TOI),
    ("T U Y Ệ T  M Ậ T", TUYET),
    ("TUYET MAT", TUYET),
    ("UBND THÀNH PHỐ ĐÀ NẴNG\nMẬT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MAT),
    ("SỞ NGOẠI VỤ\r\n\r\nTỐI MẬT\r\n", TOI),
    ("Độ mật\nTối mật", TOI),
    ("M\u200bẬT", MAT),
    # columns that a reader of PDF ran together
    ("SỞ NGOẠI VỤ MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MAT),
    ("ĐẠI SỨ QUÁN ẤN ĐỘ MẬT", MAT),
    ("KIỂM TOÁN NHÀ NƯỚC MẬT", MAT),
    # labels
    ("Độ mật: Tối mật", TOI),
    ("Độ mật: Mật", MAT),
    ("ĐỘ MẬT: TUYỆT MẬT", TUYET),
    ("Mức độ mật - mật", MAT),
    ("Độ mật: A", TUYET),
    ("Độ mật: B", TOI),
    ("Độ mật: C; độ khẩn: hỏa tốc", MAT),
    ("Độ mật: A/B/C", TUYET),
    ("Độ mật:\nB", TOI),
    # brackets, headings, ends, numbers
    ("Báo cáo (Mật)", MAT),
    ("số 12/BC-SNV (Mật)", MAT),
    ("công văn 15 (tối mật) của Sở", TOI),
    ("[Mật] Báo cáo tình hình", MAT),
    ("[“Mật”] Báo cáo", MAT),
    ("Mật: Báo cáo kết quả", MAT),
    ("Tuyệt mật - Phương án đón đoàn", TUYET),
    ("MẬT 12/BC-SNV", MAT),
    ("Báo cáo kết quả - Mật", MAT),
    ("Báo cáo kết quả, độ Mật", MAT),
    ("Công văn độ Mật", MAT),
    ("Công văn số 12/SNV-LS Mật ngày 5/3", MAT),
    ("số 15/BC-SNV MẬT", MAT),
    # capitals in a line
    ("MẬT KẾ HOẠCH ĐÓN ĐOÀN", MAT),
    ("MẬT BÁO CÁO TÌNH HÌNH", MAT),
    ("MẬT DANH SÁCH ĐOÀN", MAT),
    ("CÔNG VĂN MẬT SỐ 5", MAT),
    ("TÀI LIỆU TUYỆT MẬT CỦA ĐOÀN", TUYET),
    ("TUYỆT-MẬT", TUYET),
    # words
    ("", None),
    ("bí mật nhà nước", None),
    ("Luật Bảo vệ bí mật nhà nước độ Mật", None),
    ("Danh mục bí mật nhà nước độ Tối mật", None),
    ("mật thiết", None),
    ("quan hệ mật thiết giữa hai thành phố", None),
    ("mật độ", None),
    ("MẬT ĐỘ DÂN SỐ", None),
    ("BUỔI TỐI MẬT ĐỘ XE CAO", None),
    ("Mật độ: 1.200 người/km²", None),
    ("năm 2025 Mật độ tăng", None),
    ("mật ong", None),
    ("Mật ong – đặc sản", None),
    ("bảo mật", None),
    ("BẢO MẬT", None),
    ("BẢO-MẬT", None),
    ("ĐIỀU 7. BẢO MẬT", None),
    ("ĐIỀU 5. THÔNG TIN MẬT", None),
    ("BÍ MẬT KINH DOANH", None),
    ("BÍ\nMẬT KINH DOANH", None),
    ("Bí\nmật", None),
    ("quy định về bảo\nmật\nthông tin", None),
    ("thân mật", None),
    ("gặp gỡ thân mật.", None),
    ("mật mã", None),
    ("MẬT MÃ", None),
    ("Mật khẩu: xem thư", None),
    ("MẬT KHẨU", None),
    ("tuần trăng mật", None),
    ("Format", None),
    ("Đạt MATLAB", None),
    ("giải mật", None),
    ("GIẢI MẬT", None),
    ("không mật", None),
    ("KHÔNG MẬT", None),
    ("Tài liệu không đóng dấu MẬT", None),
    ("chưa thuộc độ Mật", None),
    ("Độ mật: không", None),
    ("Độ mật: Thường", None),
    ("Độ mật: cao", None),
    ("Độ mật", None),
    ("ĐỘ MẬT", None),
    ("Độ mật:\nKhông", None),
    ("ông NGUYỄN VĂN MẬT", None),
    ("bà TRẦN THỊ MẬT", None),
    ("vắng mặt, MẶT TRẬN TỔ QUỐC", None),
    ("văn bản được soạn thảo mật theo quy định", None),
    ("tài liệu lưu ngoài hệ thống", None),
    ("MAT", None),
]


def level_of(mark):
    return mark.level if mark else None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_texts(text, expected, form):
    assert level_of(find_mark(unicodedata.normalize(form, text))) is expected


NAMES = [
    ("bao-cao_MAT.pdf", MAT),
    ("BC-SNV-MAT.docx", MAT),
    ("12.BC.MAT.pdf", MAT),
    ("12.BC.MAT", MAT),
    ("BC MAT SNV.pdf", MAT),
    ("BaoCaoMAT.pdf", MAT),
    ("TOI-MAT_ke hoach.pdf", TOI),
    ("ke hoach TOI MAT 2026.pdf", TOI),
    ("tuyetmat.pdf", TUYET),
    ("bao cao TuyetMat 5.pdf", TUYET),
    ("ke-hoach-tuyet-mat-2026.docx", TUYET),
    ("ToiMat.xlsx", TOI),
    ("[Mật] Báo cáo.pdf", MAT),
    ("[Mat] bao cao.pdf", MAT),
    ("bao cao (mat) so 5.pdf", MAT),
    ("bao cao (toi mat) so 5.pdf", TOI),
    ("Mat - bao cao.pdf", MAT),
    ("mat_bao-cao.pdf", MAT),
    ("bao-cao_mat.pdf", MAT),
    ("Báo cáo mật gửi Sở.pdf", MAT),
    ("Báo_cáo_Mật.pdf", MAT),
    ("Báo cáo TỐI MẬT.pdf", TOI),
    ("BC mat SNV.pdf", None),
    ("danh sach toi mat so lieu.pdf", None),
    ("gap mat doan Nhat Ban.pdf", None),
    ("Gap-mat.pdf", None),
    ("RA MAT SACH.pdf", None),
    ("CCCD mat truoc.jpg", None),
    ("mat truoc.jpg", None),
    ("MAT TRAN TO QUOC.pdf", None),
    ("MAT BANG TANG 1.png", None),
    ("BAO MAT THONG TIN.pdf", None),
    ("bao-mat.pdf", None),
    ("bí_mật_kinh_doanh.pdf", None),
    ("Mật độ dân số.xlsx", None),
    ("Thân mật.docx", None),
    ("MATLAB.txt", None),
    ("format_2026.xlsx", None),
    ("Matsue MOU.pdf", None),
    ("ông mặt trời.png", None),
    ("khong mat.pdf", None),
    ("MOU Da Nang - Daegu 2016.pdf", None),
    ("", None),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names(name, expected, form):
    assert level_of(find_mark_in_name(unicodedata.normalize(form, name))) is expected


def test_a_mark_says_where_it_stands():
    assert find_mark(
        "Kính gửi: Sở Ngoại vụ\n\nSố 15/BC-SNV MẬT ngày 5 tháng 3 năm 2026, nơi nhận như trên"
    ) == Mark(MAT, 3, "Số 15/BC-SNV MẬT ngày 5 tháng 3 năm 2026, nơ…")
    assert [level.words for level in Level] == ["MẬT", "TỐI MẬT", "TUYỆT MẬT"]


def test_refusing_names_every_field_that_bears_a_mark():
    with pytest.raises(InvalidInput) as refused:
        refuse_secret(title="Báo cáo (Mật)", note="quan hệ mật thiết", content="một\nTỐI MẬT")

    error = refused.value
    assert (error.code, error.http_status, set(error.fields)) == ("secret_mark", 400, {"title", "content"})
    assert error.fields["title"][0].startswith(
        "Có dấu độ mật MẬT ở dòng 1: “Báo cáo (Mật)”. Sổ này không nhận"
    )
    assert error.fields["content"][0].startswith("Có dấu độ mật TỐI MẬT ở dòng 2: “TỐI MẬT”.")
    assert "117/2025/QH15" in error.fields["title"][0]


def test_refusing_says_nothing_without_a_mark():
    assert refuse_secret(title="Bản ghi nhớ", note="tài liệu lưu ngoài hệ thống") is None
    assert refuse_secret_name("file", "MOU.pdf") is None


def test_refusing_a_file_by_its_name():
    with pytest.raises(InvalidInput) as refused:
        refuse_secret_name("file", "bao-cao_MAT.pdf")

    assert list(refused.value.fields) == ["file"]
    assert refused.value.fields["file"][0].startswith("Có dấu độ mật MẬT ở tên tệp: “bao-cao_MAT”.")


@pytest.mark.parametrize(
    "line",
    [
        "1-" * 500_000 + " mật",
        "a" * 1_000_000 + "1 mật",
        "MẬT ĐỘ " * 100_000,
        "độ mật" + ":" * 1_000_000 + "x",
    ],
    ids=["numbers", "letters", "words", "colons"],
)
def test_a_hostile_line_costs_no_minute(line):
    started = time.monotonic()

    assert find_mark(line) is None
    assert time.monotonic() - started < 5
