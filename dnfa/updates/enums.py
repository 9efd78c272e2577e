"""What agencies send, where it stands, and why it comes back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestKind(models.TextChoices):
    """What a change request asks for."""

    EDIT = "edit", _("Sửa thông tin")
    NEW = "new", _("Thêm bản ghi mới")
    NOTE = "note", _("Ghi nhận tiến độ, kết quả")
    FILE = "file", _("Gửi tài liệu")
    DIFFICULTY = "difficulty", _("Khó khăn, vướng mắc")
    AMENDMENT = "amendment", _("Đề xuất sửa đổi Đề án")


# Values of the record itself stand in these; the others say their matter in words.
PROPOSES_VALUES = frozenset({RequestKind.EDIT, RequestKind.NEW})
NEEDS_RECORD = frozenset({RequestKind.EDIT, RequestKind.NOTE, RequestKind.FILE})


class RequestState(models.TextChoices):
    """Where a change request stands; moved only by services, each move a step that stays."""

    DRAFT = "draft", pgettext_lazy("cập nhật của cơ quan", "Bản nháp")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", _("Bị trả lại")
    ACCEPTED = "accepted", _("Đã chấp nhận")
    WITHDRAWN = "withdrawn", pgettext_lazy("cập nhật của cơ quan", "Đã rút")


WITH_AGENCY = frozenset({RequestState.DRAFT, RequestState.RETURNED})
REQUEST_OVER = frozenset({RequestState.ACCEPTED, RequestState.WITHDRAWN})


class Decision(models.TextChoices):
    """What the reviewer said of one proposed value."""

    OPEN = "open", _("Chưa quyết định")
    ACCEPTED = "accepted", _("Chấp nhận")
    RETURNED = "returned", _("Trả lại")


class StepKind(models.TextChoices):
    """What happened to a change request or an agency's answer, in the order it happened."""

    SUBMITTED = "submitted", _("Gửi")
    RESUBMITTED = "resubmitted", _("Gửi lại")
    TAKEN = "taken", _("Nhận duyệt")
    RETURNED = "returned", _("Trả lại")
    PARTLY_ACCEPTED = "partly_accepted", _("Chấp nhận một phần, trả lại phần còn lại")
    ACCEPTED = "accepted", _("Chấp nhận")
    WITHDRAWN = "withdrawn", _("Rút")
    EXTENSION_ASKED = "extension_asked", _("Xin gia hạn")
    EXTENDED = "extended", _("Gia hạn")
    NOT_EXTENDED = "not_extended", _("Không gia hạn")


class ReturnReason(models.TextChoices):
    """Why something comes back: coded, so that the office sees what goes wrong most often; the words say the rest."""

    INCOMPLETE = "incomplete", _("Thiếu thông tin")
    WRONG = "wrong", _("Thông tin, số liệu chưa đúng")
    NO_EVIDENCE = "no_evidence", _("Thiếu tài liệu minh chứng")
    DUPLICATE = "duplicate", _("Đã có trong sổ")
    NOT_OURS = "not_ours", _("Không thuộc phạm vi theo dõi")
    OTHER = "other", _("Lý do khác")


class AskKind(models.TextChoices):
    """What a round asks an agency for."""

    CONFIRM = "confirm", _("Xác nhận các bản ghi của cơ quan")
    DELEGATIONS = "delegations", _("Trao đổi đoàn trong kỳ")
    INVESTMENT = "investment", _("Xúc tiến đầu tư, thương mại")
    AID = "aid", _("Viện trợ, dự án")
    SECTION = "section", _("Nội dung cho báo cáo năm")
    SCHEME = "scheme", _("Tiến độ nhiệm vụ Đề án")
    OTHER = "other", _("Nội dung khác")


class AnswerState(models.TextChoices):
    """Of one agency in a round on a day; computed from its dates and the day, never stored."""

    WAITING = "waiting", _("Chưa trả lời")
    STARTED = "started", _("Đang soạn")
    LATE = "late", _("Quá hạn")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", _("Bị trả lại")
    ACCEPTED = "accepted", _("Đã nhận")


class AskedRecordState(models.TextChoices):
    """Of one record that a round asks an agency about on a day; computed."""

    OPEN = "open", _("Chưa xác nhận")
    CONFIRMED = "confirmed", _("Không có thay đổi")
    CHANGED = "changed", _("Đã gửi sửa")
    SETTLED = "settled", _("Không còn phải xác nhận")


class Awaits(models.TextChoices):
    """What an agency in a round waits for from the Department; computed."""

    ANSWER = "answer", _("Câu trả lời chờ nhận")
    TIME = "time", _("Đề nghị lùi hạn")


class RoundState(models.TextChoices):
    """Of a round; computed from its dates."""

    PREPARED = "prepared", _("Đang chuẩn bị")
    OPEN = "open", _("Đang thu")
    CLOSED = "closed", _("Đã đóng")
