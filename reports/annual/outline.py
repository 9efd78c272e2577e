"""The headings of the report: those the register tells by itself, and those that are words of agencies only.

A round asks for text under a heading by its title (dnfa/updates/standard_questions.py); what was answered stands there.
"""

from __future__ import annotations

HEADLINE = "Số liệu chính"
TIES = "Quan hệ với các địa phương nước ngoài"
PAPERS = "Văn bản hợp tác cấp thành phố"
SLEEPING = "Quan hệ lâu không có hoạt động"
EXCHANGE = "Đoàn vào, đoàn ra và chương trình, dự án"
SCHEME = "Nhiệm vụ của Đề án"
ROUNDS = "Thông tin do các cơ quan cung cấp"
COMPARISON = "Đối chiếu số liệu"

ECONOMY = "Ngoại giao kinh tế, xúc tiến đầu tư, thương mại, du lịch"
GENERAL = "Nội dung khác do các cơ quan báo cáo"
# Words of agencies only: printed when somebody said something. The closing ones stand last in the report.
CHAPTERS = (
    ECONOMY,
    "Ngoại giao văn hóa, thông tin đối ngoại",
    "Lãnh sự, bảo hộ công dân, người Việt Nam ở nước ngoài",
    "Biên giới lãnh thổ, biển đảo",
    "Đối ngoại nhân dân",
)
CLOSING = (
    "Tồn tại, hạn chế và nguyên nhân",
    "Phương hướng, nhiệm vụ năm tới",
    "Đề xuất, kiến nghị",
)
# What a round may ask agencies to write for.
ASKED_FOR = (TIES, PAPERS, EXCHANGE, SCHEME, *CHAPTERS, *CLOSING)
