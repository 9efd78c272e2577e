"""One table for the state of projects: function, SQL, API and list must answer alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Case:
    """What is known of a project, the day asked about, the state and the last day expected."""

    name: str
    today: date
    state: str
    starts_on: str | None = None
    ends_on: str | None = None
    stated: str = "unknown"
    deeds: tuple[tuple[str, str, str | None], ...] = ()  # kind, day, new end
    last_day: date | None = None


def day(text: str) -> date:
    return date.fromisoformat(text)


def deed(kind: str, on: str, new_end: str | None = None) -> tuple[str, str, str | None]:
    return (kind, on, new_end)


TODAY = day("2026-11-26")
CASES = [
    # The word of the source alone.
    Case("nguồn không nêu gì", TODAY, "unknown"),
    Case("nguồn: đề xuất", TODAY, "pipeline", stated="proposed"),
    Case("nguồn: đã duyệt", TODAY, "approved", stated="approved"),
    Case("nguồn: đã tiếp nhận", TODAY, "approved", stated="received"),
    Case("nguồn: đang thực hiện", TODAY, "running", stated="ongoing"),
    Case("nguồn: tạm dừng", TODAY, "suspended", stated="suspended"),
    Case("nguồn: đã kết thúc", TODAY, "finished", stated="completed"),
    Case("nguồn: không thực hiện", TODAY, "cancelled", stated="cancelled"),
    # The period against the word of the source.
    Case("ngày trước khi bắt đầu", day("2020-12-31"), "pipeline", "2021", "2025", "ongoing", last_day=day("2025-12-31")),
    Case("ngày đầu có thể", day("2021-01-01"), "running", "2021", "2025", "ongoing", last_day=day("2025-12-31")),
    Case("đã duyệt, chưa đến ngày", day("2020-12-31"), "approved", "2021", None, "approved"),
    Case("đã tiếp nhận, chưa đến ngày", day("2020-12-31"), "approved", "2021", None, "received"),
    Case("hủy, chưa đến ngày", day("2020-12-31"), "cancelled", "2021", None, "cancelled"),
    Case("không rõ, chưa đến ngày", day("2020-12-31"), "unknown", "2021"),
    Case("quá hạn mà nguồn nói đang chạy", TODAY, "running", "2021", "2025", "ongoing", last_day=day("2025-12-31")),
    Case("đã kết thúc, nhìn từ trong kỳ", day("2022-06-01"), "running", "2021", "2023-02", "completed", last_day=day("2023-02-28")),
    Case("đã kết thúc, ngày cuối", day("2023-02-28"), "running", "2021", "2023-02", "completed", last_day=day("2023-02-28")),
    Case("đã kết thúc, hôm sau", day("2023-03-01"), "finished", "2021", "2023-02", "completed", last_day=day("2023-02-28")),
    Case("năm nhuận: ngày cuối tháng 2", day("2024-02-29"), "running", "2023", "2024-02", "completed", last_day=day("2024-02-29")),
    Case("kết thúc không rõ lúc nào", day("2022-06-01"), "finished", "2021", None, "completed"),
    Case("chỉ có ngày kết thúc", day("2022-06-01"), "finished", None, "2023", "completed", last_day=day("2023-12-31")),
    # Deeds.
    Case("phê duyệt hôm nay", TODAY, "approved", deeds=(deed("approval", "2026-11-26"),)),
    Case("phê duyệt ngày mai", TODAY, "unknown", deeds=(deed("approval", "2026-11-27"),)),
    Case("phê duyệt, đã đến ngày bắt đầu", TODAY, "running", "2026-11", None, deeds=(deed("approval", "2026-10-01"),)),
    Case("phê duyệt, chưa đến ngày bắt đầu", TODAY, "approved", "2026-12", None, deeds=(deed("approval", "2026-10-01"),)),
    Case("việc thắng lời nguồn", TODAY, "suspended", stated="ongoing", deeds=(deed("suspension", "2026-03-01"),)),
    Case("tiếp tục sau tạm dừng", TODAY, "running", deeds=(deed("suspension", "2026-03-01"), deed("resumption", "2026-05-01"))),
    Case(
        "giữa tạm dừng và tiếp tục", day("2026-04-30"), "suspended",
        deeds=(deed("suspension", "2026-03-01"), deed("resumption", "2026-05-01")),
    ),
    Case("kết thúc chỉ biết năm: còn chạy", TODAY, "running", deeds=(deed("start", "2025"), deed("completion", "2026"))),
    Case("kết thúc chỉ biết năm: ngày 31/12", day("2026-12-31"), "finished", deeds=(deed("start", "2025"), deed("completion", "2026"))),
    Case("quyết toán", TODAY, "closed", deeds=(deed("completion", "2025-06"), deed("closing", "2026-01-15"))),
    Case("hủy", TODAY, "cancelled", deeds=(deed("approval", "2026-01-01"), deed("cancellation", "2026-02-02"))),
    Case("cùng ngày: việc ghi sau", TODAY, "running", deeds=(deed("approval", "2026-01-01"), deed("start", "2026-01-01"))),
    Case("đề xuất rồi chưa có gì", TODAY, "pipeline", deeds=(deed("proposal", "2026"),)),
    # The end that moves.
    Case("kéo dài", TODAY, "running", "2021", "2025", "ongoing", (deed("extension", "2025-11-01", "2027-06"),), day("2027-06-30")),
    Case("kéo dài chưa xảy ra", day("2025-10-31"), "running", "2021", "2025", "ongoing", (deed("extension", "2025-11-01", "2027-06"),), day("2025-12-31")),
    Case(
        "kéo dài hai lần", TODAY, "running", "2021", "2025", "ongoing",
        (deed("extension", "2025-11-01", "2026-06"), deed("extension", "2026-05-01", "2028")), day("2028-12-31"),
    ),
    Case("điều chỉnh rút ngắn", TODAY, "running", "2021", "2027", "ongoing", (deed("adjustment", "2026-01-01", "2026-06"),), day("2026-06-30")),
    Case("điều chỉnh không đổi ngày", TODAY, "running", "2021", "2027", "ongoing", (deed("adjustment", "2026-01-01"),), day("2027-12-31")),
    Case("đã kết thúc theo nguồn nhưng kéo dài", TODAY, "running", "2021", "2025", "completed", (deed("extension", "2025-11-01", "2027-06"),), day("2027-06-30")),
]  # fmt: skip
