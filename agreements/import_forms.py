"""What the officer sends to the importer."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from agreements.importing.reading import LIMITS
from agreements.importing.selectors import NOTED
from dnfa.core.enums import ImportFate


class UploadForm(forms.Form):
    """The sheet to read."""

    file = forms.FileField(
        label=_("Bảng cần nhập"),
        help_text=_(
            "Tệp Excel (.xlsx) hoặc CSV, tối đa 10 MB, có dòng tiêu đề 7 cột của bảng thống kê quan hệ."
        ),
        max_length=255,
        error_messages={
            "required": _("Hãy chọn tệp cần nhập."),
            "empty": _("Tệp trống: hãy chọn tệp có bảng cần nhập."),
            "max_length": _("Tên tệp quá dài: hãy đặt lại tên ngắn hơn."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > LIMITS.bytes:
            raise forms.ValidationError(
                _("Tệp lớn hơn 10 MB: hãy chỉ để lại bảng cần nhập rồi tải lên lại."), code="too_large"
            )
        return file


class UndoForm(forms.Form):
    """Why a committed table is taken back."""

    reason = forms.CharField(
        label=_("Lý do hoàn tác"),
        max_length=500,
        error_messages={"required": _("Hãy ghi lý do hoàn tác.")},
    )


ROW_CHOICES = [("", _("Tất cả các dòng")), *ImportFate.choices, (NOTED, _("Cần xem lại"))]


class RowFilterForm(forms.Form):
    """Which rows of a preview are shown."""

    fate = forms.ChoiceField(
        label=_("Chỉ xem"),
        required=False,
        choices=ROW_CHOICES,
    )

    def chosen(self) -> str:
        """The choice; "" for all rows, and for a choice that does not exist."""
        return str(self.cleaned_data["fate"]) if self.is_valid() else ""
