"""Files of a record on its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from dnfa.core.attachments.enums import MediaType
from dnfa.core.attachments.holders import holder_of
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.selectors import files_of
from dnfa.core.numbers import format_number

register = template.Library()

_STEP = 1024
_SHORT_TYPES = {
    MediaType.DOCX.value: "DOCX",
    MediaType.XLSX.value: "XLSX",
    MediaType.PNG.value: "PNG",
    MediaType.JPEG.value: "JPG",
    MediaType.TEXT.value: "TXT",
}


@register.filter
def file_size(size: int) -> str:
    """`{{ file.size|file_size }}`: "812 byte", "35 KB", "1,2 MB"; a KB has 1024 bytes, as file managers count."""
    if size < _STEP:
        return _("%(size)s byte") % {"size": format_number(size)}
    if size < _STEP * _STEP:
        return f"{format_number(size / _STEP, 0)} KB"
    return f"{format_number(round(size / _STEP / _STEP, 1))} MB"


@register.filter
def short_type(media_type: str) -> str:
    """`{{ file.media_type|short_type }}`: "PDF", "DOCX"."""
    return _SHORT_TYPES.get(media_type, "PDF")


@register.filter
def original_or_copy(file: Attachment) -> str:
    """`{{ file|original_or_copy }}`: "bản chính" or "bản sao"."""
    return _("bản chính") if file.is_original else _("bản sao")


@register.inclusion_tag("components/files_panel.html")
def files_panel(record: Model, user: Any) -> dict[str, Any]:
    """The files of a record whose page this person already sees, with what this person may do; one query."""
    holder = holder_of(record)
    series = files_of(record)
    return {
        "standing": [item for item in series if not item.is_withdrawn],
        "withdrawn": [item for item in series if item.is_withdrawn],
        "may_attach": holder.may_attach(user, record),
        "attach_url": reverse("files:attach", args=[holder.code, record.pk]),
    }
