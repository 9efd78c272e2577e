"""Choices of attached files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AttachmentKind(models.TextChoices):
    """What a file is for its record, in the order of the screens."""

    SIGNED_TEXT = "signed_text", _("Bản ký")
    DRAFT = "draft", _("Dự thảo")
    TRANSLATION = "translation", _("Bản dịch")
    OPINION = "opinion", _("Văn bản góp ý")
    APPROVAL = "approval", _("Văn bản phê duyệt")
    REPORT = "report", _("Báo cáo")
    MINUTES = "minutes", _("Biên bản")
    EVIDENCE = "evidence", _("Minh chứng")
    OTHER = "other", pgettext_lazy("loại tệp", "Khác")


class MediaType(models.TextChoices):
    """What a file is, told from its content; nothing else is taken."""

    PDF = "application/pdf", "PDF"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (.docx)"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (.xlsx)"
    PNG = "image/png", _("Ảnh PNG")
    JPEG = "image/jpeg", _("Ảnh JPEG")
    TEXT = "text/plain", _("Văn bản thuần (.txt)")


IMAGES = frozenset({MediaType.PNG, MediaType.JPEG})
OFFICE = frozenset({MediaType.DOCX, MediaType.XLSX})


class Caution(models.TextChoices):
    """What the reading of a file could not vouch for; kept with it and said on its page."""

    TEXT_NOT_READ = (
        "text_not_read",
        _("Nội dung (hoặc một phần) là ảnh quét, chưa kiểm tra được dấu mật."),
    )
    PAGES_NOT_READ = (
        "pages_not_read",
        _("Tệp quá dài: chỉ đọc được các trang đầu, các trang sau chưa kiểm tra."),
    )
    EMBEDDED_FILES = "embedded_files", _("Trong tệp có gắn tệp khác, nội dung của tệp gắn kèm chưa kiểm tra.")
    LOW_RESOLUTION = (
        "low_resolution",
        _(
            "Có trang quét dưới 200 dpi, tính theo khổ trang (Nghị định 30/2020/NĐ-CP yêu cầu tối thiểu 200 dpi)."
        ),
    )
    NOT_COLOUR = (
        "not_colour",
        _("Có trang quét không phải ảnh màu (Nghị định 30/2020/NĐ-CP yêu cầu ảnh màu)."),
    )
    SCAN_UNKNOWN = (
        "scan_unknown",
        _(
            "Không xác định được độ phân giải hoặc màu của bản quét; hãy đối chiếu: ảnh màu, tối thiểu 200 dpi, tỷ lệ 100%."
        ),
    )
