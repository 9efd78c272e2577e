"""Languages of papers and files, by ISO 639-1 code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LANGUAGES = [
    ("vi", _("Tiếng Việt")),
    ("en", _("Tiếng Anh")),
    ("ja", _("Tiếng Nhật")),
    ("ko", _("Tiếng Hàn")),
    ("zh", _("Tiếng Trung")),
    ("lo", _("Tiếng Lào")),
    ("th", _("Tiếng Thái")),
    ("km", _("Tiếng Khmer")),
    ("ru", _("Tiếng Nga")),
    ("fr", _("Tiếng Pháp")),
    ("de", _("Tiếng Đức")),
    ("es", _("Tiếng Tây Ban Nha")),
    ("pt", _("Tiếng Bồ Đào Nha")),
    ("it", _("Tiếng Ý")),
    ("sv", _("Tiếng Thụy Điển")),
    ("hu", _("Tiếng Hung-ga-ri")),
    ("be", _("Tiếng Bê-la-rút")),
    ("other", _("Ngôn ngữ khác")),
]
