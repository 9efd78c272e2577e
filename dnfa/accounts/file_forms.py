"""What a person fills in to attach a file or to withdraw one. The rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.media import ACCEPTED
from dnfa.core.attachments.services import LONGEST_NOTE, LONGEST_REASON, LONGEST_TITLE
from dnfa.core.languages import LANGUAGES

ORIGINAL, COPY = "original", "copy"


class AttachForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(
        label=_("Tệp"),
        required=False,  # a held file stands in for it; the view asks
        max_length=1000,
        help_text=_(
            "PDF (từ phiên bản 1.4), .docx, .xlsx, .png, .jpg hoặc .txt, tối đa 30 MB. Không tải lên tài liệu mật."
        ),
        error_messages={
            "empty": _("Tệp trống: hãy chọn lại tệp có nội dung."),
            "max_length": _("Tên tệp quá dài: hãy đặt lại tên ngắn hơn."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Loại tệp"),
        choices=[("", _("Hãy chọn")), *AttachmentKind.choices],
        error_messages={"required": _("Hãy chọn loại tệp.")},
    )
    title = forms.CharField(
        label=_("Tên tài liệu"),
        max_length=LONGEST_TITLE,
        help_text=_("Ví dụ: Bản ghi nhớ giữa Đà Nẵng và Daegu, bản tiếng Việt"),
        error_messages={"required": _("Hãy ghi tên tài liệu.")},
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=LANGUAGES, initial="vi")
    is_original = forms.ChoiceField(
        label=_("Bản chính hay bản sao"),
        widget=forms.RadioSelect,
        choices=[
            (ORIGINAL, pgettext_lazy("tệp", "Bản chính (tệp ký số hoặc tệp gốc)")),
            (COPY, pgettext_lazy("tệp", "Bản sao (bản quét, bản chụp)")),
        ],
        initial=COPY,
        error_messages={"required": _("Hãy chọn bản chính hay bản sao.")},
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_version: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {
            "accept": ACCEPTED,
            "data-most-bytes": settings.ATTACHMENT_MAX_BYTES,
        }
        if is_version:
            del self.fields["kind"]

    def values(self) -> dict[str, Any]:
        """The clean fields as the service takes them."""
        names = [name for name in ("kind", "title", "language", "note") if name in self.fields]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "is_original": self.cleaned_data["is_original"] == ORIGINAL,
        }


class WithdrawForm(forms.Form):
    """Why a file is taken out of use."""

    reason = forms.CharField(
        label=_("Lý do rút"),
        max_length=LONGEST_REASON,
        help_text=_(
            "Ví dụ: tải nhầm văn bản của thỏa thuận khác. Tệp đã rút không khôi phục được, nhưng vẫn được lưu."
        ),
        error_messages={"required": _("Hãy ghi lý do rút tệp.")},
    )
