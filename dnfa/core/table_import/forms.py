"""What people send to the import pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dnfa.core.enums import ImportFate
from dnfa.core.table_import.layout import LIMITS
from dnfa.core.table_import.registry import Importer
from dnfa.core.table_import.selectors import NOTED

MOST_PASTED = 2_000_000  # characters; a larger table is a file


class _FileField(forms.FileField):
    """A sheet, refused when it is too large before it is read into memory."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Bảng cần nhập"),
            help_text=_("Tệp Excel (.xlsx) hoặc CSV, tối đa 10 MB, có dòng tiêu đề."),
            max_length=255,
            error_messages={
                "required": _("Hãy chọn tệp cần nhập."),
                "empty": _("Tệp trống: hãy chọn tệp có bảng cần nhập."),
                "max_length": _("Tên tệp quá dài: hãy đặt lại tên ngắn hơn."),
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file: UploadedFile | None = super().clean(data, initial)
        if file is not None and file.size is not None and file.size > LIMITS.bytes:
            raise forms.ValidationError(
                _("Tệp lớn hơn 10 MB: hãy chỉ để lại bảng cần nhập rồi tải lên lại."), code="too_large"
            )
        return file


class UploadForm(forms.Form):
    """Which kind of table, and the sheet to read. A request that names no kind means the first one offered."""

    kind = forms.ChoiceField(
        label=_("Loại bảng"),
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn một loại bảng trong danh sách.")},
    )
    file = _FileField()

    def __init__(self, *args: Any, importers: Sequence[Importer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._first = importers[0].slug if importers else ""
        field: Any = self.fields["kind"]
        field.choices = [(importer.slug, importer.title) for importer in importers]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or self._first


class SheetForm(forms.Form):
    """The sheet of a kind already chosen."""

    file = _FileField()


class PasteForm(forms.Form):
    """Cells copied in a spreadsheet."""

    cells = forms.CharField(
        label=_("Các ô chép từ bảng tính"),
        help_text=_(
            "Trong Excel chọn cả dòng tiêu đề và các dòng dữ liệu, bấm Ctrl+C, rồi dán vào đây bằng Ctrl+V."
        ),
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "data-paste": "", "wrap": "off"}),
        error_messages={
            "required": _("Hãy dán các ô cần nhập, gồm cả dòng tiêu đề."),
            "max_length": _("Nội dung dán quá dài: hãy lưu thành tệp rồi tải lên."),
        },
    )

    def clean_cells(self) -> str:
        text: str = self.cleaned_data["cells"]
        if not text.strip():
            raise forms.ValidationError(_("Hãy dán các ô cần nhập, gồm cả dòng tiêu đề."), code="required")
        return text


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

    fate = forms.ChoiceField(label=_("Chỉ xem"), required=False, choices=ROW_CHOICES)

    def chosen(self) -> str:
        """The choice; "" for all rows, and for a choice that does not exist."""
        return str(self.cleaned_data["fate"]) if self.is_valid() else ""
