"""The word and the colour of every state on our screens: never the one without the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Tones name a meaning; static/css/dnfa.css gives each a colour with at least 4.5:1 on its own background.
TONES = ("ok", "warn", "danger", "info", "muted", "question")


@dataclass(frozen=True)
class StatusLook:
    """How a state is shown."""

    label: str | Promise
    tone: str


STATUS_LOOKS: dict[str, StatusLook] = {
    # agreements (design: status is computed)
    "not_yet_in_force": StatusLook(_("Chưa có hiệu lực"), "info"),
    "in_force": StatusLook(_("Còn hiệu lực"), "ok"),
    "expiring": StatusLook(_("Sắp hết hạn"), "warn"),
    "expired": StatusLook(_("Đã hết hạn"), "danger"),
    "suspended": StatusLook(_("Tạm ngưng"), "warn"),
    "terminated": StatusLook(_("Đã chấm dứt"), "muted"),
    "replaced": StatusLook(_("Đã thay bằng văn bản mới"), "muted"),
    "unknown_term": StatusLook(_("Chưa rõ thời hạn"), "question"),
    # drafts, by stage
    "exploring": StatusLook(_("Đang tìm hiểu"), "muted"),
    "drafting": StatusLook(_("Đang soạn thảo"), "info"),
    "consulting": StatusLook(_("Đang lấy ý kiến"), "info"),
    "approval": StatusLook(_("Đang trình phê duyệt"), "info"),
    "ready_to_sign": StatusLook(_("Sẵn sàng ký"), "ok"),
    "broken_off": StatusLook(_("Không tiếp tục"), "muted"),
    # flags, by severity
    "high": StatusLook(_("Cần xử lý ngay"), "danger"),
    "medium": StatusLook(_("Cần theo dõi"), "warn"),
    "low": StatusLook(_("Để biết"), "info"),
    # legal clocks and things to do, on a day
    "ticking": StatusLook(_("Còn thời gian"), "info"),
    "due_soon": StatusLook(_("Sắp đến hạn"), "warn"),
    "overdue": StatusLook(_("Quá hạn"), "danger"),
    "on_time": StatusLook(_("Đúng hạn"), "ok"),
    "done_late": StatusLook(_("Làm muộn"), "warn"),
    "waived": StatusLook(_("Bỏ qua"), "muted"),
    "open": StatusLook(_("Đang theo dõi"), "info"),
    "dropped": StatusLook(_("Thôi làm"), "muted"),
    # updates of agencies, and answers to rounds
    "draft": StatusLook(pgettext_lazy("cập nhật của cơ quan", "Bản nháp"), "muted"),
    "submitted": StatusLook(_("Chờ duyệt"), "info"),
    "returned": StatusLook(_("Bị trả lại"), "danger"),
    "accepted": StatusLook(_("Đã chấp nhận"), "ok"),
    "withdrawn": StatusLook(pgettext_lazy("cập nhật của cơ quan", "Đã rút"), "muted"),
    "round_prepared": StatusLook(_("Đang chuẩn bị"), "muted"),
    "round_open": StatusLook(_("Đang thu"), "info"),
    "round_closed": StatusLook(_("Đã đóng"), "muted"),
    "answer_waiting": StatusLook(_("Chưa trả lời"), "muted"),
    "answer_started": StatusLook(_("Đang soạn"), "info"),
    "answer_late": StatusLook(_("Quá hạn"), "danger"),
    "answer_submitted": StatusLook(_("Chờ duyệt"), "info"),
    "answer_returned": StatusLook(_("Bị trả lại"), "warn"),
    "answer_accepted": StatusLook(_("Đã nhận"), "ok"),
    # delegations and conferences, on a day
    "trip_planned": StatusLook(_("Dự kiến"), "info"),
    "trip_unconfirmed": StatusLook(_("Chưa ghi nhận thực tế"), "question"),
    "trip_under_way": StatusLook(_("Đang diễn ra"), "ok"),
    "trip_awaiting_report": StatusLook(_("Chờ báo cáo kết quả"), "warn"),
    "trip_reported": StatusLook(_("Đã có báo cáo"), "ok"),
    "trip_closed": StatusLook(pgettext_lazy("trạng thái đoàn", "Đã kết thúc"), "muted"),
    "trip_cancelled": StatusLook(_("Đã hủy"), "muted"),
    "trip_past": StatusLook(_("Đã diễn ra"), "muted"),
    # projects and aid, on a day
    "project_pipeline": StatusLook(_("Đang vận động"), "info"),
    "project_approved": StatusLook(_("Đã phê duyệt"), "info"),
    "project_running": StatusLook(_("Đang thực hiện"), "ok"),
    "project_suspended": StatusLook(_("Tạm dừng"), "warn"),
    "project_finished": StatusLook(_("Đã kết thúc"), "muted"),
    "project_closed": StatusLook(_("Đã quyết toán"), "muted"),
    "project_cancelled": StatusLook(_("Không thực hiện"), "muted"),
    "project_unknown": StatusLook(_("Nguồn không nêu"), "question"),
    # registrations of foreign organisations, on a day; exchange rates
    "permit_not_yet": StatusLook(_("Chưa có hiệu lực"), "info"),
    "permit_valid": StatusLook(_("Còn hiệu lực"), "ok"),
    "permit_expiring": StatusLook(_("Sắp hết hạn"), "warn"),
    "permit_expired": StatusLook(_("Đã hết hạn"), "danger"),
    "permit_withdrawn": StatusLook(_("Đã thu hồi, chấm dứt"), "muted"),
    "permit_unknown": StatusLook(_("Chưa rõ thời hạn"), "question"),
    "rate_standing": StatusLook(_("Đang dùng"), "ok"),
    "rate_replaced": StatusLook(_("Đã thay"), "muted"),
    # accounts of agencies, at a moment
    "account_invited": StatusLook(_("Chưa đăng nhập lần nào"), "question"),
    "account_active": StatusLook(_("Đang dùng"), "ok"),
    "account_locked": StatusLook(_("Tạm khóa"), "warn"),
    "account_closed": StatusLook(_("Đã đóng"), "muted"),
    # long jobs
    "queued": StatusLook(_("Đang chờ"), "muted"),
    "running": StatusLook(_("Đang chạy"), "info"),
    "done": StatusLook(_("Đã xong"), "ok"),
    "failed": StatusLook(_("Có lỗi"), "danger"),
    "cancelled": StatusLook(_("Đã dừng"), "muted"),
    # imports: the batch and its rows
    "previewed": StatusLook(_("Chờ ghi"), "info"),
    "committed": StatusLook(_("Đã ghi vào sổ"), "ok"),
    "undone": StatusLook(_("Đã hoàn tác"), "muted"),
    "refused": StatusLook(_("Không ghi được"), "danger"),
    "new": StatusLook(_("Thêm mới"), "ok"),
    "changed": StatusLook(_("Cập nhật"), "info"),
    "unchanged": StatusLook(_("Không đổi"), "muted"),
    "wrong": StatusLook(_("Có lỗi"), "danger"),
}


def status_look(code: str) -> StatusLook:
    """The look of a state; a code nobody described shows itself in grey, so that it is seen and not lost."""
    return STATUS_LOOKS.get(code) or StatusLook(code, "muted")
